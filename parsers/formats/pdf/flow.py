"""Sheets -> Document: tables joined over pages, prose in paragraphs, page numbers and running headers left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from parsers.formats.pdf.lettering import is_wide
from parsers.formats.pdf.pages import join
from parsers.formats.pdf.sheets import Book, Part, Patch, Picture, Sheet, TextLine
from parsers.model import Cell, Document, Image, Metadata, Table

Item = TextLine | Part | Picture
Placed = tuple[Sheet, Item]

_EDGE = 0.12  # of the page's height: where page numbers and running headers stand
_REPEATED = 3  # pages on which the same line makes a running header
_LARGER = 1.15  # times the body's size: a heading
_ALIKE = 1.06  # times: the same size
_MISSING = 2.5  # characters short of the right edge: the paragraph ends
_INDENT = 1.0  # characters from the left edge: a paragraph begins
_TITLE = "年度报告"
_PAGE_NUMBER = re.compile(r"\W*第?\s*[\dIVXivx]{1,4}\s*页?\W*(共?\s*\d{1,4}\s*页?)?\W*")
_HEADING = re.compile(r"[（(]?[一二三四五六七八九十]{1,2}[)）、]")


def compose(book: Book, doubts: Sequence[str] = ()) -> Document:
    """The document in reading order."""
    placed: list[Placed] = []
    headers = running_lines(book.sheets)
    for sheet in book.sheets:
        items = _in_order(sheet, headers)
        if items and (joined := _joined(placed, sheet, items[0])):
            place, part = joined
            placed[place] = (sheet, part)
            items = items[1:]
        placed += [(sheet, item) for item in items]
    doubts = (*doubts, *(doubt for sheet in book.sheets for doubt in sheet.doubts))
    doubts = doubts if placed or doubts else ("nothing is printed in the document",)
    return _written(placed, find_title(book.sheets) or _own_title(book.title), doubts)


def running_lines(sheets: Sequence[Sheet]) -> frozenset[tuple[str, int]]:
    """Lines printed at the same height of several pages, numbers aside, as (text, height)."""
    seen = Counter(key for sheet in sheets for key in {_key(line) for line in sheet.lines if _at_edge(sheet, line)})
    enough = min(_REPEATED, max(len(sheets), 2))
    return frozenset(key for key, count in seen.items() if count >= enough)


def _key(line: TextLine) -> tuple[str, int]:
    return re.sub(r"\d+", "", line.text), round(line.box[1])


def _at_edge(sheet: Sheet, line: TextLine) -> bool:
    return line.box[3] < _EDGE * sheet.height or line.box[1] > (1 - _EDGE) * sheet.height


def _in_order(sheet: Sheet, headers: frozenset[tuple[str, int]]) -> list[Item]:
    lines = [line for line in sheet.lines if not (_at_edge(sheet, line) and _is_furniture(line, headers))]
    return sorted([*lines, *sheet.parts, *sheet.pictures], key=lambda item: _height(item, sheet.parts))


def _height(item: Item, parts: Sequence[Part]) -> float:
    """Where the item is read: a line beside a table comes after it."""
    if isinstance(item, TextLine):
        beside = [part.box[3] for part in parts if part.box[1] - item.size <= item.box[1] < part.box[3] - item.size]
        return max(beside, default=item.box[1])
    return item.box[1]


def _is_furniture(line: TextLine, headers: frozenset[tuple[str, int]]) -> bool:
    return _key(line) in headers or bool(_PAGE_NUMBER.fullmatch(line.text))


def _joined(placed: Sequence[Placed], sheet: Sheet, item: Item) -> tuple[int, Part] | None:
    """The table that ends the page before together with the one that opens this page, and where the first stands."""
    if not isinstance(item, Part):
        return None
    place = len(placed) - 1
    while place >= 0 and isinstance(placed[place][1], TextLine):
        place -= 1
    page, last = placed[place] if place >= 0 else (sheet, None)
    if not isinstance(last, Part) or page.number != sheet.number - 1:
        return None
    between = [line for at, line in placed[place + 1 :] if isinstance(line, TextLine) and at.number == page.number]
    joined = join(last, item) if _runs_over(last, between) else None
    return (place, joined) if joined else None


def _runs_over(part: Part, lines: Sequence[TextLine]) -> bool:
    """Whether these lines are what a label too long for its half of a cut cell printed under the table.

    They are as large as the label and follow it closely, or are as narrow as its column; none opens a section.
    """
    labels = [patch for patch in part.last_row if patch.lines]
    bottom = max((patch.box[3] for patch in labels), default=0.0)
    for line in lines:
        alike = any(1 / _ALIKE < line.size / patch.lines[-1].size < _ALIKE for patch in labels)
        inside = part.xs[0] <= line.box[0] and line.box[2] <= part.xs[-1]
        close = alike and inside and line.box[1] - bottom < line.size and not _HEADING.match(line.text)
        if not close and not _in_label_column(part, line):
            return False
        bottom = line.box[3]
    return True


def _in_label_column(part: Part, line: TextLine) -> bool:
    """Whether the line is no wider than the column of a label that covers several rows, and stands under it."""
    spanning = [patch.box for patch in part.last_row if patch.rowspan > 1 and patch.colspan == 1]
    return any(box[0] <= line.box[0] and line.box[2] <= box[2] for box in spanning)


def find_title(sheets: Sequence[Sheet]) -> str | None:
    """The largest heading of the first page with text, all its lines; one that names a yearly report comes first."""
    body = _body_size(line for sheet in sheets for line in sheet.lines)
    first = next((sheet.lines for sheet in sheets if sheet.lines), ())
    runs: list[list[TextLine]] = []
    for line in first:
        if line.size < _LARGER * body:
            runs.append([])
        elif runs and runs[-1] and 1 / _ALIKE < line.size / runs[-1][-1].size < _ALIKE:
            runs[-1].append(line)
        else:
            runs.append([line])
    headings = [(_run_text(run), run[0].size) for run in runs if run]
    best = max(headings, key=lambda heading: (_TITLE in heading[0], heading[1]), default=None)
    return best[0] if best else None


def _body_size(lines: Iterable[TextLine]) -> float:
    """The size in which most characters are printed."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0


