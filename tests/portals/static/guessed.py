"""Two counties on systems nobody knows, whose lists name no second page: it must be guessed and tested."""

from portals.building import Site, link, rows, sheets, text
from portals.papers import bodies, decoys, reports, shuffled

SIZE = 11


def counties():
    return [by_query(), by_name()]


def by_query():
    """Pages by `&page=2`; a number beyond the last shows the last page again, for ever."""
    place = "示例市河口县"
    site = Site(
        "static-query", "127.0.5.123", f"{place}人民政府", menu=(("/InfoPublic.aspx?cid=1019", "政府信息公开年报"),)
    )
    names = bodies(place, 8, 2)
    papers = shuffled(reports(names, (2023, 2022, 2021, 2020)), decoys(names, 2023, 18))
    entries = [(site.article(f"/html/zwgk/{8000 + n}.html", paper), paper) for n, paper in enumerate(papers)]
    cut = sheets(entries, SIZE)

    def answer(request):
        number = min(int(request.query.get("page", "1")), len(cut))
        return text(site.dressed("政府信息公开年报", rows(cut[number - 1][2]) + "<a onclick='go(2)'>下一页</a>"))

    site.answer("/InfoPublic.aspx", answer)
    site.page("/", site.name, link("/calendar.aspx?d=2024-01-01", "日历"))
    return site


def by_name():
    """Pages by `{list}_2.jhtml`; every article also links the next one, and a calendar has no end."""
    place = "示例市河源地县"
    site = Site("static-name", "127.0.5.124", f"{place}人民政府", menu=(("/02MC/gknb.jhtml", "公开年报"),))
    names = bodies(place, 8, 2)
    papers = shuffled(reports(names, (2023, 2022, 2021, 2020)), decoys(names, 2023, 18))
    entries = [(site.article(f"/02MC/{2090000 + n}.jhtml", paper), paper) for n, paper in enumerate(papers)]
    for number, _, shown in sheets(entries, SIZE):
        name = "gknb" if number == 1 else f"gknb_{number}"
        site.page(f"/02MC/{name}.jhtml", "公开年报", rows(shown))
    site.page("/", site.name, "<p>欢迎</p>")
    return site
