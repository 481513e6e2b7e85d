"""Reports for 2016 of the fictitious 示例市 with the statistics annex of 2014, its list laid out in several ways."""

from __future__ import annotations

import random
from collections.abc import Callable

from benchmarks.html_pages import hanweb, trs
from parsers.forms.form2014 import INDICATORS
from parsers.model import Line

Values = dict[str, int | float]
Rows = list[list[str]]  # cells as HTML, tags and all

_HEAD = ["统计指标", "单位", "统计数"]
_MONEY = ("fee", "o_budget")


def annex_page(seed: int) -> tuple[bytes, dict[tuple[str, str, str], int | float | None]]:
    """A page and the number of each indicator; the seed chooses figures and layout."""
    chance = random.Random(seed)  # noqa: S311
    values = _values(chance)
    tables = _LAYOUTS[seed % len(_LAYOUTS)](values)
    title = "示例市统计局2016年政府信息公开工作年度报告"
    words = f"2016年，本局主动公开政府信息{values['p_total']}条。"
    parts = [
        f"<p>一、概述</p><p>{words}</p><p>二、主动公开政府信息情况</p><p>{words}</p><p>三、依申请公开情况</p><p>无。</p>"
    ]
    parts += ["<p>示例市统计局</p><p>2017年3月20日</p><p>附表：政府信息公开情况统计表</p>", *map(_table, tables)]
    body = (hanweb, trs)[seed // len(_LAYOUTS) % 2](title, "".join(parts)).replace("CHARSET", "utf-8")
    return body.encode(), {("indicators", key, "value"): value for key, value in values.items()}


def _values(chance: random.Random) -> Values:
    values: Values = {}
    for line in INDICATORS.lines:
        if not line.group:
            values[line.key] = chance.choice((0, chance.randint(1, 9), chance.randint(10, 99_999)))
    values |= {key: chance.randint(0, 9999) / 100 for key in _MONEY}
    for identity in reversed(INDICATORS.identities):  # what refusals add up to comes before what replies do
        (total,), parts = identity.right, identity.left
        values[total] = sum(values[part] for part in parts) + (chance.randint(0, 9) if identity.at_most else 0)
    return values


def _label(line: Line) -> str:
    return f"{line.ordinal}{'.' if line.ordinal.isdecimal() else '、' if line.parent is None else ''}{line.zh}".replace(
        "其中", "其中：", 1
    )


def _three_columns(values: Values) -> list[Rows]:
    return [[_row(_HEAD), *(_row(cells) for cells in _list(values))]]


def _two_lists(values: Values) -> list[Rows]:
    """Six columns: the second half of the list beside the first."""
    lines = _list(values)
    half = (len(lines) + 1) // 2
    beside = [*lines[half:], ["", "", ""]][:half]
    return [[_row(_HEAD * 2), *(_row([*left, *right]) for left, right in zip(lines[:half], beside, strict=True))]]


def _two_columns(values: Values) -> list[Rows]:
    """The unit in brackets after the label."""
    return [[_row([f"{label}（{unit}）" if unit else label, value]) for label, unit, value in _list(values)]]


def _groups_beside(values: Values) -> list[Rows]:
    """The nine parts as merged cells on the left, an ordinal of its own before each indicator."""
    rows: Rows = []
    roots = [line for line in INDICATORS.lines if line.parent is None]
    for root in roots:
        inside = _below(root)
        shown = inside if root.group else [root, *inside]
        for number, line in enumerate(shown, 1):
            start = [f"<td rowspan={len(shown)}>{_label(root)}</td>"] if line is shown[0] else []
            rows.append([*start, *_row([str(number), line.zh, line.unit, _text(values, line)])])
    return [rows]


def _cut(values: Values) -> list[Rows]:
    """Three pieces, the header only above the first."""
    (rows,) = _three_columns(values)
    return [rows[:30], rows[30:57], rows[57:]]


_LAYOUTS: tuple[Callable[[Values], list[Rows]], ...] = (_three_columns, _two_lists, _two_columns, _groups_beside, _cut)


def _below(root: Line) -> list[Line]:
    inside = [line for line in INDICATORS.lines if line.parent == root.key]
    return [line for child in inside for line in (child, *_below(child))]


def _list(values: Values) -> Rows:
    return [[_label(line), line.unit, _text(values, line)] for line in INDICATORS.lines]


def _text(values: Values, line: Line) -> str:
    return "" if line.group else str(values[line.key])


def _row(cells: list[str]) -> list[str]:
    return [f"<td>{cell}</td>" for cell in cells]


def _table(rows: Rows) -> str:
    return "<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in rows) + "</table>"
