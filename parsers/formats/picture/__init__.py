"""Pictures of tables."""

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from parsers.formats.picture.signature import recognises
from parsers.model import Document

__all__ = ["read", "readings", "recognises"]


def read(body: bytes) -> Document:
    """The picture as its likeliest treatment shows it."""
    document: Document = _reader().read(body)
    return document


def readings(body: bytes) -> Iterator[Document]:
    """Every reading of the picture, the likeliest first, each made when asked for."""
    yield from _reader().readings(body)


def _reader() -> ModuleType:
    """OpenCV and the networks' runtime are loaded only when there is a picture to read."""
    return import_module("parsers.formats.picture.document")
