"""What must be true of a report: the table of all rules, each with its severity and a sentence in zh and en."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from parsers.area_checks import AREA_CHECKS
from parsers.cases import Case, Check, Row, Rule
from parsers.form_checks import FORM_CHECKS
from parsers.model import Finding
from parsers.prose_checks import PROSE_CHECKS
from parsers.publication_checks import PUBLICATION_CHECKS
from parsers.reading_rules import READING_RULES
from parsers.year_checks import YEAR_CHECKS

CHECKS: tuple[Check[Case], ...] = (*FORM_CHECKS, *PROSE_CHECKS, *PUBLICATION_CHECKS)
"""Rules that look at one report alone."""

CROSS_CHECKS: tuple[Check[Row], ...] = (*YEAR_CHECKS, *AREA_CHECKS)
"""Rules that look at a report among others, once these are in an archive."""

SUBJECTS: Mapping[str, Sequence[Rule]] = {
    "reading": READING_RULES,
    "form": FORM_CHECKS,
    "prose": PROSE_CHECKS,
    "publication": PUBLICATION_CHECKS,
    "years": YEAR_CHECKS,
    "bodies": AREA_CHECKS,
}
"""All rules under what they look at."""


def check(case: Case) -> tuple[Finding, ...]:
    """All findings on a report by itself, in the order of the rules."""
    return tuple(finding for rule in CHECKS for finding in rule.find(rule, case))


def cross_check(row: Row) -> tuple[Finding, ...]:
    """All findings on a report among others, in the order of the rules."""
    return tuple(finding for rule in CROSS_CHECKS for finding in rule.find(rule, row))
