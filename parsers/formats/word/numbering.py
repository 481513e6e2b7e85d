"""Automatic paragraph numbers as Word prints them: `一、`, `（二）`, `3.1`; shared by .docx and .doc.

Number formats: ISO/IEC 29500-1 section 17.18.59 (ST_NumberFormat); the same ones as [MS-OSHARED] 2.2.1.3 (MSONFC).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list prints its number; `restart` names the level (from 1) that sets it back, 0 none."""

    start: int = 1
    style: str = "decimal"
    text: str = ""
    gap: str = ""
    restart: int | None = None
    legal: bool = False


@dataclass(frozen=True, slots=True)
class Scheme:
    """A list: `counted` names the counters it shares with its sisters, `starts` the levels it begins anew."""

    name: str
    counted: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int] = field(default_factory=dict)


class Counters:
    """Where every list of one document has got to."""

    def __init__(self) -> None:
        """Start before the first number of every list."""
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def label(self, scheme: Scheme, depth: int) -> str:
        """The number of the next paragraph on this level, with what separates it from the text."""
        level = scheme.levels.get(depth)
        if level is None:
            return ""
        counts = self._advance(scheme, depth, level)
        if level.style == "bullet":
            return ""
        text = re.sub(r"%([1-9])", lambda match: _part(scheme, counts, int(match[1]) - 1, level), level.text)
        return text + level.gap if text and text[-1].isascii() else text

    def _advance(self, scheme: Scheme, depth: int, level: Level) -> dict[int, int]:
        counts = self._counts.setdefault(scheme.counted, {})
        if scheme.name not in self._begun:
            self._begun.add(scheme.name)
            counts.update({at: start - 1 for at, start in scheme.starts.items()})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            restart = scheme.levels.get(deeper, level).restart
            if depth < (deeper if restart is None else restart):
                del counts[deeper]
        return counts


def numeral(number: int, style: str) -> str:
    """A number in one of Word's formats; one that is not known is printed in decimal.

    >>> [numeral(12, style) for style in ("chineseCounting", "decimalEnclosedCircle", "upperRoman", "lowerLetter")]
    ['十二', '⑫', 'XII', 'l']
    """
    if style in _SEQUENCES:
        symbols = _SEQUENCES[style]
        return symbols[number - 1] if 0 < number <= len(symbols) else str(number)
    return _STYLES.get(style, str)(number)


def _part(scheme: Scheme, counts: Mapping[int, int], depth: int, level: Level) -> str:
    other = scheme.levels.get(depth, level)
    return numeral(counts.get(depth, other.start), "decimal" if level.legal else other.style)


def _chinese(number: int) -> str:
    if not 0 < number < 10_000:
        return str(number)
    digits = [int(digit) for digit in str(number)]
    parts = [_DIGITS[digit] + _UNITS[len(digits) - 1 - place] if digit else "零" for place, digit in enumerate(digits)]
    text = re.sub("零+", "零", "".join(parts)).rstrip("零")
    return text.removeprefix("一") if 10 <= number < 20 else text


def _formal(number: int) -> str:
    text = _chinese(number).translate(_FORMAL)
    return "壹" + text if text.startswith("拾") else text


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(abs(number)))


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


def _roman(number: int) -> str:
    if not 0 < number < 4_000:
        return str(number)
    text = ""
    for value, symbol in _ROMAN:
        count, number = divmod(number, value)
        text += symbol * count
    return text


def _letter(number: int) -> str:
    if not 0 < number < 800:
        return str(number)
    times, place = divmod(number - 1, 26)
    return chr(ord("A") + place) * (times + 1)


_STYLES: dict[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "ideographDigital": _digital,
    "taiwaneseDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "japaneseCounting": _chinese,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
}
_SEQUENCES = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}
