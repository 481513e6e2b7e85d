"""LonSun: a directory for each body, its tab of annual reports, rows from label 8888, an empty tab, news columns.

Source: the CMS reference, section 4a.
"""

from portals.building import Site, link, text
from portals.papers import bodies, decoys, reports, shuffled

SIZE = 15
LABEL = "/site/label/8888"


def sites():
    return [county()]


def county():
    place = "示例市枞江县"
    site = Site(
        "lonsun", "127.0.5.71", f"{place}人民政府", menu=(("/public/column/7001?type=4&action=list", "政府信息公开"),)
    )
    names = bodies(place, 9, 3)
    organs = {str(7001 + number): name for number, name in enumerate(names)}
    papers = {organ: _papers(name, organ) for organ, name in organs.items()}
    papers["7099"] = []
    listed = {organ: _publish(site, organ, papers[organ]) for organ in papers}
    menu = "".join(link(f"/public/column/{organ}?type=3", name) for organ, name in organs.items())
    site.answer("/public/column/7001", _column(site, "7001", menu, listed))
    for organ in papers:
        site.answer(f"/public/column/{organ}", _column(site, organ, menu, listed))
    site.answer(LABEL, _label(listed))
    site.page("/", site.name, link("/content/column/6791573", "政务要闻"))
    return site


def _papers(name, organ):
    years = (2023, 2022, 2021, 2020, 2019)
    return shuffled(reports([name], years), decoys([name], 2023, 24 if organ == "7001" else 2))


def _publish(site, organ, papers):
    """Articles carry the column's name in their metas, which is a strong sign."""
    site.head = '<meta name="ColumnName" content="政府信息公开年报"><meta name="ColumnType" content="信息公开年报">'
    paths = [site.article(f"/zfxxgk/public/{organ}/{5000 + n}.html", paper) for n, paper in enumerate(papers)]
    site.head = ""
    return list(zip(paths, papers, strict=True))


def _column(site, organ, menu, listed):
    """Type 3 is the tab of annual reports; others are the guide and the directory."""

    def answer(request):
        tabs = link(f"/public/column/{organ}?type=2", "政府信息公开指南") + link(
            "/public/column/7099?type=3", "工作年报"
        )
        if request.query.get("type") != "3":
            return text(site.dressed("政府信息公开目录", tabs + "<div>索引目录</div>"))
        return text(site.dressed("政府信息公开年报", f"<ul>{menu}</ul>{tabs}{_script(organ, listed[organ])}"))

    return answer


def _script(organ, entries):
    """Every second body's page calls with an object, the others with an address; rows come only from the label."""
    count = f"<script>var options = {{pageIndex:1, pageCount:{max(-(-len(entries) // SIZE), 1)}}};</script>"
    fixed = f"siteId=6781961&pageSize={SIZE}&action=list&isDate=true&length=80&organId={organ}&type=3&catIds=&cId="
    template = "file=/xxgk/publicInfoList_newest2020&result=暂无相关信息"
    if int(organ) % 2:
        return f"{count}<script>$('#l').load('{LABEL}?IsAjax=1&dataType=html&labelName=publicInfoList&{fixed}&{template}')</script>"
    fields = ", ".join(
        f"{name}: '{value}'" for name, _, value in (pair.partition("=") for pair in f"{fixed}&{template}".split("&"))
    )
    return f"{count}<script>$.get('{LABEL}', {{labelName: 'publicInfoList', {fields}}})</script>"


def _label(listed):
    def answer(request):
        entries = listed.get(request.query.get("organId", ""))
        if entries is None or not request.query.get("file"):
            return text("参数错误")
        start = (int(request.query.get("pageIndex", "1")) - 1) * SIZE
        shown = entries[start : start + SIZE]
        return text("".join(_row(*entry) for entry in shown) or request.query.get("result", ""))

    return answer


def _row(path, paper):
    return (
        f'<div class="xxgk_navli"><a class="title" target="_blank" title="{paper.title}" href="{path}">{paper.title[:18]}…</a>'
        f'<span class="date">{paper.published}</span></div>'
    )
