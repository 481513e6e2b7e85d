"""The addresses that compare: what they ask for, and the pages that answer."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.utils import path_with_replaced_args  # type: ignore[import-untyped]
from datasette.utils.asgi import NotFound  # type: ignore[import-untyped]

from explorer import queries
from explorer.answering import Asked, database_of, page
from explorer.comparing import bodies_of, years_of
from explorer.words import SCOPES, said, shown

_MOST = 500  # bodies of a region on one page
_BLANK = "–"


async def years_page(datasette: Asked, request: Asked) -> Any:  # noqa: ANN401
    """One body over the years."""
    database = await database_of(datasette, request)
    body, scope = request.args.get("body", ""), request.args.get("scope")
    comparison = await database.execute_fn(lambda connection: years_of(connection, body, scope))
    if comparison is None:
        raise NotFound(f"没有此机关 no body of that id or name: {body[:100]}")
    return await page(
        datasette, request, "compare_years.html", _context(request, database, comparison) | {"years": True}
    )


async def bodies_page(datasette: Asked, request: Asked) -> Any:  # noqa: ANN401
    """Two bodies in one year."""
    database = await database_of(datasette, request)
    first, second = request.args.get("first", ""), request.args.get("second", "")
    year = _year(request)
    comparison = await database.execute_fn(lambda connection: bodies_of(connection, first, second, year))
    if comparison is None:
        raise NotFound("没有此机关，请写全称 / no body of that name: write it in full")
    context = _context(request, database, comparison) | {"years": False, "asked": {"first": first, "second": second}}
    return await page(datasette, request, "compare_years.html", context)


async def region_page(datasette: Asked, request: Asked) -> Any:  # noqa: ANN401
    """The bodies of a region in one year, by requests received."""
    database = await database_of(datasette, request)
    asked = request.args.get("region", "")
    context = await database.execute_fn(lambda connection: _ranked(connection, asked, _year(request)))
    return await page(datasette, request, "compare_region.html", context | {"database": database.name})


def _ranked(connection: sqlite3.Connection, asked: str, year: int | None) -> dict[str, Any]:
    code = asked if asked.isascii() and asked.isdecimal() else "0"
    prefix = code.removesuffix("00").removesuffix("00") if len(code) == 6 else code
    years = [row[0] for row in connection.execute(queries.KNOWN_YEARS)]
    year = year if year is not None else next(iter(years), None)
    rows = connection.execute(queries.OF_REGION, {"region": prefix, "year": year}).fetchall()
    named = connection.execute(queries.PLACES, {"region": f"{prefix:0<6}"}).fetchall()
    most = max((row["received"] or 0 for row in rows), default=0) or 1
    return {
        "rows": [_body(row, most) for row in rows[:_MOST]],
        "more": len(rows) > _MOST,
        "years": years,
        "year": year,
        "asked_region": asked,
        "region_name": "".join(row["name"] for row in named) or asked,
    }


def _body(row: sqlite3.Row, most: int) -> tuple[str, ...]:
    """A body's cells, ready to print: set one by one in a template, five hundred bodies take twice as long."""
    granted, closed = row["granted"], row["results_total"]
    return (
        f"{row['agency']}&scope={row['scope']}",
        shown(row["agency_name"], 80),
        said(SCOPES, row["scope"])[0],
        _printed(row["received"]),
        str(100 * (row["received"] or 0) / most),
        f"{round(100 * granted / closed, 1)} %" if granted is not None and closed else _BLANK,
        _printed(row["reviews"]),
        "doubt" if row["errors"] else "",
        str(row["errors"] or 0),
        _printed(row["days_late"]),
        row["id"],
    )


def _printed(value: int | None) -> str:
    return _BLANK if value is None else str(value)


def _year(request: Asked) -> int | None:
    year = request.args.get("year", "")
    return int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None


def _context(request: Asked, database: Any, comparison: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "comparison": comparison,
        "database": database.name,
        "asked": {},
        "path_with": lambda **changed: path_with_replaced_args(request, changed),
    }
