"""Replica of www.wenxian.gov.cn (family unknown, taken as static): pinyin directories, `index_2.html` by script.

The list is paged by `createPageHTML('page_div',2,1,'index','html',n)`, which counts from 1; no anchor leads to page 2.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from demo import decoys
from demo.documents import Column, Document, Entry, Site, at, draw, newest_first
from demo.expected import reports_of
from demo.furniture import articles, furniture, publish
from demo.messages import Page, Portal, html
from demo.static import numbered, sheets

SITE = Site(
    slug="wenxian",
    address="127.0.1.2",
    name="温县人民政府",
    domain="www.wenxian.gov.cn",
    code="4108250001",
    place="河南省焦作市温县",
)
BODIES = decoys.departments("温县")
HUBS = {"政务公开": "/zwgk/", "政府信息公开": "/zwgk/zfxxgk/"}
ANNUAL = "政府信息公开年报"
FOLDERS = {
    "温县要闻": "/xwzx/wxyw/",
    "通知公告": "/xwzx/tzgg/",
    "政府文件": "/zwgk/zfwj/",
    "政府信息公开指南": "/zwgk/zfxxgk/zfxxgkzn/",
    "政府信息公开制度": "/zwgk/zfxxgk/zfxxgkzd/",
    ANNUAL: "/zwgk/zfxxgk/zfxxgknb/",
    "依申请公开": "/zwgk/zfxxgk/ysqgk/",
}
NEWEST = at("2024-02-08")
PER_PAGE = 20
DECOYS_IN_ANNUAL = 33
"""A day apart: the report of 2024-01-19 comes after twenty of them, on page 2."""

Columns = Mapping[str, Column]


def portal() -> Portal:
    """Build the whole replica."""
    columns = {name: _column(name, folder) for name, folder in FOLDERS.items()}
    drawn = articles(columns.values(), partial(_article, columns))
    return publish(SITE, columns.values(), dict(_fixed(columns)) | dict(_lists(columns)) | dict(drawn))


def _column(name: str, folder: str) -> Column:
    column = Column(folder, name, f"{folder}index.html")
    first = 47000 + 100 * list(FOLDERS).index(name)
    return numbered(column, _documents(name), "{key}content_{number}.html", first, reports_of(SITE.slug))


def _documents(name: str) -> list[Document]:
    if name != ANNUAL:
        return decoys.filed_in(name, BODIES[:9], 2023, NEWEST)
    fillers = decoys.mixed(BODIES, 2023, NEWEST, DECOYS_IN_ANNUAL)
    return newest_first([*fillers, *reports_of(SITE.slug).values()])


def _fixed(columns: Columns) -> Iterator[tuple[str, Page]]:
    home = _draw("home", columns, titled=SITE.name)
    search = _draw("search", columns, titled="站内搜索")
    yield from furniture(home, "/search/index.html", search, {"/js/page.js": "wenxian/page.js"})
    for name, folder in HUBS.items():
        yield from _folder(folder, _draw("hub", columns, titled=name))


def _lists(columns: Columns) -> Iterator[tuple[str, Page]]:
    for column in columns.values():
        drawn = {
            sheet.path: _draw("column", columns, titled=column.name, sheet=sheet) for sheet in sheets(column, PER_PAGE)
        }
        yield from ((path, html(text)) for path, text in drawn.items())
        yield from _folder(column.key, drawn[column.path])


def _folder(folder: str, text: str) -> Iterator[tuple[str, Page]]:
    """A folder answers like its index page."""
    yield folder, html(text)
    yield f"{folder}index.html", html(text)


def _article(columns: Columns, column: Column, entry: Entry) -> str:
    return _draw("article", columns, titled=entry.document.title, column=column, document=entry.document)


def _draw(template: str, columns: Columns, **values: object) -> str:
    return draw(f"wenxian/{template}.html", site=SITE, columns=columns, hubs=HUBS, **values)
