"""Seed text -> paragraphs, pictures and rows: what a converter left of each founding report, taken apart.

Written apart from `parsers`, so that the demo is evidence: nothing here knows how our reader reads.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

PICTURE = re.compile(r"\[image: (?P<name>.+)\]")
BOOKMARK = re.compile(r"\[bookmark: [^\]]+\]")


@dataclass(frozen=True)
class Paragraph:
    """One line of running text."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A table that was published as a picture; only its name is left."""

    name: str


@dataclass(frozen=True)
class Rows:
    """A table: the printed cells of each row, in order, without the converter's empty padding cells.

    No cell of the founding tables is printed blank, so an empty cell is always the shadow of a merged one.
    A cell broken over two lines holds a line break.
    """

    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Picture | Rows


def blocks(text: str) -> Iterator[Block]:
    """Take a seed text apart in document order."""
    for run in _runs(text.split("\n")):
        if "\t" in "".join(run):
            yield Rows(tuple(_rows(run)))
        else:
            yield _line(run[0])


def _runs(lines: list[str]) -> Iterator[list[str]]:
    """Group the lines of each table; every other line that says something stands alone."""
    table: list[str] = []
    for line in lines:
        if _continues(table, line):
            table.append(line)
            continue
        if table:
            yield table
            table = []
        if line.strip():
            yield [line]
    if table:
        yield table


def _continues(table: list[str], line: str) -> bool:
    """Tell whether a line belongs to the table under way: a tab, a gap between rows, or the rest of a cell."""
    if "\t" in line:
        return True
    return bool(table) and (not line.strip() or bool(table[-1].strip(" ")))


def _line(line: str) -> Block:
    picture = PICTURE.fullmatch(line.strip())
    return Picture(picture["name"]) if picture else Paragraph(BOOKMARK.sub("", line).strip())


def _rows(lines: list[str]) -> Iterator[tuple[str, ...]]:
    """Read a table one row a line (seeds 001, 004), or one cell a line with a gap after each row (003)."""
    one_cell = all(line.rfind("\t") <= 0 for line in lines)
    for row in _cells(lines) if one_cell else (line.split("\t") for line in lines):
        printed = tuple(cell.strip() for cell in row if cell.strip())
        if printed:
            yield printed


def _cells(lines: list[str]) -> Iterator[list[str]]:
    row: list[str] = []
    for line in lines:
        if line.startswith("\t"):
            row.append(line)
        elif line.strip():
            row[-1] += f"\n{line}"
        else:
            yield row
            row = []
    yield row
