"""A published archive: whole or not there, the same figures, nothing of the collector's machine, served without a change."""

import asyncio
import fcntl
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from datasette.app import Datasette
from tables import contents
from test_merging import KILLED, ONE, collected, report

from crawler import serving
from crawler.archive import Archive
from crawler.cli import main
from crawler.derived import DERIVED
from crawler.publishing import publish
from crawler.status import status_of
from crawler.yearly import YEARLY, outdate

ROOT = Path(__file__).parent.parent
DESCRIBED = yaml.safe_load(serving.METADATA.read_text(encoding="utf-8"))
OURS_ALONE = {"frontier"}
MADE = {"agg_requests", "agg_scorecards"}


@pytest.fixture(scope="module")
def collector(tmp_path_factory):
    """An archive with a queue, a document from this machine and an error that names a folder of it."""
    folder = tmp_path_factory.mktemp("collector") / "secret-folder"
    path = collected(folder, (ONE, report(ONE, 2022, 2), report(ONE, 2023, 3)), documents=[("own.txt", b"words")])
    with Archive.opened(path) as archive:
        archive.conn.execute("update documents set reason = ? where kind = 'unreadable'", [f"{folder}/x is broken"])
        archive.conn.execute("update visits set detail = ?", [f"see {folder}/warc/a.gz"])
    return path


def published(collector, out):
    done = CliRunner().invoke(main, ["publish", str(out), "--db", str(collector)])
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def public(collector, tmp_path_factory):
    out = tmp_path_factory.mktemp("public") / "archive.db"
    assert published(collector, out)[0] == 0
    return out


def test_figures_are_those_of_the_archive(collector, public):
    before, after = contents(collector), contents(public)
    assert after.keys() == before.keys()
    changed = {table for table in before if before[table] != after[table]}
    assert changed == OURS_ALONE | MADE | {"visits"}
    assert after["frontier"] == []
    assert all(after[table] for table in MADE)


def test_nothing_names_the_machine_of_the_collector(collector, public):
    secrets = [str(collector.parent).encode(), b"secret-folder", str(public.parent).encode()]
    for path in public.parent.iterdir():
        content = path.read_bytes()
        assert [secret for secret in secrets if secret in content] == [], path.name
    with sqlite3.connect(public) as connection:
        assert connection.execute("select distinct detail from visits").fetchall() == [("see warc/a.gz",)]


def test_manifest_names_hashes_and_counts(public):
    manifest = json.loads(serving.manifest_of(public).read_text(encoding="utf-8"))
    assert sorted(path.name for path in public.parent.iterdir()) == [
        "archive.db",
        "archive.inspect.json",
        "archive.manifest.json",
    ]
    for name, described in manifest["files"].items():
        content = (public.parent / name).read_bytes()
        assert described == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    with sqlite3.connect(public) as connection:
        for table in DERIVED:
            rows = connection.execute(f'select * from "{table}"').fetchall()  # noqa: S608 (names are ours)
            assert manifest["tables"][table] == len(rows)
    assert manifest["warc"] == ["local-00000.warc.gz", "www.one.gov.cn-00000.warc.gz"]


def test_it_is_planned_for_and_compact(public):
    with sqlite3.connect(public) as connection:
        assert connection.execute("select count(*) > 0 from sqlite_stat1").fetchone() == (1,)
        assert connection.execute("pragma freelist_count").fetchone() == (0,)
        assert connection.execute("pragma journal_mode").fetchone() == ("delete",)


def sums(path):
    return {table: rows for table, rows in contents(path).items() if table in YEARLY}


@pytest.fixture
def torn(collector, tmp_path):
    """The archive as a load leaves it that is killed before it has summed up."""
    path = Path(shutil.copy(collector, tmp_path / "archive.db"))
    with Archive.opened(path) as archive:
        outdate(archive.conn, [2022, 2023])
    assert sums(path) != sums(collector)
    return path


def test_a_torn_archive_is_summed_up_when_it_is_published(torn, collector, tmp_path):
    with Archive.opened(torn) as archive:
        publish(archive, tmp_path / "out.db")
    assert sums(tmp_path / "out.db") == sums(collector)


