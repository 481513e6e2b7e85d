"""Cells that state the columns they span become a rectangular table in which a merged cell covers each its places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import accumulate

from parsers.errors import TooLarge
from parsers.model import Cell

MAX_COLUMNS = 1_000  # Word itself stops at 63
MAX_PLACES = 1_000_000
SLIVER = 60  # twips (1 mm): the edges of rows written by LibreOffice miss each other by a few


class Merge(Enum):
    """How a cell relates to the rows around it."""

    ALONE = 0
    FIRST = 1
    MORE = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A cell over the columns from `start` up to `end`."""

    text: str
    start: int
    end: int
    merge: Merge = Merge.ALONE


class _Draft:
    """A cell whose height is not yet known."""

    __slots__ = ("_cell", "height", "row", "span")

    def __init__(self, span: Span, row: int) -> None:
        self.span = span
        self.row = row
        self.height = 1
        self._cell: Cell | None = None

    def cell(self) -> Cell:
        """The finished cell, the same one each time."""
        if self._cell is None:
            span = self.span
            self._cell = Cell(span.text, self.row, span.start, self.height, span.end - span.start)
        return self._cell


def square(rows: Sequence[Sequence[Span]]) -> tuple[tuple[Cell, ...], ...]:
    """Rectangular rows: a merged cell is the same Cell in each place, a place no cell covers is a blank of its own.

    >>> rows = square([[Span("a", 0, 1, Merge.FIRST), Span("b", 1, 3)], [Span("", 0, 1, Merge.MORE), Span("c", 1, 2)]])
    >>> [[cell.text for cell in row] for row in rows]
    [['a', 'b', 'b'], ['a', 'c', '']]
    """
    width = max((span.end for row in rows for span in row), default=0)
    if width > MAX_COLUMNS or width * len(rows) > MAX_PLACES:
        raise TooLarge(f"a table of {len(rows)} rows and {width} columns")
    drafts: list[list[_Draft]] = []
    for number, row in enumerate(rows):
        drafts.append(_lay(row, number, width, drafts[-1] if drafts else []))
    return tuple(tuple(draft.cell() for draft in row) for row in drafts)


def fold_slivers(rows: Sequence[Sequence[Span]], widths: Sequence[int]) -> Sequence[Sequence[Span]]:
    """Rows in which a column too narrow to hold a digit is one with its right neighbour, where no cell needs it.

    Such columns (`widths` in twips) are left when edges of two rows miss each other by a hair.

    >>> rows = [[Span("a", 0, 1), Span("b", 1, 3)], [Span("c", 0, 2), Span("d", 2, 3)]]
    >>> [[(span.start, span.end) for span in row] for row in fold_slivers(rows, [900, 5, 900])]
    [[(0, 1), (1, 2)], [(0, 1), (1, 2)]]
    """
    limit = min(SLIVER, sum(widths) // (4 * len(widths) or 1))
    new = [0, *accumulate(int(width >= limit) for width in widths)]
    if max((span.end for row in rows for span in row), default=0) >= len(new) or new[-1] == len(widths):
        return rows
    folded = [[replace(span, start=new[span.start], end=new[span.end]) for span in row] for row in rows]
    if any(span.text for row in folded for span in row if span.start == span.end):
        return rows
    return [[span for span in row if span.start < span.end] for row in folded]


def _lay(row: Sequence[Span], number: int, width: int, above: list[_Draft]) -> list[_Draft]:
    places: list[_Draft | None] = [None] * width
    for span in row:
        draft = _Draft(span, number)
        if span.merge is Merge.MORE and above and above[span.start].span.merge is not Merge.ALONE:
            draft = above[span.start]
            draft.height = number - draft.row + 1
        places[span.start : span.end] = [draft] * (span.end - span.start)
    return [place or _Draft(Span("", column, column + 1), number) for column, place in enumerate(places)]
