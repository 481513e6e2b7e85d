"""Datasette's hooks: security headers, our style sheet, readable column names, links from ids to rows, our own pages."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader
from markupsafe import Markup
from pluggy import HookimplMarker

from explorer import box, words
from explorer.answering import View, archive_of
from explorer.headers import App, protect
from explorer.holdings import holdings_of
from explorer.redirects import redirects
from explorer.reports import page_of
from explorer.routes import ROUTES

hookimpl = HookimplMarker("datasette")  # as datasette.hookimpl, which is not typed
# Columns that hold an id, and the table it is an id of: in queries, views and single rows Datasette shows it bare.
LINKED = {
    "agency": "agencies",
    "capture": "captures",
    "report": "reports",
    "earlier_report": "reports",
    "later_report": "reports",
}
VOCABULARIES = {
    "levels": words.LEVELS,
    "kinds": words.KINDS,
    "scopes": words.SCOPES,
    "relations": words.RELATIONS,
    "checks": words.CHECKS,
    "severities": words.SEVERITIES,
    "methods": words.METHODS,
}
TEMPLATES = Path(__file__).parent / "templates"
_ID = re.compile(r"[a-z2-7]{12}")


@hookimpl
def asgi_wrapper() -> Callable[[App], App]:
    """Every answer carries the security headers."""
    return protect


@hookimpl
def register_routes() -> tuple[tuple[str, View], ...]:
    """The explorer's own pages."""
    return (*ROUTES, *redirects())


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:  # noqa: ANN401 (Datasette is not typed)
    """The yearbook's style sheet, on every page."""
    return [datasette.urls.static_plugins("nianbao", "yearbook.css")]


@hookimpl
def extra_js_urls(datasette: Any) -> list[str]:  # noqa: ANN401
    """Names for Datasette's nameless fields, on every page."""
    return [datasette.urls.static_plugins("nianbao", "labels.js")]


@hookimpl(trylast=True)
def prepare_connection(conn: Any) -> None:  # noqa: ANN401
    """After Datasette's own functions, one of which is replaced."""
    box.teach(conn)


@hookimpl(trylast=True)
def filters_from_request(request: Any, table: str) -> Any:  # noqa: ANN401
    """After Datasette's own search, which knows nothing of our index."""
    return box.filters_of(request, table)


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:  # noqa: ANN401
    """For every template, that of errors too: words for codes, strangers' text made safe, the archive's name.

    Our templates stand before those of other plugins, whose order Datasette leaves to chance.
    """
    env.loader = ChoiceLoader([FileSystemLoader(TEMPLATES), env.loader])
    env.globals["shown"] = words.shown
    env.globals["said"] = lambda vocabulary, code: words.said(VOCABULARIES[vocabulary], code)
    env.globals["archive"] = lambda: archive_of(datasette)


@hookimpl
def extra_template_vars(
    datasette: Any,  # noqa: ANN401
    database: str | None,
    table: str | None,
    view_name: str,
    request: Any,  # noqa: ANN401
) -> Callable[[], Awaitable[dict[str, object]]]:
    """For templates: what columns and codes mean, and on the page of a report what the archive holds of it."""

    async def variables() -> dict[str, object]:
        given: dict[str, object] = {
            "column_descriptions": column_descriptions(datasette.metadata("tables", database=database) or {}),
            "report_page": None,
        }
        if view_name == "row" and table == "reports" and database and request:
            held = await datasette.get_database(database).execute_fn(
                lambda connection: holdings_of(connection, request.url_vars["pks"])
            )
            given["report_page"] = page_of(held, database) if held else None
        return given

    return variables


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
