"""Which line and columns of a form each row of a document fills: by labels, headers and order together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.headers import Header, above_in_table, grid_named_by
from parsers.labels import fold
from parsers.matching import matcher
from parsers.model import Cell, Form, Grid, Line, Table
from parsers.rows import Row

_SUBTOTALS = ("小计", "合计", "总计")
_FEWEST_LINES = 3  # lines of a grid that a table without header must name; statistics of other matters have a 总计 too
_LABEL_PLACES = 4  # on the left of a table, at most as many columns as hold labels

Values = tuple[tuple[str, Cell], ...]
"""Column key -> cell, in order. In a grid printed across, the key is `line.column`."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row and what its values may stand for, likeliest first. `line` is None in a grid printed across."""

    grid: Grid
    line: Line | None
    row: Row
    readings: tuple[Values, ...]
    expected: int
    unit: str | None = None  # printed beside the number
    by_order: bool = False  # its label is lost; it was placed between its neighbours

    @property
    def values(self) -> Values:
        """The likeliest reading."""
        return self.readings[0]

    @property
    def surplus(self) -> int:
        """How many of the row's numbers stand under no column."""
        used = {id(cell) for _, cell in self.values}
        return sum(id(cell) not in used and bool(cell.text.strip()) for cell in self.row.values)

    @property
    def cut(self) -> bool:
        """Whether the row prints fewer numbers than its header has columns."""
        return len(self.values) < self.expected

    def slots(self) -> Iterator[tuple[str, str, Cell]]:
        """(line key, column key, cell) for every value."""
        for key, cell in self.values:
            line, _, column = key.rpartition(".")
            yield (self.line.key if self.line else line), column, cell


@dataclass(frozen=True, slots=True)
class Placing:
    """The rows that found their line, those that lost their label, and those of the tables that fit nowhere."""

    placed: tuple[Placed, ...]
    nameless: tuple[Placed, ...]
    strange: tuple[tuple[Grid, Row], ...]


def place(form: Form, rows: Sequence[Row]) -> Placing:
    """Walk down the rows of a document and find each one's line and columns on the form."""
    walker = _Walker(form)
    for row in rows:
        walker.step(row)
    named, nameless = _fill_gaps(walker.placed, walker.nameless)
    return Placing(tuple(named), tuple(nameless), tuple(walker.strange))


