"""A Reading as the JSON object that `nianbao read --json` prints: a contract other programs rely on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parsers.model import Extent, Finding, Reading, Statement


def as_json(reading: Reading, file: str) -> dict[str, Any]:
    """The contract's object for one file. A blank cell is null; a row the document does not print is absent."""
    if reading.kind == "unreadable":
        return {"file": file, "kind": "unreadable", "reason": reading.reason}
    return {
        "file": file,
        "kind": reading.kind,
        "agency": reading.agency,
        "year": reading.year,
        "title": reading.title,
        "published": reading.published,
        "form": reading.form,
        "scope": reading.scope,
        "sections": {str(number): words for number, words in reading.sections.items()},
        **{grid: _grid(reading, grid) for grid in ("proactive", "requests", "reviews")},
        "indicators": _indicators(reading),
        "statements": [_statement(statement) for statement in reading.statements],
        "findings": [_finding(finding) for finding in reading.findings],
        "readings": {extent.grid: _extent(extent) for extent in reading.extents},
    } | ({"reason": reading.reason} if reading.reason else {})


def _grid(reading: Reading, grid: str) -> Mapping[str, dict[str, int | float | None]]:
    rows: dict[str, dict[str, int | float | None]] = {}
    for figure in reading.figures:
        if figure.grid == grid:
            rows.setdefault(figure.line, {})[figure.column] = figure.number
    return rows


def _indicators(reading: Reading) -> dict[str, int | float | None]:
    return {figure.line: figure.number for figure in reading.figures if figure.grid == "indicators"}


def _statement(statement: Statement) -> dict[str, Any]:
    said = {
        "measure": statement.measure,
        "value": statement.value,
        "unit": statement.unit,
        "approx": statement.approximate,
        "quote": statement.quote,
        "section": statement.section,
    }
    return said | ({"label": statement.label} if statement.label else {})


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "severity": finding.severity,
        "where": finding.where,
        "message": finding.message,
        "expected": finding.expected,
        "actual": finding.actual,
    }


def _extent(extent: Extent) -> dict[str, Any]:
    return {
        "method": extent.method,
        "cells": extent.cells,
        "blank": extent.blank,
        "held": extent.held,
        "failed": extent.failed,
        "undecidable": extent.undecidable,
    }
