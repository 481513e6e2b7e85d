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
    "agencies": "count(distinct reports.agency)",
    "with_requests": "sum(exists (select 1 from requests where requests.report = reports.id))",
    "with_errors": "sum(reports.errors > 0)",
    "with_warnings": "sum(reports.warnings > 0)",
    "dated": "count(reports.days_late)",
    "late": "sum(reports.days_late > 0)",
    "days_late": "sum(reports.days_late)",
}
# Table -> its own key, its sums, and where they come from.
_TABLES = {
    "yearly_reports": ("reports.form", _REPORTS, "reports"),
    "yearly_requests": (
        "requests.row",
        {"printed": "count(requests.total)"} | {name: f"sum(requests.{name})" for name in REQUEST_COLUMNS},
        "reports join requests on requests.report = reports.id",
    ),
    "yearly_reviews": (
        "reviews.stage",
        {"printed": "count(reviews.total)"} | {name: f"sum(reviews.{name})" for name in REVIEW_COLUMNS},
        "reports join reviews on reviews.report = reports.id",
    ),
}
YEARLY = tuple(_TABLES)


def yearly_tables(db: Database) -> None:
    """The migration that makes the tables, and fills them with the reports already there."""
    for table, (source_key, sums, _) in _TABLES.items():
        key = source_key.split(".")[1]
        columns = ", ".join(f"{name} integer" for name in sums)
        db.execute(f"create table {table} ({_KEYS}, {key} text, {columns}, primary key (year, province, scope, {key}))")
    refresh(db.conn, [row[0] for row in db.execute("select distinct year from reports")])


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
    for table, (key, sums, source) in _TABLES.items():
        connection.execute(f"delete from {table} where year not in (select year from reports where year is not null)")  # noqa: S608
        for year in years:
            connection.execute(f"delete from {table} where year is ?", [year])  # noqa: S608 (names are ours)
            connection.execute(_insertion(table, key, sums, source), [year])


def _insertion(table: str, key: str, sums: dict[str, str], source: str) -> str:
    return f"""
        insert into {table} (year, province, scope, {key.split(".")[1]}, {", ".join(sums)})
        select
          reports.year,
          coalesce(substr(agencies.region, 1, 2) || '0000', ''),
          reports.scope,
          {key},
          {", ".join(sums.values())}
        from {source}
        left join agencies on agencies.id = reports.agency
        where reports.year is ?
        group by 1, 2, 3, 4
    """  # noqa: S608 (names are ours)
