"""A Reading as rows of the archive's derived tables; ids derive from content and stay the same on every rebuild."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from crawler.schema import PROACTIVE_COLUMNS, REQUEST_COLUMNS, REVIEW_COLUMNS
from parsers.agencies import Agency, describe
from parsers.deadlines import days_late
from parsers.joining import plain_address
from parsers.model import Extent, Figure, Finding, Place, Reading

Row = dict[str, Any]

GRIDS = {
    "requests": ("row", REQUEST_COLUMNS),
    "proactive": ("item", PROACTIVE_COLUMNS),
    "reviews": ("stage", REVIEW_COLUMNS),
}


@dataclass(frozen=True, slots=True)
class Records:
    """All rows of one report, table by table, in an order in which foreign keys allow to write them."""

    report_id: str
    tables: dict[str, list[Row]]


def short_id(*parts: object) -> str:
    """Twelve characters of base 32 (60 bits) from the hash of the parts: safe in a URL, alike on every rebuild."""
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).digest()
    return base64.b32encode(digest)[:12].decode().lower()


def report_id(reading: Reading, url: str) -> str:
    """One id per (agency, scope, year); a report whose body or year is unknown goes by its address."""
    if reading.agency is None or reading.year is None:
        return short_id("report", url)
    return short_id("report", reading.agency, reading.scope, reading.year)


def records_of(reading: Reading, capture: str, url: str, parts: Mapping[str, str] | None = None) -> Records:
    """The rows of a report read from a capture; `parts` are the captures of its pictures and files by address."""
    report = report_id(reading, url)
    agency = describe(reading.agency, reading.year) if reading.agency else None
    return Records(
        report,
        {
            "agencies": [_agency_row(agency)] if agency else [],
            "reports": [_report_row(report, reading, agency, capture, url)],
            "bodies": [_body_row(report, reading)],
            **{table: list(_grid_rows(report, reading, table)) for table in GRIDS},
            "indicators": [
                {"report": report, "indicator": figure.line, "value": figure.number}
                for figure in reading.figures
                if figure.grid == "indicators"
            ],
            "statements": list(_statement_rows(report, reading)),
            "findings": list(finding_rows(report, reading.findings)),
            "readings": [
                _reading_row(report, _carrier(extent, capture, url, parts or {}), extent) for extent in reading.extents
            ],
            "cells": list(_cell_rows(report, reading)),
        },
    )


def _agency_row(agency: Agency) -> Row:
    return {
        "id": short_id("agency", agency.name),
        "name": agency.name,
        "region": agency.region_code,
        "level": agency.level,
        "kind": agency.kind,
    }


def _report_row(report: str, reading: Reading, agency: Agency | None, capture: str, url: str) -> Row:
    severities = [finding.severity for finding in reading.findings]
    return {
        "id": report,
        "agency": short_id("agency", agency.name) if agency else None,
        "scope": reading.scope,
        "year": reading.year,
        "title": reading.title,
        "published": reading.published,
        "days_late": days_late(reading.published, reading.year, agency),
        "form": reading.form,
        "url": url,
        "capture": capture,
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
    }


def _body_row(report: str, reading: Reading) -> Row:
    sections = {f"section_{number}": reading.sections.get(number) for number in range(1, 7)}
    return {"report": report, "text": reading.text} | sections


def _grid_rows(report: str, reading: Reading, grid: str) -> Iterator[Row]:
    key, columns = GRIDS[grid]
    lines: dict[str, list[Figure]] = {}
    for figure in reading.figures:
        if figure.grid == grid:
            lines.setdefault(figure.line, []).append(figure)
    for line, figures in lines.items():
        row: Row = {"report": report, key: line} | dict.fromkeys(columns)
        if grid == "proactive":
            row["amount_unit"] = next((figure.unit for figure in figures if figure.column == "amount"), None)
        row["place"] = place_of([figure.place for figure in figures])
        yield row | {figure.column: figure.number for figure in figures}


def place_of(places: list[Place]) -> str:
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


def _statement_rows(report: str, reading: Reading) -> Iterator[Row]:
    """One row per words, measure and label: the same words state one thing once."""
    once = {(said.start, said.end, said.measure, said.label): said for said in reversed(reading.statements)}
    for said in reversed(once.values()):
        yield {
            "report": report,
            "start": said.start,
            "end": said.end,
            "measure": said.measure,
            "label": said.label or "",
            "value": said.value,
            "unit": said.unit,
            "approximate": int(said.approximate),
            "quote": said.quote,
            "section": said.section,
            "year": reading.year,
        }


def finding_rows(report: str, findings: tuple[Finding, ...]) -> Iterator[Row]:
    """Rows of the table `findings`; several of one rule at one place are counted through."""
    seen: dict[str, int] = {}
    for finding in findings:
        same = f"{finding.check} {finding.where}"
        seen[same] = seen.get(same, 0) + 1
        yield {
            "id": short_id("finding", report, same, seen[same]),
            "report": report,
            "check": finding.check,
            "severity": finding.severity,
            "where": finding.where,
            "message": finding.message,
            "expected": finding.expected,
            "actual": finding.actual,
        }


def _carrier(extent: Extent, capture: str, url: str, parts: Mapping[str, str]) -> str:
    """The capture that holds a table: the page itself, or the picture or file it came from."""
    if extent.part is None:
        return capture
    address = plain_address(urljoin(url, extent.part))
    return next((part for known, part in parts.items() if plain_address(known) == address), capture)


def _reading_row(report: str, capture: str, extent: Extent) -> Row:
    return {
        "report": report,
        "grid": extent.grid,
        "capture": capture,
        "method": extent.method,
        "place": f"table {extent.table + 1}" if extent.page is None else f"page {extent.page} table {extent.table + 1}",
        "cells": extent.cells,
        "blank": extent.blank,
        "held": extent.held,
        "failed": extent.failed,
        "undecidable": extent.undecidable,
    }


def _cell_rows(report: str, reading: Reading) -> Iterator[Row]:
    """Only cells whose printed text says more than the number: signs in words, units, strokes, doubtful readings."""
    for figure in reading.figures:
        text = figure.text.strip()
        if (text and text != str(figure.number)) or figure.confidence < 1 or figure.raw is not None:
            yield {
                "report": report,
                "grid": figure.grid,
                "row": figure.line,
                "column": figure.column,
                "text": text,
                "place": place_of([figure.place]),
                "confidence": figure.confidence,
                "raw": figure.raw,
            }
