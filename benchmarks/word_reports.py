"""Annual reports of the fictitious 示例市 with random figures that add up: their printed tables, cell by cell."""

from __future__ import annotations

import random
from dataclasses import dataclass

from parsers.forms import form2019, form2021
from parsers.model import Form, Line

PARTS = 5  # of a column of table 四, its total the last
NUMBER_COLUMNS = 7


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed cell over `across` columns and `down` rows."""

    text: str
    across: int = 1
    down: int = 1


Rows = list[list[Printed]]


@dataclass(frozen=True, slots=True)
class Report:
    """A report's title, the headings and paragraphs of its sections, and its three tables."""

    title: str
    sections: tuple[tuple[str, str], ...]
    tables: tuple[Rows, Rows, Rows]


def make_report(seed: int) -> Report:
    """A report of the form of 2021 (even seeds) or 2019 (odd seeds), the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311
    form = form2019.FORM if seed % 2 else form2021.FORM
    year = 2020 if seed % 2 else 2023
    proactive = _proactive_2019(chance) if seed % 2 else _proactive_2021(chance)
    requests = _requests(chance, form)
    received = requests[3][-1].text
    return Report(
        f"示例市{chance.choice(('统计局', '教育局', '水务局', '第一镇'))}{year}年政府信息公开工作年度报告",
        (
            ("总体情况", f"{year}年，本机关共收到政府信息公开申请{received}件，均依法办理。"),
            ("主动公开政府信息情况", ""),
            ("收到和处理政府信息公开申请情况", ""),
            ("政府信息公开行政复议、行政诉讼情况", ""),
            ("存在的主要问题及改进情况", "公开的内容还不够细致，将进一步完善。"),
            ("其他需要报告的事项", "本年度未收取信息处理费。"),
        ),
        (proactive, requests, _reviews(chance)),
    )


def matrix(rows: Rows) -> list[list[str]]:
    """The text that stands in each place of a table."""
    places: dict[tuple[int, int], str] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in places:
                column += 1
            places |= {(number + y, column + x): cell.text for y in range(cell.down) for x in range(cell.across)}
            column += cell.across
    width = max(column for _, column in places) + 1
    return [[places.get((number, column), "") for column in range(width)] for number in range(len(rows))]


def _count(chance: random.Random) -> int:
    """A number of one to seven digits, small ones as often as large ones."""
    return chance.randint(1, 10 ** chance.randint(1, 7) - 1)


def _proactive_2021(chance: random.Random) -> Rows:
    def numbers(count: int) -> list[Printed]:
        return [Printed(str(_count(chance))) for _ in range(count)]

    fee = Printed(f"{_count(chance) / 100:.2f}", 3)
    return [
        [Printed("第二十条第（一）项", 4)],
        [Printed("信息内容"), Printed("本年制发件数"), Printed("本年废止件数"), Printed("现行有效件数")],
        [Printed("规章"), *numbers(3)],
        [Printed("行政规范性文件"), *numbers(3)],
        [Printed("第二十条第（五）项", 4)],
        [Printed("信息内容"), Printed("本年处理决定数量", 3)],
        [Printed("行政许可"), Printed(str(_count(chance)), 3)],
        [Printed("第二十条第（六）项", 4)],
        [Printed("信息内容"), Printed("本年处理决定数量", 3)],
        [Printed("行政处罚"), Printed(str(_count(chance)), 3)],
        [Printed("行政强制"), Printed(str(_count(chance)), 3)],
        [Printed("第二十条第（八）项", 4)],
        [Printed("信息内容"), Printed("本年收费金额（单位：万元）", 3)],
        [Printed("行政事业性收费"), fee],
    ]


def _proactive_2019(chance: random.Random) -> Rows:
    def three(label: str) -> list[Printed]:
        change = chance.choice(("增", "减", "+", "-")) + str(_count(chance))
        return [Printed(label), Printed(str(_count(chance))), Printed(change, 2), Printed(str(_count(chance)))]

    items = [Printed("信息内容"), Printed("上一年项目数量"), Printed("本年增/减", 2), Printed("处理决定数量")]
    made = [Printed("信息内容"), Printed("本年新制作数量"), Printed("本年新公开数量", 2), Printed("对外公开总数量")]
    return [
        [Printed("第二十条第（一）项", 5)],
        made,
        three("规章"),
        three("规范性文件"),
        [Printed("第二十条第（五）项", 5)],
        items,
        three("行政许可"),
        three("其他对外管理服务事项"),
        [Printed("第二十条第（六）项", 5)],
        items,
        three("行政处罚"),
        three("行政强制"),
        [Printed("第二十条第（八）项", 5)],
        [Printed("信息内容"), Printed("上一年项目数量", 2), Printed("本年增/减", 2)],
        [Printed("行政事业性收费"), Printed(str(_count(chance)), 2), Printed(f"减{_count(chance)}", 2)],
        [Printed("第二十条第（九）项", 5)],
        [Printed("信息内容"), Printed("采购项目数量", 2), Printed("采购总金额", 2)],
        [Printed("政府集中采购"), Printed(str(_count(chance)), 2), Printed(f"{_count(chance) / 100:.2f}元", 2)],
    ]


def _requests(chance: random.Random, form: Form) -> Rows:
    grid = form.grid("requests")
    assert grid is not None
    lines = grid.lines
    figures = _request_figures(chance, lines)
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    names = [Printed(column.zh) for column in grid.columns[1:6]]
    rows: Rows = [
        [Printed(note, 3, 3), Printed("申请人情况", 7)],
        [Printed("自然人", 1, 2), Printed("法人或其他组织", 5), Printed("总计", 1, 2)],
        names,
    ]
    pending: list[Printed] = []
    for line in lines:
        if line.group:
            pending.append(Printed(_label(line), 1, _height(line, lines)))
        else:
            numbers = [Printed(str(number)) for number in figures[line.key]]
            rows.append([*pending, Printed(_label(line), _stub_width(line)), *numbers])
            pending = []
    return rows


def _request_figures(chance: random.Random, lines: tuple[Line, ...]) -> dict[str, list[int]]:
    """Every line's numbers: the flow identity holds in each column, each row has its total."""
    leaves = [line.key for line in lines if not line.group and line.parent and line.key != "results_total"]
    figures = {key: [_count(chance) for _ in range(NUMBER_COLUMNS - 1)] for key in [*leaves, "carried_out"]}
    figures["results_total"] = [sum(figures[key][column] for key in leaves) for column in range(NUMBER_COLUMNS - 1)]
    whole = [one + two for one, two in zip(figures["results_total"], figures["carried_out"], strict=True)]
    figures["carried_in"] = [chance.randint(1, total - 1) for total in whole]
    figures["new_received"] = [one - two for one, two in zip(whole, figures["carried_in"], strict=True)]
    return {key: [*row, sum(row)] for key, row in figures.items()}


def _label(line: Line) -> str:
    if not line.ordinal:
        return line.zh
    return (
        f"{line.ordinal}.{line.zh}" if line.ordinal.isdecimal() else f"{line.ordinal}、{line.zh}".replace("）、", "）")
    )


def _height(group: Line, lines: tuple[Line, ...]) -> int:
    children = [line for line in lines if line.parent == group.key]
    return sum(_height(line, lines) if line.group else 1 for line in children)


def _stub_width(line: Line) -> int:
    return 3 if line.parent is None else 2 if line.parent == "results" else 1


def _reviews(chance: random.Random) -> Rows:
    parts = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    numbers: list[Printed] = []
    for _ in range(3):
        counts = [_count(chance) for _ in range(PARTS - 1)]
        numbers += [Printed(str(count)) for count in [*counts, sum(counts)]]
    return [
        [Printed("行政复议", 5), Printed("行政诉讼", 10)],
        [*(Printed(part, 1, 2) for part in parts), Printed("未经复议直接起诉", 5), Printed("复议后起诉", 5)],
        [Printed(part) for part in parts * 2],
        numbers,
    ]
