"""Formats turn bytes into a Document; one module per format, each with recognises() and read().

A reader that cannot be sure also has readings(): several documents from the same bytes, the likeliest first.
"""

from collections.abc import Iterator
from types import ModuleType

from parsers.errors import EmptyDocument, TooLarge, UnknownFormat
from parsers.formats import html, ofd, pdf, picture, sheet, text
from parsers.formats.word import doc, docx, office, rtf
from parsers.model import Document

FORMATS: tuple[ModuleType, ...] = (pdf, picture, docx, doc, sheet, ofd, rtf, office, html, text)
"""In the order they are asked; content is sniffed, names and suffixes are not believed."""

MOST_BYTES = 64 << 20


def readings_of(body: bytes) -> Iterator[Document]:
    """Every reading of these bytes, the likeliest first, each made when asked for.

    Raises EmptyDocument, TooLarge, UnknownFormat, or what its reader raises.
    """
    module = format_of(body)
    yield from module.readings(body) if hasattr(module, "readings") else (module.read(body),)


def format_of(body: bytes) -> ModuleType:
    """The module that reads these bytes. Raises EmptyDocument, TooLarge or UnknownFormat."""
    if not body.strip(b"\0 \t\r\n"):
        raise EmptyDocument("the file is empty: there is nothing to read")
    if len(body) > MOST_BYTES:
        raise TooLarge(f"the file has {len(body) >> 20} MB, more than the {MOST_BYTES >> 20} MB that are read")
    for module in FORMATS:
        if module.recognises(body):
            return module
    raise UnknownFormat("the bytes are in no format that can be read here")
