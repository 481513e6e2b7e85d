"""Tables of a web page: which of them hold data, and their cells with rowspan and colspan laid out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.errors import TooLarge
from parsers.formats.html.trees import Element, runs_of
from parsers.model import Cell

Rows = tuple[tuple[Cell, ...], ...]

_FEWEST_CELLS = 4
_LONGEST_CELL = 400  # a longer one is an article inside a layout table, not a figure or a label
_MOST_COLUMNS = 256
_MOST_PLACES = 400_000
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_NEW_LINE = frozenset(("p", "div", "br", "li", "tr"))


def data_tables(article: Element) -> list[tuple[Element, Rows]]:
    """The tables that hold cells of data, with these: innermost ones, with no cell that is an article of its own."""
    innermost = [table for table in article.iter("table") if table.find(".//table") is None]
    laid_out = ((table, cells_of(table)) for table in innermost)
    return [(table, rows) for table, rows in laid_out if _is_data(rows)]


def cells_of(table: Element) -> Rows:
    """The table as rows of cells; a merged cell is the same object in each place it covers; a short row just ends.

    Raises TooLarge when the spans ask for more places than any report could need.
    """
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    grid: list[dict[int, Cell]] = [{} for _ in rows]
    for number, cells in enumerate(rows):
        column = 0
        for element in cells:
            while column in grid[number]:
                column += 1
            cell = _cell(element, number, column, len(rows))
            _lay(grid, cell)
            column += cell.colspan
    return tuple(tuple(_row(places)) for places in grid)


def text_of(element: Element) -> str:
    """What a cell prints: runs joined as they are, a line break only where the page has one."""
    runs = [run for run in runs_of(element) if not run.isspace()]
    if len(runs) < 2:
        return _SPACES.sub(" ", runs[0]).strip() if runs else ""
    return _by_lines(element)


def _by_lines(element: Element) -> str:
    parts: list[str] = []
    for node in element.iter():
        if isinstance(node.tag, str):
            parts.append("\n" if node.tag in _NEW_LINE and node is not element else "")
            parts.append(_SPACES.sub(" ", node.text or ""))
        if node is not element:
            parts.append(_SPACES.sub(" ", node.tail or ""))
    return "\n".join(line for line in (line.strip() for line in "".join(parts).split("\n")) if line)


def _is_data(rows: Rows) -> bool:
    cells = {id(cell): cell for row in rows for cell in row}.values()
    return len(cells) >= _FEWEST_CELLS and all(len(cell.text) <= _LONGEST_CELL for cell in cells)


def _cell(element: Element, row: int, column: int, rows: int) -> Cell:
    down = _span(element.get("rowspan"), rows - row)
    across = _span(element.get("colspan"), _MOST_COLUMNS)
    return Cell(text_of(element), row, column, rowspan=min(down, rows - row), colspan=across)


def _span(printed: str | None, most: int) -> int:
    """A span as browsers take it: nonsense is 1, 0 reaches to the end, too much is cut."""
    if printed is None:
        return 1
    digits = printed.strip()
    if not digits.isdecimal() or len(digits) > 9:
        return most if digits.isdecimal() else 1
    return min(int(digits) or most, most)


def _lay(grid: Sequence[dict[int, Cell]], cell: Cell) -> None:
    if cell.column + cell.colspan > _MOST_COLUMNS or len(grid) * cell.colspan > _MOST_PLACES:
        raise TooLarge(f"a table has more than {_MOST_COLUMNS} columns or {_MOST_PLACES} places")
    for row in range(cell.row, cell.row + cell.rowspan):
        for column in range(cell.column, cell.column + cell.colspan):
            grid[row].setdefault(column, cell)


def _row(places: dict[int, Cell]) -> Iterator[Cell]:
    """The cells of a row up to its end; a hole before the end is an empty cell."""
    for column in range(max(places, default=-1) + 1):
        yield places.get(column) or Cell("", next(iter(places.values())).row, column)
