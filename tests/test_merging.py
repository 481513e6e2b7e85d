"""Archives of several collectors become one, the same whichever is merged into which, however often, and killed or not."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from foreign import foreign, newer
from invented import page_of
from tables import contents

from crawler import warc
from crawler.adding import add
from crawler.archive import Archive
from crawler.cli import main
from crawler.items import Capture, Found, Visited
from crawler.load import load, reload
from crawler.portals import Portal
from crawler.reuse import find_reuse
from crawler.runs import open_crawl
from crawler.warc import Shelf

ROOT = Path(__file__).parent.parent
ONE, TWO = Portal("www.one.gov.cn", "http://www.one.gov.cn/"), Portal("www.two.gov.cn", "http://www.two.gov.cn/")
BODY = "示例市公安局"


def report(portal, year, day, *, changed=0, **more):
    """A report as fetched from a portal on a day of 2026."""
    url, at = f"{portal.address}{year}.html", f"2026-01-{day:02d}T00:00:00Z"
    body = page_of(BODY, year, changed).encode()
    return Capture(url, url, at, 200, "text/html", body, portal=portal.id, role="report", **more)


def crawled(archive, portal, *captures):
    """One crawl of a portal that brought these captures, at the times they say."""
    crawl = open_crawl(archive, portal, 100)
    shelf = Shelf(archive.warc_folder, portal.id)
    with archive.transaction():
        crawl.add(Found(capture.url, role=capture.role) for capture in captures)
        for capture in captures:
            if not archive.knows(capture.id):
                archive.keep(capture, *shelf.append(capture))
            found = Found(capture.url, role=capture.role)
            crawl.settle(Visited(found, "ok", status=200, capture=capture, kept=capture.id))
            moment = [capture.fetched_at, crawl.id, found.key]
            archive.conn.execute("update visits set at = ? where crawl = ? and key = ?", moment)
        times = [captures[0].fetched_at, captures[-1].fetched_at, crawl.id]
        archive.conn.execute("update crawls set started_at = ?, finished_at = ?, outcome = 'done' where id = ?", times)
    shelf.close()


def collected(folder, *crawls, documents=()):
    folder.mkdir(parents=True)
    path = folder / "archive.db"
    with Archive.opened(path) as archive:
        add(archive, documents)
        for portal, *captures in crawls:
            crawled(archive, portal, *captures)
        load(archive)
        find_reuse(archive)
    return path


def first(folder):
    """A collector that saw the first edition of 2023, one portal twice, and has a document of its own."""
    again = (ONE, report(ONE, 2022, 9, anchor="2022 年报"), report(ONE, 2023, 9, changed=1))
    documents = [("own.html", page_of("示例市样板县教育局", 2024).encode())]
    return collected(folder, (ONE, report(ONE, 2022, 2), report(ONE, 2023, 3)), again, documents=documents)


def second(folder):
    """A collector that came between: it saw some of the same pages earlier, another portal, and an edition of its own."""
    between = (ONE, report(ONE, 2022, 1, anchor="年度报告"), report(ONE, 2023, 5, changed=2), report(ONE, 2024, 5))
    return collected(folder, between, (TWO, report(TWO, 2022, 6), report(TWO, 2021, 6)))


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("both")
    return first(folder / "first"), second(folder / "second")


def copied(path, folder):
    """An archive with its WARC files in a folder of its own."""
    shutil.copytree(path.parent, folder)
    return folder / path.name


def nianbao(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def merged(into, *sources):
    done = nianbao("merge", into, *sources)
    assert (done.exit_code, done.exception) == (0, None), done.output
    return contents(into)


@pytest.fixture(scope="module")
def together(both, tmp_path_factory):
    """Both, merged into an archive that was empty."""
    return merged(tmp_path_factory.mktemp("together") / "archive.db", *both)


def test_merging_hangs_on_no_order(both, together, tmp_path):
    one, two = both
    into_one = merged(copied(one, tmp_path / "one"), two)
    into_two = merged(copied(two, tmp_path / "two"), one)
    assert into_one == together
    assert into_two == together


def test_merging_again_changes_nothing(both, together, tmp_path):
    path = copied(both[0], tmp_path / "one")
    merged(path, both[1])
    bytes_kept = sorted((file.name, file.read_bytes()) for file in (path.parent / "warc").glob("*.gz"))
    assert merged(path, *both[::-1]) == together
    assert sorted((file.name, file.read_bytes()) for file in (path.parent / "warc").glob("*.gz")) == bytes_kept


def test_what_is_merged_reads_like_what_is_read_afresh(both, together, tmp_path):
    path = copied(both[0], tmp_path / "one")
    merged(path, both[1])
    with Archive.opened(path) as archive:
        reload(archive)
    assert contents(path) == together


def test_same_capture_is_one_capture_same_report_one_report_and_editions_stay(both, tmp_path):
    path = tmp_path / "archive.db"
    merged(path, *both)
    with Archive.opened(path) as archive:
        known = archive.rows("select fetched_at, anchor from captures where url = ?", [f"{ONE.address}2022.html"])
        assert [tuple(row) for row in known] == [("2026-01-01T00:00:00Z", "年度报告")]
        reports = archive.rows("select year, url from reports where agency is not null order by year, url")
        assert [row["year"] for row in reports] == [2021, 2022, 2023, 2024, 2024]
        copies = archive.rows(
            "select captures.url, relation from copies join captures on captures.id = capture order by url, relation"
        )
        editions = [(f"{ONE.address}2023.html", "edition")] * 2
        assert [tuple(row) for row in copies] == [(f"{ONE.address}2022.html", "copy"), *editions]
        crawls = archive.rows("select number, started_at from crawls where portal = ? order by number", [ONE.id])
        days = ["2026-01-01", "2026-01-02", "2026-01-09"]
        assert [(row["number"], row["started_at"][:10]) for row in crawls] == list(enumerate(days, 1))


def test_bytes_of_every_capture_are_copied(both, tmp_path):
    path = tmp_path / "archive.db"
    merged(path, *both)
    with Archive.opened(path) as archive:
        captures = archive.rows("select * from captures")
        assert len(captures) == 8
        for row in captures:
            body = warc.read(archive.warc_folder, row["warc"], row["offset"])[1]
            assert Capture(row["url"], "", "", 200, "", body).id == row["id"]


def test_archives_in_one_folder_share_their_bytes(both, together, tmp_path):
    path = copied(both[0], tmp_path / "one")
    shutil.copy(path, path.with_name("other.db"))
    files = sorted(file.name for file in (path.parent / "warc").iterdir())
    merged(path.with_name("all.db"), path.with_name("other.db"), path)
    assert contents(path.with_name("all.db"))["captures"] == contents(path)["captures"]
    assert sorted(file.name for file in (path.parent / "warc").iterdir()) == files


def test_a_damaged_record_is_left_out_and_named_and_comes_once_it_is_mended(both, together, tmp_path):
    source, path = copied(both[1], tmp_path / "two"), tmp_path / "archive.db"
    file = source.parent / "warc" / "www.one.gov.cn-00000.warc.gz"
    whole = file.read_bytes()
    file.write_bytes(whole[:-40] + bytes(20) + whole[-20:])
    done = nianbao("merge", path, source, both[0])
    assert done.exit_code == 1
    assert f"{ONE.address}2024.html was left out" in done.output
    assert contents(path)["captures"] == [row for row in together["captures"] if "2024" not in row[1]]
    file.write_bytes(whole)
    assert merged(path, source) == together


KILLED = """
import os, signal, sys
from crawler import archive, warc
from crawler.cli import main
ticks, last = [0], int(sys.argv[1])
def tick(statement=None):
    ticks[0] += 1
    if ticks[0] == last:
        os.kill(os.getpid(), signal.SIGKILL)
