"""Align a document's tables with the official forms, cell by cell, and let the sums settle what the labels leave open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from parsers.forms import FORMS
from parsers.identities import Trial, trials
from parsers.listing import place_list
from parsers.model import Cell, Figure, Finding, Form, Grid, Place, Table
from parsers.numbers import parse_number
from parsers.placing import Placed, Placing, place
from parsers.rows import Row, rows_of
from parsers.turning import upright

_ACROSS = tuple({grid.key: grid for form in FORMS for grid in form.grids if grid.across}.values())
_TEN_THOUSANDS = {"元": 1e-4, "万元": 1, "亿元": 1e4}


@dataclass(frozen=True, slots=True)
class Alignment:
    """What the tables of a document say in terms of one form.

    `form` is None where they cannot tell the editions apart (a table of reviews alone fits all of them); `layout` is
    the edition they were aligned with all the same.
    """

    form: Form | None
    layout: Form
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]


def align(tables: Sequence[Table], forms: Sequence[Form] = FORMS) -> Alignment:
    """The figures of a document under the form that explains most of its cells."""
    form, placing, decided = _best_form(list(rows_of([upright(table, _ACROSS) for table in tables])), forms)
    placed = _settled(placing.placed)
    figures, conflicts = _figures(placed)
    findings = (
        *_by_neighbours(placed),
        *_cut_rows(placed),
        *_long_rows(placed),
        *_by_sums(placing.placed, placed),
        *_left_out(placing),
        *conflicts,
    )
    return Alignment(form if decided else None, form, figures, findings)


def numbers_of(figures: Iterable[Figure], grid: str) -> dict[tuple[str, str], int | float | None]:
    """(line, column) -> number of one grid's figures; None where the cell is blank or no number."""
    return {(figure.line, figure.column): figure.number for figure in figures if figure.grid == grid}


def trials_of(figures: Sequence[Figure], form: Form) -> dict[str, list[Trial]]:
    """Every identity of every grid of a form that the figures touch."""
    numbers = ((grid, numbers_of(figures, grid.key)) for grid in form.grids)
    return {grid.key: list(trials(grid, known)) for grid, known in numbers if known}


def _best_form(rows: Sequence[Row], forms: Sequence[Form]) -> tuple[Form, Placing, bool]:
    """The form that explains most, its placing of the rows, and whether no other form explains as much.

    A form that leaves no row over and fills places that no other form has is taken without trying the others.
    """
    tries: list[tuple[Form, Placing, int]] = []
    for form in forms:
        placing = place_list(form.grids[0], rows) if form.grids[0].listed else place(form, rows)
        if not placing.strange and not placing.nameless and _own_places(form, forms).intersection(_filled(placing)):
            return form, placing, True
        tries.append((form, placing, _evidence(form, placing)))
    form, placing, best = max(tries, key=lambda entry: entry[2])
    return form, placing, all(evidence < best for other, _, evidence in tries if other is not form)


def _filled(placing: Placing) -> Iterator[tuple[str, str, str]]:
    return ((entry.grid.key, line, column) for entry in placing.placed for line, column, _ in entry.slots())


def _own_places(form: Form, forms: Sequence[Form]) -> set[tuple[str, str, str]]:
    """Places of a form that no other has; a group line is a place of any form in which it is a line."""
    others = set().union(*(_places(other.key) for other in forms if other is not form))
    return _places(form.key) - others


@cache
def _places(form: str) -> set[tuple[str, str, str]]:
    grids = next(known for known in FORMS if known.key == form).grids
    return {
        (grid.key, line.key, column.key) for grid in grids for line in grid.lines for column in grid.columns_of(line)
    }


def _evidence(form: Form, placing: Placing) -> int:
    """Cells explained; a line that one edition has as a leaf and another only as a group speaks for the first."""
    leaves = {line.key for grid in form.grids for line in grid.lines if not line.group}
    return sum(2 * len(entry.values) + bool(entry.line and entry.line.key in leaves) for entry in placing.placed)


