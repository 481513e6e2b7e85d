"""What each publishing system says about a page, and which links lead to annual reports. Addresses are invented."""

import json
import math
from urllib.parse import parse_qsl, urlsplit

import pytest
from small_portal import SECTIONS, page, row

from crawler.items import Found
from spiders import discovery, platforms
from spiders.discovery import AREA, COLUMN, DIRECTORY
from spiders.pages import Entry, Page, read_page
from spiders.platforms import hanweb, siteserver, static

SITE = "http://www.x.gov.cn"
COLUMN_URL = f"{SITE}/col/col70001/index.html"
FORM = {"col": "1", "appid": "1", "webid": "9", "path": "/", "columnid": "70001", "unitid": "300001", "webname": "甲县"}


def title(number):
    return f"甲县第{number}局2023年政府信息公开工作年度报告"


def address(number):
    return f"{SITE}/art/2024/1/20/art_70001_{number}.html"


def record(number):
    cut = title(number)[:14] + "…"
    link = f"<a href='/art/2024/1/20/art_70001_{number}.html' title='{title(number)}'>{cut}</a>"
    return f"<record><![CDATA[<li>{link}<span>2024-01-20</span></li>]]></record>"


def datastore(first, last, total):
    records = "".join(record(number) for number in range(first, min(last, total) + 1))
    return f"<datastore><recordset>{records}</recordset><totalrecord>{total}</totalrecord></datastore>"


def column(inline, total, per_page=15):
    script = (
        f"<script>jpage({{perPage: {per_page}, proxyUrl: '/module/web/jpage/dataproxy.jsp',"
        f" dataParam: {json.dumps(FORM, ensure_ascii=False)}}});</script>"
    )
    return Page(COLUMN_URL, f'<script type="text/xml">{datastore(1, inline, total)}</script>{script}')


def by_records(query, total):
    return datastore(int(query["startrecord"]), int(query["endrecord"]), total)


def by_page_of(size):
    def answer(query, total):
        number = int(query["page"])
        return datastore((number - 1) * size + 1, number * size, total)

    return answer


def by_page_as_asked(query, total):
    return by_page_of(min(int(query["perpage"]), 300))(query, total)


SERVERS = {
    "records": by_records,
    "pages of the size asked for": by_page_as_asked,
    "pages of 15": by_page_of(15),
    "pages of 45": by_page_of(45),
    "pages of 7": by_page_of(7),
}


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize(("inline", "total"), [(45, 137), (45, 46), (45, 90), (60, 700), (0, 33), (45, 45), (9, 9)])
def test_every_record_of_a_jpage_list_is_shown_whatever_the_server_counts(server, inline, total):
    shown = {entry.url for entry in hanweb.entries(column(inline, total))}
    steps, asked = hanweb.following(column(inline, total)), set()
    while steps:
        (step,) = steps
        assert step.url not in asked
        asked.add(step.url)
        query = dict(parse_qsl(urlsplit(step.url).query))
        answer = Page(step.url, SERVERS[server](query, total), step.body.decode())
        shown |= {entry.url for entry in hanweb.entries(answer)}
        steps = hanweb.following(answer)
    assert shown == {address(number) for number in range(1, total + 1)}
    assert len(asked) <= math.ceil(total / 7) + 1


def test_a_jpage_request_is_what_the_portals_own_script_sends():
    (step,) = hanweb.following(column(45, 137))
    assert urlsplit(step.url).path == "/module/web/jpage/dataproxy.jsp"
    assert dict(parse_qsl(step.body.decode())) == FORM | {"sourceContentType": "1", "permissiontype": "0"}
    assert dict(step.headers)["Referer"] == COLUMN_URL
    assert (step.method, step.unlike) == ("POST", address(1))


def test_a_jpage_form_is_read_from_the_next_group_where_no_script_names_it():
    group = "/module/jpage/dataproxy.jsp?page=2&amp;appid=1&amp;webid=9&amp;columnid=70001&amp;unitid=300001&amp;webname=%25E7"
    source = f'<nextgroup><![CDATA[<a href="{group}"></a>]]></nextgroup>{datastore(1, 45, 60)}'
    (step,) = hanweb.following(Page(COLUMN_URL, f'<script type="text/xml">{source}</script>'))
    assert step.url.startswith(f"{SITE}/module/jpage/dataproxy.jsp?startrecord=46&endrecord=90")
    assert (step.method, dict(parse_qsl(urlsplit(step.url).query))["columnid"]) == ("GET", "70001")
    (after,) = hanweb.following(Page(step.url, datastore(46, 90, 160)))
    asked = dict(parse_qsl(urlsplit(after.url).query))
    assert (after.method, asked["page"], asked["startrecord"], asked["columnid"]) == ("GET", "3", "91", "70001")


