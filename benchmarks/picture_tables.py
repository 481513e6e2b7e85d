"""The three tables of the form as HTML, in the many dresses that bodies give them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from parsers.model import Form, Line

Rows = dict[str, dict[str, str]]
_FONTS = (
    ("Noto Serif CJK SC", "Liberation Serif"),
    ("Noto Sans CJK SC", "Liberation Sans"),
    ("WenQuanYi Zen Hei", "DejaVu Sans"),
    ("Noto Serif CJK SC", "DejaVu Serif"),
    ("Noto Sans CJK SC", "Noto Sans CJK SC"),
    ("Noto Serif CJK SC", "Noto Serif CJK SC"),
    ("WenQuanYi Zen Hei", "WenQuanYi Zen Hei"),
)
_BLOCKS = {
    "2021": (
        ("第二十条第（一）项", ("rules", "normative_documents")),
        ("第二十条第（五）项", ("licensing",)),
        ("第二十条第（六）项", ("penalty", "compulsion")),
        ("第二十条第（八）项", ("fees",)),
    ),
    "2019": (
        ("第二十条第（一）项", ("rules", "normative_documents")),
        ("第二十条第（五）项", ("licensing", "other_external")),
        ("第二十条第（六）项", ("penalty", "compulsion")),
        ("第二十条第（八）项", ("fees",)),
        ("第二十条第（九）项", ("procurement",)),
    ),
}
_PROSE = (
    "2023年，示例市示例局认真贯彻落实《中华人民共和国政府信息公开条例》，全年主动公开政府信息1234条，"
    "办理依申请公开56件，未发生行政复议、行政诉讼案件。现将有关情况报告如下。"
)
_HEADINGS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)


@dataclass(frozen=True)
class Dress:
    """How a page looks: fonts, sizes, rules, alignment, and the scale it is painted at."""

    label_font: str
    number_font: str
    size: int
    padding: int
    border: str
    head: str
    label_align: str
    number_align: str
    bold: bool
    width: int
    blank_for_zero: bool
    vertical: bool
    scale: float

    @classmethod
    def draw(cls, rng: random.Random, degradation: str) -> Dress:
        """A dress at random, within what that degradation asks for."""
        label_font, number_font = rng.choice(_FONTS)
        light = degradation == "brokenlight"
        colour = rng.choice(("#ccc", "#d8d8d8", "#bbb")) if light else rng.choice(("#000", "#333", "#888", "#555"))
        return cls(
            label_font=label_font,
            number_font=number_font,
            size=rng.choice((13, 14, 15, 16)),
            padding=rng.choice((2, 4, 6)),
            border=f"{1 if light else rng.choice((1, 1, 2))}px solid {colour}",
            head="#fff" if light else rng.choice(("#fff", "#fff", "#f1f1f1", "#dde8f4")),
            label_align=rng.choice(("left", "center", "center")),
            number_align=rng.choice(("center", "center", "left", "right")),
            bold=rng.random() < 0.2,
            width=rng.choice((820, 900, 980)),
            blank_for_zero=rng.random() < 0.12,
            vertical=degradation != "novert",
            scale=_scale(degradation, rng),
        )


def page(dress: Dress, tables: list[str], whole: bool) -> str:
    """A page of HTML with these tables, between headings and prose when `whole`."""
    sides = "" if dress.vertical else "border-left:none;border-right:none;"
    weight = "bold" if dress.bold else "normal"
    style = f"""
    body {{ margin: 20px; width: {dress.width}px; font: {dress.size}px '{dress.label_font}'; background: #fff }}
    table {{ border-collapse: collapse; width: 100% }}
    td {{ border: {dress.border}; padding: {dress.padding}px 3px; text-align: {dress.label_align}; {sides} }}
    td.h {{ background: {dress.head}; text-align: center }}
    td.n {{ font-family: '{dress.number_font}'; text-align: {dress.number_align}; font-weight: {weight} }}
    td.w {{ width: 6.3% }}"""
    body = "<p></p>".join(tables)
    if whole:
        parts = [f"<h3>{h}</h3>{t}" for h, t in zip(_HEADINGS, tables, strict=True)]
        closing = "<h3>五、存在的主要问题及改进情况</h3><p>一是公开内容还不够全面；二是公开时效有待加强。</p>"
        body = f"<h3>一、总体情况</h3><p>{_PROSE}</p>{''.join(parts)}{closing}"
    return f"<!doctype html><html lang=zh-CN><meta charset=utf-8><style>{style}</style><body>{body}</body></html>"


def requests_table(form: Form, rows: Rows) -> str:
    """Table of section 三, laid out as the form prints it."""
    grid = form.grids[1]
    parents = {line.key for line in grid.lines if line.group}
    lines = [line for line in grid.lines if line.key not in parents]
    out, opened = [_requests_head()], set[str]()
    for line in lines:
        labels = _opening_labels(grid.lines, lines, line, opened)
        span = {0: 3, 1: 2, 2: 1}[_depth(grid.lines, line)]
        separator = "." if line.ordinal.isdigit() else "、" if len(line.ordinal) == 1 else ""
        labels += f"<td colspan={span}>{line.ordinal}{separator}{line.zh}</td>"
        numbers = "".join(f"<td class='n w'>{rows[line.key][column.key]}</td>" for column in grid.columns)
        out.append(f"<tr>{labels}{numbers}</tr>")
    return f"<table>{''.join(out)}</table>"


def proactive_table(form: Form, rows: Rows) -> str:
    """Table of section 二: blocks of four (2021) or five (2019) columns."""
    grid = form.grids[0]
    lines = {line.key: line for line in grid.lines}
    width = 12
    out = []
    for title, keys in _BLOCKS[form.key]:
        columns = grid.columns_of(lines[keys[0]])
        span = (width - 3) // len(columns)
        rest = width - 3 - span * (len(columns) - 1)
        spans = [span] * (len(columns) - 1) + [rest]
        head = "".join(f"<td class=h colspan={s}>{c.zh}</td>" for s, c in zip(spans, columns, strict=True))
        out.append(
            f"<tr><td class=h colspan={width}>{title}</td></tr><tr><td class=h colspan=3>信息内容</td>{head}</tr>"
        )
        for key in keys:
            cells = zip(spans, columns, strict=True)
            numbers = "".join(f"<td class=n colspan={s}>{rows[key][c.key]}</td>" for s, c in cells)
            out.append(f"<tr><td colspan=3>{lines[key].zh}</td>{numbers}</tr>")
    return f"<table>{''.join(out)}</table>"


def reviews_table(rows: Rows) -> str:
    """Table of section 四: one row of fifteen numbers under a header of three lines."""
    names = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    tall = "".join(f"<td class=h rowspan=2>{name}</td>" for name in names)
    short = "".join(f"<td class=h>{name}</td>" for name in names * 2)
    numbers = "".join(f"<td class=n>{value}</td>" for row in rows.values() for value in row.values())
    return (
        "<table style='table-layout:fixed'>"
        "<tr><td class=h colspan=5>行政复议</td><td class=h colspan=10>行政诉讼</td></tr>"
        f"<tr>{tall}<td class=h colspan=5>未经复议直接起诉</td><td class=h colspan=5>复议后起诉</td></tr>"
        f"<tr>{short}</tr><tr>{numbers}</tr></table>"
    )


def _requests_head() -> str:
    legal = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    names = "".join(f"<td class=h>{name}</td>" for name in legal)
    return (
        "<tr><td class=h colspan=3 rowspan=3>（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td>"
        "<td class=h colspan=7>申请人情况</td></tr><tr><td class=h rowspan=2>自然人</td>"
        f"<td class=h colspan=5>法人或其他组织</td><td class=h rowspan=2>总计</td></tr><tr>{names}</tr>"
    )


def _opening_labels(all_lines: tuple[Line, ...], leaves: list[Line], line: Line, opened: set[str]) -> str:
    cells = ""
    for parent in _ancestors(all_lines, line):
        if parent.key not in opened:
            opened.add(parent.key)
            height = sum(parent in _ancestors(all_lines, leaf) for leaf in leaves)
            width = "8%" if parent.key == "results" else "12%"
            label = f"{parent.ordinal}{'、' * (parent.key == 'results')}{parent.zh}"
            cells += f"<td rowspan={height} style='width:{width}'>{label}</td>"
    return cells


def _ancestors(lines: tuple[Line, ...], line: Line) -> list[Line]:
    found: list[Line] = []
    while line.parent:
        line = next(one for one in lines if one.key == line.parent)
        found.insert(0, line)
    return found


def _depth(lines: tuple[Line, ...], line: Line) -> int:
    return len(_ancestors(lines, line))


def _scale(degradation: str, rng: random.Random) -> float:
    if degradation == "clean1x":
        return 1.0
    if degradation in ("clean2x", "small600", "wechat500"):
        return 2.0
    return rng.choice((1.0, 1.5, 2.0)) if degradation in ("jpegq40", "novert", "page") else rng.choice((1.3, 1.6, 2.0))
