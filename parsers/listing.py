"""Which indicator each line of a printed list is: labels down, one number each, several lists perhaps side by side."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.headers import goes_on
from parsers.labels import fold, plain
from parsers.model import Cell, Grid, Line, Table
from parsers.numbers import is_value
from parsers.placing import Placed, Placing
from parsers.rows import Row

_FEWEST_LINES = 8  # lines of the form that a table must name to be taken for it; unrelated statistics name one or two
_UNIT = re.compile(r"^[(]?(?:单位:)?(条|件|次|篇|个|人|人次|元|万元|亿元|项|份|件次|期|场)[)]?$")
_SUBTOTALS = ("小计", "总计", "总数", "数量")
_OF_WHICH = re.compile(r"^其中[:,：、]?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One printed indicator: the row and the run of cells in it, its labels, its unit and the cell of its number."""

    row: Row
    panel: int
    labels: tuple[Cell, ...]
    unit: str | None
    value: Cell | None


def place_list(grid: Grid, rows: Sequence[Row]) -> Placing:
    """Find each number's indicator, table by table, the lists of a table one after another."""
    placed: list[Placed] = []
    strange: list[tuple[Grid, Row]] = []
    above: Table | None = None
    for table in {id(row.table): row.table for row in rows}.values():
        if _is_home(grid, table) or (above is not None and goes_on(above, table)):
            mine = [row for row in rows if row.table is table]
            ordinals = {column for row in mine for column in _ordinal_columns(row)}
            entries = [entry for row in mine for entry in _entries(row, ordinals)]
            _place_table(grid, sorted(entries, key=lambda entry: entry.panel), placed, strange)
            above = table
    return Placing(tuple(placed), (), tuple(strange))


def _place_table(grid: Grid, entries: Sequence[Entry], placed: list[Placed], strange: list[tuple[Grid, Row]]) -> None:
    last = placed[-1].line if placed else None
    for entry in entries:
        line = _line_of(grid, entry, last)
        last = line or last
        if entry.value is None or (not _has_digit(entry.value) and (line is None or line.group)):
            continue
        if line is None:
            strange.append((grid, entry.row))
        else:
            reading = (((grid.columns[0].key, entry.value),),)
            placed.append(Placed(grid, line, entry.row, reading, 1, unit=entry.unit))


def _line_of(grid: Grid, entry: Entry, last: Line | None) -> Line | None:
    """The line its innermost label names; beside 小计 or 总数 it is the label before that."""
    label = entry.labels[-1]
    if len(entry.labels) > 1 and plain(label.text) in _SUBTOTALS:
        label = entry.labels[-2]
    return _line_named(grid, label, last)


def _line_named(grid: Grid, label: Cell, last: Line | None) -> Line | None:
    """The line a label names; where several have its words, the next one under the heading that was last passed."""
    text = _OF_WHICH.sub("", plain(label.text))
    named = [line for line in grid.lines if re.search(line.pattern, text)]
    if last is None or len(named) < 2:
        return named[0] if named else None
    place = grid.lines.index(last)
    akin = [line for line in named if _root(grid, line) is _root(grid, last)]
    following = (line for line in (*akin, *named) if grid.lines.index(line) > place)
    return next(following, (akin or named)[-1])


def _root(grid: Grid, line: Line) -> Line:
    above = next((other for other in grid.lines if other.key == line.parent), None)
    return _root(grid, above) if above else line


def _ordinal_columns(row: Row) -> Iterator[int]:
    """Columns with a number right after a label that spans several rows: these numbers count the lines."""
    for label, cell in pairwise(row.cells):
        if label.rowspan > 1 and not is_value(label.text) and _has_digit(cell) and is_value(cell.text):
            yield cell.column


def _entries(row: Row, ordinals: Container[int]) -> Iterator[Entry]:
    """The runs of labels and one value in a row; a number before any label is an ordinal."""
    labels: list[Cell] = []
    unit: str | None = None
    panel = 0
    for cell in row.cells:
        printed = _UNIT.match(fold(cell.text))
        if printed:
            unit = printed[1]
        elif not is_value(cell.text):
            labels.append(cell)
        elif labels and cell.column not in ordinals:
            yield Entry(row, panel, tuple(labels), unit, cell)
            labels, unit, panel = [], None, panel + 1
    if labels:
        yield Entry(row, panel, tuple(labels), unit, None)


def _has_digit(cell: Cell) -> bool:
    return any(character.isdigit() for character in fold(cell.text))


def _is_home(grid: Grid, table: Table) -> bool:
    """Whether a table names enough lines of the grid."""
    cells = {id(cell): cell for row in table.rows for cell in row}.values()
    lines = {line.key for cell in cells if not is_value(cell.text) and (line := _line_named(grid, cell, None))}
    return len(lines) >= _FEWEST_LINES
