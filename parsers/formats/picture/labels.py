"""Labels too small to read letter by letter: the label of a form that the network finds likeliest instead."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from parsers.forms import FORMS
from parsers.model import Grid, Line

CLEAR = 0.97  # a label of which every letter is surer than that stays as read
NEAR = math.log(0.01)  # per letter: a label of a form is at least a hundredth as likely as what was read
AHEAD = 4.0  # and e^4 = 55 times as likely as any other label
HEADERS = ("信息内容", "申请人情况", "法人或其他组织", "行政诉讼", "第二十条第（{}）项")
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
