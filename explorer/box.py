"""Datasette's own search box, made right for Chinese: `_search=` on reports and their texts uses our index and verifies."""

from __future__ import annotations

import sqlite3
from typing import Any

from datasette.filters import FilterArguments  # type: ignore[import-untyped]

from crawler import search
from explorer import queries

# The tables that can be searched, and their column that holds the id of a report.
SEARCHED = {"reports": "id", "bodies": "report"}


def filters_of(request: Any, table: str) -> Any:  # noqa: ANN401 (Datasette is not typed)
    """What `_search=` adds to a table's query; None for tables without a text."""
    column = SEARCHED.get(table)
    if column is None:
        return None
    words = request.args.get("_search", "")
    context = {"supports_search": True, "search": words}
    match = search.match(words)
    if not words.strip():
        return FilterArguments([], extra_context=context)
    if not match:
        return FilterArguments(["0"], {}, [f'没有可查的字 nothing to look for in "{words}"'], context)
    terms = search.terms(words) if search.needs_verifying(words) else []
    parameters = {"pairs": match} | {f"term{number}": term for number, term in enumerate(terms)}
    clauses = queries.searched(column, len(terms))
    return FilterArguments(clauses, parameters, [f"正文含 text holds “{words}”"], context)


def teach(connection: sqlite3.Connection) -> None:
    """`reports_fts match escape_fts('复议')` works in anybody's SQL: the words become the pairs of the index."""
    connection.create_function("escape_fts", 1, lambda words: search.match(str(words)), deterministic=True)
