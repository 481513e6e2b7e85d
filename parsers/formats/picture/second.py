"""A second reading of numbers: lines found by the detector network, read freely from the grey page.

It shares neither the ink boxes nor the alphabet of the first reading, so that their agreement is evidence for
tables that have no sums.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import cv2
import numpy as np

from parsers.formats.picture.cells import is_figure
from parsers.formats.picture.digits import words_of
from parsers.formats.picture.ink import HEIGHT, Region
from parsers.formats.picture.network import DETECTOR, session
from parsers.formats.picture.pixels import Pixels
from parsers.formats.picture.sheet import Sheet
from parsers.labels import fold
from parsers.model import Box, Cell, Table

WIDTH = 960  # pixels the detector sees of a table's width
LIKELY = 0.3  # its own threshold for "text"
GROW = 0.28  # how far its kernels are grown back to whole lines, in their heights
SURE = 0.8  # the second reading counts against the first
DENIED = 0.5  # how sure a number is at most that the other reading denies
Place = tuple[int, int]
MOST = 60  # numbers; larger tables have sums, which prove more than a second look


def confirmed(table: Table, sheet: Sheet) -> Table:
    """The table, proved where both readings agree on every number; else with what the second one says.

    A number that the second reading surely denies is unsure. Boxes are the sheet's. A table with many numbers comes
    back as it is.
    """
    again = _looked_at_again(table, sheet)
    denied = [(cell, again[cell.row, cell.column]) for cell in _figures(table) if again]
    denied = [(cell, other) for cell, other in denied if cell.text != other.text]
    doubts = tuple(
        f"row {cell.row}, column {cell.column}: read {cell.text or 'blank'}, seen again as {other.text or 'blank'}"
        for cell, other in denied
    )
    sure = [(cell, other) for cell, other in denied if is_figure(other.text) and other.confidence >= SURE]
    unsure = {
        (cell.row, cell.column): cell._replace(confidence=min(cell.confidence, DENIED), raw=other.text)
        for cell, other in sure
    }
    proved = table.proved and not doubts
    return replace(table, rows=_with(table, unsure), proved=proved, doubts=(*table.doubts, *doubts))


def seen_again(table: Table, sheet: Sheet) -> Table | None:
    """The table with its numbers as the second reading has them; None where there are too many to need one.

    What the readings disagree on is unsure. Ink that the second one overlooks stays as the first has read it.
    """
    again = _looked_at_again(table, sheet)
    other = {
        (cell.row, cell.column): found._replace(confidence=min(found.confidence, DENIED), raw=cell.text)
        for cell in _figures(table)
        if again and (found := again[cell.row, cell.column]).text not in ("", cell.text)
    }
    return replace(table, rows=_with(table, other)) if again else None


def _looked_at_again(table: Table, sheet: Sheet) -> dict[Place, Cell]:
    """Number cells and blank ones as the second reading has them; none where there are too many."""
    cells = _figures(table)
    if not 0 < sum(is_figure(cell.text) for cell in cells) <= MOST:
        return {}
    lines = _detected(sheet, _extent(table))
    return {(cell.row, cell.column): _again(cell, lines, sheet) for cell in cells}


def _with(table: Table, cells: Mapping[Place, Cell]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(cells.get((cell.row, cell.column), cell) for cell in row) for row in table.rows)


def _figures(table: Table) -> list[Cell]:
    """Number cells and blank ones, each once."""
    cells = {(cell.row, cell.column): cell for row in table.rows for cell in row}
    return [cell for cell in cells.values() if not cell.text or is_figure(cell.text)]


def _extent(table: Table) -> Region:
    boxes = np.array([cell.box for row in table.rows for cell in row if cell.box])
    (left, top), (right, bottom) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return round(left), round(top), round(right), round(bottom)


def _detected(sheet: Sheet, extent: Region) -> list[Region]:
    """Lines of text inside the extent, as the detector network sees them."""
    left, top, right, bottom = extent
    part = sheet.grey[top:bottom, left:right]
    factor = WIDTH / part.shape[1]
    size = tuple(max(32, round(length * factor / 32) * 32) for length in (part.shape[1], part.shape[0]))
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)
    picture = np.repeat((small.astype(np.float32) / 127.5 - 1)[None, None], 3, axis=1)
    likely = session(DETECTOR).run(None, {"x": picture})[0][0, 0] > LIKELY
    stats = cv2.connectedComponentsWithStats(likely.astype(np.uint8), connectivity=8)[2][1:]
    across, down = part.shape[1] / size[0], part.shape[0] / size[1]
    return [_grown(box, across, down, extent) for box in stats.tolist() if min(box[2], box[3]) >= 3]


def _grown(box: list[int], across: float, down: float, extent: Region) -> Region:
    """The whole line around a detected kernel, on the sheet."""
    x, y, width, height, _ = box
    more = GROW * height * 2
    x0, y0, x1, y1 = x - more, y - more, x + width + more, y + height + more
    left, top, _, _ = extent
    return round(left + x0 * across), round(top + y0 * down), round(left + x1 * across), round(top + y1 * down)


def _again(cell: Cell, lines: list[Region], sheet: Sheet) -> Cell:
    """The cell as the lines within it read; blank where there are none."""
    box = cell.box or (0, 0, 0, 0)
    left, top, right, bottom = box
    own = sorted(
        (line for line in lines if left < (line[0] + line[2]) / 2 < right and top < (line[1] + line[3]) / 2 < bottom),
        key=lambda line: line[0],
    )
    words = words_of([_cut(sheet.grey, line, box) for line in own]) if own else []
    text = "".join(fold(one.free) for one in words)
    sure = min((one.free_confidence for one in words), default=1.0)
    return cell._replace(text=text, confidence=round(sure, 4), raw=None)


def _cut(grey: Pixels, line: Region, cell: Box) -> Pixels:
    """The line as it is on the page, within its cell, HEIGHT pixels high."""
    left, top, right, bottom = (round(value) for value in cell)
    x0, y0 = max(line[0], left + 4), max(line[1], top + 4)
    x1, y1 = min(line[2], right - 3), min(line[3], bottom - 3)
    part = grey[y0 : max(y1, y0 + 4), x0 : max(x1, x0 + 4)]
    width = max(16, -(-round(part.shape[1] * HEIGHT / part.shape[0]) // 8) * 8)
    return np.asarray(cv2.resize(part, (width, HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)
