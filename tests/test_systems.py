"""What the publishing systems say about pages that the replicas do not have: broken answers, last pages, odd markup."""

import json

import pytest

from spiders import discovery
from spiders.pages import Page
from spiders.platforms import (
    PLATFORMS,
    epoint,
    gkmlpt,
    hanweb,
    jpaas,
    lonsun,
    openness,
    platform_of,
    search,
    trs,
    truecms,
    vsb,
)

SITE = "http://www.x.gov.cn"
TITLE = "甲县乙局2023年政府信息公开工作年度报告"

RECOGNISED = [  # address, source -> system
    ("/zfxxgk/x/art/2026/art_0123456789abcdef0123456789abcdef.html", "", "jpaas"),
    ("/gkmlpt/content/9/9000/post_9000001.html", "", "gkmlpt"),
    ("/zfxxgk/", "<a href='/gkmlpt/annualreport#12'>年报</a>", "gkmlpt"),
    ("/zfxxgk/", "<div class='EWB-FRONT'></div>", "epoint"),
    ("/zfxxgk/", "proxyUrl:'/x/messageController/getMessage.do'", "truecms"),
    ("/public/column/7011?type=3", "", "lonsun"),
    ("/OpennessAnnualReport/show/6588.html", "", "openness"),
    ("/openness/OpennessAnnualReport/show/2364.html", "", "openness"),
    ("/XxgkContent/showList/12/3/page_1.html", "", "openness"),
    ("/info/1016/42000.htm", "", "vsb"),
    ("/zfxxgk.htm", "<!--Announced by Visual SiteBuilder 9-->", "vsb"),
    ("/hn/c107031/list.shtml", "", "kaipu"),
    ("/hn/C116872/202006/52b3f7bbeaba46fa9bf27b0d832bb030.shtml", "", "kaipu"),
    ("/zfxxgk/202401/t20240117_1899020.htm", "", "trs"),
    ("/zfxxgk/", "<div class='TRS_Editor'></div>", "trs"),
    ("/zfxxgk/", "<a href='./202401/t20240117_1.html'></a>" * 3, "trs"),
    ("/zfxxgk/", "<a href='./202401/t20240117_1.html'></a>", "static"),
    ("/nw12344/20230331/0123456789abcdef0123456789abcdef.html", "", "static"),
    ("/02MC/2090413.jhtml", "", "static"),
    ("/search5/search/s", "{}", "search"),
]


@pytest.mark.parametrize(("path", "source", "name"), RECOGNISED)
def test_systems_are_recognised(path, source, name):
    found = platform_of(Page(SITE + path, source))
    assert name == found.NAME


ADDRESSES = (
    "/a/",
    "/gkmlpt/api/all/1?page=1",
    "/gkmlpt/index",
    f"{jpaas.UNIT}?paramJson=%7B%7D",
    f"/x{epoint.SERVICE}",
    f"{epoint.SCRIPT}?categorynum=1&deptcode=",
    f"/{truecms.SERVICE}?startrecord=1",
    lonsun.LABEL,
    "/public/column/1?type=3",
    "/module/xxgk/search.jsp",
    search.JSEARCH,
    search.IRS,
    search.SEARCH5,
)
SOURCES = (
    "",
    "{}",
    "[]",
    "null",
    "<",
    "{",
    "cb(",
    "暂无相关信息",
    "window._CONFIG = {TREE: [{",
    '{"data": null}',
    '"x"',
    "12",
)


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_answer_that_is_broken_is_an_empty_list(path):
    for source in SOURCES:
        for platform in PLATFORMS:
            page = Page(SITE + path, source)
            assert platform.entries(page) == []
            platform.attachments(page)
        assert platform_of(page).entries(page) == []
        platform_of(page).following(page)


def test_a_list_that_loads_more_is_asked_for_windows_of_its_own_size():
    proxy = "/module/web/jpage/morecolumndataproxy.jsp"
    group = f"{proxy}?page=1&amp;appid=1&amp;webid=9&amp;columnid=70001&amp;unitid=3&amp;keyWordCount=30"
    source = f'<nextgroup><![CDATA[<a href="{group}"></a>]]></nextgroup><script>load("{proxy}")</script>'
    (step,) = hanweb.following(Page(f"{SITE}/col/col70001/index.html", source))
    assert step.url.startswith(f"{SITE}{proxy}?startrecord=1&endrecord=30&perpage=30&page=1&")
    assert (step.method, "keyWordCount=30" in step.url) == ("GET", True)
    records = "".join(f"<record><![CDATA[<li><a href='/a{n}.html'>{TITLE}</a></li>]]></record>" for n in range(30))
    (after,) = hanweb.following(Page(step.url, records))
    assert "&page=2&" in after.url
    assert hanweb.following(Page(after.url, records[:400])) == []


def test_further_parts_of_an_article_belong_to_it():
    url = f"{SITE}/a/t20151009_67430.html"
    pager = '<script>createPageHTML(3,0,"t20151009_67430","html")</script>'
    parts = [anchor.url for anchor in trs.attachments(Page(url, pager))]
    assert parts == [f"{SITE}/a/t20151009_67430_1.html", f"{SITE}/a/t20151009_67430_2.html"]
    assert trs.attachments(Page(f"{SITE}/a/", pager)) == []


@pytest.mark.parametrize(
    ("here", "shown", "after"),
    [
        ("/nb.htm", "共540条 1/27", "/nb/26.htm"),
        ("/nb/26.htm", "共540条 2/27", "/nb/25.htm"),
        ("/nb/1.htm", "共540条 27/27", None),
        ("/nb.htm", "<span class='p_t'>1/3</span>", "/nb/2.htm"),
        ("/nb.htm", "共12条", None),
    ],
)
def test_pages_that_count_down(here, shown, after):
    assert [step.url for step in vsb.following(Page(SITE + here, f"<div>{shown}</div>"))] == (
        [SITE + after] if after else []
    )


