"""Which rule fits a count in its clause, and what it then states."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from parsers.breakdowns import AREAS, clean
from parsers.measures import CHANGES, RULES
from parsers.mentions import Found, Mention
from parsers.notation import Rule

_UNITS = {"followers": "人", "proactive_category": "条"}  # where a number is printed without one
_LESS = re.compile("(?:减少|下降|回落|降低|下滑|降幅|减幅|减|降|少)[^增升多]*$")


def _by_unit() -> Mapping[str, list[Rule]]:
    rules: dict[str, list[Rule]] = defaultdict(list)
    for rule in RULES:
        for unit in rule.units:
            rules[unit].append(rule)
    return rules


_RULES = _by_unit()


def fit(mention: Mention, between: str, elsewhen: bool) -> Found | None:
    """What the first rule that fits makes of a count; of another year's counts only those that may be.

    `between` is what stands between the statement before and the clause.
    """
    for rule in _RULES.get(mention.count.unit, ()):
        if elsewhen and not rule.any_year:
            continue
        matched = _match(rule, mention)
        if matched and _allowed(rule, mention, matched, between):
            return _found(rule, mention, matched)
    return None


def _match(rule: Rule, mention: Mention) -> re.Match[str] | None:
    for head, tail in rule.halves:
        if tail is None or tail.match(mention.tail):
            matched = head.search(mention.head)
            if matched:
                return matched
    return None


def _allowed(rule: Rule, mention: Mention, matched: re.Match[str], between: str) -> bool:
    """Whether the limits of a rule hold; of a rule that names a category `unless` concerns the name alone."""
    within, nearby, unless, bar = rule.limits
    clause = (matched[0] if "label" in matched.groupdict() else mention.head) + "#" + mention.tail
    return not (
        (unless and unless.search(clause))
        or (nearby and not nearby.search(between))
        or (within and not within.search(mention.topic + mention.lead))
        or (bar and bar.search(mention.lead))
    )


def _found(rule: Rule, mention: Mention, matched: re.Match[str]) -> Found:
    count = mention.count
    label = _label(mention, matched)
    return Found(
        measure=rule.measure,
        value=-count.value if rule.measure in CHANGES and _LESS.search(mention.head) else count.value,
        unit=count.unit or _UNITS.get(rule.measure, "件"),
        approximate=count.approximate,
        start=mention.start,
        end=mention.end,
        at=mention.start + len(mention.head),
        label=label,
        lists=label is not None and not label.endswith(AREAS),
    )


def _label(mention: Mention, matched: re.Match[str]) -> str | None:
    named = matched.groupdict().get("label")
    return named if named is None or named.endswith(AREAS) else clean(mention.head[matched.start("label") :])
