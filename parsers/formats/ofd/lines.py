"""Characters with their places become lines of text, and lines become paragraphs."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from parsers.formats.ofd.page import Glyph

_GAP = 0.6  # of a character's height: a wider gap between two characters is a space
_MARGIN = 1.5  # of a line's height: a line this close to the right margin is full; indents are two characters


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text and its box."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str


def text_lines(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """The lines from top to bottom: a character stands in the line its middle falls in, the tallest ones make them."""
    lines: list[tuple[float, float, list[Glyph]]] = []  # top, bottom, characters; sorted by top
    for glyph in sorted(glyphs, key=lambda glyph: (-round(glyph.y1 - glyph.y0, 1), glyph.y0)):
        middle = (glyph.y0 + glyph.y1) / 2
        at = bisect_right(lines, middle, key=itemgetter(0))
        if at and middle <= lines[at - 1][1]:
            lines[at - 1][2].append(glyph)
        else:
            insort(lines, (glyph.y0, glyph.y1, [glyph]), key=itemgetter(0))
    return [_line(characters) for _, _, characters in lines]


def paragraphs(lines: Sequence[TextLine], page: Sequence[TextLine]) -> Iterator[str]:
    """Lines joined into paragraphs: after a full line one goes on further left than its indented first line began."""
    right = max((line.x1 for line in page), default=0.0)
    text, begin, full = "", 0.0, False
    for line in lines:
        reach = _MARGIN * (line.y1 - line.y0)
        if not (full and begin - line.x0 > reach):
            if text:
                yield text
            text, begin = "", line.x0
        text += line.text
        full = right - line.x1 < reach
    if text:
        yield text


def _line(glyphs: list[Glyph]) -> TextLine:
    glyphs.sort(key=lambda glyph: glyph.x0)
    text = ""
    end = glyphs[0].x0
    for glyph in glyphs:
        if glyph.x0 - end > _GAP * (glyph.y1 - glyph.y0):
            text += " "
        text += glyph.text
        end = glyph.x1
    return TextLine(
        glyphs[0].x0, min(glyph.y0 for glyph in glyphs), end, max(glyph.y1 for glyph in glyphs), text.strip()
    )
