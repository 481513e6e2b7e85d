"""Hanweb JCMS (大汉): jpage lists with inline records, the disclosure directory (xxgk), the annual-report page.

Source: the CMS reference, section 1 (Zhejiang, Shandong, Jiangsu and others).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.items import Headers
from spiders.answers import whole
from spiders.pages import Anchor, Entry, Page, Step, date_in
from spiders.platforms import static

NAME = "hanweb"
PER_PAGE = 15
DISPLAY_PAGES = 3  # what the portal's own script asks for at once
SMALLEST_PAGE = 5
FORM_FIELDS = (
    ("col", "1"),
    ("appid", "1"),
    ("webid", ""),
    ("path", "/"),
    ("columnid", ""),
    ("sourceContentType", "1"),
    ("unitid", ""),
    ("webname", ""),
    ("permissiontype", "0"),
)
FORM_HEADERS = (
    ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
    ("X-Requested-With", "XMLHttpRequest"),
)
ANNUAL_REPORT = "/module/xxgk/xxgkAnnualReport.jsp"

_ADDRESS = re.compile(r"/col/col\d+/|/art/\d{4}/\d{1,2}/\d{1,2}/art_|/jcms/|/module/(?:web/)?(?:jpage|xxgk)/")
_SIGNS = ("dataproxy.jsp", "/module/xxgk/", "/jsearchfront/", "default_pgContainer")
_COLUMN = re.compile(r"/col/col\d+/index\.html")
_RECORD = re.compile(r"\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.DOTALL)  # after its mark
_NEXT_GROUP = re.compile(r"<nextgroup>\s*<!\[CDATA\[(?:(?!<nextgroup>).)*?href\s*=\s*[\"']([^\"']+)", re.DOTALL)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)|\btotalRecord['\"]?\s*[:=]\s*['\"]?(\d+)")
_PER_PAGE = re.compile(r"\bperPage['\"]?\s*[:=]\s*['\"]?(\d+)", re.IGNORECASE)
_MORE = re.compile(r"\bkeyWordCount['\"]?\s*[:=]\s*['\"]?(\d+)")  # of a "load more" list: its whole window
_PROXY = re.compile(r"[\"'(]([^\"'(\s]*/(?:more\w*)?dataproxy\.jsp)")
_SCRIPT = re.compile(r"proxyUrl|\$\.post|type\s*:\s*['\"]post", re.IGNORECASE)
_FIELD = re.compile(rf"\b({'|'.join(name for name, _ in FORM_FIELDS)})['\"]?\s*[:=]\s*['\"]?([^'\",&}}<\s]*)")
_AREA = re.compile(r"\b(?:vc_xxgk)?area=([0-9A-Za-z]{6,24})\b")
_YEAR = re.compile(r"\b(20\d\d)\b")
_YEAR_IN = re.compile(r"20\d\d")
_DIRECTORY_ROWS = "tr[class^=tr_main_value_]:not(:has(tr[class^=tr_main_value_]))"


def recognises(page: Page) -> bool:
    """By its own address, or by what its source mentions."""
    if _ADDRESS.search(urlsplit(page.url).path) or any(sign in page.source for sign in _SIGNS):
        return True
    return _COLUMN.search(page.source) is not None


def entries(page: Page) -> list[Entry]:
    """The records inside a column or a dataproxy answer, the rows of the directory, else rows like any others."""
    records = [entry for record in _records(page) for entry in _entries_in(page, record)]
    return records or _directory_entries(page) or static.entries(page)


def following(page: Page) -> list[Step]:
    """More records from dataproxy, more rows from the directory, the years beside an annual report."""
    if "dataproxy.jsp" in page.url:
        return _next_window(page)
    if urlsplit(page.url).path.lower() == ANNUAL_REPORT.lower():
        return _neighbouring_years(page)
    if "/module/xxgk/search.jsp" in page.url:
        return _next_directory_page(page)
    if _records(page) or _PROXY.search(page.source):
        return _first_window(page)
    return [*_directory(page), *_annual_reports(page)] or static.following(page)


def attachments(page: Page) -> list[Anchor]:
    """Files by their ending, and those handed out by `downfile.jsp`."""
    handed_out = (anchor for anchor in page.anchors if "downfile.jsp" in anchor.url)
    return list(dict.fromkeys([*static.attachments(page), *handed_out]))


def _records(page: Page) -> list[str]:
    """What stands in each record; looked for piece by piece, as marks without an end would be read many times over."""
    pieces = page.source.split("<record>")[1:]
    return [match[1] for match in map(_RECORD.match, pieces) if match]


def _entries_in(page: Page, record: str) -> Iterator[Entry]:
    row = LexborHTMLParser(unescape(record) if "&lt;a" in record else record)
    for anchor in page.anchors_in(row.css("a")):
        if anchor.label:
            yield Entry(anchor.label, anchor.url, date_in(row.root.text() if row.root else ""))
            return


def _directory_entries(page: Page) -> list[Entry]:
    rows = page.tree.css(_DIRECTORY_ROWS)
    links = ((row, anchor) for row in rows for anchor in page.anchors_in(row.css("a")) if anchor.label)
    return [Entry(anchor.label, anchor.url, date_in(row.text())) for row, anchor in links]


def _first_window(page: Page) -> list[Step]:
    """The records after the inline ones. The window is as long as what was inline, so that servers which ignore
    `startrecord` and count pages of `perpage` answer with the same records."""
    inline, total = len(_records(page)), _total(page)
    if total is not None and inline >= total:
        return []
    window = inline or _display_window(page)
    ask = _posted if _SCRIPT.search(page.source) else _in_address
    return [ask(page, _proxy(page), _form(page), 2 if inline else 1, window, _first(page))]


def _next_window(page: Page) -> list[Step]:
    """The next records. A server that gives more or fewer than asked for has a page size of its own: from then on it
    is asked for pages of that size, beginning with the first record that was not yet shown."""
    query = dict(parse_qsl(urlsplit(page.url).query))
    number, asked = whole(query.get("page"), 1), whole(query.get("perpage"))
    shown, given, total = (number - 1) * asked, len(entries(page)), _total(page)
    if not given or (total is None and given < asked and not _NEXT_GROUP.search(page.source)):
        return []
    expected = asked if total is None else min(asked, total - shown)
    proxy = page.url.partition("?")[0]
    ask, form = (_posted, page.posted) if page.posted else (_in_address, urlencode(_fields(query)))
    if given != expected and given < SMALLEST_PAGE:
        return []  # the rest is counted but hidden
    if given != expected:
        return [ask(page, proxy, form, shown // given + 1, given, None)]
    more = total is None or shown + given < total
    return [ask(page, proxy, form, number + 1, asked, _first(page))] if more else []


def _posted(page: Page, proxy: str, form: str, number: int, size: int, unlike: str | None) -> Step:
    """What the list's own script sends."""
    headers = (*FORM_HEADERS, *_referer(page))
    return Step(f"{proxy}?{_window(number, size)}", "POST", form.encode(), headers, unlike)