def _settled(placed: Sequence[Placed]) -> tuple[Placed, ...]:
    """Where a row can be read in several ways, the reading that breaks fewest sums, the likeliest where none differs.

    An empty cell on the left that the sums prove a lost label column in one row is none of the blanks of its table.
    """
    first = _least_failures(placed)
    shifted = {
        id(e.row.table) for e, now in zip(placed, first, strict=True) if _starts_blank(e) and now != _read_as(e, 0)
    }
    narrowed = [
        replace(entry, readings=entry.readings[1:])
        if id(entry.row.table) in shifted and _starts_blank(entry)
        else entry
        for entry in placed
    ]
    return _least_failures(narrowed) if shifted else first


def _least_failures(placed: Sequence[Placed]) -> tuple[Placed, ...]:
    settled = list(placed)
    open_grids = {entry.grid.key: entry.grid for entry in placed if len(entry.readings) > 1}
    if not any(_failures(grid, placed) for grid in open_grids.values()):
        return tuple(placed)
    for index, entry in enumerate(placed):
        if len(entry.readings) > 1:
            ways = [_read_as(entry, number) for number in range(len(entry.readings))]
            rivals = [[*settled[:index], way, *settled[index + 1 :]] for way in ways]
            settled = min(rivals, key=lambda rival: _failures(entry.grid, rival))
    return tuple(settled)


def _read_as(entry: Placed, number: int) -> Placed:
    return replace(entry, readings=(entry.readings[number],))


def _starts_blank(entry: Placed) -> bool:
    return len(entry.readings) > 1 and not entry.values[0][1].text.strip()


def _failures(grid: Grid, placed: Iterable[Placed]) -> int:
    slots = [slot for entry in placed if entry.grid is grid for slot in entry.slots()]
    numbers = {(line, column): parse_number(cell.text).value for line, column, cell in slots}
    return sum(trial.outcome == "failed" for trial in trials(grid, numbers))


def _figures(placed: Sequence[Placed]) -> tuple[tuple[Figure, ...], tuple[Finding, ...]]:
    figures: dict[tuple[str, str, str], Figure] = {}
    conflicts: list[Finding] = []
    filled = Counter((entry.grid.key, id(entry.row.table)) for entry in placed)
    # Where two tables claim a place, the one that fills more of the grid is the form's: another is about other matters.
    for entry in sorted(placed, key=lambda entry: -filled[entry.grid.key, id(entry.row.table)]):
        for line, column, cell in entry.slots():
            figure = _figure(entry, line, column, cell)
            known = figures.setdefault((entry.grid.key, line, column), figure)
            if known is not figure and known.number != figure.number:
                conflicts.append(_conflict(known, figure))
    return tuple(sorted(figures.values(), key=_order(placed))), tuple(conflicts)


def _order(placed: Sequence[Placed]) -> Callable[[Figure], tuple[int, int]]:
    """The order of the form: by line, then by column."""
    grids = {entry.grid.key: entry.grid for entry in placed}
    lines = {(key, line.key): place for key, grid in grids.items() for place, line in enumerate(grid.lines)}
    columns = {(key, column.key): place for key, grid in grids.items() for place, column in enumerate(grid.columns)}
    return lambda figure: (lines[figure.grid, figure.line], columns[figure.grid, figure.column])


def _figure(entry: Placed, line: str, column: str, cell: Cell) -> Figure:
    table, printed = entry.row.table, parse_number(cell.text)
    unit = printed.unit or (entry.unit if entry.unit in _TEN_THOUSANDS else None)  # of money: in the cell, or beside it
    return Figure(
        grid=entry.grid.key,
        line=line,
        column=column,
        number=_in_unit(entry.grid, printed.value, unit, line, column) if unit else printed.value,
        text=cell.text,
        place=Place(table.index, cell.row, cell.column, cell.page or table.page, cell.box, cell.part or table.part),
        method=table.method,
        confidence=cell.confidence,
        unit=unit,
        raw=cell.raw,
    )


