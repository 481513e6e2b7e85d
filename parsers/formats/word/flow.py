"""A document while it is read: paragraphs, tables and pictures, each put down where the reader meets it."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.errors import TooLarge
from parsers.model import Cell, Document, Image, Table

MAX_PLACES = 2_000_000  # cells of all tables together, merged ones counted in each place


@dataclass(slots=True)
class Opened:
    """A table whose rows are still being read."""

    offset: int
    page: int | None
    rows: tuple[tuple[Cell, ...], ...] = ()


class Flow:
    """Collects a document in reading order; a table opened earlier has the lower index, so parents come first."""

    def __init__(self, method: str) -> None:
        """`method` is the format's name, which its tables keep."""
        self.method = method
        self._paragraphs: list[str] = []
        self._length = 0
        self._tables: list[Opened] = []
        self._places = 0
        self._images: list[Image] = []
        self._links: list[tuple[str, str]] = []
        self._doubts: list[str] = []

    def paragraph(self, text: str) -> None:
        """Add a paragraph; blank ones are left out."""
        text = text.strip()
        if text:
            self._length += len(text) + bool(self._paragraphs)
            self._paragraphs.append(text)

    def image(self, source: str, body: bytes | None, alt: str = "") -> None:
        """Add a picture at this place."""
        self._images.append(Image(source, self._length, alt, body))

    @property
    def pictures(self) -> int:
        """How many pictures there are so far."""
        return len(self._images)

    def link(self, address: str, text: str) -> None:
        """Add a link the document offers."""
        self._links.append((address, text.strip()))

    def doubt(self, message: str) -> None:
        """Note once what the reader could not read."""
        if message not in self._doubts:
            self._doubts.append(message)

    def open_table(self, page: int | None = None) -> Opened:
        """Take the next table's number and place."""
        self._tables.append(Opened(self._length, page))
        return self._tables[-1]

    def close_table(self, table: Opened, rows: tuple[tuple[Cell, ...], ...]) -> None:
        """Give an opened table its rows."""
        table.rows = rows
        self._places += sum(map(len, table.rows))
        if self._places > MAX_PLACES:
            raise TooLarge(f"its tables have more than {MAX_PLACES} cells")

    def document(self) -> Document:
        """The document, complete."""
        kept = [table for table in self._tables if table.rows]
        return Document(
            text="\n".join(self._paragraphs),
            tables=tuple(
                Table(table.rows, index, table.offset, self.method, table.page) for index, table in enumerate(kept)
            ),
            images=tuple(self._images),
            method=self.method,
            links=tuple(self._links),
            doubts=tuple(self._doubts),
        )
