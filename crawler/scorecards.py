"""A body's scorecard: a few measures of one report, each defined in the table `measures`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from crawler.archive import Archive
from crawler.filings import numbers_of
from crawler.measures import RATES
from parsers.cases import Value
from parsers.forms import FORMS

_REPORTS = """
    select reports.id, reports.form, reports.days_late,
           (select sum(cells - blank) from readings where readings.report = reports.id) as printed,
           (select count(*) from findings where findings.report = reports.id and severity = 'error') as errors,
           (select count(*) from findings where findings.report = reports.id and severity = 'warning') as warnings,
           (select count(*) from findings where findings.report = reports.id and severity = 'note') as notes
    from reports
    where reports.id in (select value from json_each(?))
    order by reports.id
"""

FORM_CELLS = {
    form.key: sum(len(grid.columns_of(line)) for grid in form.grids for line in grid.lines if not line.group)
    for form in FORMS
}
"""Cells that a report on each edition of the form has to fill in."""


def scorecard_rows(
    archive: Archive, reports: Sequence[str], known: Mapping[str, Mapping[str, Value]]
) -> list[dict[str, Any]]:
    """Rows for the table `scorecards`; `known` are the figures of those reports that were looked at already."""
    numbers = numbers_of(archive, [report for report in reports if report not in known]) | dict(known)
    return [_scorecard(row, numbers[row["id"]]) for row in archive.rows(_REPORTS, [json.dumps(reports)])]


def _scorecard(row: sqlite3.Row, numbers: Mapping[str, Value]) -> dict[str, Any]:
    return (
        {"report": row["id"]}
        | {rate.key: rate.of(numbers) for rate in RATES}
        | {"days_late": row["days_late"], "completeness": _completeness(row["printed"], row["form"])}
        | {name: row[name] for name in ("errors", "warnings", "notes")}
    )


def _completeness(printed: int | None, form: str | None) -> float | None:
    """Cells printed per 100 of the form; a body that also prints a group line cannot exceed the form.

    >>> _completeness(180, "2021"), _completeness(None, "2021"), _completeness(15, None)
    (90.0, None, None)
    """
    cells = FORM_CELLS.get(form or "")
    return round(100 * min(printed, cells) / cells, 2) if printed is not None and cells else None
