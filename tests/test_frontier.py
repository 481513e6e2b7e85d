"""The queue: best first, the same on every run, and done only together with what was kept."""

import sqlite3

import pytest

from crawler.archive import Archive
from crawler.crawls import last_offset
from crawler.items import Capture, Found, Kept, Visited
from crawler.portals import Portal, portal_of
from crawler.runs import begin_run, open_crawl

HOME = "http://x.gov.cn/"
PORTAL = Portal("x.gov.cn", HOME)


@pytest.fixture
def archive(tmp_path):
    opened = Archive.open(tmp_path / "a.db")
    yield opened
    opened.close()


def begun(archive, limit=100, portal=PORTAL):
    crawl = open_crawl(archive, portal, limit)
    crawl.start()
    return crawl


def drained(crawl):
    """The addresses in the order in which they would be asked for."""
    urls = []
    while (found := crawl.best()) is not None:
        urls.append(found.url)
        crawl.settle(Visited(found, "ok"))
    return urls


def test_best_first_and_of_equals_the_one_found_first(archive):
    crawl = begun(archive)
    crawl.add([Found(f"{HOME}a", priority=10), Found(f"{HOME}b", priority=90), Found(f"{HOME}c", priority=10)])
    assert drained(crawl) == [HOME, f"{HOME}b", f"{HOME}a", f"{HOME}c"]


@pytest.mark.parametrize(
    "same", ["http://X.gov.cn:80/a/b", "http://x.gov.cn/a//b#top", "http://x.gov.cn/a/b;jsessionid=1F"]
)
def test_the_same_page_under_two_addresses_is_queued_once(archive, same):
    crawl = begun(archive)
    crawl.add([Found("http://x.gov.cn/a/b"), Found(same)])
    assert drained(crawl) == [HOME, "http://x.gov.cn/a/b"]


def test_the_same_address_with_another_form_is_another_request(archive):
    crawl = begun(archive)
    crawl.add([Found(f"{HOME}p", method="POST", body=b"page=1"), Found(f"{HOME}p", method="POST", body=b"page=2")])
    assert drained(crawl) == [HOME, f"{HOME}p", f"{HOME}p"]


def test_a_better_description_replaces_a_poorer_one_while_queued(archive):
    crawl = begun(archive)
    crawl.add([Found(f"{HOME}a", priority=50, anchor="首页 更多", found_on=HOME)])
    crawl.add(
        [
            Found(
                f"{HOME}a", role="report", priority=90, anchor="甲局2023年政府信息公开工作年度报告", found_on=f"{HOME}l"
            )
        ]
    )
    crawl.add([Found(f"{HOME}a", priority=60, anchor="later", found_on=f"{HOME}m")])
    crawl.settle(Visited(crawl.best(), "ok"))
    best = crawl.best()
    assert (best.role, best.priority, best.found_on) == ("report", 90, f"{HOME}l")


def test_what_is_done_stays_done(archive):
    crawl = begun(archive)
    home = crawl.best()
    crawl.settle(Visited(home, "ok", leads=(Found(HOME, priority=2000),)))
    assert crawl.best() is None


def test_a_request_survives_with_all_it_needs(archive):
    crawl = begun(archive)
    found = Found(
        f"{HOME}dataproxy.jsp?page=2",
        priority=1000,
        depth=3,
        found_on=HOME,
        anchor="next page",
        method="POST",
        body="webname=年".encode(),
        headers=(("Referer", HOME), ("X-Requested-With", "XMLHttpRequest")),
        hops=1,
        asked=HOME,
        unlike=f"{HOME}first",
    )
    crawl.add([found])
    assert crawl.best() == found


def test_a_leased_address_is_queued_again_by_the_next_run(archive):
    crawl = begun(archive)
    crawl.lease(crawl.best())
    assert crawl.best() is None
    again = begun(archive)
    assert (again.id, again.best().url) == ("x.gov.cn-1", HOME)


def test_a_finished_crawl_is_followed_by_the_next(archive):
    crawl = begun(archive)
    drained(crawl)
    crawl.finish("done")
    second = begun(archive)
    assert (second.id, second.best().url) == ("x.gov.cn-2", HOME)


def test_a_crawl_out_of_budget_goes_on_with_another(archive):
    crawl = begun(archive, limit=1)
    crawl.settle(Visited(crawl.best(), "ok", leads=(Found(f"{HOME}a"), Found(f"{HOME}b"))))
    assert (crawl.spent, crawl.budget) == (1, 1)
    crawl.finish("budget")
    assert crawl.outcomes() == {"ok": 1, "budget": 2}
    again = begun(archive, limit=5)
    assert (again.id, again.spent, again.budget) == ("x.gov.cn-1", 1, 6)
    assert drained(again) == [f"{HOME}a", f"{HOME}b"]
    assert again.outcomes() == {"ok": 3}


