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
    apart: float = 0.02  # of the table's width: a rule that ends so close to an end reaches it
    far: float = 0.25  # of the table's width; the header over the legal persons' columns is wider
    room: int = 6  # pixels
    end: int = 2  # so many rules begin or end at one place: a column does


SETTINGS = ColumnSettings()


def open_lattice(levels: list[Level], left: int, right: int, traces: Traces) -> Lattice:
    """The table between two ends of its rules, its columns found block by block."""
    levels = [level for level in levels if _is_rule(level, left, right)]
    ys = [round(level.y) for level in levels]
    bands = [_band(above, below, left, right, traces) for above, below in pairwise(ys)]
    letter = _letter_height(ys, left, right, traces)
    heads = _heads(levels, left, right)
    blocks = _blocks(bands, letter)
    labels = _label_ends(levels, left, right, letter)
    columns = [{_nearest(x + left, labels, letter) for x in _columns(bands, block, heads, letter)} for block in blocks]
    xs = sorted({left, right, *labels, *(x for places in columns for x in places)})
    level = level_edges(ys, xs, traces)
    upright = np.ones((len(bands), len(xs)), bool)
    for block, places in zip(blocks, columns, strict=True):
        for j in reversed(block):
            own = {left, right, *places, *labels}
            if j in heads and j + 1 in block and j + 1 not in heads:
                upright[j] = _borders(xs, {left, right, *(places - set(labels))}, bands[j], left)
            elif j in heads or _is_title(bands[j], letter):
                borders = header_borders(xs, own, _fixed(levels[: j + 2], letter), _words_at(bands[j], left, letter))
                upright[j] = _as_below(borders, upright[j + 1], level[j + 1]) if j + 1 in heads else borders
            else:
                start = max(levels[j].x0, levels[j + 1].x0) + letter / 2
                upright[j] = _borders(xs, {x for x in own if x not in labels or x <= start}, bands[j], left)
    upright[:, [0, -1]] = True
    return Lattice(tuple(ys), tuple(xs), level, upright, ruled=False)


def _as_below(borders: list[bool], below: NDArray[np.bool_], level: NDArray[np.bool_]) -> list[bool]:
    """The borders of a header row; where no rule parts it from the row below, they are that row's."""
    parted = [True, *(bool(left or right) for left, right in pairwise(level)), True]
    return [own if rule else bool(under) for own, under, rule in zip(borders, below, parted, strict=True)]


def _is_rule(level: Level, left: int, right: int) -> bool:
    """Does it reach an end of the table or run far? A row of letters that looks like a rule does neither."""
    slack = SETTINGS.apart * (right - left)
    return level.x0 <= left + slack or level.x1 >= right - slack or level.x1 - level.x0 > SETTINGS.far * (right - left)


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
    return set(range(min(max(lasts) + 1, len(levels) - 1))) if lasts and max(lasts) <= SETTINGS.deepest else set()


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
    rows = [j for j in block if j not in heads] or list(block)
    words = [_words(bands[j], gap * letter) for j in rows]
    most = max(len(row) for row in words)
    if most < 2:
        return []
    full = [row for row in words if len(row) >= most - (2 if most > 6 else 0)]
    votes = np.zeros(len(bands[0]), np.int64)
    for row in full:
        for (_, end), (start, _) in pairwise(row):
            votes[end:start] += 1
    inked, lettered = (np.sum([bands[j] for j in some], axis=0) for some in (rows, block))
    plateaus = _plateaus(votes >= SETTINGS.agree * len(full))
    return [sum(_clearest(lettered, _clearest(inked, plateau))) // 2 for plateau in plateaus]


def _plateaus(mask: NDArray[np.bool_]) -> list[Interval]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _clearest(inked: NDArray[np.int64], gap: Interval) -> Interval:
    """The widest part of a gap that the fewest rows have ink in; all of it where that leaves no room for a border."""
    first, after = gap
    part = inked[first:after]
    start, stop = max(_plateaus(part == part.min()), key=lambda run: run[1] - run[0])
    return (first + start, first + stop) if stop - start > SETTINGS.room else gap


def _borders(xs: Sequence[int], places: set[int], band: Band, left: int) -> list[bool]:
    """A border stands where a row has a column and no word runs across."""
    return [x in places and not band[max(x - left - 1, 0) : x - left + 2].any() for x in xs]
