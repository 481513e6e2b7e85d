"""Web pages."""

from parsers.formats.html.page import read, recognises

__all__ = ["read", "recognises"]
