"""Figures stated in prose: what a report says of its body and its year, with the quoted words and their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from parsers.breakdowns import CHANNELS, LISTED, category, continues, opens_sentence
from parsers.fitting import fit
from parsers.measures import CHANGES
from parsers.mentions import Found, Mention, clauses, mentions
from parsers.model import Statement
from parsers.prose import Prose, Sentence, flatten, sentences
from parsers.scope import other_body, other_year, planned
from parsers.zeros import jointly, zero_phrases

Sections = Mapping[int, tuple[int, int]]

_RECEIVED = ("requests_received", *CHANGES)
_FILED = ("requests_from_natural_persons", "requests_from_organisations")
_HANDLED = ("requests_answered", "requests_carried_in", "requests_carried_out")
_PROPOSALS = ("npc_proposals", "cppcc_proposals")
_ONCE = ("requests_received", "requests_answered")  # a second one in the sentence is a part, or of another body
_OF_THE_YEAR = re.compile("主动公开|全年|本年|共|总")
_RESPECTIVELY = re.compile(".{4}分别")  # which count is whose is not worth a guess
_NONE_OF = re.compile("(?:没有|未|无|没)[^，；]{0,6}$")
_COMPARED = re.compile("同比|环比|比|较|增幅|降幅|涨幅|去年|上年")
_OF_REQUESTS = re.compile("申请|受理量|办理量")
_LEVEL = re.compile("(?:与|同|和|较)[^，；]{0,10}持平")
_ANSWERED = "(?:答复|办结|回复|办理完毕|办理完成|办复)(?!率)"
_ALL_ANSWERED = re.compile(
    "^(?:目前)?(?:政府信息公开申请)?(?:所有|全部)?(?:申请)?(?:均|已|全部|都|按时|按期|依法)[^，；]{0,14}?" + _ANSWERED
)
_ANSWERED_HERE = re.compile("申请(?:均|已|全部|都)[^，；]{0,14}?" + _ANSWERED)


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
    for mention in mentions(sentence):
        if _speaks(mention, agency):
            governor = found[-1] if found else previous if opens_sentence(sentence.text) else None
            found += _of_mention(mention, governor, found, other_year(mention.lead + mention.head, year))
    found += _of_requests(sentence, found, previous)
    found += zero_phrases(sentence, year)
    return sorted(found, key=lambda item: item.at)


def _speaks(mention: Mention, agency: str | None) -> bool:
    """Whether a count can be a statement of this body at all: done, not planned, its own, one for one matter."""
    none_of = mention.count.value == 1 and _NONE_OF.search(mention.head)
    return not (
        none_of
        or _RESPECTIVELY.search(mention.head)
        or planned(mention.head, mention.lead)
        or other_body(mention.head, mention.lead, agency)
    )


def _of_mention(mention: Mention, governor: Found | None, found: list[Found], elsewhen: bool) -> Iterator[Found]:
    """What one count states: several matters at once, an item of a list, or a measure."""
    between = _since(mention, governor)
    joint = [] if elsewhen else list(jointly(mention))
    if joint:
        yield from joint
        return
    item = _listed(mention, between) if not elsewhen and continues(mention, governor, between) else None
    item = item or fit(mention, between, elsewhen)
    if item and _holds(item, mention, governor, found):
        yield item


def _since(mention: Mention, other: Found | None) -> str:
    """What stands between an earlier statement and the clause of a count."""
    return mention.lead[max(0, other.end - mention.start + len(mention.lead)) :] if other else mention.lead


def _listed(mention: Mention, between: str) -> Found | None:
    channel = fit(mention, between, elsewhen=False)
    return replace(channel, lists=True) if channel and channel.measure in CHANNELS else category(mention)


def _holds(item: Found, mention: Mention, governor: Found | None, found: list[Found]) -> bool:
    """Whether a statement agrees with those before it in the sentence."""
    if item.measure in CHANGES:
        return _changes_requests(mention, governor, found)
    if not item.lists and any(_part_of(item, other, mention) for other in found):
        return False
    if item.measure == "proactive_total" and _has(found, (*LISTED, *CHANNELS)):
        return _OF_THE_YEAR.search(mention.head) is not None
    return item.measure not in _ONCE or not _has(found, (item.measure,))


def _changes_requests(mention: Mention, governor: Found | None, found: list[Found]) -> bool:
    """Whether an increase is one over last year, and one of requests."""
    if not (_COMPARED.search(_since(mention, governor) + mention.head) or (governor and governor.measure in CHANGES)):
        return False
    if _OF_REQUESTS.search(mention.head):
        return True
    received = governor and (governor.measure in _RECEIVED or (governor.measure in _FILED and _has(found, _RECEIVED)))
    return bool(received)


def _part_of(item: Found, other: Found, mention: Mention) -> bool:
    """Whether a figure is a part of another of the same measure: 32 interpretations, 20 of them in pictures."""
    return item.measure == other.measure and "其中" in _since(mention, other) + mention.head


def _has(found: list[Found], measures: tuple[str, ...]) -> bool:
    return any(item.measure in measures for item in found)


def _of_requests(sentence: Sentence, found: list[Found], previous: Found | None) -> Iterator[Found]:
    """What clauses without a number say of the requests received: all answered, as many as the year before."""
    candidates = [*found, *((previous,) if previous else ())]
    received = next((item for item in candidates if item.measure == "requests_received" and item.value), None)
    if received is None:
        return
    for start, end, clause in _clauses_from(sentence, received):
        here = start <= received.at
        if _LEVEL.search(clause) and not _has(found, CHANGES):
            yield Found("requests_change", 0, received.unit, False, start, end, start)
        if not _has(found, _HANDLED) and (_ANSWERED_HERE if here else _ALL_ANSWERED).search(clause):
            yield replace(received, measure="requests_answered", end=end, at=end)
            return


def _clauses_from(sentence: Sentence, received: Found) -> Iterator[tuple[int, int, str]]:
    """The clause of the requests received and those after it that have no count, with their places in the prose."""
    for offset, clause in clauses(sentence.text):
        start, end = sentence.start + offset, sentence.start + offset + len(clause)
        counted = any(offset <= count.start < offset + len(clause) for count in sentence.counts)
        if start <= received.at < end or (start > received.at and not counted):
            yield start, end, clause


def _settled(found: list[Found], text: str) -> Iterator[Found]:
    """Without the zeros that the same paragraph corrects: no proposals from the city, six from the district."""
    for item in found:
        if item.value or item.measure not in _PROPOSALS or not any(_corrects(other, item, text) for other in found):
            yield item


def _corrects(other: Found, item: Found, text: str) -> bool:
    first, last = sorted((item.start, other.start))
    return other.measure == item.measure and other.value != 0 and "\n" not in text[first:last]


def _statement(prose: Prose, text: str, item: Found, sections: Sections | None) -> Statement:
    start, end = prose.span(item.start, item.end)
    return Statement(
        measure=item.measure,
        value=item.value,
        unit=item.unit,
        approximate=item.approximate,
        quote=text[start:end],
        start=start,
        end=end,
        section=next((key for key, (opens, closes) in (sections or {}).items() if opens <= start < closes), None),
        label=item.label,
    )
