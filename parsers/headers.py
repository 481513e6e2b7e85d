"""The header over a grid's rows: which columns it names, and over which places of its table each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from parsers.matching import matcher
from parsers.model import Column, Form, Grid, Table
from parsers.rows import Row

_PAGE_BREAK = 12  # characters between two pieces of a table: a page's number, no caption of another table


@dataclass(frozen=True)
class Header:
    """Rows of labels that belong together, the lowest last. Each answer is worked out once for all rows below."""

    grid: Grid
    rows: tuple[Row, ...]

    @property
    def table(self) -> Table:
        """The table it stands in."""
        return self.rows[-1].table

    @property
    def width(self) -> int:
        """Places in its lowest row."""
        return len(self.table.rows[self.rows[-1].number])

    @cached_property
    def named(self) -> tuple[Column, ...]:
        """The columns its lowest row names, in order."""
        return tuple(matcher(self.grid).columns(self.rows[-1].cells))

    @cached_property
    def edge(self) -> int | None:
        """The first place that stands under a column of numbers."""
        cells = (cell for row in self.rows for cell in row.cells)
        return min((cell.column for cell in cells if matcher(self.grid).column(cell)), default=None)

    def reaches(self, row: Row) -> bool:
        """Whether a row stands under it: in its table, or in one that goes on after a page break."""
        return row.table is self.table or goes_on(self.table, row.table)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The column key over each place, "" where none is."""
        return tuple(self._key_over(place, across=False) for place in range(self.width))

    @cached_property
    def keys_across(self) -> tuple[str, ...]:
        """`line.column` over each place, for grids that print both in the header."""
        return tuple(self._key_over(place, across=True) for place in range(self.width))

    def _key_over(self, place: int, *, across: bool) -> str:
        stack = [cell for row in reversed(self.rows) if (cell := row.at(place)) is not None]
        column = next((column for cell in stack if (column := matcher(self.grid).column(cell))), None)
        if column is None or not across:
            return column.key if column else ""
        line = next((line for cell in stack if (line := matcher(self.grid).line(cell))), None)
        return f"{line.key}.{column.key}" if line else ""


def goes_on(upper: Table, lower: Table) -> bool:
    """Whether a table may be the next piece of another: hardly a word stands between them."""
    return lower.index >= upper.index and lower.offset - upper.offset <= _PAGE_BREAK


def grid_named_by(form: Form, row: Row, current: Grid | None) -> Grid | None:
    """The grid whose column labels a row prints: two of them at least, one in the table of section two."""
    if row.numbers:
        return None
    counts = {grid.key: len(matcher(grid).columns(row.cells)) for grid in form.grids}
    best = max(form.grids, key=lambda grid: (counts[grid.key], grid is current))
    return best if counts[best.key] >= (1 if best.key == "proactive" else 2) else None


def above_in_table(rows: Sequence[Row], table: Table) -> tuple[Row, ...]:
    """Of the rows passed by since the last numbers, those of this table: they may be a header's upper part."""
    return tuple(row for row in rows if row.table is table)
