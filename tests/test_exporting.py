"""`nianbao export`: what it writes is what the archive holds, and what the guide shows works."""

import csv
import json
import re
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from crawler.archive import Archive
from crawler.cli import main
from crawler.exporting import TABLES

GUIDE = Path(__file__).parent.parent / "docs" / "explore.md"


@pytest.fixture(scope="module")
def exported(starter, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported") / "nianbao"
    result = CliRunner().invoke(main, ["export", str(folder), "--db", str(starter)])
    assert result.exit_code == 0, result.output
    return folder


def test_every_table_has_all_its_rows_in_both_files(exported, starter):
    with Archive.opened(starter) as archive:
        rows = {table: archive.db.table(table).count for table in TABLES}
    assert {table: pq.read_metadata(exported / f"parquet/{table}.parquet").num_rows for table in TABLES} == rows
    assert {table: sum(1 for _ in reader(exported, table)) for table in TABLES} == rows


def reader(folder, table):
    with (folder / f"csv/{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_package_describes_every_column_of_every_file(exported):
    package = json.loads((exported / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        with (exported / resource["path"]).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(field["description"] for field in resource["schema"]["fields"]), resource["name"]
        assert set(resource["schema"]["primaryKey"]) <= set(header)


def test_a_blank_is_no_zero(exported):
    frame = pd.read_parquet(exported / "parquet/requests.parquet")
    printed = {(row["report"], row["row"]): row["legal_other"] for row in reader(exported, "requests")}
    assert frame["legal_other"].isna().sum() == sum(value == "" for value in printed.values()) > 0


@pytest.mark.parametrize(("language", "words"), [("zh", "本年新收政府信息公开申请数量"), ("en", "Refused")])
def test_codebook_names_every_key(exported, starter, language, words):
    book = (exported / f"codebook.{language}.md").read_text(encoding="utf-8")
    with Archive.opened(starter) as archive:
        keys = [row["key"] for row in archive.rows("select key from fields")]
    assert words in book
    assert [key for key in keys if f"| `{key}` |" not in book] == []


def test_licence_and_citation_go_with_it(exported):
    assert "第五条" in (exported / "LICENCE.txt").read_text(encoding="utf-8")
    assert "sha256" in (exported / "CITATION.txt").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_is_one_line(starter, tmp_path):
    (tmp_path / "file").write_text("x")
    result = CliRunner().invoke(main, ["export", str(tmp_path / "file"), "--db", str(starter)])
    assert result.exit_code == 1
    assert result.output.startswith("Error: ") and result.output.count("\n") == 1


def test_the_guides_example_for_pandas_runs(starter, monkeypatch, capsys):
    monkeypatch.chdir(starter.parent)
    [example] = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(example, "explore.md", "exec"), {})  # noqa: S102 (our own guide)
    assert "2023" in capsys.readouterr().out
