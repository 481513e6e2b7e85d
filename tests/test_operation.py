"""A portal over the years: a silent edit, a report taken down and put back, a portal that falls silent, whose it is."""

import pytest
from small_portal import SECTIONS, Answer, SmallPortal, crawled, page, row
from tables import contents
from test_crawl import portal_pages, rows_of

from crawler.archive import Archive
from crawler.cli import REGISTER
from crawler.load import load, reload
from crawler.portals import registered
from crawler.status import status_of
from demo.expected import reports_of

COLUMN = "/zwgk/zfxxgknb/"
REPORT = f"{COLUMN}t20250120_417325.html"
TITLE = "湛河区住建局2024年政府信息公开工作年度报告"
[BODY] = [str(document.body) for document in reports_of("zhanhe").values()]
NOT_HELD = ">7<"  # the founding report prints one 7 too many times to be missed
FAST = {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 1}


def published(body):
    return page(title=TITLE, text=f'<div id="zoom">{body}</div>')


def pages_of(*listed):
    return {
        "/": page((COLUMN, "政府信息公开年报"), title="平顶山市湛河区人民政府门户网站"),
        COLUMN: page(title="政府信息公开年报", text="".join(row(href, words) for href, words in listed)),
        REPORT: published(BODY),
    }


def visit(db, portal):
    """One crawl and the reading of what it brought."""
    summary = crawled(db, portal.url, settings=FAST)[portal.id]
    with Archive.opened(db) as archive:
        load(archive)
    return summary


@pytest.fixture(scope="module")
def years(tmp_path_factory):
    """What the archive says after each crawl of a portal that edits, takes down, hides and puts back its only report."""
    db, pages, told = tmp_path_factory.mktemp("years") / "a.db", pages_of((REPORT, TITLE)), {}

    def tell(name):
        visit(db, portal)
        withdrawn = rows_of(db, "select url, outcome, last_seen <= gone_since, still_at from withdrawals")
        told[name] = {
            "withdrawn": withdrawn,
            "copies": rows_of(db, "select relation, differs from copies"),
            "reports": rows_of(db, "select id, year, capture from reports"),
            "captures": rows_of(db, "select id from captures where role = 'report' order by rowid"),
            "figure": rows_of(db, "select total from requests where row = 'unable_not_held'"),
        }

    with SmallPortal(pages) as portal:
        tell("first")
        tell("unchanged")
        pages[REPORT] = published(BODY.replace(NOT_HELD, ">8<"))
        tell("edited")
        pages[COLUMN] = page(title="政府信息公开年报", text=row("/zn.html", "政府信息公开指南"))
        del pages[REPORT]
        tell("gone")
        with Archive.opened(db) as archive:
            before = contents(db)
            reload(archive)
        told["rebuilt"] = before["withdrawals"] == contents(db)["withdrawals"] != []
        with Archive.opened(db) as archive:
            told["status"] = status_of(archive, registered(REGISTER))
        pages[REPORT] = Answer(b"<script></script>", 412)
        tell("walled")
        pages[REPORT] = Answer(status=302, headers={"Location": "/"})
        tell("sent home")
        pages[REPORT] = published(BODY)
        tell("back")
    return portal, told


def test_an_unchanged_report_is_neither_kept_nor_read_again(years):
    told = years[1]
    assert told["first"] == told["unchanged"]
    assert (told["first"]["copies"], told["first"]["figure"]) == ([], [(7,)])


def test_a_silent_edit_makes_a_new_edition_and_the_old_one_stays(years):
    first, edited = years[1]["first"], years[1]["edited"]
    assert edited["copies"] == [("edition", 1)]
    assert edited["captures"][:1] == first["captures"]
    assert edited["reports"] == [(first["reports"][0][0], 2024, edited["captures"][1][0])]
    assert edited["figure"] == [(8,)]


def test_a_report_that_nothing_links_to_any_more_is_asked_for_and_found_withdrawn(years):
    portal, told = years
    gone = told["gone"]
    assert gone["withdrawn"] == [(portal.url.rstrip("/") + REPORT, "not_found", 1, 0)]
    assert gone["reports"] == told["edited"]["reports"]
    assert told["rebuilt"]
    [listed] = told["status"]["withdrawn"]
    assert (listed["agency"], listed["year"]) == ("平顶山市湛河区住房和城乡建设局", 2024)


def test_a_wall_changes_nothing_and_a_way_home_is_gone_too(years):
    told = years[1]
    assert told["walled"]["withdrawn"] == told["gone"]["withdrawn"]
    assert [row[1] for row in told["sent home"]["withdrawn"]] == ["not_found"]  # since when it was first gone


