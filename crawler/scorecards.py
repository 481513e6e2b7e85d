"""A body's scorecard: one report's rates, each defined in the table `measures`, and what lists of bodies sort by.

Such a list looks at all reports of a year. Joined from the tables of figures that takes seconds over a million reports;
here each report is one row, and one index holds these rows by year and region.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from crawler.filings import numbers_of
from crawler.measures import RATES
from crawler.sqlite import Database
from parsers.cases import Value, total
from parsers.forms import FORMS
from parsers.prose_checks import PAIRS

FORM_CELLS = {
    form.key: sum(len(grid.columns_of(line)) for grid in form.grids for line in grid.lines if not line.group)
    for form in FORMS
}
"""Cells that a report on each edition of the form has to fill in."""

FIGURES = {
    "received": "requests.new_received.total",
    "from_natural_persons": "requests.new_received.natural_person",
    "carried_in": "requests.carried_in.total",
    "granted": "requests.granted.total",
    "granted_in_part": "requests.granted_in_part.total",
    "not_held": "requests.unable_not_held.total",
    "needs_creation": "requests.unable_needs_creation.total",
    "still_unclear": "requests.unable_still_unclear.total",
    "results_total": "requests.results_total.total",
    "carried_out": "requests.carried_out.total",
    "reviews": "reviews.review.total",
    "suits_direct": "reviews.suit_direct.total",
    "suits_after_review": "reviews.suit_after_review.total",
    "licensing": "proactive.licensing.decisions",
    "penalty": "proactive.penalty.decisions",
    "compulsion": "proactive.compulsion.decisions",
    "other_external": "proactive.other_external.decisions",
    "rules_in_force": "proactive.rules.in_force",
    "documents_in_force": "proactive.normative_documents.in_force",
    "fees_10k": "proactive.fees.amount_10k",
}
"""Figures that stand in a scorecard as they are printed, and where they come from."""

# What the prose says of these, a single figure of a table says too, or the sum of two.
_TABLED = {
    pair.measure: pair.sums[0]
    for pair in PAIRS.values()
    if pair.measure not in ("requests_from_organisations", "requests_refused")
}

_WHOSE = {"agency": str, "name": str, "region": str, "level": str, "kind": str, "scope": str, "year": int, "form": str}
_BESIDE = {
    "earlier_report": str,
    "received_before": int,
    "carried_out_before": int,
    "reviews_after": int,
    "next_year": int,
}
_COUNTED = {"days_late": int, "completeness": float, "errors": int, "warnings": int, "notes": int}
_READ = {"prose_stated": int, "prose_differs": int, "requests_table_read": int, "pictures_not_at_hand": int}
_AS_COUNTED = ("days_late", "errors", "warnings", "notes", "requests_table_read", "pictures_not_at_hand")
_COLUMNS = (
    _WHOSE
    | {name: float if name == "fees_10k" else int for name in FIGURES}
    | _BESIDE
    | {rate.key: float for rate in RATES}
    | _COUNTED
    | _READ
)
_SQL_TYPES = {str: "text", int: "integer", float: "float"}

_REPORTS = """
    select reports.id, reports.agency, agencies.name, coalesce(agencies.region, '') as region, agencies.level,
           agencies.kind, reports.scope, reports.year, reports.form, reports.days_late,
           earlier.id as earlier_report,
           (select total from requests where report = earlier.id and row = 'new_received') as received_before,
           (select total from requests where report = earlier.id and row = 'carried_out') as carried_out_before,
           (select total from reviews where report = later.id and stage = 'review') as reviews_after,
           (
             select min(others.year)
             from reports as others
             where others.agency = reports.agency
               and others.scope = reports.scope
               and others.year > reports.year
           ) as next_year,
           (select sum(cells - blank) from readings where readings.report = reports.id) as printed,
           (select count(*) from readings where readings.report = reports.id and grid = 'requests')
             as requests_table_read,
           (select count(*) from findings where findings.report = reports.id and "check" = 'picture_not_at_hand')
             as pictures_not_at_hand,
           (select count(*) from findings where findings.report = reports.id and severity = 'error') as errors,
           (select count(*) from findings where findings.report = reports.id and severity = 'warning') as warnings,
           (select count(*) from findings where findings.report = reports.id and severity = 'note') as notes
    from reports
    left join agencies on agencies.id = reports.agency
    left join reports as earlier
      on earlier.agency = reports.agency and earlier.scope = reports.scope and earlier.year = reports.year - 1
    left join reports as later
      on later.agency = reports.agency and later.scope = reports.scope and later.year = reports.year + 1
    where reports.id in (select value from json_each(?))
    order by reports.id
