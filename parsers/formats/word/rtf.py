"""Rich Text Format, which some portals serve under the name .doc; LibreOffice reads it where it is installed."""

from __future__ import annotations

from parsers.formats.word import office
from parsers.model import Document


def recognises(body: bytes) -> bool:
    """The opening that every RTF file has, after white space at most."""
    return body[:64].lstrip().startswith(b"{\\rt")


def read(body: bytes) -> Document:
    """The document as LibreOffice understands it; UnknownFormat says what to install."""
    return office.read(body)
