"""The replicas publish the founding reports unchanged, the way their portals do, and keep what HTTP promises."""

import hashlib
import http.client
import re
import socket
import struct
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import parse_qsl, urljoin, urlsplit

import lxml.html
import pytest
from lxml.html import HtmlElement

from demo import decoys, hanweb
from demo.documents import at
from demo.expected import REPORTS, Founding
from demo.messages import Portal, Request, Response, answer
from demo.rendering import REPORTS as FOLDER
from demo.replicas import Replicas, portals, serve

PORTALS = {portal.slug: portal for portal in portals()}
SHA256 = {
    "wendeng-zhujianju-2023": "5d85aac30a098de8",
    "wenxian-zhujianju-2023": "fa4ed232bed21e97",
    "wendeng-zhengfu-2023": "d2a7079ab5157951",
    "dongtou-zhujianju-2020": "5422a233ae89b722",
    "zhanhe-zhujianju-2024": "4c7dc21072f75265",
}
BODY = {"wendeng": "#zoom", "wenxian": ".article-content", "dongtou": ".art_con", "zhanhe": "div.text"}
MARKER = re.compile(r"\[image: .+\]|\[bookmark: [^\]]+\]")
FORM_WORDS = ("第二十条", "信息内容", "申请人情况", "行政复议", "行政诉讼")
REFERER = {"referer": "http://127.0.1.1/col/col140371/index.html"}


def get(portal: Portal, address: str) -> Response:
    parts = urlsplit(address)
    return answer(portal, Request("GET", parts.path, dict(parse_qsl(parts.query)), {}, REFERER))


def page(portal: Portal, address: str) -> HtmlElement:
    return lxml.html.document_fromstring(get(portal, address).body.decode())


def body(report: Founding) -> HtmlElement:
    (found,) = page(PORTALS[report.portal], report.path).cssselect(BODY[report.portal])
    return found


def squeezed(text: str) -> str:
    return "".join(text.split())


def covered(table: HtmlElement) -> list[set[int]]:
    """The columns each row of a table covers, merged cells counted where they reach."""
    rows = table.cssselect("tr")
    grid: list[set[int]] = [set() for _ in rows]
    for index, row in enumerate(rows):
        for cell in row.cssselect("td"):
            start = next(column for column in range(100) if column not in grid[index])
            columns = set(range(start, start + int(cell.get("colspan", "1"))))
            for reached in grid[index : index + int(cell.get("rowspan", "1"))]:
                assert not reached & columns
                reached |= columns
    return grid


reports = pytest.mark.parametrize("report", REPORTS, ids=[report.name for report in REPORTS])
each_portal = pytest.mark.parametrize("portal", PORTALS.values(), ids=list(PORTALS))


@reports
def test_report_texts_are_the_seeds(report):
    digest = hashlib.sha256((FOLDER / f"{report.name}.txt").read_bytes()).hexdigest()
    assert digest.startswith(SHA256[report.name])


@reports
def test_words_and_numbers_stand_on_the_page_in_their_order(report):
    seed = (FOLDER / f"{report.name}.txt").read_text("utf-8")
    assert squeezed(body(report).text_content()) == squeezed(MARKER.sub("", seed))


@reports
def test_page_is_titled_and_dated_as_expected(report):
    document = page(PORTALS[report.portal], report.path)
    heading = document.cssselect("td.title, h1")[0]
    assert squeezed(heading.text_content()) == "".join(report.heading)
    assert "".join(report.heading).startswith(f"{report.agency}{report.year}年")
    assert str(report.published.date()) in document.text_content()
    assert get(PORTALS[report.portal], report.path).modified == report.published


@pytest.mark.parametrize(
    ("name", "shapes"),
    [
        ("dongtou-zhujianju-2020", [(18, 5), (26, 10), (4, 15)]),
        ("zhanhe-zhujianju-2024", [(14, 4), (28, 10), (4, 15)]),
    ],
)
def test_spans_make_the_tables_rectangular(name, shapes):
    report = next(report for report in REPORTS if report.name == name)
    grids = [covered(table) for table in body(report).cssselect("table")]
    assert [(len(grid), len(grid[0])) for grid in grids] == shapes
    assert all(row == grid[0] for grid in grids for row in grid)


