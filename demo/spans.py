"""How many columns and rows each printed cell of the official tables covers (reference: forms.md 2.2 to 2.4).

One `Layout` per way the founding reports print the form: the two editions, and two that depart from them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

Span = tuple[int, int]
"""Columns, rows."""

ONE: Span = (1, 1)

STUB = {"（本列数据": (3, 3), "申请人情况": (7, 1), "自然人": (1, 2), "法人或其他组织": (5, 1), "总计": (1, 2)}
LINES = {"一、": (3, 1), "二、": (3, 1), "（一）": (2, 1), "（二）": (2, 1), "（七）": (2, 1), "四、": (3, 1)}
GROUPS = {"（三）": (1, 8), "（四）": (1, 3), "（五）": (1, 5)}
REQUESTS_2019 = STUB | LINES | GROUPS | {"三、": (1, 20), "（六）": (2, 1)}
REQUESTS_2021 = STUB | LINES | GROUPS | {"三、": (1, 22), "（六）": (1, 3)}

REFUSALS = ("1.属于国", "2.其他法", "3.危及", "4.保护", "5.属于三", "6.属于四", "7.属于行", "8.属于行")
"""The eight lines under （三）不予公开, whose own label seed 001 has lost."""

REVIEWS = (((5, 1), (10, 1)), ((1, 2),) * 5 + ((5, 1),) * 2, (ONE,) * 10, (ONE,) * 15)
"""Table 四, row by row: the same in both editions."""

WIDTHS_2021 = {1: (4,), 2: (1, 3), 4: (1, 1, 1, 1)}
WIDTHS_2019 = {1: (5,), 3: (1, 2, 2), 4: (1, 1, 2, 1)}
SHIFTED_2019 = dict.fromkeys(("行政许可", "其他对外管理服务事项", "行政处罚", "行政强制"), (1, 2, 1, 1))
"""Lines of table 二 (2019) whose figures do not stand under their headings in the five-column grid."""


@dataclass(frozen=True)
class Layout:
    """How one report prints its tables: spans by the beginning of a label, widths by the number of cells."""

    requests: Mapping[str, Span]
    widths: Mapping[int, tuple[int, ...]]
    shifted: Mapping[str, tuple[int, ...]]


FORM_2019 = Layout(REQUESTS_2019, WIDTHS_2019, SHIFTED_2019)
FORM_2021 = Layout(REQUESTS_2021, WIDTHS_2021, {})

# Seed 001: its converter kept eight cells a row, so 总计 stands last in the third header row.
CUT_2021 = replace(FORM_2021, requests=REQUESTS_2021 | {"总计": ONE} | dict.fromkeys(REFUSALS, (2, 1)))

# Seed 004: 总计 stands beside 申请人情况 in the first header row, not under it.
TOTAL_BESIDE_2021 = replace(FORM_2021, requests=REQUESTS_2021 | {"申请人情况": (6, 1), "总计": (1, 3)})


def spans(layout: Layout, rows: tuple[tuple[str, ...], ...]) -> list[tuple[Span, ...]]:
    """Say what each cell of a table covers; the first cell tells which of the three tables it is."""
    if rows[0][0].startswith("第二十条"):
        return [_proactive(layout, row) for row in rows]
    if rows[0][0] == "行政复议":
        return list(REVIEWS)
    return [tuple(_request(layout, cell) for cell in row) for row in rows]


def _proactive(layout: Layout, row: tuple[str, ...]) -> tuple[Span, ...]:
    return tuple((columns, 1) for columns in layout.shifted.get(row[0], layout.widths[len(row)]))


def _request(layout: Layout, cell: str) -> Span:
    label = "".join(cell.split()).replace("(", "（").replace(")", "）")
    return next((span for start, span in layout.requests.items() if label.startswith(start)), ONE)
