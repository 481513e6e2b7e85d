"""LonSun (龙讯): disclosure columns `/public/column/{organ}?type=3`, their rows from label 8888.

Source: the CMS reference, section 4a (Anhui, 黄山, 蚌埠, 黄梅).
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from spiders.answers import whole
from spiders.pages import Anchor, Entry, Page, Step, date_in
from spiders.platforms import static

NAME = "lonsun"
LABEL = "/site/label/8888"
ANNUAL = "3"  # the tab of annual reports: 1 rules, 2 guide, 4 directory, 5 applications
MOST_PAGES = 200

_ROW = "div.xxgk_navli:not(:has(div.xxgk_navli))"
_COLUMN = re.compile(r"/public/column/\d+")
_CONTENT = re.compile(r"/content/column/\d+")
_SIGN = re.compile(rf"/(?:public|content)/column/\d+|{LABEL}")
_CALLED = re.compile(rf"{LABEL}\?([^\"'\s<>]+)")
_FIELD = re.compile(r"\b(\w+)\s*:\s*['\"]?([^'\",{}\s]*)['\"]?")
_SCRIPT = re.compile(rf"{LABEL}['\"][^{{]*{{([^}}]*)}}")
_COUNT = re.compile(r"\bpageCount['\"]?\s*[:=]\s*['\"]?(\d+)")


def recognises(page: Page) -> bool:
    """By its own address, by a column it links to, or by the label its script calls."""
    return any(_SIGN.search(text) for text in (page.url, page.source))


def entries(page: Page) -> list[Entry]:
    """Rows of a label: a title and a date side by side; else rows like any others."""
    rows = ((row, page.anchors_in(row.css("a.title, a[title]"))) for row in page.tree.css(_ROW))
    found = [Entry(anchor.label, anchor.url, date_in(row.text())) for row, links in rows for anchor in links]
    return found or static.entries(page)


def following(page: Page) -> list[Step]:
    """The tab of annual reports; every page that a column counts, as its own script asks for them."""
    if LABEL in page.url:
        return []
    path, query = urlsplit(page.url).path, dict(parse_qsl(urlsplit(page.url).query))
    if _COLUMN.search(path) and query.get("type") != ANNUAL:
        return [Step(f"{urljoin(page.url, path)}?type={ANNUAL}", label="政府信息公开年报")]
    fields = _fields(page)
    if fields:
        return _label_pages(page, fields)
    return _content_pages(page, query) if _CONTENT.search(path) else static.following(page)


def attachments(page: Page) -> list[Anchor]:
    """As anywhere: files by their ending."""
    return static.attachments(page)


def _fields(page: Page) -> dict[str, str]:
    """What the column's script sends: a query string, or an object; its `file` names the site's own template."""
    called, script = _CALLED.search(page.source), _SCRIPT.search(page.source)
    if called:
        return dict(parse_qsl(unescape(called[1]), keep_blank_values=True))
    return dict(_FIELD.findall(script[1])) if script else {}


def _label_pages(page: Page, fields: dict[str, str]) -> list[Step]:
    """From the first page on where the column itself shows no row."""
    rows = entries(page)
    unlike = rows[0].url if rows else None
    address = urljoin(page.url, LABEL)
    numbers = range(2 if rows else 1, _count(page) + 1)
    return [Step(f"{address}?{urlencode(fields | {'pageIndex': str(number)})}", unlike=unlike) for number in numbers]


def _content_pages(page: Page, query: dict[str, str]) -> list[Step]:
    number, rows = whole(query.get("pageIndex"), 1), entries(page)
    after = urlencode(query | {"pageIndex": str(number + 1)})
    step = Step(f"{urljoin(page.url, urlsplit(page.url).path)}?{after}", unlike=rows[0].url if rows else None)
    return [step] if number < _count(page) else []


def _count(page: Page) -> int:
    match = _COUNT.search(page.source)
    return min(whole(match[1], 1), MOST_PAGES) if match else 1
