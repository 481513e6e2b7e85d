"""What an OFD page shows: each character with its place, the straight rules its paths draw, its pictures.

GB/T 33190-2016: page objects in 8.5, paths in 9.1 (abbreviated data), text in 11.3 (TextCode, DeltaX). Units: mm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from parsers.errors import TooLarge

MAX_GLYPHS = 50_000  # of one page; a full one of small print has 5,000
MAX_RULES = 20_000
THIN = 1.0  # a filled shape this thin (mm) is a rule; cells are at least 3 mm high

_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Rule = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the id of its resource, and how far down the page it begins."""

    resource: str
    top: float


@dataclass(frozen=True, slots=True)
class Page:
    """All that a page shows."""

    glyphs: list[Glyph]
    rules: list[Rule]
    pictures: list[Picture]


def read_page(layers: Sequence[etree._Element]) -> Page:
    """The objects of a page and of the templates under it."""
    page = Page([], [], [])
    for layer in layers:
        for item in layer.iter("{*}TextObject", "{*}PathObject", "{*}ImageObject"):
            if item.get("Visible") != "false":
                _add(page, item)
    if len(page.glyphs) > MAX_GLYPHS or len(page.rules) > MAX_RULES:
        raise TooLarge(f"a page of {len(page.glyphs)} characters and {len(page.rules)} rules")
    return page


def _add(page: Page, item: etree._Element) -> None:
    kind = etree.QName(item).localname
    if kind == "TextObject":
        page.glyphs.extend(_glyphs(item))
    elif kind == "PathObject":
        page.rules.extend(_rules(item))
    else:
        page.pictures.append(Picture(item.get("ResourceID", ""), _place(item)[5]))


def _place(item: etree._Element) -> Matrix:
    """The matrix that takes an object's own coordinates to the page: its CTM, then its boundary's corner."""
    left, top = [*_numbers(item.get("Boundary")), 0.0, 0.0][:2]
    matrix = _numbers(item.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return a, b, c, d, e + left, f + top


def _move(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _glyphs(item: etree._Element) -> Iterator[Glyph]:
    matrix = _place(item)
    size = next(iter(_numbers(item.get("Size"))), 3.0)
    scale = next(iter(_numbers(item.get("HScale"))), 1.0)
    x = y = 0.0
    for code in item.iterfind("{*}TextCode"):
        x = next(iter(_numbers(code.get("X"))), x)  # a code without a place begins where the last one did
        y = next(iter(_numbers(code.get("Y"))), y)
        text = (code.text or "").strip("\r\n")
        steps = zip(_deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text)), strict=True)
        at_x, at_y = x, y
        for letter, (step_x, step_y) in zip(text, steps, strict=True):
            width = size * scale * (0.5 if letter < "\u2000" else 1.0)
            yield _glyph(matrix, (at_x, at_y), width, size, letter)
            at_x += step_x if step_x or step_y else width
            at_y += step_y


def _glyph(matrix: Matrix, at: Point, width: float, size: float, letter: str) -> Glyph:
    """A character's box from its base line: most fonts reach 0.85 of their size above it."""
    one = _move(matrix, at[0], at[1] - 0.85 * size)
    two = _move(matrix, at[0] + width, at[1] + 0.15 * size)
    return Glyph(min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1]), letter)


def _deltas(text: str | None, count: int) -> list[float]:
    """The steps after each of `count` characters; `g 3 5.2` stands for 5.2 three times."""
    words = (text or "").split()
    steps: list[float] = []
    at = 0
    while at < len(words) and len(steps) < count:
        if words[at] == "g" and at + 2 < len(words):
            times = words[at + 1]
            steps += [_number(words[at + 2])] * min(int(times) if times.isdecimal() and len(times) < 7 else 0, count)
            at += 3
        else:
            steps.append(_number(words[at]))
            at += 1
    return (steps + [0.0] * count)[:count]


def _rules(item: etree._Element) -> Iterator[Rule]:
    """The straight rules of a path: stroked lines, and filled shapes so thin that they look like one."""
    matrix = _place(item)
    outlines = [[_move(matrix, *point) for point in outline] for outline in _outlines(item)]
    if item.get("Stroke") != "false":
        for outline in outlines:
            for one, two in pairwise(outline):
                if abs(one[0] - two[0]) < THIN / 4 or abs(one[1] - two[1]) < THIN / 4:
                    yield _box([one, two])
    if item.get("Fill") == "true":
        for outline in outlines:
            x0, y0, x1, y1 = _box(outline)
            if min(x1 - x0, y1 - y0) < THIN:
                yield x0, y0, x1, y1


def _box(points: list[Point]) -> Rule:
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _outlines(item: etree._Element) -> Iterator[list[Point]]:
    """The points of each part of a path; of a curve only its end, since a table has none."""
    data = item.find("{*}AbbreviatedData")
    words = ((data.text if data is not None else None) or "").split()
    outline: list[Point] = []
    at = 0
    while at < len(words):
        command = words[at]
        count = _ARGUMENTS.get(command, 0)
        numbers = [_number(word) for word in words[at + 1 : at + 1 + count]]
        at += 1 + count
        if command in ("S", "M") and outline:
            yield outline
            outline = []
        if len(numbers) == count and count:
            outline.append((numbers[-2], numbers[-1]))
        elif command == "C" and outline:
            outline.append(outline[0])
    if outline:
        yield outline


def _numbers(text: str | None) -> list[float]:
    return [_number(word) for word in (text or "").split()]


def _number(text: str) -> float:
    """A coordinate; what is none, or lies further off than any page is long, is 0."""
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if abs(number) < 1e6 else 0.0
