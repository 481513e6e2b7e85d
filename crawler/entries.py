"""A document as the archive is to hold it: made in the process that reads, so that the one that writes has little to do.

An entry has no ids and names no capture: whose rows these are is the business of whoever writes them (`records`), since
the process that read a stranger's document is not to be believed in anything else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from crawler.columns import GRIDS
from parsers import read
from parsers.errors import ParseError
from parsers.model import Extent, Figure, Place, Reading, Statement

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a document is and says; `rows` are those of its tables (`columns.COLUMNS`), only where it is a report.

    `cells` are the figures with a number, `digest` is the same for two documents that say the same. In `readings` the
    capture is the part of the document that held the table, as it is named there, or None.
    """

    kind: str
    reason: str | None = None
    agency: str | None = None
    scope: str = "office"
    year: int | None = None
    title: str | None = None
    published: str | None = None
    form: str | None = None
    cells: int = 0
    errors: int = 0
    warnings: int = 0
    findings: int = 0
    digest: str | None = None
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)


def read_entry(body: bytes, **context: Any) -> Entry:  # noqa: ANN401 (what `parsers.read` takes)
    """Read a document and boil it down. Raises ParseError."""
    return entry_of(read(body, **context))


def as_entry(outcome: Entry | ParseError) -> Entry:
    """What is recorded of a document: its entry, or that it is unreadable and why."""
    return entry_of(Reading("unreadable", reason=str(outcome))) if isinstance(outcome, ParseError) else outcome


def entry_of(reading: Reading) -> Entry:
    """All that the archive holds of a reading."""
    severities = [finding.severity for finding in reading.findings]
    return Entry(
        reading.kind,
        reading.reason,
        reading.agency,
        reading.scope,
        reading.year,
        reading.title,
        reading.published,
        reading.form,
        sum(figure.number is not None for figure in reading.figures),
        severities.count("error"),
        severities.count("warning"),
        len(severities),
        _digest(reading),
        _rows(reading) if reading.kind == "report" else {},
    )


def _digest(reading: Reading) -> str:
    """Of the figures and words of a reading: two copies of a report with one digest say the same."""
    figures = sorted(f"{figure.grid}.{figure.line}.{figure.column}={figure.number}" for figure in reading.figures)
    return hashlib.sha256("\n".join((*figures, "".join(reading.text.split()))).encode()).hexdigest()[:16]


def _rows(reading: Reading) -> dict[str, list[Row]]:
    indicators = [(figure.line, figure.number) for figure in reading.figures if figure.grid == "indicators"]
    return {
        "bodies": [(reading.text, *(reading.sections.get(number) for number in range(1, 7)))],
        **{table: list(_grid_rows(reading, table)) for table in GRIDS},
        "indicators": indicators,
        "statements": list(_statement_rows(reading)),
        "findings": [*map(finding_row, reading.findings)],
        "readings": [*map(_reading_row, reading.extents)],
        "cells": list(_cell_rows(reading)),
    }


def _grid_rows(reading: Reading, grid: str) -> Iterator[Row]:
    columns = GRIDS[grid][1]
    lines: dict[str, list[Figure]] = {}
    for figure in reading.figures:
        if figure.grid == grid:
            lines.setdefault(figure.line, []).append(figure)
    for line, figures in lines.items():
        numbers = {figure.column: figure.number for figure in figures}
        amounts = (figure.unit for figure in figures if figure.column == "amount")
        unit = [next(amounts, None)] if grid == "proactive" else []
        yield line, *map(numbers.get, columns), *unit, place_of([figure.place for figure in figures])


def place_of(places: Sequence[Place]) -> str:
    """Where cells stood, counted from 1: `table 2 row 5 columns 3-9`, with page and box where there are pages."""
    first, last = places[0], places[-1]
    words = f"table {first.table + 1} row {first.row + 1} columns {first.column + 1}-{last.column + 1}"
    boxes = [place.box for place in places if place.box]
    if first.page is not None:
        words = f"page {first.page} {words}"
    if boxes:
        edges = min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
        words += " box " + " ".join(f"{edge:.0f}" for edge in edges)
    return words


def _statement_rows(reading: Reading) -> Iterator[Row]:
    """One row per words, measure and label: the same words state one thing once."""
    once = {(said.start, said.end, said.measure, said.label): said for said in reversed(reading.statements)}
    for said in reversed(once.values()):
        yield _statement_row(said, reading.year)


def _statement_row(said: Statement, year: int | None) -> Row:
    meaning = said.measure, said.label or "", said.value, said.unit, int(said.approximate)
    return said.start, said.end, *meaning, said.quote, said.section, year


finding_row = attrgetter("check", "severity", "where", "message", "expected", "actual")
"""Finding -> its row."""


def _reading_row(extent: Extent) -> Row:
    place = f"table {extent.table + 1}" if extent.page is None else f"page {extent.page} table {extent.table + 1}"
    counts = extent.cells, extent.blank, extent.held, extent.failed, extent.undecidable
    return extent.part, extent.grid, extent.method, place, *counts


def _cell_rows(reading: Reading) -> Iterator[Row]:
    """Only cells whose printed text says more than the number: signs in words, units, strokes, doubtful readings."""
    for figure in reading.figures:
        text = figure.text.strip()
        if (text and text != str(figure.number)) or figure.confidence < 1 or figure.raw is not None:
            where = figure.grid, figure.line, figure.column
            yield *where, text, place_of([figure.place]), figure.confidence, figure.raw