def test_a_record_is_known_by_its_whole_title():
    assert hanweb.entries(column(3, 3))[0] == Entry(title(1), address(1), "2024-01-20")


def test_rows_of_the_disclosure_directory():
    source = (
        '<tr class="tr_main_value_odd"><td><a href="/art/1.html" title="甲局2023年政府信息公开工作年度报告">甲局…</a></td>'
        "<td>甲局</td><td>2024-01-20</td></tr>"
    )
    rows = hanweb.entries(Page(f"{SITE}/module/xxgk/search.jsp", f"<table>{source}</table>"))
    assert rows == [Entry("甲局2023年政府信息公开工作年度报告", f"{SITE}/art/1.html", "2024-01-20")]


def test_a_directory_shell_is_asked_for_its_rows_and_their_next_page():
    script = "<script>load('/module/xxgk/search.jsp?infotypeId=A0901&area=001&divid=div435&currpage=1')</script>"
    (step,) = hanweb.following(Page(COLUMN_URL, script))
    assert (step.url, step.method) == (f"{SITE}/module/xxgk/search.jsp", "POST")
    rows = '<table><tr class="tr_main_value_odd"><td><a href="/a">年报</a></td></tr></table>'
    (after,) = hanweb.following(Page(step.url, rows, step.body.decode()))
    assert dict(parse_qsl(after.body.decode()))["currpage"] == "2"
    assert hanweb.following(Page(step.url, "<table></table>", after.body.decode())) == []


def test_the_years_beside_an_annual_report_are_asked_for_and_those_beside_nothing_are_not():
    url = f"{SITE}/module/xxgk/xxgkAnnualReport.jsp?fbtime=2020&area=001008"
    steps = hanweb.following(Page(url, "<h1>甲局2020年政府信息公开工作年度报告</h1>"))
    years = [dict(parse_qsl(urlsplit(step.url).query))["fbtime"] for step in steps]
    assert years == ["2019", "2021"]
    assert hanweb.following(Page(url, "<h1></h1><p>政府信息公开年报</p>")) == []


PAGERS = [  # markup, address of the page, address of the next
    ('createPageHTML(9, 0, "index", "html")', "/a/index.html", "/a/index_1.html"),
    ('createPageHTML(9, 0, "index", "html")', "/a/", "/a/index_1.html"),
    ('createPageHTML(9, 3, "index", "html")', "/a/index_3.html", "/a/index_4.html"),
    ('createPageHTML(9, 8, "index", "html")', "/a/index_8.html", None),
    ('createPageHTML(1, 0, "index", "html")', "/a/", None),
    ('createPageHTML(17, 0, "index","shtml","black2",814)', "/a/", "/a/index_1.shtml"),
    ("createPageHTML(3, 1, 'index', 'html')", "/a/", "/a/index_2.html"),
    ("createPageHTML('paging',25,1,'index','html',500)", "/a/index.html", "/a/index_2.html"),
    ("createPageHTML('paging',25,24,'index','html',500)", "/a/index_24.html", "/a/index_25.html"),
    ("createPageHTML('paging',25,25,'index','html',500)", "/a/index_25.html", None),
    ("createPageHTML('page_div',10,1,'dezlist','shtml',149)", "/a/dezlist.shtml", "/a/dezlist_2.shtml"),
    ("var currentPage = 0; var countPage = 2", "/a/", "/a/index_1.html"),
    ("var currentPage = 1; var countPage = 2", "/a/index_1.html", None),
    ('$("#p").pagination("setPage", 1, 322)', "/a/index.html", "/a/index_2.html"),
    ('</script><a href="list_7.html">下一页</a><script>', "/a/list_6.html", "/a/list_7.html"),
    ('</script><a href="?page=2">下页</a><script>', "/a/InfoPublic.aspx?cid=1019", "/a/InfoPublic.aspx?page=2"),
    ('</script><a href="javascript:void(0)">下一页</a><a href="2.htm">[2]</a><script>', "/a/1.htm", "/a/2.htm"),
    ("</script><a href='#'>下一页</a><script>", "/a/", None),
]


