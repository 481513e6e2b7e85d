"""An invented archive: six years of reports by the bodies of 示例市, as web pages, with the faults that real ones have."""

from __future__ import annotations

from pathlib import Path
from random import Random

from crawler.adding import add
from crawler.archive import Archive
from crawler.load import load
from crawler.scorecards import fill_scorecards
from crawler.yearly import refresh
from explorer.layout import Layout, layout_of
from parsers.forms import FORMS
from parsers.model import Form, Grid

YEARS = range(2019, 2025)
REGIONS = (
    ("990000", "示例省", "示例省", "province", None),
    ("990100", "示例市", "示例省示例市", "prefecture", "990000"),
    ("990101", "范例区", "示例省示例市范例区", "county", "990100"),
    ("990102", "样板县", "示例省示例市样板县", "county", "990100"),
    ("980000", "假设省", "假设省", "province", None),
)
BODIES = (
    ("示例市住房和城乡建设局", "990100", "prefectural"),
    ("示例市公安局", "990100", "prefectural"),
    ("示例市范例区住房和城乡建设局", "990101", "county"),
    ("示例市样板县教育局", "990102", "county"),
    ("假设省自然资源厅", "980000", "provincial"),
)
MISSING = ("示例市范例区住房和城乡建设局", 2021)
WRONG_TOTAL = ("示例市公安局", 2023)
WRONG_CARRY = ("示例市住房和城乡建设局", 2022)
BLANK_ROW = ("示例市样板县教育局", 2024)
PROSE = (
    "{year}年，{body}认真贯彻落实《中华人民共和国政府信息公开条例》，共收到政府信息公开申请{received}件，"
    "未发生信息处理费。围绕营商环境和住建领域主动公开信息{public}条，行政复议{reviews}件。"
)

Numbers = dict[tuple[str, str, str], int | str]


def invent(folder: Path) -> Path:
    """The archive, made through the front door: pages are added and read like any others."""
    path = folder / "archive.db"
    pages = [
        (f"{body}-{year}.html", page_of(body, year).encode())
        for body, _, _ in BODIES
        for year in YEARS
        if (body, year) != MISSING
    ]
    with Archive.opened(path) as archive:
        add(archive, pages)
        load(archive)
        place(archive)
    return path


def page_of(body: str, year: int, changed: int = 0) -> str:
    """A report as a portal might show it; `changed` is added to the requests received, as in a later edition."""
    form = next(form for form in FORMS if form.first_year <= year)
    numbers = numbers_of(form, body, year)
    received = int(numbers["requests", "new_received", "total"]) + changed
    prose = PROSE.format(year=year, body=body, received=received, public=received * 9, reviews=year % 3)
    tables = {grid.section: table_of(grid, numbers) for grid in form.grids}
    names = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况")
    names += ("存在的主要问题及改进情况", "其他需要报告的事项")
    sections = (
        f"<h3>{ordinal}、{name}</h3>{tables.get(number) or f'<p>{prose}</p>'}"
        for number, (ordinal, name) in enumerate(zip("一二三四五六", names, strict=True), 1)
    )
    title = f"{body}{year}年政府信息公开工作年度报告"
    return (
        f"<html><head><title>{title}</title><meta name='ArticleTitle' content='{title}'>"
        f"<meta name='PubDate' content='{year + 1}-01-{10 + year % 20:02d}'></head>"
        f"<body><div id='menu'><a href='/'>首页</a></div><div id='zoom'><h1>{title}</h1>{''.join(sections)}</div></body></html>"
    )


def numbers_of(form: Form, body: str, year: int) -> Numbers:
    """Numbers that add up and carry over from year to year, but for the faults named above."""
    numbers: Numbers = {}
    names = [name for name, _, _ in BODIES]
    for grid in form.grids:
        for line in grid.lines:
            for column in grid.columns_of(line):
                numbers[grid.key, line.key, column.key] = 0
    for kind, column in enumerate(("natural_person", "legal_commercial", "legal_law_service")):
        _fill(numbers, column, names.index(body) + 1, year, kind)
    _sum(numbers, form)
    if (body, year) == WRONG_TOTAL:
        numbers["requests", "results_total", "total"] = int(numbers["requests", "results_total", "total"]) + 1
    if (body, year) == WRONG_CARRY:
        for column in ("natural_person", "total"):
            for line in ("carried_in", "carried_out"):
                numbers["requests", line, column] = int(numbers["requests", line, column]) + 3
    if (body, year) == BLANK_ROW:
        for column in form.grid("requests").columns:
            numbers["requests", "refused_3sec_1stab", column.key] = ""
    return numbers


def _fill(numbers: Numbers, column: str, size: int, year: int, kind: int) -> None:
    random = Random(f"{column} {size} {year}")  # noqa: S311 (numbers to look at, no secrets)
    share = (6, 2, 1)[kind] * size
    granted, held, refused, part = (random.randint(0, share * most) for most in (4, 2, 1, 1))
    carried_in, carried_out = ((size + when) % 3 * (kind == 0) for when in (year, year + 1))
    parts = {"granted": granted, "unable_not_held": held, "refused_third_party": refused, "granted_in_part": part}
    closed = sum(parts.values()) + carried_in
    parts["granted"] += carried_in
    lines = parts | {"results_total": closed, "carried_in": carried_in, "carried_out": carried_out}
    lines["new_received"] = closed + carried_out - carried_in
    for line, value in lines.items():
        numbers["requests", line, column] = value
    numbers["reviews", "review", "upheld"] = year % 3
    numbers["reviews", "review", "total"] = year % 3
    numbers["proactive", "licensing", "decisions"] = 40 * size + year % 7


def _sum(numbers: Numbers, form: Form) -> None:
    for line in form.grid("requests").lines:
        parts = [numbers["requests", line.key, column.key] for column in form.grid("requests").columns[:-1]]
        numbers["requests", line.key, "total"] = sum(map(int, parts))


def table_of(grid: Grid, numbers: Numbers) -> str:
    """A table of the form in markup, with its merged cells."""
    layout: Layout = layout_of(grid)
    rows = [
        "".join(
            [
                *(f"<td rowspan={label.down} colspan={label.across}>{label.zh}</td>" for label in row.headings),
                *(f"<td colspan={s.across}>{numbers[grid.key, s.line, s.column]}</td>" for s in row.slots),
            ]
        )
        for row in (*layout.head, *layout.body)
    ]
    return f"<table border=1>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def place(archive: Archive) -> None:
    """The regions that exist nowhere, so that nobody takes these bodies for real ones."""
    keys = ("code", "name", "full_name", "level", "parent")
    archive.insert("regions", [dict(zip(keys, region, strict=True)) for region in REGIONS], replace=True)
    bodies = archive.rows("select * from bodies")
    archive.conn.execute("delete from bodies")
    for name, region, level in BODIES:
        archive.conn.execute("update agencies set region = ?, level = ? where name = ?", [region, level, name])
    archive.insert("bodies", [dict(body) for body in bodies])
    fill_scorecards(archive.conn)
    refresh(archive.conn, YEARS)
