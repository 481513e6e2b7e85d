"""How publishing systems and office programs mark up the same report: a table of styles, each a page of HTML."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import escape

from benchmarks.html_cells import entities, glossed, invisible, noted, pasted_by_word, pasted_by_wps, plain, wide
from benchmarks.html_pages import (
    deep,
    hanweb,
    in_layout_tables,
    siteserver,
    trs,
    vsb,
    with_metadata_table,
)
from benchmarks.html_pages import plain as plain_page
from benchmarks.word_reports import Printed, Report, Rows

Inside = Callable[[str, random.Random], str]
Arrange = Callable[[Sequence[Rows]], list[list[Rows]]]
Page = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Style:
    """What stands inside a cell, how tables are cut and tagged, what page stands around, in which encoding."""

    name: str
    inside: Inside = plain
    arrange: Arrange = lambda tables: [[table] for table in tables]  # tables to print under sections two to four
    tags: str = "<tr>|</tr>|td|</td>"
    page: Page = plain_page
    encoding: str = "utf-8"
    declared: str = "utf-8"
    blank_zero: bool = False

    def write(self, report: Report, chance: random.Random) -> bytes:
        """The whole page."""
        printed = self.arrange([_blanked(table) if self.blank_zero else table for table in report.tables])
        parts: list[str] = []
        for number, (heading, words) in enumerate(report.sections):
            parts.append(f"<p>{'一二三四五六'[number]}、{heading}</p>")
            parts += [f"<p>{words}</p>"] if words else []
            if 1 <= number <= 3:
                parts += [self._table(rows, chance) for rows in printed[number - 1]]
        signature = f"<p align=right>{escape(report.title.partition('20')[0])}</p><p align=right>2024年1月22日</p>"
        page = self.page(report.title, "\n".join(parts) + signature)
        return page.replace("CHARSET", self.declared).encode(self.encoding, "xmlcharrefreplace")

    def _table(self, rows: Rows, chance: random.Random) -> str:
        open_row, close_row, tag, close = self.tags.split("|")
        lines = []
        for row in rows:
            cells = (f"<{tag}{_spans(cell)}>{self.inside(cell.text, chance)}{close}" for cell in row)
            lines.append(f"{open_row}{''.join(cells)}{close_row}")
        return "<table border=1>\n" + "\n".join(lines) + "\n</table>"


def _spans(cell: Printed) -> str:
    across = f' colspan="{cell.across}"' if cell.across != 1 else ""
    return across + (f' rowspan="{cell.down}"' if cell.down != 1 else "")


def _blanked(rows: Rows) -> Rows:
    return [[replace(cell, text="") if cell.text == "0" else cell for cell in row] for row in rows]


def _one_table(tables: Sequence[Rows]) -> list[list[Rows]]:
    """All three in one table, each under a row that prints its section's heading."""
    heads = ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、行政复议、行政诉讼情况")
    rows = [row for head, table in zip(heads, tables, strict=True) for row in ([Printed(head, 15)], *table)]
    return [[rows], [], []]


