"""Figures stated in prose: what a report says of its body and its year, with the quoted words and their place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from parsers.breakdowns import CHANNELS, category, clean, continues, opens_sentence
from parsers.measures import RULES
from parsers.mentions import Found, Mention, clauses, mentions
from parsers.model import Statement
from parsers.prose import Prose, Sentence, flatten, sentences
from parsers.scope import other_body, other_year, planned
from parsers.wording import Rule
from parsers.zeros import jointly, zero_phrases

Sections = Mapping[int, tuple[int, int]]

_RULES_BY_UNIT: Mapping[str, list[Rule]] = defaultdict(list)
for _rule in RULES:
    for _unit in _rule.units:
        _RULES_BY_UNIT[_unit].append(_rule)

_UNITS = {"followers": "人", "proactive_category": "条"}
_CHANGES = ("requests_change", "requests_change_pct")
_RECEIVED = ("requests_received", *_CHANGES)
_FILED = ("requests_from_natural_persons", "requests_from_organisations")
_TOTAL = re.compile("主动公开|共|累计|总")
_NONE_OF = re.compile("(?:没有|未|无|没)[^，；]{0,6}$")
_CARRIED = ("requests_answered", "requests_carried_in", "requests_carried_out")
_LESS = re.compile("(?:减少|下降|回落|降低|下滑|降幅|减幅|减|降|少)[^增升多]*$")
_COMPARED = re.compile("同比|环比|比|较|增幅|降幅|涨幅|去年|上年")
_OF_REQUESTS = re.compile("申请|受理量|办理量")
_LEVEL = re.compile("(?:与|同|和|较)[^，；]{0,10}持平")
_ALL_ANSWERED = re.compile(
    "^(?:目前)?(?:政府信息公开申请)?(?:所有|全部)?(?:申请)?(?:均|已|全部|都|按时|按期|依法)[^，；]{0,14}?"
    "(?:答复|办结|回复|办理完毕|办理完成|办复)(?!率)"
)

_ANSWERED_HERE = re.compile("申请(?:均|已|全部|都)[^，；]{0,14}?(?:答复|办结|回复|办理完毕|办理完成)(?!率)")


def statements(
    text: str, *, year: int | None, agency: str | None = None, sections: Sections | None = None
) -> tuple[Statement, ...]:
    """What the prose states about the reporting body in its year, in the order of the text.

    >>> for said in statements("全年收到政府信息公开申请21件，比2022年增加7件，未发生行政复议。", year=2023):
    ...     print(said.measure, said.value, said.unit, said.quote)
    requests_received 21 件 全年收到政府信息公开申请21件
    requests_change 7 件 比2022年增加7件
    reviews 0 件 未发生行政复议
    """
    prose = flatten(text)
    found: list[Found] = []
    for sentence in sentences(prose):
        previous = found[-1] if found and "\n" not in prose.text[found[-1].end : sentence.start] else None
        found += _stated(sentence, previous, year, agency)
    return tuple(_statement(prose, text, item, sections) for item in _settled(found, prose.text))


def _stated(sentence: Sentence, previous: Found | None, year: int | None, agency: str | None) -> list[Found]:
    """The statements of one sentence; `previous` is the last one before it in the paragraph."""
    found: list[Found] = []
    carried = previous if opens_sentence(sentence.text) else None
    for mention in mentions(sentence):
        governor = found[-1] if found else carried
        found += _of_mention(mention, governor, found, year, agency)
    found += _of_clauses(sentence, found, previous)
    found += zero_phrases(sentence, year)
    return sorted(found, key=lambda item: item.at)


def _of_mention(
    mention: Mention, governor: Found | None, found: list[Found], year: int | None, agency: str | None
) -> Iterator[Found]:
    """What one count states: several matters at once, an item of a list, or a measure."""
    if mention.count.value == 1 and _NONE_OF.search(mention.head):
        return
    if planned(mention.head, mention.lead) or other_body(mention.head, mention.lead, agency):
        return
    elsewhen = other_year(mention.lead + mention.head, year)
    joint = () if elsewhen else tuple(jointly(mention))
    if joint:
        yield from joint
        return
    between = _between(mention, governor)
    item = _listed(mention, between) if not elsewhen and continues(mention, governor, between) else None
    item = item or _by_rules(mention, between, elsewhen)
    if item and _holds(item, mention, governor, between, found):
        yield item


def _between(mention: Mention, governor: Found | None) -> str:
    if governor is None:
        return mention.lead
    return mention.lead[max(0, governor.end - (mention.start - len(mention.lead))) :]


def _listed(mention: Mention, between: str) -> Found | None:
    channel = _by_rules(mention, between, False)
    if channel and channel.measure in CHANNELS:
        return replace(channel, lists=True)
    return category(mention)


def _by_rules(mention: Mention, between: str, elsewhen: bool) -> Found | None:
    """The measure of the first rule that fits; of another year's counts only those that may be."""
    for rule in _RULES_BY_UNIT.get(mention.count.unit, ()):
        if elsewhen and not rule.any_year:
            continue
        matched = _match(rule, mention)
        if matched and _allowed(rule, mention, matched, between):
            return _found(rule, mention, matched)
    return None