def test_a_tree_of_categories_is_read_without_those_that_jump():
    nodes = [
        {
            "id": 1,
            "name": "机构概况",
            "children": [{"id": 2, "name": "政府信息公开年报", "children": [], "jump_url": ""}],
        },
        {"id": 3, "name": "政府信息公开年报", "children": [], "jump_url": "http://y.gov.cn/"},
    ]
    source = f"<script>window._CONFIG = {{ SID: '755001', TREE: {json.dumps(nodes)}, X: 1 }}</script>"
    (step,) = gkmlpt.following(Page(f"{SITE}/yjzjj/gkmlpt/index", source))
    assert (step.url, step.label) == (f"{SITE}/yjzjj/gkmlpt/api/all/2?page=1&sid=755001", "政府信息公开年报")


def test_a_category_ends_where_it_is_empty_or_complete():
    url = f"{SITE}/gkmlpt/api/all/2?page=2&sid=7"
    articles = [{"title": TITLE, "url": f"{SITE}/gkmlpt/content/9/1/post_{n}.html"} for n in range(10)]
    (step,) = gkmlpt.following(Page(url, json.dumps({"total": 100, "articles": articles})))
    assert step.url == f"{SITE}/gkmlpt/api/all/2?page=3&sid=7"
    assert gkmlpt.following(Page(url, json.dumps({"total": 20, "articles": articles}))) == []
    assert gkmlpt.following(Page(url, json.dumps({"total": 100, "articles": []}))) == []


def test_an_epoint_site_is_asked_for_both_first_pages():
    script = Page(
        f"{SITE}{epoint.SCRIPT}?categorynum=003&deptcode=D1",
        'var siteInfo = {"projectName":"/EpointWebBuilder","siteGuid":"g-1"};',
    )
    steps = epoint.following(script)
    assert {step.url for step in steps} == {f"{SITE}/EpointWebBuilder{epoint.SERVICE}"}
    assert [json.loads(step.body) for step in steps] == [
        {"categorynum": "003", "deptcode": "D1", "siteGuid": "g-1", "pageIndex": number, "pageSize": 50}
        for number in (1, 0)
    ]


def test_a_lonsun_directory_leads_to_its_tab_of_annual_reports():
    (step,) = lonsun.following(Page(f"{SITE}/zwgk/public/column/7011?type=4&action=list", ""))
    assert (step.url, step.label) == (f"{SITE}/zwgk/public/column/7011?type=3", "政府信息公开年报")


def test_an_openness_list_is_followed_as_far_as_it_counts():
    url = f"{SITE}/OpennessContent/showList/12/77/page_2.html"
    assert [step.url for step in openness.following(Page(url, "共3页"))] == [url.replace("page_2", "page_3")]
    assert openness.following(Page(url, "第2/2页")) == []
    assert openness.following(Page(url, "")) == []


SEARCHED = [  # what a home page offers -> the service asked, and what names the site there
    (
        '<form action="/jsearchfront/search.do"><input name="websiteid" value="w9"></form>',
        search.JSEARCH,
        "websiteid=w9",
    ),
    ('<a href="/jsearchfront/index.do?websiteid=w9&amp;cateid=5">搜</a>', search.JSEARCH, "cateid=5"),
    ('<a href="/irs-c-web/search.shtml?code=c9&amp;dataTypeId=15">搜</a>', search.IRS, '"dataTypeId": "15"'),
    (
        '<meta name="SiteIDCode" content="3799990001"><form action="/search5/html/s.html"></form>',
        search.SEARCH5,
        "siteCode=3799990001",
    ),
    ('<form action="/search5/html/s.html"></form>', None, ""),
    ('<a href="/irs-c-web/search.shtml?code=c9">搜</a>', None, ""),
    ('<form action="/jsearchfront/search.do"></form>', None, ""),
]


@pytest.mark.parametrize(("offered", "service", "named"), SEARCHED)
def test_a_portals_own_search_is_asked_for_the_reports_title(offered, service, named):
    steps = search.searches(Page(f"{SITE}/", offered))
    assert [step.url for step in steps] == ([SITE + service] if service else [])
    assert all(named in step.body.decode() and step.method == "POST" for step in steps)


def test_answers_of_a_search_are_turned_while_there_are_more():
    rows = [{"title": f"<em>{TITLE}</em>", "url": f"/a/{n}.html", "pubDate": "2024-01-20 10:00"} for n in range(20)]
    answer = json.dumps({"searchResultAll": {"total": 45, "searchTotal": rows}})
    page = Page(f"{SITE}{search.SEARCH5}", answer, "siteCode=1&pageNum=2&pageSize=20")
    assert (page_entry := search.entries(page)[0]) and (page_entry.title, page_entry.date) == (TITLE, "2024-01-20")
    (step,) = search.following(page)
    assert "pageNum=3" in step.body.decode()
    assert search.following(Page(page.url, answer, "siteCode=1&pageNum=3&pageSize=20")) == []


SAME = [  # a department's site below the portal's name, another port, another government
    ("http://czj.x.gov.cn/nb/", True),
    ("https://www.x.gov.cn:8443/nb/", True),
    ("http://www.y.gov.cn/nb/", False),
    ("http://x.gov.cn.evil.example.com/nb/", False),
    ("http://180.76.149.248:88/book/page1.html", False),
]


@pytest.mark.parametrize(("url", "ours"), SAME)
def test_which_hosts_belong_to_a_portal(url, ours):
    assert discovery.same_site_as(url, {"www.x.gov.cn"}) is ours
