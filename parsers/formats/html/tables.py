"""Tables of a web page: which of them hold data, and their cells with rowspan and colspan laid out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from parsers.errors import TooLarge
from parsers.formats.html.blocks import BREAKS
from parsers.formats.html.trees import Element, finder, words_of
from parsers.model import Cell

Rows = tuple[tuple[Cell, ...], ...]

_CARD_ROWS = 3
_CARD = frozenset(
    [
        "索引号",
        "发布机构",
        "发布单位",
        "发文机关",
        "发文日期",
        "发布日期",
        "发布时间",
        "公开日期",
        "生成日期",
        "成文日期",
        "主题分类",
        "组配分类",
        "体裁分类",
        "文号",
        "发文字号",
        "有效性",
        "公开方式",
        "公开范围",
        "公开主体",
        "主题词",
        "信息名称",
        "信息分类",
    ]
)
_FEWEST_CELLS = 4
_LONGEST_CELL = 400  # a longer one is an article inside a layout table, not a figure or a label
_MOST_COLUMNS = 256
_MOST_PLACES = 400_000
_RAISED = finder(".//td//sup | .//th//sup")
# Numbers on two lines are two numbers: a reader of cells would join them.
_TWO_NUMBERS = re.compile(r"(?<=\d)\n(?=\d)")
_CELLS = ("td", "th")
_SPACES = re.compile(r"[ \t\r\f\v]+")


def data_tables(article: Element) -> list[tuple[Element, Rows]]:
    """The tables that hold cells of data, with these: innermost ones, with no cell that is an article of its own."""
    innermost = [table for table in article.iter("table") if table.find(".//table") is None]
    laid_out = ((table, cells_of(table)) for table in innermost)
    return [(table, rows) for table, rows in laid_out if _is_data(rows)]


def bracket_footnotes(article: Element) -> None:
    """Put the raised marks inside cells in brackets: 12 with a raised 1 is not 121."""
    for raised in _RAISED(article):
        mark = words_of(raised).strip()
        for child in list(raised):
            raised.remove(child)
        raised.text = f"[{mark}]" if mark.isalnum() else mark


def cells_of(table: Element) -> Rows:
    """The table as rows of cells; a merged cell is the same object in each place it covers; a short row just ends.

    Raises TooLarge when the spans ask for more places than any report could need.
    """
    rows = [list(row.iterchildren(*_CELLS)) for row in table.iter("tr")]
    grid: list[dict[int, Cell]] = [{} for _ in rows]
    for number, cells in enumerate(rows):
        column = 0
        for element in cells:
            while column in grid[number]:
                column += 1
            cell = _cell(element, text_of(element), number, column, len(rows))
            _lay(grid, cell)
            column += cell.colspan
    return tuple(tuple(_row(places)) for places in grid)


def text_of(cell: Element) -> str:
    """What a cell prints: runs joined as they are, a line break only where the page has one."""
    runs = [cell.text or ""]
    for event, node in etree.iterwalk(cell, events=("start", "end")) if len(cell) else ():
        if node is not cell:
            if node.tag in BREAKS:
                runs.append("\n")
            runs.append(((node.text if event == "start" else node.tail) or "").replace("\n", " "))
    return _in_lines("".join(runs))


def _in_lines(printed: str) -> str:
    printed = printed.strip()
    if "\n" not in printed:
        return printed if printed.isdecimal() else _SPACES.sub(" ", printed)
    lines = (_SPACES.sub(" ", line).strip() for line in printed.split("\n"))
    return _TWO_NUMBERS.sub(" / ", "\n".join(line for line in lines if line))


def is_card(rows: Rows) -> bool:
    """Whether a table is the index card of the open-government catalogue (索引号 ...), not the report's.

    A report's table has no such labels, so two of them in its first rows are enough.
    """
    texts = {re.sub(r"[\s:：\[\]【】]", "", cell.text) for row in rows[:_CARD_ROWS] for cell in row}
    return len(texts & _CARD) >= 2


def _is_data(rows: Rows) -> bool:
    cells = {id(cell): cell for row in rows for cell in row}.values()
    return len(cells) >= _FEWEST_CELLS and all(len(cell.text) <= _LONGEST_CELL for cell in cells)


def _cell(element: Element, text: str, row: int, column: int, rows: int) -> Cell:
    down = _span(element.get("rowspan"), rows - row)
    across = _span(element.get("colspan"), max(_MOST_COLUMNS - column, 1))
    return Cell(text, row, column, down, across)


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
    columns = range(cell.column, cell.column + cell.colspan)
    for places in grid[cell.row : cell.row + cell.rowspan]:
        for column in columns:
            places.setdefault(column, cell)


def _row(places: dict[int, Cell]) -> Iterator[Cell]:
    """The cells of a row up to its end; a hole before the end is an empty cell."""
    for column in range(max(places, default=-1) + 1):
        yield places.get(column) or Cell("", next(iter(places.values())).row, column)
