"""Portals that are not what they seem: nothing of them counts, and nobody takes them for empty ones."""

from small_portal import Answer, SmallPortal, crawled, page
from test_crawl import portal_pages, rows_of
from test_twins import NAMES

ROBOTS = {"/robots.txt": Answer(b"", 404)}


def crawl_named(db, host, portal):
    """The crawl of a portal under a name."""
    [summary] = crawled(db, portal.url.replace("127.0.31.1", host), prelude=NAMES).values()
    return summary


def test_a_portal_whose_domain_somebody_else_bought_is_left_where_it_sends(tmp_path):
    with SmallPortal(portal_pages()) as bets:
        to = bets.url.replace("127.0.31.1", "www.bet-example.com")
        with SmallPortal(ROBOTS | {"/": Answer(status=302, headers={"Location": to})}) as portal:
            summary = crawl_named(tmp_path / "a.db", "www.jia.gov.cn", portal)
    assert (summary["outcome"], f"(sent to {to})" in summary["reason"], bets.log) == ("unreachable", True, [])


def test_a_portal_that_moved_to_another_government_host_is_followed(tmp_path):
    with SmallPortal(portal_pages()) as new:
        to = new.url.replace("127.0.31.1", "www.yi.gov.cn")
        with SmallPortal(ROBOTS | {"/": Answer(status=301, headers={"Location": to})}) as portal:
            summary = crawl_named(tmp_path / "a.db", "www.jia.gov.cn", portal)
    assert (summary["outcome"], summary["reports"]) == ("done", 2)


def test_a_clone_that_names_the_site_it_was_taken_from_is_no_portal(tmp_path):
    db, pages = tmp_path / "a.db", portal_pages()
    pages["/"] = page(
        ("/zwgk/zfxxgk/", "政府信息公开"),
        title="甲县人民政府",
        head='<meta name="SiteDomain" content="www.jia.gov.cn">',
    )
    with SmallPortal(pages) as portal:
        summary = crawl_named(db, "www.shop-example.com", portal)
    assert (summary["outcome"], summary["reports"]) == ("unreachable", 0)
    assert "(a copy of www.jia.gov.cn)" in summary["reason"]
    assert rows_of(db, "select role from captures where url like '%/'") == [("page",)]
