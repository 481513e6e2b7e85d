"""TRS WCM: a column with the pager zoo's first and last forms, and a small zone whose column is full of misfiled news.

Source: the CMS reference, sections 2, 2a, 8 and 9 (恩格贝's column page is the model of the second).
"""

from dataclasses import replace
from datetime import timedelta

from portals.building import Site, as_json, link, row, sheets
from portals.papers import bodies, decoys, docx, report, reports, shuffled, xls

COLUMN = "/zfxxgk/zfxxgknb/"
EDITOR = '<div class="TRS_Editor"><div class="Custom_UnionStyle">{}</div></div>'


def sites():
    return [by_groups(), zone()]


def by_groups():
    """A county: a hub with columns for government, departments and townships, each paged in its own way; IRS search."""
    place = "示例市白石县"
    site = Site("trs-groups", "127.0.5.21", "示例市白石县人民政府", menu=(("/zwgk/", "政务公开"),))
    site.moved("/zwgk", "/zwgk/", 301)
    site.page("/zwgk/", "政务公开", link("../zfxxgk/", "政府信息公开") + link("./xzzf/", "行政执法"))
    site.page("/zwgk/xzzf/", "行政执法", link("./202401/t20240105_77.html", "白石县2023年度行政执法统计年报"))
    hub = link("./zfxxgkzn/", "政府信息公开指南") + link("./zfxxgknb/", "政府信息公开年报")
    site.page("/zfxxgk/", "政府信息公开", hub)
    groups = link("./qzf/", "县政府") + link("./bm/", "部门") + link("./xzjd/", "乡镇街道")
    site.page(COLUMN, "政府信息公开年报", groups)
    names, years = bodies(place, 12, 4), (2023, 2022, 2021, 2020)
    _column(site, "qzf", reports(names[:2], years), 20, 'createPageHTML({count}, {index}, "index", "html");')
    papers = shuffled(reports(names[2:14], years), decoys(names, 2023, 36))
    _column(site, "bm", papers, 20, 'createPageHTML({count}, {index}, "index","html","black2",814);')
    towns = shuffled(reports(names[14:], years), decoys(names[14:], 2022, 9))
    _column(site, "xzjd", towns, 9, "var currentPage = {index}; var countPage = {count}; document.write('index_'+n)")
    _searched(site, place)
    return site


def _column(site, folder, papers, size, pager):
    """Its pages count from 0: `index.html`, `index_1.html`; links are relative, some rows have no title attribute."""
    entries = [(_article(site, f"{COLUMN}{folder}/", paper, number), paper) for number, paper in enumerate(papers)]
    for number, count, shown in sheets(entries, size):
        listed = "".join(row(_relative(path), paper, cut=60) for path, paper in shown)
        script = f"<script>{pager.format(count=count, index=number - 1)}</script>"
        path = f"{COLUMN}{folder}/" + ("" if number == 1 else f"index_{number - 1}.html")
        site.page(path, "政府信息公开年报", f"<ul>{listed}</ul>{script}")


def _relative(path):
    return "./" + "/".join(path.rsplit("/", 2)[1:])


def _article(site, folder, paper, number):
    """The folder's month is that of the import for every fifth one, and its wap copy is linked from the page."""
    day = paper.day + timedelta(days=700 if number % 5 == 0 else 0)
    path = f"{folder}{day:%Y%m}/t{day:%Y%m%d}_{1899000 + number}.html"
    wap = f'<a href="./{path.rsplit("/", 1)[1].replace(".html", "_wap.html")}">手机版</a><a href="?print=1">打印</a>'
    if number % 9 == 4 and paper.year:
        return _in_parts(site, path, paper)
    return site.article(path, paper, EDITOR + wap)


def _in_parts(site, path, paper):
    """An article cut into pages: its further parts hang on its own name."""
    stem = path.rsplit("/", 1)[1].removesuffix(".html")
    first, _, rest = paper.body.partition("<p>四、")
    part = path.replace(".html", "_1.html")
    site.page(part, paper.title, EDITOR.format(f"<p>四、{rest}"))
    pager = f'<script>createPageHTML(2,0,"{stem}","html")</script>'
    return site.article(path, replace(paper, body=first), EDITOR + pager)


def _searched(site, place):
    """IRS: two reports that no column lists; titles come highlighted, as text or in a list."""
    papers = [report(f"{place}{name}", 2019, 1) for name in ("粮食局", "档案局")]
    paths = [site.article(f"/sjj/202001/t20200109_5{n}.html", paper, EDITOR) for n, paper in enumerate(papers)]
    found = [
        {"data": {"title": paper.title.replace("政府", "<em>政府</em>"), "url": path, "time": paper.published}}
        for path, paper in zip(paths, papers, strict=True)
    ]
    found[1]["data"]["title"] = [found[1]["data"]["title"]]
    pager = {"total": 2, "pageCount": 1}
    site.answer(
        "/irs/front/search", lambda request: as_json({"data": {"pager": pager, "middle": {"listAndBox": found}}})
    )
    site.page("/", site.name, link("/irs-c-web/search.shtml?code=17da70961a7&dataTypeId=15", "搜索"))


def zone():
    """A development zone: ten rows in an old table, four of them reports, dates that lie, and an attachment alone."""
    name = "示例市南湖生态示范区管理委员会"
    site = Site("trs-zone", "127.0.5.22", "示例市南湖生态示范区", menu=(("/xxgk/gknb/", "信息公开年报"),))
    others = ["示例市人民政府", name, "示例市青禾区人民政府", name]
    papers = [report(each, 2019 - index, 0) for index, each in enumerate(others)]
    news = decoys([name], 2019, 6)
    entries = [(_old(site, paper, number), paper) for number, paper in enumerate([*papers, *news])]
    attached = report(name, 2021, 3)
    file = site.file("/xxgk/gknb/202201/P020220110335.docx", docx(attached), "application/msword")
    site.article(
        "/xxgk/gknb/202201/t20220110_3.html", replace(attached, body=f'<a href=".{file[19:]}">附件：年报.docx</a>')
    )
    direct = report(name, 2022, 0)
    entries.append(("/xxgk/gknb/202201/t20220110_3.html", attached))
    entries.append((site.note(site.file("/xxgk/gknb/W020230112.docx", docx(direct)), direct), direct))
    sheet = report(name, 2023, 1)
    entries.append((site.note(site.file("/xxgk/gknb/P020240115.xls", xls(sheet), "text/html"), sheet), sheet))
    drawn = "".join(
        f'<tr><td>·</td><td><a href=".{path.removeprefix("/xxgk/gknb")}" target="_blank">{paper.title}</a></td>'
        f"<td>{paper.published}</td></tr>"
        for path, paper in entries
    )
    crumb = '<a class="CurrChnlCls" href="/xxgk/">信息公开</a>'
    pager = "<script>var currentPage = 0; var countPage = 2;</script>"
    site.page(
        "/xxgk/gknb/",
        "信息公开年报",
        f"{crumb}<table><tr><td><table class=gl_list>{drawn}</table></td></tr></table>{pager}",
    )
    site.visits["/xxgk/gknb/index_1.html"] = "not_found"
    site.page("/", site.name, "<p>网站标识码</p>")
    return site


def _old(site, paper, number):
    path = f"/xxgk/gknb/20200{number % 9 + 1}/t20200903_29000{number}.html"
    return site.article(path, paper, EDITOR, metas=number % 2 == 0)
