"""Killed with signal 9 at any moment, a crawl goes on where it was, and ends as if nothing had happened."""

import os
import signal
import sqlite3
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from small_portal import OPENED, ROOT, SmallPortal, crawled, killed_before, started
from tables import contents
from test_crawl import portal_pages
from warcio.archiveiterator import ArchiveIterator

from crawler import warc

REQUESTS = 9


@pytest.fixture(scope="module")
def serving():
    with SmallPortal(portal_pages()) as portal:
        yield portal


@pytest.fixture
def portal(serving):
    serving.log.clear()
    serving.asked = lambda number: None
    return serving


@pytest.fixture(scope="module")
def undisturbed(serving, tmp_path_factory):
    """The archive of a crawl that nobody disturbed, table by table."""
    db = tmp_path_factory.mktemp("undisturbed") / "a.db"
    crawled(db, serving.url)
    assert len(serving.log) == REQUESTS
    return contents(db)


def shelf(folder, portal):
    return folder / "warc" / f"{portal.id.replace(':', '_')}-00000.warc.gz"


def last_offset(db):
    connection = sqlite3.connect(db)
    (offset,) = connection.execute("select max(offset) from captures").fetchone()
    connection.close()
    return offset


def bodies(db):
    """The bytes of every capture, read back."""
    connection = sqlite3.connect(db)
    places = connection.execute("select id, warc, offset from captures").fetchall()
    connection.close()
    return {each: warc.read(db.parent / "warc", file, offset)[1] for each, file, offset in places}


@pytest.mark.parametrize("number", [1, 2, 5, 6, 9])
def test_killed_before_any_answer_the_archive_is_the_same_in_the_end(portal, undisturbed, tmp_path, number):
    db = tmp_path / "a.db"
    assert killed_before(number, db, portal) == -signal.SIGKILL
    asked = portal.paths()
    portal.log.clear()
    crawled(db, portal.url)
    assert contents(db) == undisturbed
    assert len(bodies(db)) == REQUESTS
    # Only what was under way when the signal came is asked for again.
    assert set(asked) & set(portal.paths()) == {asked[-1]}


def test_killed_five_times_in_a_row_nothing_kept_is_asked_for_again(portal, undisturbed, tmp_path):
    db, asked = tmp_path / "a.db", []
    for _ in range(5):
        killed_before(2, db, portal)
        asked += portal.paths()
    portal.log.clear()
    crawled(db, portal.url)
    assert contents(db) == undisturbed
    assert [asked.count(path) for path in dict.fromkeys(asked)] == [1, 2, 2, 2, 2, 1]


def test_a_record_torn_by_the_kill_is_cut_off_and_written_again(portal, undisturbed, tmp_path):
    db = tmp_path / "a.db"
    killed_before(5, db, portal)
    file = shelf(tmp_path, portal)
    whole = file.read_bytes()
    file.write_bytes(whole + whole[last_offset(db) :][:100])  # the beginning of a record, as a kill leaves it
    crawled(db, portal.url)
    assert contents(db) == undisturbed
    urls = [record.rec_headers["WARC-Target-URI"] for record in ArchiveIterator(BytesIO(file.read_bytes()))]
    assert len(urls) == 1 + REQUESTS  # with the one that describes the file


def test_a_record_written_but_not_noted_does_no_harm(portal, undisturbed, tmp_path):
    db = tmp_path / "a.db"
    killed_before(5, db, portal)
    forget = sqlite3.connect(db)  # as if the kill had come between the record and the commit
    with forget:
        last = forget.execute("select id, url from captures order by rowid desc").fetchone()
        forget.execute("delete from visits where capture = ?", [last[0]])
        forget.execute("delete from captures where id = ?", [last[0]])
        forget.execute("delete from frontier where found_on = ?", [last[1]])
        forget.execute("update frontier set state = 'leased', tries = 0 where url = ?", [last[1]])
    forget.close()
    crawled(db, portal.url)
    assert contents(db) == undisturbed
    assert len(bodies(db)) == REQUESTS


def test_an_interrupt_ends_in_order_and_the_next_run_goes_on(portal, undisturbed, tmp_path):
    db, child = tmp_path / "a.db", []
    portal.asked = lambda number: os.kill(child[0].pid, signal.SIGINT) if number == 4 else None
    child.append(started(db, portal.url))
    output, _ = child[0].communicate(timeout=60)
    assert '"outcome": "interrupted"' in output
    assert child[0].returncode == 0
    crawled(db, portal.url)
    assert contents(db) == undisturbed


def test_one_portal_is_crawled_by_one_process_at_a_time(portal, tmp_path):
    db, summaries = tmp_path / "a.db", []
    portal.asked = lambda number: summaries.append(crawled(db, portal.url)[portal.id]) if number == 3 else None
    first = started(db, portal.url)
    output, _ = first.communicate(timeout=60)
    assert summaries[0]["outcome"] == "busy"
    assert "another process" in summaries[0]["reason"]
    assert '"outcome": "done"' in output


def test_scrapy_itself_crawls_the_same(portal, undisturbed, tmp_path):
    db = tmp_path / "a.db"
    settings = [f"ARCHIVE={db}", f"ALLOW_PRIVATE={OPENED}", "DOWNLOAD_DELAY=0"]
    options = [word for setting in settings for word in ("-s", setting)]
    command = [Path(sys.executable).parent / "scrapy", "crawl", "reports", "-a", f"portal={portal.url}", *options]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)
    assert contents(db) == undisturbed
