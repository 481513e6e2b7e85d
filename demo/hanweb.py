"""Hanweb JCMS as the replicas need it: addresses, the jpage list in a column and its dataproxy (portals.md 1a).

A column page carries its first three display pages inline; the rest comes from dataproxy, by a window of records
(`startrecord`, `endrecord`) or, on servers that ignore the window, by groups (`page`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import escape

from demo.documents import Column, Document, Entry
from demo.messages import Request, Response, not_found, plain

PROXY = "/module/web/jpage/dataproxy.jsp"
PER_PAGE = 15
GROUP = 3 * PER_PAGE
LONGEST_WINDOW = 300
"""Real servers cut a window near here."""
LONGEST_ANCHOR = 24
"""Characters of a title that a list shows before it says "…"."""

Window = Callable[[Request], tuple[int, int]]


@dataclass(frozen=True)
class Lists:
    """What the lists of one portal have in common; `record` is the markup of one row."""

    site: str
    web: int
    unit: int
    record: str


def column_path(key: str) -> str:
    """Address of a column."""
    return f"/col/col{key}/index.html"


def column(key: str, name: str, documents: Sequence[Document], first: int) -> Column:
    """A column with an article address for each document, numbered upwards from the oldest."""
    count = len(documents)
    numbered = (Entry(article_path(key, each, first + count - i), each) for i, each in enumerate(documents))
    return Column(key, name, column_path(key), tuple(numbered))


def article_path(key: str, document: Document, number: int) -> str:
    """Address of an article: its day without padding, its column, its number."""
    day = document.published
    return f"/art/{day.year}/{day.month}/{day.day}/art_{key}_{number}.html"


def inline(lists: Lists, listed: Column) -> str:
    """The datastore inside a column page; its next group is page 1, which repeats these records (seen at 定西)."""
    return _datastore(lists, listed, (0, GROUP), 1)


def dataproxy(lists: Lists, columns: Mapping[str, Column], window: Window) -> Callable[[Request], Response]:
    """The page that hands out records; without a Referer it pretends not to exist."""

    def page(request: Request) -> Response:
        listed = columns.get(request.value("columnid"))
        if listed is None or not request.headers.get("referer"):
            return not_found()
        start, stop = window(request)
        return plain(_datastore(lists, listed, (start, stop), stop // GROUP + 1), "text/xml")

    return page


def by_records(request: Request) -> tuple[int, int]:
    """The window asked for; a request that names only a page gets that group."""
    if not request.value("startrecord"):
        return by_group(request)
    start = _number(request.value("startrecord"), 1) - 1
    stop = _number(request.value("endrecord"), start + GROUP)
    return start, min(stop, start + LONGEST_WINDOW)


def by_group(request: Request) -> tuple[int, int]:
    """The group asked for, whatever window the request names."""
    page = _number(request.value("page"), 1)
    return (page - 1) * GROUP, page * GROUP


def _number(text: str, otherwise: int) -> int:
    return max(int(text), 1) if text.isdecimal() else otherwise


def _datastore(lists: Lists, listed: Column, window: tuple[int, int], following: int) -> str:
    start, stop = window
    total = len(listed.entries)
    more = _next_group(lists, listed, following) if stop < total else ""
    records = "\n".join(f"<record><![CDATA[{_record(lists, entry)}]]></record>" for entry in listed.entries[start:stop])
    return (
        f"<datastore>\n<nextgroup><![CDATA[{more}]]></nextgroup>\n<recordset>\n{records}\n</recordset>\n"
        f"<totalrecord>{total}</totalrecord><totalpage>{-(-total // PER_PAGE)}</totalpage></datastore>"
    )


def _next_group(lists: Lists, listed: Column, following: int) -> str:
    query = f"page={following}&appid=1&webid={lists.web}&path=/&columnid={listed.key}&unitid={lists.unit}"
    return f'<a href="{PROXY}?{query}&webname={quote(quote(lists.site))}&permissiontype=0"></a>'


def _record(lists: Lists, entry: Entry) -> str:
    title = entry.document.title
    shown = title if len(title) <= LONGEST_ANCHOR else f"{title[:LONGEST_ANCHOR]}…"
    return lists.record.format(href=entry.path, title=escape(title), shown=escape(shown), day=entry.day)
