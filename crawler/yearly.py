"""Sums by year and province, kept beside the figures: what would take seconds over a million reports takes milliseconds.

They are made of printed figures only, like every sum here: `printed` says how many reports print the figure.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from crawler.sqlite import Database
from parsers.forms import FORMS

REQUEST_COLUMNS, REVIEW_COLUMNS = (
    [column.key for grid in FORMS[0].grids if grid.key == key for column in grid.columns]
    for key in ("requests", "reviews")
)
_KEYS = "year integer, province text, scope text"
_REPORTS = {
    "reports": "count(*)",
    "agencies": "count(distinct scorecards.agency)",
    "with_requests": "sum(exists (select 1 from requests where requests.report = scorecards.report))",
    "with_errors": "sum(scorecards.errors > 0)",
    "with_warnings": "sum(scorecards.warnings > 0)",
    "dated": "count(scorecards.days_late)",
    "late": "sum(scorecards.days_late > 0)",
    "days_late": "sum(scorecards.days_late)",
    "with_requests_table": "sum(scorecards.requests_table_read)",
    "tables_as_pictures": "sum(scorecards.pictures_not_at_hand > 0)",
}
_TIMES = {
    "reports": "count(*)",
    "in_time": "count(*) filter (where scorecards.days_late <= 0)",
    "late": "count(*) filter (where scorecards.days_late > 0)",
    "unknown": "count(*) filter (where scorecards.days_late is null)",
    "earliest": "min(scorecards.days_late)",
    "latest": "max(scorecards.days_late)",
}
_FOUND = {"findings": "count(*)", "reports": "count(distinct findings.report)", "example": "min(findings.report)"}


def _paired(part: str, whole: str) -> dict[str, str]:
    """For a percentage: both figures summed over the reports that print both of them."""
    table, name, of = *part.split("."), whole.split(".")[1]
    return {
        f"{name}_of_{of}": f"sum({table}.{name}) filter (where {whole} is not null)",
        f"{of}_with_{name}": f"sum({whole}) filter (where {part} is not null)",
    }


_CARDS = (
    {"reports": "count(*)", "with_received": "count(scorecards.received)"}
    | {"without_requests": "sum(scorecards.received = 0)"}
    | {name: f"sum(scorecards.{name})" for name in ("received", "from_natural_persons", "carried_in")}
    | {"with_results": "count(scorecards.results_total)"}
    | {name: f"sum(scorecards.{name})" for name in ("results_total", "not_held", "needs_creation", "still_unclear")}
    | _paired("scorecards.not_held", "scorecards.results_total")
    | _paired("scorecards.needs_creation", "scorecards.results_total")
)
_OF_CAPTURE = "join reports on reports.id = scorecards.report join captures on captures.id = reports.capture"
# Table -> its own keys, its sums, and what they come from besides the scorecards.
_TABLES = {
    "yearly_reports": (("scorecards.form",), _REPORTS, ""),
    "yearly_requests": (
        ("requests.row",),
        {"printed": "count(requests.total)"}
        | {name: f"sum(requests.{name})" for name in REQUEST_COLUMNS}
        | _paired("requests.natural_person", "requests.total")
        | _paired("requests.legal_law_service", "requests.total"),
        "join requests on requests.report = scorecards.report",
    ),
    "yearly_reviews": (
        ("reviews.stage",),
        {"printed": "count(reviews.total)"}
        | {name: f"sum(reviews.{name})" for name in REVIEW_COLUMNS}
        | {
            "decided": "sum(reviews.upheld + reviews.corrected + reviews.other)",
            "corrected_of_decided": "sum(reviews.corrected) filter (where reviews.upheld + reviews.other is not null)",
        },
        "join reviews on reviews.report = scorecards.report",
    ),
    "yearly_findings": (
        ('findings."check"', "findings.severity"),
        _FOUND,
        "join findings on findings.report = scorecards.report",
    ),
    "yearly_checks": (
        ('findings."check"',),
        {"reports": "count(distinct findings.report)"},
        "join findings on findings.report = scorecards.report",
    ),
    "yearly_portals": (("captures.portal",), _TIMES, _OF_CAPTURE),
    "yearly_scorecards": (("scorecards.level", "scorecards.kind"), _CARDS, ""),
}
YEARLY = tuple(_TABLES)


def yearly_tables(db: Database) -> None:
    """The migration that makes the tables; `remake_yearly_tables`, which comes later, fills them."""
    for table, (keys, sums, _) in _TABLES.items():
        own = [key.split(".")[1] for key in keys]
        columns = [*(f"{name} text" for name in own), *(f"{name} {_type(name)}" for name in sums)]
        key = ", ".join(("year", "province", "scope", *own))
        db.execute(f"create table {table} ({_KEYS}, {', '.join(columns)}, primary key ({key}))")


def remake_yearly_tables(db: Database) -> None:
    """The migration that makes the tables anew, and fills them with the reports already there."""
    for table in YEARLY:
        db.execute(f"drop table if exists {table}")
    yearly_tables(db)
    refresh(db.conn, [row[0] for row in db.execute("select distinct year from reports")])


def _type(name: str) -> str:
    return "text" if name == "example" else "integer"


def reached(years: Iterable[int | None]) -> set[int | None]:
    """These years and their neighbours, whose reports may be doubted otherwise when one of these changes."""
    return {None if year is None else year + step for year in years for step in (-1, 0, 1)}


def outdate(connection: sqlite3.Connection, years: Iterable[int | None]) -> None:
    """Take out the sums of these years: what lacks sums is to be summed, whoever was killed before he came to it."""
    for table in _TABLES:
        connection.executemany(f"delete from {table} where year is ?", [[year] for year in years])  # noqa: S608


def outdated(connection: sqlite3.Connection) -> list[int | None]:
    """The years with reports and without sums."""
    rows = connection.execute("select year from reports except select year from yearly_reports")
    return [year for (year,) in rows]


def refresh(connection: sqlite3.Connection, years: Iterable[int | None]) -> None:
    """Make the sums of these years anew, and forget those of years that no report is left of."""
    for table, (keys, sums, source) in _TABLES.items():
        connection.execute(f"delete from {table} where year not in (select year from reports where year is not null)")  # noqa: S608
        for year in years:
            connection.execute(f"delete from {table} where year is ?", [year])  # noqa: S608 (names are ours)
            connection.execute(_insertion(table, keys, sums, source), [year])


def _insertion(table: str, keys: tuple[str, ...], sums: dict[str, str], source: str) -> str:
    names = ", ".join((*(key.split(".")[1] for key in keys), *sums))
    return f"""
        insert into {table} (year, province, scope, {names})
        select
          scorecards.year,
          coalesce(nullif(substr(scorecards.region, 1, 2), '') || '0000', ''),
          scorecards.scope,
          {", ".join((*keys, *sums.values()))}
        from scorecards
        {source}
        where scorecards.year is ?
        group by scorecards.year, 2, scorecards.scope, {", ".join(keys)}
    """  # noqa: S608 (names are ours)
