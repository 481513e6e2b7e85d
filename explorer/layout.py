"""The official tables as the form prints them: which label spans what, and which number stands where.

Source: the layouts of 国办公开办函〔2019〕60号 and 〔2021〕30号; an edition the printed layout of which is not known here is
laid out plainly, its lines nested as its data says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from parsers.model import Column, Grid, Line

_ORGANISATIONS = ("法人或其他组织", "Legal persons or other organisations")
_APPLICANTS = ("申请人情况", "Applicants")
_LITIGATION = ("行政诉讼", "Administrative litigation")
_CONTENT = ("信息内容", "Information")
_UNITS = 6  # columns of a block share six units of width, so that one, two and three of them fill the same line
_ARTICLE = {str(number): ordinal for number, ordinal in enumerate("一二三四五六七八九", 1)}


@dataclass(frozen=True, slots=True)
class Heading:
    """A printed label and the places it covers; `key` is that of the line or column it names, if it names one."""

    zh: str
    en: str = ""
    down: int = 1
    across: int = 1
    key: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a number."""

    line: str
    column: str
    across: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A printed row: its labels, then its numbers; a row without numbers is a header."""

    headings: tuple[Heading, ...]
    slots: tuple[Slot, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A table ready to be set: header rows and body rows."""

    head: tuple[Row, ...]
    body: tuple[Row, ...]


def layout_of(grid: Grid, printed: Collection[str] = ()) -> Layout:
    """How the form prints a grid. A group line is a row of its own only if the report printed it as one."""
    if grid.across:
        return _across(grid)
    if any(line.columns for line in grid.lines):
        return _blocks(grid)
    return _nested(grid, printed)


def label(line: Line) -> str:
    """A line's label behind its ordinal, set as the form sets it.

    >>> label(Line("a", "国家秘密", "State secret", "", ordinal="1"))
    '1.国家秘密'
    """
    if not line.ordinal:
        return line.zh
    mark = "" if line.ordinal.endswith("）") else "." if line.ordinal.isascii() else "、"
    return f"{line.ordinal}{mark}{line.zh}"


def _nested(grid: Grid, printed: Collection[str]) -> Layout:
    """Lines inside lines: a group stands on the left of its parts, a line without a group takes the whole stub."""
    lines = {line.key: line for line in grid.lines}
    paths = list(_paths(grid.lines, lines, printed))
    width = max(map(len, paths), default=1)
    body = []
    opened: set[str] = set()
    for path in paths:
        *groups, leaf = path
        headings = [
            Heading(label(group), group.en, sum(_inside(other, group) for other in paths), key=group.key)
            for group in groups
            if group.key not in opened
        ]
        opened.update(group.key for group in groups)
        headings.append(Heading(label(leaf), leaf.en, across=width - len(groups), key=leaf.key))
        body.append(Row(tuple(headings), tuple(Slot(leaf.key, column.key) for column in grid.columns)))
    return Layout(_applicants(grid, width), tuple(body))


def _paths(lines: Sequence[Line], by_key: dict[str, Line], printed: Collection[str]) -> Iterator[tuple[Line, ...]]:
    for line in lines:
        if not line.group or line.key in printed:
            above = []
            parent = by_key.get(line.parent or "")
            while parent is not None:
                above.append(parent)
                parent = by_key.get(parent.parent or "")
            yield (*reversed(above), line)


def _inside(path: tuple[Line, ...], group: Line) -> bool:
    return group in path[:-1]


def _applicants(grid: Grid, stub: int) -> tuple[Row, ...]:
    """The header over kinds of applicants, three rows deep; other grids have one row of column labels."""
    legal = [column for column in grid.columns if column.key.startswith("legal_")]
    flow = next((identity for identity in grid.identities if identity.key == "flow"), None)
    if not legal or flow is None:
        return (Row((Heading("项目", "Item", across=stub), *map(_column, grid.columns))),)
    second: list[Heading] = []
    for is_legal, columns in groupby(grid.columns, legal.__contains__):
        if is_legal:
            second.append(Heading(*_ORGANISATIONS, across=len(legal)))
        else:
            second += [Heading(column.zh, column.en, down=2, key=column.key) for column in columns]
    return (
        Row(
            (Heading(f"本列数据的勾稽关系为：{flow.zh}", flow.en, 3, stub), Heading(*_APPLICANTS, 1, len(grid.columns)))
        ),
        Row(tuple(second)),
        Row(tuple(map(_column, legal))),
    )


def _column(column: Column) -> Heading:
    return Heading(column.zh, column.en, key=column.key)


def _blocks(grid: Grid) -> Layout:
    """Blocks of lines that share their columns, each under the article of the Regulation it answers to."""
    body: list[Row] = []
    for (basis, _), block in groupby(grid.lines, lambda line: (line.basis, line.columns)):
        lines = list(block)
        columns = grid.columns_of(lines[0])
        across = _UNITS // len(columns)
        body.append(Row((Heading(_article(basis), basis, across=_UNITS + 1),)))
        heads = (Heading(column.zh, column.en, across=across, key=column.key) for column in columns)
        body.append(Row((Heading(*_CONTENT), *heads)))
        for line in lines:
            slots = tuple(Slot(line.key, column.key, across) for column in columns)
            body.append(Row((Heading(label(line), line.en, key=line.key),), slots))
    return Layout((), tuple(body))


def _article(basis: str) -> str:
    """`Art. 20(5)` as the form prints it.

    >>> _article("Art. 20(5)")
    '第二十条第（五）项'
    """
    item = basis.partition("(")[2].rstrip(")")
    return f"第二十条第（{_ARTICLE[item]}）项" if item in _ARTICLE else basis


def _across(grid: Grid) -> Layout:
    """Lines and columns in one header over a single row of numbers; the two kinds of suit stand under one heading."""
    width = len(grid.columns)
    suits = [line for line in grid.lines if line.key.startswith("suit")]
    first = [Heading(line.zh, line.en, 2, width, line.key) for line in grid.lines if line not in suits]
    second = [Heading(line.zh, line.en, 1, width, line.key) for line in suits]
    if suits:
        first.append(Heading(*_LITIGATION, 1, width * len(suits)))
    third = [_column(column) for _ in grid.lines for column in grid.columns]
    slots = tuple(Slot(line.key, column.key) for line in grid.lines for column in grid.columns)
    return Layout((Row(tuple(first)), Row(tuple(second)), Row(tuple(third))), (Row((), slots),))
