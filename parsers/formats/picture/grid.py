"""Ruled lines -> lattices: which rules belong to one table, where its columns are, and which borders are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.formats.picture.columns import open_lattice
from parsers.formats.picture.lattice import Lattice, lattice_of
from parsers.formats.picture.pixels import Pixels
from parsers.formats.picture.rules import Level, levels_of
from parsers.formats.picture.traces import Traces


@dataclass(frozen=True)
class GridSettings:
    """How borders are told from letters; tuned on generated tables. Lengths are pixels of a sheet."""

    near: float = 6  # rules closer than this are one rule
    even: float = 0.45  # the faintest twelfth of an upright rule against its mean; strokes of letters end
    broken: float = 0.5  # so much of an upright rule is left where it is broken
    thickest: int = 18  # an upright rule with its halo
    few: int = 6  # rows; with so few, numbers may stand close to a rule in every one of them
    open: int = 3  # with fewer columns than that, the table has no upright rules


SETTINGS = GridSettings()


def lattices_of(traces: Traces, settings: GridSettings = SETTINGS) -> list[Lattice]:
    """The ruled tables of a sheet, from the top."""
    tables = _tables(levels_of(traces.ink), traces, settings)
    found = [_lattice(levels, traces, settings) for levels in tables if len(levels) > 1]
    return [lattice for lattice in found if len(lattice.xs) > 1 and len(lattice.ys) > 1]


@dataclass(frozen=True)
class Upright:
    """A stretch of upright rule in one row; `free` when there is paper beside it, `whole` when it runs through."""

    x: float
    free: bool
    whole: bool


def uprights_in(traces: Traces, top: int, bottom: int, settings: GridSettings = SETTINGS) -> list[Upright]:
    """Where upright rules run evenly from top to bottom, or in part with nothing beside them."""
    band = cv2.blur(traces.along[top:bottom], (1, 3))
    if not band.size:
        return []
    faintest = np.percentile(band, 8, axis=0)
    even = (faintest >= traces.drawn) & (faintest >= settings.even * band.mean(axis=0))
    drawn = band >= traces.drawn
    broken = (drawn.mean(axis=0) >= settings.broken) & (drawn[:3].all(axis=0) | drawn[-3:].all(axis=0))
    ink = traces.ink[top:bottom]
    whole = [((a + b - 1) / 2, _inked_beside(ink, a, b)) for a, b in _runs(even, settings)]
    parts = [((a + b - 1) / 2, _inked_beside(ink, a, b)) for a, b in _runs(broken & ~even, settings)]
    found = [Upright(x, high < 0.5 or (high < 0.8 and low < 0.1), whole=True) for x, (low, high) in whole]
    return found + [Upright(x, free=True, whole=False) for x, (_, high) in parts if high < 0.1]


def _runs(mask: NDArray[np.bool_], settings: GridSettings) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a <= settings.thickest]


def _inked_beside(band: Pixels, left: int, right: int) -> tuple[float, float]:
    """How much of it has ink on its emptier and on its fuller side: a stroke has the rest of its letter there."""
    rule = 0.5 * float(np.percentile(band[:, left:right].max(axis=1), 70))
    sides = (band[:, max(left - 6, 0) : max(left - 1, 0)], band[:, right + 1 : right + 6])
    inked = [float((side > rule).any(axis=1).mean()) for side in sides if side.size]
    return min(inked), max(inked)


def _tables(levels: list[Level], traces: Traces, settings: GridSettings) -> list[list[Level]]:
    tables: list[list[Level]] = []
    for level in levels:
        if tables and _continues(tables[-1], level, traces, settings):
            tables[-1].append(level)
        else:
            tables.append([level])
    return tables


def _continues(table: list[Level], level: Level, traces: Traces, settings: GridSettings) -> bool:
    """Upright rules run from the last rule to this one; or the table has none, and both are equally long."""
    last = table[-1]
    left, right = min(one.x0 for one in table), max(one.x1 for one in table)
    if min(right, level.x1) - max(left, level.x0) < 0.5 * level.drawn:
        return False
    runs = uprights_in(traces, *_between(last, level), settings)
    if any(one.free and one.whole and left - 8 <= one.x <= right + 8 for one in runs):
        return True
    open_so_far = sum(one.free and one.whole for one in _uprights(table, traces, settings)) < len(table)
    slack = 0.02 * (right - left)
    return open_so_far and left - slack <= level.x0 and level.x1 <= right + slack


def _uprights(levels: list[Level], traces: Traces, settings: GridSettings) -> Iterable[Upright]:
    for above, below in pairwise(levels):
        yield from uprights_in(traces, *_between(above, below), settings)


def _between(above: Level, below: Level) -> tuple[int, int]:
    top = round(above.y + above.thick / 2) + 2
    return top, max(top + 1, round(below.y - below.thick / 2) - 2)


def _lattice(levels: list[Level], traces: Traces, settings: GridSettings) -> Lattice:
    few = min(len(levels), max(2, len(levels) // 10))
    left, right = sorted(one.x0 for one in levels)[few - 1], sorted(one.x1 for one in levels)[-few]
    uprights = [one for one in _uprights(levels, traces, settings) if left - 8 <= one.x <= right + 8]
    xs = _agreed(sorted(uprights, key=lambda one: one.x), len(levels) - 1, settings)
    if len(xs) < settings.open:
        return open_lattice(levels, left, right, traces)
    xs = [*([left] if xs[0] - left > 12 else []), *xs, *([right] if right - xs[-1] > 12 else [])]
    return lattice_of([round(level.y) for level in levels], xs, traces)


def _agreed(uprights: list[Upright], bands: int, settings: GridSettings) -> list[int]:
    """Where upright rules run in several rows; a stroke of a letter stands alone, or close to others."""
    groups: list[list[Upright]] = []
    for one in uprights:
        if groups and one.x - groups[-1][-1].x <= settings.near:
            groups[-1].append(one)
        else:
            groups.append([one])
    enough = min(bands, max(2, bands // 10))
    found = [group for group in groups if sum(one.free for one in group) >= enough and any(one.whole for one in group)]
    if bands <= settings.few:
        found = [group for group in groups if len(group) >= enough]
    return [round(float(np.median([one.x for one in group]))) for group in found]
