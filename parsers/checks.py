"""What must be true of a report: a table of named rules, each with its severity, both sides and a sentence in zh and en."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from parsers.figures import numbers_of
from parsers.forms import FORMS
from parsers.identities import Trial
from parsers.model import Column, Document, Figure, Finding, Form, Grid, Image
from parsers.numbers import parse_number
from parsers.sections import section_at


@dataclass(frozen=True, slots=True)
class Case:
    """All that the rules look at: what a document is, what was read from it, and whose report of which year it is."""

    document: Document
    figures: tuple[Figure, ...]
    trials: Mapping[str, Sequence[Trial]]
    form: Form | None
    layout: Form
    spans: Mapping[int, tuple[int, int]]
    year: int | None
    agency: str | None

    def of(self, grid: str) -> list[Figure]:
        """The figures of one grid."""
        return [figure for figure in self.figures if figure.grid == grid]

    def unit_of(self, figure: Figure) -> str:
        """The unit the form prints for a figure's place."""
        return next(grid for grid in self.layout.grids if grid.key == figure.grid).unit_of(figure.line, figure.column)


@dataclass(frozen=True, slots=True)
class Check:
    """A named rule. `find` yields a finding for every place where it does not hold."""

    key: str
    severity: str
    zh: str
    en: str
    find: Callable[[Check, Case], Iterator[Finding]]


def check(case: Case) -> tuple[Finding, ...]:
    """All findings on a report, in the order of the rules."""
    return tuple(finding for rule in CHECKS for finding in rule.find(rule, case))


def _sums(rule: Check, case: Case) -> Iterator[Finding]:
    """Both sides of every identity of this name that fails."""
    for grid, tried in case.trials.items():
        for trial in tried:
            if trial.identity.key == rule.key and trial.outcome == "failed":
                key = trial.identity.right[0]
                where = f"{grid}.{trial.at}.{key}" if trial.identity.over == "row" else f"{grid}.{key}.{trial.at}"
                yield _finding(rule, where, trial.left, trial.right)


def _unreadable(rule: Check, case: Case) -> Iterator[Finding]:
    for figure in case.figures:
        if parse_number(figure.text).kind == "text":
            yield _finding(rule, _where(figure), detail=figure.text)


def _approximate(rule: Check, case: Case) -> Iterator[Finding]:
    for figure in case.figures:
        if parse_number(figure.text).kind == "approximate":
            yield _finding(rule, _where(figure), actual=figure.number, detail=figure.text)


def _not_a_count(rule: Check, case: Case) -> Iterator[Finding]:
    for figure, column in _with_columns(case):
        number = figure.number
        if number is None or (number >= 0 and number == int(number)) or (column.signed and number == int(number)):
            continue
        if (number < 0 and not column.signed) or not (column.decimal or case.unit_of(figure) == "万元"):
            yield _finding(rule, _where(figure), actual=number, detail=figure.text)


def _other_unit(rule: Check, case: Case) -> Iterator[Finding]:
    for figure in case.figures:
        unit = case.unit_of(figure) if figure.unit else ""
        if figure.unit and unit and figure.unit.removesuffix("元") != unit.removesuffix("元"):
            yield _finding(rule, _where(figure), actual=figure.number, detail=f"{figure.text} → {unit}")


def _unsure(rule: Check, case: Case) -> Iterator[Finding]:
    for figure in case.figures:
        if figure.confidence < 0.8:
            yield _finding(
                rule, _where(figure), actual=figure.number, detail=f"{figure.text} ({figure.confidence:.2f})"
            )


def _picture_not_at_hand(rule: Check, case: Case) -> Iterator[Finding]:
    for grid in _missing_grids(case):
        if pictures := [image for image in _pictures_of(case, grid) if image.body is None]:
            yield _finding(rule, grid.key, detail="、".join(image.alt or image.source for image in pictures))


def _table_missing(rule: Check, case: Case) -> Iterator[Finding]:
    for grid in _missing_grids(case):
        if not _pictures_of(case, grid):
            yield _finding(rule, grid.key)


def _table_blank(rule: Check, case: Case) -> Iterator[Finding]:
    for grid in dict.fromkeys(figure.grid for figure in case.figures):
        if all(figure.number is None for figure in case.of(grid)):
            yield _finding(rule, grid, expected=len(case.of(grid)), actual=0)


def _older_form(rule: Check, case: Case) -> Iterator[Finding]:
    last = case.form.last_year if case.form else None
    if last is not None and case.year is not None and case.year > last:
        yield _finding(rule, "form", expected=case.year, actual=last)


def _newer_form(rule: Check, case: Case) -> Iterator[Finding]:
    if case.form and case.year is not None and case.year < case.form.first_year:
        yield _finding(rule, "form", expected=case.year, actual=case.form.first_year)


def _who_and_when(rule: Check, case: Case) -> Iterator[Finding]:
    for part, value in (("agency", case.agency), ("year", case.year)):
        if value is None:
            yield _finding(rule, part)


