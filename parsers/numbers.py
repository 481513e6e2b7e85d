"""Cell text -> number: what was printed, never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from parsers.labels import fold, without_marks

_MARKS = frozenset(("/", "//", "\\", "-", "--", "—", "——", "–", "一一", "无", "不适用", "∕", "╱"))
_SIGNS = {"减少": -1, "减": -1, "-": -1, "−": -1, "﹣": -1, "增加": 1, "增": 1, "+": 1}
_NUMBER = re.compile(  # of 18 digits at most: no count has more, and int() refuses 4,301
    r"^(?P<about>约|近)?(?P<sign>减少|减|增加|增|[-+−﹣])?"
    r"(?P<digits>\d{1,3}(?:[,，]\d{3}){1,6}(?:\.\d{1,18})?|\d{1,18}(?:\.\d{1,18})?)"
    r"(?P<more>余|多)?(?P<unit>万元|亿元|元|件次|件|条|项|个|次|起|宗|份|人次|人|例|万)?$"
)
_ORDINAL_SIGN = re.compile(r"^\s*[①-⑳⑴-⒇]")  # counts rows, and folding would make it a number
_MONEY = ("元", "万元", "亿元", "万")
_GLOSS = re.compile(r"[(][^()\d]{1,12}[)]$")


@dataclass(frozen=True, slots=True)
class Number:
    """What a cell says. `kind`: number, approximate, blank, mark (a dash or stroke for "not applicable") or text."""

    value: int | float | None
    kind: str
    unit: str | None = None


@lru_cache(maxsize=1 << 14)
def parse_number(text: str) -> Number:
    """The number a cell prints, with its sign and unit; `value` is None for anything but a number.

    >>> parse_number("1,234"), parse_number("０")
    (Number(value=1234, kind='number', unit=None), Number(value=0, kind='number', unit=None))
    >>> parse_number("减3").value, parse_number("-8").value, parse_number("增151").value
    (-3, -8, 151)
    >>> parse_number("609725.09元")
    Number(value=609725.09, kind='number', unit='元')
    >>> parse_number("12件").value, parse_number("20余").kind
    (12, 'approximate')
    >>> parse_number("12①").value, parse_number("①").kind
    (12, 'text')
    >>> parse_number("  ").kind, parse_number("/").kind, parse_number("见附件").kind
    ('blank', 'mark', 'text')
    """
    folded = fold(without_marks(text))
    if not folded:
        return Number(None, "blank")
    if folded in _MARKS:
        return Number(None, "mark")
    match = _NUMBER.match(_GLOSS.sub("", folded))
    if not match or _ORDINAL_SIGN.search(text):
        return Number(None, "text")
    kind = "approximate" if match["about"] or match["more"] else "number"
    unit = match["unit"] if match["unit"] in _MONEY else None
    return Number(_value(match["digits"]) * _SIGNS.get(match["sign"], 1), kind, unit)


def is_value(text: str) -> bool:
    """Whether a cell holds what a number's place may hold: a number, nothing, or a stroke."""
    return parse_number(text).kind != "text"


def _value(digits: str) -> int | float:
    bare = digits.replace(",", "").replace("，", "")
    return float(bare) if "." in bare else int(bare)
