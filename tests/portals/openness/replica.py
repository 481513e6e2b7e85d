"""The Openness family: lists by branch and category, reports under their own controller, an older branch by id.

Source: the CMS reference, section 4b.
"""

from portals.building import Site, link, rows, sheets
from portals.papers import bodies, decoys, reports, shuffled


def sites():
    return [county()]


def county():
    place = "示例市泾川县"
    site = Site("openness", "127.0.5.81", f"{place}人民政府", menu=(("/openness/index.html", "政府信息公开"),))
    menu = link("/OpennessContent/showList/12/77/page_1.html", "政府信息公开年报")
    old = link("/opennessAnnualReport/?branch_id=57909b7a8e6d3fc00c000001", "历年年报")
    site.page(
        "/openness/index.html",
        "政府信息公开",
        menu + old + link("/OpennessContent/showList/12/70/page_1.html", "政府信息公开制度"),
    )
    names, years = bodies(place, 8, 2), (2023, 2022, 2021, 2020)
    papers = shuffled(reports(names, years), decoys(names, 2023, 20))
    entries = [(_article(site, paper, number), paper) for number, paper in enumerate(papers)]
    for number, count, shown in sheets(entries, 20):
        pager = f"<div class=page>第{number}/{count}页</div>" if number % 2 else f"<div>共{count}页</div>"
        site.page(f"/OpennessContent/showList/12/77/page_{number}.html", "政府信息公开年报", rows(shown) + pager)
    older = [
        (site.article(f"/OpennessAnnualReport/show/{900 + n}.html", paper), paper)
        for n, paper in enumerate(reports(names[:4], (2016, 2015)))
    ]
    site.page("/opennessAnnualReport/", "政府信息公开年报", rows(older, titled=False, cut=99))
    site.page("/", site.name, "<p>泾川</p>")
    return site


def _article(site, paper, number):
    controller = "OpennessAnnualReport" if paper.year else "OpennessContent"
    return site.article(f"/{controller}/show/{6500 + number}.html", paper, '<div id="info_content">{}</div>')
