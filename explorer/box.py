"""Datasette's own search box, made right for Chinese: `_search=` on reports and their texts uses our index and verifies."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.filters import FilterArguments  # type: ignore[import-untyped]

from crawler import search
from explorer import queries

# The tables that can be searched, and their column that holds the id of a report.
SEARCHED = {"reports": "id", "bodies": "report"}
_INDEXED = {"year", "year__exact", "form", "form__exact"}  # filters that the index knows too
LATEST = 1_000  # reports a search without other filters finds: nobody reads more, and counting them takes long


def filters_of(request: Any, table: str) -> Any:  # noqa: ANN401 (Datasette is not typed)
    """What `_search=` adds to a table's query; None for tables without a text."""
    column = SEARCHED.get(table)
    if column is None:
        return None
    words = request.args.get("_search", "")
    context = {"supports_search": True, "search": words}
    match = search.match(words, {"form": _asked(request, "form")})
    if not words.strip():
        return FilterArguments([], extra_context=context)
    if not search.match(words):
        return FilterArguments(["0"], {}, [f'没有可查的字 nothing to look for in "{words}"'], context)
    terms = search.terms(words) if search.needs_verifying(words) else []
    parameters: dict[str, Any] = {"pairs": match} | {f"term{number}": term for number, term in enumerate(terms)}
    said = f"正文含 text holds “{words}”"
    if _filters(request) - _INDEXED:  # the latest of all may be none of those that are asked for
        return FilterArguments(queries.searched(column, len(terms)), parameters, [said], context)
    parameters |= {"latest": LATEST, "within": _asked(request, "year") or None}
    said = f"{said}（至多 {LATEST:,} 份，新年度在前 at most {LATEST:,}, latest years first）"
    return FilterArguments(queries.latest_searched(column, len(terms)), parameters, [said], context)


def _filters(request: Any) -> set[str]:  # noqa: ANN401
    """The arguments that name columns, or conditions of one's own."""
    return {name for name in request.args if name == "_where" or not name.startswith("_")}


def _asked(request: Any, column: str) -> str:  # noqa: ANN401
    """What a column must equal, as Datasette's addresses say it."""
    return request.args.get(column) or request.args.get(f"{column}__exact") or ""


def teach(connection: sqlite3.Connection) -> None:
    """`reports_fts match escape_fts('复议')` works in anybody's SQL: the words become the pairs of the index."""
    connection.create_function("escape_fts", 1, lambda words: search.match(str(words)), deterministic=True)
