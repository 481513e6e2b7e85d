"""Replica of www.wendeng.gov.cn (Hanweb): one long annual-report column, its tables published as pictures.

Of the two founding reports, that of the district government stands among the inline records; that of
住建局 is beyond them, where only dataproxy leads.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from demo import decoys, hanweb
from demo.documents import Column, Entry, Site, at, draw, newest_first
from demo.expected import reports_of
from demo.furniture import articles, furniture, publish
from demo.messages import Page, Portal, html

SITE = Site(
    slug="wendeng",
    address="127.0.1.1",
    name="威海市文登区人民政府",
    domain="www.wendeng.gov.cn",
    code="3710810005",
    place="威海市文登区文山东路86号",
)
RECORD = '<li><a href="{href}" title="{title}" target="_blank">{shown}</a><span>{day}</span></li>'
LISTS = hanweb.Lists(SITE.name, web=3, unit=423656, record=RECORD)

BODIES = decoys.departments("威海市文登区")
HUBS = {"政务公开": "/col/col79327/index.html", "政府信息公开": "/col/col140360/index.html"}
COLUMNS = {
    "80021": "文登要闻",
    "140362": "政策文件",
    "140363": "政策解读",
    "140365": "政府信息公开指南",
    "140366": "政府信息公开制度",
    "140367": "依申请公开",
}
ANNUAL = "140371"
NEWEST = at("2024-03-10")
DECOYS_IN_ANNUAL = 66
"""A day apart: enough newer ones to push the report of 2024-01-22 out of the inline records."""

PICTURE = re.compile(r'src="(/picture/[^"]+)"')

Columns = Mapping[str, Column]


def portal() -> Portal:
    """Build the whole replica."""
    columns = {column.key: column for column in [*_columns(), _annual()]}
    drawn = articles(columns.values(), partial(_article, columns))
    pages = dict(_fixed(columns)) | dict(_lists(columns)) | dict(drawn)
    pictures = (path for report in reports_of(SITE.slug).values() for path in PICTURE.findall(report.body))
    return publish(SITE, columns.values(), pages, pictures)


def _columns() -> Iterator[Column]:
    for order, (key, name) in enumerate(COLUMNS.items()):
        documents = decoys.filed_in(name, BODIES[:9], 2023, NEWEST)
        yield hanweb.column(key, name, documents, 3310000 + 100 * order)


def _annual() -> Column:
    """The annual-report column: decoys put out a day apart, the two reports among them at their own addresses."""
    known = {document: path for path, document in reports_of(SITE.slug).items()}
    documents = newest_first([*decoys.mixed(BODIES, 2023, NEWEST, DECOYS_IN_ANNUAL), *known])
    listed = hanweb.column(ANNUAL, "政府信息公开年报", documents, 3350000)
    entries = tuple(Entry(known.get(entry.document, entry.path), entry.document) for entry in listed.entries)
    return replace(listed, entries=entries)


def _fixed(columns: Columns) -> Iterator[tuple[str, Page]]:
    home = _draw("home", columns, titled="首页")
    search = _draw("search", columns, titled="站内搜索")
    yield from furniture(home, "/jsearchfront/search.do", search, {"/script/jpage.js": "wendeng/jpage.js"})
    for name, path in HUBS.items():
        yield path, html(_draw("hub", columns, titled=name))


def _lists(columns: Columns) -> Iterator[tuple[str, Page]]:
    proxy = hanweb.dataproxy(LISTS, columns, hanweb.by_records)
    yield hanweb.PROXY, proxy
    yield hanweb.PROXY.replace("/web/", "/"), proxy
    for column in columns.values():
        store = hanweb.inline(LISTS, column)
        yield column.path, html(_draw("column", columns, titled=column.name, column=column, datastore=store))


def _article(columns: Columns, column: Column, entry: Entry) -> str:
    index = f"wd{column.key}/{entry.document.published.year}-{column.entries.index(entry) + 1:05d}"
    shown = {"column": column, "document": entry.document, "path": entry.path, "index": index}
    return _draw("article", columns, titled=entry.document.title, **shown)


def _draw(template: str, columns: Columns, **values: object) -> str:
    named = {column.name: column for column in columns.values()}
    return draw(f"wendeng/{template}.html", site=SITE, lists=LISTS, columns=named, hubs=HUBS, **values)