"""

_STATED = """
    select report, measure, case when approximate then null else value end as value
    from statements
    where report in (select value from json_each(?))
      and measure in (select value from json_each(?))
"""

_NAMES = ("report", *_COLUMNS)
_WRITE = f"""
    insert or replace into scorecards ({", ".join(_NAMES)})
    values ({", ".join(f":{name}" for name in _NAMES)})
"""  # noqa: S608 (names are ours)
_BATCH = 1_000


def scorecard_table(db: Database) -> None:
    """Make the table, keyed by report, with its one wide index and two for what few reports are."""
    columns = ", ".join(f"{name} {_SQL_TYPES[kind]}" for name, kind in _COLUMNS.items())
    db.execute(f"create table scorecards (report text primary key references reports (id), {columns}) without rowid")
    wide = ", ".join(["year", "region", *(name for name in _COLUMNS if name not in ("year", "region"))])
    for sql in (
        f"create index scorecards_of_year on scorecards ({wide})",
        """
        create index scorecards_doubtful on scorecards (errors desc, warnings desc, year desc, name, region, scope)
        where errors + warnings > 0
        """,
        "create index scorecards_gaps on scorecards (year, next_year, name, scope) where next_year is not year + 1",
    ):
        db.execute(sql)


def fill_scorecards(connection: sqlite3.Connection) -> None:
    """Make the scorecards of all reports."""
    reports = [row[0] for row in connection.execute("select id from reports order by id")]
    for start in range(0, len(reports), _BATCH):
        write_scorecards(connection, reports[start : start + _BATCH])


def write_scorecards(
    connection: sqlite3.Connection, reports: Sequence[str], known: Mapping[str, Mapping[str, Value]] | None = None
) -> None:
    """Make the scorecards of these reports anew; `known` are the figures of those that were looked at already."""
    known = known or {}
    numbers = numbers_of(connection, [report for report in reports if report not in known]) | dict(known)
    stated: dict[str, list[tuple[str, Value]]] = {}
    for report, measure, value in connection.execute(_STATED, [json.dumps(reports), json.dumps([*_TABLED])]):
        stated.setdefault(report, []).append((measure, value))
    rows = connection.execute(_REPORTS, [json.dumps(reports)])
    cards = [_scorecard(row, numbers[row["id"]], stated.get(row["id"], ())) for row in rows]
    connection.executemany(_WRITE, cards)


def _scorecard(row: sqlite3.Row, numbers: Mapping[str, Value], stated: Sequence[tuple[str, Value]]) -> dict[str, Any]:
    return (
        {"report": row["id"]}
        | {name: row[name] for name in (*_WHOSE, *_BESIDE)}
        | {name: numbers.get(path) for name, path in FIGURES.items()}
        | {rate.key: rate.of(numbers) for rate in RATES}
        | {name: row[name] for name in _AS_COUNTED}
        | {"completeness": _completeness(row["printed"], row["form"])}
        | {"prose_stated": len(stated)}
        | {"prose_differs": sum(_differ(value, total(numbers, _TABLED[measure])) for measure, value in stated)}
    )


def _differ(stated: Value, printed: Value) -> bool:
    """Whether prose and table give a figure each, and not the same."""
    return None not in (stated, printed) and stated != printed


def _completeness(printed: int | None, form: str | None) -> float | None:
    """Cells printed per 100 of the form; a body that also prints a group line cannot exceed the form.

    >>> _completeness(180, "2021"), _completeness(None, "2021"), _completeness(15, None)
    (90.0, None, None)
    """
    cells = FORM_CELLS.get(form or "")
    return round(100 * min(printed, cells) / cells, 2) if printed is not None and cells else None
