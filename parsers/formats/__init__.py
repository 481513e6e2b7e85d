"""Formats turn bytes into a Document; one module per format, each with recognises() and read()."""

from types import ModuleType

from parsers.errors import EmptyDocument, TooLarge, UnknownFormat
from parsers.formats import html, text
from parsers.model import Document

FORMATS: tuple[ModuleType, ...] = (html, text)
"""In the order they are asked; content is sniffed, names and suffixes are not believed."""

MOST_BYTES = 64 << 20


def document_of(body: bytes) -> Document:
    """The document in these bytes. Raises EmptyDocument, TooLarge, UnknownFormat, or Damaged from its reader."""
    if not body.strip(b"\0 \t\r\n"):
        raise EmptyDocument("the file is empty: there is nothing to read")
    if len(body) > MOST_BYTES:
        raise TooLarge(f"the file has {len(body) >> 20} MB, more than the {MOST_BYTES >> 20} MB that are read")
    for module in FORMATS:
        if module.recognises(body):
            document: Document = module.read(body)
            return document
    raise UnknownFormat("the bytes are in no format that can be read here (HTML and text can)")
