"""The explorer's own addresses: what is asked for in the address, and the page that answers."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import Any

from datasette.utils import path_with_replaced_args, sqlite_timelimit  # type: ignore[import-untyped]
from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]

from crawler.errors import MissingBytes
from explorer import queries
from explorer.answering import Asked, View, archive_of, database_of, page
from explorer.comparisons import bodies_page, region_page, years_page
from explorer.differing import differences
from explorer.documents import lines_of, marked_page
from explorer.home import GROUPS, home_of, questions_of
from explorer.places import parse
from explorer.searching import Asked as SearchAsked
from explorer.searching import Found, asked_of, find
from explorer.source import Source, byte_headers, page_headers, picture_of, shown_address, source_of
from explorer.words import KINDS, LEVELS
from parsers.errors import ParseError
from parsers.forms import FORMS

_SEARCH_MS = 2_000
CHOICES = (
    (
        "level",
        "层级",
        "level",
        {code: LEVELS[code] for code in ("national", "provincial", "prefectural", "county", "township")},
    ),
    ("kind", "性质", "kind", KINDS),
    ("form", "格式", "form", {form.key: (form.key, form.key) for form in FORMS}),
)


async def home_page(datasette: Asked, request: Asked) -> Any:  # noqa: ANN401
    """The first page. Datasette's own would first ask for each table whether it may be seen, in 3 ms each."""
    await datasette.ensure_permissions(request.actor, ["view-instance"])
    name = archive_of(datasette)
    canned = await datasette.get_canned_queries(name, request.actor)
    home = await datasette.get_database(name).execute_fn(home_of)
    context = {"home": home, "questions": questions_of(canned), "groups": GROUPS, "metadata": datasette.metadata()}
    return await page(datasette, request, "index.html", context)


async def source_page(datasette: Asked, request: Asked) -> Any:  # noqa: ANN401
    """A capture: what it is, where it came from, and its content with the place marked."""
    database, source = await _source(datasette, request)
    place, printed = request.args.get("place"), request.args.get("printed")
    spot = parse(place)
    base = datasette.urls.database(database.name)
    capture = source.capture["id"]
    context = {
        "source": source,
        "spot": spot,
        "printed": printed,
        "picture": picture_of(source, spot) if source.kind == "picture" else None,
        "bytes_address": f"{base}/-/source/{capture}/bytes",
        "shown_address": shown_address(base, capture, place, printed),
        "database": database.name,
    }
    return await page(datasette, request, "source.html", context)


async def source_shown(datasette: Asked, request: Asked) -> Any:  # noqa: ANN401
    """The words of a capture as a page that can do nothing, for the frame of the page above."""
    _, source = await _source(datasette, request)
    try:
        spot, printed = parse(request.args.get("place")), request.args.get("printed")
        body = await asyncio.to_thread(marked_page, source.body, spot, printed)
    except ParseError as error:
        return Response.text(f"无法显示 cannot be shown: {error}", headers=page_headers())
    return Response.html(body, headers=page_headers())


async def source_bytes(datasette: Asked, request: Asked) -> Any:  # noqa: ANN401
    """The bytes as fetched."""
    _, source = await _source(datasette, request)
    return Response(source.body, headers=byte_headers(source), content_type=source.media_type)


async def diff_page(datasette: Asked, request: Asked) -> Any:  # noqa: ANN401
    """Two captures of one report, line by line."""
    database = await database_of(datasette, request)
    report = await database.execute("select id, title, capture from reports where id = ?", [request.url_vars["report"]])
    if not report.rows:
        raise NotFound("no report of that id")
    chosen = report.rows[0]
    try:
        pair = [await source_of(database, capture) for capture in (chosen["capture"], request.args.get("capture"))]
    except MissingBytes as error:
        raise NotFound(f"原件不在 the bytes are not at hand: {error}") from error
    first, other = pair
    if first is None or other is None:
        raise NotFound("no capture of that id")
    lines = [await asyncio.to_thread(lines_of, source.body) for source in (first, other)]
    context = {"report": chosen, "first": first, "other": other, "differences": differences(*lines)}
    return await page(datasette, request, "diff.html", context | {"database": database.name})


async def search_page(datasette: Asked, request: Asked) -> Any:  # noqa: ANN401
    """Reports whose text holds the words asked for; a search that takes too long says so."""
    database = await database_of(datasette, request)
    asked, found, error = asked_of({name: request.args[name] for name in request.args}), Found(), ""
    try:
        found = await database.execute_fn(lambda connection: _in_time(connection, asked))
    except sqlite3.OperationalError:
        error = "查找超时，请加上年度或地区，或换较长的词 / the search took too long: add a year or a region, or longer words"
    years = await database.execute(queries.KNOWN_YEARS)
    context = {
        "asked": asked,
        "found": found,
        "error": error,
        "years": [row["year"] for row in years.rows],
        "choices": CHOICES,
        "path_with": lambda **changed: path_with_replaced_args(request, changed),
        "database": database.name,
    }
    return await page(datasette, request, "search.html", context)


def _in_time(connection: sqlite3.Connection, asked: SearchAsked) -> Found:
    with sqlite_timelimit(connection, _SEARCH_MS):
        return find(connection, asked)


ROUTES: tuple[tuple[str, View], ...] = (
    (r"^/$", home_page),
    (r"^/(?P<database>[^/]+)/search$", search_page),
    (r"^/(?P<database>[^/]+)/compare/years$", years_page),
    (r"^/(?P<database>[^/]+)/compare/bodies$", bodies_page),
    (r"^/(?P<database>[^/]+)/compare/region$", region_page),
    (r"^/(?P<database>[^/]+)/-/source/(?P<capture>[a-z2-7]+)$", source_page),
    (r"^/(?P<database>[^/]+)/-/source/(?P<capture>[a-z2-7]+)/shown$", source_shown),
    (r"^/(?P<database>[^/]+)/-/source/(?P<capture>[a-z2-7]+)/bytes$", source_bytes),
    (r"^/(?P<database>[^/]+)/-/diff/(?P<report>[a-z2-7]+)$", diff_page),
)


async def _source(datasette: Asked, request: Asked) -> tuple[Any, Source]:
    database = await database_of(datasette, request)
    try:
        source = await source_of(database, request.url_vars["capture"])
    except MissingBytes as error:
        raise NotFound(f"原件不在 the bytes are not at hand: {error}") from error
    if source is None:
        raise NotFound("no capture of that id")
    return database, source