def _pieces(tables: Sequence[Rows]) -> list[list[Rows]]:
    """Every table cut where a page ended; the second piece has no header, merged labels go on as empty cells."""
    return [list(_cut(table, len(table) * 2 // 3)) for table in tables[:2]] + [[tables[2]]]


def _repeated_headers(tables: Sequence[Rows]) -> list[list[Rows]]:
    """The header printed again in the middle of the requests, inside the one table."""
    head, rest = _cut(tables[1], 14)
    return [[tables[0]], [[*head, *tables[1][:3], *rest]], [tables[2]]]


def _cut(rows: Rows, at: int) -> tuple[Rows, Rows]:
    above: Rows = [
        [replace(cell, down=min(cell.down, at - number)) for cell in row] for number, row in enumerate(rows[:at])
    ]
    going_on = [
        replace(cell, text="", down=number + cell.down - at)
        for number, row in enumerate(rows[:at])
        for cell in row
        if number + cell.down > at
    ]
    return above, [[*going_on, *rows[at]], *rows[at + 1 :]]


def _stub(across: int, tables: Sequence[Rows]) -> list[list[Rows]]:
    """The empty corner over the labels of the requests spans the wrong number of columns."""
    head = [replace(tables[1][0][0], across=across), *tables[1][0][1:]]
    return [[tables[0]], [[head, *tables[1][1:]]], [tables[2]]]


def _no_rowspans(tables: Sequence[Rows]) -> list[list[Rows]]:
    """Every group label forgot how far down it reaches, by one row too few."""
    rows = [[replace(cell, down=max(cell.down - 1, 1)) if number > 2 else cell for cell in row]
            for number, row in enumerate(tables[1])]  # fmt: skip
    return [[tables[0]], [rows], [tables[2]]]


def _twice(tables: Sequence[Rows]) -> list[list[Rows]]:
    return [[table, table] for table in tables]


def _two_review_tables(tables: Sequence[Rows]) -> list[list[Rows]]:
    top, middle, bottom, numbers = tables[2]
    reviews = [[top[0]], [replace(cell, down=1) for cell in middle[:5]], numbers[:5]]
    suits = [[top[1]], middle[5:], bottom, numbers[5:]]
    return [[tables[0]], [tables[1]], [reviews, suits]]


def _review_rows(tables: Sequence[Rows]) -> list[list[Rows]]:
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    numbers = tables[2][-1]
    head = [Printed(""), *(replace(cell, down=1) for cell in tables[2][1][:5])]
    rows = [[Printed(name), *numbers[5 * place : 5 * place + 5]] for place, name in enumerate(names)]
    return [[tables[0]], [tables[1]], [[head, *rows]]]


def _review_columns(tables: Sequence[Rows]) -> list[list[Rows]]:
    numbers = tables[2][-1]
    labels = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    head = [[Printed("", 1, 2), Printed("行政复议", 1, 2), Printed("行政诉讼", 2)],
            [Printed("未经复议直接起诉"), Printed("复议后起诉")]]  # fmt: skip
    rows = [[Printed(label), *numbers[place::5]] for place, label in enumerate(labels)]
    return [[tables[0]], [tables[1]], [[*head, *rows]]]


STYLES: tuple[Style, ...] = (
    Style("plain"),
    Style("word", pasted_by_word, page=trs),
    Style("wps", pasted_by_wps, page=hanweb),
    Style("entities", entities, page=siteserver),
    Style("invisible", invisible, page=vsb),
    Style("full width", wide),
    Style("glosses", glossed),
    Style("footnotes", noted),
    Style("one table", arrange=_one_table, page=hanweb),
    Style("cut tables", pasted_by_word, _pieces, page=trs),
    Style("headers again", arrange=_repeated_headers, page=vsb),
    Style("blank zero", pasted_by_wps, blank_zero=True),
    Style("stub too narrow", arrange=partial(_stub, 2)),
    Style("stub too wide", arrange=partial(_stub, 4)),
    Style("rowspans short", arrange=_no_rowspans),
    Style("twice", arrange=_twice),
    Style("two review tables", arrange=_two_review_tables),
    Style("review rows", arrange=_review_rows),
    Style("review columns", arrange=_review_columns),
    Style("th only", tags="<tr>|</tr>|th|</th>", page=in_layout_tables),
    Style("unclosed", tags="<TR>||TD|", page=in_layout_tables),
    Style("layout tables", pasted_by_word, page=in_layout_tables),
    Style("metadata table", page=with_metadata_table),
    Style("deep", page=deep),
    Style("gbk as utf-8", pasted_by_wps, encoding="gbk"),
    Style("gb18030", page=hanweb, encoding="gb18030", declared="gb2312"),
    Style("utf-8 as gbk", page=trs, declared="gbk"),
)

_ENCODINGS = (("utf-8", "utf-8"), ("gbk", "utf-8"), ("gb18030", "gb2312"), ("utf-8", "gbk"))


def style_of(seed: int) -> Style:
    """The named styles in turn, and between them mixtures: cells, tables, page and encoding chosen by chance."""
    named, place = divmod(seed, 2)
    if place == 0:
        return STYLES[named % len(STYLES)]
    chance = random.Random(seed)  # noqa: S311
    encoding, declared = chance.choice(_ENCODINGS)
    choices = [chance.choice(STYLES) for _ in range(4)]
    return Style(
        "mixed",
        choices[0].inside,
        choices[1].arrange,
        choices[2].tags,
        choices[3].page,
        encoding,
        declared,
        blank_zero=chance.random() < 0.3,
    )
