"""A plain alignment of a document's tables with a form, by label, for scoring readers of PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from parsers.labels import fold, plain
from parsers.model import Cell, Document, Form, Grid, Table

Key = tuple[str, str, str]


def flat(figures: Mapping[str, Mapping[str, Mapping[str, str]]]) -> dict[Key, str]:
    """Nested figures as one level."""
    return {
        (grid, line, column): text
        for grid, lines in figures.items()
        for line, cells in lines.items()
        for column, text in cells.items()
    }


def figures_of(document: Document, form: Form) -> dict[Key, str]:
    """The printed text of each cell of the form that the document's tables show."""
    found: dict[Key, str] = {}
    for table in document.tables:
        for grid in form.grids:
            for key, cell in _aligned(table, grid):
                found.setdefault((grid.key, *key), fold(cell.text))
    return found


def _aligned(table: Table, grid: Grid) -> Iterable[tuple[tuple[str, str], Cell]]:
    if grid.across:
        return _across(table, grid)
    return _down(table, grid)


def _across(table: Table, grid: Grid) -> Iterable[tuple[tuple[str, str], Cell]]:
    """The reviews: groups over stages over one row of numbers."""
    names = [(line, column) for line in grid.lines for column in grid.columns]
    if len(table.rows) < 3 or len(table.rows[-1]) != len(names):
        return
    for i, (line, column) in enumerate(names):
        heads = [plain(row[i].text) for row in table.rows[:-1]]
        if re.search(column.pattern, heads[-1]) and any(re.search(line.pattern, head) for head in heads):
            yield (line.key, column.key), table.rows[-1][i]


def _down(table: Table, grid: Grid) -> Iterable[tuple[tuple[str, str], Cell]]:
    """Lines in the form's order, each under the last header row that names its columns."""
    header: dict[int, str] = {}
    after = 0
    for row in table.rows:
        named = _columns(row, grid)
        if len(set(named.values())) > 1 or (named and "信息内容" in plain(row[0].text)):
            header = {**header, **named} if grid.key == "requests" else named
            continue
        at = _line(row, grid, after) if header else None
        if at is None:
            continue
        line = grid.lines[at]
        after = at + 1
        wanted = {column.key for column in grid.columns_of(line)}
        yield from (((line.key, header[i]), row[i]) for i in header if header[i] in wanted)


def _columns(row: Sequence[Cell], grid: Grid) -> dict[int, str]:
    return {
        i: column.key
        for i, cell in enumerate(row)
        for column in grid.columns
        if re.search(column.pattern, plain(cell.text))
    }


def _line(row: Sequence[Cell], grid: Grid, after: int) -> int | None:
    """Which line of the form this row prints, by the label nearest to its numbers."""
    labels = [plain(cell.text) for cell in row if re.search(r"[^\W\d_]", cell.text)]
    if not labels:
        return None
    matching = (
        i for i, line in enumerate(grid.lines) if i >= after and not line.group and re.search(line.pattern, labels[-1])
    )
    return next(matching, None)
