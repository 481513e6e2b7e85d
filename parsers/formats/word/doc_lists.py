"""Automatic numbers of a .doc: lists ([MS-DOC] 2.9.131 LSTF, 2.9.132 LVL, 2.9.125 LFO) and the styles that use them."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from parsers.formats.word.doc_file import WordFile
from parsers.formats.word.doc_sprms import ParagraphProperties, paragraph_properties
from parsers.formats.word.numbering import Counters, Level, Scheme

_STYLES = 1
_LISTS = 73
_OVERRIDES = 74
_NO_STYLE = 0x0FFF
_MAX_STEPS = 20  # of style inheritance; Word stops at 11
_GAPS = (" ", " ", "")  # ixchFollow: tab, space, nothing

# nfc codes ([MS-OSHARED] 2.2.1.3, MSONFC) by the names that numbering.py knows
_FORMATS = {
    0x00: "decimal", 0x01: "upperRoman", 0x02: "lowerRoman", 0x03: "upperLetter", 0x04: "lowerLetter",
    0x0A: "ideographDigital", 0x0B: "japaneseCounting", 0x0E: "decimalFullWidth", 0x11: "japaneseDigitalTenThousand",
    0x12: "decimalEnclosedCircle", 0x13: "decimalFullWidth2", 0x16: "decimalZero", 0x17: "bullet",
    0x1A: "decimalEnclosedFullstop", 0x1B: "decimalEnclosedParen", 0x1C: "decimalEnclosedCircleChinese",
    0x1D: "ideographEnclosedCircle", 0x1E: "ideographTraditional", 0x1F: "ideographZodiac", 0x21: "taiwaneseCounting",
    0x22: "ideographLegalTraditional", 0x23: "taiwaneseCountingThousand", 0x24: "taiwaneseDigital",
    0x25: "chineseCounting", 0x26: "chineseLegalSimplified", 0x27: "chineseCountingThousand", 0xFF: "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: the one it is based on, and its own properties."""

    base: int
    properties: ParagraphProperties


class Lists:
    """The lists of one file and where each has got to."""

    def __init__(self, file: WordFile) -> None:
        """Read the lists, and the styles where there are lists."""
        self._schemes = _schemes(file.structure(_OVERRIDES), _levels(file))
        self._styles = read_styles(file.structure(_STYLES), file.data) if self._schemes else []
        self._counters = Counters()

    def label(self, paragraph: ParagraphProperties) -> str:
        """The number Word prints before this paragraph; "" for none. Counts it."""
        if not self._schemes:
            return ""
        number, level = self._inherited(paragraph)
        scheme = self._schemes.get(number or 0)
        return self._counters.label(scheme, level or 0) if scheme else ""

    def _inherited(self, paragraph: ParagraphProperties) -> tuple[int | None, int | None]:
        number, level, style = paragraph.list, paragraph.level, paragraph.style
        for _ in range(_MAX_STEPS):
            if style >= len(self._styles):
                break
            own = self._styles[style].properties
            number = own.list if number is None else number
            level = own.level if level is None else level
            style = self._styles[style].base
        return number, level


def read_styles(sheet: bytes, data: bytes) -> list[Style]:
    """The style sheet ([MS-DOC] 2.9.271, STSH) by style number; what is no paragraph style has no properties."""
    if len(sheet) < 6:
        return []
    header, count, base_size = struct.unpack_from("<HHH", sheet)
    styles = []
    at = 2 + header
    for _ in range(count):
        if at + 2 > len(sheet):
            break
        size = struct.unpack_from("<H", sheet, at)[0]
        styles.append(_style(sheet[at + 2 : at + 2 + size], base_size, data))
        at += 2 + size + (size & 1)
    return styles


def _style(content: bytes, base_size: int, data: bytes) -> Style:
    empty = ParagraphProperties()
    if len(content) < base_size + 2 or base_size < 6:
        return Style(_NO_STYLE, empty)
    kind_and_base = struct.unpack_from("<H", content, 2)[0]
    if kind_and_base & 0xF != 1:
        return Style(kind_and_base >> 4, empty)
    at = base_size + 2 + 2 * struct.unpack_from("<H", content, base_size)[0] + 2  # after the name and its zero
    size = int.from_bytes(content[at : at + 2], "little")
    modifiers = content[at + 4 : at + 2 + size]
    return Style(kind_and_base >> 4, paragraph_properties(0, modifiers, data))


def _levels(file: WordFile) -> dict[int, dict[int, Level]]:
    """List id -> its levels; the levels follow the list of lists, outside its stated length."""
    lists = file.structure(_LISTS)
    if len(lists) < 2:
        return {}
    count = struct.unpack_from("<H", lists)[0]
    at = struct.unpack_from("<I", file.word, 0x9A + 8 * _LISTS)[0] + 2 + 28 * count
    found = {}
    for number in range(min(count, (len(lists) - 2) // 28)):
        levels = {}
        for depth in range(1 if lists[2 + 28 * number + 26] & 1 else 9):
            levels[depth], at = _level(file.table, at)
        found[struct.unpack_from("<i", lists, 2 + 28 * number)[0]] = levels
    return found


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """A level and where the next structure begins."""
    start, code, flags = struct.unpack_from("<iBB", table, at)
    follow, restart = table[at + 15], table[at + 26]
    at += 28 + table[at + 24] + table[at + 25]
    length = struct.unpack_from("<H", table, at)[0]
    text = table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    pattern = "".join(f"%{ord(letter) + 1}" if ord(letter) < 9 else letter for letter in text)
    level = Level(
        start=start,
        style=_FORMATS.get(code, "decimal"),
        text=pattern,
        gap=_GAPS[min(follow, 2)],
        restart=restart if flags & 0x08 else None,
        legal=bool(flags & 0x04),
    )
    return level, at + 2 + 2 * length


def _schemes(content: bytes, levels: dict[int, dict[int, Level]]) -> dict[int, Scheme]:
    """List override number, counted from 1 as paragraphs do -> the list as that override has it."""
    if len(content) < 4:
        return {}
    count = min(struct.unpack_from("<I", content)[0], (len(content) - 4) // 16)
    at = 4 + 16 * count
    schemes = {}
    for number in range(count):
        name, overrides = struct.unpack_from("<i8xB", content, 4 + 16 * number)
        own, starts = dict(levels.get(name, {})), {}
        at += 4
        for _ in range(overrides):
            start, flags = struct.unpack_from("<iI", content, at)
            at += 8
            if flags & 0x10:
                starts[flags & 0xF] = start
            if flags & 0x20:
                own[flags & 0xF], at = _level(content, at)
        schemes[number + 1] = Scheme(str(number + 1), str(name), own, starts)
    return schemes
