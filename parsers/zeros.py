"""Zero phrases: what a report says did not happen, and what it says of several matters at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.measures import ZEROS
from parsers.mentions import Found, Mention, clauses
from parsers.notation import Zero
from parsers.prose import MASK, Sentence
from parsers.scope import other_year

_QUOTES = re.compile("[“”]")
_DENIES = re.compile("[未没无零不]")
_NEGATED = re.compile(
    r"(?P<firm>未|没有|没|不存在|不(?=收取))(?![来按经能列完达及更公现])|(?P<bare>无(?![法障正故偿关需纸线疑误论处]|人(?!.{0,10}申请))|零)"
)
_HAPPENS = re.compile(
    r"(?:任何|一[例起件]|曾|有|再|向|申请人|单位|个人|公民|、|和|或)*"
    r"(?:收到|接到|接收|受理|发生|出现|产生|存在|涉及|被|因|由|针对|引发|引起|提起|收(?=[取费])|征收|承办|召开|举办|举行|制发|制定|出台|废止|结转|办理)"
)
_CAUSE = re.compile(
    r"(?:因|由于|由|就|针对)[^，；、]{0,10}?信息公开(?:工作|申请|事项|答复)?(?:而|所|被|引起|引发|产生|导致|造成|提起|提出|发生|申请|的)*"
)
_NOT_ZERO = re.compile("按时|逾期|超期|败诉|纠正|纠错|撤销|正当|经复议|不予|收费项目|现成")
_NONE_AFTER = re.compile(r"(?:均|都|皆)?(?:[为是]＊?(?:零|无)＊?|无|(?:均|都)?(?:未|没有)有?(?:发生|出现|收到|产生))$")
_EACH = re.compile("(?:均|都|各)(?:为|是|有)?$")


def zero_phrases(sentence: Sentence, year: int | None) -> Iterator[Found]:
    """What the clauses of a sentence deny.

    >>> sentence = Sentence("未发生因政府信息公开申请行政复议、提起行政诉讼的情况", 0, (), "")
    >>> [(found.measure, found.value) for found in zero_phrases(sentence, 2023)]
    [('reviews', 0), ('litigations', 0)]
    """
    if not _DENIES.search(sentence.text):
        return
    for start, clause in clauses(_QUOTES.sub(MASK, sentence.text)):
        for place, words in _denied(clause):
            if other_year(sentence.text[: start + place], year):
                continue
            offset = sentence.start + start
            for zero in _named(words, clause):
                yield Found(zero.measure, 0, zero.unit, False, offset, offset + len(clause), offset + place)


def jointly(mention: Mention) -> Iterator[Found]:
    """What one count states of each of several matters: 行政复议、行政诉讼均为0件.

    >>> from parsers.counts import find_counts
    >>> mention = Mention(next(find_counts("0件")), 0, 12, "行政复议、诉讼均为", "", "", "", "")
    >>> [found.measure for found in jointly(mention)]
    ['reviews', 'litigations']
    """
    if not _EACH.search(mention.head):
        return
    named = list(_named(mention.head, mention.head))
    for zero in named if len(named) > 1 else ():
        count = mention.count
        yield Found(
            zero.measure,
            count.value,
            count.unit or zero.unit,
            count.approximate,
            mention.start,
            mention.end,
            mention.start,
        )


def _denied(clause: str) -> Iterator[tuple[int, str]]:
    """Where a clause denies something, and the words that it denies."""
    if not _DENIES.search(clause) or _NOT_ZERO.search(clause):
        return
    for negation in _NEGATED.finditer(clause):
        words = clause[negation.end() :]
        if negation[0] == "零" and words:
            yield negation.start(), words[:6]
        elif words and (negation["bare"] or negation["firm"] in ("没有", "不存在") or _HAPPENS.match(words)):
            yield negation.start(), words
            return
    after = _NONE_AFTER.search(clause)
    if after:
        yield after.start(), clause[: after.start()]


def _named(words: str, clause: str) -> Iterator[Zero]:
    bare = _CAUSE.sub("", words)
    for zero in ZEROS:
        subject = words if zero.measure == "complaints" else bare
        if zero.named.search(subject) and not (zero.barred and zero.barred.search(clause)):
            yield zero