@pytest.mark.parametrize(("pager", "here", "after"), PAGERS)
def test_the_next_page_of_a_static_list(pager, here, after):
    shown = Page(SITE + here, f"{row('/r.html', '甲局年报')}<script>{pager}</script>")
    assert [step.url for step in static.following(shown)] == ([SITE + after] if after else [])


@pytest.mark.parametrize(
    ("here", "guesses"),
    [
        ("/nb/", ["/nb/index_1.html", "/nb/index_2.html"]),
        ("/nb/list.shtml", ["/nb/list_1.shtml", "/nb/list_2.shtml"]),
        ("/nb/index_2.html", ["/nb/index_3.html"]),
        ("/nb/1.html", ["/nb/2.html"]),
    ],
)
def test_a_full_list_without_a_pager_has_its_next_page_guessed_and_tested(here, guesses):
    rows = "".join(row(f"/r{number}.html", f"第{number}局年报") for number in range(10))
    steps = static.following(Page(SITE + here, rows))
    assert [step.url for step in steps] == [SITE + guess for guess in guesses]
    assert {(step.guessed, step.unlike) for step in steps} == {(True, f"{SITE}/r0.html")}
    assert static.following(Page(SITE + here, row("/r.html", "年报"))) == []


def test_rows_of_an_old_table_layout():
    source = (
        "<table><tr><td><table class='gl_list'>"
        "<tr><td>·</td><td><a href='./202009/t20200903_1.html'>甲县2019年政府信息公开工作年度报告</a></td><td>2020-09-03</td></tr>"
        "<tr><td>·</td><td><a href='./202005/t20200506_2.html'>甲县召开会议</a></td><td>[2020年5月6日]</td></tr>"
        "</table></td></tr></table>"
    )
    rows = static.entries(Page(f"{SITE}/zfxxgknb/", source))
    assert rows == [
        Entry("甲县2019年政府信息公开工作年度报告", f"{SITE}/zfxxgknb/202009/t20200903_1.html", "2020-09-03"),
        Entry("甲县召开会议", f"{SITE}/zfxxgknb/202005/t20200506_2.html", "2020-05-06"),
    ]


def test_rows_without_a_whole_date_are_the_titles_that_name_a_year():
    boxes = "".join(
        f"<div><b>20</b><i>2024-01</i><a href='/nb/{n}.html'>甲县第{n}局2023年年报</a></div>" for n in range(6)
    )
    menu = "".join(f"<a href='/public/column/{n}'>示例市甲县第{n}管理局</a>" for n in range(9))
    assert [entry.url for entry in static.entries(Page(SITE, menu + boxes))] == [
        f"{SITE}/nb/{n}.html" for n in range(6)
    ]
    assert static.entries(Page(SITE, menu)) == []


def test_a_siteserver_channel():
    source = (
        '<div class="channel"><div class="channel-fr"><ul>'
        '<li><a href="/contents/33071/417325.html">甲区乙局2024年政府信息公开工作年度报告<span>2025-01-20</span></a></li>'
        '</ul><div class="page"><span class="total">当前第 1/7</span></div></div></div>'
    )
    channel = Page(f"{SITE}/channels/33071.html", source)
    report = f"{SITE}/contents/33071/417325.html"
    assert siteserver.entries(channel) == [Entry("甲区乙局2024年政府信息公开工作年度报告", report, "2025-01-20")]
    assert [step.url for step in siteserver.following(channel)] == [f"{SITE}/channels/33071_2.html"]
    last = Page(f"{SITE}/channels/33071_7.html", source.replace("1/7", "7/7"))
    assert siteserver.following(last) == []


@pytest.mark.parametrize(
    ("url", "source", "name"),
    [
        (COLUMN_URL, "", "hanweb"),
        (f"{SITE}/", "<script src='/module/xxgk/script/dynamic.js'></script>", "hanweb"),
        (f"{SITE}/art/2024/1/5/art_1_2.html", "", "hanweb"),
        (f"{SITE}/channels/33071_2.html", "", "siteserver"),
        (f"{SITE}/", "".join(f"<a href='/channels/{n}.html'>x</a>" for n in range(3)), "siteserver"),
        (f"{SITE}/channels/ch00232/", "<a href='/contents/1/2.html'>x</a>", "static"),
        (f"{SITE}/zfxxgknb/", "", "static"),
    ],
)
def test_systems_are_recognised(url, source, name):
    recognised = platforms.platform_of(Page(url, source))
    assert name == recognised.NAME


