"""Replica of www.zhq.gov.cn (SiteServer-shaped): channels by number, `_2` on page 2, articles under `/contents/`."""

from collections.abc import Iterator, Mapping
from functools import partial

from demo import decoys
from demo.documents import Column, Document, Entry, Site, at, draw, newest_first
from demo.expected import reports_of
from demo.furniture import articles, furniture, publish
from demo.messages import Page, Portal, html
from demo.static import numbered, sheets

SITE = Site(
    slug="zhanhe",
    address="127.0.1.4",
    name="平顶山市湛河区人民政府",
    domain="www.zhq.gov.cn",
    code="4104110001",
    place="河南省平顶山市湛河区",
)
BODIES = decoys.departments("湛河区")
HUB = "/channels/33050.html"
ANNUAL = "政府信息公开年报"
CHANNELS = {
    "湛河要闻": "33010",
    "通知公告": "33012",
    "政府信息公开指南": "33052",
    "政府信息公开制度": "33054",
    "规范性文件": "33066",
    ANNUAL: "33071",
    "依申请公开": "33075",
}
NEWEST = at("2025-02-14")
PER_PAGE = 15
DECOYS_IN_ANNUAL = 26
"""A day apart: the report of 2025-01-20 comes after fifteen of them, on page 2."""

Columns = Mapping[str, Column]


def portal() -> Portal:
    """Build the whole replica."""
    columns = {name: _column(name, key) for name, key in CHANNELS.items()}
    drawn = articles(columns.values(), partial(_article, columns))
    return publish(SITE, columns.values(), dict(_fixed(columns)) | dict(_lists(columns)) | dict(drawn))


def _column(name: str, key: str) -> Column:
    column = Column(key, name, f"/channels/{key}.html")
    first = 410000 + 100 * list(CHANNELS).index(name)
    return numbered(column, _documents(name), "/contents/{key}/{number}.html", first, reports_of(SITE.slug))


def _documents(name: str) -> list[Document]:
    if name != ANNUAL:
        return decoys.filed_in(name, BODIES[:9], 2024, NEWEST)
    fillers = decoys.mixed(BODIES, 2024, NEWEST, DECOYS_IN_ANNUAL)
    return newest_first([*fillers, *reports_of(SITE.slug).values()])


def _fixed(columns: Columns) -> Iterator[tuple[str, Page]]:
    home = _draw("home", columns, titled="首页")
    search = _draw("search", columns, titled="站内搜索")
    yield from furniture(home, "/utils/search.html", search, {})
    yield HUB, html(_draw("hub", columns, titled="政府信息公开"))


def _lists(columns: Columns) -> Iterator[tuple[str, Page]]:
    for column in columns.values():
        for sheet in sheets(column, PER_PAGE):
            yield sheet.path, html(_draw("column", columns, titled=column.name, sheet=sheet))


def _article(columns: Columns, column: Column, entry: Entry) -> str:
    document = entry.document
    index = f"zhq-{column.key}-{document.published.year}-{column.entries.index(entry) + 1:04d}"
    return _draw("article", columns, titled=document.title, column=column, document=document, index=index)


def _draw(template: str, columns: Columns, **values: object) -> str:
    return draw(f"zhanhe/{template}.html", site=SITE, columns=columns, hub=HUB, **values)
