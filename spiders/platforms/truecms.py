"""truecms: a column's script names its id and a `getMessage.do`, which answers records wrapped in a callback (JSONP).

Source: the CMS reference, section 6 (南通, 如皋). Windows longer than a site allows come back empty or as 404.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from spiders.answers import fields, read_json, whole
from spiders.pages import Anchor, Entry, Page, Step
from spiders.platforms import static

NAME = "truecms"
SERVICE = "messageController/getMessage.do"
WINDOW = 20  # what the templates ask for; 50 was too many for 如皋
CALLBACK = "cb"

_COLUMN = re.compile(r"\bcolumnId['\"]?\s*[:=]\s*['\"]([^'\"]+)")
_PROXY = re.compile(rf"\bproxyUrl['\"]?\s*[:=]\s*['\"]([^'\"]*{SERVICE})")
_ANSWER = re.compile(r"^\s*[\w.$]+\((.*)\)\s*;?\s*$", re.DOTALL)


def recognises(page: Page) -> bool:
    """By the name of the service."""
    return SERVICE in page.source or SERVICE in page.url


def entries(page: Page) -> list[Entry]:
    """The records of an answer, else rows like any others."""
    return static.entries(Page(page.url, _records(page)) if SERVICE in page.url else page)


def following(page: Page) -> list[Step]:
    """The first window of a column; the next, until one is not full."""
    if SERVICE not in page.url:
        column, proxy = _COLUMN.search(page.source), _PROXY.search(page.source)
        return [_step(urljoin(page.url, proxy[1]), column[1], 1, page.url, None)] if column and proxy else []
    asked, rows = dict(parse_qsl(urlsplit(page.url).query)), entries(page)
    if len(rows) < WINDOW:
        return []
    first = whole(asked.get("startrecord"), 1) + WINDOW
    return [_step(page.url.partition("?")[0], asked.get("columnId", ""), first, page.root, rows[0].url)]


def attachments(page: Page) -> list[Anchor]:
    """As anywhere: files by their ending."""
    return static.attachments(page)


def _step(address: str, column: str, first: int, referer: str, unlike: str | None) -> Step:
    window = {"startrecord": first, "endrecord": first + WINDOW - 1, "perpage": WINDOW}
    query = urlencode({**window, "columnId": column, "callback": CALLBACK})
    return Step(f"{address}?{query}", headers=(("Referer", referer),), unlike=unlike)


def _records(page: Page) -> str:
    """The HTML inside an answer; its `<record>` marks are nothing to an HTML parser."""
    wrapped = _ANSWER.match(page.source)
    result = fields(read_json(wrapped[1] if wrapped else page.source)).get("result")
    return result if isinstance(result, str) else ""
