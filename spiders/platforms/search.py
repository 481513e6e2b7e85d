"""A portal's own search as a second source of reports: jsearchfront, IRS, search5 and VSB's, asked for the usual title.

Source: the CMS reference, sections 2c and 7. Which service a portal has, and the ids it wants, stand in the form on its pages.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.items import Headers
from spiders.answers import fields, objects, read_json, whole
from spiders.pages import Anchor, Entry, Page, Step, date_in, squeeze
from spiders.platforms import static

NAME = "search"
WORDS = "政府信息公开工作年度报告"
PAGE_SIZE = 20
MOST_PAGES = 50
JSEARCH, IRS, SEARCH5 = "/jsearchfront/interfaces/cateSearch.do", "/irs/front/search", "/search5/search/s"
VSB = "/search.jsp"  # a path that others have as well: only the names of its fields are its own

_FORM: Headers = (("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),)
_JSON: Headers = (("Content-Type", "application/json"),)
_IDS = re.compile(r"\b(websiteid|cateid|tpl)['\"]?\s*[=:]\s*['\"]?(\w+)", re.IGNORECASE)
_IRS_IDS = re.compile(r"\b(code|dataTypeId)['\"]?\s*[=:]\s*['\"]?(\w+)")
_VSB_KEY, _VSB_NEXT = "lucenenewssearchkey", "newskeycode2"
_VSB_SHOWN = re.compile(r"共\s*\d+\s*条[^\d]*(\d+)\s*/\s*(\d+)")
_PAGE_NUMBERS = {JSEARCH: "p", IRS: "pageNo", SEARCH5: "pageNum"}


def recognises(page: Page) -> bool:
    """Only answers: the pages that offer a search are made by some other system."""
    return _service(page) is not None


def searches(page: Page) -> list[Step]:
    """The first question to each service that a page offers."""
    return [*_jsearch(page), *_irs(page), *_search5(page), *_vsb(page)]


def entries(page: Page) -> list[Entry]:
    """What was found: titles without the marks that highlight the words searched for."""
    if _service(page) == VSB:
        return static.entries(page)
    answer = fields(read_json(page.source))
    readers = {JSEARCH: _jsearch_rows, IRS: _irs_rows, SEARCH5: _search5_rows}
    read = readers.get(_service(page) or "")
    return [entry for entry in read(page, answer) if entry.title and entry.url] if read else []


def following(page: Page) -> list[Step]:
    """The next answers, while those before had anything."""
    service, rows = _service(page), entries(page)
    if service is None or not rows:
        return []
    if service == VSB:
        return _vsb_next(page, rows[0].url)
    as_json = service == IRS
    asked: dict[str, Any] = fields(read_json(page.posted)) if as_json else dict(parse_qsl(page.posted))
    name = _PAGE_NUMBERS[service]
    number = whole(asked.get(name), 1)
    if number * PAGE_SIZE >= _total(fields(read_json(page.source))) or number >= MOST_PAGES:
        return []
    return [_question(page.url, asked | {name: number + 1}, as_json, rows[0].url)]


def attachments(page: Page) -> list[Anchor]:
    """None: answers are lists."""
    return []


def _service(page: Page) -> str | None:
    path = urlsplit(page.url).path
    if path.endswith(VSB) and (_VSB_KEY in page.posted or _VSB_NEXT in page.url):
        return VSB
    return next((service for service in (JSEARCH, IRS, SEARCH5) if path.endswith(service)), None)


def _question(url: str, asked: dict[str, Any], as_json: bool, unlike: str | None) -> Step:
    body = json.dumps(asked) if as_json else urlencode(asked)
    return Step(url, "POST", body.encode(), _JSON if as_json else _FORM, unlike)


def _jsearch(page: Page) -> Iterator[Step]:
    """Hanweb: the ids of site, category and template are hidden fields, or parameters of a link to the search page."""
    if "/jsearchfront/" not in page.source:
        return
    ids = {name.lower(): value for name, value in _IDS.findall(_form_text(page, "/jsearchfront/"))}
    if "websiteid" in ids:
        asked = {**ids, "q": WORDS, "p": 1, "pg": PAGE_SIZE, "checkError": 1, "word": WORDS}
        yield _question(urljoin(page.url, JSEARCH), asked, False, None)


def _irs(page: Page) -> Iterator[Step]:
    """TRS: `code` and `dataTypeId` are the site's own; orderBy and searchBy are mandatory at some."""
    if "/irs" not in page.source:
        return
    ids = dict(_IRS_IDS.findall(_form_text(page, "/irs")))
    if {"code", "dataTypeId"} <= ids.keys():
        fixed = {"searchWord": WORDS, "orderBy": "related", "searchBy": "title", "pageNo": 1, "pageSize": PAGE_SIZE}
        asked = {**ids, **fixed, "granularity": "ALL", "beginDateTime": "", "endDateTime": "", "filters": []}
        yield _question(urljoin(page.url, IRS), asked, True, None)


