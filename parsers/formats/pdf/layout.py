"""Marks and the cells found on a page -> the page's sheet: characters in their cells, the rest in lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from parsers.formats.pdf.lettering import is_wide, join_lines, lines_of, without_doubles
from parsers.formats.pdf.ruled import nearest
from parsers.formats.pdf.sheets import UNSURE, Glyph, Marks, Part, Patch, Sheet, TextLine, around, centre
from parsers.formats.spacing import apart
from parsers.model import Box

LineMaker = Callable[[Sequence[Glyph]], list[TextLine]]
_TOUCH = 0.03  # of the size: the gap between the digits of a number is nil
_CLOSING = frozenset("、，。；：）”》")  # no line starts with these, whatever the width of the cell
_NEAR = 3.0  # edges of cells within 3 pt lie on one line of the grid


@dataclass(frozen=True, slots=True)
class Lattice:
    """Cells squared into rows and columns; `at` says which patch covers each place."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    patches: tuple[Patch, ...]
    at: dict[tuple[int, int], int]

    def find(self, box: Box) -> int | None:
        """The patch in which the middle of the box lies."""
        x, y = centre(box)
        return self.at.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def lay_out(marks: Marks, tables: Iterable[Sequence[Box]], cell_lines: LineMaker) -> Sheet:
    """The page's sheet. Where tables are nested, a character belongs to the innermost."""
    held = [_Held(square(cells, marks.number)) for cells in tables]
    held.sort(key=lambda each: _area(each.lattice))
    outside: list[Glyph] = []
    for run in runs_of(without_doubles(marks.glyphs)):
        if not any(each.take(run) for each in held):
            outside += run
    parts = sorted((_part(each, cell_lines) for each in held if each.glyphs), key=lambda part: part.box[1])
    lines = tuple(lines_of(outside))
    return Sheet(marks.number, marks.width, marks.height, lines, tuple(parts), marks.pictures, marks.doubts)


@dataclass(slots=True)
class _Held:
    """The characters that fell into each patch of a lattice; `torn` patches hold a number that runs over a wall."""

    lattice: Lattice
    glyphs: dict[int, list[Glyph]] = field(default_factory=dict)
    torn: set[int] = field(default_factory=set)

    def take(self, run: Sequence[Glyph]) -> bool:
        """Put the run into the patch in which its middle lies; whether there is one."""
        place = run[0].box if is_wide(run[0].text) else around([glyph.box for glyph in run])
        found = self.lattice.find(place)
        if found is None:
            return False
        self.glyphs.setdefault(found, []).extend(run)
        if any(self.lattice.find(glyph.box) != found for glyph in run if glyph.text.isalnum()):
            self.torn.add(found)
        return True


def runs_of(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Numbers and words whole, for one may be wider than its cell; wide characters one by one, with their comma."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _follows(last: Glyph, glyph: Glyph) -> bool:
    """Whether it was printed in one go with the last: no border fits between them."""
    if last.angle or glyph.angle or last.text.isspace() or is_wide(last.text) != (glyph.text in _CLOSING):
        return False
    touch = _TOUCH * glyph.size
    close = abs(glyph.box[0] - last.box[2]) < touch and abs(glyph.box[3] - last.box[3]) < touch
    return close and (glyph.text in _CLOSING or not is_wide(glyph.text))


def _area(lattice: Lattice) -> float:
    return (lattice.xs[-1] - lattice.xs[0]) * (lattice.ys[-1] - lattice.ys[0])


def square(cells: Sequence[Box], page: int) -> Lattice:
    """The grid on which these cells lie, smaller before larger; places that none covers become empty cells."""
    xs = apart((x for cell in cells for x in (cell[0], cell[2])), _NEAR)
    ys = apart((y for cell in cells for y in (cell[1], cell[3])), _NEAR)
    patches: list[Patch] = []
    at: dict[tuple[int, int], int] = {}
    for cell in sorted(cells, key=lambda cell: (cell[2] - cell[0]) * (cell[3] - cell[1])):
        column, row = nearest(xs, cell[0]), nearest(ys, cell[1])
        colspan, rowspan = nearest(xs, cell[2]) - column, nearest(ys, cell[3]) - row
        places = [(row + i, column + j) for i in range(rowspan) for j in range(colspan)]
        if places and not any(place in at for place in places):
            at.update(dict.fromkeys(places, len(patches)))
            patches.append(Patch(row, column, rowspan, colspan, page, cell))
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) not in at:
                at[row, column] = len(patches)
                patches.append(Patch(row, column, 1, 1, page, (xs[column], ys[row], xs[column + 1], ys[row + 1])))
    return Lattice(tuple(xs), tuple(ys), tuple(patches), at)


def _part(held: _Held, cell_lines: LineMaker) -> Part:
    lattice = held.lattice
    patches = []
    for i, patch in enumerate(lattice.patches):
        lines = tuple(cell_lines(held.glyphs.get(i, ())))
        text = join_lines(lines, patch.box[2] - patch.box[0])
        patches.append(replace(patch, lines=lines, text=text, confidence=UNSURE if i in held.torn else 1.0))
    box = around([patch.box for patch in patches])
    return without_phantoms(Part(patches[0].page, lattice.xs, len(lattice.ys) - 1, tuple(patches), box))


def without_phantoms(part: Part) -> Part:
    """The part without rows that only pass through cells in print, or are one blank strip.

    Rules that end at different heights make the first, the border around bordered cells at a page's end the second.
    """
    for row in reversed(range(part.rows)):
        own = [patch for patch in part.patches if patch.row == row and patch.rowspan == 1]
        across = [patch for patch in part.patches if patch.row <= row < patch.row + patch.rowspan and patch.rowspan > 1]
        strip = len(own) == 1 and not across
        passed = strip or any(patch.text for patch in across)
        if part.rows > 1 and passed and not any(patch.text for patch in own):
            part = _without_row(part, row)
    return part


def _without_row(part: Part, row: int) -> Part:
    patches = []
    for patch in part.patches:
        rowspan = patch.rowspan - (patch.row <= row < patch.row + patch.rowspan)
        if rowspan:
            patches.append(replace(patch, row=patch.row - (patch.row > row), rowspan=rowspan))
    return replace(part, rows=part.rows - 1, patches=tuple(patches))
