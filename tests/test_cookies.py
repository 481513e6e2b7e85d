"""Portals that want their session back: it is given to them, to nobody else, and a killed crawl is given a new one."""

import signal

import pytest
from small_portal import Answer, SmallPortal, crawled, killed_before
from test_crawl import portal_pages, rows_of

SESSION = "JSESSIONID=4hP44Z; Path=/; HttpOnly"
AWAY = {"itself": None, "home": "/", "elsewhere": "/timeout.html"}


def behind_a_session(to):
    """The same portal: whoever comes without its cookie is given one and sent to the same address, or away."""

    def guarded(path, answer):
        def respond(exchange):
            if "JSESSIONID=4hP44Z" in exchange.headers.get("Cookie", ""):
                return answer
            return Answer(status=302, headers={"Location": to or path, "Set-Cookie": SESSION}, media_type="")

        return respond

    pages = {path: guarded(path, answer) for path, answer in portal_pages().items()}
    return pages | {"/robots.txt": portal_pages()["/robots.txt"]}


@pytest.mark.parametrize("away", AWAY)
def test_a_portal_behind_a_session_is_crawled_at_the_cost_of_one_request(away, tmp_path):
    with SmallPortal(portal_pages()) as plain:
        crawled(tmp_path / "plain.db", plain.url)
    with SmallPortal(behind_a_session(AWAY[away])) as portal:
        summary = crawled(tmp_path / "a.db", portal.url)[portal.id]
    assert (summary["outcome"], summary["reports"]) == ("done", 2)
    assert len(portal.log) == len(plain.log) + 1
    assert max(exchange.in_flight for exchange in portal.log) == 1


@pytest.mark.parametrize("away", AWAY)
def test_a_crawl_gone_on_with_after_a_kill_is_given_a_new_session(away, tmp_path):
    db = tmp_path / "a.db"
    with SmallPortal(behind_a_session(AWAY[away])) as portal:
        assert killed_before(5, db, portal) == -signal.SIGKILL
        summary = crawled(db, portal.url)[portal.id]
    assert (summary["outcome"], summary["reports"]) == ("done", 2)


def test_a_cookie_goes_back_where_it_came_from_and_nowhere_else(tmp_path):
    pages = portal_pages()
    pages["/robots.txt"] = Answer(pages["/robots.txt"].body, headers={"Set-Cookie": SESSION})
    with SmallPortal(portal_pages(), "127.0.31.2") as other:
        pages["/"] = Answer(status=302, headers={"Location": other.url})
        with SmallPortal(pages) as portal:
            crawled(tmp_path / "a.db", portal.url)
    assert [exchange.headers.get("Cookie") for exchange in portal.log] == [None, "JSESSIONID=4hP44Z"]
    assert {exchange.headers.get("Cookie") for exchange in other.log} == {None}


def test_a_server_that_sets_another_cookie_and_sends_on_for_ever_is_a_circle(tmp_path):
    numbers = iter(range(1000))

    def again(exchange):
        return Answer(status=302, headers={"Location": "/", "Set-Cookie": f"n={next(numbers)}"})

    with SmallPortal({"/robots.txt": Answer(b"", 404), "/": again}) as portal:
        crawled(tmp_path / "a.db", portal.url)
    assert portal.paths() == ["/robots.txt", "/", "/"]
    assert rows_of(tmp_path / "a.db", "select outcome from visits order by rowid") == [
        ("not_found",),
        ("redirect_loop",),
    ]


def test_what_is_no_cookie_is_passed_over_and_one_taken_back_is_gone(tmp_path):
    pages = portal_pages()
    for path, cookie in (("/", "bad cookie; ="), ("/zwgk/zfxxgk/", "a=1"), ("/zwgk/zfxxgk/zfxxgknb/", "a=; Max-Age=0")):
        pages[path] = Answer(pages[path].encode(), headers={"Set-Cookie": cookie})
    with SmallPortal(pages) as portal:
        crawled(tmp_path / "a.db", portal.url)
    assert [exchange.headers.get("Cookie") for exchange in portal.log[:5]] == [None, None, None, "a=1", None]
