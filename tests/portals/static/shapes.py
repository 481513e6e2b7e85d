"""A county whose bodies' pages have the addresses of a dozen makers, listed under titles cut short, some without a date.

Source: the CMS reference, section 2e: what an article is cannot be told from one shape of address.
"""

from hashlib import md5

from portals.building import Site, link, row
from portals.papers import bodies, decoys, reports, shuffled

YEARS = (2023, 2022, 2021, 2020, 2019)
COLUMNS = {  # address of a body's column -> address of its articles
    "/class/IKJJACAL": "/html/czjt/2017/JHIOAQHC_0216/{n}.html",
    "/zwgk/zfxxgknb/jd/": "/zwgk/zfxxgknb/jd/content/post_54148{n}.html",
    "/37584/38152/66314/index.htm": "/37584/38152/66314/66315/content_20480{n}.html",
    "/xxgk/zfxxgkndbg.html": "/Content-22190{n}.html",
    "/yzgk/zfxxgknb/": "/resources/site/153/html/yzgk/zfxxgknb/nb/202401/8337{n}.html",
    "/ztzl/nb/": "/2025/01-16/8613{n}.html",
    "/gongkai/list.html": "/gongkai/show/{hex}.html",
    "/GovOpenList.aspx?cid=7": "/zfxxgk/GovOpenShow.aspx?id=202201251800{n}",
    "/gongkai/site_x/channel_c_5f9f_n_1.html": "/gongkai/site_x/channel_c_5f9f_n_1/doc_5f9f6f8a2b3c4d5e6f7a{n}.html",
    "/html/JPXZF/": "/html/JPXZF/202207/016600315121{n}.html",
    "/list.php?id=12": "/show.php?id={n}",
    "/cms/html/npszf/": "/cms/html/npszf/2013-01-25/177910{n}.html",
}


def county():
    place = "示例市万山县"
    site = Site("static-shapes", "127.0.5.128", f"{place}人民政府", menu=(("/zwgk/", "政务公开"),))
    site.page("/zwgk/", "政务公开", link("/zwgk/nb.html", "政府信息公开年报"))
    names = bodies(place, len(COLUMNS) - 2, 0)
    pairs = list(zip(COLUMNS.items(), names, strict=True))
    site.page("/zwgk/nb.html", "政府信息公开年报", "".join(link(column, name) for (column, _), name in pairs))
    queries = {}
    for number, ((column, article), name) in enumerate(pairs):
        _column(site, column, article, shuffled(reports([name], YEARS), decoys([name], 2023, 4)), number, queries)
    for path, answers in queries.items():
        site.answer(path, lambda request, answers=answers: answers[next(iter(request.query.items()))])
    site.page("/", site.name, "<p>欢迎</p>")
    return site


def _column(site, column, article, papers, number, queries):
    """Every second list cuts its titles and says nowhere how they go on; every third prints no dates."""
    entries = []
    for n, paper in enumerate(papers, 100 + 20 * number):
        path = article.format(n=n, hex=md5(f"{n}".encode(), usedforsecurity=False).hexdigest())
        _put(site, path, queries, lambda address, paper=paper: site.article(address, paper, metas=number % 2 == 0))
        entries.append((path, paper))
    listed = "".join(row(path, paper, titled=number % 2 == 0, cut=20 + number) for path, paper in entries)
    listed = listed if number % 3 else _undated(listed)
    _put(site, column, queries, lambda address: site.page(address, "政府信息公开年报", f"<ul>{listed}</ul>"))


def _undated(listed):
    return "".join(part.partition("</span>")[2] if "</span>" in part else part for part in listed.split("<span>"))


def _put(site, path, queries, make):
    """A page, or what a script answers for one query."""
    make(path)
    script, _, query = path.partition("?")
    if query:
        queries.setdefault(script, {})[tuple(query.split("="))] = site.pages.pop(path)
