"""Hanweb jpaas (大汉集约化): column pages are shells whose units are fetched from a publishing server as JSON.

Source: the CMS reference, section 1e (泰州, 扬州, 湖州, 烟台, 浙江发改 and others).
"""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from spiders.answers import fields, read_json, whole
from spiders.pages import Anchor, Entry, Page, Step
from spiders.platforms import static

NAME = "jpaas"
UNIT = "/jpaas-publish-server/front/page/build/unit"
PAGE_SIZE = 15  # what the templates ask for

_ARTICLE = re.compile(r"/art/\d{4}/art_[0-9a-f]{32}\.html$")
_PAIR = re.compile(r"['\"](\w+)['\"]\s*:\s*['\"]([^'\"]*)['\"]")
_LISTS = re.compile(r"list|列表|内容|zw", re.IGNORECASE)  # tagId of a unit that holds rows; others are head and foot


def recognises(page: Page) -> bool:
    """By the publishing server's name, or by the shape of an article's address."""
    return "jpaas-publish-server" in page.source or UNIT in page.url or bool(_ARTICLE.search(page.url))


def entries(page: Page) -> list[Entry]:
    """The rows of a unit, else rows like any others."""
    return static.entries(Page(page.url, _fragment(page)) if _is_answer(page) else page)


def following(page: Page) -> list[Step]:
    """The first rows of each unit of a shell; the next rows of a unit, as its pager counts them."""
    if _is_answer(page):
        return _next_rows(page)
    units = [_fields(node.attributes) for node in page.tree.css(f"[url*='{UNIT}']")]
    lists = [unit for unit in units if _LISTS.search(unit.get("tagId", ""))]
    return [_step(page, unit, 1, None) for unit in lists or units] or static.following(page)


def attachments(page: Page) -> list[Anchor]:
    """As anywhere: files by their ending."""
    return static.attachments(page)


def _is_answer(page: Page) -> bool:
    return UNIT in page.url


def _fields(attributes: dict[str, str | None]) -> dict[str, str]:
    """What a unit would send: its queryData is JSON in single quotes."""
    address = urljoin("http://x/", attributes.get("url") or "")
    return {"": urlsplit(address).path, **dict(_PAIR.findall(attributes.get("querydata") or ""))}


def _step(page: Page, unit: dict[str, str], number: int, unlike: str | None) -> Step:
    """Paging works inside paramJson alone: most servers ignore a bare pageNo."""
    query = {name: value for name, value in unit.items() if name and name != "paramJson"}
    wanted = json.dumps({"pageNo": number, "pageSize": PAGE_SIZE}, separators=(",", ":"))
    address = urljoin(page.url, unit[""])
    return Step(f"{address}?{urlencode({**query, 'paramJson': wanted})}", unlike=unlike)


def _next_rows(page: Page) -> list[Step]:
    rows, parts = entries(page), urlsplit(page.url)
    unit = {"": parts.path, **dict(parse_qsl(parts.query))}
    number = whole(fields(read_json(unit.get("paramJson", ""))).get("pageNo"), 1)
    pager = LexborHTMLParser(_fragment(page)).css_first("[count][rows]")
    if pager is None or not rows:
        return []
    count, size = (whole(pager.attributes.get(name)) for name in ("count", "rows"))
    return [_step(page, unit, number + 1, rows[0].url)] if number * size < count else []


def _fragment(page: Page) -> str:
    """The HTML inside an answer."""
    data = fields(fields(read_json(page.source)).get("data"))
    return str(data.get("html") or "")
