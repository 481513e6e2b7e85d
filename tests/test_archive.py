"""The archive: what is kept, recorded once, rebuilt alike, and refused with one clear line."""

import hashlib
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest
from foreign import foreign, newer
from tables import contents

from crawler import warc
from crawler.adding import add
from crawler.archive import Archive
from crawler.errors import ArchiveBusy, CannotOpen, CannotWrite, NewerArchive, NotOurArchive
from crawler.items import Capture
from crawler.load import load, reload
from crawler.views import VIEWS
from crawler.warc import Shelf
from crawler.yearly import YEARLY
from parsers.agencies import describe
from parsers.deadlines import days_late

ROOT = Path(__file__).parent.parent
FOUNDING = sorted((ROOT / "demo" / "reports").glob("*.txt"))


def collected(folder, documents):
    path = folder / "archive.db"
    with Archive.opened(path) as archive:
        add(archive, documents)
        load(archive)
    return path


def founding():
    return [(path.name, path.read_bytes()) for path in FOUNDING]


def changed(body, old, new):
    assert old.encode() in body
    return body.replace(old.encode(), new.encode())


def test_starter_archive_is_built_from_the_founding_reports_and_nothing_else(tmp_path):
    rebuilt = contents(collected(tmp_path, founding()))
    starter = contents(ROOT / "archive.db")
    assert rebuilt.keys() == starter.keys()
    for table, rows in starter.items():
        assert rebuilt[table] == rows, table
    assert len(starter["reports"]) == 5


def test_starter_archive_gives_back_the_bytes_of_every_capture():
    kept = sqlite3.connect(f"file:{ROOT / 'archive.db'}?mode=ro", uri=True)
    captures = kept.execute("select url, sha256, warc, offset from captures order by url").fetchall()
    assert [url for url, *_ in captures] == [f"file:{path.name}" for path in FOUNDING]
    for path, (_, sha256, file, offset) in zip(FOUNDING, captures, strict=True):
        body = warc.read(ROOT / "warc", file, offset)[1]
        assert (body, hashlib.sha256(body).hexdigest()) == (path.read_bytes(), sha256)


def test_adding_twice_equals_adding_once_in_any_order(tmp_path):
    once = contents(collected(tmp_path, founding()))
    again = contents(collected(tmp_path, founding()[::-1]))
    assert again == once


def test_reading_again_gives_the_same_rows(tmp_path):
    path = collected(tmp_path, founding())
    before = contents(path)
    with Archive.opened(path) as archive:
        loaded = reload(archive)
    assert loaded.kinds == {"report": 5}
    assert contents(path) == before


def test_a_second_edition_takes_the_place_of_the_first_which_stays_as_its_copy(tmp_path):
    name, body = founding()[0]
    later = changed(body, "处理决定数量\n\n\t行政许可\n\t44", "处理决定数量\n\n\t行政许可\n\t45")
    path = collected(tmp_path, [(name, body)])
    with sqlite3.connect(path) as connection:
        connection.execute("update captures set fetched_at = '2021-01-26T00:00:00Z'")
    collected(tmp_path, [(name, later)])
    with Archive.opened(path) as archive:
        assert archive.value("select items_prev from proactive where item = 'licensing'") == 45
        copies = archive.rows("select relation, differs from copies")
        assert [tuple(row) for row in copies] == [("edition", 1)]
        assert archive.value("select count(*) from captures") == 2


def test_of_two_addresses_the_fuller_copy_is_the_report_whatever_the_order(tmp_path):
    name, body = founding()[0]
    fuller, poorer = (name, body), ("copy.txt", changed(body, "\t行政强制\n\t5\n\t0\n\t0\n", ""))
    orders = [[fuller, poorer], [poorer, fuller]]
    results = []
    for number, documents in enumerate(orders):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = collected(folder, documents)
        with Archive.opened(path) as archive:
            assert archive.value("select url from reports") == f"file:{name}"
            assert archive.value("select count(*) from proactive") == 8
        results.append({table: rows for table, rows in contents(path).items() if table != "captures"})
    assert results[0] == results[1]


def test_same_capture_is_kept_once(tmp_path):
    capture = Capture("http://a/", "http://a/", "2024-01-01T00:00:00Z", 200, "text/html", b"x")
    with Archive.opened(tmp_path / "archive.db") as archive:
        kept = [archive.keep(capture, "a.warc.gz", 0), archive.keep(replace(capture, status=203), "b.warc.gz", 9)]
        assert kept == [True, False]
        assert archive.value("select warc from captures") == "a.warc.gz"


def test_unreadable_document_is_kept_and_says_why(tmp_path):
    path = collected(tmp_path, [("noise.bin", bytes(range(256)) * 8)])
    with Archive.opened(path) as archive:
        assert archive.value("select count(*) from captures") == 1
        kind, reason = archive.rows("select kind, reason from documents")[0]
    assert kind == "unreadable"
    assert "no format" in reason


def test_transaction_is_all_or_nothing(tmp_path):
    capture = Capture("http://a/", "http://a/", "2024-01-01T00:00:00Z", 200, "text/html", b"x")
    with Archive.opened(tmp_path / "archive.db") as archive:
        with pytest.raises(ZeroDivisionError), archive.transaction():
            archive.keep(capture, "a.warc.gz", 0)
            raise ZeroDivisionError
        assert archive.value("select count(*) from captures") == 0