def _in_address(page: Page, proxy: str, form: str, number: int, size: int, unlike: str | None) -> Step:
    """Where no script posts, the address of the next group holds the fields."""
    return Step(f"{proxy}?{_window(number, size)}&{form}", headers=_referer(page), unlike=unlike)


def _window(number: int, size: int) -> str:
    """Ask both ways at once: by records and by page. They agree when pages have the size of the window."""
    window = {"startrecord": (number - 1) * size + 1, "endrecord": number * size, "perpage": size, "page": number}
    return urlencode(window)


def _fields(query: dict[str, str]) -> dict[str, str]:
    """The fields of the form among those of an address."""
    names = [name for name, _ in FORM_FIELDS]
    return {name: value for name, value in query.items() if name in names or name == "keyWordCount"}


def _first(page: Page) -> str | None:
    rows = entries(page)
    return rows[0].url if rows else None


def _proxy(page: Page) -> str:
    """Where the page's own script asks for records."""
    named = _PROXY.search(page.source) or _NEXT_GROUP.search(page.source)
    path = str(named[1]) if named else "/module/web/jpage/dataproxy.jsp"
    return urljoin(page.url, path.partition("?")[0])


def _form(page: Page) -> str:
    """The fields its script would post, from the script or from the address of the next group."""
    group = _NEXT_GROUP.search(page.source)
    fields = dict(parse_qsl(unescape(group[1]).partition("?")[2])) if group else {}
    fields = {name: unquote(value) for name, value in fields.items()} | dict(_FIELD.findall(_scripts(page)))
    named = {name: fields.get(name) or default for name, default in FORM_FIELDS}
    more = _MORE.search(page.source)
    return urlencode(named | ({"keyWordCount": more[1]} if more else {}), quote_via=quote)


