"""From a number to its source: the bytes of a capture as fetched, shown so that they can do nothing, the place marked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from PIL import Image, UnidentifiedImageError

from crawler import warc
from explorer import queries
from explorer.places import Spot

# What a browser may show by itself, known by its first bytes; everything else is set as text by us, or is a file.
_SHOWN = {
    b"%PDF-": "application/pdf",
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
    b"BM": "image/bmp",
}
_FILE = "application/octet-stream"
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
# A browser's PDF viewer is refused in a sandbox; the type is ours, so the bytes cannot be taken for a page.
_VIEWER = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"


@dataclass(frozen=True, slots=True)
class Source:
    """A capture with its bytes; `kind` is how it is shown: pdf, picture or page."""

    capture: Mapping[str, Any]
    body: bytes
    media_type: str
    kind: str
    intact: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The size of a picture, and the box to be marked in it."""

    width: int
    height: int
    box: tuple[float, float, float, float] | None


async def source_of(database: Any, capture: str) -> Source | None:  # noqa: ANN401 (Datasette is not typed)
    """The capture of that id with its bytes, None if there is none. Raises MissingBytes."""
    found = (await database.execute(queries.CAPTURE, {"capture": capture})).rows
    if not found:
        return None
    row = found[0]
    folder = Path(database.path).parent / "warc"
    _, body = warc.read(folder, Path(row["warc"]).name, row["offset"])
    media_type = media_type_of(body)
    kind = "pdf" if media_type.endswith("pdf") else "picture" if media_type.startswith("image/") else "page"
    return Source(row, body, media_type, kind, hashlib.sha256(body).hexdigest() == row["sha256"])


def media_type_of(body: bytes) -> str:
    """What the bytes are, whatever the server called them."""
    return next((media_type for start, media_type in _SHOWN.items() if body.startswith(start)), _FILE)


def page_headers() -> dict[str, str]:
    """For a capture's words as a page inside ours: no script, no origin, nothing loaded."""
    return {"content-security-policy": _ALONE, "x-frame-options": "SAMEORIGIN", "cache-control": "private"}


def byte_headers(source: Source) -> dict[str, str]:
    """For the bytes themselves: shown where a browser shows them as what they are, else a file to keep."""
    policy = _VIEWER if source.kind == "pdf" else _ALONE
    headers = page_headers() | {"content-security-policy": policy}
    if source.media_type == _FILE:
        headers["content-disposition"] = f'attachment; filename="{source.capture["id"]}.bin"'
    return headers


def picture_of(source: Source, spot: Spot | None) -> Picture | None:
    """The size of a picture and the box of the place in it; None if it is no picture that can be opened."""
    try:
        with Image.open(BytesIO(source.body)) as image:
            return Picture(*image.size, box=spot.box if spot else None)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None


def shown_address(base: str, capture: str, place: str | None, printed: str | None) -> str:
    """The address of a capture's words with the place marked, for the frame."""
    asked = {name: value for name, value in (("place", place), ("printed", printed)) if value}
    return f"{base}/-/source/{capture}/shown?{urlencode(asked)}#marked"
