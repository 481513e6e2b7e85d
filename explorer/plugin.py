"""Datasette's hooks: security headers, our style sheet, readable column names, links from ids to rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from pluggy import HookimplMarker

from explorer.headers import App, protect

hookimpl = HookimplMarker("datasette")  # as datasette.hookimpl, which is not typed
# Columns that hold an id, and the table it is an id of: in queries, views and single rows Datasette shows it bare.
LINKED = {
    "agency": "agencies",
    "capture": "captures",
    "report": "reports",
    "earlier_report": "reports",
    "later_report": "reports",
}
_ID = re.compile(r"[a-z2-7]{12}")


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    """Every answer carries the security headers."""
    return protect


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:  # noqa: ANN401 (Datasette is not typed)
    """The yearbook's style sheet, on every page."""
    return [datasette.urls.static_plugins("nianbao", "yearbook.css")]


@hookimpl
def extra_template_vars(datasette: Any, database: str | None) -> dict[str, object]:  # noqa: ANN401
    """For templates: what the columns of the tables mean, so that a query's columns can be named too."""
    return {"column_descriptions": column_descriptions(datasette.metadata("tables", database=database) or {})}


@hookimpl
def render_cell(value: object, column: str, database: str, datasette: Any) -> Markup | None:  # noqa: ANN401
    """An id leads to its row; in lists Datasette has put a link with a title in its place, which is no string."""
    if column not in LINKED or not isinstance(value, str) or not _ID.fullmatch(value):
        return None
    return Markup('<a href="{}">{}</a>').format(datasette.urls.row(database, LINKED[column], value), value)


def column_descriptions(tables: dict[str, Any]) -> dict[str, str]:
    """What a column name means in the first table that has it; a query that means something else says so itself."""
    described: dict[str, str] = {}
    for table in tables.values():
        for column, description in table.get("columns", {}).items():
            described.setdefault(column, description)
    return described
