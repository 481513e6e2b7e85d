"""A sound archive is called sound; whatever is done to one is named; what can be proved is mended and nothing else touched."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from tables import contents
from test_merging import ONE, collected, report

from crawler.adding import add
from crawler.archive import Archive
from crawler.cli import main
from crawler.warc import Shelf

ROOT = Path(__file__).parent.parent
FILE = "www.one.gov.cn-00000.warc.gz"
OWN = ROOT / "demo" / "reports" / "zhanhe-zhujianju-2024.txt"


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """An archive of two crawls, one with a second edition, and a document of its own."""
    folder = tmp_path_factory.mktemp("sound") / "a"
    again = (ONE, report(ONE, 2022, 9), report(ONE, 2023, 9, changed=1))
    documents = [(OWN.name, OWN.read_bytes())]
    return collected(folder, (ONE, report(ONE, 2022, 2), report(ONE, 2023, 3)), again, documents=documents)


@pytest.fixture
def archive(sound, tmp_path):
    shutil.copytree(sound.parent, tmp_path / "a")
    return tmp_path / "a" / sound.name


def verified(path, *words):
    """The exit code and the flaws: what was tried, how bad, whether mended."""
    done = CliRunner().invoke(main, ["verify", "--json", "--db", str(path), *words])
    found = json.loads(done.stdout)
    assert found["sound"] == (done.exit_code == 0)
    return done.exit_code, {(flaw["check"], flaw["severity"], flaw["mended"]) for flaw in found["flaws"]}


def changed(path, *statements):
    with Archive.opened(path) as archive:
        archive.conn.execute("pragma foreign_keys = off")
        for statement in statements:
            archive.conn.execute(statement)


def places(path):
    """Where each capture begins in the portal's file, in the order of keeping."""
    with Archive.opened(path) as archive:
        return [
            row["offset"] for row in archive.rows("select offset from captures where warc = ? order by offset", [FILE])
        ]


def rewritten(path, change):
    file = path.parent / "warc" / FILE
    file.write_bytes(change(bytearray(file.read_bytes())))


def test_a_sound_archive_is_sound_and_not_changed(archive):
    before = contents(archive)
    assert verified(archive, "--all") == (0, set())
    assert verified(archive, "--sample", "1", "--repair") == (0, set())
    assert contents(archive) == before