def test_rows_cut_by_the_converter_are_short_and_nothing_is_invented():
    report = next(report for report in REPORTS if report.portal == "wenxian")
    proactive, requests, reviews = (covered(table) for table in body(report).cssselect("table"))
    assert {len(row) for row in proactive} == {4}
    assert {len(row) for row in reviews} == {15}
    header, full, no_group, grouped, results = [10, 9, 9], [10] * 2, [9] * 10, [8] * 11, [9] * 2
    assert [len(row) for row in requests] == header + full + no_group + grouped + results
    assert all(row == set(range(len(row))) for row in requests)


def test_official_groups_reach_over_their_lines():
    report = next(report for report in REPORTS if report.portal == "zhanhe")
    cells = body(report).cssselect("table")[1].cssselect("td")
    spans = {squeezed(c.text_content())[:3]: (c.get("colspan", "1"), c.get("rowspan", "1")) for c in cells}
    assert spans["(本列"] == ("3", "3")
    assert spans["三、本"] == ("1", "22")
    assert [spans[group][1] for group in ("(三)", "(四)", "(五)", "(六)")] == ["8", "3", "5", "3"]
    assert [spans[line][0] for line in ("一、本", "二、上", "四、结", "(一)", "(七)")] == ["3", "3", "3", "2", "2"]


def test_wendeng_publishes_its_tables_as_pictures_that_are_not_there():
    portal = PORTALS["wendeng"]
    for path in portal.reports:
        (found,) = page(portal, path).cssselect("#zoom")
        pictures = found.cssselect("img")
        assert not found.cssselect("table")
        assert len(pictures) == 3
        assert {image.get("src") for image in pictures} <= set(portal.absent)
    assert {get(portal, path).status for path in portal.absent} == {404}
    assert len(set(portal.absent)) == 6


@each_portal
def test_decoys_carry_no_table_of_the_form_and_no_figure(portal):
    for path in portal.decoys:
        document = page(portal, path)
        (found,) = document.cssselect(BODY[portal.slug])
        assert not found.cssselect("table")
        assert not re.search(r"[0-9０-９]", found.text_content())
        tables = "".join(table.text_content() for table in document.cssselect("table.index"))
        assert not any(word in tables for word in FORM_WORDS)


@each_portal
def test_every_kind_of_decoy_stands_beside_the_reports(portal):
    titles = [page(portal, path).cssselect("td.title, h1")[0].text_content() for path in portal.decoys]
    kinds = ["法治政府建设年度报告", "部门决算", "政府信息公开工作制度", "编制工作的通知", "政策解读"]
    assert [kind for kind in kinds if not any(kind in title for title in titles)] == []
    assert not [title for title in titles if title.endswith("年政府信息公开工作年度报告")]


def links(document: HtmlElement) -> list[str]:
    found = [each.get("href") for each in document.cssselect("a[href], link[href]")]
    found += [each.get("src") for each in document.cssselect("[src]")]
    found += [each.get("value") for each in document.cssselect("option")]
    return [link for link in found if not link.startswith(("javascript:", "https:"))]


@each_portal
def test_every_link_answers_and_every_page_is_there(portal):
    base, waiting, seen = "http://portal/", ["http://portal/"], {}
    while waiting:
        address = waiting.pop()
        response = get(portal, address)
        seen[address.removeprefix("http://portal")] = response.status
        if response.status == 200 and response.media_type.startswith("text/html"):
            found = {urljoin(address, link).partition("#")[0] for link in links(page(portal, address))}
            assert all(each.startswith(base) for each in found)
            new = {each for each in found if each.removeprefix("http://portal") not in seen}
            waiting += new - set(waiting)
    assert {address for address, status in seen.items() if status == 404} <= set(portal.absent)
    assert set(seen.values()) <= {200, 404}


@each_portal
def test_robots_closes_the_administration_only(portal):
    assert get(portal, "/robots.txt").body == b"User-agent: *\nDisallow: /admin/\n"
    assert get(portal, "/admin/login.html").status == 200


@each_portal
def test_every_document_is_at_its_address(portal):
    addresses = [*portal.reports, *portal.decoys]
    assert len(addresses) == len(set(addresses))
    assert {get(portal, address).status for address in addresses} == {200}


