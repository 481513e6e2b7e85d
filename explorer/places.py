"""Where a number stood in its document: the words that the archive keeps, as something that can be pointed at."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parsers.model import Box

_PLACE = re.compile(
    r"(?:page (?P<page>\d{1,6}) )?table (?P<table>\d{1,6})"
    r"(?: row (?P<row>\d{1,6})(?: columns (?P<first>\d{1,6})-(?P<last>\d{1,6}))?)?"
    r"(?: box (?P<box>-?\d+(?: -?\d+){3}))?"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A table of a document, or cells of one of its rows; everything counted from 1."""

    table: int
    row: int | None = None
    first: int | None = None
    last: int | None = None
    page: int | None = None
    box: Box | None = None

    def __str__(self) -> str:
        """As the archive writes it.

        >>> str(parse("page 3 table 2 row 5 columns 3-9"))
        'page 3 table 2 row 5 columns 3-9'
        """
        words = [f"page {self.page}"] if self.page else []
        words.append(f"table {self.table}")
        words += [f"row {self.row}"] if self.row else []
        words += [f"columns {self.first}-{self.last}"] if self.first else []
        words += [f"box {' '.join(f'{edge:.0f}' for edge in self.box)}"] if self.box else []
        return " ".join(words)

    @property
    def zh(self) -> str:
        """In Chinese: 第3页第2个表第5行第3列."""
        words = f"第{self.page}页" if self.page else ""
        words += f"第{self.table}个表"
        words += f"第{self.row}行" if self.row else ""
        if self.first:
            words += f"第{self.first}列" if self.first == self.last else f"第{self.first}至{self.last}列"
        return words

    def cell(self, index: int, count: int) -> Spot:
        """The place of one of the `count` numbers of a row; the whole row where cells are merged or missing."""
        if self.first is None or self.last is None or self.last - self.first + 1 != count:
            return self
        return replace(self, first=self.first + index, last=self.first + index)


def parse(words: str | None) -> Spot | None:
    """What `place` columns hold; None if there is nothing to point at."""
    match = _PLACE.fullmatch(words or "")
    if match is None:
        return None
    table, row, first, last, page = (
        int(match[name]) if match[name] else None for name in ("table", "row", "first", "last", "page")
    )
    box = tuple(float(edge) for edge in match["box"].split()) if match["box"] else None
    return Spot(table or 0, row, first, last, page, box)  # type: ignore[arg-type]