def test_a_torn_archive_is_summed_up_when_it_is_served(torn, collector):
    serving.prepare(torn)
    assert sums(torn) == sums(collector)


def test_the_status_of_a_torn_archive_counts_every_report(torn):
    with Archive.opened(torn) as archive:
        assert {row["portal"]: row["reports"] for row in status_of(archive, ())["portals"]} == {ONE.id: 2}


def test_serving_it_changes_no_byte(public):
    before = {path.name: path.read_bytes() for path in public.parent.iterdir()}
    serving.prepare(public)
    words = serving.command(public, "127.0.0.1", 0)
    assert words[words.index("--immutable") + 1] == str(public)
    assert {path.name: path.read_bytes() for path in public.parent.iterdir()} == before


def test_its_pages_answer(public):
    counts = json.loads(serving.inspection_of(public).read_text(encoding="utf-8"))
    site = Datasette(immutables=[str(public)], metadata=DESCRIBED, inspect_data=counts)
    for address in ("/archive", "/archive/reports", "/archive/frontier", "/archive/requests_by_province?year=2023"):
        assert asyncio.run(site.client.get(address)).status_code == 200, address


def test_an_archive_published_by_another_version_is_not_changed(public, tmp_path):
    older = tmp_path / "archive.db"
    older.write_bytes(public.read_bytes())
    with sqlite3.connect(older) as connection:
        connection.execute("delete from _sqlite_migrations where name = 'yearly_tables'")
    serving.manifest_of(older).write_bytes(serving.manifest_of(public).read_bytes())
    before = older.read_bytes()
    done = CliRunner().invoke(main, ["serve", str(older)])
    assert (done.exit_code, "publish it again" in done.output) == (1, True)
    assert older.read_bytes() == before


@pytest.mark.parametrize("moment", [1, 2, 3, 4])
def test_killed_it_leaves_what_was_there_and_publishes_the_next_time(collector, tmp_path, moment):
    out = tmp_path / "archive.db"
    Archive.open(out).close()
    before = out.read_bytes()
    words = [sys.executable, "-c", KILLED, str(moment), "publish", out, "--db", collector]
    assert subprocess.run(words, cwd=ROOT, stdout=subprocess.DEVNULL).returncode == -signal.SIGKILL
    assert out.read_bytes() == before
    assert published(collector, out)[0] == 0
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".db", ".json", ".json"]
    assert contents(out)["frontier"] == []


def foreign(out):
    with sqlite3.connect(out) as connection:
        connection.execute("create table tunes (name)")


REFUSED = {
    "another program's": (foreign, "is no archive of ours"),
    "no database": (lambda out: out.write_bytes(b"words" * 999), "is no archive of ours"),
    "a folder": (lambda out: out.mkdir(), "is a directory"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_ours_is_not_written_over(collector, tmp_path, name):
    prepare, words = REFUSED[name]
    out = tmp_path / "out.db"
    prepare(out)
    before = out.read_bytes() if out.is_file() else None
    code, output = published(collector, out)
    assert (code, words in output) == (2 if name == "a folder" else 1, True)
    assert (out.read_bytes() if out.is_file() else None) == before


def test_itself_and_nowhere_are_refused(collector, tmp_path):
    assert "is the archive itself" in published(collector, collector)[1]
    assert "create the folder first" in published(collector, tmp_path / "none" / "out.db")[1]
    assert "does not exist" in published(tmp_path / "none.db", tmp_path / "out.db")[1]


def test_an_address_on_this_machine_is_not_published(tmp_path):
    path = collected(tmp_path / "own", documents=[("/home/somebody/own.txt", b"words")])
    code, output = published(path, tmp_path / "out.db")
    assert (code, "file:/home/somebody/own.txt" in output) == (1, True)
    assert [each.name for each in tmp_path.iterdir()] == ["own"]


def test_two_do_not_publish_to_one_place(collector, tmp_path):
    workshop = tmp_path / ".out.db.publishing"
    workshop.mkdir()
    held = os.open(workshop, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    code, output = published(collector, tmp_path / "out.db")
    os.close(held)
    assert (code, "by another process" in output) == (1, True)
