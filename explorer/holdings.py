"""All rows that the archive holds of one report, fetched in one go."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explorer import queries

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Holdings:
    """Rows as the archive has them; `before` is what the same body received the year before."""

    report: Row
    body: Row | None
    tables: Mapping[str, Sequence[Row]]
    cells: Sequence[Row]
    findings: Sequence[Row]
    statements: Sequence[Row]
    readings: Mapping[str, Row]
    siblings: Sequence[Row]
    last_year: int | None
    before: int | None
    copies: Sequence[Row]
    pieces: Sequence[Row]
    places: Sequence[Row]


def holdings_of(connection: sqlite3.Connection, report: str) -> Holdings | None:
    """The rows of a report; None if there is no report of that id."""

    def rows(sql: str, **asked: object) -> list[Any]:
        return connection.execute(sql, asked).fetchall()

    found = rows(queries.REPORT, report=report)
    if not found:
        return None
    row = found[0]
    before = rows(queries.RECEIVED, agency=row["agency"], scope=row["scope"], year=(row["year"] or 0) - 1)
    return Holdings(
        report=row,
        body=next(iter(rows(queries.BODY, report=report)), None),
        tables={table: rows(sql, report=report) for table, sql in queries.TABLES.items()},
        cells=rows(queries.CELLS, report=report),
        findings=rows(queries.FINDINGS, report=report),
        statements=rows(queries.STATEMENTS, report=report),
        readings={reading["grid"]: reading for reading in rows(queries.READINGS, report=report)},
        siblings=rows(queries.YEARS, agency=row["agency"]),
        last_year=rows(queries.LAST_YEAR)[0][0],
        before=before[0]["total"] if before else None,
        copies=rows(queries.COPIES, report=report),
        pieces=rows(queries.PIECES, capture=row["capture"]),
        places=rows(queries.PLACES, region=row["region"]),
    )
