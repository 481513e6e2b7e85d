"""Hanweb JCMS in its three habits: a column for each year (POST by records), the directory xxgk, and GET by pages.

Source: the CMS reference, sections 1a to 1d, 9 and 10.
"""

from dataclasses import replace
from urllib.parse import quote

from portals.building import Site, as_json, empty, flip_book, link, text, window
from portals.papers import bodies, decoys, report, reports, shuffled

from benchmarks.word_files import PNG

SERVICE = "/module/web/jpage/dataproxy.jsp"
ANNUAL = "/module/xxgk/xxgkAnnualReport.jsp"
INLINE = 45


def sites():
    return [by_years(), by_directory(), by_pages()]


def by_years():
    """A city: a new column id every year under a year list, copies on the annual-report page, its own search."""
    site = Site("hanweb-years", "127.0.5.11", "示例市青禾区人民政府", menu=(("/col/col100/index.html", "政务公开"),))
    place = "示例市青禾区"
    names = bodies(place, 14, 4)
    years = {2024: 7024, 2023: 7023, 2022: 7022}
    site.page("/col/col100/index.html", "政务公开", link("/col/col101/index.html", "政府信息公开"))
    tabs = link("/col/col102/index.html", "政府信息公开指南") + link("/col/col7000/index.html", "年度报告")
    site.page("/col/col101/index.html", "政府信息公开", tabs)
    site.page("/col/col102/index.html", "政府信息公开指南", "<p>指南</p>")
    listed = "".join(link(f"/col/col{column}/index.html", f"{year}年") for year, column in years.items())
    site.page("/col/col7000/index.html", "年度报告", f"<div>{listed}</div>")
    records = {str(column): _filed(site, place, names, year, column) for year, column in years.items()}
    for column, entries in records.items():
        site.page(f"/col/col{column}/index.html", "年度报告", _inline(entries, column))
    site.answer(SERVICE, _by_records(records))
    _outside_columns(site, place)
    return site


def _filed(site, place, names, year, column):
    """One year's column: every body's report among decoys; one page exists as a copy on the annual-report page."""
    papers = shuffled(reports(names, [year]), decoys(names, year, 34))
    entries = []
    for number, paper in enumerate(papers):
        day = paper.day
        path = f"/art/{day.year}/{day.month}/{day.day}/art_{column}_{6093000 + number}.html"
        if number % 40 == 13 and paper.year:
            entries.append((flip_book(site, f"/book/{year}dzs/{number}/", paper), paper))
            continue
        entries.append((site.article(path, paper, '<div class="art_con">{}</div>', heading=_broken(paper)), paper))
    return entries


def _broken(paper):
    """The heading over two lines, as 文登 prints it."""
    return paper.title.replace(paper.agency, f"{paper.agency}<br>") if paper.year else paper.title


def _record(path, paper):
    cut = paper.title if len(paper.title) <= 20 else f"{paper.title[:20]}…"
    quoted = "'" if paper.seed % 3 == 0 else '"'
    return f"<li><a href={quoted}{path}{quoted} title={quoted}{paper.title}{quoted}>{cut}</a><span>{paper.published}</span></li>"


def _datastore(entries, total, following=""):
    records = "".join(f"<record><![CDATA[{_record(*entry)}]]></record>" for entry in entries)
    group = f'<nextgroup><![CDATA[<a href="{following}"></a>]]></nextgroup>'
    return f"<datastore>{group}<recordset>{records}</recordset><totalrecord>{total}</totalrecord></datastore>"


def _inline(entries, column):
    fields = f"col:1,appid:1,webid:3,path:'/',columnid:{column},sourceContentType:1,unitid:'423656',webname:'示例市',permissiontype:0"
    script = f"$('#423656').jpage({{perPage:15,proxyUrl:'{SERVICE}',dataParam:{{{fields}}}}})"
    store = _datastore(entries[:INLINE], len(entries))
    return f'<div class="default_pgContainer"></div><script type="text/xml">{store}</script><script>{script}</script>'


