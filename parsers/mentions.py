"""Counts in their clauses: what stands before and after a count, and what it was found to state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.counts import Count
from parsers.prose import Sentence

_BOUNDARY = "，；：()"
_CLAUSE = re.compile(r"[^，；：()]+")
_JOINED = re.compile(r"(?:以及|和|及|与|并|、)")
_TAIL_ENDS = re.compile("[，；：()、]")
_QUOTES = re.compile("[“”\"'‘’]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A count in its sentence. `start` is where its clause starts; `head` and `tail` are the clause around the count,
    `lead` is the sentence before the clause, `since` what stands between the count before and the clause."""

    count: Count
    start: int
    end: int
    head: str
    tail: str
    lead: str
    since: str
    topic: str


@dataclass(frozen=True, slots=True)
class Found:
    """A statement, its places counted in the prose: `start` and `end` of its quote, `at` of its number."""

    measure: str
    value: int | float
    unit: str
    approximate: bool
    start: int
    end: int
    at: int
    label: str | None = None
    lists: bool = False  # what follows it may be further items of the same list


def mentions(sentence: Sentence) -> Iterator[Mention]:
    """The counts of a sentence with their surroundings; `365期1460条` mentions only the last of the two.

    >>> from parsers.counts import find_counts
    >>> text = "共承办人大建议6件、政协提案4件"
    >>> sentence = Sentence(text, 0, tuple(find_counts(text)), "")
    >>> [(mention.head, mention.tail, mention.lead) for mention in mentions(sentence)]
    [('共承办人大建议', '', ''), ('政协提案', '', '共承办人大建议6件、')]
    """
    text, last = sentence.text, 0
    for place, count in enumerate(sentence.counts):
        following = sentence.counts[place + 1].start if place + 1 < len(sentence.counts) else len(text) + 1
        if following == count.end:
            continue
        start = _clause_start(text, last, count.start)
        end = _tail_end(text, count.end, min(following, len(text)))
        yield Mention(
            count,
            sentence.start + start,
            sentence.start + end,
            _QUOTES.sub("", text[start : count.start]),
            _QUOTES.sub("", text[count.end : end]),
            text[:start],
            text[last:start],
            sentence.topic,
        )
        last = count.end


def clauses(text: str) -> Iterator[tuple[int, str]]:
    """(where it starts, the clause) of every clause of a sentence.

    >>> list(clauses("未收到申请，也未收费"))
    [(0, '未收到申请'), (6, '也未收费')]
    """
    for clause in _CLAUSE.finditer(text):
        yield clause.start(), clause[0]


def _clause_start(text: str, last: int, stop: int) -> int:
    """After the last boundary before the count; a colon directly before the number is none."""
    limit = stop - 1 if text[stop - 1 : stop] == "：" else stop
    start = max(last, *(text.rfind(sign, last, limit) + 1 for sign in _BOUNDARY))
    joined = _JOINED.match(text, start, stop)
    return joined.end() if joined and start == last else start


def _tail_end(text: str, start: int, stop: int) -> int:
    if _JOINED.match(text, start):
        return start
    ends = _TAIL_ENDS.search(text, start, stop)
    return ends.start() if ends else (stop if stop == len(text) else start)
