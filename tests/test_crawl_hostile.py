"""Portals that mean no good, or break: what each answer became is in `visits` by name, and the crawl goes on."""

import gzip
import socket
import struct
import time
from contextlib import ExitStack

import pytest
from small_portal import SECTIONS, Answer, SmallPortal, crawled, page, row
from test_crawl import rows_of

COLUMN = "/zfxxgk/zfxxgknb/"
LIMITS = {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 2, "DOWNLOAD_MAXSIZE": 1 << 21}
MEGABYTE = b"<p>" + b"x" * ((1 << 20) - 3)
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def report(agency):
    title = f"{agency}2023年政府信息公开工作年度报告"
    return page(title=title, text=f'<div id="zoom">{SECTIONS}</div>')


def large(handler):
    """60 MB, as announced."""
    handler.wfile.write(HTML + b"Content-Length: 62914560\r\n\r\n")
    _sixty(handler)


def large_unannounced(handler):
    """60 MB that end when the connection does."""
    handler.wfile.write(HTML + b"Connection: close\r\n\r\n")
    _sixty(handler)


def _sixty(handler):
    for _ in range(60):
        handler.wfile.write(MEGABYTE)


def bomb(handler):
    """60 MB of nothing in 60 KB."""
    packed = gzip.compress(b"\0" * (60 << 20))
    handler.wfile.write(HTML + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed)


def short(handler):
    handler.wfile.write(HTML + b"Content-Length: 9000\r\n\r\n<h1>half")


def long(handler):
    """What exceeds the announced length is no part of the answer."""
    body = report("甲县长局").encode()
    handler.wfile.write(HTML + b"Content-Length: %d\r\n\r\n" % len(body) + body + b"HTTP/1.1 200 OK\r\n\r\n" * 9)


