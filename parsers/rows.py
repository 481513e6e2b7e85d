"""Tables -> rows as a reader sees them: the labels on the left, the values on the right, the headers above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.labels import fold, plain
from parsers.model import Cell, Table
from parsers.numbers import is_value, parse_number

_ORDINAL_INSIDE = re.compile(r"(?:[(（][一二三四五六七八][)）]|(?<![\d.])[1-8１-８]\s*[.．、])")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its distinct cells in order, the labels before the values, and the trailing run of values."""

    table: Table
    number: int
    cells: tuple[Cell, ...]
    labels: tuple[Cell, ...]
    values: tuple[Cell, ...]

    @property
    def numbers(self) -> int:
        """How many of the values are numbers or strokes, as opposed to blank."""
        return sum(parse_number(cell.text).kind != "blank" for cell in self.values)

    def at(self, column: int) -> Cell | None:
        """The cell that covers a column, None where the row ends before it."""
        places = self.table.rows[self.number]
        return places[column] if column < len(places) else None


def rows_of(tables: Sequence[Table]) -> Iterator[Row]:
    """All rows of a document's tables, in reading order."""
    for table in tables:
        for number, places in enumerate(table.rows):
            cells = _distinct(places)
            split = _last_label(cells) + 1
            labels = tuple(cell for cell in cells[:split] if not is_value(cell.text))
            yield Row(table, number, cells, labels, cells[split:])


def label_texts(printed: str) -> tuple[str, ...]:
    """The ways to read a label: whole, and from its last ordinal on, where a converter ran two labels together.

    >>> label_texts("三、本年度办理结果（一）予以公开")
    ('本年度办理结果(一)予以公开', '予以公开')
    """
    whole = plain(printed)
    inside = [match.end() for match in _ORDINAL_INSIDE.finditer(printed) if match.start() > 0]
    return (whole, plain(printed[inside[-1] :])) if inside else (whole,)


def _distinct(places: Sequence[Cell]) -> tuple[Cell, ...]:
    seen: dict[int, Cell] = {}
    for cell in places:
        seen.setdefault(id(cell), cell)
    return tuple(seen.values())


def _last_label(cells: Sequence[Cell]) -> int:
    texts = [index for index, cell in enumerate(cells) if fold(cell.text) and not is_value(cell.text)]
    return texts[-1] if texts else -1
