"""An old county: frames, GBK that calls itself UTF-8, a base tag, a meta refresh, links with sessions and mobile copies."""

from portals.building import Site, link
from portals.papers import bodies, decoys, reports, shuffled

from demo.messages import Response


def county():
    place = "示例市旧城县"
    site = Site("static-old", "127.0.5.122", f"{place}人民政府")
    site.pages["/"] = Response(b'<html><head><meta http-equiv="refresh" content="0;url=/web/index.html"></head></html>')
    frames = '<frameset><frame src="top.html"><frame src="main.asp"></frameset>'
    site.pages["/web/index.html"] = Response(f"<html>{frames}</html>".encode())
    site.pages["/web/top.html"] = Response("<a href='http://www.gov.cn/'>中国政府网</a>".encode("gbk"))
    site.page("/web/main.asp", site.name, link("xxgk/index.asp;jsessionid=1A2B3C4D", "信息公开"))
    site.page(
        "/web/xxgk/index.asp",
        "信息公开",
        '<map><area href="nb/index.asp" title="信息公开年报" alt="信息公开年报"></map>',
    )
    names = bodies(place, 7, 3)
    papers = shuffled(reports(names, (2017, 2016, 2015, 2014)), decoys(names, 2017, 16))
    entries = [(_article(site, paper, number), paper) for number, paper in enumerate(papers)]
    _column(site, entries)
    return site


def _article(site, paper, number):
    """Its address says another year; every sixth also stands under `?isMobile=true` and with `//` in its path."""
    path = f"/web/xxgk/nb/2012/show{number}.asp"
    site.article(path, paper, "<table><tr><td><table><tr><td>{}</td></tr></table></td></tr></table>", metas=False)
    body = site.pages[path].body.decode().encode("gb18030")
    site.pages[path] = Response(body, media_type="text/html; charset=utf-8")
    if number % 6 == 0:
        site.pages[path.replace("/nb/", "/nb//")] = site.pages[path]
        if paper.year:
            site.copies[f"{path}?isMobile=true"] = (paper.agency, paper.year)
    return path


def _column(site, entries):
    """All rows on one page, addresses relative to a base; javascript links and odd quoting beside them."""
    drawn = []
    for number, (path, paper) in enumerate(entries):
        name = path.rsplit("/", 1)[1]
        address = (f"2012/{name}", f".//2012/{name}", f"2012/{name}?isMobile=true")[
            number % 3 if number % 6 == 0 else 0
        ]
        href = f"javascript:window.open('{address}')" if number % 5 == 2 else address
        drawn.append(
            f'<tr><td><a href="{href}">{paper.title}</a></td><td>{paper.published.replace("-", ".")}</td></tr>'
        )
    head = '<base href="/web/xxgk/nb/">'
    body = f"<table>{''.join(drawn)}</table><a href='javascript:history.back()'>返回</a><a href='javascript:void(0)'>下一页</a>"
    site.page("/web/xxgk/nb/index.asp", "信息公开年报", body, head)