class _Walker:
    """Knows which grid it is in and which header stands above."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.grid: Grid | None = None
        self.header: Header | None = None
        self.above: list[Row] = []
        self.placed: list[Placed] = []
        self.nameless: list[tuple[int, Placed]] = []
        self.strange: list[tuple[Grid, Row]] = []

    def step(self, row: Row) -> None:
        if self.header and not self.header.reaches(row):
            self.grid = self.header = None
        grid = grid_named_by(self.form, row, self.grid)
        if grid is not None:
            self._enter(grid, row)
        elif not self._place_named(row) and not self._place_nameless(row):
            self._pass_by(row)

    def _enter(self, grid: Grid, row: Row) -> None:
        last = self.header.rows[-1] if self.header else None
        follows = last is not None and last.table is row.table and last.number == row.number - 1 and self.grid is grid
        upper = self.header.rows if follows and self.header else above_in_table(self.above, row.table)
        self.header = Header(grid, (*upper, row))
        self.grid, self.above = grid, []

    def _place_named(self, row: Row) -> bool:
        for grid in sorted(self.form.grids, key=lambda grid: grid is not self.grid):
            header = self.header if grid is self.grid else None
            line = _line_of(grid, row, header)
            placed = _placed(grid, line, row, header) if line else None
            if placed and (
                grid is self.grid or (grid.key == "requests" and not placed.cut and _is_home(grid, row.table))
            ):
                self.grid, self.header, self.above = grid, header, []
                self.placed.append(placed)
                return True
        return False

    def _place_nameless(self, row: Row) -> bool:
        lost = self.grid is not None and bool(row.numbers) and not _own_labels(self.grid, row, row.labels)
        placed = _placed(self.grid, None, row, self.header) if self.grid and lost else None
        if placed is None or (placed.cut and not placed.row.table.squared):
            return False
        if placed.grid.across:
            self.placed.append(placed)
        else:
            self.nameless.append((len(self.placed), placed))
        return True

    def _pass_by(self, row: Row) -> None:
        if not row.numbers:
            self.above.append(row)
        elif self.grid and (self._stands_over(row) or _is_home(self.grid, row.table)):
            self.strange.append((self.grid, row))

    def _stands_over(self, row: Row) -> bool:
        return self.header is not None and self.header.table is row.table


def _is_home(grid: Grid, table: Table) -> bool:
    """Whether a table names enough lines of a grid to be it even without a header."""
    lines = {line.key for row in table.rows for cell in row[:_LABEL_PLACES] if (line := matcher(grid).line(cell))}
    return len(lines) >= _FEWEST_LINES


def _placed(grid: Grid, line: Line | None, row: Row, header: Header | None) -> Placed | None:
    keys = _keys(grid, line, header)
    exact = _by_position(grid, line, row, header, keys)
    ordered = _by_order(row, keys, across=grid.across)
    if exact and len(row.values) == len(keys):
        # A corner or label that spans a column too many or too few moves the header against the numbers.
        readings = ordered if exact in ordered else (*ordered, exact)
    else:
        full = [reading for reading in ordered if exact and len(reading) == len(keys) and reading != exact]
        readings = (exact, *full) if exact else ordered
    return Placed(grid, line, row, readings, _expected(keys, exact, across=grid.across)) if keys and readings else None


def _expected(keys: Sequence[str], exact: Values | None, *, across: bool) -> int:
    """How many numbers the row should print; a body may print table four as two tables, each with its own header."""
    named = {key.partition(".")[0] for key, _ in exact or ()} if across else set()
    return sum(key.partition(".")[0] in named for key in keys) if named else len(keys)


def _line_of(grid: Grid, row: Row, header: Header | None) -> Line | None:
    """The line that a row's innermost label names; words under a column of numbers are no label."""
    bounded = header is not None and header.table is row.table and row.table.squared and not grid.across
    full = header is not None and len(row.values) == len(header.named)
    edge = header.edge if header and bounded and not full else None
    labels = [cell for cell in row.labels if edge is None or cell.column < edge]
    own = _own_labels(grid, row, labels)
    return _subtotal_of(grid, labels) or matcher(grid).line(own[-1]) if own else None


def _own_labels(grid: Grid, row: Row, labels: Sequence[Cell]) -> list[Cell]:
    """The labels of a row alone: one that stands beside other rows too is that of their group."""
    if grid.across or not row.table.squared:
        return list(labels)
    return [cell for cell in labels if cell.rowspan == 1 or _is_leaf(grid, row, cell)]


def _is_leaf(grid: Grid, row: Row, cell: Cell) -> bool:
    line = matcher(grid).line(cell)
    return line is not None and not line.group and cell.row == row.number


def _subtotal_of(grid: Grid, labels: Sequence[Cell]) -> Line | None:
    """The group line whose parts a row sums up: its label is 小计 or 合计 without ordinal, beside that of the group."""
    above = matcher(grid).line(labels[-2]) if len(labels) > 1 and fold(labels[-1].text) in _SUBTOTALS else None
    return above if above and above.group and above.parent else None


def _keys(grid: Grid, line: Line | None, header: Header | None) -> list[str]:
    """The columns a row should print, in order: those its header names, or all where the form leaves no choice."""
    if grid.across and line is None:
        return [f"{line.key}.{column.key}" for line in grid.lines for column in grid.columns]
    if grid.key != "proactive":
        return [column.key for column in grid.columns]
    allowed = grid.columns_of(line) if line else grid.columns
    return [column.key for column in (header.named if header else ()) if column in allowed]


