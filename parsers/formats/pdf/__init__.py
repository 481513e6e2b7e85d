"""PDF with text, read by two engines."""

from parsers.formats.pdf.document import read, readings, recognises

__all__ = ["read", "readings", "recognises"]