opened = archive.Archive.open.__func__
def watched(cls, path):
    found = opened(cls, path)
    found.conn.set_trace_callback(lambda sql: tick() if sql in ("commit", "begin immediate") else None)
    return found
archive.Archive.open = classmethod(watched)
fsync = warc.os.fsync
warc.os.fsync = lambda number: (tick(), fsync(number))
main(sys.argv[2:])
"""


@pytest.mark.parametrize("moment", [3, 5, 8, 12, 17])
def test_killed_and_run_again_it_is_the_same(both, together, tmp_path, moment):
    path = tmp_path / "archive.db"
    words = [sys.executable, "-c", KILLED, str(moment), "merge", path, *both]
    assert subprocess.run(words, cwd=ROOT, stdout=subprocess.DEVNULL).returncode == -signal.SIGKILL
    assert merged(path, *both) == together


def without_bytes(path):
    with Archive.opened(path) as archive:
        add(archive, [("a.txt", b"words")])
    shutil.rmtree(path.parent / "warc")


REFUSED = {
    "of another program": (foreign, "another program"),
    "of a newer version": (newer, "holograms"),
    "without its bytes": (without_bytes, "local-00000.warc.gz is missing"),
    "missing": (lambda path: None, "does not exist"),
    "a folder": (lambda path: path.mkdir(), "is a directory"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_merged_is_named_in_one_line_and_nothing_is_changed(both, tmp_path, name):
    prepare, words = REFUSED[name]
    path, source = copied(both[0], tmp_path / "one"), tmp_path / "source.db"
    prepare(source)
    before = contents(path)
    done = nianbao("merge", path, both[1], source)
    assert done.exit_code == (2 if name == "a folder" else 1)
    assert words in done.output
    assert done.output.count("Error") == 1
    assert contents(path) == before


@pytest.mark.parametrize("twice", ["into itself", "named twice"])
def test_the_same_archive_is_not_merged_twice(both, tmp_path, twice):
    into = both[0] if twice == "into itself" else tmp_path / "archive.db"
    done = nianbao("merge", into, both[0], both[0].parent / "." / both[0].name)
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert "is named twice" in done.output


def test_a_locked_archive_is_named(both, tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.archive.BUSY_SECONDS", 0.05)
    path = copied(both[0], tmp_path / "one")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("begin exclusive")
    done = nianbao("merge", tmp_path / "archive.db", path)
    holder.close()
    assert (done.exit_code, "locked by another program" in done.output) == (1, True)


def test_a_portal_that_is_being_crawled_is_named(both, tmp_path):
    path = tmp_path / "archive.db"
    shelf = Shelf(tmp_path / "warc", ONE.id)
    done = nianbao("merge", path, both[0])
    shelf.close()
    assert (done.exit_code, "being crawled by another process" in done.output) == (1, True)


def test_a_later_crawl_of_the_same_collector_is_taken_in(both, tmp_path):
    source, path = copied(both[0], tmp_path / "one"), tmp_path / "archive.db"
    merged(path, source)
    with Archive.opened(source) as archive:
        crawled(archive, ONE, replace(report(ONE, 2022, 2), fetched_at="2026-02-01T00:00:00Z"))
    crawls = merged(path, source)["crawls"]
    assert [row[:3] for row in crawls if row[1] == ONE.id] == [(f"{ONE.id}-{n}", ONE.id, n) for n in (1, 2, 3)]
