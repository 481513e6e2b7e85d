"""Rules about the publication: its tables, its form, its date, and words left over from another report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.agencies import full_name
from parsers.cases import Case, Check, found
from parsers.deadlines import days_late
from parsers.forms import FORMS
from parsers.model import Finding, Grid, Image
from parsers.sections import section_at
from parsers.wording import names_in, period_of

_ISSUED = (("2019", re.compile(r"2019.{0,2}60号")), ("2021", re.compile(r"2021.{0,2}30号")))
_LEADING_YEAR = re.compile(r"(?:^|[。；\n])\s*(20\d\d)\s*年(?=度?[,，]|[我全本县区市局镇乡省])")
_OWN_WORDS = (1, 5)  # the sections a body writes anew each year


def _picture_not_at_hand(rule: Check[Case], case: Case) -> Iterator[Finding]:
    for grid in _missing_grids(case):
        if pictures := [image for image in _pictures_of(case, grid) if image.body is None]:
            yield found(rule, grid.key, detail="、".join(image.alt or image.source for image in pictures))


def _table_in_picture(rule: Check[Case], case: Case) -> Iterator[Finding]:
    for grid in dict.fromkeys(figure.grid for figure in case.figures if figure.method == "ocr"):
        yield found(rule, grid)


def _table_missing(rule: Check[Case], case: Case) -> Iterator[Finding]:
    for grid in _missing_grids(case):
        if not _pictures_of(case, grid):
            yield found(rule, grid.key)


def _table_blank(rule: Check[Case], case: Case) -> Iterator[Finding]:
    for grid in dict.fromkeys(figure.grid for figure in case.figures):
        if all(figure.number is None for figure in case.of(grid)):
            yield found(rule, grid, expected=len(case.of(grid)), actual=0)


def _older_form(rule: Check[Case], case: Case) -> Iterator[Finding]:
    last = case.form.last_year if case.form else None
    if last is not None and case.year is not None and case.year > last:
        yield found(rule, "form", expected=case.year, actual=last)


def _newer_form(rule: Check[Case], case: Case) -> Iterator[Finding]:
    if case.form and case.year is not None and case.year < case.form.first_year:
        yield found(rule, "form", expected=case.year, actual=case.form.first_year)


def _other_form_cited(rule: Check[Case], case: Case) -> Iterator[Finding]:
    bare = "".join(case.document.text.split())
    cited = [form for form, number in _ISSUED if number.search(bare)]
    if case.form and len(cited) == 1 and case.form.key in dict(_ISSUED) and cited[0] != case.form.key:
        yield found(rule, "form", int(case.form.key), int(cited[0]))


def _who_and_when(rule: Check[Case], case: Case) -> Iterator[Finding]:
    for part, value in (("agency", case.agency), ("year", case.year)):
        if value is None:
            yield found(rule, part)


def _reader_doubts(rule: Check[Case], case: Case) -> Iterator[Finding]:
    for doubt in case.document.doubts:
        yield found(rule, "document", detail=doubt)
    for table in case.document.tables:
        for doubt in table.doubts:
            yield found(rule, f"table {table.index + 1}", detail=doubt)


def _late(rule: Check[Case], case: Case) -> Iterator[Finding]:
    days = days_late(case.published, case.year, case.body)
    if days is not None and days > 0:
        yield found(rule, "published", actual=days, detail=f"{case.published}，{days} 天 days")


def _early(rule: Check[Case], case: Case) -> Iterator[Finding]:
    if case.published and case.year is not None and case.published <= f"{case.year}-12-31":
        yield found(rule, "published", detail=case.published)


def _other_period(rule: Check[Case], case: Case) -> Iterator[Finding]:
    period = period_of(case.document.text)
    if period is not None and case.year is not None and period != case.year:
        yield found(rule, "text", case.year, period)


def _year_left_over(rule: Check[Case], case: Case) -> Iterator[Finding]:
    """A section that speaks of an earlier year only; one that looks back besides names its own year too."""
    for section in _OWN_WORDS:
        start, end = case.spans.get(section, (0, 0))
        words = case.document.text[start:end]
        years = [int(year) for year in _LEADING_YEAR.findall(words)]
        if case.year and years and max(years) < case.year and str(case.year) not in "".join(words.split()):
            yield found(rule, f"section {section}", case.year, max(years))


def _other_body_named(rule: Check[Case], case: Case) -> Iterator[Finding]:
    if case.body is None or case.agency is None:
        return
    for name in dict.fromkeys(names_in(case.document.text)):
        official = full_name(name, site_region=case.body.region_code, year=case.year)
        if not _may_be(official, case.agency):
            yield found(rule, "text", detail=f"{name} ≠ {case.agency}")


def _may_be(name: str, agency: str) -> bool:
    """Whether two names may be one body's: one abbreviates the other, or is the office of that government.

    >>> _may_be("示例县住建局", "示例市示例县住房和城乡建设局"), _may_be("示例县人民政府办公室", "示例县人民政府")
    (True, True)
    >>> _may_be("示例县财政局", "示例县水利局")
    False
    """
    shorter, longer = sorted((name, agency), key=len)
    letters = iter(longer)
    return longer.startswith(shorter) or all(letter in letters for letter in shorter)


def _missing_grids(case: Case) -> list[Grid]:
    """Tables that a report of this year must print and that gave no figure."""
    if case.year is not None and case.year < min(form.first_year for form in FORMS):
        return []
    given = {figure.grid for figure in case.figures}
    return [grid for grid in case.layout.grids if grid.key not in given]


def _pictures_of(case: Case, grid: Grid) -> list[Image]:
    return [image for image in case.document.images if section_at(case.spans, image.offset) == grid.section]


PUBLICATION_CHECKS: tuple[Check[Case], ...] = (
    Check(
        "picture_not_at_hand",
        "warning",
        "表格以图片发布，图片未能取得",
        "table published as a picture, not at hand",
        _picture_not_at_hand,
    ),
    Check("table_in_picture", "note", "表格以图片发布", "table published as a picture", _table_in_picture),
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
    Check(
        "other_form_cited",
        "note",
        "正文所引格式文号与所用表格不符",
        "the text cites another edition of the form than its tables follow",
        _other_form_cited,
    ),
    Check("identity_unknown", "warning", "无法确定机关或年度", "the body or the year could not be told", _who_and_when),
    Check("reader_doubt", "warning", "读取时有疑", "the reader of this format had doubts", _reader_doubts),
    Check("published_late", "warning", "逾法定期限公布", "published after the legal date", _late),
    Check(
        "published_early",
        "warning",
        "所署日期早于报告年度终了",
        "dated before the year it reports on was over",
        _early,
    ),
    Check(
        "other_period",
        "warning",
        "所述统计期限不是报告年度",
        "the period its figures are said to cover is not the reporting year",
        _other_period,
    ),
    Check(
        "year_left_over",
        "warning",
        "该部分只述往年，疑为沿用旧文",
        "the section speaks of an earlier year only: probably left over from an older report",
        _year_left_over,
    ),
    Check(
        "other_body_named",
        "warning",
        "开头或落款写有其他机关名称，疑为沿用他文",
        "another body is named at the beginning or the end: probably copied from its report",
        _other_body_named,
    ),
)