def _by_records(records):
    def answer(request):
        entries = records.get(request.value("columnid"))
        if entries is None or not request.headers.get("referer"):
            return text("404", "text/html") if entries is None else _missing()
        return text(_datastore(window(request, "startrecord", "endrecord", entries), len(entries)), "text/xml")

    return answer


def _missing():
    return type(empty())(b"not found", 404)


def _outside_columns(site, place):
    """Two reports that only the portal's search knows of, one of them twice."""
    hidden = [report(f"{place}{name}", 2021, 3) for name in ("档案局", "信访局")]
    paths = [site.article(f"/art/2022/1/{8 + n}/art_9001_{n}.html", paper) for n, paper in enumerate(hidden)]
    site.copy("/art/2022/1/19/art_9002_7.html", hidden[0])
    found = [(paths[0], hidden[0]), ("/art/2022/1/19/art_9002_7.html", hidden[0]), (paths[1], hidden[1])]
    site.answer("/jsearchfront/interfaces/cateSearch.do", _searched(found))
    form = (
        '<form action="/jsearchfront/search.do"><input type="hidden" name="websiteid" value="371081000500000">'
        '<input type="hidden" name="cateid" value="1082"><input type="hidden" name="tpl" value="1361"><input name="q"></form>'
    )
    site.page(
        "/", site.name, form + link("/art/2024/3/1/art_1_1.html", "青禾区召开2023年政府信息公开工作年度报告部署会")
    )


def _searched(found):
    blocks = [
        f'<div class="jcse-result-box"><div class="jcse-news-title"><a href="/jsearchfront/visit/link.do?url={quote(path)}">'
        f'{paper.title.replace("信息公开", "<em>信息公开</em>")}</a></div><div class="jcse-news-url"><a>{path}</a></div>'
        f'<span class="jcse-news-date">{paper.published}</span></div>'
        for path, paper in found
    ]

    def answer(request):
        asked = request.form.get("websiteid") == "371081000500000" and request.form.get("p") == "1"
        return as_json({"total": len(blocks), "result": blocks if asked else []})

    return answer


def by_directory():
    """A district: the disclosure directory's shell, an agency tree, lists by agency, and agency x year report pages."""
    place = "示例市洞江区"
    site = Site(
        "hanweb-directory", "127.0.5.12", "示例市洞江区人民政府", menu=(("/col/col1229/index.html", "政府信息公开"),)
    )
    areas = {f"0010080030{number:05d}": name for number, name in enumerate(bodies(place, 6, 2))}
    years = (2023, 2022, 2021, 2020, 2019, 2018)
    made = {
        (area, year): report(name, year, index) for index, (area, name) in enumerate(areas.items()) for year in years
    }
    del made[min(areas), 2018]
    handed_on = max(areas)
    made[handed_on, 2018] = report(f"{place}行政审批管理办公室", 2018, 4)  # the same area is another body a year later
    site.page("/col/col1229/index.html", "政府信息公开指南", _shell(areas, years))
    site.answer("/module/xxgk/tree.jsp", lambda request: text('<ul><li onclick="go(1)">政策文件(123)</li></ul>'))
    site.answer("/module/xxgk/search.jsp", _rows_of(site, areas, place))
    site.answer(ANNUAL, _annual(site, made))
    for (area, year), paper in made.items():
        site.note(f"{ANNUAL}?area={area}&fbtime={year}", paper)
    again = made[handed_on, 2020]
    site.copy("/art/2021/1/12/art_1229_9.html", again, heading=f"{again.title}<br>")
    listed = link("/art/2021/1/12/art_1229_9.html", again.title) + link("/col/col88/index.html", "政府信息公开年报")
    site.page("/", site.name, listed)
    _walled(site)
    return site


def _walled(site):
    """A column that answers while its records are behind a wall."""
    fields = "appid:1,webid:3,path:'/',columnid:88,unitid:'88',webname:'x'"
    script = f"<script>$('#88').jpage({{perPage:15,proxyUrl:'/module/web/jpage/dataproxy.jsp',dataParam:{{{fields}}}}})</script>"
    site.page("/col/col88/index.html", "政府信息公开年报", script)
    site.answer(SERVICE, lambda request: type(empty())(b"<script>$_ts</script>", 412))
    window_ = "startrecord=1&endrecord=45&perpage=45&page=1"
    site.outcomes[f"{SERVICE}?{window_}"] = "wall"