TAMPERED = {
    "a figure": ("update requests set total = total + 1 where row = 'results_total'", "readings"),
    "a row too many": (
        "insert into statements (report, start, end, measure, label) select id, 1, 2, 'x', '' from reports",
        "readings",
    ),
    "a row too few": ("delete from reviews", "readings"),
    "a finding": ("update findings set message = 'all is well'", "readings"),
    "a sum": ("update yearly_requests set total = total + 1", "readings"),
    "what a document is": ("update documents set kind = 'not_report' where kind = 'report'", "readings"),
    "a scorecard": ("update scorecards set completeness = 0", "readings"),
    "the id of a capture": ("update captures set url = url || '?' where url like 'file:%'", "ids"),
    "the id of a report": ("update reports set scope = 'area'", "ids"),
    "the id of an agency": ("update agencies set name = name || '局'", "ids"),
    "the id of a finding": ("update findings set id = 'x' || id", "ids"),
    "a key": ("update reports set agency = 'nobody'", "keys"),
    "a report nobody carries": ("update documents set report = null", "orphans"),
    "a body": ("delete from bodies", "orphans"),
    "the search index": ("insert into reports_fts (reports_fts) values ('delete-all')", "search"),
    "a hash": ("update captures set sha256 = replace(sha256, substr(sha256, 1, 1), 'g')", "bytes"),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_tampered_with_is_named(archive, name):
    statement, check = TAMPERED[name]
    changed(archive, statement)
    code, flaws = verified(archive, "--all")
    assert code == 1
    assert check in {kind for kind, _, _ in flaws}


@pytest.mark.parametrize("name", [name for name, (_, check) in TAMPERED.items() if check in ("readings", "search")])
def test_tables_are_mended_from_the_bytes(archive, sound, name):
    changed(archive, TAMPERED[name][0])
    code, flaws = verified(archive, "--all", "--repair")
    assert (code, {mended for _, _, mended in flaws}) == (0, {True})
    assert contents(archive) == contents(sound)
    assert verified(archive, "--all") == (0, set())


def test_a_torn_end_is_no_loss_and_is_cut_off(archive, sound):
    whole = (sound.parent / "warc" / FILE).read_bytes()
    rewritten(archive, lambda content: content + content[places(archive)[0] :][:90])
    assert verified(archive) == (0, {("bytes", "note", False)})
    assert verified(archive, "--repair") == (0, {("bytes", "note", True)})
    assert (archive.parent / "warc" / FILE).read_bytes() == whole


def test_a_whole_record_that_nobody_noted_is_no_loss(archive):
    shelf = Shelf(archive.parent / "warc", ONE.id)
    shelf.append(report(ONE, 2024, 5))
    shelf.close()
    assert verified(archive, "--repair") == (0, {("bytes", "note", False)})


def test_flipped_bytes_are_named_and_what_was_read_of_them_stays(archive, sound):
    second = places(archive)[1]
    rewritten(archive, lambda content: content[: second + 40] + b"\x00\xff" + content[second + 42 :])
    for words in ((), ("--repair",)):
        assert verified(archive, *words, "--all") == (1, {("bytes", "lost", False)})
    after, before = contents(archive), contents(sound)
    assert {table for table in after if after[table] != before[table]} == set()


def test_lost_bytes_are_asked_for_again(archive):
    last = places(archive)[-1]
    rewritten(archive, lambda content: content[: last + 40])
    assert verified(archive)[0] == 1
    with Archive.opened(archive) as opened:
        assert opened.value("select count(*) from crawls where finished_at is null") == 0
    assert verified(archive, "--repair")[0] == 1
    with Archive.opened(archive) as opened:
        queued = opened.rows("select crawl, url from frontier where state = 'queued'")
        assert [tuple(row) for row in queued] == [(f"{ONE.id}-2", f"{ONE.address}2023.html")]
        assert opened.value("select id from crawls where finished_at is null") == f"{ONE.id}-2"


def test_lost_bytes_of_a_document_come_back_when_it_is_added_again(archive, sound):
    (archive.parent / "warc" / "local-00000.warc.gz").unlink()
    assert verified(archive, "--repair") == (1, {("bytes", "lost", False)})
    with Archive.opened(archive) as opened:
        assert add(opened, [(OWN.name, OWN.read_bytes())]) == 0
    assert verified(archive, "--all") == (0, set())
    assert contents(archive) == contents(sound)


def test_bytes_that_lie_elsewhere_are_found_again(archive):
    changed(archive, f"update captures set offset = offset + 7 where warc = '{FILE}'")  # noqa: S608
    assert verified(archive) == (1, {("bytes", "wrong", False), ("bytes", "note", False)})
    assert verified(archive, "--repair")[0] == 0
    assert verified(archive, "--all") == (0, set())


def test_a_file_put_back_under_another_name_is_found_again(archive):
    file = archive.parent / "warc" / FILE
    file.rename(file.with_name("www.one.gov.cn-00003.warc.gz"))
    assert verified(archive)[0] == 1
    verified(archive, "--repair")
    assert verified(archive, "--all") == (0, set())


def test_an_index_of_the_database_is_made_anew(archive):
    with sqlite3.connect(archive) as connection:
        (page,) = connection.execute("select rootpage from sqlite_master where name = 'idx_captures_url'").fetchone()
        (other,) = connection.execute(
            "select rootpage from sqlite_master where name = 'idx_captures_part_of'"
        ).fetchone()
        connection.execute("pragma writable_schema = on")
        connection.execute("update sqlite_master set rootpage = ? where name = 'idx_captures_url'", [other])
        connection.execute("update sqlite_master set rootpage = ? where name = 'idx_captures_part_of'", [page])
    assert ("database", "wrong", False) in verified(archive)[1]
    assert verified(archive, "--repair")[0] == 0
    assert verified(archive, "--all") == (0, set())


def test_captures_that_wait_to_be_read_are_left_waiting(archive):
    with Archive.opened(archive) as opened:
        add(opened, [("later.txt", b"words to be read later")])
        waiting = [row["url"] for row in opened.unread()]
    assert verified(archive, "--all", "--repair") == (0, set())
    with Archive.opened(archive) as opened:
        assert [row["url"] for row in opened.unread()] == waiting == ["file:later.txt"]


def test_words_for_people_name_every_flaw(archive):
    (archive.parent / "warc" / FILE).unlink()
    done = CliRunner().invoke(main, ["verify", "--db", str(archive)])
    assert done.exit_code == 1
    assert "copy it back" in done.output
    assert done.output.count(f"{ONE.address}2023.html") == 2
    assert "not sound: 4 flaws; 4 captures, 3 reports" in done.output
