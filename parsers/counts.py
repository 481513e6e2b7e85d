"""Counts as Chinese reports write them: number, scale, unit, and whether it is only approximate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

UNITS = (
    *("人次", "条次", "件次", "场次", "篇次", "期次", "条", "件", "篇", "则", "份", "项", "部", "宗", "起", "例", "封"),
    *("次", "场", "期", "班", "轮", "批", "人", "名", "位", "户", "个", "家", "元", "%"),
)
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_RANKS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"": 1, "千": 1000, "百万": 10**6, "千万": 10**7, "万": 10**4, "亿": 10**8}
_WIDTH = str.maketrans("０１２３４５６７８９％，．", "0123456789%,.")
_NOT_A_UNIT = "性|工作日|月|小时|百分点|季度|星期|学时|世纪|五年|龙|大代表"
_COUNT = re.compile(
    r"(?<![第\d.A-Za-z+])(?<!\d[,\- —~至到千万亿])(?<! ,)"
    r"(?:(?P<hundredths>百分之)?(?P<number>\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:\.\d+)?(?![\d ,.]{0,9}\d)"
    r"|[零〇○一二两三四五六七八九十百千万亿]+))"
    r"(?P<more>余|多|来)?(?P<scale>百万|千万|千|万|亿)?(?P<still>余|多)?"
    rf"(?P<unit>{'|'.join(UNITS)})?(?!{_NOT_A_UNIT})(?P<around>左右|以上|上下)?"
)
_DIGIT = re.compile("[0-9零〇○一二两三四五六七八九十百千万亿]")  # where a count may start
_ABOUT = re.compile(r"(?:约|近|逾|超|超过|突破|不足)了?$")
_ENDS = re.compile(r"[，。；、：)\n(]|$")
_RANGE = re.compile(r"[-—~至到]\d")
_LONGEST = 16  # digits; what is longer is no count
_VAGUE = ("数", "几", "好")
_SPLIT_DIGITS = re.compile(r"(?<=\d)\s(?=\d)")


@dataclass(frozen=True, slots=True)
class Count:
    """A number with its unit ("" when none is printed), the text as printed and its place."""

    value: int | float
    unit: str
    approximate: bool
    text: str
    start: int
    end: int


def parse_count(text: str) -> Count | None:
    """The count that the whole text is: value and text as printed; None when unreadable, never a guess.

    >>> def read(text):
    ...     count = parse_count(text)
    ...     return count and (count.value, count.unit, count.approximate)
    >>> read("168条"), read("２３６ 条"), read("1,243件"), read("4 2 3篇")
    ((168, '条', False), (236, '条', False), (1243, '件', False), (423, '篇', False))
    >>> read("二十三件"), read("一百〇二名"), read("两次"), read("八千六百三十二条")
    ((23, '件', False), (102, '名', False), (2, '次', False), (8632, '条', False))
    >>> read("1.2万条"), read("1300余条"), read("约40场"), read("200条左右"), read("百余条")
    ((12000, '条', False), (1300, '条', True), (40, '场', True), (200, '条', True), (100, '条', True))
    >>> read("35.1%"), read("百分之五"), read("380元"), read("0.35万元"), read("550万")
    ((35.1, '%', False), (5, '%', False), (380, '元', False), (0.35, '万元', False), (5500000, '', False))
    >>> [read(text) for text in ("数百条", "三五件", "3-5件", "1 243条", "第三条", "20个工作日", "两百三件", "12,34条")]
    [None, None, None, None, None, None, None, None]
    """
    printed = text.strip()
    runs = printed.split()
    if all(len(run.rstrip("".join(UNITS))) <= 1 for run in runs):
        printed = _SPLIT_DIGITS.sub("", printed)
    folded = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", printed.translate(_WIDTH))
    counts = [count for count in find_counts(folded) if count.end == len(folded)]
    lead = folded[: counts[0].start] if counts else ""
    if len(counts) != 1 or (lead and lead != "上" and not _ABOUT.fullmatch(lead)):
        return None
    only = counts[0]
    return Count(only.value, only.unit, only.approximate, text, 0, len(text))


def find_counts(text: str) -> Iterator[Count]:
    """Every readable count of a text that has half-width digits and no white space in it.

    Ordinals, ranges, vague numbers, and numbers that run into other words are passed over.

    >>> [(count.value, count.unit) for count in find_counts("其中工作动态37条，占22%，共5类，第3名")]
    [(37, '条'), (22, '%')]
    """
    end = 0
    for start in _DIGIT.finditer(text):
        found = _COUNT.match(text, start.start()) if start.start() >= end else None
        if found:
            end = found.end()
            count = _count(found)
            if count is not None:
                yield count


def chinese_number(text: str) -> int | None:
    """The number that Chinese numerals spell; None for a pair (三五), a colloquial end (两百三) or nonsense.

    >>> chinese_number("一百〇二"), chinese_number("十二"), chinese_number("二万三千"), chinese_number("二〇二三")
    (102, 12, 23000, 2023)
    >>> chinese_number("三五"), chinese_number("两百三"), chinese_number("二三十"), chinese_number("百")
    (None, None, None, None)
    """
    if len(text) > 2 and all(letter in _DIGITS for letter in text):
        return int("".join(str(_DIGITS[letter]) for letter in text))
    value, rest = 0, text
    for mark, scale in (("亿", 10**8), ("万", 10**4)):
        upper, found, lower = rest.rpartition(mark)
        if found:
            part = _below_ten_thousand(upper)
            if part is None or (lower and lower[0] not in "零〇○" and len(lower) == 1):
                return None
            value, rest = value + part * scale, lower
    part = _below_ten_thousand(rest) if rest or not value else 0
    return None if part is None else value + part


def _below_ten_thousand(text: str) -> int | None:
    value, rank, rest = 0, 10_000, text
    while rest:
        gap = rest[0] in "零〇○" and len(rest) > 1
        rest = rest[1:] if gap else rest
        if rest[0] == "十" and not value:
            rest = "一" + rest
        if rest[0] not in _DIGITS:
            return None
        step = _RANKS.get(rest[1:2], 1)
        if step >= rank or (step == 1 and (len(rest) > 1 or (rank > 10 and value and not gap))):
            return None
        value, rank, rest = value + _DIGITS[rest[0]] * step, step, rest[2:]
    return value if text else None


def _count(found: re.Match[str]) -> Count | None:
    before = found.string[max(0, found.start() - 4) : found.start()]
    number, scale = found["number"], found["scale"] or ""
    upward = before.endswith("上") and number[0] in "百千万"
    about = bool(upward or _ABOUT.search(before) or found["more"] or found["still"] or found["around"])
    value, unit = _value(number, scale, about, before), _unit(found)
    if value is None or unit is None or _RANGE.match(found.string, found.end()):
        return None
    scale = scale or number[-1]
    if unit == "元" and scale in ("万", "亿"):
        value, unit = _plain(value / _SCALES[scale]), scale + "元"
    return Count(value, unit, about, found[0], found.start(), found.end())


def _unit(found: re.Match[str]) -> str | None:
    """The unit as printed; a number without one must stand alone, or it runs into a word that is no unit."""
    if found["hundredths"]:
        return None if found["unit"] else "%"
    digits = found["number"][0].isdigit() or found["scale"] or found["number"][-1] in "万亿"
    alone = digits and _ENDS.match(found.string, found.end())
    return found["unit"] or ("" if alone else None)


def _value(number: str, scale: str, approximate: bool, before: str) -> int | float | None:
    if len(number) > _LONGEST:
        return None
    if number[0].isdigit():
        return _plain(round(float(number.replace(",", "")) * _SCALES[scale], 4))
    if number[0] in "十百千万亿":
        if before.endswith(_VAGUE) or (number[0] != "十" and not approximate):
            return None
        number = number if number[0] == "十" else "一" + number
    number, scale = (number + scale, "") if scale in ("万", "亿") and number[-1] not in "万亿" else (number, scale)
    if number.endswith(("百万", "千万")):
        scale, number = number[-1], number[:-1]
    value = chinese_number(number)
    return None if value is None else value * _SCALES[scale]


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else round(value, 4)
