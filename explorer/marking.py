"""Where in a document a place of the archive is: the cells of a web page's table, the words of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from explorer.places import Spot
from parsers.formats import html, text
from parsers.formats.html.tables import cells_of
from parsers.formats.html.trees import Element
from parsers.model import Cell, Table

_NOT_WORDS = re.compile(r"[\s|]+")


def table_at(tables: Sequence[Table], spot: Spot, printed: str | None) -> int | None:
    """Which of a document's tables a place means, counted from 0.

    Tables are numbered through a report, pictures and attachments included, so that a page's own table can have a
    smaller number: the nearest one before that prints the expected words in that place.
    """
    last = min(spot.table, len(tables)) - 1
    for index in range(last, -1, -1):
        cell = cell_at(tables[index], spot)
        if printed is None or (cell is not None and cell.text.strip() == printed.strip()):
            return index
    return last if last >= 0 else None


def cell_at(table: Table, spot: Spot) -> Cell | None:
    """The first cell that a place names."""
    row = table.rows[spot.row - 1] if spot.row and spot.row <= len(table.rows) else ()
    return row[spot.first - 1] if spot.first and spot.first <= len(row) else None


def marked_elements(tree: Element, body: bytes, spot: Spot, printed: str | None) -> list[Element]:
    """The cells of a web page that a place names; its row or its table where the cells cannot be told."""
    tables = html.read(body).tables
    index = table_at(tables, spot, printed)
    element = _element_of(tree, tables, index) if index is not None else None
    if element is None:
        return []
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
    if spot.row is None or spot.row > len(rows):
        return [element]
    cells = sorted(_starting(cells_of(element), spot.row - 1), key=lambda cell: cell.column)
    elements = rows[spot.row - 1]
    if len(cells) != len(elements) or spot.first is None or spot.last is None:
        return elements
    places = range(spot.first - 1, spot.last)
    return [e for e, cell in zip(elements, cells, strict=True) if cell.column in places] or elements


def _element_of(tree: Element, tables: Sequence[Table], index: int) -> Element | None:
    """The element that prints a table: the same words in the same cells, and as many of the same kind before it."""
    wanted = _texts(tables[index].rows)
    before = sum(_texts(table.rows) == wanted for table in tables[:index])
    same = [e for e in tree.iter("table") if e.find(".//table") is None and _texts(cells_of(e)) == wanted]
    return same[min(before, len(same) - 1)] if same else None


def _texts(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]


def _starting(rows: Sequence[Sequence[Cell]], number: int) -> Iterator[Cell]:
    return iter({id(cell): cell for cell in rows[number] if cell.row == number}.values())


def marked_span(body: bytes, words: str, spot: Spot, printed: str | None) -> tuple[int, int] | None:
    """From where to where in a text file a place reaches; the row where its cells cannot be told.

    A table's rows follow each other in the file with nothing but white space and strokes between their cells.
    """
    tables = text.read(body).tables
    index = table_at(tables, spot, printed)
    if index is None:
        return None
    letters = [at for at, letter in enumerate(words) if not _NOT_WORDS.match(letter)]
    joined = "".join(words[at] for at in letters)
    start = 0
    for table in tables[: index + 1]:
        found = joined.find(_letters(table.rows), start)
        if found < 0:
            return None
        start = found + (len(_letters(table.rows)) if table is not tables[index] else 0)
    first, last = _reach(tables[index], spot)
    return letters[start + first], letters[start + last - 1] + 1


def _reach(table: Table, spot: Spot) -> tuple[int, int]:
    """From which to which letter of its table a place reaches."""
    rows = table.rows
    if spot.row is None or spot.row > len(rows):
        return 0, max(len(_letters(rows)), 1)
    row = rows[spot.row - 1]
    above = len(_letters(rows[: spot.row - 1]))
    first = len(_letters([row[: (spot.first or 1) - 1]]))
    last = len(_letters([row[: spot.last or len(row)]]))
    if first == last:  # a blank cell has no letters to mark
        first, last = 0, len(_letters([row]))
    return above + first, above + max(last, first + 1)


def _letters(rows: Sequence[Sequence[Cell]]) -> str:
    return _NOT_WORDS.sub("", "".join(cell.text for row in rows for cell in row))