def _search5(page: Page) -> Iterator[Step]:
    """Kaipu: the site's code is the national identification code of its metas."""
    code = page.meta("siteidcode")
    if "/search5/" in page.source and code:
        asked = {"siteCode": code, "searchWord": WORDS, "column": "", "uc": 1, "left_right_index": 0}
        yield _question(urljoin(page.url, SEARCH5), asked | {"pageSize": PAGE_SIZE, "pageNum": 1}, False, None)


def _vsb(page: Page) -> Iterator[Step]:
    """Visual SiteBuilder: a form whose fields end in the number of the view; the words are in base64."""
    for form in page.tree.css("form[action*='search.jsp']"):
        key = form.css_first(f"input[name^='{_VSB_KEY}']")
        if key is not None:
            view = (key.attributes.get("name") or "").removeprefix(_VSB_KEY)
            asked = {f"{_VSB_KEY}{view}": _in_base64(WORDS), f"_lucenesearchtype{view}": 1, f"searchScope{view}": 0}
            yield _question(urljoin(page.url, form.attributes.get("action") or ""), asked, False, None)


def _vsb_next(page: Page, first: str) -> list[Step]:
    """Page 1 was posted, the others are addresses."""
    shown = _VSB_SHOWN.search(page.text)
    number, last = (whole(shown[1]), whole(shown[2])) if shown else (1, 1)
    if number >= min(last, MOST_PAGES):
        return []
    asked = {"currentnum": number + 1, "searchScope": 0, _VSB_NEXT: _in_base64(WORDS)}
    kept = {name: value for name, value in parse_qsl(urlsplit(page.url).query) if name not in asked}
    return [Step(urljoin(page.url, f"?{urlencode(kept | asked)}"), unlike=first)]


def _in_base64(words: str) -> str:
    return b64encode(words.encode()).decode()


def _form_text(page: Page, path: str) -> str:
    """The fields of the search form and the parameters of links to the search page, as name=value."""
    forms = page.tree.css(f"form[action*='{path}'] input[name]")
    hidden = (f"{node.attributes.get('name')}={node.attributes.get('value') or ''}" for node in forms)
    links = (urlsplit(anchor.url).query for anchor in page.anchors if path in anchor.url)
    return " ".join((*hidden, *links))


def _total(answer: dict[str, Any]) -> int:
    found = answer.get("searchResultAll") or fields(answer.get("data")).get("pager") or answer
    return whole(fields(found).get("total"))


def _jsearch_rows(page: Page, answer: dict[str, Any]) -> Iterator[Entry]:
    """Blocks of HTML; the link may pass through a counter, the address printed below it does not."""
    blocks = answer.get("result")
    for block in blocks if isinstance(blocks, list) else ():
        tree = LexborHTMLParser(str(block))
        title, printed = tree.css_first(".jcse-news-title a"), tree.css_first(".jcse-news-url a")
        date = tree.css_first(".jcse-news-date")
        if title is not None:
            address = squeeze(printed.text()) if printed else title.attributes.get("href") or ""
            yield Entry(_plain(title.text()), page.absolute(address) or "", date_in(date.text()) if date else None)


def _irs_rows(page: Page, answer: dict[str, Any]) -> Iterator[Entry]:
    middle = fields(fields(answer.get("data")).get("middle"))
    rows = middle.get("listAndBox") or middle.get("list") or answer.get("resultDocs")
    yield from (_row(page, fields(row.get("data")) or row, "time") for row in objects(rows))


def _search5_rows(page: Page, answer: dict[str, Any]) -> Iterator[Entry]:
    rows = fields(answer.get("searchResultAll")).get("searchTotal")
    yield from (_row(page, row, "pubDate") for row in objects(rows))


def _row(page: Page, row: dict[str, Any], date: str) -> Entry:
    url = page.absolute(str(row.get("url") or "")) or ""
    return Entry(_plain(row.get("title")), url, date_in(str(row.get(date) or "")))


def _plain(title: object) -> str:
    """A title without highlights; some services give a list of one, or a dict of it."""
    if isinstance(title, dict):
        title = next(iter(title.values()), "")
    if isinstance(title, list):
        title = title[0] if title else ""
    body = LexborHTMLParser(str(title or "")).body
    return squeeze(body.text()).replace(" ", "") if body else ""
