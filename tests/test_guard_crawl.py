"""The guard in a real crawl: names that change their address in between, and proxies, which connect where we cannot look."""

import pytest
from small_portal import Answer, SmallPortal, crawled, page
from test_crawl import COLUMN, portal_pages, rows_of

HOST = "www.changing-portal.cn"
FAST = {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 5, "DNSCACHE_SIZE": 0}
# The operating system's resolver, in the child: one address for the first questions, another from then on.
CHANGING = """
import socket
from twisted.internet._resolver import GAIResolver
asked = []
def getaddrinfo(host, port, *rest):
    asked.append(host)
    address = "{first}" if len(asked) <= {times} else "{later}"
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]
GAIResolver.__init__.__defaults__ = (None, getaddrinfo)
"""
CLOSING = {"Connection": "close"}  # so that the next request needs a connection, and an answer of the resolver, again


def closing(pages):
    """The same pages from a server that keeps no connection."""
    answers = {path: Answer(body.encode()) if isinstance(body, str) else body for path, body in pages.items()}
    return {path: Answer(a.body, a.status, a.headers | CLOSING, a.media_type) for path, a in answers.items()}


def test_a_name_that_turns_to_a_closed_network_in_between_is_not_followed_there(tmp_path):
    db = tmp_path / "a.db"
    with SmallPortal(closing(portal_pages())) as portal:
        port = portal.url.rstrip("/").rpartition(":")[2]
        with SmallPortal({"/": "secret"}, host="127.0.99.7") as secret:
            turning = CHANGING.format(first="127.0.31.1", later="127.0.99.7", times=3)
            summary = crawled(db, f"http://{HOST}:{port}/", settings=FAST, prelude=turning)[f"{HOST}:{port}"]
    assert portal.paths() == ["/robots.txt", "/", "/zwgk/zfxxgk/"]
    assert secret.log == []
    refused = rows_of(db, "select url, detail from visits where outcome = 'private_address'")
    assert refused == [(f"http://{HOST}:{port}{COLUMN}", f"{HOST} is 127.0.99.7 (loopback)")]
    assert summary["outcome"] == "nothing_found"
    assert "and 1 failed addresses (see nianbao status)" in summary["reason"]


def through(url):
    """The pages of a host as a proxy hands them out: by their whole address."""
    return {f"{url}{path}": answer for path, answer in portal_pages().items()}


@pytest.fixture
def proxy(monkeypatch):
    """A proxy in a closed network, named in the environment as usual."""
    with SmallPortal(through("http://www.far-portal.cn"), host="127.0.98.1") as serving:
        monkeypatch.setenv("http_proxy", serving.url)
        monkeypatch.delenv("no_proxy", raising=False)
        yield serving


def test_a_crawl_goes_through_the_proxy_of_the_environment(proxy, tmp_path):
    summary = crawled(tmp_path / "a.db", "http://www.far-portal.cn/", settings=FAST)["www.far-portal.cn"]
    assert (summary["outcome"], summary["reports"]) == ("done", 2)
    assert {path.partition("/zwgk")[0].rstrip("/") for path in proxy.paths()} == {
        "http://www.far-portal.cn",
        "http://www.far-portal.cn/robots.txt",
    }


def test_what_the_guard_refuses_is_not_asked_of_the_proxy_either(proxy, tmp_path):
    db = tmp_path / "a.db"
    closed = ["http://127.0.99.9/", "http://169.254.169.254/", "http://db.internal/", proxy.url]
    summaries = crawled(db, *closed, settings=FAST)
    assert proxy.log == []
    assert {summary["outcome"] for summary in summaries.values()} == {"unreachable"}
    details = rows_of(db, "select detail from visits where url like '%/robots.txt' order by 1")
    assert details == [
        ("127.0.98.1 is the proxy",),
        ("127.0.99.9 is loopback",),
        ("169.254.169.254 is link-local, cloud metadata",),
        ("db.internal is a name for private networks",),
    ]


def test_an_opened_network_is_asked_directly(proxy, tmp_path):
    with SmallPortal({"/": page(title="甲县人民政府")}) as portal:
        crawled(tmp_path / "a.db", portal.url, settings=FAST)
    assert (portal.paths(), proxy.log) == (["/robots.txt", "/"], [])