SCORES = [  # words, address, score of the page they stand on -> priority
    ("政府信息公开年报", "/a/", 0, COLUMN),
    ("政府信息公开工作年度报告", "/a/", 0, COLUMN),
    ("信息公开年报", "/a/", 0, COLUMN),
    ("【政府信息公开年报】", "/a/", 0, COLUMN),
    ("年度报告", "/a/", AREA, COLUMN),
    ("年度报告", "/a/", 0, 0),
    ("企业年报", "/a/", AREA, 0),
    ("政府信息公开", "/a/", 0, DIRECTORY),
    ("法定主动公开内容", "/a/", 0, DIRECTORY),
    ("历年报告", "/zfxxgk/zfxxgknb/", 0, DIRECTORY),
    ("某县召开会议", "/zfxxgk/zfxxgknb/202401/t20240120_1.html", 0, 0),
    ("政务公开", "/a/", 0, AREA),
    ("2023年", "/a/", COLUMN, discovery.SUBCOLUMN),
    ("2023年", "/a/", DIRECTORY, 0),
    ("乡镇街道", "/a/", COLUMN, discovery.SUBCOLUMN),
    ("财政局", "/a/", COLUMN, discovery.SUBCOLUMN),
    ("财政局(12)", "/a/", DIRECTORY, discovery.BODY),
    ("财政局", "/a/b/c.html", 0, 0),
    ("部门信息公开年报", "/a/", 0, COLUMN),
    ("政府信息公开指南", "/a/", COLUMN, 0),
    ("政府信息公开制度", "/a/", COLUMN, 0),
    ("依申请公开", "/a/", COLUMN, 0),
    ("法治政府建设年度报告", "/a/", COLUMN, 0),
    ("政府网站工作年度报表", "/a/", COLUMN, 0),
    ("新闻中心", "/a/", COLUMN, 0),
    ("", "/zfxxgknb/", 0, DIRECTORY),
    ("", "/a/", COLUMN, 0),
    ("财政局", "/czj/", 0, discovery.SUBSITE),
    ("网站地图", "/wzdt.html", 0, discovery.SUBSITE),
    ("部门网站", "/bmwz/index.html", 0, discovery.SUBSITE),
]


@pytest.mark.parametrize(("words", "path", "standing", "priority"), SCORES)
def test_what_a_link_promises(words, path, standing, priority):
    assert discovery.score(words, SITE + path, standing) == priority


def leads(source, url=f"{SITE}/zfxxgknb/", priority=COLUMN, role="page", since=0):
    shown = Page(url, source)
    context = discovery.Context(frozenset({"www.x.gov.cn"}), Found(url, priority=priority, depth=2), since)
    return list(discovery.leads(shown, platforms.platform_of(shown), role, context, "thisreport"))


def test_reports_come_before_everything_else_and_decoys_not_at_all():
    source = page(
        ("/t20240120_1.html", "甲县乙局2023年政府信息公开工作…", "甲县乙局2023年政府信息公开工作年度报告"),
        ("/t20240120_2.html", "甲县2023年法治政府建设年度报告"),
        ("/t20240120_3.html", "政府信息公开年度报告"),
        ("2023n/", "2023年"),
        ("http://www.y.gov.cn/t20240120_4.html", "丙县2023年政府信息公开工作年度报告"),
        ("http://www.y.gov.cn/nb", "政府信息公开年报"),
        ("http://www.y.gov.cn/xw", "新闻中心"),
    )
    found = [(lead.url.rpartition("/")[2] or "2023n", lead.role, lead.priority, lead.refused) for lead in leads(source)]
    assert found == [
        ("t20240120_1.html", "report", 90, None),
        ("t20240120_3.html", "report", 90, None),
        ("2023n", "page", 72, None),
        ("t20240120_4.html", "report", 90, "elsewhere"),
        ("nb", "page", 80, "elsewhere"),
    ]


