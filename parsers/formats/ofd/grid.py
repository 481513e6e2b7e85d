"""Ruled lines and the characters between them become tables: pure geometry, in whatever unit the page has."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.errors import TooLarge
from parsers.formats.ofd.lines import text_lines
from parsers.formats.ofd.page import THIN, Glyph, Rule
from parsers.formats.spacing import apart
from parsers.formats.word.spans import MAX_COLUMNS, MAX_PLACES
from parsers.model import Box, Cell

MAX_RULES = 4_000  # on one page, when those in one line are joined
SNAP = 0.8  # mm: rules closer than this are one; columns are at least 5 mm wide

Edge = tuple[float, float, float]  # where it stands, from, to
Region = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its columns' and rows' edges, and for each place the number of the cell that covers it."""

    across: tuple[float, ...]
    down: tuple[float, ...]
    owners: tuple[tuple[int, ...], ...]
    texts: tuple[str, ...]

    @property
    def top(self) -> float:
        """How far down the page it begins."""
        return self.down[0]

    def rows(self, page: int) -> tuple[tuple[Cell, ...], ...]:
        """The rows of cells; one that covers several places is the same object in each."""
        places: dict[int, Region] = {}
        for y, row in enumerate(self.owners):
            for x, owner in enumerate(row):
                places.setdefault(owner, []).append((y, x))
        cells = {owner: self._cell(page, self.texts[owner], region) for owner, region in places.items()}
        return tuple(tuple(cells[owner] for owner in row) for row in self.owners)

    def _cell(self, page: int, text: str, region: Region) -> Cell:
        (top, left), bottom, right = region[0], max(y for y, _ in region), max(x for _, x in region)
        box: Box = self.across[left], self.down[top], self.across[right + 1], self.down[bottom + 1]
        return Cell(text, top, left, bottom - top + 1, right - left + 1, page, box)


def find_grids(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> tuple[list[Grid], list[Glyph]]:
    """The ruled tables of a page from top to bottom, and the characters that stand in none of them."""
    flat = _joined([((y0 + y1) / 2, x0, x1) for x0, y0, x1, y1 in rules if y1 - y0 < THIN and x1 - x0 > THIN])
    upright = _joined([((x0 + x1) / 2, y0, y1) for x0, y0, x1, y1 in rules if x1 - x0 < THIN and y1 - y0 > THIN])
    if len(flat) + len(upright) > MAX_RULES:
        raise TooLarge(f"a page of {len(flat) + len(upright)} rules")
    grids = []
    rest = list(glyphs)
    for rows, columns in _meshes(flat, upright):
        across, down = (tuple(apart((edge[0] for edge in edges), SNAP)) for edges in (columns, rows))
        if len(across) < 2 or len(down) < 2:
            continue
        inside = [glyph for glyph in rest if _holds(across, down, glyph)]
        rest = [glyph for glyph in rest if not _holds(across, down, glyph)]
        owners = _owners(across, down, rows, columns)
        grids.append(Grid(across, down, owners, _texts(across, down, owners, inside)))
    return sorted(grids, key=lambda grid: grid.top), rest


def _joined(edges: list[Edge]) -> list[Edge]:
    """Edges that lie in one line and touch, made one."""
    lines: list[list[Edge]] = []
    for edge in sorted(edges):
        if lines and edge[0] - lines[-1][0][0] < SNAP:
            lines[-1].append(edge)
        else:
            lines.append([edge])
    return [edge for line in lines for edge in _merged(line)]


def _merged(line: list[Edge]) -> list[Edge]:
    merged: list[Edge] = []
    for at, start, end in sorted(line, key=lambda edge: edge[1]):
        if merged and start - merged[-1][2] < SNAP:
            merged[-1] = merged[-1][0], merged[-1][1], max(end, merged[-1][2])
        else:
            merged.append((at, start, end))
    return merged


def _meshes(flat: list[Edge], upright: list[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Groups of (flat, upright) edges that hang together by crossing or touching."""
    parents = list(range(len(flat) + len(upright)))

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    for one, row in enumerate(flat):
        for two, column in enumerate(upright, len(flat)):
            if _touch(row, column):
                parents[root(one)] = root(two)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for number, edge in enumerate([*flat, *upright]):
        groups.setdefault(root(number), ([], []))[number >= len(flat)].append(edge)
    return list(groups.values())


def _touch(row: Edge, column: Edge) -> bool:
    return (
        column[1] - SNAP <= row[0] <= column[2] + SNAP
        and row[1] - SNAP <= column[0] <= row[2] + SNAP
    )  # fmt: skip


def _holds(across: tuple[float, ...], down: tuple[float, ...], glyph: Glyph) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return across[0] < x < across[-1] and down[0] < y < down[-1]


def _owners(
    across: tuple[float, ...], down: tuple[float, ...], flat: list[Edge], upright: list[Edge]
) -> tuple[tuple[int, ...], ...]:
    """For each place the number of its cell: places with no rule between them are one cell."""
    height, width = len(down) - 1, len(across) - 1
    if width > MAX_COLUMNS or height * width > MAX_PLACES:
        raise TooLarge(f"a table of {height} rows and {width} columns")
    walls = _walls(across, down, upright)
    floors = _walls(down, across, flat)
    owners: list[list[int]] = []
    count = 0
    for y in range(height):
        row: list[int] = []
        for x in range(width):
            if y and (y, x) not in floors:
                row.append(owners[y - 1][x])
            elif x and (x, y) not in walls:
                row.append(row[x - 1])
            else:
                row.append(count)
                count += 1
        owners.append(row)
    return tuple(map(tuple, owners))


def _walls(across: tuple[float, ...], down: tuple[float, ...], edges: list[Edge]) -> set[tuple[int, int]]:
    """(number of the line, number of the stretch) for each stretch between two crossing lines that is ruled."""
    walls = set()
    for at, start, end in edges:
        line = bisect_right(across, at + SNAP / 2) - 1
        first = bisect_left(down, start - SNAP)
        last = bisect_right(down, end + SNAP) - 1
        walls |= {(line, stretch) for stretch in range(first, last)}
    return walls


def _texts(
    across: tuple[float, ...], down: tuple[float, ...], owners: tuple[tuple[int, ...], ...], glyphs: list[Glyph]
) -> tuple[str, ...]:
    """The text of each cell, its lines joined by line breaks."""
    contents: list[list[Glyph]] = [[] for _ in range(1 + max(max(row) for row in owners))]
    for glyph in glyphs:
        x = bisect_right(across, (glyph.x0 + glyph.x1) / 2) - 1
        y = bisect_right(down, (glyph.y0 + glyph.y1) / 2) - 1
        contents[owners[y][x]].append(glyph)
    return tuple("\n".join(line.text for line in text_lines(content)) for content in contents)
