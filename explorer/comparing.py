"""Reports set beside each other: a body's years, two bodies in a year, the bodies of a region ranked."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explorer import queries
from explorer.layout import label
from explorer.words import number
from parsers.forms import FORMS
from parsers.model import Column, Grid, Line

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Value:
    """One number of a comparison: `change` is set beside it, `broken` says it should equal one of the year before."""

    text: str
    report: str | None
    change: str = ""
    broken: str = ""


@dataclass(frozen=True, slots=True)
class CompareRow:
    """A line of the form across the reports compared."""

    zh: str
    en: str
    unit: str
    heading: bool
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The reports as columns, the lines of the form as rows."""

    reports: Sequence[Row]
    rows: tuple[CompareRow, ...]
    title: str
    years: Sequence[int] = ()
    scopes: Sequence[str] = ()


def years_of(connection: sqlite3.Connection, body: str, scope: str | None) -> Comparison | None:
    """One body over its years; the carry-over between two neighbouring years is checked."""
    named = connection.execute(queries.BODY_NAMED, {"name": body}).fetchone()
    if named is None:
        return None
    scopes = [row[0] for row in connection.execute(queries.SCOPES_OF, {"body": named["id"]})]
    asked = {"body": named["id"], "scope": scope if scope in scopes else next(iter(scopes), "office")}
    reports = _reports(connection, f"{queries.OF_BODY} order by reports.year", asked)
    rows = _rows(connection, reports, queries.OF_BODY, asked, consecutive=True)
    return Comparison(reports, rows, named["name"], scopes=scopes)


def bodies_of(connection: sqlite3.Connection, first: str, second: str, year: int | None) -> Comparison | None:
    """Two bodies in one year, the latest that either has if none is asked for."""
    named = [connection.execute(queries.BODY_NAMED, {"name": name}).fetchone() for name in (first, second)]
    if None in named:
        return None
    pair = {"first": named[0]["id"], "second": named[1]["id"]}
    years = [row[0] for row in connection.execute(queries.SHARED_YEARS, pair)]
    asked = pair | {"year": year if year is not None else next(iter(years), None)}
    reports = _reports(connection, f"{queries.OF_PAIR} order by reports.agency = :second", asked)
    rows = _rows(connection, reports, queries.OF_PAIR, asked, consecutive=False)
    return Comparison(reports, rows, " · ".join(row["name"] for row in named), years=years)


def _reports(connection: sqlite3.Connection, where: str, asked: Mapping[str, object]) -> list[Any]:
    return connection.execute(f"{queries.COMPARED} where {where}", asked).fetchall()


def _rows(
    connection: sqlite3.Connection,
    reports: Sequence[Row],
    where: str,
    asked: Mapping[str, object],
    *,
    consecutive: bool,
) -> tuple[CompareRow, ...]:
    found = connection.execute(queries.totals(where), asked).fetchall()
    numbers = {(row["id"], row["grid"], row["line"], row["column"]): row["value"] for row in found}
    printed = {key[1:] for key in numbers}
    rows: list[CompareRow] = []
    for grid in FORMS[0].grids:
        lines = [
            _row(grid, line, column, reports, numbers, consecutive)
            for line, column in _places(grid)
            if (grid.key, line.key, column.key) in printed
        ]
        rows += [CompareRow(grid.zh, grid.en, "", True, ()), *lines] if lines else []
    return tuple(rows)


def _places(grid: Grid) -> list[tuple[Line, Column]]:
    """The numbers of a table that are set beside each other, those of lines only older editions have included."""
    known: dict[str, Line] = {}
    for form in FORMS:
        for other in form.grids:
            if other.key == grid.key:
                known = {line.key: line for line in other.lines} | known
    order = {line.key: place for place, line in enumerate(grid.lines)}
    lines = sorted(known.values(), key=lambda line: order.get(line.key, len(order)))
    compared = ("total", "corrected", "decisions", "issued", "amount_10k")
    return [(line, column) for line in lines for column in grid.columns if column.key in compared]


def _row(
    grid: Grid,
    line: Line,
    column: Column,
    reports: Sequence[Row],
    numbers: Mapping[tuple[str, str, str, str], Any],
    consecutive: bool,
) -> CompareRow:
    several = grid.key != "requests"
    values = []
    for place, report in enumerate(reports):
        value = numbers.get((report["id"], grid.key, line.key, column.key))
        before = reports[place - 1] if place and consecutive else None
        earlier = numbers.get((before["id"], grid.key, line.key, column.key)) if before else None
        follows = before is not None and before["year"] == report["year"] - 1
        carried = numbers.get((before["id"], "requests", "carried_out", "total")) if before and follows else None
        values.append(
            Value(
                text="–" if value is None else number(value),
                report=report["id"],
                change=_change(value, earlier) if follows else "",
                broken=_broken(value, carried) if line.key == "carried_in" else "",
            )
        )
    names = (f"{label(line)}：{column.zh}", f"{line.en}: {column.en}") if several else (_full(grid, line), line.en)
    return CompareRow(*names, column.unit, False, tuple(values))


def _full(grid: Grid, line: Line) -> str:
    """A line's label behind that of its group, where a group tells more than that it is an outcome."""
    group = next((other for other in grid.lines if other.key == line.parent and other.parent), None)
    return f"{group.zh} › {label(line)}" if group else label(line)


def _change(value: float | None, before: float | None) -> str:
    """The difference to the year before, with a true minus; nothing where there is none or it is not known.

    >>> _change(5, 7), _change(5, 5), _change(5, None)
    ('−2', '', '')
    """
    if value is None or before is None or value == before:
        return ""
    return f"{number(value - before) if value < before else '+' + number(value - before)}".replace("-", "−")


def _broken(value: float | None, carried: float | None) -> str:
    if value is None or carried is None or value == carried:
        return ""
    return f"上年结转 carried out {number(carried)}"
