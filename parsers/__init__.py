"""Parsers read documents: bytes in, values out; no network, no database."""

from parsers.joining import Part
from parsers.reading import read

__all__ = ["Part", "read"]
