"""Plain lists of any make: rows with a date, and the pagers that `createPageHTML` and its kin print.

Source: the pager zoo of the CMS reference, section 2; the fallback when no other system is recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from selectolax.lexbor import LexborNode

from spiders.answers import whole
from spiders.pages import Anchor, Entry, Page, Step, date_in, full_address

NAME = "static"
FULL_PAGE = 10  # a list with fewer rows has no second page worth guessing at
FEW_ROWS = 5  # unless it is called 1.html
TITLE_LENGTH = 10  # characters; what is shorter is a menu
NEXT_WORDS = re.compile(r"^[\[【(]?(?:下一?页|下一頁|后一?页|后页|next|>{1,2}|›|»)[\]】)]?$", re.IGNORECASE)
FILES = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|ofd|rtf|zip|rar|7z)\b", re.IGNORECASE)

_ROWS = ", ".join(f"{tag}:has(a)" for tag in ("li", "tr", "dd", "p", "h3"))
_CALL = re.compile(r"createPageHTML\s*\(([^()]*)\)")
_COUNTED = re.compile(r"var\s+countPage\s*=\s*(\d+)")
_CURRENT = re.compile(r"var\s+currentPage\s*=\s*(\d+)")
_SET_PAGE = re.compile(r"\.pagination\(\s*['\"]setPage['\"]\s*,\s*(\d+)\s*,\s*(\d+)\s*\)")
_NUMBERED = re.compile(r"^(?P<stem>.*?)(?:_(?P<number>\d+))?\.(?P<kind>[sj]?html?|jspx?|aspx?)$")
_NAMED_YEAR = re.compile(r"(?:19|20)\d\d|二[〇○零]")
_DIGITS = re.compile(r"[0-9a-f]{8,}|\d+")
_INDEX = ("index", "html")


def recognises(page: Page) -> bool:
    """Every page is at least this."""
    return True


def entries(page: Page) -> list[Entry]:
    """Rows that print a date beside a link; the longest link of a row is its title."""
    found: dict[str, Entry] = {}
    for row in page.tree.css(_ROWS):
        if holds_rows(row):  # first: in a thousand lists one in the other, each row has the links of all below it
            continue
        date = date_in(row.text())
        links = [anchor for anchor in page.anchors_in(row.css("a")) if anchor.label] if date else []
        if links:
            longest = max(links, key=lambda anchor: len(anchor.label))
            found.setdefault(longest.url, Entry(longest.label, longest.url, date))
    return list(found.values()) or _alike(page)


def following(page: Page) -> list[Step]:
    """The next page as the page itself declares it; where it declares none, the usual names, to be tested."""
    rows = entries(page)
    first = rows[0].url if rows else None
    for declared in (_by_call, _by_count, _by_set_page, _by_link):
        urls = declared(page)
        if urls is not None:
            return [Step(url, unlike=first) for url in urls]
    full = FEW_ROWS if _name(page.url)[0].isdecimal() else FULL_PAGE
    return [Step(url, unlike=first, guessed=True) for url in _guesses(page)] if len(rows) >= full else []


def attachments(page: Page) -> list[Anchor]:
    """Links to files, by the ending of the address or of the words."""
    return [anchor for anchor in page.anchors if FILES.search(anchor.url) or FILES.search(anchor.label)]


def holds_rows(row: LexborNode) -> bool:
    """Whether a row is only the frame of other rows (a layout table, a menu)."""
    return row.tag in ("tr", "li", "dd") and len(row.css("li, tr, dd")) > 2


def _alike(page: Page) -> list[Entry]:
    """Where no row prints a whole date: titles behind addresses of one shape, most naming a year. A menu names bodies."""
    shapes: dict[str, dict[str, Entry]] = {}
    for anchor in page.anchors:
        if len(anchor.label) >= TITLE_LENGTH:
            shape = _DIGITS.sub("0", urlsplit(anchor.url).path)
            shapes.setdefault(shape, {}).setdefault(anchor.url, Entry(anchor.label, anchor.url))
    lists = [list(rows.values()) for rows in shapes.values() if len(rows) >= FEW_ROWS]
    return max((rows for rows in lists if _name_years(rows)), key=len, default=[])


def _name_years(rows: list[Entry]) -> bool:
    return 2 * sum(_NAMED_YEAR.search(row.title) is not None for row in rows) > len(rows)


def _by_call(page: Page) -> list[str] | None:
    """`createPageHTML` in its argument orders: (count, current, name, kind) or (id, count, current, name, kind, ...).

    The second counts from 1; the first from 0, unless it says 1 on a page whose address has no number.
    """
    call = _CALL.search(page.source)
    arguments = [argument.strip().strip("'\"") for argument in call[1].split(",")] if call else []
    named = bool(arguments) and not arguments[0].isdecimal()
    numbers = arguments[1:] if named else arguments
    if len(numbers) < 4 or not (numbers[0].isdecimal() and numbers[1].isdecimal()):
        return None
    count, current, name, kind = whole(numbers[0]), whole(numbers[1]), numbers[2], numbers[3]
    from_one = named or (current == 1 and _number(page.url) is None)
    return _next(page, current, count if from_one else count - 1, name, kind)


def _by_count(page: Page) -> list[str] | None:
    """`var currentPage = 0; var countPage = 2` and a script that writes `index_` and a number from 1."""
    counted, current = _COUNTED.search(page.source), _CURRENT.search(page.source)
    return _next(page, whole(current[1]), whole(counted[1]) - 1, *_INDEX) if counted and current else None


def _by_set_page(page: Page) -> list[str] | None:
    """`.pagination("setPage", current, total)`, from 1."""
    match = _SET_PAGE.search(page.source)
    return _next(page, whole(match[1]), whole(match[2]), *_name(page.url)) if match else None


def _by_link(page: Page) -> list[str] | None:
    """A link that says "next page", or the number after the one shown."""
    for anchor in page.anchors:
        if NEXT_WORDS.match(anchor.label):
            return [anchor.url] if anchor.url != page.url else []
    after = str((_number(page.url) or 1) + 1)
    numbered = [anchor.url for anchor in page.anchors if anchor.label.strip("[]") == after]
    return numbered[:1] or None


def _next(page: Page, current: int, last: int, name: str, kind: str) -> list[str]:
    url = full_address(page.url, f"{name}_{current + 1}.{kind}") if current < last else None
    return [url] if url else []


def _guesses(page: Page) -> Iterator[str]:
    """Names that the second page of such an address has had elsewhere; beyond it, only the one that worked."""
    parts = urlsplit(page.url)
    if parts.query:
        yield _by_query(page.url, dict(parse_qsl(parts.query, keep_blank_values=True)))
        return
    name, kind = _name(page.url)
    number = _number(page.url)
    if name.isdecimal() and number is None:
        yield urljoin(page.url, f"{whole(name) + 1}.{kind}")
        return
    for after in (1, 2) if number is None else (number + 1,):
        yield urljoin(page.url, f"{name}_{after}.{kind}")


def _by_query(url: str, query: dict[str, str]) -> str:
    """`InfoPublic.aspx?cid=1019` has had its second page at `&page=2`."""
    number = query.get("page", "1")
    after = whole(number, 1) + 1
    return urljoin(url, f"?{urlencode(query | {'page': str(after)})}")


def _name(url: str) -> tuple[str, str]:
    match = _NUMBERED.match(url.partition("?")[0].rpartition("/")[2])
    return (match["stem"], match["kind"]) if match else _INDEX


def _number(url: str) -> int | None:
    match = _NUMBERED.match(url.partition("?")[0].rpartition("/")[2])
    return whole(match["number"]) if match and match["number"] else None