def _by_position(grid: Grid, line: Line | None, row: Row, header: Header | None, keys: Sequence[str]) -> Values | None:
    """Values by the header they stand under; None unless every header stands over exactly one cell of its own."""
    if not row.table.squared or header is None or header.table is not row.table:
        return None
    across = grid.across and line is None
    under: dict[str, dict[int, Cell]] = {}
    for place, key in enumerate(header.keys_across if across else header.keys):
        cell = row.at(place)
        if cell is not None and key in keys:
            under.setdefault(key, {})[id(cell)] = cell
    ended = len(row.table.rows[row.number]) < header.width
    if not _one_each(under, row, grid) or (len(under) < len(keys) and not ended and not across):
        return None
    return tuple((key, next(iter(under[key].values()))) for key in keys if key in under)


def _one_each(under: dict[str, dict[int, Cell]], row: Row, grid: Grid) -> bool:
    """Whether each header has its own cell, and none of these is the label of a line."""
    cells = {number: cell for found in under.values() for number, cell in found.items()}
    labels = {id(cell) for cell in row.labels if matcher(grid).line(cell)}
    alone = all(len(found) == 1 for found in under.values()) and len(cells) == len(under)
    return bool(cells) and alone and not labels.intersection(cells)


def _by_order(row: Row, keys: Sequence[str], *, across: bool) -> tuple[Values, ...]:
    """Values by their order, if their number allows it.

    Where a converter lost the columns, an empty cell on the left may be a lost label column or a blank value, and
    the last of too few values may be the total: each of these is a reading, for the sums to decide.
    """
    values = _trimmed(row, len(keys))
    if not values or len(values) > len(keys) or (across and len(values) < len(keys)):
        return ()
    if row.table.squared and len(values) == len(keys):
        return (tuple(zip(keys, values, strict=True)),)
    candidates = [values]
    if not row.table.squared or len(values) < len(keys):
        inner = values[next((i for i, cell in enumerate(values) if cell.text.strip()), 0) :]
        candidates = [values, inner] if len(values) == len(keys) else [inner]
    return tuple(dict.fromkeys(reading for cells in candidates for reading in _assigned(cells, keys)))


def _trimmed(row: Row, wanted: int) -> list[Cell]:
    """Without the cells that are too many: those of the row above, and empty ones, left over from merged labels."""
    values = list(row.values)
    if len(values) > wanted:
        values = [cell for cell in values if cell.row == row.number or not row.table.squared]
    while len(values) > wanted and not values[0].text.strip():
        values.pop(0)
    while len(values) > wanted and not values[-1].text.strip():
        values.pop()
    return values


def _assigned(cells: list[Cell], keys: Sequence[str]) -> Iterator[Values]:
    yield tuple(zip(keys, cells, strict=False))
    if 1 < len(cells) < len(keys) and keys[-1] == "total":
        yield (*zip(keys, cells[:-1], strict=False), (keys[-1], cells[-1]))


def _fill_gaps(placed: Sequence[Placed], nameless: Sequence[tuple[int, Placed]]) -> tuple[list[Placed], list[Placed]]:
    """Rows whose label a converter lost go between their neighbours, if just as many lines are missing there."""
    filled, left = list(placed), []
    for position in dict.fromkeys(position for position, _ in nameless):
        rows = [entry for place, entry in nameless if place == position]
        lines = _lines_between(placed, position, rows[0].grid)
        if len(lines) == len(rows):
            filled += [replace(entry, line=line, by_order=True) for entry, line in zip(rows, lines, strict=True)]
        else:
            left += rows
    return filled, left


def _lines_between(placed: Sequence[Placed], position: int, grid: Grid) -> list[Line]:
    leaves = [line for line in grid.lines if not line.group]
    before = [leaves.index(e.line) for e in placed[:position] if e.grid is grid and e.line in leaves]
    after = [leaves.index(e.line) for e in placed[position:] if e.grid is grid and e.line in leaves]
    return leaves[before[-1] + 1 if before else 0 : after[0] if after else len(leaves)]
