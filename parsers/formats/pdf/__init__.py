"""PDF with text, read by two engines."""

from parsers.formats.late import late
from parsers.formats.pdf.signature import recognises

__all__ = ["read", "readings", "recognises"]

read, readings = late("parsers.formats.pdf.document")