REFUSED = {
    "of another program": (foreign, NotOurArchive, "another program"),
    "no database": (lambda path: path.write_bytes(b"plain words, no database\n" * 99), NotOurArchive, "not a SQLite"),
    "of a newer version": (newer, NewerArchive, "holograms"),
    "a folder": (lambda path: path.mkdir(), NotOurArchive, "is a folder"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_database_is_named_in_one_line_and_left_alone(tmp_path, name):
    prepare, error, words = REFUSED[name]
    path = tmp_path / "archive.db"
    prepare(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(error, match=words) as caught:
        Archive.open(path)
    assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_locked_archive_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("crawler.archive.BUSY_SECONDS", 0.05)
    path = tmp_path / "archive.db"
    Archive.open(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("begin exclusive")
    with pytest.raises(ArchiveBusy, match="locked by another program"):
        Archive.open(path)
    holder.close()


def test_missing_folder_and_missing_archive_are_named(tmp_path):
    with pytest.raises(CannotWrite, match="create the folder"):
        Archive.open(tmp_path / "nowhere" / "archive.db")
    with pytest.raises(CannotOpen, match="does not exist"), Archive.opened(tmp_path / "none.db", create=False):
        pytest.fail("opened")


def test_archive_at_rest_is_one_file_that_opens_from_a_read_only_folder(tmp_path):
    path = collected(tmp_path, founding()[:1])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["archive.db", "warc"]
    shutil.copy(path, tmp_path / "copy.db")
    connection = sqlite3.connect(f"file:{tmp_path / 'copy.db'}?mode=ro&immutable=1", uri=True)
    assert connection.execute("select count(*) from reports").fetchone() == (1,)
    assert connection.execute("pragma journal_mode").fetchone() == ("delete",)


DUE = [
    ("威海市文登区住房和城乡建设局", 2023, "2024-01-22", -9),
    ("威海市文登区人民政府", 2023, "2024-04-02", 2),
    ("荣成市成山镇人民政府", 2023, "2024-02-01", 1),
    ("桐乡市水利局", 2017, "2018-03-31", 0),
]


@pytest.mark.parametrize(("name", "year", "published", "days"), DUE)
def test_days_late_follow_the_legal_date_of_the_body(name, year, published, days):
    assert days_late(published, year, describe(name, year)) == days


def test_days_late_is_unknown_without_a_date():
    assert days_late(None, 2023, describe("威海市文登区人民政府", 2023)) is None


PICTURES = ROOT / "tests" / "reports" / "shili-pictures-2023"
PAGE = "http://www.shili.gov.cn/zwgk/t20240118_1.html"


def keep(archive, *captures):
    shelf = Shelf(archive.warc_folder, "www.shili.gov.cn")
    with archive.transaction():
        for capture in captures:
            archive.keep(capture, *shelf.append(capture))
    shelf.close()


def fetched(url, file, **more):
    body = (PICTURES / file).read_bytes()
    return Capture(url, url, "2024-02-01T00:00:00Z", 200, "text/html", body, **more)


def test_pictures_of_tables_are_read_with_their_page_whenever_they_come(tmp_path):
    page = fetched(PAGE, "page.html", role="report")
    table = fetched(urljoin(PAGE, "W020240118.files/image001.png"), "t1.png", role="image", part_of=page.id)
    with Archive.opened(tmp_path / "archive.db") as archive:
        keep(archive, page)
        assert load(archive).kinds == {"report": 1}
        assert archive.value("select count(*) from readings") == 0
        keep(archive, table)
        assert load(archive).kinds == {"report": 1}
        assert [tuple(row) for row in archive.rows("select grid, capture, method from readings")] == [
            ("proactive", table.id, "ocr")
        ]
        assert archive.value("select amount_10k from proactive where item = 'fees'") == 32047.4951
        kinds = archive.rows("select kind, report is not null from documents order by kind")
        assert [tuple(row) for row in kinds] == [("part", 1), ("report", 1)]
        assert load(archive).kinds == {}


BEFORE_LISTS = (
    *(f"drop view {view}" for view in ("portal_progress", *VIEWS)),
    *(f"create view {view} as {sql}" for view, sql in VIEWS.items()),
    "create view portal_progress as select id as portal from portals",
    *(f"drop table {table}" for table in YEARLY),
    "create table yearly_reports (year integer)",
    "drop table scorecards",
    "create table scorecards (report text primary key, completeness float)",
    "drop index idx_statements_measure_year_value",
    "alter table statements drop column year",
    "drop index idx_text_reuse_similarity",
    "drop index idx_captures_portal",
    "drop index idx_reports_capture",
    "drop index idx_readings_capture",
    "delete from _sqlite_migrations where name in ('lists', 'rankings')",
)


def test_an_archive_from_before_the_lists_is_given_them(starter, tmp_path):
    older = Path(shutil.copy(starter, tmp_path / "archive.db"))
    with sqlite3.connect(older) as connection:
        for statement in BEFORE_LISTS:
            connection.execute(statement)
    Archive.open(older).close()
    assert contents(older) == contents(starter)
    schema = "select name, sql from sqlite_master order by name"
    with sqlite3.connect(older) as one, sqlite3.connect(starter) as other:
        assert dict(one.execute(schema)) == dict(other.execute(schema))
