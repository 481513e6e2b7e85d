"""The threats of docs/security.md: each line names tests that exist; here are those that stand nowhere else."""

import ast
import io
import os
import pickle
import re
import zipfile
from pathlib import Path

import msgpack
import pytest
from click.testing import CliRunner
from rich.console import Console

from crawler import showing
from crawler.adding import add
from crawler.archive import Archive
from crawler.cli import main
from crawler.errors import Garbled
from crawler.isolation import Job, Readers
from crawler.items import Capture
from crawler.packing import unpack
from crawler.progress import Event, watching
from crawler.summaries import PortalSummary
from crawler.warc import Shelf
from parsers.model import Reading

ROOT = Path(__file__).parent.parent
LINES = [line for line in (ROOT / "docs" / "security.md").read_text(encoding="utf-8").splitlines() if line[:2] == "| "][
    1:
]
HOSTILE = "\x1b]0;owned\x07\x1b[2J\u202e\x9b31m年报"


def names_of(file):
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.split("|")[1].strip()[:60])
def test_every_line_names_tests_that_exist(line):
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", line.split("|")[3])
    assert named
    assert [f"{file}::{name}" for file, name in named if name not in names_of(file)] == []


def test_an_answer_from_a_reader_gives_no_orders():
    class Order:
        def __reduce__(self):
            return os.getcwd, ()

    for sent in (pickle.dumps(Order()), msgpack.packb({"": ["getcwd"]}), msgpack.packb({"": ["Reading", {}] * 9})):
        with pytest.raises(Garbled, match="the bytes are no reading"):
            unpack(sent)


TRICKS = ("../../escaped.html", "/escaped.html", "..\\..\\escaped.html", "a/../../../escaped.html", "C:\\escaped.html")


@pytest.mark.parametrize("name", TRICKS)
def test_a_package_member_never_becomes_a_path(tmp_path, monkeypatch, name):
    folder = tmp_path / "a" / "b" / "c"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(name, "<p>示例</p>")
    with Readers() as readers:
        assert isinstance(readers.read(Job(buffer.getvalue())), Reading)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not Path("/escaped.html").exists()


@pytest.mark.parametrize("name", ["../../escaped", "/escaped", "..", "a\x00b", "a/b", "x" * 40 + "\n"])
def test_a_portal_never_becomes_a_path(tmp_path, name):
    folder = tmp_path / "a" / "warc"
    shelf = Shelf(folder, name)
    shelf.append(Capture("http://x/", "http://x/", "2026-01-01T00:00:00Z", 200, "text/html", b"x"))
    shelf.close()
    (written,) = folder.glob("*.gz")
    assert written.parent == folder
    assert re.fullmatch(r"[A-Za-z0-9._-]+-00000\.warc\.gz", written.name)
    assert {path.name for path in tmp_path.iterdir()} == {"a"}


def test_an_archive_that_names_foreign_files_is_not_merged(tmp_path):
    (tmp_path / "theirs").mkdir()
    secret = tmp_path / "secret.warc.gz"
    with Archive.opened(tmp_path / "theirs" / "archive.db") as archive:
        add(archive, [("a.txt", b"words")])
        secret.write_bytes((archive.warc_folder / "local-00000.warc.gz").read_bytes())
        archive.conn.execute("update captures set warc = '../../secret.warc.gz'")
    done = CliRunner().invoke(main, ["merge", str(tmp_path / "ours.db"), str(tmp_path / "theirs" / "archive.db")])
    assert (done.exit_code, "names a file outside" in done.output) == (1, True)
    with Archive.opened(tmp_path / "ours.db") as archive:
        assert archive.value("select count(*) from captures") == 0


@pytest.mark.parametrize("terminal", [True, False])
def test_a_portal_cannot_write_to_the_terminal(terminal, monkeypatch, capsys):
    written = io.StringIO()
    summary = PortalSummary("x.gov.cn", "http://x.gov.cn/", name=HOSTILE, outcome="walled", reason=HOSTILE)
    with watching(Console(file=written, force_terminal=terminal, color_system=None, width=300)) as watcher:
        watcher(Event("started", "x.gov.cn", "http://x.gov.cn/"))
        watcher(Event("visited", "x.gov.cn", f"http://x.gov.cn/{HOSTILE}", "ok", "report", HOSTILE))
        watcher(Event("finished", "x.gov.cn", "http://x.gov.cn/", summary=summary))
    showing.table(("name",), [(HOSTILE,)])
    showing.say(HOSTILE)
    said = written.getvalue() + capsys.readouterr().out
    assert "owned" in said
    assert [sign for sign in ("\x1b]0;", "\x1b[2J", "\x07", "\u202e", "\x9b") if sign in said] == []


# Runs of what patterns look for, without what would end a match.
EXPLOSIVE = {
    "digits": "1 " * 60_000,
    "digits and commas": "1," * 60_000,
    "full-width digits": "１，" * 60_000,
    "years": "2023年" * 30_000,
    "brackets": "（" * 100_000,
    "quotes": "《" * 100_000,
    "spaces": "收到" + " " * 120_000 + "件",
    "headings": "一、" * 50_000,
    "negations": "未没有不" * 30_000,
    "counts": "收到政府信息公开申请" * 12_000,
    "units": "件条次人" * 30_000,
    "line ends": "\n" * 200_000,
    "title without end": "政府信息公开工作年度报告" * 10_000,
    "markup": "<table><tr><td>" * 20_000,
    "comments": "<!--" * 50_000,
    "entities": "&amp" * 50_000,
}


def test_texts_made_to_explode_are_read_in_time():
    with Readers() as readers:
        outcomes = {
            name: readers.read(Job(f"<html><body><p>{text}</p></body></html>".encode()))
            for name, text in EXPLOSIVE.items()
        }
    assert {name: str(outcome) for name, outcome in outcomes.items() if not isinstance(outcome, Reading)} == {}


def test_every_package_is_pinned_by_hash():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.split(r"\n(?=\S)", lock.strip())
    assert len(pinned) > 100
    assert [entry.splitlines()[0] for entry in pinned if not re.match(r"[a-z0-9._-]+(\[[a-z,-]+\])?==\S+", entry)] == []
    assert [entry.splitlines()[0] for entry in pinned if "--hash=sha256:" not in entry] == []
    assert "://" not in lock
