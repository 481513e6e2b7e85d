"""Pictures of tables -> documents: several readings of one picture, the likeliest first.

Cells come from ruled lines, words from PP-OCRv6, numbers from its restricted alphabet; whoever knows what must
hold between the figures takes readings until one is proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from parsers.formats.picture.cells import Tabled, tables_of
from parsers.formats.picture.grid import lattices_of
from parsers.formats.picture.halves import Line
from parsers.formats.picture.lean import straightened
from parsers.formats.picture.pixels import Pixels, pixels_of
from parsers.formats.picture.second import confirmed, seen_again
from parsers.formats.picture.sheet import WIDTHS, Sheet, grey_of, has_red, sheet_of, without_red
from parsers.formats.picture.text import lines_outside
from parsers.formats.picture.traces import traces_of
from parsers.formats.picture.words import Label
from parsers.formats.picture.worth import has_figures
from parsers.model import Document, Table

__all__ = ["Seen", "looked_at_twice", "read", "readings", "seen"]

SECOND = ("the numbers of a second reading",)
PROSE = 150  # letters; a picture that shows so many lies upright


@dataclass(frozen=True)
class Seen:
    """What a picture shows under one treatment: lines of words outside tables, and tables; boxes are the sheet's."""

    sheet: Sheet
    lines: tuple[Line, ...]
    tables: tuple[Tabled, ...]
    doubts: tuple[str, ...] = ()
    twice: bool = False  # a second reading of its small tables was compared, or is what is shown

    @property
    def labels(self) -> list[Label]:
        """The labels of its tables that are surely read; their boxes are the picture's."""
        return [(self.sheet.place(box), said) for tabled in self.tables for box, said in tabled.labels]

    @property
    def text(self) -> str:
        """The words outside tables, line by line."""
        return "\n".join(words for words, _ in self.lines)


def read(body: bytes) -> Document:
    """The picture as its likeliest treatment shows it, the first that has a table.

    Raises EmptyDocument, UnknownFormat, TooLarge or Damaged.
    """
    documents = readings(body)
    first = next(documents)
    return first if first.tables else next((document for document in documents if document.tables), first)


def readings(body: bytes) -> Iterator[Document]:
    """Every reading of the picture, the likeliest first, each made when asked for."""
    for one in seen(body):
        yield _document(looked_at_twice(one))


def looked_at_twice(page: Seen) -> Seen:
    """The page with what a second reading of its small tables denies in doubt."""
    if page.twice:
        return page
    tables = (replace(one, table=confirmed(one.table, page.sheet)) for one in page.tables)
    return replace(page, tables=tuple(tables), twice=True)


def seen(body: bytes) -> Iterator[Seen]:
    """What the picture shows under each treatment, the likeliest first, each made when asked for.

    The treatments are a seal removed or the page as it is, sharpened where it is narrow, softened, as it lay before
    straightening; where none shows a table and few words are read, turned by a quarter. Last comes the first one again
    with the second reading of small tables, whose numbers are the detector's.
    """
    pixels = pixels_of(body)
    known: list[Seen] = []
    for name, treat in _treatments(pixels):
        sheet = treat(pixels)
        if not any(np.array_equal(sheet.ink, other.sheet.ink) for other in known):
            known.append(_seen(sheet, name, known))
            yield known[-1]
    first = known[0]
    if not any(one.tables for one in known) and len(first.text) <= PROSE:
        yield from (_seen(_turned(pixels, quarter), f"turned by {90 * quarter} degrees") for quarter in (1, 3))
    again = [seen_again(each.table, first.sheet) for each in first.tables]
    if any(again):
        both = [replace(old, table=new) if new else old for new, old in zip(again, first.tables, strict=True)]
        yield replace(first, tables=tuple(both), doubts=SECOND, twice=True)


def _treatments(pixels: Pixels) -> Iterator[tuple[str, Callable[[Pixels], Sheet]]]:
    if has_red(pixels):
        yield "", lambda page: _upright(without_red(page))
    yield "", lambda page: _upright(grey_of(page))
    if pixels.shape[1] < WIDTHS[0]:
        yield "sharpened", lambda page: _sharpened(grey_of(page))
    yield "softened", lambda page: _upright(_softened(grey_of(page)))
    yield "not straightened", lambda page: sheet_of(grey_of(page))


def _upright(grey: Pixels) -> Sheet:
    return straightened(grey, sheet_of(grey))


def _softened(grey: Pixels) -> Pixels:
    """Blurred a little; digits of narrow pictures bear less of it."""
    width = grey.shape[1]
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), max(0.8 if width > 900 else 0.5, width / 2000)), np.uint8)


def _sharpened(grey: Pixels) -> Sheet:
    """A sheet of a narrow picture scaled up with its edges brought out; its boxes still are the picture's."""
    times = -(-WIDTHS[0] // grey.shape[1])
    sheet = _upright(np.asarray(cv2.resize(grey, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC), np.uint8))
    return replace(sheet, back=np.diag([1 / times, 1 / times, 1.0]) @ sheet.back)


def _turned(pixels: Pixels, quarter: int) -> Sheet:
    """A sheet of the picture turned; its boxes still are the picture's."""
    grey = grey_of(pixels)
    height, width = grey.shape
    turned = np.ascontiguousarray(np.rot90(grey, quarter))
    back = {1: [[0, -1, width], [1, 0, 0], [0, 0, 1]], 3: [[0, 1, 0], [-1, 0, height], [0, 0, 1]]}[quarter]
    sheet = _upright(turned)
    return replace(sheet, back=np.array(back, np.float64) @ sheet.back)


def _seen(sheet: Sheet, treatment: str, others: Sequence[Seen] = ()) -> Seen:
    """What one sheet shows; the words outside tables and sure labels are known from other treatments."""
    traces = traces_of(sheet.ink)
    lattices = lattices_of(traces)
    doubts = (f"the picture was {treatment} to read it",) if treatment else ()
    words = others[0].lines if others else lines_outside(traces, lattices)
    labels = [(sheet.find(box), said) for other in others for box, said in other.labels]
    return Seen(sheet, tuple(words), tuple(tables_of(traces, lattices, labels)), doubts)


def _document(one: Seen) -> Document:
    """Its words and tables, each table with its place in the words; boxes are the picture's."""
    tables = [tabled.table for tabled in one.tables if has_figures(tabled.table)]
    numbered = (replace(table, index=index) for index, table in enumerate(tables))
    placed = (replace(_on_picture(table, one.sheet), offset=_words_above(table, one)) for table in numbered)
    return Document(one.text, tuple(placed), method="ocr", doubts=one.doubts)


def _words_above(table: Table, one: Seen) -> int:
    """How many characters are printed over a table."""
    top = min(cell.box[1] for row in table.rows for cell in row if cell.box)
    return len("\n".join(words for words, box in one.lines if box[3] <= top))


def _on_picture(table: Table, sheet: Sheet) -> Table:
    cells = {id(cell): cell for row in table.rows for cell in row}
    placed = {key: cell._replace(box=sheet.place(cell.box)) for key, cell in cells.items() if cell.box}
    return replace(table, rows=tuple(tuple(placed[id(cell)] for cell in row) for row in table.rows))
