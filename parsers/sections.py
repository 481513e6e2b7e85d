"""The six sections of a report, found by their headings, however these are numbered."""

from __future__ import annotations

import re
from collections.abc import Mapping

from parsers.labels import simplified

# Both national forms (国办公开办函〔2019〕60号, 〔2021〕30号) name the same six; bodies number and word them freely.
_NAMES: tuple[tuple[int, str], ...] = (
    (1, r"总体(工作)?情况|概述|工作基本情况"),
    (2, r"主动公开(政府|政务)信息(的)?情况"),
    (3, r"收到和(处理|办理).{0,8}申请(的)?情况"),
    (4, r"行政复议.{0,12}(诉讼).{0,4}情况"),
    (5, r"(存在|主要).{0,6}问题.{0,8}改进"),
    (6, r"其[他它]需要?报告(的)?(有关)?事项|其[他它]事项"),
)
_ORDINAL = r"(?:第?[一二三四五六七八九]部?分?|[1-9１-９])\s*[、.．,，:： ]\s*"
_HEADINGS = tuple(
    (
        number,
        re.compile(
            rf"^\s*(?:[（(]?{_ORDINAL}[)）]?|##\s*表[二三四]：)?[^\n。；]{{0,16}}?(?:{name})[^\n。；，]{{0,14}}$",
            re.MULTILINE,
        ),
    )
    for number, name in _NAMES
)
_ORDERED = re.compile(rf"^\s*{_ORDINAL}")
_LONGEST = 48
_LONGEST_TEXT = 200_000  # characters that are worth converting from traditional characters


def spans_of(text: str) -> dict[int, tuple[int, int]]:
    """Section number -> (start, end) of its content in the text, its heading left out.

    A heading printed twice opens its section at the first place (seed report 004 prints 总体情况 twice).

    >>> spans_of("某局年度报告\\n一、总体情况\\n甲\\n2、 主动公开政府信息情况\\n乙")
    {1: (14, 16), 2: (30, 31)}
    """
    headings = _headings(text) or (_headings(simplified(text)) if len(text) < _LONGEST_TEXT else {})
    found = sorted(headings.items(), key=lambda entry: entry[1])
    ends = [start for _, (start, _) in found[1:]] + [len(text)] * bool(found)
    return {number: (content, end) for (number, (_, content)), end in zip(found, ends, strict=True)}


def sections_of(text: str, spans: Mapping[int, tuple[int, int]] | None = None) -> dict[int, str]:
    """Section number -> its words, without white space at the ends; sections without a word are there, empty."""
    return {number: text[start:end].strip() for number, (start, end) in (spans or spans_of(text)).items()}


def section_at(spans: Mapping[int, tuple[int, int]], offset: int) -> int | None:
    """The section a place in the text belongs to."""
    return next((number for number, (start, end) in spans.items() if start <= offset <= end), None)


def _headings(text: str) -> dict[int, tuple[int, int]]:
    """Section number -> (start of the heading, start of the content); numbered headings win over bare ones."""
    headings: dict[int, tuple[int, int]] = {}
    for number, pattern in _HEADINGS:
        matches = [match for match in pattern.finditer(text) if len(match[0].strip()) <= _LONGEST]
        ordered = [match for match in matches if _ORDERED.match(match[0])]
        if chosen := next(iter(ordered or matches), None):
            headings[number] = (chosen.start(), min(chosen.end() + 1, len(text)))
    return headings
