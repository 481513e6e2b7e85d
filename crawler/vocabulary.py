"""What the archive's keys mean: `fields`, a row per row and column of the forms, `checks`, `regions`, `outcomes`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.outcomes import FAILURES, OUTCOMES
from parsers.checks import SUBJECTS
from parsers.forms import FORMS
from parsers.model import Form, Grid
from parsers.regions import every_region

VOCABULARY_VERSION = 5
"""Raised whenever forms, rules, measures, regions or outcomes change: archives made before are then brought up to date."""

_FIRST_YEAR = 2008  # the first year with annual reports: divisions that ended before have none


def field_rows() -> list[dict[str, Any]]:
    """Rows for the table `fields`; the newest form's wording wins, `forms` lists every edition that has the key.

    A line's key stands alone (`new_received`), a column's key carries its grid (`requests.total`).
    """
    rows: dict[str, dict[str, Any]] = {}
    for form in FORMS:
        for grid in form.grids:
            for row in (*_lines(form, grid), *_columns(form, grid)):
                known = rows.setdefault(row["key"], row)
                if known is not row:
                    known["forms"] = f"{row['forms']}, {known['forms']}"
    return list(rows.values())


def _lines(form: Form, grid: Grid) -> Iterator[dict[str, Any]]:
    for position, line in enumerate(grid.lines, 1):
        yield {
            "key": line.key,
            "axis": "row",
            "grid": grid.key,
            "position": position,
            "ordinal": line.ordinal,
            "zh": line.zh,
            "en": line.en,
            "unit": line.unit,
            "parent": line.parent,
            "forms": form.key,
            "basis": line.basis,
        }


def _columns(form: Form, grid: Grid) -> Iterator[dict[str, Any]]:
    for position, column in enumerate(grid.columns, 1):
        yield {
            "key": f"{grid.key}.{column.key}",
            "axis": "column",
            "grid": grid.key,
            "position": position,
            "ordinal": "",
            "zh": column.zh,
            "en": column.en,
            "unit": column.unit,
            "parent": None,
            "forms": form.key,
            "basis": "",
        }


def check_rows() -> list[dict[str, Any]]:
    """Rows for the table `checks`: every rule, under what it looks at."""
    return [
        {"key": rule.key, "subject": subject, "severity": rule.severity, "zh": rule.zh, "en": rule.en}
        for subject, rules in SUBJECTS.items()
        for rule in rules
    ]


def region_rows() -> list[dict[str, Any]]:
    """Rows for the table `regions`: every division since the first reports, parents before children."""
    latest = {region.code: region for region in every_region() if (region.valid_to or _FIRST_YEAR) >= _FIRST_YEAR}
    levels = {"province": 0, "prefecture": 1, "county": 2}
    return [
        {
            "code": region.code,
            "name": region.name,
            "full_name": region.full_name,
            "level": region.level,
            "parent": region.parent if region.parent in latest else None,
            "valid_from": region.valid_from,
            "valid_to": region.valid_to,
            "successor": region.successor if region.successor in latest else None,
        }
        for region in sorted(latest.values(), key=lambda region: (levels[region.level], region.code))
    ]


def outcome_rows() -> list[dict[str, Any]]:
    """Rows for the table `outcomes`: what can become of an address, in both languages, and what counts as a failure."""
    return [
        {"key": key, "zh": outcome.zh, "en": outcome.meaning, "advice": outcome.advice, "failure": int(key in FAILURES)}
        for key, outcome in OUTCOMES.items()
    ]