def _run_text(lines: Sequence[TextLine]) -> str:
    text = ""
    for line in lines:
        text += _glue(text, line.text) + line.text
    return text


def _glue(before: str, after: str) -> str:
    if not before or is_wide(before[-1]) or is_wide(after[0]) or (before[-1].isdigit() and after[0].isdigit()):
        return ""
    return " "


def _own_title(title: str) -> str | None:
    """What the file calls itself, where that is a report's title and not a file name."""
    return title if _TITLE in title else None


def _written(placed: Sequence[Placed], title: str | None, doubts: tuple[str, ...]) -> Document:
    """Text, tables and images, each table and image with its place in the text."""
    paragraphs: list[str] = []
    tables: list[Table] = []
    images: list[Image] = []
    before: tuple[Sheet, TextLine] | None = None
    for sheet, item in placed:
        offset = len("\n".join(paragraphs))
        if isinstance(item, TextLine):
            if before and goes_on(before, (sheet, item)):
                paragraphs[-1] += _glue(paragraphs[-1], item.text) + item.text
            else:
                paragraphs.append(item.text)
            before = (sheet, item)
        elif isinstance(item, Part):
            tables.append(table_of(item, len(tables), offset))
            before = None
        else:
            images.append(Image(f"#page={sheet.number}", offset, body=item.body))
    return Document(
        "\n".join(paragraphs), tuple(tables), tuple(images), Metadata(title=title), method="pdf", doubts=doubts
    )


def goes_on(before: tuple[Sheet, TextLine], after: tuple[Sheet, TextLine]) -> bool:
    """Whether the second line goes on with the paragraph of the first: full line, no indent, same size, no ordinal."""
    (sheet, last), (page, line) = before, after
    full = max(other.box[2] for other in sheet.lines) - last.box[2] < _MISSING * last.size
    flush = line.box[0] - min(other.box[0] for other in page.lines) < _INDENT * line.size
    return full and flush and 1 / _ALIKE < last.size / line.size < _ALIKE and not _HEADING.match(line.text)


def table_of(part: Part, index: int, offset: int) -> Table:
    """The part as a table: a merged cell is the same object in each place it covers."""
    columns = len(part.xs) - 1
    places: dict[tuple[int, int], Cell] = {}
    for patch in part.patches:
        cell = _cell(patch)
        for row in range(patch.row, patch.row + patch.rowspan):
            places.update(((row, column), cell) for column in range(patch.column, patch.column + patch.colspan))
    rows = tuple(
        tuple(places.get((row, column)) or Cell("", row, column) for column in range(columns))
        for row in range(part.rows)
    )
    return Table(rows, index, offset, part.method, part.page, proved=not part.doubts, doubts=part.doubts)


def _cell(patch: Patch) -> Cell:
    x0, y0, x1, y1 = (round(side, 1) for side in patch.box)
    box = (x0, y0, x1, y1)
    place = patch.row, patch.column, patch.rowspan, patch.colspan
    return Cell(patch.text, *place, patch.page, box, patch.confidence, patch.raw)
