"""Placed characters -> lines, and the lines of a cell -> its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from parsers.formats.pdf.sheets import Glyph, TextLine, around

_SPACE = 0.25  # of the size: a wider gap between two Latin letters or digits is a space
_DOUBLE = 0.2  # of the size: the same character drawn again this near is a fake bold
_ROOM = 2.2  # of the size: a line that leaves less room than this in its cell is full (5 pt of padding on each side)
_PITCH = 1.25  # lines further apart than this times their characters are columns of vertical text
_SAME, _HALF = 0.95, 0.5  # of a character's height within a line: surely part of it, part of it
_NUMBER = re.compile(r"[\d.,%-]")


def without_doubles(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The characters, each once: a fake bold draws the same one again, a hair beside."""
    seen: dict[str, dict[int, dict[int, Glyph]]] = {}
    single = []
    for glyph in glyphs:
        near = _DOUBLE * glyph.size or 1.0
        x, y = int(glyph.box[0] / near), int(glyph.box[1] / near)
        rows = seen.setdefault(glyph.text, {})
        others = (rows[j][i] for j in (y - 1, y, y + 1) if j in rows for i in (x - 1, x, x + 1) if i in rows[j])
        if not any(_same_place(glyph, other, near) for other in others):
            rows.setdefault(y, {})[x] = glyph
            single.append(glyph)
    return single


def _same_place(glyph: Glyph, other: Glyph, near: float) -> bool:
    return abs(glyph.box[0] - other.box[0]) < near and abs(glyph.box[1] - other.box[1]) < near


@dataclass(slots=True)
class _Row:
    """The characters of one line and the heights between which they stand."""

    top: float
    bottom: float
    glyphs: list[Glyph]

    def share(self, glyph: Glyph) -> float:
        """How much of the character's height lies within the row."""
        inside = min(self.bottom, glyph.box[3]) - max(self.top, glyph.box[1])
        return inside / (glyph.box[3] - glyph.box[1] or 1)


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Lines from top to bottom; the tallest characters found them, so that a low comma or a raised mark joins."""
    rows: list[_Row] = []
    row: _Row | None = None
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.box[1] - glyph.box[3], glyph.box[1])):
        if row is None or row.share(glyph) < _SAME:
            row = max(rows, key=lambda row: row.share(glyph), default=None)
        if row is None or row.share(glyph) < _HALF:
            row = _Row(glyph.box[1], glyph.box[3], [])
            rows.append(row)
        row.glyphs.append(glyph)
    lines = (line_of(row.glyphs) for row in sorted(rows, key=lambda row: row.top))
    return [line for line in lines if line.text]


def line_of(glyphs: Sequence[Glyph]) -> TextLine:
    """One line, left to right."""
    ordered = sorted(glyphs, key=lambda glyph: glyph.box[0])
    text = "".join(_spaced(ordered)).strip()
    return TextLine(text, around([glyph.box for glyph in ordered]), median(glyph.size for glyph in ordered))


def _spaced(glyphs: Sequence[Glyph]) -> Iterable[str]:
    """The characters with a space where two of a narrow script stand apart."""
    last: Glyph | None = None
    for glyph in glyphs:
        if glyph.text.isspace():
            continue
        if last and _apart(last, glyph):
            yield " "
        yield glyph.text
        last = glyph


def _apart(last: Glyph, glyph: Glyph) -> bool:
    gap = glyph.box[0] - last.box[2]
    return gap > _SPACE * glyph.size and not is_wide(last.text[-1]) and not is_wide(glyph.text[0])


def is_wide(character: str) -> bool:
    """Whether it belongs to a script written without spaces.

    >>> is_wide("件"), is_wide("，"), is_wide("7")
    (True, True, False)
    """
    return character >= "\u2e80" or character in "“”‘’—…·"


def join_lines(lines: Sequence[TextLine], width: float) -> str:
    """The text of a cell that is `width` wide: a label broken over lines is one word, two numbers are two.

    >>> line = lambda text, wide: TextLine(text, (0, 0, wide, 10), 10)
    >>> join_lines([line("结果", 20), line("维持", 20)], 30)
    '结果维持'
    >>> join_lines([line("1234", 20), line("567", 15)], 30), join_lines([line("3", 5), line("4", 5)], 60)
    ('1234567', '3 4')
    """
    text = ""
    for before, line in zip((None, *lines), lines, strict=False):
        text += (_glue(before, line, width) if before else "") + line.text
    return text


def _glue(before: TextLine, line: TextLine, width: float) -> str:
    last, first = before.text[-1], line.text[0]
    if is_wide(last) or is_wide(first):
        return ""
    return "" if _NUMBER.match(last) and _NUMBER.match(first) and is_full(before, width) else " "


def is_full(line: TextLine, width: float) -> bool:
    """Whether the next character would not have fitted on this line of a cell."""
    return width - (line.box[2] - line.box[0]) < _ROOM * line.size


def cell_lines(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """The lines of a cell in reading order; vertical text is read in columns, from right to left."""
    return columns_of(glyphs) if is_vertical(glyphs) else lines_of(glyphs)


def is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Whether the page turns the characters, or they follow each other more closely downwards than sideways."""
    if any(glyph.angle for glyph in glyphs):
        return True
    wide = [glyph for glyph in glyphs if is_wide(glyph.text)]
    if len(wide) < 4:
        return False
    down, aside = _pitch(wide, 0, 1), _pitch(wide, 1, 0)
    return 0 < down * _PITCH < aside


def _pitch(glyphs: Sequence[Glyph], line: int, along: int) -> float:
    """The usual step from one character to the next that shares its line."""
    lines: dict[int, list[float]] = {}
    for glyph in glyphs:
        lines.setdefault(round(glyph.box[line]), []).append(glyph.box[along])
    steps = [b - a for each in map(sorted, lines.values()) for a, b in pairwise(each)]
    return median(steps) if steps else 0


def columns_of(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """The columns of vertical text, from right to left."""
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.box[2]):
        if columns and columns[-1][0].box[0] - glyph.box[0] < glyph.size / 2:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    return [_column(column) for column in columns]


def _column(glyphs: Sequence[Glyph]) -> TextLine:
    text = "".join(glyph.text for glyph in sorted(glyphs, key=lambda glyph: glyph.box[1]))
    return TextLine(text.strip(), around([glyph.box for glyph in glyphs]), median(glyph.size for glyph in glyphs))
