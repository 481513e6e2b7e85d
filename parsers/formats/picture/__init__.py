"""Pictures of tables."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from parsers.formats.late import late
from parsers.formats.picture.signature import recognises

if TYPE_CHECKING:
    from parsers.formats.picture.document import Seen

__all__ = ["looked_at_twice", "meant", "read", "readings", "recognises", "seen"]

_DOCUMENT = "parsers.formats.picture.document"
read, readings = late(_DOCUMENT)


def seen(body: bytes) -> Iterator[Seen]:
    """What the picture shows under each treatment, for scan.document_of, the likeliest first."""
    yield from import_module(_DOCUMENT).seen(body)


def looked_at_twice(page: Seen) -> Seen:
    """The page with what a second reading of its small tables denies in doubt."""
    again: Seen = import_module(_DOCUMENT).looked_at_twice(page)
    return again


def meant(text: str) -> str | None:
    """The label of a form that a cell prints whose words name none, because letters are misread; None if unclear."""
    label: str | None = import_module("parsers.formats.picture.labels").meant(text)
    return label