def reset(handler):
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def drip(handler):
    """A byte now and then: no read ever waits long, the whole answer never comes."""
    handler.wfile.write(HTML + b"Content-Length: 9000\r\n\r\n")
    for _ in range(60):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def silence(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Ty")
    time.sleep(4)


def garbage(handler):
    handler.wfile.write(b"\x16\x03\x01\x02\x00 this is no HTTP\r\n\r\n")


def moved(to):
    return Answer(status=302, headers={"Location": to})


DEEP = Answer(b"<div>" * 48_000)
HOSTILE = {  # name of the page -> what it answers, its outcome
    "large": (Answer(write=large), "too_large"),
    "unannounced": (Answer(write=large_unannounced), "too_large"),
    "bomb": (Answer(write=bomb), "too_large"),
    "short": (Answer(write=short), "cut_off"),
    "long": (Answer(write=long), "ok"),
    "reset": (Answer(write=reset), "lost"),
    "drip": (Answer(write=drip), "timeout"),
    "silence": (Answer(write=silence), "timeout"),
    "garbage": (Answer(write=garbage), "lost"),
    "circle": (moved("t20240120_109.html"), "redirect_loop"),
    "file": (moved("file:///etc/passwd"), "failed"),
    "script": (moved("javascript:alert(1)"), "failed"),
    "private": (moved("http://127.0.99.5:8117/secret"), "private_address"),
    "metadata": (moved("http://169.254.169.254/latest/meta-data/"), "private_address"),
    "deep": (DEEP, "ok"),
}


DEAD_ENDS = {  # links of the list -> their outcome
    "file:///C:/Users/xxgk/2015.doc": "no_address",
    "javascript:show(2016)": "no_address",
    "C:\\报告\\2014.doc": "no_address",
    "http://[bad/2013.html": None,  # no address at all: nothing to write down
    "http://x℀.gov.cn/2011.html": None,
    "http://www.x.gov.cn:port/2012.html": "no_address",
    "http://127.0.99.5:8117/2017.html": "private_address",
    "http://169.254.169.254/2018.html": "private_address",
    "http://www.somewhere.gov.cn/2019.html": "elsewhere",
}


@pytest.fixture(scope="module")
def crawl(tmp_path_factory):
    """One portal whose column lists a page of every kind, and a report at the end."""
    db = tmp_path_factory.mktemp("hostile") / "a.db"
    names = {name: f"{COLUMN}t20240120_{number}.html" for number, name in enumerate(HOSTILE, 100)}
    rows = "".join(
        row(path, f"甲县{'子丑寅卯辰巳午未申酉戌亥天地人'[n]}局2023年政府信息公开工作年度报告")
        for n, path in enumerate(names.values())
    )
    dead = "".join(row(href, f"甲县{2015 + n}年政府信息公开工作年度报告") for n, href in enumerate(DEAD_ENDS))
    last = dead + row(f"{COLUMN}t20240120_99.html", "甲县乙局2023年政府信息公开工作年度报告")
    with socket.create_server(("127.0.99.5", 8117)) as canary:
        canary.setblocking(False)
        pages = {names[name]: answer for name, (answer, _) in HOSTILE.items()} | {
            "/": page(
                (COLUMN, "政府信息公开年报"),
                ("/deep/", "政府信息公开年报"),
                ("javascript:void(0)", "信息公开年报"),
                ("file:///etc/", "公开年报"),
            ),
            "/robots.txt": Answer("<html><title>首页</title>Disallow: /</html>".encode()),
            COLUMN: page(text=rows + last),
            "/deep/": DEEP,
            f"{COLUMN}t20240120_99.html": report("甲县乙局"),
        }
        with SmallPortal(pages) as portal:
            summary = crawled(db, portal.url, settings=LIMITS)[portal.id]
        with pytest.raises(BlockingIOError):
            canary.accept()
    outcomes = dict(rows_of(db, "select url, outcome from visits"))
    return summary, outcomes, {name: outcomes.get(portal.url.rstrip("/") + path) for name, path in names.items()}


def test_every_hostile_answer_has_its_name(crawl):
    assert crawl[2] == {name: outcome for name, (_, outcome) in HOSTILE.items()}


def test_no_link_is_looked_for_where_elements_stand_in_one_another_without_end(crawl):
    assert [outcome for url, outcome in crawl[1].items() if url.endswith("/deep/")] == ["too_large"]


def test_links_to_nowhere_and_into_private_networks_are_recorded_and_not_asked_for(crawl):
    assert {href: crawl[1].get(href) for href in DEAD_ENDS} == DEAD_ENDS


def test_the_crawl_goes_on_to_the_reports_among_them(crawl):
    summary, _, _ = crawl
    assert (summary["outcome"], summary["reports"]) == ("done", 3)


def test_a_pager_without_end_stops_when_it_no_longer_pays(tmp_path):
    """Every page is new, links the next and holds nothing; so does a calendar beside it."""

    class Endless(dict):
        def get(self, path, otherwise=None):
            number = int("".join(filter(str.isdigit, path)) or 0)
            calendar = f'<a href="/rl{number + 1}/">{2024 + number}年</a>'
            rows = "".join(row(f"/n{number}_{n}.html", f"第{number}次会议第{n}项") for n in range(10))
            pager = f'{calendar}<a href="{COLUMN}index_{number + 1}.html">下一页</a>'
            return super().get(path) or page(title="政府信息公开年报", text=rows + pager)

    first = page((COLUMN, "政府信息公开年报"), ("/r.html", "甲县乙局2023年政府信息公开工作年度报告"))
    pages = Endless({"/": first, "/robots.txt": Answer(b"", 404), "/r.html": report("甲县乙局")})
    with SmallPortal(pages) as portal:
        prelude = "import crawler.crawls; crawler.crawls.PATIENCE = 40"
        summary = crawled(tmp_path / "a.db", portal.url, settings=LIMITS, prelude=prelude)[portal.id]
    assert (summary["outcome"], summary["reports"], len(portal.log)) == ("done", 1, 50)
    assert rows_of(tmp_path / "a.db", "select count(*) > 0 from visits where outcome = 'unpromising'") == [(1,)]


BASES = ("file:///etc/", "http://127.0.99.5:8117/", "javascript:", "//", "http://[bad/")


def test_a_base_that_points_away_does_no_harm(tmp_path):
    """The portal's own pages are found where the base is no address of a page; elsewhere nothing is asked for."""
    pages = [
        {"/": page((COLUMN, "政府信息公开年报")), "/robots.txt": Answer(b"", 404), **_with(base)} for base in BASES
    ]
    with ExitStack() as stack:
        portals = [stack.enter_context(SmallPortal(each, f"127.0.31.{40 + n}")) for n, each in enumerate(pages)]
        summaries = crawled(tmp_path / "a.db", *(portal.url for portal in portals), settings=LIMITS)
    found = [summaries[portal.id]["reports"] for portal in portals]
    assert dict(zip(BASES, found, strict=True)) == dict.fromkeys(BASES, 1) | {"http://127.0.99.5:8117/": 0}
    refused = rows_of(
        tmp_path / "a.db", "select url, outcome from visits where outcome in ('unread', 'private_address')"
    )
    assert refused == [("http://127.0.99.5:8117/t20240120_1.html", "private_address")]


def _with(base):
    rows = row("t20240120_1.html", "甲县丙局2023年政府信息公开工作年度报告")
    return {COLUMN: page(text=rows, head=f'<base href="{base}">'), f"{COLUMN}t20240120_1.html": report("甲县丙局")}