def _scripts(page: Page) -> str:
    return " ".join(node.text() for node in page.tree.css("script") if node.attributes.get("type") != "text/xml")


def _referer(page: Page) -> Headers:
    """Some servers say 404 to a request that names no column."""
    return (("Referer", page.url),)


def _total(page: Page) -> int | None:
    match = _TOTAL.search(page.source)
    return whole(match[1] or match[2]) if match else None


def _display_window(page: Page) -> int:
    more, match = _MORE.search(page.source), _PER_PAGE.search(page.source)
    return whole(more[1]) if more else DISPLAY_PAGES * (whole(match[1]) if match else PER_PAGE)


def _directory(page: Page) -> list[Step]:
    """The first rows of a disclosure directory whose column page is only a shell."""
    called = re.search(r"/module/xxgk/search\.jsp\?([^\"'\s<>]+)", page.source)
    if called is None:
        return []
    fields = dict(parse_qsl(unescape(called[1]), keep_blank_values=True)) | {"currpage": "1"}
    step = _directory_step(page, urljoin(page.url, "/module/xxgk/search.jsp"), fields)
    return [replace(step, label="法定主动公开内容")]


def _next_directory_page(page: Page) -> list[Step]:
    """The rows after these; the first page that repeats them, or has none, is the end."""
    fields = dict(parse_qsl(page.posted or urlsplit(page.url).query, keep_blank_values=True))
    if not entries(page) or not fields:
        return []
    after = fields | {"currpage": str(whole(fields.get("currpage"), 1) + 1)}
    return [_directory_step(page, page.url.partition("?")[0], after)]


def _directory_step(page: Page, url: str, fields: dict[str, str]) -> Step:
    return Step(url, "POST", urlencode(fields).encode(), (*FORM_HEADERS, *_referer(page)), _first(page))


def _annual_reports(page: Page) -> list[Step]:
    """The annual-report page of every agency that a directory page names, for the years it names."""
    if ANNUAL_REPORT.lower() not in page.source.lower():
        return []
    years = {year for anchor in page.anchors if "fbtime=" in anchor.url for year in _YEAR.findall(anchor.url)}
    areas = dict.fromkeys(area for area in _AREA.findall(page.source))
    steps = (_annual_step(page, area, year) for area in areas for year in sorted(years, reverse=True))
    return [replace(step, label="政府信息公开年报") for step in steps]


def _neighbouring_years(page: Page) -> list[Step]:
    """Where one year has a report, the years beside it are worth asking for; a server that shows another year has none."""
    query, titled = dict(parse_qsl(urlsplit(page.url).query)), _YEAR_IN.findall(page.title)
    area, asked = query.get("area"), query.get("fbtime") or "".join(titled[:1])
    if not area or asked not in titled:
        return []
    steps = (_annual_step(page, area, str(int(asked) + away)) for away in (-1, 1))
    return [replace(step, label="政府信息公开年报") for step in steps]


def _annual_step(page: Page, area: str, year: str) -> Step:
    query = urlencode({"area": area, "fbtime": year})
    return Step(urljoin(page.url, f"{ANNUAL_REPORT}?{query}"), headers=_referer(page))
