"""Epoint EWB (新点): rows come from a JSON service that wants the site's guid, which stands in a script of its own.

Source: the CMS reference, section 5 (徐州, 营口, 鄢陵). Whether pages count from 0 or 1 is not known: both are asked for.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from spiders.answers import fields, objects, read_json, whole
from spiders.pages import Anchor, Entry, Page, Step
from spiders.platforms import static

NAME = "epoint"
SCRIPT = "/js/webBuilderCommon.js"
SERVICE = "/rest/lightfrontaction/getgovinfolist"
PAGE_SIZE = 50

_SIGNS = ("EWB-FRONT", "govInfoPub", "webBuilderCommon.js")
_CATEGORY = re.compile(r"categorynum['\"]?\s*[=:]\s*['\"]?(\d+)", re.IGNORECASE)
_BODY = re.compile(r"deptcode['\"]?\s*[=:]\s*['\"]?(\w*)", re.IGNORECASE)
_INFO = re.compile(r"(projectName|siteGuid)['\"]?\s*:\s*['\"]([^'\"]*)")


def recognises(page: Page) -> bool:
    """By the names of the front end and of its service."""
    return any(sign in page.source for sign in _SIGNS) or SCRIPT in page.url or SERVICE in page.url


def entries(page: Page) -> list[Entry]:
    """The rows of an answer; else rows like any others."""
    if SERVICE not in page.url:
        return static.entries(page)
    found = ((row, page.absolute(str(row.get("infourl") or ""))) for row in _rows(page))
    return [
        Entry(_words(row, "realtitle") or _words(row, "title"), url, _words(row, "infodate") or None)
        for row, url in found
        if url
    ]


def following(page: Page) -> list[Step]:
    """A column leads to the script that knows the site, the script to the rows, the rows to the next rows."""
    if SERVICE in page.url:
        return _next_rows(page)
    if SCRIPT in page.url:
        return _first_rows(page)
    category = _CATEGORY.search(f"{page.url} {page.source}")
    if category is None or SCRIPT not in page.source:
        return static.following(page)
    body = _BODY.search(page.source)
    asked = {"categorynum": category[1], "deptcode": body[1] if body else ""}
    return [Step(f"{urljoin(page.url, SCRIPT)}?{urlencode(asked)}")]


def attachments(page: Page) -> list[Anchor]:
    """As anywhere: files by their ending."""
    return static.attachments(page)


def _first_rows(page: Page) -> list[Step]:
    """Pages 1 and 0: where counting starts at 1, page 0 is empty or page 1 again."""
    known, asked = dict(_INFO.findall(page.source)), dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))
    if "siteGuid" not in known or "categorynum" not in asked:
        return []
    address = urljoin(page.url, known.get("projectName", "") + SERVICE)
    return [_step(address, asked | {"siteGuid": known["siteGuid"]}, number, None) for number in (1, 0)]


def _next_rows(page: Page) -> list[Step]:
    asked, rows = fields(read_json(page.posted)), entries(page)
    number = whole(asked.get("pageIndex"))
    return [_step(page.url, asked, number + 1, rows[0].url)] if number and len(rows) >= PAGE_SIZE else []


def _step(address: str, asked: dict[str, Any], number: int, unlike: str | None) -> Step:
    body = asked | {"pageIndex": number, "pageSize": PAGE_SIZE}
    return Step(address, "POST", json.dumps(body).encode(), (("Content-Type", "application/json"),), unlike)


def _rows(page: Page) -> list[dict[str, Any]]:
    return objects(fields(fields(read_json(page.source)).get("custom")).get("data"))


def _words(row: dict[str, Any], name: str) -> str:
    return str(row.get(name) or "")
