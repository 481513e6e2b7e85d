"""What can go wrong while reading: one base, one class per fact."""


class ParseError(Exception):
    """A document could not be read; the message says what it is and what would help."""


class EmptyDocument(ParseError):
    """There are no bytes."""


class UnknownFormat(ParseError):
    """The bytes are in no format that has a reader here."""


class TooLarge(ParseError):
    """The document exceeds a limit (bytes, cells, pages, pixels)."""


class OutOfMemory(TooLarge):
    """Reading the document took more memory than one document may have."""


class TimedOut(ParseError):
    """Reading the document took longer than one document may take."""


class Crashed(ParseError):
    """The reader broke over the document: a bug of ours or of a library, by which the process may have ended."""


class Damaged(ParseError):
    """The format is known, but the bytes are cut off, encrypted or broken."""