def test_settling_is_all_or_nothing(archive):
    crawl = begun(archive)
    home = crawl.best()
    broken = Visited(home, "ok", kept="nosuchcapture", leads=(Found(f"{HOME}a"),))
    with pytest.raises(sqlite3.IntegrityError):
        crawl.settle(broken)
    assert (crawl.best(), crawl.visit(home.key), crawl.is_known(f"{HOME}a")) == (home, None, False)


def test_a_report_elsewhere_is_recorded_and_not_queued(archive):
    crawl = begun(archive)
    lead = Found("http://y.gov.cn/r", role="report", priority=90, anchor="乙局2023年年报", refused="elsewhere")
    crawl.settle(Visited(crawl.best(), "ok", leads=(lead,)))
    assert crawl.best() is None
    assert tuple(crawl.visit("http://y.gov.cn/r"))[:2] == ("elsewhere", "乙局2023年年报")


def test_the_site_a_home_page_moved_to_belongs_to_the_portal(archive):
    crawl = begun(archive)
    home = crawl.best()
    moved = Found("https://www.new.gov.cn/", priority=900, asked=HOME, hops=1)
    crawl.settle(Visited(home, "redirect", "https://www.new.gov.cn/", leads=(moved,)))
    assert crawl.sites == begun(archive).sites == {"x.gov.cn", "www.new.gov.cn"}


def test_only_captures_with_validators_are_asked_about(archive):
    crawl = begun(archive)
    base = Capture(HOME, HOME, "2026-11-20T08:00:00Z", 200, "text/html", b"one", portal="x.gov.cn", role="page")
    archive.keep(base, "x.warc.gz", 10)
    assert crawl.kept(Found(HOME)) is None
    newer = Capture(
        HOME, HOME, "2026-11-20T09:00:00Z", 200, "text/html", b"two", portal="x.gov.cn", role="page", etag='"2"'
    )
    archive.keep(newer, "x.warc.gz", 20)
    assert crawl.kept(Found(HOME)) == Kept(newer.id, "x.warc.gz", 20, '"2"', None)
    assert last_offset(archive, "x.warc.gz") == 20
    assert last_offset(archive, "y.warc.gz") == 0


def test_deep_entries_of_a_known_portal_are_queued_from_the_start(archive):
    portal = Portal("x", HOME, entries=(f"{HOME}col/col1/index.html",))
    assert drained(begun(archive, portal=portal)) == [HOME, f"{HOME}col/col1/index.html"]


def test_a_known_portal_is_the_same_by_name_and_by_any_address(tmp_path):
    register = tmp_path / "portals.toml"
    register.write_text(
        '[wendeng]\naddress = "http://www.wendeng.gov.cn"\nname = "文登区"\nhosts = ["xxgk.wendeng.gov.cn"]\ndelay = 3\n'
    )
    known = portal_of("wendeng", register)
    assert (known.id, known.address, known.delay) == ("wendeng", "http://www.wendeng.gov.cn/", 3)
    assert portal_of("https://WWW.wendeng.gov.cn/art/1.html", register) == known
    assert portal_of("xxgk.wendeng.gov.cn", register) == known
    assert portal_of("http://www.x.gov.cn:8080/a", register) == Portal(
        "www.x.gov.cn:8080", "http://www.x.gov.cn:8080/a"
    )


def test_a_capture_is_the_same_wherever_and_whenever_it_is_made():
    one = Capture(HOME, HOME, "2026-11-20T08:00:00Z", 200, "text/html", b"bytes", role="page")
    two = Capture(HOME, f"{HOME}b", "2027-01-01T00:00:00Z", 203, "", b"bytes", role="report")
    assert one.id == two.id == "hrdgmdecxqer"
    assert Capture(f"{HOME}b", HOME, "", 200, "", b"bytes").id != one.id


OTHER = Portal("y.gov.cn", "http://y.gov.cn/")


def test_a_killed_run_is_gone_on_with_and_what_it_had_finished_is_left_alone(archive):
    assert begin_run(archive, [PORTAL, OTHER], 100) == ([PORTAL, OTHER], [])
    drained(begun(archive))
    open_crawl(archive, PORTAL, 100).finish("done")
    assert begin_run(archive, [PORTAL, OTHER], 100) == ([OTHER], [PORTAL])
    open_crawl(archive, OTHER, 100).finish("done")
    assert begin_run(archive, [PORTAL, OTHER], 100) == ([PORTAL, OTHER], [])
    assert (
        archive.value("select group_concat(id) from (select id from crawls order by rowid)")
        == "x.gov.cn-1,y.gov.cn-1,x.gov.cn-2,y.gov.cn-2"
    )


def test_a_finished_portal_asked_for_alone_is_crawled_again(archive):
    begin_run(archive, [PORTAL, OTHER], 100)
    open_crawl(archive, PORTAL, 100).finish("done")
    assert begin_run(archive, [PORTAL], 100) == ([PORTAL], [])
