"""Visual SiteBuilder: lists whose pages count down, numbered lines with cut titles, a year page that is the report.

Source: the CMS reference, section 2c.
"""

from base64 import b64decode

from portals.building import Site, link, sheets, text
from portals.papers import bodies, decoys, report, reports, shuffled

SIZE = 20
BOX = '<div id="vsb_content_2"><div class="v_news_content">{}</div></div>'
MADE = "<!--Announced by Visual SiteBuilder 9--><!-- CustomerNO:77656262657 -->"


def sites():
    return [county()]


def county():
    place = "示例市甘谷地县"
    site = Site("vsb", "127.0.5.61", f"{place}人民政府", head=MADE, menu=(("/zwgk.htm", "政务公开"),))
    site.page("/zwgk.htm", "政务公开", link("zwgk/zfxxgk.htm", "政府信息公开"))
    tabs = link("zfxxgkzn.htm", "政府信息公开指南") + link("zfxxgknb.htm", "政府信息公开年报")
    site.page("/zwgk/zfxxgk.htm", "政府信息公开", tabs)
    names, years = bodies(place, 10, 3), (2023, 2022, 2021, 2020)
    papers = shuffled(reports(names, years), decoys(names, 2023, 31))
    entries = [(site.article(f"/info/1016/{42000 + n}.htm", paper, BOX), paper) for n, paper in enumerate(papers)]
    for number, count, shown in sheets(entries, SIZE):
        lines = "".join(_line(n, path, paper) for n, (path, paper) in enumerate(shown))
        pager = f'<span class="p_t">共{len(entries)}条</span><span class="p_t">{number}/{count}</span>'
        name = "zfxxgknb" if number == 1 else f"zfxxgknb/{count - number + 1}"
        years_ = link("/zwgk/zfxxgknb/n2025n.htm", "2025年") if number == 1 else ""
        site.page(f"/zwgk/{name}.htm", "政府信息公开年报", f"{years_}<ul>{lines}</ul>{pager}")
    site.article("/zwgk/zfxxgknb/n2025n.htm", report(f"{place}人民政府", 2025), BOX)
    dynamic = report(f"{place}红十字会", 2022, 2)
    address = "/xxgk_content.jsp?urltype=news.NewsContentUrl&wbtreeid=5069&wbnewsid=1161616"
    site.page("/xxgk_content.jsp", dynamic.title, f"<h1>{dynamic.title}</h1>{BOX.replace('{}', dynamic.body)}")
    site.note(address, dynamic)
    site.page("/", site.name, _searched(site, place) + link(address, dynamic.title))
    return site


def _searched(site, place):
    """The search form, and behind it reports that no column lists: page 1 is posted, page 2 an address."""
    papers = reports([f"{place}总工会", f"{place}文学艺术界联合会"], range(2012, 2020))
    entries = [(site.article(f"/info/1999/{n}.htm", paper, BOX), paper) for n, paper in enumerate(papers)]
    cut = sheets(entries, 10)

    def answer(request):
        posted, asked = request.form.get("lucenenewssearchkey2345"), request.query.get("newskeycode2")
        number = int(request.query.get("currentnum", "1")) if asked else 1
        known = b64decode(posted or asked or "").decode() == "政府信息公开工作年度报告"
        shown = cut[number - 1][2] if known else []
        drawn = "".join(_line(n, path, paper) for n, (path, paper) in enumerate(shown))
        return text(site.dressed("站内搜索", f"<ul>{drawn}</ul><div>共{len(entries)}条 {number}/{len(cut)}</div>"))

    site.answer("/search.jsp", answer)
    fields = "".join(
        f'<input type="hidden" name="{name}2345">' for name in ("lucenenewssearchkey", "_lucenesearchtype")
    )
    return f'<form action="/search.jsp?wbtreeid=1001" method="post">{fields}<input name="showkeycode2345"></form>'


def _line(number, path, paper):
    """Cut in the middle, and no title attribute: only the page itself has the whole title."""
    shown = paper.title if len(paper.title) <= 24 else f"{paper.title[:21]}..."
    return f'<li id="line_u8_{number}"><span>{paper.published}</span><a href="{path}">{shown}</a></li>'
