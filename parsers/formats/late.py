"""Readers whose libraries are loaded only when there is something for them to read: most documents are web pages."""

from collections.abc import Callable, Iterator
from importlib import import_module

from parsers.model import Document


def late(module: str) -> tuple[Callable[..., Document], Callable[..., Iterator[Document]]]:
    """The functions `read` and `readings` of a module that is imported when one of them is first called."""

    def read(body: bytes, *limits: object) -> Document:
        """The likeliest reading."""
        document: Document = import_module(module).read(body, *limits)
        return document

    def readings(body: bytes, *limits: object) -> Iterator[Document]:
        """Every reading, the likeliest first, each made when asked for."""
        yield from import_module(module).readings(body, *limits)

    return read, readings