def test_what_stands_on_a_report_page():
    source = (
        f'<img src="/images/logo.png"><div id="zoom">{SECTIONS}<img src="W1.jpg"></div>'
        '<a href="/module/download/downfile.jsp?classid=0&filename=1.docx">附件1</a>'
        '<a href="../2022/t20230120_9.html">甲县乙局2022年政府信息公开工作年度报告</a><a href="/cz/">财政局</a>'
    )
    found = leads(source, f"{SITE}/art/2024/1/5/art_1_2.html", priority=90, role="report")
    assert [(lead.url.removeprefix(SITE), lead.role, lead.part_of) for lead in found] == [
        ("/art/2024/1/5/W1.jpg", "image", "thisreport"),
        ("/module/download/downfile.jsp?classid=0&filename=1.docx", "attachment", "thisreport"),
        ("/art/2024/1/2022/t20230120_9.html", "report", None),
    ]


ROLES = [  # address, how it was found, what it shows -> what it is
    ("/art/2024/1/5/art_1_2.html", "report", "<img src=1.jpg>", "report"),
    (
        "/nb/2023.html",
        "report",
        row("/a1", "甲局2023年政府信息公开年报") + row("/a2", "乙局2023年政府信息公开年报"),
        "page",
    ),
    ("/nb/2023.html", "report", SECTIONS, "report"),
    (
        "/channels/33072.html",
        "report",
        '<li><a href="/contents/1/1.html">甲局2023年政府信息公开年报</a></li>'
        '<li><a href="/contents/1/2.html">乙局2023年政府信息公开年报</a></li>',
        "page",
    ),
    ("/nb/2023n/", "report", "".join(f"<a href='/{n}'>{n}局</a>" for n in "甲乙丙丁戊"), "page"),
    ("/nb/2025n.htm", "page", f"<h1>甲县2025年政府信息公开工作年度报告</h1>{SECTIONS}", "report"),
    ("/nb/", "page", f"<h1>关于印发年度报告格式的通知</h1>{SECTIONS[:120]}", "page"),
    ("/nb/", "page", row("/a1", "甲局2023年政府信息公开年报"), "page"),
]


@pytest.mark.parametrize(("path", "found", "shown", "role"), ROLES)
def test_what_a_page_turned_out_to_be(path, found, shown, role):
    seen = Page(SITE + path, shown)
    assert discovery.role_of(seen, platforms.platform_of(seen), Found(seen.url, role=found)) == role


def test_a_list_in_a_frame_of_the_same_site_is_followed():
    source = '<iframe src="/list/1.html"></iframe><iframe src="http://map.example.com/"></iframe>'
    assert [(lead.url, lead.priority) for lead in leads(source)] == [(f"{SITE}/list/1.html", COLUMN)]


@pytest.mark.parametrize(
    ("source", "onward"),
    [
        ('<meta http-equiv="Refresh" content="0; url=/zw/index.html">', f"{SITE}/zw/index.html"),
        ("<script>window.location.href='/index/';</script>", f"{SITE}/index/"),
        ('<meta http-equiv="refresh" content="600">', None),
        ("<script>location='/m/'</script>" + "<a href='/a'>x</a>" * 5, None),
    ],
)
def test_a_page_that_only_sends_on(source, onward):
    assert Page(f"{SITE}/", source).onward() == onward


def test_addresses_are_read_as_a_browser_reads_them():
    source = (
        "<base href='/zw/'><a href='a.html#top'>1</a><a href='javascript:void(0)' onclick=\"window.open('/b.html')\">2</a>"
        "<a href=\"javascript:location.href='/c.html'\">3</a><a href='mailto:x@y.cn'>4</a><a href='//h.x.gov.cn:80/d'>5</a>"
        "<select><option value='/e?area=1'>6</option><option value='7'>7</option></select><a href='http://[bad'>8</a>"
    )
    assert [anchor.url for anchor in Page(f"{SITE}/", source).anchors] == [
        f"{SITE}/zw/a.html",
        f"{SITE}/b.html",
        f"{SITE}/c.html",
        "http://h.x.gov.cn/d",
        f"{SITE}/e?area=1",
    ]


def test_a_gbk_page_is_read_whatever_it_declares():
    body = "<meta charset=utf-8><title>政府信息公开年报</title>".encode("gb18030")
    assert read_page(f"{SITE}/", body).title == "政府信息公开年报"
