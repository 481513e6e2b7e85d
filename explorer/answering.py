"""What every page of ours does: find the database that the address names, and answer with a template."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]

Asked = Any  # Datasette and its requests are not typed
View = Callable[..., Awaitable[Any]]


async def database_of(datasette: Asked, request: Asked) -> Any:  # noqa: ANN401
    """The database that the address names, if this visitor may see it."""
    name = request.url_vars["database"]
    if name not in datasette.databases:
        raise NotFound(f"no database {name}")
    await datasette.ensure_permissions(request.actor, [("view-database", name), "view-instance"])
    return datasette.get_database(name)


async def page(datasette: Asked, request: Asked, template: str, context: dict[str, Any]) -> Any:  # noqa: ANN401
    """A page of ours."""
    return Response.html(await datasette.render_template(template, context, request=request))


def archive_of(datasette: Asked) -> str:
    """The name of the database that is the archive: the first that is served."""
    return next((name for name in datasette.databases if not name.startswith("_")), "archive")