def test_building_twice_gives_the_same_bytes():
    again = {portal.slug: portal for portal in portals()}
    for slug, portal in PORTALS.items():
        fixed = {path: page.etag for path, page in portal.pages.items() if isinstance(page, Response)}
        assert fixed == {path: page.etag for path, page in again[slug].pages.items() if isinstance(page, Response)}


def records(response: Response) -> list[str]:
    text = response.body.decode()
    return re.findall(r"<record><!\[CDATA\[.*?href=[\"']([^\"']+)", text)


def proxied(portal: Portal, form: dict[str, str], **query: int) -> Response:
    asked = {name: str(value) for name, value in query.items()}
    return answer(portal, Request("POST", hanweb.PROXY, asked, form, REFERER))


def test_first_records_are_inline_and_one_report_is_beyond_them():
    inline = records(get(PORTALS["wendeng"], "/col/col140371/index.html"))
    reports = [report.path for report in REPORTS if report.portal == "wendeng"]
    assert len(inline) == 45
    assert [path in inline for path in reports] == [False, True]


def test_record_windows_return_each_record_once():
    portal, form = PORTALS["wendeng"], {"columnid": "140371"}
    windows = [proxied(portal, form, startrecord=s, endrecord=s + 44, perpage=15) for s in (1, 46, 91)]
    found = [path for window in windows for path in records(window)]
    assert [len(records(window)) for window in windows] == [45, 23, 0]
    assert len(found) == len(set(found)) == 2 + 66
    assert set(portal.reports) <= set(found)
    assert b"<totalrecord>68</totalrecord><totalpage>5</totalpage>" in windows[0].body


@pytest.mark.parametrize(("slug", "column", "total"), [("wendeng", "140371", 68), ("dongtou", "1229153943", 54)])
def test_groups_chained_by_nextgroup_return_each_record_once(slug, column, total):
    portal, found = PORTALS[slug], []
    following = re.search(
        r'nextgroup><!\[CDATA\[<a href="([^"]+)', get(portal, hanweb.column_path(column)).body.decode()
    )
    while following:
        response = get(portal, following[1])
        found += records(response)
        following = re.search(r'nextgroup><!\[CDATA\[<a href="([^"]+)', response.body.decode())
    assert len(found) == len(set(found)) == total


def test_dongtou_ignores_the_record_window():
    form = {"columnid": "1229153943"}
    asked = proxied(PORTALS["dongtou"], form, startrecord=46, endrecord=54, perpage=15)
    assert records(asked) == records(proxied(PORTALS["dongtou"], form, page=1))


def test_dataproxy_without_referer_is_not_found():
    request = Request("POST", hanweb.PROXY, {"startrecord": "46", "endrecord": "90"}, {"columnid": "140371"})
    assert answer(PORTALS["wendeng"], request).status == 404


def test_long_titles_are_cut_in_the_list_and_whole_in_the_title_attribute():
    text = get(PORTALS["wendeng"], "/col/col140371/index.html").body.decode()
    rows = re.findall(r'title="([^"]+)" target="_blank">([^<]+)<', text)
    cut = [(title, shown) for title, shown in rows if shown.endswith("…")]
    assert cut
    assert all(title.startswith(shown[:-1]) and title != shown for title, shown in cut)


@pytest.mark.parametrize(
    ("slug", "first", "second"),
    [
        ("wenxian", "/zwgk/zfxxgk/zfxxgknb/index.html", "/zwgk/zfxxgk/zfxxgknb/index_2.html"),
        ("zhanhe", "/channels/33071.html", "/channels/33071_2.html"),
    ],
)
def test_report_stands_on_the_second_page_of_the_list(slug, first, second):
    portal = PORTALS[slug]
    (report,) = portal.reports
    listed = [[urljoin(path, link) for link in links(page(portal, path))] for path in (first, second)]
    assert [report in addresses for addresses in listed] == [False, True]


