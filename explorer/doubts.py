"""Findings in plain words: which rule, at which place of the form, what it says, and both sides where a sum fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from explorer.layout import label
from explorer.words import CHECKS, SEVERITIES, Words, both, number, said, shown
from parsers.forms import FORMS
from parsers.model import Form

_LONGEST = 1_000  # characters of a message; a document can be quoted in it


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding ready to be read; `table` is the grid it concerns and `cell` the very place, if it names one."""

    severity: str
    severity_words: Words
    check: Words
    where: str
    message: Words
    expected: str
    actual: str
    table: str
    cell: str


def doubt_of(finding: Mapping[str, Any], form: Form | None) -> Doubt:
    """A row of `findings` in words."""
    where = finding["where"] or ""
    table, *rest = where.split(".")
    return Doubt(
        severity=finding["severity"],
        severity_words=said(SEVERITIES, finding["severity"]),
        check=_rule(finding),
        where=_place(table, rest, form or FORMS[0]),
        message=both(shown(finding["message"], _LONGEST)),
        expected=number(finding["expected"]),
        actual=number(finding["actual"]),
        table=table,
        cell=where if len(rest) == 2 else "",
    )


def _rule(finding: Mapping[str, Any]) -> Words:
    """The short name of a rule where it has one, else what the archive says of it."""
    if finding["check"] in CHECKS or not finding["check_zh"]:
        return said(CHECKS, finding["check"])
    return finding["check_zh"], finding["check_en"]


def _place(table: str, rest: list[str], form: Form) -> str:
    """`requests.results_total.total` as a reader of the form would say it: table, line and column."""
    grid = form.grid(table)
    if grid is None:
        return shown(table, 100)
    names = {line.key: label(line) for line in grid.lines} | {column.key: column.zh for column in grid.columns}
    lines = {line.key: label(line) for line in grid.lines}
    return " · ".join([grid.zh, *(lines.get(key) or names.get(key) or key for key in rest)])
