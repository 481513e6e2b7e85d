"""Rules across bodies: what a government reports for its area cannot be less than what the bodies in it report."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.cases import Check, Row, found
from parsers.model import Finding

SUMMED = (
    "requests.new_received.total",
    "requests.results_total.total",
    "reviews.review.total",
    "reviews.suit_direct.total",
    "reviews.suit_after_review.total",
    "proactive.licensing.decisions",
    "proactive.penalty.decisions",
    "proactive.compulsion.decisions",
)
"""Figures that an area's report adds up over its departments, townships and the areas below it."""


def _parts_exceed_whole(rule: Check[Row], row: Row) -> Iterator[Finding]:
    """Bodies missing from the archive make the sum smaller, never larger; how many are there is said."""
    for path in SUMMED:
        whole, parts = row.own.numbers.get(path), row.parts.get(path)
        if row.own.scope == "area" and whole is not None and parts and parts.total > whole:
            detail = f"库中下属 {parts.bodies} 个机关之和 sum of the {parts.bodies} bodies in the archive"
            yield found(rule, path, parts.total, whole, detail)


AREA_CHECKS: tuple[Check[Row], ...] = (
    Check(
        "parts_exceed_whole",
        "warning",
        "一级政府汇总数小于所属机关之和",
        "a government's total for its area is less than the sum of the bodies in it",
        _parts_exceed_whole,
    ),
)