def _shell(areas, years):
    menu = "".join(link(f"/col/col1229/index.html?vc_xxgkarea={area}", name) for area, name in areas.items())
    first = next(iter(areas))
    tabs = "".join(link(f"{ANNUAL}?fbtime={year}&area={first}", f"{year}年") for year in years)
    called = f"/module/xxgk/search.jsp?infotypeId=A0901&jdid=3&area={first}&divid=div435&currpage=1&texttype=0&standardXxgk=1"
    return f"{menu}<div class=nb>政府信息公开年报{tabs}</div><script src='/module/xxgk/script/dynamic.js'></script><script>load('{called}')</script>"


def _rows_of(site, areas, place):
    """The directory's list ignores the column and returns the whole district's items, decoys all of them."""
    papers = decoys(list(areas.values()), 2023, 50)
    entries = [
        (site.article(f"/art/2024/2/{n % 28 + 1}/art_1229_{n}.html", each), each) for n, each in enumerate(papers)
    ]

    def answer(request):
        page = int(request.value("currpage", "1"))
        shown = entries[(page - 1) * 20 : page * 20]
        drawn = "".join(f"<li><a href='{path}'>{each.title}</a><b>{each.published}</b></li>" for path, each in shown)
        return text(f"<ul>{drawn}</ul>")

    return answer


def _annual(site, made):
    """One report; before 2018 the page is missing, and a year without a report has an empty body."""

    def answer(request):
        area, year = request.value("area"), request.value("fbtime", "0")
        paper = made.get((area, int(year)))
        if paper is None:
            return (
                _missing()
                if int(year) < 2018
                else text(site.dressed("政府信息公开年报", '<div class="xxgkcont"></div>'))
            )
        body = f"<h1>{paper.title}</h1>发布时间：{paper.published} 08:58:29<p>点击收听年报语音朗读</p><div class='xxgkcont'>{paper.body}</div>"
        return text(site.dressed("政府信息公开年报", body))

    return answer


def by_pages():
    """A county on an old server: GET alone, `startrecord` ignored, groups counted by `page`, no script of its own."""
    place = "示例市云岭县"
    site = Site("hanweb-pages", "127.0.5.13", "示例市云岭县人民政府", menu=(("/col/col30/index.html", "政府信息公开"),))
    names = bodies(place, 8, 2)
    site.page("/col/col30/index.html", "政府信息公开", link("/col/col70001/index.html", "政府信息公开年报"))
    papers = shuffled(reports(names, range(2014, 2024)), decoys(names, 2023, 20))
    entries = [(_plain(site, paper, number), paper) for number, paper in enumerate(papers)]
    proxy = "/module/jpage/dataproxy.jsp"
    group = f"{proxy}?page=1&amp;appid=1&amp;webid=9&amp;path=/&amp;columnid=70001&amp;unitid=300001&amp;webname=x&amp;permissiontype=0"
    store = _datastore(entries[:INLINE], len(entries), group)
    site.page("/col/col70001/index.html", "政府信息公开年报", f'<script type="text/xml">{store}</script>')

    def answer(request):
        if request.method != "GET" or request.value("columnid") != "70001":
            return _missing()
        start = (int(request.value("page", "1")) - 1) * INLINE
        return text(_datastore(entries[start : start + INLINE], len(entries)), "text/xml")

    site.answer(proxy, answer)
    site.page("/", site.name, "<p>云岭欢迎您</p>")
    return site


def _plain(site, paper, number):
    """An old article: no metas, the title only in <title>, the body in a table cell."""
    path = f"/art/{paper.day.year}/{paper.day.month}/{paper.day.day}/art_70001_{number}.html"
    if number % 30 == 7 and paper.year:
        picture = site.file(f"/picture/0/{number}.png", PNG, "image/png")
        paper = replace(paper, body=f'{paper.body}<p><img src="{picture}"></p>')  # its tables are pictures
    return site.article(
        path, paper, '<table><tr><td class="bt_content"><div class="art_con">{}</div></td></tr></table>', metas=False
    )
