"""Labels that a stroke of a letter, taken for a border, parted in two -> whole again."""

from __future__ import annotations

from parsers.formats.picture.ink import Region
from parsers.formats.picture.labels import is_known, meant
from parsers.model import Cell
from parsers.numbers import is_value

Line = tuple[str, Region]
"""What a line says and where its ink stands."""
Lines = dict[tuple[int, int], tuple[Line, ...]]
"""The lines of a table's cells, by row and column."""


def rejoined(cells: list[Cell], lines: Lines) -> list[Cell]:
    """The cells with neighbours made one where neither names a line or column of a form and both together do.

    The lines of the halves become those of the whole.
    """
    whole: list[Cell] = []
    for cell in cells:
        last = whole[-1] if whole else None
        label = _label(last, cell, lines) if last and _may_be_halves(last, cell) else None
        if last and label:
            whole[-1] = _joined(last, cell, label)
            key = last.row, last.column
            lines[key] = _side_by_side(lines[key], lines.pop((cell.row, cell.column)))
        else:
            whole.append(cell)
    return whole


def _may_be_halves(left: Cell, right: Cell) -> bool:
    """Do they stand side by side, with words in both?"""
    beside = (left.row, left.rowspan, left.column + left.colspan) == (right.row, right.rowspan, right.column)
    return beside and not any(is_value(cell.text) or is_known(cell.text) for cell in (left, right))


def _label(left: Cell, right: Cell, lines: Lines) -> str | None:
    both = _side_by_side(lines[left.row, left.column], lines[right.row, right.column])
    text = "".join(words for words, _ in both)
    return text if is_known(text) else meant(text)


def _side_by_side(left: tuple[Line, ...], right: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines read across, where both halves have as many; else one half after the other."""
    if len(left) != len(right):
        return left + right
    return tuple((one + other, _around(box, its)) for (one, box), (other, its) in zip(left, right, strict=True))


def _around(one: Region, other: Region) -> Region:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _joined(left: Cell, right: Cell, label: str) -> Cell:
    x0, y0, _, _ = left.box or (0, 0, 0, 0)
    _, _, x1, y1 = right.box or (0, 0, 0, 0)
    sure = min(left.confidence, right.confidence)
    span = left.colspan + right.colspan
    return left._replace(text=label, colspan=span, box=(x0, y0, x1, y1), confidence=sure, raw=left.text + right.text)
