"""Running text as the rules read it: half width, simplified, unwrapped, without tables, every character traceable."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

from parsers.counts import UNITS, Count, find_counts

_WIDTH = dict(zip("０１２３４５６７８９％（）．；：!！?？○;:", "0123456789%()." + "；：。。。。〇；：", strict=True))
_WIDE = re.compile("[０-９％（）．!！?？○;:]")
_TRADITIONAL = re.compile("[開動發報請訴於條訊]")
_NUMBERS = re.compile(r"[\s\d.,%/\-—减增+()件元条项]*")
_CELLS = re.compile(r"\d[ \u3000]+[\d./\-]+\s*$")
_HEADING = re.compile(r"\s*(?:第?[一二三四五六七八九十]+[、.章是]|\([一二三四五六七八九十\d]+\)|\d{1,2}[、.]\D)")
_CLOSED = re.compile(r"[。；：]\s*$")
_SINGLE_DIGITS = re.compile(
    rf"\d(?<![\d.,]\d)(?<!\d[ \u3000\xa0]\d)(?:[ \u3000\xa0]\d){{1,11}}(?=[余多万 \u3000\xa0]*(?:{'|'.join(UNITS)}))"
)
_THOUSANDS = re.compile("，(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))")
_SPACE = re.compile(r"\s+|[\u200b-\u200f\ufeff\u2060\u00ad]+")
_LINE = re.compile(r"[^\n]*\n?")
_TITLE = re.compile(r"《[^》\n]{0,150}》|〈[^〉\n]{0,150}〉|〔[^〕\n]{0,20}〕|\[[^\]\n]{0,150}\]|https?[：\w./\-]+")
_ASIDE = re.compile(r"\([^()\n]*\)")
_ORDINARY_COMMA = re.compile(r",(?:(?<!\d,)(?<!\d ,)|(?!\d{3}))")
_SENTENCE = re.compile(r"[^。\n]{1,2000}")  # what is longer is no sentence, and must not cost the square of its length
_WRAPPED = 6  # a line shorter than this is a heading or a cell, never a wrapped line
MASK = "＊"


@dataclass(frozen=True, slots=True)
class Prose:
    """`text` is what the rules read; `places[i]` is where its i-th character stood in the original."""

    text: str
    places: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of a span in `text`."""
        return self.places[start], self.places[end - 1] + 1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the counts in it; `topic` is the heading it stands under."""

    text: str
    start: int
    counts: tuple[Count, ...]
    topic: str


def flatten(text: str) -> Prose:
    """The prose of a report: lines of tables dropped, wrapped lines joined, digits put together where that is safe.

    >>> flatten("2023年我局在政府网站公\\n开信息 ５ ８ 条，\\n行政许可\\t59\\n共1 243条").text
    '2023年我局在政府网站公开信息58条，\\n共1 243条\\n'
    """
    plain = _simplified(_WIDE.sub(lambda sign: _WIDTH[sign[0]], _THOUSANDS.sub(",", text)))
    plain = _SINGLE_DIGITS.sub(lambda run: re.sub(r"\s", "\u200b", run[0]), plain)
    plain = _ORDINARY_COMMA.sub("，", plain)
    parts: list[str] = []
    places = array("l")
    every = array("l", range(len(plain)))
    for start, end, closed in _prose_lines(plain):
        _keep(plain, start, end, parts, places, every)
        if closed:
            parts.append("\n")
            places.append(max(end - 1, 0))
    return Prose("".join(parts), places)


def sentences(prose: Prose) -> Iterator[Sentence]:
    """The sentences in order, with titles and asides that state nothing masked.

    >>> [(s.text, len(s.counts), s.topic) for s in sentences(flatten("（二）依申请公开。收到3件。"))]
    [('＊＊＊依申请公开', 0, ''), ('收到3件', 1, '＊＊＊依申请公开')]
    """
    masked = _TITLE.sub(_mask_signs, prose.text)
    masked = _ASIDE.sub(lambda aside: aside[0] if any(find_counts(aside[0])) else MASK * len(aside[0]), masked)
    topic, paragraph = "", True
    for found in _SENTENCE.finditer(masked):
        opens = found.start() == 0 or masked[found.start() - 1] == "\n"
        counts = tuple(count for count in find_counts(found[0]) if count.unit or not _dangles(masked, found, count))
        if opens and not paragraph:
            topic = ""
        yield Sentence(found[0], found.start(), counts, topic)
        paragraph = bool(counts) or len(found[0]) > 30
        if not paragraph:
            topic = found[0]


def _dangles(text: str, sentence: re.Match[str], count: Count) -> bool:
    """Whether a number without a unit ends a line, as the cells of a flattened table do."""
    ends = count.end == len(sentence[0]) and text[sentence.end() : sentence.end() + 1] != "。"
    return ends and sentence[0][count.start - 1 : count.start] not in ("为", "达", "是", "破")


def _simplified(text: str) -> str:
    if not _TRADITIONAL.search(text):
        return text
    simple = _simplifier().convert(text)
    return simple if len(simple) == len(text) else "".join(map(_simplifier().convert, text))


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def _prose_lines(text: str) -> Iterator[tuple[int, int, bool]]:
    """(start, end, closed) of every line that is prose; a line that wraps into the next one is not closed."""
    held: tuple[int, int] | None = None
    for line in _LINE.finditer(text):
        table = _tabular(line[0])
        if held:
            yield *held, table or not _wraps(text[slice(*held)], line[0])
        held = None if table else line.span()
    if held:
        yield *held, True


def _tabular(line: str) -> bool:
    """Whether a line is a row or a cell of a table that was flattened into the text."""
    short = len(line) < 40 and "。" not in line
    cells = _CELLS.search(line[-80:]) and not any(sign in line for sign in "，。；")
    tabs = "\t" in line.strip() or (line.startswith("\t") and short)
    return bool(tabs or cells or line.count("|") > 1 or _NUMBERS.fullmatch(line))


def _wraps(line: str, following: str) -> bool:
    whole = len(line.strip()) >= _WRAPPED and not _CLOSED.search(line)
    heading = _HEADING.match(line) is not None and len(line.strip()) < 30 and "，" not in line
    return whole and not heading and _HEADING.match(following) is None


def _keep(text: str, start: int, end: int, parts: list[str], places: array[int], every: array[int]) -> None:
    """Append the line without its white space; a space that parts two numbers stays, so that they are not joined.

    `every` holds all places of the text, to be copied in one go.
    """
    begin = start
    for gap in (*_SPACE.finditer(text, start, end), None):
        stop = gap.start() if gap else end
        parts.append(text[begin:stop])
        places += every[begin:stop]
        if gap is None:
            return
        begin = gap.end()
        digits = stop > start and text[stop - 1] in "0123456789," and text[begin : begin + 1].isdigit()
        comma = stop > start and text[stop - 1].isdigit() and text[begin : begin + 1] == ","
        if (digits or comma) and gap[0] != "\u200b" and "\n" not in gap[0]:
            parts.append(" ")
            places.append(stop)


def _mask_signs(title: re.Match[str]) -> str:
    return re.sub(r"[\d，；：。、()一二三四五六七八九十百千万]", MASK, title[0])