def _in_unit(grid: Grid, value: int | float | None, unit: str, line: str, column: str) -> int | float | None:
    """The number in the form's unit: one printed in 元 where the form wants 万元 is converted, and a finding says so."""
    factor = _TEN_THOUSANDS.get(unit, 1)
    if value is None or factor == 1 or grid.unit_of(line, column) != "万元":
        return value
    return round(value * factor, 6)


def _by_neighbours(placed: Sequence[Placed]) -> Iterator[Finding]:
    """One note per grid for the rows whose label was lost and that were placed by their order."""
    for grid in dict.fromkeys(entry.grid.key for entry in placed if entry.by_order):
        lines = [entry.line.zh for entry in placed if entry.by_order and entry.grid.key == grid and entry.line]
        yield Finding(
            "row_by_order",
            "note",
            grid,
            f"{len(lines)}行的行标签在转换中丢失，按前后次序对应 / the labels of {len(lines)} rows were lost by a converter; "
            f"placed by their order between their neighbours: {'、'.join(line[:12] for line in lines)}",
        )


def _cut_rows(placed: Sequence[Placed]) -> Iterator[Finding]:
    """One finding per grid for the rows that print fewer numbers than the form has columns."""
    for grid in dict.fromkeys(entry.grid.key for entry in placed if entry.cut):
        cut = [entry for entry in placed if entry.cut and entry.grid.key == grid]
        rows = "、".join(
            f"{entry.line.zh[:12] if entry.line else grid} {len(entry.values)}/{entry.expected}" for entry in cut
        )
        yield Finding(
            "row_cut",
            "warning",
            grid,
            f"{len(cut)}行被截短，未印出的格留空 / {len(cut)} rows are cut short, cells not printed stay empty: {rows}",
            sum(entry.expected for entry in cut),
            sum(len(entry.values) for entry in cut),
        )


def _long_rows(placed: Sequence[Placed]) -> Iterator[Finding]:
    for entry in placed:
        if entry.surplus and not entry.grid.listed:
            yield Finding(
                "row_long",
                "warning",
                f"{entry.grid.key}.{entry.line.key}" if entry.line else entry.grid.key,
                f"该行所印的数多于格式的列：{_printed(entry.row)} / the row prints more numbers than the form has columns",
                entry.expected,
                entry.expected + entry.surplus,
            )


def _by_sums(before: Sequence[Placed], after: Sequence[Placed]) -> Iterator[Finding]:
    """A note for every row that was read otherwise than from the left because only so the sums hold."""
    for first, settled in zip(before, after, strict=True):
        if first.values != settled.values:
            yield Finding(
                "read_by_sums",
                "note",
                f"{settled.grid.key}.{settled.line.key}" if settled.line else settled.grid.key,
                f"该行列位不明，按勾稽关系对应 / the columns of this row were lost; placed where the sums hold: "
                f"{', '.join(f'{key}={cell.text.strip()}' for key, cell in settled.values)}",
            )


def _left_out(placing: Placing) -> Iterator[Finding]:
    for entry in placing.nameless:
        yield Finding(
            "row_without_label",
            "warning",
            entry.grid.key,
            f"一行数字没有可辨的行标签，未采用：{_printed(entry.row)} / a row of numbers without a label was left out",
        )
    for grid, row in placing.strange:
        yield Finding(
            "row_not_on_form",
            "warning",
            grid.key,
            f"表格中有格式所无或无法对应的一行，未采用：{_printed(row)} / a row that fits no line of the form was left out",
        )


def _printed(row: Row) -> str:
    return " ".join(" ".join(cell.text.split()) for cell in row.cells if cell.text.strip())[:120]


def _conflict(known: Figure, other: Figure) -> Finding:
    return Finding(
        "printed_twice",
        "warning",
        f"{known.grid}.{known.line}.{known.column}",
        f"同一格印出两个不同的数，采用前者 / printed twice with different numbers, the first is kept: {known.text} | {other.text}",
        known.number,
        other.number,
    )
