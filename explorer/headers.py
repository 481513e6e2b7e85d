"""What every answer tells a browser: run Datasette's own scripts and no other, load nothing from another host.

The archive holds text of pages that anybody may have written. Datasette escapes it; these headers are the second lock.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from importlib.resources import files
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

CORE = files("datasette")
_BLOCK = re.compile(r"<(script|style)\b[^>]*>(.*?)</\1>", re.DOTALL)
_ADDED_STYLE = re.compile(r'createElement\("style"\)\)\.textContent="((?:[^"\\]|\\.)*)"')
_TEMPLATED = re.compile(r"{{|{%")


def protect(app: App) -> App:
    """An ASGI application whose every answer carries the headers; an answer that sets one itself keeps its own."""
    headers = security_headers()

    async def protected(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _completed(list(message.get("headers", [])), headers)}
            await send(message)

        await app(scope, receive, send_with_headers)

    return protected


def security_headers() -> dict[str, str]:
    """The headers by name."""
    return {
        "content-security-policy": content_security_policy(),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",  # a portal need not learn who looks at its reports
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }


def content_security_policy() -> str:
    """Scripts and style sheets from this host, plus Datasette's fixed inline blocks by their hash; nothing else.

    Measured on 0.65.5: one inline script is on every page (menus), one on tables (whether facets are allowed), one
    wherever there is an SQL editor; the editor brings two inline styles. Those are fixed texts, so a hash lets exactly
    them through. The styles with column names in them are gone with our `table.html`, `row.html` and `query.html`.
    What is left are `style` attributes (a database's colour): they change with the file, cannot be hashed, and can
    neither run a script nor, with `img-src` as it is, load anything; so `style-src-attr` alone is 'unsafe-inline'.
    `data:` pictures are the handle of the editor and the icon of downloads in Datasette's own style sheets.
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {_hashes(inline_scripts())}",
            f"style-src 'self' {_hashes(inline_styles())}",
            "style-src-attr 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "frame-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def inline_scripts() -> list[str]:
    """The inline scripts of Datasette's templates, as they are sent."""
    return list(_blocks("script"))


def inline_styles() -> list[str]:
    """The inline style sheets of Datasette's templates that are alike on every page, and those its scripts add.

    The editor's handle adds its style sheet empty and fills it then, so the empty one is among them.
    """
    added = (_ADDED_STYLE.findall(script) for script in _texts("static", ".js"))
    return ["", *_blocks("style"), *(style.replace('\\"', '"') for styles in added for style in styles)]


def _blocks(tag: str) -> Iterator[str]:
    for template in _texts("templates", ".html"):
        for found, block in _BLOCK.findall(template):
            text = block.replace("{{ datasette_allow_facet }}", "true")
            if found == tag and text and not _TEMPLATED.search(text):
                yield text


def _texts(folder: str, suffix: str) -> list[str]:
    found = sorted(CORE.joinpath(folder).iterdir(), key=lambda file: file.name)
    return [file.read_text(encoding="utf-8") for file in found if file.name.endswith(suffix)]


def _hashes(blocks: list[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(block.encode()).digest()).decode() for block in blocks)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def _completed(given: list[tuple[bytes, bytes]], headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    names = {name.lower() for name, _ in given}
    return given + [(name.encode(), value.encode()) for name, value in headers.items() if name.encode() not in names]