def test_a_report_put_back_is_withdrawn_no_more(years):
    assert years[1]["back"]["withdrawn"] == []


def test_an_address_that_goes_back_to_its_first_edition_is_read_from_it_again(years):
    first, back = years[1]["first"], years[1]["back"]
    assert (back["reports"], back["figure"], back["copies"]) == (first["reports"], [(7,)], [("edition", 1)])


def test_a_bare_name_is_placed_by_the_name_of_the_portal(tmp_path):
    db, report = tmp_path / "a.db", f"{COLUMN}t20240120_1.html"
    pages = pages_of((report, "财政局2023年政府信息公开工作年度报告"))
    pages["/"] = page(
        (COLUMN, "政府信息公开年报"), title="首页", head='<meta name="SiteName" content="文登区人民政府">'
    )
    pages[report] = page(title="财政局2023年政府信息公开工作年度报告", text=SECTIONS)
    with SmallPortal(pages) as portal:
        summary = visit(db, portal)
    assert (summary["name"], summary["region"]) == ("威海市文登区人民政府", "371003")
    assert rows_of(db, "select name, region from portals") == [("威海市文登区人民政府", "371003")]
    assert rows_of(db, "select name from agencies") == [("威海市文登区财政局",)]


def test_a_portal_that_never_answers_is_unreachable_not_empty(tmp_path):
    slow = {path: Answer(b"late", seconds=3) for path in ("/", "/robots.txt")}
    with SmallPortal(slow) as portal:
        summary = crawled(tmp_path / "a.db", portal.url, settings=FAST)[portal.id]
    reason = (
        f"every address timed out: {portal.url}, {portal.url}robots.txt; many portals answer only inside the country"
    )
    assert (summary["outcome"], summary["reason"][: len(reason)]) == ("unreachable", reason)
    [kept] = rows_of(tmp_path / "a.db", "select outcome, reason from crawls")
    assert kept == ("unreachable", summary["reason"])


def test_a_portal_of_which_only_the_home_page_answers_is_unreachable_too(tmp_path):
    pages = pages_of((REPORT, TITLE)) | {"/robots.txt": Answer(b"", 404), COLUMN: Answer(b"late", seconds=3)}
    with SmallPortal(pages) as portal:
        summary = crawled(tmp_path / "a.db", portal.url, settings=FAST)[portal.id]
    assert summary["outcome"] == "unreachable"
    assert summary["reason"].startswith(
        f"every address beyond the home page timed out: {portal.url.rstrip('/')}{COLUMN};"
    )


def test_bytes_that_did_not_change_add_no_capture_where_the_server_gives_no_validators(tmp_path):
    db = tmp_path / "a.db"
    with SmallPortal(pages_of((REPORT, TITLE))) as portal:
        visit(db, portal)
        kept = rows_of(db, "select id, url from captures")
        asked = len(portal.log)
        visit(db, portal)
        assert rows_of(db, "select id, url from captures") == kept
        assert len(portal.log) == 2 * asked
    assert [exchange.headers.get("If-None-Match") for exchange in portal.log] == [None] * len(portal.log)


def test_portals_not_crawled_to_their_end_say_what_is_left(tmp_path):
    db = tmp_path / "a.db"
    with SmallPortal(portal_pages()) as portal:
        crawled(db, portal.url, limit=4)
    [found] = rows_of(db, "select outcome, waiting, complete, reports from portal_progress")
    assert (found[0], found[1] > 0, found[2:]) == ("budget", True, (0, 0))
    with Archive.opened(db) as archive:
        rows = status_of(archive, registered(REGISTER))["portals"]
    assert next(row["waiting"] for row in rows if row["portal"] == portal.id) == found[1]


def test_reports_that_were_not_asked_for_are_listed_with_the_reason(tmp_path):
    db, pages = tmp_path / "a.db", portal_pages()
    there = page(("http://www.yi.gov.cn/nb/", "政府信息公开年报"), title="政府信息公开")
    pages["/zwgk/zfxxgk/"] = pages["/zwgk/zfxxgk/"] + there
    with SmallPortal(pages) as portal:
        visit(db, portal)
    with Archive.opened(db) as archive:
        listed = status_of(archive, registered(REGISTER))["not_asked"]
    assert [(row["outcome"], row["addresses"], row["example"]) for row in listed] == [
        ("elsewhere", 1, "http://www.yi.gov.cn/nb/"),
        ("robots", 1, f"{portal.url}secret/t20240101_1.html"),
    ]