def _match(rule: Rule, mention: Mention) -> re.Match[str] | None:
    for head, tail in rule.halves:
        if tail is None:
            matched = head.search(mention.head)
        else:
            matched = tail.match(mention.tail) and head.search(mention.head)
        if matched:
            return matched
    return None


def _allowed(rule: Rule, mention: Mention, matched: re.Match[str], between: str) -> bool:
    within, nearby, unless, bar = rule.limits
    clause = f"{matched[0] if 'label' in matched.groupdict() else mention.head}#{mention.tail}"
    return not (
        (unless and unless.search(clause))
        or (nearby and not nearby.search(between))
        or (within and not within.search(mention.topic + mention.lead))
        or (bar and bar.search(mention.lead))
    )


def _found(rule: Rule, mention: Mention, matched: re.Match[str]) -> Found:
    count, label = mention.count, None
    unit = count.unit or _UNITS.get(rule.measure, "件")
    value = -count.value if rule.measure in _CHANGES and _LESS.search(mention.head) else count.value
    if "label" in matched.groupdict():
        named = matched["label"]
        label = named if named.endswith(("领域", "方面")) else clean(mention.head[matched.start("label") :])
    lists = label is not None and not label.endswith(("领域", "方面"))
    return Found(
        rule.measure, value, unit, count.approximate, mention.start, mention.end, mention.start + len(mention.head), label, lists
    )


def _holds(item: Found, mention: Mention, governor: Found | None, between: str, found: list[Found]) -> bool:
    """Whether a statement agrees with what governs it: a change needs what changed, a part is not the whole."""
    if item.measure in _CHANGES:
        compared = _COMPARED.search(mention.since + mention.head) or (governor and governor.measure in _CHANGES)
        of_requests = governor and (governor.measure in _RECEIVED or (governor.measure in _FILED and _has(found, _RECEIVED)))
        return bool(compared and (of_requests or _OF_REQUESTS.search(mention.head)))
    if governor and item.measure == governor.measure and "其中" in between + mention.head and not item.lists:
        return False
    if item.measure == "proactive_total" and _has(found, CHANNELS) and not _TOTAL.search(mention.head):
        return False
    return item.measure != "requests_answered" or not _has(found, ("requests_answered",))


def _has(found: list[Found], measures: tuple[str, ...]) -> bool:
    return any(item.measure in measures for item in found)


def _of_clauses(sentence: Sentence, found: list[Found], previous: Found | None) -> Iterator[Found]:
    """What clauses without a number say of the requests received: all answered, as many as the year before."""
    received = next((item for item in found if item.measure == "requests_received"), None)
    if received is None and previous and previous.measure == "requests_received":
        received = previous
    if received is None or not received.value:
        return
    stated = {item.measure for item in found}
    for start, clause in clauses(sentence.text):
        place = sentence.start + start
        end = place + len(clause)
        if end <= received.at or any(start <= count.start < start + len(clause) for count in sentence.counts if place > received.at):
            continue
        if _LEVEL.search(clause) and not stated.intersection(_CHANGES):
            yield Found("requests_change", 0, received.unit, False, place, end, place)
        said = _ALL_ANSWERED.search(clause) if place > received.at else _ANSWERED_HERE.search(clause)
        if said and not stated.intersection(_CARRIED):
            yield replace(received, measure="requests_answered", end=end, at=end)
            return


def _settled(found: list[Found], text: str) -> Iterator[Found]:
    """Without the zeros that a figure of the same paragraph corrects: none of the city's proposals, six of the district's."""
    for item in found:
        corrected = item.value == 0 and any(
            other.measure == item.measure
            and other.value
            and "\n" not in text[min(item.start, other.start) : max(item.start, other.start)]
            for other in found
        )
        if not corrected:
            yield item


def _statement(prose: Prose, text: str, item: Found, sections: Sections | None) -> Statement:
    start, end = prose.span(item.start, item.end)
    section = next((key for key, (opens, closes) in (sections or {}).items() if opens <= start < closes), None)
    return Statement(
        item.measure, item.value, item.unit, item.approximate, text[start:end], start, end, section, item.label
    )
