"""Tables printed on their side: outcomes down and stages across are turned to how the form has them."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from parsers.matching import matcher
from parsers.model import Cell, Grid, Table

_FEWEST = 4  # labels of columns that must stand below each other
_MOST_PLACES = 2_000


def upright(table: Table, grids: tuple[Grid, ...]) -> Table:
    """The table with rows and columns exchanged where its first columns print what the form prints across.

    Cells keep the row and column where they were printed.
    """
    width = max(map(len, table.rows), default=0)
    if not table.squared or len(table.rows) < _FEWEST or width * len(table.rows) > _MOST_PLACES:
        return table
    turned = tuple(zip_longest(*table.rows, fillvalue=Cell("", 0, 0)))
    if any(_names(grid, turned) >= _FEWEST > _names(grid, table.rows) for grid in grids):
        return replace(table, rows=turned)
    return table


def _names(grid: Grid, rows: tuple[tuple[Cell, ...], ...]) -> int:
    """The most columns of the grid that one row names."""
    return max(len(matcher(grid).columns(row)) for row in rows)
