"""Rules within the form: its sums, what a cell may hold, and what cannot all be true of one report."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.agencies import Agency
from parsers.cases import Case, Check, found, place_of, printed, total
from parsers.forms import FORMS
from parsers.model import Column, Figure, Finding
from parsers.numbers import parse_number

_RULE_COLUMNS = ("issued", "in_force", "newly_made")  # what only a maker of rules can have; others may repost them
_MOST_10K = {"township": 100_000}  # 万元: ten hundred million yuan of fees is beyond any township
_MOST_10K_ELSEWHERE = 1_000_000
_ITEMS = ("licensing", "other_external", "penalty", "compulsion", "fees")
_AT_MOST = {  # rule -> what must not exceed, and what it must not exceed, on each line of documents
    "issued_not_in_force": (("issued",), ("in_force", "repealed")),
    "public_above_total": (("newly_public",), ("public_total",)),
    "public_above_made": (("newly_public",), ("newly_made",)),
}
_DOCUMENTS = ("rules", "normative_documents")
_MANY = 20  # disposals from which one single outcome for all of them is remarkable
_DISPUTES = ("reviews.review.total", "reviews.suit_direct.total", "reviews.suit_after_review.total")
_REQUESTS = ("requests.new_received.total", "requests.carried_in.total")


def _sums(rule: Check[Case], case: Case) -> Iterator[Finding]:
    """Both sides of every identity of this name that fails."""
    for grid, tried in case.trials.items():
        for trial in tried:
            if trial.identity.key == rule.key and trial.outcome == "failed":
                key = trial.identity.right[0]
                where = f"{grid}.{trial.at}.{key}" if trial.identity.over == "row" else f"{grid}.{key}.{trial.at}"
                yield found(rule, where, trial.left, trial.right)


def _unreadable(rule: Check[Case], case: Case) -> Iterator[Finding]:
    for figure in case.figures:
        if parse_number(figure.text).kind == "text":
            yield found(rule, place_of(figure), detail=figure.text)


def _approximate(rule: Check[Case], case: Case) -> Iterator[Finding]:
    for figure in case.figures:
        if parse_number(figure.text).kind == "approximate":
            yield found(rule, place_of(figure), actual=figure.number, detail=figure.text)


def _not_a_count(rule: Check[Case], case: Case) -> Iterator[Finding]:
    for figure, column in _with_columns(case):
        number = figure.number
        if number is None or (number >= 0 and number == int(number)) or (column.signed and number == int(number)):
            continue
        if (number < 0 and not column.signed) or not (column.decimal or case.unit_of(figure) == "万元"):
            yield found(rule, place_of(figure), actual=number, detail=figure.text)


def _other_unit(rule: Check[Case], case: Case) -> Iterator[Finding]:
    for figure in case.figures:
        unit = case.unit_of(figure) if figure.unit else ""
        if figure.unit and unit and figure.unit.removesuffix("元") != unit.removesuffix("元"):
            yield found(rule, place_of(figure), actual=figure.number, detail=f"{figure.text} → {unit}")


def _unsure(rule: Check[Case], case: Case) -> Iterator[Finding]:
    for figure in case.figures:
        if figure.confidence < 0.8:
            detail = f"{figure.text} ({figure.confidence:.2f})"
            yield found(rule, place_of(figure), actual=figure.number, detail=detail)


def _fewer_than_none(rule: Check[Case], case: Case) -> Iterator[Finding]:
    numbers = case.numbers
    for item in _ITEMS:
        left = total(numbers, (f"proactive.{item}.items_prev", f"proactive.{item}.items_change"))
        if left is not None and left < 0:
            yield found(rule, f"proactive.{item}.items_change", actual=left)


def _at_most(rule: Check[Case], case: Case) -> Iterator[Finding]:
    smaller, larger = _AT_MOST[rule.key]
    for line in _DOCUMENTS:
        left, right = (
            total(case.numbers, [f"proactive.{line}.{column}" for column in columns]) for columns in (smaller, larger)
        )
        if left is not None and right is not None and left > right:
            yield found(rule, f"proactive.{line}.{smaller[0]}", right, left)


def _one_outcome(rule: Check[Case], case: Case) -> Iterator[Finding]:
    closed = case.numbers.get("requests.results_total.total") or 0
    if closed < _MANY:
        return
    for figure in case.of("requests"):
        if figure.column == "total" and figure.line in _OUTCOMES and figure.number == closed:
            yield found(rule, place_of(figure), actual=closed, detail=printed(closed))


def _rules_made_below(rule: Check[Case], case: Case) -> Iterator[Finding]:
    body = case.body
    if body is None or body.level is None or _makes_rules(body):
        return
    for figure in case.of("proactive"):
        if figure.line == "rules" and figure.column in _RULE_COLUMNS and (figure.number or 0) > 0:
            yield found(rule, place_of(figure), 0, figure.number)


def _makes_rules(body: Agency) -> bool:
    """State Council bodies, provinces, districted cities and autonomous prefectures (Legislation Law, Arts. 91, 93)."""
    government = body.kind in ("government", "government_office")
    return body.level == "national" or (government and body.level in ("provincial", "prefectural"))


def _amount_in_yuan(rule: Check[Case], case: Case) -> Iterator[Finding]:
    level = case.body.level if case.body else None
    most = _MOST_10K.get(level or "", _MOST_10K_ELSEWHERE)
    for figure in case.of("proactive"):
        if figure.column == "amount_10k" and (figure.number or 0) > most:
            yield found(rule, place_of(figure), actual=figure.number, detail=f"{figure.text} > {printed(most)} 万元")


def _suit_without_review(rule: Check[Case], case: Case) -> Iterator[Finding]:
    numbers = case.numbers
    suits, reviews = numbers.get("reviews.suit_after_review.total"), numbers.get("reviews.review.total")
    if suits and reviews == 0:
        yield found(rule, "reviews.suit_after_review.total", reviews, suits)


def _disputes_without_requests(rule: Check[Case], case: Case) -> Iterator[Finding]:
    numbers = case.numbers
    disputes = total(numbers, _DISPUTES)
    if disputes and total(numbers, _REQUESTS) == 0:
        yield found(rule, "reviews.review.total", 0, disputes)


def _procurement_half_given(rule: Check[Case], case: Case) -> Iterator[Finding]:
    numbers = case.numbers
    projects, amount = (numbers.get(f"proactive.procurement.{column}") for column in ("projects", "amount"))
    if projects is not None and amount is not None and (projects == 0) != (amount == 0):
        yield found(rule, "proactive.procurement.amount", projects, amount)


def _with_columns(case: Case) -> Iterator[tuple[Figure, Column]]:
    columns = {(grid.key, column.key): column for grid in case.layout.grids for column in grid.columns}
    return ((figure, columns[figure.grid, figure.column]) for figure in case.figures)


def _outcomes() -> frozenset[str]:
    """The lines that say what became of requests, on any edition of the form."""
    sums = [sum_ for form in FORMS for grid in form.grids for sum_ in grid.identities if sum_.key == "results_sum"]
    groups = {key.removesuffix("*") for sum_ in sums for key in sum_.left}
    lines = [line for form in FORMS for grid in form.grids for line in grid.lines]
    return frozenset(line.key for line in lines if line.key in groups or line.parent in groups)


def _identities() -> Iterator[Check[Case]]:
    """A rule for every sum that any edition of the form prints or implies."""
    identities = {sum_.key: sum_ for form in FORMS for grid in form.grids for sum_ in grid.identities}
    for key, identity in identities.items():
        yield Check(key, identity.severity, f"应当成立而不成立：{identity.zh}", f"does not hold: {identity.en}", _sums)


_OUTCOMES = _outcomes()

FORM_CHECKS: tuple[Check[Case], ...] = (
    *_identities(),
    Check("group_sum", "error", "各项之和不等于所印小计", "the parts do not add up to the printed subtotal", _sums),
    Check("cell_unreadable", "warning", "单元格不是数字，未取值", "the cell holds no number; left empty", _unreadable),
    Check("cell_approximate", "note", "单元格为约数", "the cell prints an approximate number", _approximate),
    Check("not_a_count", "error", "应为非负整数", "a count must be a whole number, zero or more", _not_a_count),
    Check(
        "unit_in_cell",
        "warning",
        "单元格所印单位与表头不同，已换算",
        "the cell prints another unit than the header; converted",
        _other_unit,
    ),
    Check("low_confidence", "warning", "识别把握不足", "the recogniser was not sure of this cell", _unsure),
    Check(
        "items_below_zero",
        "error",
        "上一年项目数量加本年增减，应为零或以上",
        "items last year and the change add up to less than none",
        _fewer_than_none,
    ),
    Check(
        "issued_not_in_force",
        "warning",
        "本年制发件数多于现行有效与本年废止之和",
        "more issued this year than are in force or were repealed",
        _at_most,
    ),
    Check(
        "public_above_total",
        "warning",
        "本年新公开数量多于对外公开总数量",
        "more newly disclosed than disclosed in total",
        _at_most,
    ),
    Check(
        "public_above_made",
        "note",
        "本年新公开数量多于本年新制作数量；或有旧文件公开",
        "more newly disclosed than newly made; older documents may have been released",
        _at_most,
    ),
    Check(
        "one_outcome",
        "note",
        "全部办理结果同属一类",
        "all disposals have one and the same outcome",
        _one_outcome,
    ),
    Check(
        "rules_made_below",
        "warning",
        "规章只由国务院部门、省、设区的市和自治州制定，本机关无此权限",
        "only State Council bodies, provinces, districted cities and autonomous prefectures make rules; this body cannot",
        _rules_made_below,
    ),
    Check(
        "amount_in_yuan",
        "warning",
        "收费金额大得不合情理，疑以元填入万元栏",
        "the amount is beyond belief: probably yuan in a column of ten thousand yuan",
        _amount_in_yuan,
    ),
    Check(
        "suit_without_review",
        "note",
        "有复议后起诉而本年无复议；复议或在上年",
        "suits after a review, but no review this year; it may be one of last year",
        _suit_without_review,
    ),
    Check(
        "disputes_without_requests",
        "warning",
        "没有新收和结转的申请，却有复议或诉讼",
        "reviews or suits although no request was received or carried in",
        _disputes_without_requests,
    ),
    Check(
        "procurement_half_given",
        "warning",
        "采购项目数量与采购总金额，一为零一不为零",
        "procurement projects and amount: one is zero, the other is not",
        _procurement_half_given,
    ),
)
