"""Tables of another year: some bodies print last year's figures beside this year's, under a caption that says so."""

from __future__ import annotations

import re

from parsers.labels import fold
from parsers.model import Document, Finding, Table
from parsers.numbers import is_value

_YEAR = re.compile(r"(20\d\d)年")
_LONGEST = 50  # characters of a caption; what is longer is a sentence


def set_aside(document: Document, year: int | None) -> tuple[tuple[Table, ...], tuple[Finding, ...]]:
    """The tables without those captioned as another year's, where one of the same kind is left; a note on each."""
    other = [table for table in document.tables if year and _is_of_another(year, document.text, table)]
    kept = [table for table in document.tables if all(table is not its for its in other)]
    dropped = [table for table in other if any(_alike(table, rest) for rest in kept)]
    notes = (
        Finding(
            "other_year",
            "note",
            f"table {table.index + 1}",
            f"表题为其他年度，未采用：{_caption(document.text, table)} / captioned as another year's, left out",
        )
        for table in dropped
    )
    left = (table for table in document.tables if all(table is not its for its in dropped))
    return tuple(left), tuple(notes)


def _is_of_another(year: int, text: str, table: Table) -> bool:
    caption = _caption(text, table)
    years = {int(named) for named in _YEAR.findall(fold(caption))}
    return bool(years) and year not in years and not caption.endswith(("。", "；"))


def _caption(text: str, table: Table) -> str:
    """The table's first row where it is one cell, else the line right above it."""
    first = {id(cell): cell.text for cell in table.rows[0]} if table.rows else {}
    inside = next(iter(first.values()), "") if len(first) == 1 else ""
    above = (text[max(0, table.offset - 2 * _LONGEST) : table.offset].rstrip().splitlines() or [""])[-1]
    return inside if _YEAR.search(fold(inside)) else above if len(above) <= _LONGEST else ""


def _alike(table: Table, other: Table) -> bool:
    mine, theirs = _labels(table), _labels(other)
    return len(mine & theirs) * 2 > len(mine)


def _labels(table: Table) -> set[str]:
    texts = {cell.text for row in table.rows for cell in row}
    return {fold(text) for text in texts if not is_value(text)}
