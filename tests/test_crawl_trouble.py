"""Portals that do not work: one clear line each, everything already kept intact, and no private network touched."""

import socket

import pytest
from small_portal import Answer, SmallPortal, crawled, page, started
from test_crawl import portal_pages, rows_of

from crawler.outcomes import OUTCOMES

ROBOTS = {"/robots.txt": Answer(b"", 404)}
WALL = b"<html><head><script>var arg1='%s';setTimeout('reload(arg2)',2);</script></head></html>" % (b"A1" * 20)
FAST = {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 2}


@pytest.fixture(scope="module")
def unused_port():
    with socket.socket() as free:
        free.bind(("127.0.31.9", 0))
        return free.getsockname()[1]


def moved(to):
    return Answer(status=302, headers={"Location": to})


TROUBLE = {  # pages of the portal -> outcome of the portal, words of its reason
    "server error": ({"/": Answer(b"oops", 500)}, "unreachable", "the server failed (5xx) (status 500)"),
    "robots fails": ({"/robots.txt": Answer(b"", 503)}, "unreachable", "robots.txt: status 503"),
    "circle": ({"/": moved("/a"), "/a": moved("/b"), "/b": moved("/a")}, "unreachable", "sent in a circle"),
    "endless": ({f"/{n}": moved(f"/{n + 1}") for n in range(20)} | {"/": moved("/0")}, "unreachable", "in a circle"),
    "challenge": ({"/": Answer(WALL)}, "walled", "a challenge, a login or a check of the browser (acw_sc__v2)"),
    "412": ({"/": Answer(b"<script></script>", 412)}, "walled", "(status 412)"),
    "forbidden": ({"/robots.txt": Answer(b"User-agent: *\nDisallow: /\n")}, "forbidden", "robots.txt asks not to"),
    "empty": ({"/": Answer(b" \n")}, "unreachable", "an answer without content"),
    "no column": ({"/": page(("/xw/", "新闻"), title="甲县人民政府")}, "nothing_found", "no annual report was found"),
    "hangs": ({"/": Answer(b"late", seconds=6)}, "unreachable", "no answer in time"),
    "private": ({"/": moved("http://127.0.99.9:1/")}, "unreachable", "127.0.99.9:1/ (loopback)): open the network"),
    "file": ({"/": moved("file:///etc/passwd")}, "unreachable", "redirect to file:///etc/passwd"),
}


@pytest.fixture(scope="module")
def troubled(tmp_path_factory, unused_port):
    """One crawl of all of them, on a host each, and of hosts that are not there."""
    db = tmp_path_factory.mktemp("trouble") / "a.db"
    portals = [
        SmallPortal(ROBOTS | pages, host=f"127.0.31.{10 + number}")
        for number, (pages, _, _) in enumerate(TROUBLE.values())
    ]
    for portal in portals:
        portal.__enter__()
    others = ["http://www.nowhere.invalid/", f"http://127.0.31.9:{unused_port}/", "http://127.0.99.1:8000/"]
    try:
        summaries = crawled(db, *(portal.url for portal in portals), *others, settings=FAST)
    finally:
        for portal in portals:
            portal.__exit__()
    return db, dict(zip(TROUBLE, portals, strict=True)), summaries


@pytest.mark.parametrize("name", TROUBLE)
def test_a_portal_in_trouble_ends_with_one_clear_line(troubled, name):
    _, portals, summaries = troubled
    summary = summaries[portals[name].id]
    _, outcome, words = TROUBLE[name]
    assert summary["outcome"] == outcome
    assert words in summary["reason"]
    assert "\n" not in summary["reason"]


def test_a_portal_that_does_not_resolve(troubled):
    summary = troubled[2]["www.nowhere.invalid"]
    assert (summary["outcome"], summary["pages"]) == ("unreachable", 0)
    assert "the name of the host is not known" in summary["reason"]


def test_a_portal_that_refuses(troubled, unused_port):
    summary = troubled[2][f"127.0.31.9:{unused_port}"]
    assert summary["outcome"] == "unreachable"
    assert "the host refuses the connection" in summary["reason"]


def test_a_portal_in_a_closed_network_is_never_asked(troubled):
    summary = troubled[2]["127.0.99.1:8000"]
    assert summary["outcome"] == "unreachable"
    assert "127.0.99.1 is 127.0.99.1 (loopback)" in summary["reason"]


