"""Pictures of tables."""

from parsers.formats.picture.document import read, readings, recognises

__all__ = ["read", "readings", "recognises"]
