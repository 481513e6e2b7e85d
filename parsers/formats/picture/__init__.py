"""Pictures of tables."""

from parsers.formats.late import late
from parsers.formats.picture.signature import recognises

__all__ = ["read", "readings", "recognises"]

read, readings = late("parsers.formats.picture.document")
