"""Ruled lines -> lattices: which rules belong to one table, and where its columns are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from parsers.formats.picture.columns import open_lattice
from parsers.formats.picture.ends import closed
from parsers.formats.picture.lattice import Lattice, lattice_of
from parsers.formats.picture.rules import Level, levels_of
from parsers.formats.picture.traces import Traces
from parsers.formats.picture.uprights import Upright, agreed, uprights_in
from parsers.formats.spacing import apart

FEWEST = 3  # columns; with fewer, the table has no upright rules
BEYOND = 8  # pixels that an upright rule may stand outside the level ones
BARE = 0.2  # of the rows have an upright rule at an end of the level ones, where a table has none at its sides
TALL = 1.5  # times as high as others: no row of such a table, but a heading between two
ALIGNED = 4  # pixels, by which a column line differs from row to row
DEEP = 4  # rows of a header
SAME = 0.02  # of a table's width: level rules that end so close are equally long

Row = list[Upright]  # the upright rules between two level ones


def lattices_of(traces: Traces) -> list[Lattice]:
    """The ruled tables of a sheet, from the top."""
    levels = levels_of(traces.ink)
    rows = [uprights_in(traces, *_between(above, below)) for above, below in pairwise(levels)]
    ends = [0, *(round(level.y) for level in levels), len(traces.ink)]
    found = [
        _lattice(
            levels[part.start : part.stop],
            rows[part.start : part.stop - 1],
            traces,
            (ends[part.start] + 4, ends[part.stop + 1] - 4),
        )
        for part in _tables(levels, rows)
        if len(part) > 1
    ]
    return [lattice for lattice in found if len(lattice.xs) > 1 and len(lattice.ys) > 1]


def _between(above: Level, below: Level) -> tuple[int, int]:
    top = round(above.y + above.thick / 2) + 2
    return top, max(top + 1, round(below.y - below.thick / 2) - 2)


def _tables(levels: list[Level], rows: list[Row]) -> list[range]:
    """The stretches of level rules that belong together."""
    is_open = bool(rows) and float(np.median([len(_inner(row, levels)) for row in rows])) < 1
    tallest = (
        TALL * float(np.median([low.y - high.y for high, low in pairwise(levels)]))
        if rows and _bare(rows, levels)
        else 0
    )
    starts = [0]
    for number, row in enumerate(rows, start=1):
        low = levels[number].y - levels[number - 1].y <= tallest
        low = low and not _parts(rows[starts[-1] : number - 1], row, rows[number : number + DEEP], levels)
        if not _continues(levels[starts[-1] : number], levels[number], row, is_open or low):
            starts.append(number)
    return [range(start, stop) for start, stop in pairwise([*starts, len(levels)])]


def _parts(above: Sequence[Row], row: Row, below: Sequence[Row], levels: list[Level]) -> bool:
    """Is a row of one cell a heading between two tables? Hardly a column line then goes on below it."""
    upper, lower = ([one.x for part in parts for one in _inner(part, levels)] for parts in (above, below))
    if _inner(row, levels) or not upper or not lower:
        return False
    fewer, more = sorted((apart(upper, ALIGNED), apart(lower, ALIGNED)), key=len)
    return 3 * sum(any(abs(x - other) <= ALIGNED for other in more) for x in fewer) < len(fewer)


def _bare(rows: list[Row], levels: list[Level]) -> bool:
    """Do upright rules stand inside alone? Rows of one cell then have none."""
    left, right = min(one.x0 for one in levels), max(one.x1 for one in levels)
    ends = [any(_is_sure(one) and min(one.x - left, right - one.x) < BEYOND for one in row) for row in rows]
    return bool(ends) and sum(ends) < BARE * len(ends)


def _inner(row: Row, levels: list[Level]) -> Row:
    """The sure upright rules between the ends of the level ones; at the ends, a shaded row looks ruled."""
    left, right = min(one.x0 for one in levels), max(one.x1 for one in levels)
    return [one for one in row if _is_sure(one) and left + BEYOND < one.x < right - BEYOND]


def _continues(table: list[Level], level: Level, row: Row, is_open: bool) -> bool:
    """Upright rules run from the last rule to this one; or there are none, and both are equally long."""
    left, right = min(one.x0 for one in table), max(one.x1 for one in table)
    if min(right, level.x1) - max(left, level.x0) < 0.5 * level.drawn:
        return False
    if any(_is_sure(one) and left - BEYOND <= one.x <= right + BEYOND for one in row):
        return True
    slack = SAME * (right - left)
    return is_open and left - slack <= level.x0 and level.x1 <= right + slack


def _is_sure(one: Upright) -> bool:
    return one.free and one.whole


def _lattice(levels: list[Level], rows: list[Row], traces: Traces, free: tuple[int, int]) -> Lattice:
    """The lattice of these rules; `free` are the heights of those of its neighbours."""
    few = min(len(levels), max(2, len(levels) // 10))
    left, right = sorted(one.x0 for one in levels)[few - 1], sorted(one.x1 for one in levels)[-few]
    uprights = [one for row in rows for one in row if left - BEYOND <= one.x <= right + BEYOND]
    xs = agreed(uprights, len(rows))
    sure = [x for x in xs if any(one.sure and abs(one.x - x) <= ALIGNED for one in uprights)]
    if len(xs) < FEWEST and not any(left + BEYOND < x < right - BEYOND for x in sure):
        return open_lattice(levels, left, right, traces)
    xs = [*([left] if xs[0] - left > 12 else []), *xs, *([right] if right - xs[-1] > 12 else [])]
    return lattice_of(closed([round(level.y) for level in levels], xs, traces, free), xs, traces, sure)
