"""Annual reports of the fictitious 示例市 as HTML with known figures.

One seed gives one report: its figures are random but consistent, its style (form, borders, fonts, margins, alignment,
headers repeated or not, rows cut by pages or not) is drawn from what public bodies really publish.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks.report_figures import Figures, draw_figures
from parsers.forms import FORMS
from parsers.model import Form, Grid, Line

PROSE = (
    "本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自当年1月1日起至12月31日止。",
    "示例市持续深化政务公开，聚焦重点领域，不断提升政府信息公开的质量和实效，保障公众的知情权、参与权和监督权。",
    "规范受理依申请公开，完善登记、审核、办理、答复、归档的工作制度，依法依规答复申请人。",
    "加强政府网站与政务新媒体建设，严格落实三审三校制度，及时更新栏目内容，清理错敏信息。",
    "强化监督保障，将政务公开纳入年度绩效考核，组织业务培训，接受社会评议，未发生责任追究情况。",
)
_TABLE = '<table border="1" cellspacing="0">'  # what LibreOffice understands of the style
BLOCKS_2021 = (
    ("第二十条第（一）项", ("rules", "normative_documents")),
    ("第二十条第（五）项", ("licensing",)),
    ("第二十条第（六）项", ("penalty", "compulsion")),
    ("第二十条第（八）项", ("fees",)),
)
BLOCKS_2019 = (
    ("第二十条第（一）项", ("rules", "normative_documents")),
    ("第二十条第（五）项", ("licensing", "other_external")),
    ("第二十条第（六）项", ("penalty", "compulsion")),
    ("第二十条第（八）项", ("fees",)),
    ("第二十条第（九）项", ("procurement",)),
)


@dataclass(frozen=True, slots=True)
class Style:
    """How one report is laid out; all of it random, none of it touches the figures."""

    family: str
    size: float
    margin: float
    border: str
    outer: bool
    spacing: str
    align: str
    valign: str
    padding: float
    repeat_head: bool
    cut_rows: bool
    break_all: bool
    shade: bool
    white: bool
    vertical: str
    header: bool
    blank: bool
    paragraphs: int
    label_share: int
    width: int
    landscape: bool
    shadow: bool


@dataclass(frozen=True, slots=True)
class Report:
    """A generated report: its form, its figures as printed, its HTML."""

    seed: int
    form: str
    title: str
    figures: Figures
    html: str
    style: Style


def make_report(seed: int) -> Report:
    """The report of that seed."""
    chance = random.Random(seed)  # noqa: S311
    form = chance.choice((FORMS[0], FORMS[0], FORMS[1]))
    style = draw_style(chance)
    figures = draw_figures(chance, form, style.blank)
    title = f"示例市人民政府{chance.randint(2019, 2025)}年政府信息公开工作年度报告"
    return Report(seed, form.key, title, figures, page_html(chance, form, style, title, figures), style)


def draw_style(chance: random.Random) -> Style:
    """A random style."""
    line = chance.choice(("solid",) * 9 + ("dashed", "double", "dotted"))
    weight = 3.0 if line == "double" else chance.choice((0.5, 0.75, 1, 1, 1.5, 2))
    return Style(
        family=chance.choice(("Noto Serif CJK SC", "Noto Sans CJK SC")),
        size=chance.choice((8, 9, 10, 10.5, 12, 14)),
        margin=chance.choice((12, 18, 25, 31)),
        border=f"{weight}pt {line} {chance.choice(('#000', '#000', '#000', '#999', '#ccc'))}",
        outer=chance.random() > 0.15,
        spacing=chance.choice(("collapse", "collapse", "collapse", "separate")),
        align=chance.choice(("center", "center", "right", "left")),
        valign=chance.choice(("middle", "middle", "top", "bottom")),
        padding=chance.choice((0, 1, 3, 5)),
        repeat_head=chance.random() < 0.3,
        cut_rows=chance.random() < 0.5,
        break_all=chance.random() < 0.3,
        shade=chance.random() < 0.3,
        white=chance.random() < 0.3,
        vertical=chance.choice(("none", "breaks", "narrow", "mode")),
        header=chance.random() < 0.5,
        blank=chance.random() < 0.15,
        paragraphs=chance.randint(1, 30),
        label_share=chance.choice((32, 40, 46)),
        width=chance.choice((100, 100, 96)),
        landscape=chance.random() < 0.15,
        shadow=chance.random() < 0.1,
    )


def page_html(chance: random.Random, form: Form, style: Style, title: str, figures: Figures) -> str:
    """The whole report as one HTML page."""
    blocks = BLOCKS_2021 if form.key == "2021" else BLOCKS_2019
    headings = [
        ("一、总体情况", "".join(f"<p>{chance.choice(PROSE)}</p>" for _ in range(style.paragraphs))),
        ("二、主动公开政府信息情况", _proactive_html(form.grids[0], blocks, figures["proactive"])),
        ("三、收到和处理政府信息公开申请情况", _requests_html(form.grids[1], style, figures["requests"])),
        ("四、政府信息公开行政复议、行政诉讼情况", _reviews_html(style, figures["reviews"])),
        ("五、存在的主要问题及改进情况", f"<p>{chance.choice(PROSE)}</p>"),
        ("六、其他需要报告的事项", "<p>本年度未收取信息处理费。</p>"),
    ]
    body = "".join(f"<h2>{heading}</h2>{content}" for heading, content in headings)
    split = len("示例市人民政府")
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><style>{_css(style)}</style></head>'
        f"<body><h1>{title[:split]}<br>{title[split:]}</h1>{body}</body></html>"
    )


def _css(style: Style) -> str:
    outer = "" if style.outer else "table{border-left:hidden;border-right:hidden;border-collapse:collapse}"
    rules = [
        f"@page{{size:A4 {'landscape' if style.landscape else 'portrait'};margin:{style.margin}mm}}",
        '@page{@bottom-center{content:"— " counter(page) " —"}}' if style.header else "",
        '@page{@top-right{content:"示例市政府信息公开"}}' if style.header else "",
        f"body{{font-family:'{style.family}';font-size:12pt;line-height:1.7;margin:0}}",
        "h1{font-size:20pt;text-align:center}h2{font-size:14pt}p{text-indent:2em;text-align:justify;margin:4pt 0}",
        f"table{{border-collapse:{style.spacing};border-spacing:0;width:{style.width}%;margin:6pt 0;table-layout:fixed;"
        f"font-size:{style.size}pt;line-height:1.4}}",
        f"th,td{{border:{style.border};padding:{style.padding}pt;text-align:{style.align};vertical-align:{style.valign};"
        f"font-weight:normal;{'word-break:break-all;' if style.break_all else 'overflow-wrap:anywhere;'}}}",
        "td.l{text-align:left}",
        f"thead{{display:{'table-header-group' if style.repeat_head else 'table-row-group'}}}",
        f"tr{{break-inside:{'auto' if style.cut_rows else 'avoid'}}}",
        "th,.l{background:#e8eef8}" if style.shade else "",
        "td span{background:#fff}" if style.white else "",
        "td,th{text-shadow:0.2pt 0 0 #000}" if style.shadow else "",
        ".v{writing-mode:vertical-rl}" if style.vertical == "mode" else "",
        outer,
    ]
    return "".join(rules)


def _row(cells: Iterable[str]) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def _cell(text: str, colspan: int = 1, rowspan: int = 1, kind: str = "") -> str:
    spans = (f' colspan="{colspan}"' if colspan > 1 else "") + (f' rowspan="{rowspan}"' if rowspan > 1 else "")
    return f"<td{spans}{kind and f' class={kind}'}><span>{text}</span></td>"


def _proactive_html(
    grid: Grid, blocks: Iterable[tuple[str, tuple[str, ...]]], figures: dict[str, dict[str, str]]
) -> str:
    lines = {line.key: line for line in grid.lines}
    rows = []
    for heading, keys in blocks:
        columns = grid.columns_of(lines[keys[0]])
        span = 12 // len(columns)
        rows.append(_row([_cell(heading, 16)]))
        rows.append(_row([_cell("信息内容", 4), *(_cell(column.zh, span) for column in columns)]))
        for key in keys:
            numbers = (_cell(figures[key][column.key], span) for column in columns)
            rows.append(_row([_cell(lines[key].zh, 4), *numbers]))
    return f"{_TABLE}{''.join(rows)}</table>"


def _requests_html(grid: Grid, style: Style, figures: dict[str, dict[str, str]]) -> str:
    share = style.label_share
    widths = [4, share * 0.3, share * 0.7 - 4, *[(100 - share) / 7] * 7]
    columns = "".join(f'<col style="width:{width}%">' for width in widths)
    body = "".join(_request_rows(grid, style, figures))
    return f"{_TABLE}<colgroup>{columns}</colgroup><thead>{_requests_head(grid)}</thead><tbody>{body}</tbody></table>"


def _requests_head(grid: Grid) -> str:
    names = [column.zh for column in grid.columns]
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    legal = (_cell("<br>".join(name[i : i + 2] for i in range(0, len(name), 2))) for name in names[1:6])
    return (
        _row([_cell(note, 3, 3), _cell("申请人情况", 7)])
        + _row([_cell(names[0], 1, 2), _cell("法人或其他组织", 5), _cell(names[6], 1, 2)])
        + _row(legal)
    )


def _request_rows(grid: Grid, style: Style, figures: dict[str, dict[str, str]]) -> Iterable[str]:
    below: dict[str, list[Line]] = {}
    for line in grid.lines:
        below.setdefault(line.parent or "", []).append(line)
    for top in below[""]:
        if top.key != "results":
            yield _row([_cell(_label(top), 3, kind="l"), *_numbers(figures[top.key])])
            continue
        rows = [row for line in below["results"] for row in _outcome_rows(line, below.get(line.key, []), figures)]
        yield _row([_stacked(_label(top), len(rows), style), *rows[0]])
        yield from (_row(row) for row in rows[1:])


def _outcome_rows(line: Line, parts: list[Line], figures: dict[str, dict[str, str]]) -> Iterable[list[str]]:
    if not parts:
        yield [_cell(_label(line), 2, kind="l"), *_numbers(figures[line.key])]
    for number, part in enumerate(parts):
        group = [_cell(_label(line), 1, len(parts))] if number == 0 else []
        yield [*group, _cell(_label(part), kind="l"), *_numbers(figures[part.key])]


def _label(line: Line) -> str:
    mark = {"一": "、", "二": "、", "三": "、", "四": "、"}.get(line.ordinal, "." if line.ordinal.isdigit() else "")
    return f"{line.ordinal}{mark}{line.zh}"


def _stacked(text: str, rows: int, style: Style) -> str:
    shown = "<br>".join(text) if style.vertical == "breaks" else text
    return _cell(shown, 1, rows, "v" if style.vertical == "mode" else "")


def _numbers(row: Mapping[str, str]) -> list[str]:
    return [_cell(text) for text in row.values()]


def _reviews_html(style: Style, figures: dict[str, dict[str, str]]) -> str:
    labels = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    broken = ["<br>".join(label) if style.vertical == "breaks" else f"{label[:2]}<br>{label[2:]}" for label in labels]
    head = (
        _row([_cell("行政复议", 5), _cell("行政诉讼", 10)])
        + _row([*(_cell(label, 1, 2) for label in broken), _cell("未经复议直接起诉", 5), _cell("复议后起诉", 5)])
        + _row(_cell(label) for label in broken * 2)
    )
    numbers = [text for line in figures.values() for text in line.values()]
    return f"{_TABLE}<tbody>{head}{_row(_cell(text) for text in numbers)}</tbody></table>"
