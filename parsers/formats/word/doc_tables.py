"""Tables of a .doc: paragraphs end cells and rows by their marks, rows state their cells' edges in twips."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.errors import TooLarge
from parsers.formats.word.doc_sprms import RowShape
from parsers.formats.word.flow import Flow, Opened
from parsers.formats.word.spans import SLIVER, Merge, Span, square

MAX_DEPTH = 40  # tables within tables; Word's own writers stay under 10


@dataclass(frozen=True, slots=True)
class Row:
    """The texts of a row with the shape stated at its end; None where it states none."""

    texts: tuple[str, ...]
    shape: RowShape | None


@dataclass(slots=True)
class _Level:
    """A table being read."""

    opened: Opened
    rows: list[Row] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


class TableStack:
    """The tables open at this place, outermost first; text outside of all goes to `sink`."""

    def __init__(self, flow: Flow, sink: Callable[[str], None]) -> None:
        """No table is open yet."""
        self._flow = flow
        self._sink = sink
        self._levels: list[_Level] = []

    def enter(self, depth: int) -> None:
        """Open and close tables until `depth` of them are open."""
        if depth > MAX_DEPTH:
            raise TooLarge(f"tables are nested more than {MAX_DEPTH} deep")
        while len(self._levels) > depth:
            self._close()
        while len(self._levels) < depth:
            self._levels.append(_Level(self._flow.open_table()))

    def add(self, text: str) -> None:
        """Add a paragraph where we are."""
        if self._levels:
            self._levels[-1].lines.append(text.strip())
        else:
            self._sink(text)

    def end_cell(self) -> None:
        """The cell is complete; a cell's mark outside of tables (in a broken file) ends nothing."""
        if not self._levels:
            return
        level = self._levels[-1]
        level.cells.append("\n".join(level.lines).strip("\n"))
        level.lines.clear()

    def end_row(self, shape: RowShape | None) -> None:
        """The row is complete; its mark states its shape."""
        if not self._levels:
            return
        level = self._levels[-1]
        level.lines.clear()
        level.rows.append(Row(tuple(level.cells), shape))
        level.cells.clear()

    def _close(self) -> None:
        level = self._levels.pop()
        if level.lines or level.cells:  # cut off in the middle of a row
            level.cells.append("\n".join(level.lines))
            level.rows.append(Row(tuple(level.cells), None))
        self._flow.close_table(level.opened, square(lay_out(level.rows)))


def lay_out(rows: Sequence[Row]) -> list[list[Span]]:
    """Rows over the common columns that the edges of all of them draw."""
    shapes = [_shape(row) for row in rows]
    columns = _columns(shapes)
    return [_spans(row.texts, shape, columns) for row, shape in zip(rows, shapes, strict=True)]


def _shape(row: Row) -> RowShape:
    """The stated shape if it has a place for each text, else cells side by side."""
    count = len(row.texts)
    if row.shape is not None and len(row.shape.edges) > count:
        return row.shape
    return RowShape(tuple(range(0, 1000 * count + 1, 1000)), (False,) * count, (Merge.ALONE,) * count)


def _columns(shapes: Sequence[RowShape]) -> list[int]:
    """The left edge of each column: edges closer than half the narrowest cell (at most a millimetre) are one."""
    widths = [two - one for shape in shapes for one, two in pairwise(shape.edges)]
    snap = min([SLIVER, *(width // 2 for width in widths if width > 1)])
    columns: list[int] = []
    for edge in sorted({edge for shape in shapes for edge in shape.edges}):
        if not columns or edge - columns[-1] > snap:
            columns.append(edge)
    return columns


def _spans(texts: Sequence[str], shape: RowShape, columns: Sequence[int]) -> list[Span]:
    spans: list[Span] = []
    for number, text in enumerate(texts):
        start = bisect_right(columns, shape.edges[number]) - 1
        end = bisect_right(columns, shape.edges[number + 1]) - 1
        if spans and shape.joined[number]:
            last = spans[-1]
            spans[-1] = Span("\n".join(filter(None, (last.text, text))), last.start, max(end, last.end), last.merge)
        elif end > start:
            spans.append(Span(text, start, end, shape.merges[number]))
    return spans
