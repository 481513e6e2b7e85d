"""The types: what a document is, what an official form is, and what was read from one with the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Box = tuple[float, float, float, float]


class Cell(NamedTuple):
    """One printed cell. `row` and `column` are where it starts in its table, `box` is (x0, y0, x1, y1) on its page."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    box: Box | None = None
    confidence: float = 1.0
    raw: str | None = None  # what the recogniser said, where a repair replaced it in `text`
    part: str | None = None  # as in Table, where the table is joined from several


@dataclass(frozen=True, slots=True)
class Table:
    """Rectangular rows of cells: a merged cell is the same object in each place it covers.

    `squared` is False when a converter lost the columns, so that a cell's position proves nothing.
    `offset` is where the table stood in the document's text.
    """

    rows: tuple[tuple[Cell, ...], ...]
    index: int
    offset: int = 0
    method: str = "html"
    page: int | None = None
    squared: bool = True
    proved: bool = True  # False when its reader could not confirm it: figures.py then asks the identities
    doubts: tuple[str, ...] = ()
    part: str | None = None  # the picture, file or package member it came from, where that is not the document itself


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the document: its address as printed, the words around it, its bytes where they are at hand."""

    source: str
    offset: int = 0
    alt: str = ""
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says of itself. `published` is YYYY-MM-DD; `source` is the body named as publisher."""

    title: str | None = None
    published: str | None = None
    source: str | None = None
    site: str | None = None
    heading: str | None = None  # the largest heading on the page, when it differs from the title


@dataclass(frozen=True, slots=True)
class Document:
    """A document in reading order: its text without the tables, and tables and images with their place in it."""

    text: str
    tables: tuple[Table, ...] = ()
    images: tuple[Image, ...] = ()
    metadata: Metadata = Metadata()
    method: str = "html"
    links: tuple[tuple[str, str], ...] = ()  # (address, text) of attachments the document offers
    doubts: tuple[str, ...] = ()  # what the format reader could not read, in words


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a form. `columns` names those it prints; `group` lines carry no number unless a body prints one line."""

    key: str
    zh: str
    en: str
    pattern: str
    ordinal: str = ""
    parent: str | None = None
    unit: str = "件"
    group: bool = False
    columns: tuple[str, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form. `signed` numbers may be negative, `decimal` ones have a fraction."""

    key: str
    zh: str
    en: str
    pattern: str
    unit: str = "件"
    signed: bool = False
    decimal: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """A sum that must hold: sum(left) == sum(right), along every column (over="column") or every row (over="row").

    A key ending in `*` stands for the parts of that group line, or for the group line itself where only it is printed.
    With `at_most` the left side may also be smaller. A `warning` is for sums that the form itself lets some cases break.
    """

    key: str
    over: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    zh: str
    en: str
    at_most: bool = False
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Grid:
    """One official table. `across` grids print line and column as one header over a single row of numbers.

    `listed` grids print one number a line, perhaps in several lists side by side; there each line has its own unit.
    """

    key: str
    zh: str
    en: str
    section: int
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    identities: tuple[Identity, ...] = ()
    across: bool = False
    listed: bool = False

    def unit_of(self, line: str, column: str) -> str:
        """The unit that the form prints for a place, "" where it prints none."""
        if self.listed:
            return next(known.unit for known in self.lines if known.key == line)
        return next(known.unit for known in self.columns if known.key == column)

    def columns_of(self, line: Line) -> tuple[Column, ...]:
        """The columns a line prints, in order."""
        return tuple(column for column in self.columns if not line.columns or column.key in line.columns)


@dataclass(frozen=True, slots=True)
class Form:
    """An edition of the official form, with the document that issued it."""

    key: str
    zh: str
    en: str
    issued_by: str
    issued: str
    first_year: int
    last_year: int | None
    grids: tuple[Grid, ...]

    def grid(self, key: str) -> Grid | None:
        """The grid of that key, or None where this edition has no such table."""
        return next((grid for grid in self.grids if grid.key == key), None)


class Place(NamedTuple):
    """Where something stood: the table (counted from 0) and its row and column, or a page and a box on it."""

    table: int
    row: int
    column: int
    page: int | None = None
    box: Box | None = None
    part: str | None = None


class Figure(NamedTuple):
    """One printed cell of a form: the number (None when blank or not a number) and the text as printed."""

    grid: str
    line: str
    column: str
    number: int | float | None
    text: str
    place: Place
    method: str
    confidence: float = 1.0
    unit: str | None = None  # a unit printed inside the cell
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure stated in prose: measure (see docs), value in `unit`, the quoted words and their span in the text."""

    measure: str
    value: int | float
    unit: str
    approximate: bool
    quote: str
    start: int
    end: int
    section: int | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A doubt. `where` is `grid.line.column`, a grid, or a part of the report; both sides of a failed relation."""

    check: str
    severity: str  # error, warning, note
    where: str
    message: str
    expected: int | float | None = None
    actual: int | float | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """How one grid was read: cells with a number, cells blank, and what became of its identities."""

    grid: str
    method: str
    table: int
    page: int | None
    cells: int
    blank: int
    held: int
    failed: int
    undecidable: int
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one document says. `kind` is report, part, not_report or unreadable (then `reason` says why)."""

    kind: str
    agency: str | None = None
    year: int | None = None
    title: str | None = None
    published: str | None = None
    form: str | None = None
    scope: str = "office"  # office: the body's own figures; area: a government's whole area
    text: str = ""
    sections: Mapping[int, str] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    statements: tuple[Statement, ...] = ()
    findings: tuple[Finding, ...] = ()
    extents: tuple[Extent, ...] = ()
    reason: str | None = None
    images: tuple[Image, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
