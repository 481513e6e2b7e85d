"""A host crawled by its bare address and registered later is one portal: its crawls, captures and reports stay its own."""

import pytest
from small_portal import SmallPortal, crawled
from test_crawl import portal_pages, rows_of

from crawler.archive import Archive
from crawler.load import load
from crawler.portals import Portal, portal_of
from crawler.runs import last_crawl, open_crawl

REGISTERED = Portal("jia", "http://www.jia.gov.cn/", "甲县人民政府", hosts=("xxgk.jia.gov.cn",))
BARE = [Portal(site, f"http://{site}/") for site in ("www.jia.gov.cn", "jia.gov.cn", "xxgk.jia.gov.cn")]


def crawl_once(archive, portal, outcome="done"):
    crawl = open_crawl(archive, portal, 10)
    crawl.start()
    crawl.finish(outcome)


def crawls(archive):
    return [tuple(row) for row in archive.rows("select id, portal, number, outcome from crawls order by rowid")]


def test_crawls_of_every_bare_address_become_crawls_of_the_registered_portal(tmp_path):
    with Archive.opened(tmp_path / "a.db") as archive:
        for portal in BARE:
            crawl_once(archive, portal)
        open_crawl(archive, REGISTERED, 10).start()
        assert [row["id"] for row in archive.rows("select id from portals")] == ["jia"]
        assert crawls(archive) == [
            ("jia-1", "jia", 1, "done"),
            ("jia-2", "jia", 2, "done"),
            ("jia-3", "jia", 3, "done"),
            ("jia-4", "jia", 4, None),
        ]
        assert not archive.rows("select 1 from frontier where crawl not in (select id from crawls)")
        assert archive.value("select address from portals") == REGISTERED.address


def test_an_archive_that_holds_both_already_is_put_together(tmp_path):
    with Archive.opened(tmp_path / "a.db") as archive:
        crawl_once(archive, REGISTERED)
        crawl_once(archive, BARE[0])
        archive.conn.execute("update crawls set started_at = '2020' where portal <> 'jia'")
        open_crawl(archive, REGISTERED, 10)
        assert crawls(archive) == [
            ("jia-2", "jia", 2, "done"),
            ("jia-1", "jia", 1, "done"),
            ("jia-3", "jia", 3, None),
        ]


def test_an_unfinished_crawl_is_gone_on_with_under_the_new_name(tmp_path):
    with Archive.opened(tmp_path / "a.db") as archive:
        open_crawl(archive, BARE[0], 10).start()
        open_crawl(archive, REGISTERED, 10)
        assert last_crawl(archive, REGISTERED).id == "jia-1"


def test_a_portal_that_is_not_registered_takes_nothing_over(tmp_path):
    with Archive.opened(tmp_path / "a.db") as archive:
        for portal in BARE:
            crawl_once(archive, portal)
        assert archive.value("select count(*) from portals") == len(BARE)


@pytest.mark.parametrize("address", ["wendeng", "wendeng.gov.cn", "http://www.wendeng.gov.cn:80/col/col1/index.html"])
def test_a_registered_portal_is_known_by_any_of_its_addresses(address):
    from crawler.cli import REGISTER

    assert portal_of(address, REGISTER).id == "wendeng"


def test_reports_are_asked_for_again_and_not_kept_twice_after_registration(tmp_path):
    db, register = tmp_path / "a.db", tmp_path / "portals.toml"
    with SmallPortal(portal_pages()) as portal:
        crawled(db, portal.url)
        kept = rows_of(db, "select id from captures")
        with Archive.opened(db) as archive:
            load(archive)
        register.write_text(f'[jia]\naddress = "{portal.url}"\nname = "甲县人民政府"\n')
        summary = crawled(db, portal.url, settings={"PORTALS_FILE": str(register)})["jia"]
    assert (summary["outcome"], summary["reports"]) == ("done", 2)
    assert rows_of(db, "select id from captures") == kept
    assert rows_of(db, "select distinct portal from captures") == [("jia",)]
    assert rows_of(db, "select id from crawls") == [("jia-1",), ("jia-2",)]
