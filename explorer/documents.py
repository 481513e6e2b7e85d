"""A capture's words as a page of its own that can do nothing: web pages cleaned, text as it is, the rest as it was read."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from explorer.cleaning import clean, tree_of
from explorer.marking import cell_at, marked_elements, marked_span, table_at
from explorer.places import Spot
from explorer.words import shown
from parsers.encodings import decode
from parsers.errors import ParseError
from parsers.formats import html, readings_of, text
from parsers.model import Cell, Document, Table

_PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>原件 source</title><style>
:root {{ color-scheme: light dark; --hair: #cfc9bd; --mark: #9c2b1f; --wash: #fff0bd; }}
@media (prefers-color-scheme: dark) {{ :root {{ --hair: #4a453e; --mark: #f08c7e; --wash: #4a3f1c; }} }}
body {{ margin: 16px; font: 15px/1.7 "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif; }}
table {{ border-collapse: collapse; }} td, th {{ border: 1px solid var(--hair); padding: 3px 8px; }}
pre {{ white-space: pre-wrap; font: inherit; tab-size: 10; }} * {{ overflow-wrap: anywhere; }} td, th {{ overflow-wrap: normal; min-width: 1.2em; }}
.marked {{ outline: 3px solid var(--mark); outline-offset: -1px; background: var(--wash); color: inherit; scroll-margin-top: 10vh; }}
.picture {{ opacity: .7; }}</style></head><body>{body}</body></html>"""


def marked_page(body: bytes, spot: Spot | None, printed: str | None) -> str:
    """The document as a page, with the place marked as `#marked`. Raises ParseError where it cannot be read."""
    if html.recognises(body):
        content = _web_page(body, spot, printed)
    elif text.recognises(body):
        content = _text(body, spot, printed)
    else:
        content = "".join(_as_read(next(iter(readings_of(body))), spot, printed))
    return _PAGE.format(body=content)


def lines_of(body: bytes) -> list[str]:
    """A document as lines, its paragraphs and then the rows of its tables, for setting two side by side."""
    try:
        document = next(iter(readings_of(body)))
    except ParseError as error:
        return [f"[{error}]"]
    prose = [line.strip() for line in document.text.split("\n") if line.strip()]
    return prose + [line for table in document.tables for line in _row_lines(table)]


def _row_lines(table: Table) -> Iterator[str]:
    for number, row in enumerate(table.rows):
        own = {id(cell): cell for cell in row if cell.row == number}
        yield " | ".join(" ".join(cell.text.split()) for cell in own.values())


def _web_page(body: bytes, spot: Spot | None, printed: str | None) -> str:
    tree = tree_of(body)
    if tree is None:
        return ""
    return clean(tree, marked_elements(tree, body, spot, printed) if spot else ())


def _text(body: bytes, spot: Spot | None, printed: str | None) -> str:
    words, _ = decode(body)
    span = marked_span(body, words, spot, printed) if spot else None
    if span is None:
        return f"<pre>{escape(shown(words))}</pre>"
    parts = (escape(shown(part)) for part in (words[: span[0]], words[slice(*span)], words[span[1] :]))
    return "<pre>{}<mark id=marked class=marked>{}</mark>{}</pre>".format(*parts)


def _as_read(document: Document, spot: Spot | None, printed: str | None) -> Iterator[str]:
    """Paragraphs, then tables: what a reader of the format made of bytes that no browser shows."""
    index = table_at(document.tables, spot, printed) if spot else None
    yield f"<pre>{escape(shown(document.text))}</pre>"
    for number, table in enumerate(document.tables):
        yield _table(table, spot if number == index else None)


def _table(table: Table, spot: Spot | None) -> str:
    target = cell_at(table, spot) if spot else None
    rows = (
        "".join(_cell(cell, cell is target) for cell in {id(c): c for c in row if c.row == number}.values())
        for number, row in enumerate(table.rows)
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _cell(cell: Cell, marked: bool) -> str:
    mark = " id=marked class=marked" if marked else ""
    return f"<td rowspan={cell.rowspan} colspan={cell.colspan}{mark}>{escape(shown(cell.text))}</td>"
