"""Visual SiteBuilder: lists whose pages count down, numbered lines with cut titles, a year page that is the report.

Source: the CMS reference, section 2c.
"""

from portals.building import Site, link, sheets
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
    site.page("/", site.name, link(address, dynamic.title))
    return site


def _line(number, path, paper):
    """Cut in the middle, and no title attribute: only the page itself has the whole title."""
    shown = paper.title if len(paper.title) <= 24 else f"{paper.title[:21]}..."
    return f'<li id="line_u8_{number}"><span>{paper.published}</span><a href="{path}">{shown}</a></li>'