def test_a_server_that_fails_for_robots_is_asked_for_nothing_else(troubled):
    assert troubled[1]["robots fails"].paths() == ["/robots.txt"]


def test_what_was_judged_a_wall_is_kept_as_evidence(troubled):
    db, portals, _ = troubled
    kept = rows_of(db, "select role, status from captures where portal = ?", portals["challenge"].id)
    assert kept == [("page", 200)]


def test_every_outcome_has_a_name(troubled):
    used = {outcome for (outcome,) in rows_of(troubled[0], "select distinct outcome from visits")}
    assert used <= set(OUTCOMES)


def test_a_redirect_into_another_loopback_network_is_never_followed(tmp_path):
    with SmallPortal({"/": "secret"}, host="127.0.99.7") as secret:
        pages = portal_pages()
        pages["/zwgk/zfxxgk/"] = moved(secret.url)
        with SmallPortal(pages) as portal:
            crawled(tmp_path / "a.db", portal.url)
    assert secret.log == []
    outcomes = rows_of(tmp_path / "a.db", "select outcome from visits where detail like '%127.0.99.7%'")
    assert outcomes == [("private_address",)]


def test_trouble_in_the_middle_leaves_the_rest_intact(tmp_path):
    db, pages = tmp_path / "a.db", portal_pages()
    picture = "/zwgk/zfxxgk/zfxxgknb/202401/W020240120_1.png"
    pages[picture] = Answer(b"x" * 3000, media_type="image/png")
    pages["/zwgk/zfxxgk/zfxxgknb/202401/P020240121.pdf"] = Answer(b"<html>\xe9\xa1\xb5</html>")
    with SmallPortal(pages) as portal:
        summary = crawled(db, portal.url, settings=FAST | {"DOWNLOAD_MAXSIZE": 2500})[portal.id]
    assert (summary["outcome"], summary["reports"], summary["failed"]) == ("done", 2, 2)
    failed = rows_of(db, "select outcome from visits where outcome <> 'ok' and outcome <> 'robots' order by rowid")
    assert failed == [("too_large",), ("soft_404",)]


def test_a_flaky_server_is_asked_again_a_few_times(tmp_path):
    answers = iter([Answer(b"busy", 503), Answer(b"busy", 503)])
    pages = portal_pages()
    home = pages["/"]
    pages["/"] = lambda exchange: next(answers, Answer(home.encode()))
    with SmallPortal(pages) as portal:
        summary = crawled(tmp_path / "a.db", portal.url)[portal.id]
    assert (summary["outcome"], portal.paths()[:5]) == ("done", ["/robots.txt", "/", "/", "/", "/zwgk/zfxxgk/"])
    assert rows_of(tmp_path / "a.db", "select max(tries) from frontier") == [(3,)]


def test_wrong_words_are_refused_before_anything_is_asked(tmp_path):
    db = tmp_path / "a.db"
    assert crawled(db, "somewhere").startswith("UnknownPortal: 'somewhere' is no address")
    assert crawled(db, "x.gov.cn", allow_private=["127.0.0.1/8"]).startswith("WrongNetwork: 127.0.0.1/8 has host bits")
    db.write_bytes(b"not a database" * 100)
    assert crawled(db, "x.gov.cn").startswith("NotOurArchive:")


def test_a_page_whose_links_cannot_be_read_is_kept_all_the_same(tmp_path):
    db = tmp_path / "a.db"
    with SmallPortal(portal_pages()) as portal:
        _, errors = started(
            db, portal.url, prelude="import spiders.discovery; del spiders.discovery.leads"
        ).communicate()
    assert "has no attribute 'leads'" in errors
    home = rows_of(db, "select outcome, detail, role from visits join captures on captures.id = visits.capture")[1]
    assert home == ("unread", "AttributeError: module 'spiders.discovery' has no attribute 'leads'", "page")


def test_a_disk_that_is_full_stops_the_crawl_and_says_so(tmp_path):
    db = tmp_path / "a.db"
    full = "import crawler.warc, os\ndef full(number): raise OSError(28, 'No space left on device')\ncrawler.warc.os.fsync = full"
    with SmallPortal(portal_pages()) as portal:
        output, _ = started(db, portal.url, prelude=full).communicate(timeout=60)
        assert '"outcome": "failed", "reason": "cannot write: [Errno 28] No space left on device"' in output
        assert crawled(db, portal.url)[portal.id]["outcome"] == "done"
