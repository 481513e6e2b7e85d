"""One report under many addresses: mobile, wap, print, other hosts, ports and schemes, two columns, a city's copy."""

import pytest
from small_portal import SECTIONS, Answer, SmallPortal, crawled, page, row
from test_crawl import read, rows_of
from tls_servers import TlsPortal

TITLE = "威海市文登区财政局2023年政府信息公开工作年度报告"
REPORT = "/art/2024/1/19/art_70623_2255748.html"
BODY = page(title=TITLE, text=f'<div id="zoom">{SECTIONS}</div>')
# Every name is this machine, as the operating system's resolver would say it, and loopback is opened.
NAMES = """
import socket
from twisted.internet._resolver import GAIResolver
def getaddrinfo(host, port, *rest):
    number = host if host.startswith("127.") else "127.0.31.1"
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]
GAIResolver.__init__.__defaults__ = (None, getaddrinfo)
"""
SAME_PATHS = (REPORT.replace("/art_", "//art_"), f"{REPORT};jsessionid=1A2B", f"{REPORT}#top")  # asked for once
OTHER_PATHS = (
    f"{REPORT}?isMobile=true",
    REPORT.replace(".html", "_wap.html"),
    f"{REPORT}?print=1",
    REPORT.replace("/art/", "/ART/"),
    "/col2/202401/t20240119_1.html",
    f"/gate/big5/www.wendeng.gov.cn{REPORT}",
)
HOSTS = ("www.wendeng.gov.cn", "m.wendeng.gov.cn", "wendeng.gov.cn", "czj.wendeng.gov.cn")


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    """A crawl of a district that links its only report in every way, and of the city that has a copy of it."""
    folder = tmp_path_factory.mktemp("twins")
    pages = {"/": page(("/nb/", "政府信息公开年报"), title="威海市文登区人民政府"), REPORT: BODY}
    pages |= dict.fromkeys((SAME_PATHS[0], *OTHER_PATHS), BODY)
    city = {"/": page(("/nb/", "信息公开年报"), title="威海市人民政府"), "/sz/t20240301_7.html": BODY}
    with (
        SmallPortal(pages) as portal,
        SmallPortal({REPORT: BODY}) as other_port,
        TlsPortal({REPORT: BODY.encode()}, folder) as secure,
        SmallPortal(city) as above,
    ):
        ports = [each.url.rstrip("/").rpartition(":")[2] for each in (portal, other_port, secure, above)]
        hosts = [f"http://{host}:{ports[0]}{REPORT}" for host in HOSTS]
        servers = [f"http://www.wendeng.gov.cn:{ports[1]}{REPORT}", f"https://www.wendeng.gov.cn:{ports[2]}{REPORT}"]
        pages["/nb/"] = page(text="".join(row(url, TITLE) for url in (*SAME_PATHS, *OTHER_PATHS, *hosts, *servers)))
        city["/nb/"] = page(text=row("/sz/t20240301_7.html", TITLE))
        homes = [f"http://www.wendeng.gov.cn:{ports[0]}/", f"http://www.weihai.gov.cn:{ports[3]}/"]
        summaries = crawled(folder / "a.db", *homes, prelude=NAMES)
    read(folder / "a.db")
    return folder / "a.db", portal, list(summaries.values())


def test_every_address_ends_as_a_copy_of_one_report(twins):
    db, _, summaries = twins
    assert [summary["outcome"] for summary in summaries] == ["done", "done"]
    agencies = "select agencies.name, reports.year from reports join agencies on agencies.id = reports.agency"
    assert rows_of(db, agencies) == [("威海市文登区财政局", 2023)]
    fetched = 1 + len(OTHER_PATHS) + len(HOSTS[1:]) + 2 + 1
    assert rows_of(db, "select relation, differs, count(*) from copies group by 1, 2") == [("copy", 0, fetched - 1)]


def test_addresses_that_mean_the_same_are_asked_for_once(twins):
    _, portal, _ = twins
    asked = [exchange.headers["Host"] + exchange.path for exchange in portal.log]
    assert len(asked) == len(set(asked))
    assert sum("jsessionid" in path or "//" in path for path in asked) == 1  # of the three that stand first in the list


def test_departments_on_hosts_beside_the_portal_are_part_of_it_and_strangers_are_not(tmp_path):
    """Each host has a home page of its own; the way there is a menu of bodies, one of them elsewhere."""
    titles = {"czj.wendeng.gov.cn": "财政局", "www.wendeng.gov.cn": "区政府", "www.hoteljia.com": "旅游局"}

    def home(exchange):
        host, _, port = exchange.headers["Host"].partition(":")
        menu = [(f"http://{each}:{port}/", words) for each, words in titles.items() if each != host]
        return page(("/nb/", "政府信息公开年报"), *menu, title=f"威海市文登区{titles[host]}").encode()

    def column(exchange):
        host = exchange.headers["Host"].partition(":")[0]
        return page(text=row("r1.html", f"{titles[host]}2023年政府信息公开工作年度报告")).encode()

    def report(exchange):
        title = f"{titles[exchange.headers['Host'].partition(':')[0]]}2023年政府信息公开工作年度报告"
        return page(title=title, text=SECTIONS).encode()

    made = {"/": home, "/nb/": column, "/nb/r1.html": report}
    pages = {path: lambda exchange, make=make: Answer(make(exchange)) for path, make in made.items()}
    with SmallPortal(pages) as portal:
        crawled(tmp_path / "a.db", portal.url.replace("127.0.31.1", "www.wendeng.gov.cn"), prelude=NAMES)
    read(tmp_path / "a.db")
    names = rows_of(
        tmp_path / "a.db", "select agencies.name from reports join agencies on agencies.id = agency order by 1"
    )
    assert names == [("威海市文登区人民政府",), ("威海市文登区财政局",)]
    assert {exchange.headers["Host"].partition(":")[0] for exchange in portal.log} == titles.keys() - {
        "www.hoteljia.com"
    }
