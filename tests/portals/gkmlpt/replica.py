"""Guangdong's gkmlpt: a tree in the page's script, lists as JSON, bodies of articles in the script as well.

Source: the CMS reference, section 3. The second portal's base holds a path, and its categories are children.
"""

import json

from portals.building import Site, as_json, link, seconds
from portals.papers import bodies, decoys, pdf, report, reports, shuffled

SIZE = 20


def sites():
    return [city(), bureau()]


def city():
    site = Site("gkmlpt", "127.0.5.51", "示例市人民政府", menu=(("/gkmlpt/index", "政府信息公开"),))
    names = bodies("示例市", 12, 0)
    years = (2024, 2023, 2022, 2021)
    tree = [
        {"id": 2601, "name": "政府信息公开指南", "post_count": 1, "children": [], "jump_url": ""},
        {"id": 2629, "name": "政府信息公开年报", "post_count": 12, "children": [], "jump_url": ""},
        {"id": 2630, "name": "年度报告", "post_count": 0, "children": [], "jump_url": "http://www.gd.gov.cn/nb"},
    ]
    papers = shuffled(reports(names, years), decoys(names, 2024, 26))
    _publish(site, "", tree, {2629: papers}, "755001")
    site.page("/", site.name, "<p>示例市</p>")
    return site


def bureau():
    """A bureau under a path of its city's host, its years as categories of their own."""
    site = Site("gkmlpt-bureau", "127.0.5.52", "示例市水利局", menu=(("/slj/gkmlpt/index", "政府信息公开"),))
    years = (2023, 2022, 2021, 2020, 2019)
    made = {3000 + year: [report("示例市水利局", year, 1)] for year in years}
    children = [{"id": 3000 + y, "name": f"{y}年政府信息公开年报", "children": [], "jump_url": ""} for y in years]
    parent = {"id": 3000, "name": "信息公开年报", "post_count": 5, "children": children, "jump_url": ""}
    _publish(site, "/slj", [parent], {3000: [], **made}, "661002")
    site.page("/", site.name, link("/slj/gkmlpt/annualreport#3000", "政府信息公开年报"))
    return site


def _publish(site, base, tree, categories, number):
    config = f"window._CONFIG = {{LIST_ROUTE: 'x', SID: '{number}', TREE: {json.dumps(tree)}, SERVICE_AREA_ID: 7}};"
    for route in ("index", "annualreport", "guide"):
        site.page(f"{base}/gkmlpt/{route}", "政府信息公开平台", f'<div id="app"></div><script>{config}</script>')
    for category, papers in categories.items():
        listed = [_listed(_article(site, base, paper, category, n), paper) for n, paper in enumerate(papers)]
        listed.insert(
            5,
            {
                "id": 1,
                "title": "国务院办公厅通知",
                "url": "http://www.gov.cn/zhengce/1.htm",
                "created_at": "2021-10-01",
            },
        )
        site.answer(f"{base}/gkmlpt/api/all/{category}", _category(listed, number))


def _article(site, base, paper, category, number):
    """The body in the page and in its script, or (every third) in the script alone, some with a file there."""
    name = 9000000 + category * 1000 + number
    path = f"{base}/gkmlpt/content/9/{name // 1000}/post_{name}.html"
    body = paper.body
    if number % 9 == 3 and paper.year:
        file = site.file(f"/attachment/0/88/88389/{name}.pdf", pdf(paper), "application/pdf")
        body = f'<p><a class="nfw-cms-attachment" href="{file}">{paper.title}.pdf</a></p>'
    detail = json.dumps({"content": body}).replace("<", "\\u003C").replace(">", "\\u003E")
    box = '<div class="article-content"></div>' if number % 3 == 0 else '<div class="article-content">{}</div>'
    return site.article(path, paper, f"{box}<script>window._CONFIG = {{DETAIL: {detail}}};</script>")


def _listed(path, paper):
    return {
        "id": int(path.rsplit("_", 1)[1].removesuffix(".html")),
        "title": paper.title,
        "url": path,
        "post_url": "",
        "publisher": paper.agency,
        "created_at": f"{paper.published} 10:00:00",
        "create_time": seconds(paper.published),
    }


def _category(listed, number):
    """Empty for another site's number: ids are the platform's."""

    def answer(request):
        page = int(request.query.get("page", "1"))
        known = request.query.get("sid", number) == number
        shown = listed[(page - 1) * SIZE : page * SIZE] if known else []
        return as_json({"classify": {"id": 1, "post_count": len(listed)}, "total": len(listed), "articles": shown})

    return answer
