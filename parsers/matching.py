"""Which line or column of a form a label names: the forms' patterns, compiled once and remembered by label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from parsers.labels import plain
from parsers.model import Cell, Column, Grid, Line
from parsers.rows import label_texts

_REMEMBERED = 1 << 14


class Matcher:
    """The labels of one grid. Answers are remembered by printed text: reports repeat the same few labels."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._lines = [(re.compile(line.pattern), line) for line in grid.lines]
        self._columns = [(re.compile(column.pattern), column) for column in grid.columns]
        self.line_named = lru_cache(_REMEMBERED)(self._line_named)
        self.column_named = lru_cache(_REMEMBERED)(self._column_named)

    def line(self, cell: Cell) -> Line | None:
        """The line that a label cell names."""
        return self.line_named(cell.text)

    def column(self, cell: Cell) -> Column | None:
        """The column that a header cell names."""
        return self.column_named(cell.text)

    def columns(self, cells: Sequence[Cell]) -> list[Column]:
        """The columns that header cells name, in order, each once."""
        found = [column for cell in cells if (column := self.column_named(cell.text))]
        return list({column.key: column for column in found}.values())

    def _line_named(self, printed: str) -> Line | None:
        for text in label_texts(printed):
            line = next((line for pattern, line in self._lines if pattern.search(text)), None)
            if line:
                return line
        return None

    def _column_named(self, printed: str) -> Column | None:
        text = plain(printed)
        return next((column for pattern, column in self._columns if pattern.search(text)), None)


_MATCHERS: dict[int, Matcher] = {}


def matcher(grid: Grid) -> Matcher:
    """The matcher of a grid; forms are constants, so there is one for each as long as the program runs."""
    known = _MATCHERS.get(id(grid))
    if known is None or known.grid is not grid:
        known = _MATCHERS[id(grid)] = Matcher(grid)
    return known
