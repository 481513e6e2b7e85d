"""The whole chain on the replica portals, from their home page addresses alone: what is found, read, and found again."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from tables import contents

from crawler.archive import Archive
from demo.expected import REPORTS
from demo.replicas import portals, serve
from parsers.agencies import full_name

COLLECTED_ANEW = {"crawls", "frontier", "visits"}  # these tell one crawl from the next


def nianbao(*words):
    return subprocess.run(
        [sys.executable, "-m", "crawler.cli", *map(str, words)], capture_output=True, text=True, check=False
    )


def crawl(replicas, db):
    homes = [replicas[portal.slug] for portal in portals()]
    return nianbao("crawl", *homes, "--db", db, "--delay", 0, "--allow-private", "127.0.1.0/24")


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    """The replicas crawled twice: the archive after each run and the requests of each."""
    db = tmp_path_factory.mktemp("chain") / "archive.db"
    with serve(portals()) as replicas:
        runs = [crawl(replicas, db)]
        first, asked = contents(db), len(replicas.log)
        runs.append(crawl(replicas, db))
        return db, runs, first, replicas.log[:asked], replicas.log[asked:]


def test_every_founding_report_is_found_and_no_decoy_is_taken_for_one(twice):
    db, runs, _, _, _ = twice
    assert [run.returncode for run in runs] == [0, 0], runs[0].stderr
    with Archive.opened(db) as archive:
        found = archive.rows("select agencies.name, year from reports join agencies on agencies.id = agency")
        kinds = archive.rows("select kind, count(*) from documents group by kind")
    assert sorted(tuple(row) for row in found) == sorted((full_name(report.agency), report.year) for report in REPORTS)
    assert [tuple(row) for row in kinds] == [("report", 5)]


def test_replicas_read_like_the_founding_texts(twice):
    db = twice[0]
    texts = contents(Path(__file__).parent.parent / "archive.db")
    pages = contents(db)
    for table in ("requests", "reviews", "proactive"):
        assert without_place(pages[table]) == without_place(texts[table])


def without_place(rows):
    """Rows without their last column: a page and a text print the same number in different places."""
    return sorted((row[:-1] for row in rows), key=repr)


def test_pictures_that_are_not_at_hand_are_found_missing(twice):
    with Archive.opened(twice[0]) as archive:
        sql = 'select "where", count(*) from findings where "check" = ? group by 1'
        assert [tuple(row) for row in archive.rows(sql, ["picture_not_at_hand"])] == [
            ("proactive", 2),
            ("requests", 2),
            ("reviews", 2),
        ]
        assert archive.value("select count(*) from visits where outcome = 'not_found' and url like '%/picture/%'") == 12


def test_second_run_fetches_nothing_that_has_not_changed_and_every_id_is_the_same(twice):
    db, _, first, asked, asked_again = twice
    assert Counter(exchange.status for exchange in asked).keys() == {200, 404}
    answered_anew = [exchange for exchange in asked_again if exchange.status not in (304, 404)]
    assert {exchange.method for exchange in answered_anew} == {"POST"}  # HTTP knows no conditional form of it
    second = contents(db)
    for table in first.keys() - COLLECTED_ANEW:
        assert second[table] == first[table], table


def test_every_address_has_an_outcome_and_nothing_waits(twice):
    with Archive.opened(twice[0]) as archive:
        assert archive.value("select count(*) from frontier where state <> 'done'") == 0
        assert archive.value("select count(*) from visits where outcome = ''") == 0
        addresses = archive.value("select count(*) from frontier")
        assert archive.value("select count(*) from visits") == addresses > 100


def test_no_more_than_one_request_at_a_time_for_a_host(twice):
    assert {exchange.in_flight for exchange in (*twice[3], *twice[4])} == {1}
