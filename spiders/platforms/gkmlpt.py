"""Guangdong's directory platform (gkmlpt): a tree of categories in the page's script, lists as JSON.

Source: the CMS reference, section 3. Category ids are the platform's, not the site's; they are asked for on their site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from spiders.answers import fields, objects, read_json, whole
from spiders.pages import Anchor, Entry, Page, Step
from spiders.platforms import static

NAME = "gkmlpt"

_BASE = re.compile(r"^(.*?)/gkmlpt/")
_SITE = re.compile(r"\bSID\b['\"]?\s*:\s*['\"]?(\d+)")
_TREE = re.compile(r"\bTREE\b['\"]?\s*:\s*(?=\[)")
_ANNUAL = re.compile(r"年报|年度报告")


def recognises(page: Page) -> bool:
    """By its own address, or by links into the directory."""
    return "/gkmlpt/" in page.url or "/gkmlpt/" in page.source


def entries(page: Page) -> list[Entry]:
    """The articles of an answer; else rows like any others."""
    if not _is_answer(page):
        return static.entries(page)
    articles = objects(_answer(page).get("articles"))
    found = ((article, page.absolute(str(article.get("url") or article.get("post_url") or ""))) for article in articles)
    return [
        Entry(str(a.get("title") or ""), url, str(a.get("created_at") or "")[:10] or None) for a, url in found if url
    ]


def following(page: Page) -> list[Step]:
    """The annual-report categories that a page's tree names; the next page of a category."""
    if _is_answer(page):
        return _next_page(page)
    base = _BASE.match(page.url)
    if base is None:
        return static.following(page)
    names = list(_annual(_tree(page)))
    if not names:
        index = f"{base[1]}/gkmlpt/index"
        return [] if page.url == index else [Step(index, label="政府信息公开")]
    site = _SITE.search(page.source)
    return [_category(f"{base[1]}/gkmlpt/api/all/{number}", site[1] if site else "", name) for number, name in names]


def attachments(page: Page) -> list[Anchor]:
    """Files by their ending: all of them are under `/attachment/`."""
    return static.attachments(page)


def _is_answer(page: Page) -> bool:
    return "/gkmlpt/api/" in page.url


def _answer(page: Page) -> dict[str, Any]:
    return fields(read_json(page.source))


def _tree(page: Page) -> list[dict[str, Any]]:
    """The categories in `window._CONFIG`, a script object whose TREE is JSON."""
    start = _TREE.search(page.source)
    return objects(read_json(page.source, start.end())) if start else []


def _annual(nodes: list[dict[str, Any]]) -> Iterator[tuple[int, str]]:
    """Number and name of each category of annual reports; those that only jump elsewhere are links, not categories."""
    for node in nodes:
        if node.get("jump_url"):
            continue
        number, name = whole(node.get("id")), str(node.get("name"))
        if number and _ANNUAL.search(name):
            yield number, name
        yield from _annual(objects(node.get("children")))


def _category(address: str, site: str, name: str) -> Step:
    return Step(f"{address}?{urlencode({'page': 1, **({'sid': site} if site else {})})}", label=name)


def _next_page(page: Page) -> list[Step]:
    """Until an answer is empty or the category's own count is reached."""
    query, rows = dict(parse_qsl(urlsplit(page.url).query)), entries(page)
    number, total = whole(query.get("page"), 1), _answer(page).get("total")
    if not rows or (isinstance(total, int) and number * len(rows) >= total):
        return []
    address = urljoin(page.url, urlsplit(page.url).path)
    return [Step(f"{address}?{urlencode({**query, 'page': number + 1})}", unlike=rows[0].url)]