def test_dongtou_has_one_report_and_years_that_are_empty_or_absent():
    portal = PORTALS["dongtou"]
    linked = set(links(page(portal, "/module/xxgk/xxgkAnnualReport.jsp?area=001008003006011&fbtime=2021")))
    years = {address for address in linked if "area=001008003006011" in address and "fbtime" in address}
    (report,) = portal.reports
    texts = {address: page(portal, address).cssselect(".art_con") for address in years - set(portal.absent)}
    assert [address for address, (found,) in texts.items() if found.text_content().strip()] == [report]
    assert len(years & set(portal.absent)) == 1


@pytest.fixture(scope="module")
def replicas():
    with serve(PORTALS.values()) as running:
        yield running


def ask(replicas: Replicas, slug: str, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    host = urlsplit(replicas[slug])
    connection = http.client.HTTPConnection(host.hostname, host.port, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    response.content = response.read()
    connection.close()
    return response


def test_each_portal_has_its_own_loopback_address(replicas):
    hosts = [urlsplit(replicas[slug]).hostname for slug in ("wendeng", "wenxian", "dongtou", "zhanhe")]
    assert hosts == ["127.0.1.1", "127.0.1.2", "127.0.1.3", "127.0.1.4"]


@pytest.mark.parametrize("path", ["/", "/robots.txt", "/nowhere.html", hanweb.PROXY])
def test_every_response_has_validators(replicas, path):
    response = ask(replicas, "wendeng", path)
    assert response.headers["ETag"].startswith('"')
    assert response.headers["Last-Modified"].endswith("GMT")


@reports
def test_unchanged_report_is_not_sent_again(replicas, report):
    first = ask(replicas, report.portal, report.path)
    same = ask(replicas, report.portal, report.path, If_None_Match=first.headers["ETag"])
    since = ask(replicas, report.portal, report.path, If_Modified_Since=first.headers["Last-Modified"])
    assert (first.status, same.status, since.status) == (200, 304, 304)
    assert (same.content, since.content) == (b"", b"")
    assert same.headers["ETag"] == first.headers["ETag"]


def test_changed_or_unreadable_validators_send_the_page(replicas):
    today = ask(replicas, "zhanhe", "/").headers["Last-Modified"]
    assert ask(replicas, "zhanhe", "/", If_None_Match='"other"', If_Modified_Since=today).status == 200
    assert ask(replicas, "zhanhe", "/", If_Modified_Since="Mon, 01 Jan 2018 00:00:00 GMT").status == 200
    assert ask(replicas, "zhanhe", "/", If_Modified_Since="yesterday").status == 200


def test_head_sends_the_headers_only(replicas):
    response = ask(replicas, "zhanhe", "/", method="HEAD")
    assert (response.status, response.content) == (200, b"")
    assert int(response.headers["Content-Length"]) > 0


def test_log_says_what_was_asked_and_sent():
    with serve([PORTALS["zhanhe"]]) as running:
        response = ask(running, "zhanhe", "/channels/33071.html?x=1")
        missing = ask(running, "zhanhe", "/nowhere")
    found, absent = running.log
    assert (found.portal, found.method, found.path) == ("zhanhe", "GET", "/channels/33071.html?x=1")
    assert (found.status, found.size, found.in_flight) == (200, len(response.content), 1)
    assert (absent.status, absent.size) == (404, len(missing.content))
    assert found.started < found.ended


def test_log_counts_requests_in_flight():
    together = Barrier(3, timeout=10)

    def slow(request: Request) -> Response:
        together.wait()
        return Response(b"done")

    portal = Portal("slow", "慢", "127.0.1.9", {"/": slow}, {}, ())
    with serve([portal]) as running, ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: ask(running, "slow", "/"), range(3)))
    assert sorted(exchange.in_flight for exchange in running.log) == [1, 2, 3]


def test_client_that_hangs_up_is_forgotten(capsys):
    with serve([PORTALS["zhanhe"]]) as running:
        host = urlsplit(running["zhanhe"])
        with socket.create_connection((host.hostname, host.port)) as caller:
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            caller.sendall(b"GET / HTTP/1.1\r\n")
        ask(running, "zhanhe", "/")
    assert [exchange.in_flight for exchange in running.log] == [1]
    assert capsys.readouterr().err == ""


def test_bodies_and_kinds_taken_in_turn_never_repeat():
    made = [document.title for document in decoys.mixed(decoys.departments("某县"), 2023, at("2024-03-10"), 66)]
    assert len(set(made)) == 66
