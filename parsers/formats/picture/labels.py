"""Labels too small to read letter by letter: the label of a form that the network finds likeliest instead."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from parsers.forms import FORMS
from parsers.labels import fold, plain
from parsers.model import Column, Grid, Line

CLEAR = 0.97  # a label of which every letter is surer than that stays as read
NEAR = math.log(0.01)  # per letter: a label of a form is at least a hundredth as likely as what was read
AHEAD = 4.0  # and e^4 = 55 times as likely as any other label
ALIKE = 70  # of 100: a label read with letters that are alike shares so much with that of the form
APART = 15  # and so much more than with any other
SHORT = 4  # letters; shorter labels are too much alike
HEADERS = ("信息内容", "申请人情况", "法人或其他组织", "行政复议", "行政诉讼", "第二十条第（{}）项")
ARTICLES = "一五六八九"


def likeliest(scores: NDArray[np.float32], free: str, characters: Sequence[str]) -> str | None:
    """The label of a form that one line of a picture most likely prints; None where none comes near.

    `scores` are the network's probabilities by step and character, `free` is what they say letter by letter.
    """
    index = _index(tuple(characters))
    known = [one for one in _vocabulary() if abs(len(one) - len(free)) <= 1 and all(c in index for c in one)]
    if not known or not free or any(c not in index for c in free):
        return None
    logs = np.log(np.maximum(scores, 1e-12)).astype(np.float64)
    ranked = sorted(((_log_probability(logs, [index[c] for c in one]), one) for one in known), reverse=True)
    best, label = ranked[0]
    own = _log_probability(logs, [index[c] for c in free])
    ahead = len(ranked) == 1 or best - ranked[1][0] >= AHEAD
    return label if ahead and best - own >= NEAR * len(label) else None


def meant(text: str) -> str | None:
    """The label of a form that a cell prints whose words name none, because letters are misread; None if unclear.

    >>> meant("（二）邵分公开（区分处壤的。只计这一情形，不计其他情形）"), meant("（一）予以公开"), meant("单位名称")
    ('部分公开（区分处理的，只计这一情形，不计其他情形）', None, None)
    """
    label = plain(text)
    if len(label) < SHORT or is_known(text):
        return None
    ranked = process.extract(label, _spellings().keys(), scorer=fuzz.ratio, limit=4)
    best = _spellings()[ranked[0][0]]
    others = [score for spelling, score, _ in ranked if _spellings()[spelling] != best]
    return best if ranked[0][1] >= max(ALIKE, max(others, default=0) + APART) else None


def is_known(text: str) -> bool:
    """Does it name a line, a column or a header of a form?"""
    label = plain(text)
    return label in HEADERS or bool(_names().search(label))


@cache
def _names() -> re.Pattern[str]:
    """What names a line or a column of a form."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in dict.fromkeys(one.pattern for one in _printed())))


@cache
def _spellings() -> dict[str, str]:
    """Labels as compared, with and without their glosses -> as the forms print them."""
    return {spelling: one.zh for one in _printed() for spelling in (plain(one.zh), fold(one.zh))}


def _printed() -> list[Line | Column]:
    """The lines and columns of the forms with several columns; the labels of a list are too many to tell apart."""
    grids = [grid for form in FORMS for grid in form.grids if not grid.listed]
    return [*(line for grid in grids for line in grid.lines), *(column for grid in grids for column in grid.columns)]


@cache
def _index(characters: tuple[str, ...]) -> dict[str, int]:
    return {character: number for number, character in enumerate(characters) if character}


@cache
def _vocabulary() -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for form in FORMS for grid in form.grids for label in _labels(grid)))


def _labels(grid: Grid) -> Iterator[str]:
    yield from (column.zh for column in grid.columns)
    for line in grid.lines:
        yield from _as_printed(line)
    yield from (header.format(article) for header in HEADERS for article in ARTICLES)


def _as_printed(line: Line) -> Iterator[str]:
    """A label with its ordinal as bodies print it."""
    if not line.ordinal:
        yield line.zh
    elif line.ordinal.isdigit():
        yield from (f"{line.ordinal}{mark}{line.zh}" for mark in (".", "、"))
    elif line.ordinal.startswith("（"):
        yield from (f"{line.ordinal}{line.zh}", f"({line.ordinal[1:-1]}){line.zh}")
    else:
        yield f"{line.ordinal}、{line.zh}"


def _log_probability(logs: NDArray[np.float64], labels: list[int]) -> float:
    """The logarithm of the probability that the steps spell these labels, over all alignments (CTC forward)."""
    states = [0]
    for label in labels:
        states += [label, 0]
    here = np.full(len(states), -np.inf)
    here[:2] = logs[0, states[:2]]
    skip = np.array([i > 1 and s != 0 and s != states[i - 2] for i, s in enumerate(states)])
    for step in logs[1:]:
        one = np.concatenate(([-np.inf], here[:-1]))
        two = np.where(skip, np.concatenate(([-np.inf, -np.inf], here[:-2])), -np.inf)
        here = np.logaddexp(np.logaddexp(here, one), two) + step[states]
    return float(np.logaddexp(here[-1], here[-2]))
