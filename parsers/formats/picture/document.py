"""Pictures of tables -> documents: several readings of one picture, the likeliest first.

Cells come from ruled lines, words from PP-OCRv6, numbers from its restricted alphabet; whoever knows what must
hold between the figures takes readings until one is proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import numpy as np

from parsers.formats.picture.cells import tables_of
from parsers.formats.picture.grid import lattices_of
from parsers.formats.picture.lean import straightened
from parsers.formats.picture.pixels import Pixels, pixels_of
from parsers.formats.picture.second import confirmed, seen_again
from parsers.formats.picture.sheet import WIDTHS, Sheet, grey_of, has_red, sheet_of, without_red
from parsers.formats.picture.text import text_of
from parsers.formats.picture.traces import traces_of
from parsers.model import Document, Table

__all__ = ["read", "readings"]

PROSE = 150  # letters; a picture that shows so many lies upright


def read(body: bytes) -> Document:
    """The picture as its likeliest treatment shows it, the first that has a table.

    Raises EmptyDocument, UnknownFormat, TooLarge or Damaged.
    """
    documents = readings(body)
    first = next(documents)
    return first if first.tables else next((document for document in documents if document.tables), first)


def readings(body: bytes) -> Iterator[Document]:
    """Every reading of the picture, the likeliest first, each made when asked for.

    The treatments are a seal removed or the page as it is, sharpened where it is narrow, softened, as it lay before
    straightening; where none shows a table and few words are read, turned by a quarter. Last comes the first one again
    with the second reading of small tables, whose numbers are the detector's.
    """
    pixels = pixels_of(body)
    seen: list[tuple[Sheet, list[Table]]] = []
    first = None
    for name, treat in _treatments(pixels):
        sheet = treat(pixels)
        if not any(np.array_equal(sheet.ink, known.ink) for known, _ in seen):
            document = _reading(sheet, name, seen, first.text if first else None)
            first = first or document
            yield document
    if not any(tables for _, tables in seen) and not (first and len(first.text) > PROSE):
        yield from (_reading(_turned(pixels, quarter), f"turned by {90 * quarter} degrees", seen) for quarter in (1, 3))
    sheet, tables = seen[0]
    again = [seen_again(table, sheet) for table in tables]
    if any(again):
        both = [second or table for second, table in zip(again, tables, strict=True)]
        yield _placed(first.text if first else "", both, sheet, ("the numbers of a second reading",))


def _treatments(pixels: Pixels) -> Iterator[tuple[str, Callable[[Pixels], Sheet]]]:
    if has_red(pixels):
        yield "", lambda page: _upright(without_red(page))
    yield "", lambda page: _upright(grey_of(page))
    if pixels.shape[1] < WIDTHS[0]:
        yield "sharpened", lambda page: _upright(_sharpened(grey_of(page)))
    yield "softened", lambda page: _upright(_softened(grey_of(page)))
    yield "not straightened", lambda page: sheet_of(grey_of(page))


def _upright(grey: Pixels) -> Sheet:
    return straightened(grey, sheet_of(grey))


def _softened(grey: Pixels) -> Pixels:
    """Blurred a little; digits of narrow pictures bear less of it."""
    width = grey.shape[1]
    return np.asarray(cv2.GaussianBlur(grey, (0, 0), max(0.8 if width > 900 else 0.5, width / 2000)), np.uint8)


def _sharpened(grey: Pixels) -> Pixels:
    """A narrow picture scaled up with its edges brought out."""
    times = -(-WIDTHS[0] // grey.shape[1])
    return np.asarray(cv2.resize(grey, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC), np.uint8)


def _turned(pixels: Pixels, quarter: int) -> Sheet:
    """A sheet of the picture turned; its boxes still are the picture's."""
    grey = grey_of(pixels)
    height, width = grey.shape
    turned = np.ascontiguousarray(np.rot90(grey, quarter))
    back = {1: [[0, -1, width], [1, 0, 0], [0, 0, 1]], 3: [[0, 1, 0], [-1, 0, height], [0, 0, 1]]}[quarter]
    sheet = _upright(turned)
    return replace(sheet, back=np.array(back, np.float64) @ sheet.back)


def _reading(sheet: Sheet, treatment: str, seen: list[tuple[Sheet, list[Table]]], text: str | None = None) -> Document:
    """What one sheet says, words outside tables unless they are known; sheet and tables are added to those seen."""
    traces = traces_of(sheet.ink)
    lattices = lattices_of(traces)
    tables = [confirmed(table, sheet) for table in tables_of(traces, lattices)]
    seen.append((sheet, tables))
    doubts = (f"the picture was {treatment} to read it",) if treatment else ()
    return _placed(text_of(traces, lattices) if text is None else text, tables, sheet, doubts)


def _placed(text: str, tables: list[Table], sheet: Sheet, doubts: tuple[str, ...]) -> Document:
    """A document whose boxes are the picture's."""
    return Document(text, tuple(_on_picture(table, sheet) for table in tables), method="ocr", doubts=doubts)


def _on_picture(table: Table, sheet: Sheet) -> Table:
    cells = {id(cell): cell for row in table.rows for cell in row}
    placed = {key: cell._replace(box=sheet.place(cell.box)) for key, cell in cells.items() if cell.box}
    return replace(table, rows=tuple(tuple(placed[id(cell)] for cell in row) for row in table.rows))
