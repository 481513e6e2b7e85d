"""OFD, the Chinese national format for fixed pages (GB/T 33190)."""

from parsers.formats.ofd.document import read, recognises

__all__ = ["read", "recognises"]
