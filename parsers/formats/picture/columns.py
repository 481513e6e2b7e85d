"""A table with level rules only -> its columns: where the paper between numbers is, and where rules end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from parsers.formats.picture.heads import Interval, header_borders
from parsers.formats.picture.lattice import Lattice, level_edges
from parsers.formats.picture.rules import Level
from parsers.formats.picture.traces import Traces

Band = NDArray[np.bool_]  # which columns of a row of the table have ink


@dataclass(frozen=True)
class ColumnSettings:
    """How columns are guessed; tuned on generated tables."""

    gap: float = 1.1  # paper between the words of a row, in letter heights: more than between letters
    close: float = 0.45  # the same in a table of few rows under a header of several lines, which has no labels
    rows: int = 6  # so few
    agree: float = 0.8  # a column's gap is there in that share of the rows with the most words
    title: tuple[float, float] = (0.44, 0.56)  # a lone word whose middle is there heads a new block
    head: float = 0.3  # a rule that begins further right than that, in table widths, runs through a header
    deepest: int = 4  # lines of such a header
    end: int = 2  # so many rules begin or end at one place: a column does


SETTINGS = ColumnSettings()


def open_lattice(levels: list[Level], left: int, right: int, traces: Traces) -> Lattice:
    """The table between two ends of its rules, its columns found block by block."""
    ys = [round(level.y) for level in levels]
    bands = [_band(above, below, left, right, traces) for above, below in pairwise(ys)]
    letter = _letter_height(ys, left, right, traces)
    heads = _heads(levels, left, right)
    blocks = _blocks(bands, letter)
    labels = _label_ends(levels, left, right, letter)
    columns = [{_nearest(x + left, labels, letter) for x in _columns(bands, block, heads, letter)} for block in blocks]
    xs = sorted({left, right, *labels, *(x for places in columns for x in places)})
    upright = np.ones((len(bands), len(xs)), bool)
    for block, places in zip(blocks, columns, strict=True):
        for j in block:
            own = {left, right, *places, *labels}
            if j in heads or _is_title(bands[j], letter):
                upright[j] = header_borders(xs, own, _fixed(levels[: j + 2], letter), _words_at(bands[j], left, letter))
            else:
                start = max(levels[j].x0, levels[j + 1].x0) + letter / 2
                upright[j] = _borders(xs, {x for x in own if x not in labels or x <= start}, bands[j], left)
    upright[:, [0, -1]] = True
    return Lattice(tuple(ys), tuple(xs), level_edges(ys, xs, traces), upright, ruled=False)


def _band(above: int, below: int, left: int, right: int, traces: Traces) -> Band:
    return np.asarray((traces.ink[above + 4 : below - 3, left:right] > traces.letter).any(axis=0), bool)


def _letter_height(ys: list[int], left: int, right: int, traces: Traces) -> float:
    """The usual height of the ink in a row: one line of text."""
    heights = []
    for above, below in pairwise(ys):
        inked = np.flatnonzero((traces.ink[above + 4 : below - 3, left:right] > traces.letter).any(axis=1))
        heights.append(int(np.ptp(inked)) + 1 if len(inked) else 0)
    usual = [height for height in heights if height > 4]
    return float(np.percentile(usual, 30)) if usual else 20.0


def _label_ends(levels: list[Level], left: int, right: int, letter: float) -> list[int]:
    """Where several rules begin inside the table: a merged label stands left of them."""
    places = sorted(level.x0 for level in levels if left + letter < level.x0 < right - letter)
    groups: list[list[int]] = []
    for place in places:
        if groups and place - groups[-1][-1] <= letter / 2:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [round(float(np.median(group))) for group in groups if len(group) >= SETTINGS.end]


def _nearest(place: int, ends: list[int], letter: float) -> int:
    """The end of rules close by, which is exact, or else the place itself."""
    return next((end for end in ends if abs(end - place) <= letter), place)


def _heads(levels: list[Level], left: int, right: int) -> set[int]:
    """The rows down to the one below the last rule that begins far from the left: a header of several lines."""
    far = left + SETTINGS.head * (right - left)
    lasts = [number for number, level in enumerate(levels) if level.x0 > far]
    return set(range(max(lasts) + 1)) if lasts and max(lasts) <= SETTINGS.deepest else set()


def _fixed(levels: list[Level], letter: float) -> list[int]:
    """Where the rules above a row, and the one below it, begin and end."""
    return sorted({x for level in levels for piece in level.pieces if piece.length > 2 * letter
                   for x in (piece.x0, piece.x1)})  # fmt: skip


def _words_at(band: Band, left: int, letter: float) -> list[Interval]:
    return [(first + left, after + left) for first, after in _words(band, SETTINGS.gap * letter)]


def _blocks(bands: list[Band], letter: float) -> list[range]:
    """Rows under one header; a lone word in the middle heads a new block."""
    starts = [0, *(j for j in range(1, len(bands)) if _is_title(bands[j], letter)), len(bands)]
    return [range(first, after) for first, after in pairwise(starts)]


def _is_title(band: Band, letter: float) -> bool:
    words = _words(band, SETTINGS.gap * letter)
    low, high = SETTINGS.title
    return len(words) == 1 and low * len(band) < sum(words[0]) / 2 < high * len(band)


def _words(band: Band, gap: float) -> list[Interval]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], band.astype(np.int8), [0]))))
    words: list[Interval] = []
    for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if words and first - words[-1][1] < gap:
            words[-1] = (words[-1][0], after)
        else:
            words.append((first, after))
    return words


def _columns(bands: list[Band], block: range, heads: set[int], letter: float) -> list[int]:
    """Where the columns of a block meet: in the gaps of its rows with the most words."""
    gap = SETTINGS.close if heads and len(block) <= SETTINGS.rows else SETTINGS.gap
    words = [_words(bands[j], gap * letter) for j in block]
    most = max(len(row) for row in words)
    if most < 2:
        return []
    full = [row for row in words if len(row) >= most - (2 if most > 6 else 0)]
    votes = np.zeros(len(bands[0]), np.int64)
    for row in full:
        for (_, end), (start, _) in pairwise(row):
            votes[end:start] += 1
    inked = np.sum([bands[j] for j in block if j not in heads] or [bands[j] for j in block], axis=0)
    return [_clearest(inked, plateau) for plateau in _plateaus(votes >= SETTINGS.agree * len(full))]


def _plateaus(mask: NDArray[np.bool_]) -> list[Interval]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _clearest(inked: NDArray[np.int64], plateau: Interval) -> int:
    """The middle of the widest part of a gap that the fewest rows have ink in."""
    first, after = plateau
    part = inked[first:after]
    start, stop = max(_plateaus(part == part.min()), key=lambda run: run[1] - run[0])
    return first + (start + stop) // 2


def _borders(xs: Sequence[int], places: set[int], band: Band, left: int) -> list[bool]:
    """A border stands where a row has a column and no word runs across."""
    return [x in places and not band[max(x - left - 1, 0) : x - left + 2].any() for x in xs]
