"""The figures of an invented report: random, consistent, as printed."""

from __future__ import annotations

import random
from collections.abc import Mapping

from parsers.model import Form, Grid

Figures = dict[str, dict[str, dict[str, str]]]


def draw_figures(chance: random.Random, form: Form, blank: bool) -> Figures:
    """Consistent figures of one report, as printed."""
    return {
        "proactive": _proactive(chance, form.grids[0]),
        "requests": _requests(chance, form.grids[1], blank),
        "reviews": _reviews(chance, form.grids[2]),
    }


def _number(chance: random.Random) -> int:
    return chance.randint(1, 10 ** chance.choice((1, 1, 1, 2, 2, 3, 4, 5, 6)))


def _proactive(chance: random.Random, grid: Grid) -> dict[str, dict[str, str]]:
    return {
        line.key: {column.key: _printed(chance, column.key) for column in grid.columns_of(line)} for line in grid.lines
    }


def _printed(chance: random.Random, column: str) -> str:
    if column in ("amount_10k", "amount"):
        return f"{_number(chance) + chance.randint(0, 9999) / 10000:.{chance.randint(0, 4)}f}"
    if column == "items_change":
        return chance.choice(("", "-")) + str(_number(chance))
    return str(_number(chance))


def _requests(chance: random.Random, grid: Grid, blank: bool) -> dict[str, dict[str, str]]:
    leaves = [line.key for line in grid.lines if not line.group]
    outcomes = leaves[2:-2]
    columns = [column.key for column in grid.columns][:-1]
    table: dict[str, dict[str, int]] = {key: {} for key in leaves}
    for column in columns:
        parts = {key: 0 if blank and chance.random() < 0.6 else _number(chance) for key in outcomes}
        total, carried_out = sum(parts.values()), _number(chance)
        carried_in = chance.randint(0, total + carried_out)
        ends = {"new_received": total + carried_out - carried_in, "carried_in": carried_in}
        for key, value in {**ends, **parts, "results_total": total, "carried_out": carried_out}.items():
            table[key][column] = value
    return {key: {**_texts(row, blank), "total": str(sum(row.values()))} for key, row in table.items()}


def _texts(row: Mapping[str, int], blank: bool) -> dict[str, str]:
    return {key: "" if blank and not value else str(value) for key, value in row.items()}


def _reviews(chance: random.Random, grid: Grid) -> dict[str, dict[str, str]]:
    table = {}
    for line in grid.lines:
        parts = {column.key: _number(chance) for column in grid.columns[:-1]}
        table[line.key] = {**_texts(parts, False), "total": str(sum(parts.values()))}
    return table
