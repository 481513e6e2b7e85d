"""Parsers read documents: bytes in, values out; no network, no database."""

from parsers.reading import read

__all__ = ["read"]
