"""What both PDF readers make of a page: its marks as drawn, then its lines and ruled tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from parsers.model import Box

UNSURE = 0.5  # the confidence in a number printed over the wall of its cell, or cut by a page
Native = Any  # an object of PDFium or pdfminer, which tell no types


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a PDF is read. A report has 5 to 30 pages, 1,000 characters and 200 rules on each."""

    pages: int = 400
    glyphs: int = 20_000  # of one page
    document_glyphs: int = 300_000
    document_cells: int = 20_000
    strokes: int = 60_000  # of one page; Chromium draws a dotted border as one square per dot
    rules: int = 600  # of one page, after joining
    crossings: int = 4_000  # of rules on one page; pdfplumber compares each with each
    twice: int = 30_000  # glyphs and strokes the slow reader may meet in one document: 3 s
    pixels: int = 40_000_000
    pictures: int = 40
    side: float = 2_400.0  # longest side of a page rendered for the picture reader, in pixels


@dataclass(frozen=True, slots=True)
class Glyph:
    """A printed character: its em box (origin top left, points) and the angle it is written at."""

    text: str
    box: Box
    size: float
    angle: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """An image on a page."""

    box: Box
    body: bytes


@dataclass(frozen=True, slots=True)
class Marks:
    """A page as drawn: characters, thin strokes (as boxes), images; its weight is how much of all that there is."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    strokes: tuple[Box, ...] = ()
    pictures: tuple[Picture, ...] = ()
    weight: int = 0
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLine:
    """Characters on one base line, in reading order."""

    text: str
    box: Box
    size: float


@dataclass(frozen=True, slots=True)
class Patch:
    """A printed cell: the rows and columns it covers and the lines in it."""

    row: int
    column: int
    rowspan: int
    colspan: int
    page: int
    box: Box
    lines: tuple[TextLine, ...] = ()
    text: str = ""
    confidence: float = 1.0
    raw: str | None = None  # what a recogniser said, where `text` is another reading


@dataclass(frozen=True, slots=True)
class Part:
    """A ruled table, or what one page shows of it: its column lines and its patches, which cover every place."""

    page: int
    xs: tuple[float, ...]
    rows: int
    patches: tuple[Patch, ...]
    box: Box
    method: str = "pdf"
    doubts: tuple[str, ...] = ()

    @property
    def last_row(self) -> list[Patch]:
        """The cells that reach its lower edge."""
        return [patch for patch in self.patches if patch.row + patch.rowspan == self.rows]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as read: lines outside the tables, tables, pictures."""

    number: int
    width: float
    height: float
    lines: tuple[TextLine, ...] = ()
    parts: tuple[Part, ...] = ()
    pictures: tuple[Picture, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruled:
    """How much a second reader would meet on a page, and the window in which rules are to be seen there."""

    weight: int
    window: Box


@dataclass(frozen=True, slots=True)
class Book:
    """A document as read: its own title, how many pages it has, those that were read, what is ruled on which."""

    title: str
    pages: int
    sheets: tuple[Sheet, ...]
    ruled: Mapping[int, Ruled]


def upright(marks: Marks) -> Marks:
    """The page turned so that most of its text runs from left to right."""
    angles = Counter(glyph.angle for glyph in marks.glyphs)
    angle = max(angles, key=lambda each: (angles[each], -each), default=0)
    if angle == 0:
        return marks
    turn = _turns(marks.width, marks.height)[angle]
    width, height = (marks.width, marks.height) if angle == 180 else (marks.height, marks.width)
    return replace(
        marks,
        width=width,
        height=height,
        glyphs=tuple(replace(each, box=turn(each.box), angle=(each.angle - angle) % 360) for each in marks.glyphs),
        strokes=tuple(map(turn, marks.strokes)),
        pictures=tuple(replace(each, box=turn(each.box)) for each in marks.pictures),
    )


def _turns(width: float, height: float) -> dict[int, Callable[[Box], Box]]:
    return {
        90: lambda box: (height - box[3], box[0], height - box[1], box[2]),
        180: lambda box: (width - box[2], height - box[3], width - box[0], height - box[1]),
        270: lambda box: (box[1], width - box[2], box[3], width - box[0]),
    }


def centre(box: Box) -> tuple[float, float]:
    """The middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of them."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
