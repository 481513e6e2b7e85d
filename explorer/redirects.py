"""Names that have moved: whoever opens an old address comes to the new one, with the same parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from datasette.utils.asgi import Response  # type: ignore[import-untyped]

from explorer.answering import Asked, View

# Old name of a table or query -> new one; docs/addresses.md lists the names that may not vanish without a line here.
MOVED: dict[str, str] = {}


def redirects(moved: Mapping[str, str] = MOVED) -> tuple[tuple[str, View], ...]:
    """A route for every name that has moved."""
    return tuple((rf"^/(?P<database>[^/]+)/{old}(?P<rest>[./].*)?$", _to(new)) for old, new in moved.items())


def _to(new: str) -> View:
    async def answer(datasette: Asked, request: Asked) -> Any:  # noqa: ANN401
        address = f"{datasette.urls.database(request.url_vars['database'])}/{new}{request.url_vars['rest'] or ''}"
        return Response.redirect(f"{address}?{request.query_string}" if request.query_string else address, status=301)

    return answer
