"""Reports as the archive keeps them, each among those before and beside it: what the rules across reports look at."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.columns import GRIDS
from parsers.area_checks import SUMMED
from parsers.cases import Filing, Row, Sum, Value

if TYPE_CHECKING:
    from crawler.archive import Archive

_REPORTS = """
    select reports.id, reports.agency, reports.year, reports.scope, reports.form, agencies.region
    from reports
    join agencies on agencies.id = reports.agency
    where reports.agency in (
        select agency
        from reports
        where id in (select value from json_each(?))
      )
      and reports.year is not null
    order by reports.agency, reports.scope, reports.year
"""

_STATED = """
    select report, measure, value
    from statements
    where report in (select value from json_each(?))
      and approximate = 0
    order by report, start desc
"""

_COPIES = """
    select copies.report, copies.relation, captures.url
    from copies
    join captures on captures.id = copies.capture
    where copies.report in (select value from json_each(?))
      and copies.differs = 1
    order by copies.report, copies.relation, captures.url
"""

# The bodies of a division and the governments one level below, whose own areas contain the rest.
_PARTS = """
    with parts as (
      select reports.id as report
      from agencies
      join reports on reports.agency = agencies.id and reports.year = :year and reports.scope = 'office'
      where agencies.region = :region
      union
      select reports.id
      from regions
      join agencies on agencies.region = regions.code
      join reports on reports.agency = agencies.id and reports.year = :year and reports.scope = 'area'
      where regions.parent = :region
    )
    select "{table}"."{key}", count("{table}"."{column}") as bodies, sum("{table}"."{column}") as total
    from parts
    join "{table}" on "{table}".report = parts.report
    group by "{table}"."{key}"
"""


def rows_of(archive: Archive, reports: Sequence[str]) -> Iterator[Row]:
    """Each of these reports with what the rules across reports need to know of others."""
    wanted, known = set(reports), archive.rows(_REPORTS, [json.dumps(reports)])
    ids = [row["id"] for row in known]
    numbers, stated, copies = numbers_of(archive.conn, ids), _stated(archive, ids), _copies(archive, reports)
    filings = [
        Filing(row["id"], row["agency"], row["year"], row["scope"], row["form"], numbers[row["id"]], stated[row["id"]])
        for row in known
    ]
    for row, (before, own) in zip(known, pairwise([None, *filings]), strict=True):
        if own and own.report in wanted:
            parts = _parts(archive, row["region"], own.year) if own.scope == "area" and row["region"] else {}
            yield Row(own, before if _same_body(before, own) else None, parts, copies.get(own.report, ()))


def numbers_of(connection: sqlite3.Connection, reports: Sequence[str]) -> dict[str, dict[str, Value]]:
    """Report -> its figures by path, `table.line.column`; a blank cell is None."""
    numbers: dict[str, dict[str, Value]] = {report: {} for report in reports}
    for table, (key, columns) in GRIDS.items():
        listed = ", ".join(columns)
        sql = f'select report, {key}, {listed} from "{table}" where report in (select value from json_each(?))'  # noqa: S608 (names are ours)
        paths: dict[str, list[str]] = {}
        for report, line, *values in connection.execute(sql, [json.dumps(reports)]):
            if line not in paths:
                paths[line] = [f"{table}.{line}.{column}" for column in columns]
            numbers[report].update(zip(paths[line], values, strict=True))
    return numbers


def _stated(archive: Archive, reports: Sequence[str]) -> dict[str, dict[str, float]]:
    """Report -> measure -> the first exact figure its prose gives."""
    stated: dict[str, dict[str, float]] = {report: {} for report in reports}
    for row in archive.rows(_STATED, [json.dumps(reports)]):
        stated[row["report"]][row["measure"]] = row["value"]
    return stated


def _copies(archive: Archive, reports: Sequence[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    copies: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in archive.rows(_COPIES, [json.dumps(reports)]):
        copies[row["report"]] = (*copies.get(row["report"], ()), (row["relation"], row["url"]))
    return copies


def _parts(archive: Archive, region: str, year: int) -> dict[str, Sum]:
    """Path -> the sum over the bodies of a division in a year."""
    sums: dict[str, Sum] = {}
    for table, column in dict.fromkeys((path.split(".")[0], path.split(".")[2]) for path in SUMMED):
        sql = _PARTS.format(table=table, key=GRIDS[table][0], column=column)
        for key, bodies, total in archive.rows(sql, {"region": region, "year": year}):
            if bodies:
                sums[f"{table}.{key}.{column}"] = Sum(bodies, total)
    return sums


def _same_body(first: Filing | None, second: Filing) -> bool:
    return first is not None and (first.agency, first.scope) == (second.agency, second.scope)