def _reader_doubts(rule: Check, case: Case) -> Iterator[Finding]:
    for doubt in case.document.doubts:
        yield _finding(rule, "document", detail=doubt)
    for table in case.document.tables:
        for doubt in table.doubts:
            yield _finding(rule, f"table {table.index + 1}", detail=doubt)


_WORDED: tuple[Check, ...] = (
    Check("group_sum", "error", "各项之和不等于所印小计", "the parts do not add up to the printed subtotal", _sums),
    Check(
        "flow",
        "error",
        "第一项加第二项之和，不等于第三项加第四项之和",
        "received + carried in differs from disposed of + carried out",
        _sums,
    ),
    Check(
        "results_sum",
        "error",
        "办理结果各项之和不等于所印（七）总计",
        "the outcomes do not add up to the printed total",
        _sums,
    ),
    Check(
        "row_sum",
        "error",
        "自然人与各类组织之和不等于该行所印总计",
        "natural persons and organisations do not add up to the row's printed total",
        _sums,
    ),
    Check(
        "review_sum",
        "error",
        "维持、纠正、其他、未审结之和不等于所印总计",
        "the outcomes of reviews or suits do not add up to the printed total",
        _sums,
    ),
    Check("cell_unreadable", "warning", "单元格不是数字，未取值", "the cell holds no number; left empty", _unreadable),
    Check("cell_approximate", "note", "单元格为约数", "the cell prints an approximate number", _approximate),
    Check(
        "not_a_count",
        "error",
        "应为非负整数",
        "a count must be a whole number, zero or more",
        _not_a_count,
    ),
    Check(
        "unit_in_cell",
        "warning",
        "单元格所印单位与表头不同，已换算",
        "the cell prints another unit than the header; converted",
        _other_unit,
    ),
    Check("low_confidence", "warning", "识别把握不足", "the recogniser was not sure of this cell", _unsure),
    Check(
        "picture_not_at_hand",
        "warning",
        "表格以图片发布，图片未能取得",
        "table published as a picture, not at hand",
        _picture_not_at_hand,
    ),
    Check("table_missing", "warning", "报告中没有读到此表", "the table was not found in the report", _table_missing),
    Check("table_blank", "warning", "全表空白", "every cell of the table is blank", _table_blank),
    Check(
        "older_form",
        "warning",
        "所用为旧年度格式",
        "the report uses the form of an earlier year",
        _older_form,
    ),
    Check(
        "newer_form",
        "warning",
        "所用格式晚于报告年度",
        "the form is newer than the reporting year",
        _newer_form,
    ),
    Check("identity_unknown", "warning", "无法确定机关或年度", "the body or the year could not be told", _who_and_when),
    Check("reader_doubt", "warning", "读取时有疑", "the reader of this format had doubts", _reader_doubts),
)


def _of_identities() -> Iterator[Check]:
    """A rule for every sum of the forms that has no words of its own above."""
    worded = {rule.key for rule in _WORDED}
    for identity in (identity for form in FORMS for grid in form.grids for identity in grid.identities):
        if identity.key not in worded:
            yield Check(identity.key, identity.severity, f"应为：{identity.zh}", f"does not hold: {identity.en}", _sums)


CHECKS: tuple[Check, ...] = (*_WORDED, *_of_identities())


def _finding(
    rule: Check,
    where: str,
    expected: float | None = None,
    actual: float | None = None,
    detail: str = "",
) -> Finding:
    sides = f"：{expected:g} ≠ {actual:g}" if expected is not None and actual is not None else ""
    words = f"{rule.zh}{sides}{f'：{detail}' if detail else ''} / {rule.en}"
    return Finding(rule.key, rule.severity, where, words, expected, actual)


def _where(figure: Figure) -> str:
    return f"{figure.grid}.{figure.line}.{figure.column}"


def _with_columns(case: Case) -> Iterator[tuple[Figure, Column]]:
    columns = {(grid.key, column.key): column for grid in case.layout.grids for column in grid.columns}
    return ((figure, columns[figure.grid, figure.column]) for figure in case.figures)


def _missing_grids(case: Case) -> list[Grid]:
    """Tables that a report of this year must print and that gave no figure; before 2014 there was no form."""
    form = case.form or _in_force(case)
    return [grid for grid in form.grids if not numbers_of(case.figures, grid.key)] if form else []


def _in_force(case: Case) -> Form | None:
    """The form of the reporting year; where the year is not known, the one the tables look like."""
    if case.year is None:
        return case.layout
    return next((form for form in FORMS if form.first_year <= case.year), None)


def _pictures_of(case: Case, grid: Grid) -> list[Image]:
    pictures = case.document.images
    if grid.listed:  # an annex stands in no section
        return list(pictures)
    return [image for image in pictures if section_at(case.spans, image.offset) == grid.section]
