"""Kaipu UCAP: a shell over sub-columns whose pager names another prefix, files beside hashed articles, search5.

Source: the CMS reference, sections 2 and 2b.
"""

from dataclasses import replace
from hashlib import md5
from uuid import UUID

from portals.building import Site, as_json, link, rows, sheets
from portals.papers import bodies, decoys, docx, pdf, reports, shuffled, zipped

PAGER = "createPageHTML('page_div',{count},{number},'{name}','shtml',{total})"
FILES = (("docx", docx), ("pdf", pdf), ("zip", zipped))
BOX = '<div id="UCAP-CONTENT" class="pages_content">{}</div>'


def sites():
    return [county()]


def county():
    place = "示例市清水县"
    site = Site("kaipu", "127.0.5.31", "示例市清水县人民政府", menu=(("/qsx/zfxxgk/xxgk_list.shtml", "政府信息公开"),))
    site.head = '<meta name="SiteIDCode" content="3799990001"><meta name="SiteDomain" content="www.example.gov.cn">'
    tabs = link("/qsx/c107030/list.shtml", "政府信息公开指南") + link(
        "/qsx/c107031/xxgk_lists.shtml", "政府信息公开年报"
    )
    site.page("/qsx/zfxxgk/xxgk_list.shtml", "政府信息公开", tabs)
    subcolumns = {"C116872": "县政府", "c116873": "县直部门", "c116874": "乡镇街道"}
    shell = "".join(link(f"/qsx/{column}/list.shtml", name) for column, name in subcolumns.items())
    site.page("/qsx/c107031/xxgk_lists.shtml", "政府信息公开年报", f"{shell}<div class=list>暂无相关信息</div>")
    names, years = bodies(place, 10, 4), (2024, 2023, 2022, 2021)
    _column(site, "C116872", reports(names[:2], years), 20, "list")
    _column(site, "c116873", shuffled(reports(names[2:12], years), decoys(names, 2024, 30)), 15, "dezlist")
    _column(site, "c116874", shuffled(reports(names[12:], years), decoys(names[12:], 2024, 6)), 10, "list")
    _searched(site, place)
    return site


def _column(site, column, papers, size, prefix):
    """The first page is `list.shtml`, the second `{prefix}_2.shtml`: the pager knows."""
    entries = [(_article(site, column, paper, number), paper) for number, paper in enumerate(papers)]
    for number, count, shown in sheets(entries, size):
        script = PAGER.format(count=count, number=number, name=prefix, total=len(entries))
        name = "list" if number == 1 else f"{prefix}_{number}"
        site.page(f"/qsx/{column}/{name}.shtml", "政府信息公开年报", f"{rows(shown)}<script>{script}</script>")


def _article(site, column, paper, number):
    """Every seventh report is an attachment alone: Word, PDF, or a package of it."""
    name = md5(f"{column}{number}".encode(), usedforsecurity=False).hexdigest()
    path = f"/qsx/{column}/{paper.day:%Y%m}/{name if number % 2 else UUID(name)}.shtml"
    if number % 7 == 3 and paper.year:
        folder = f"/{column}/{paper.day:%Y%m}/{UUID(name)}/files"
        kind, written = FILES[number // 7 % len(FILES)]
        file = site.file(f"{folder}/{UUID(name[::-1])}.{kind}", written(paper))
        return site.article(path, replace(paper, body=f'<p><a href="{file}">{paper.title}.{kind}</a></p>'), BOX)
    return site.article(path, paper, BOX)


def _searched(site, place):
    """Reports that no column lists, on two pages; the first again under `//`, which is no other page."""
    papers = reports([f"{place}残疾人联合会", f"{place}红十字会"], range(2010, 2023))
    found = [(site.article(f"/qsx/c119999/201001/{n:032x}.shtml", paper, BOX), paper) for n, paper in enumerate(papers)]
    found.insert(1, (f"/qsx/{found[0][0][4:]}", papers[0]))
    rows_ = [{"title": f"<span>{p.title}</span>", "url": url, "pubDate": p.published} for url, p in found]

    def answer(request):
        asked = rows_ if request.form.get("siteCode") == "3799990001" else []
        number, size = (int(request.form.get(name, "0")) for name in ("pageNum", "pageSize"))
        shown = asked[(number - 1) * size : number * size]
        return as_json({"searchResultAll": {"total": len(asked), "searchTotal": shown}})

    site.answer("/search5/search/s", answer)
    site.page("/", site.name, '<form action="/search5/html/searchResult.html"><input name="searchWord"></form>')
