"""Pictures that follow each other, as the pages of a scan do -> one document: what a page cuts is joined again.

A picture becomes a sheet like those of a PDF with text; flow.compose then joins tables, leaves out page numbers and
running headers, and makes paragraphs of lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from parsers.formats import picture
from parsers.formats.pdf.flow import compose
from parsers.formats.pdf.lettering import is_wide
from parsers.formats.pdf.ruled import nearest
from parsers.formats.pdf.sheets import Book, Part, Patch, Sheet, TextLine, around
from parsers.formats.picture.worth import has_figures
from parsers.model import Box, Cell, Document, Table
from parsers.numbers import is_value

if TYPE_CHECKING:  # OpenCV and the networks' runtime are loaded only when there is a picture to read
    from parsers.formats.picture.cells import Tabled
    from parsers.formats.picture.document import Seen
    from parsers.formats.picture.halves import Line

WIDTH = 595.0  # points of an A4 page, in which tables are joined
_TABLE = 500.0  # points of the widest table of a picture that is no page
_SHIFT = 18.0  # points by which one page lies beside another in the scanner
_EDGE = 0.12  # of a page's height: where running headers stand
_ALIKE = 75  # of 100: two lines are the same one, misread
_INK = 1.2  # the size of letters against the height of their ink
_EVEN = 0.12  # of the usual size: lines whose sizes differ by no more are of one size


def document_of(pages: Sequence[Seen]) -> Document:
    """The pages as one document; a cell's page is the number of its picture, from 1, and its box is on that."""
    scales = _scales(pages)
    sheets = [_sheet(page, number, scale) for number, (page, scale) in enumerate(zip(pages, scales, strict=True), 1)]
    sheets = _set_straight([_without_headers(sheet, sheets) for sheet in sheets])
    document = compose(Book("", len(pages), tuple(sheets), {}))
    tables = [_on_pictures(table, pages, scales) for table in document.tables if has_figures(table)]
    tables = [replace(table, index=index) for index, table in enumerate(tables)]
    doubts = tuple(f"picture {number}: {doubt}" for number, page in enumerate(pages, 1) for doubt in page.doubts)
    return replace(document, tables=tuple(tables), method="ocr", doubts=doubts)


def _scales(pages: Sequence[Seen]) -> list[float]:
    """Points for each pixel of a sheet: by the width of the pages, or of the tables where pictures differ in size."""
    widths = [page.sheet.grey.shape[1] for page in pages]
    if max(widths) - min(widths) <= 0.02 * max(widths):
        return [WIDTH / width for width in widths]
    tables = [max((tabled.xs[-1] - tabled.xs[0] for tabled in page.tables), default=0) for page in pages]
    return [_TABLE / table if table else WIDTH / width for table, width in zip(tables, widths, strict=True)]


def _sheet(page: Seen, number: int, scale: float) -> Sheet:
    height, width = page.sheet.grey.shape
    lines = [TextLine(text, _scaled(box, scale), _size(text, box) * scale) for text, box in page.lines]
    usual = median(line.size for line in lines) if lines else 0.0
    even = (replace(line, size=usual) if abs(line.size - usual) < _EVEN * usual else line for line in lines)
    parts = tuple(_part(tabled, number, scale) for tabled in page.tables)
    return Sheet(number, width * scale, height * scale, tuple(even), parts)


def _size(text: str, box: Box) -> float:
    """How large a line is printed: its width over its letters, of which narrow ones are half as wide."""
    letters = sum(1.0 if is_wide(letter) else 0.5 for letter in text)
    return (box[2] - box[0]) / letters if len(text) > 3 else (box[3] - box[1]) * _INK


def _part(tabled: Tabled, number: int, scale: float) -> Part:
    table = tabled.table
    cells = {id(cell): cell for row in table.rows for cell in row}.values()
    patches = tuple(_patch(cell, tabled.lines.get((cell.row, cell.column), ()), number, scale) for cell in cells)
    doubts = tuple(f"picture {number}, {doubt}" for doubt in table.doubts)
    xs = tuple(x * scale for x in tabled.xs)
    return Part(number, xs, len(table.rows), patches, around([patch.box for patch in patches]), table.method, doubts)


def _patch(cell: Cell, lines: Sequence[Line], number: int, scale: float) -> Patch:
    box = _scaled(cell.box or (0, 0, 0, 0), scale)
    printed = tuple(TextLine(text, _scaled(at, scale), (at[3] - at[1]) * _INK * scale) for text, at in lines if text)
    place = cell.row, cell.column, cell.rowspan, cell.colspan
    return Patch(*place, number, box, printed if cell.text else (), cell.text, cell.confidence, cell.raw)


def _scaled(box: Box, scale: float) -> Box:
    return box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale


def _without_headers(sheet: Sheet, sheets: Sequence[Sheet]) -> Sheet:
    """The page without the lines at its top and bottom that other pages print there, misread or not."""
    others = [line for other in sheets if other is not sheet for line in other.lines]
    kept = (line for line in sheet.lines if not any(_same_header(line, other, sheet.height) for other in others))
    return replace(sheet, lines=tuple(kept))


def _same_header(line: TextLine, other: TextLine, height: float) -> bool:
    edge = line.box[3] < _EDGE * height or line.box[1] > (1 - _EDGE) * height
    near = max(abs(mine - its) for mine, its in zip(line.box, other.box, strict=True)) < _SHIFT
    return edge and near and fuzz.ratio(line.text, other.text) >= _ALIKE


def _set_straight(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets, the first table of each set under the last of the one before where only the scanner moved it."""
    straight = list(sheets[:1])
    for below in sheets[1:]:
        upper, lower = straight[-1].parts[-1:], below.parts[:1]
        first = [replace(part, xs=_moved(part.xs, above.xs)) for above in upper for part in lower] or lower
        straight.append(replace(below, parts=(*first, *below.parts[1:])))
    return straight


def _moved(xs: Sequence[float], onto: Sequence[float]) -> tuple[float, ...]:
    """The column lines with both ends on those of the table above, where these are near."""
    right, left = onto[-1], onto[nearest(onto, xs[0])]
    if abs(right - xs[-1]) > _SHIFT or abs(left - xs[0]) > _SHIFT or left >= right:
        return tuple(xs)
    factor = (right - left) / (xs[-1] - xs[0])
    return tuple(left + (x - xs[0]) * factor for x in xs)


def _on_pictures(table: Table, pages: Sequence[Seen], scales: Sequence[float]) -> Table:
    """The table with the boxes of its cells where the pictures show them."""
    cells = {id(cell): cell for row in table.rows for cell in row}
    placed = {key: _on_picture(cell, pages, scales) for key, cell in cells.items()}
    return replace(table, rows=tuple(tuple(placed[id(cell)] for cell in row) for row in table.rows))


def _on_picture(cell: Cell, pages: Sequence[Seen], scales: Sequence[float]) -> Cell:
    """The cell where its picture shows it; a label that a page cut is named now that it is whole."""
    label = None if is_value(cell.text) else picture.meant(cell.text)
    cell = cell._replace(text=label, raw=cell.raw or cell.text) if label else cell
    if cell.page is None or cell.box is None:
        return cell
    page, scale = pages[cell.page - 1], scales[cell.page - 1]
    return cell._replace(box=page.sheet.place(_scaled(cell.box, 1 / scale)))
