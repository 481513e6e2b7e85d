"""SiteServer: channels and contents by number, city-wide ids, a neighbour's column, a page of 470 nodes cut by a script.

Source: the CMS reference, section 2d.
"""

from portals.building import Site, link, sheets
from portals.papers import bodies, decoys, report, reports, shuffled


def sites():
    return [district()]


def district():
    place = "示例市卫南区"
    site = Site("siteserver", "127.0.5.111", f"{place}人民政府", menu=(("/channels/33050.html", "政务公开"),))
    site.page(
        "/channels/33050.html",
        "政务公开",
        link("/channels/33070.html", "政府信息公开") + link("/channels/33066.html", "规范性文件"),
    )
    tabs = (
        link("/channels/33072.html", "年报")
        + link("/channels/33071.html", "政府信息公开年报")
        + link("/channels/33054.html", "政府信息公开制度")
    )
    site.page("/channels/33070.html", "政府信息公开", tabs)
    names, years = bodies(place, 10, 3), (2024, 2023, 2022, 2021)
    papers = shuffled(reports(names, years), decoys(names, 2024, 28))
    entries = [(_article(site, 33071, paper, 355500 + n), paper) for n, paper in enumerate(papers)]
    for number, count, shown in sheets(entries, 15):
        listed = "".join(link(path, f"{paper.title}<span>{paper.published}</span>") for path, paper in shown)
        pager = f'<div class="page"><span class="total">当前第 {number}/{count}</span><a href="javascript:;">下一页</a></div>'
        name = "33071" if number == 1 else f"33071_{number}"
        body = f'<div class="channel"><div class="channel-fr"><ul>{listed}</ul>{pager}</div></div>'
        site.page(f"/channels/{name}.html", "政府信息公开年报", body)
    _neighbour(site)
    _copies(site, entries)
    return site


def _article(site, channel, paper, number):
    history = '<span class="history">当前位置：政府信息公开年报</span>'
    return site.article(f"/contents/{channel}/{number}.html", paper, history + '<div class="text">{}</div>')


def _neighbour(site):
    """Links to another district's report, to a mirror that is no government, and to a flip-book at a bare address."""
    others = {
        "http://www.bfq.gov.cn/contents/44511/355522.html": "示例市宝南县人民政府办公室2022年政府信息公开工作年度报告",
        "http://www.negevfu.example.com/contents/33071/1.html": "示例市卫南区财政局2012年政府信息公开工作年度报告",
        "http://127.0.6.1:8116/book/2022dzs/bangongshi/files/basic-html/page1.html": "示例市卫南区档案馆2022年政府信息公开工作年度报告",
    }
    site.page("/", site.name, "".join(link(url, title) for url, title in others.items()))
    outcomes = ("elsewhere", "elsewhere", "private_address")
    site.visits.update(zip(others, outcomes, strict=True))


def _copies(site, entries):
    """A second column shows the same reports again, and two of them as a picture and as a text with links."""
    again = [(path, paper) for path, paper in entries if paper.year][:4]
    for number, (_, paper) in enumerate(again):
        site.copy(
            f"/contents/33072/{number}.html", paper.titled(paper.title + ("（图片版）" if number % 2 else "（超链版）"))
        )
    late = report("示例市卫南区应急管理局", 2019, 4)
    site.article("/contents/33072/77.html", late)
    nameless = report("示例市卫南区林业局", 2020, 5).titled("2020年政府信息公开工作年度报告")
    site.article("/contents/33072/78.html", nameless, heading=f"{nameless.agency}<br>{nameless.title}")
    listed = [
        ("/contents/33072/78.html", nameless),
        *((f"/contents/33072/{n}.html", paper) for n, (_, paper) in enumerate(again)),
        ("/contents/33072/77.html", late),
    ]
    body = "".join(link(path, paper.title, date=paper.published) for path, paper in listed)
    site.page("/channels/33072.html", "年报", f'<ul>{body}</ul><div class="page"><span class="total">1/1</span></div>')
