"""Ruled lines -> lattices: which rules belong to one table, where its columns are, and which borders are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from parsers.formats.picture_columns import open_lattice
from parsers.formats.picture_lattice import Lattice, level_edges, upright_edges, without_idle
from parsers.formats.picture_pixels import Pixels
from parsers.formats.picture_rules import Level, levels_of
from parsers.formats.picture_traces import Traces


@dataclass(frozen=True)
class GridSettings:
    """How borders are told from letters; tuned on generated tables. Lengths are pixels of a sheet."""

    near: float = 6  # rules closer than this are one rule
    even: float = 0.45  # the faintest twelfth of an upright rule against its mean; strokes of letters end
    thickest: int = 18  # an upright rule with its halo
    open: int = 3  # with fewer columns than that, the table has no upright rules


SETTINGS = GridSettings()


def lattices_of(traces: Traces, settings: GridSettings = SETTINGS) -> list[Lattice]:
    """The ruled tables of a sheet, from the top."""
    tables = _tables(levels_of(traces.ink), traces, settings)
    found = [_lattice(levels, traces, settings) for levels in tables if len(levels) > 1]
    return [lattice for lattice in found if len(lattice.xs) > 1 and len(lattice.ys) > 1]


def plumb_runs(traces: Traces, top: int, bottom: int, settings: GridSettings = SETTINGS) -> list[float]:
    """Where upright rules run evenly from top to bottom, with paper beside them."""
    band = cv2.blur(traces.along[top:bottom], (1, 3))
    faintest = np.percentile(band, 8, axis=0) if band.size else np.zeros(band.shape[1])
    even = (faintest >= traces.drawn) & (faintest >= settings.even * band.mean(axis=0))
    edges = np.flatnonzero(np.diff(np.concatenate(([0], even.astype(np.int8), [0]))))
    runs = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a <= settings.thickest]
    return [(a + b - 1) / 2 for a, b in runs if _stands_free(traces.ink[top:bottom], a, b)]


def _stands_free(band: Pixels, left: int, right: int) -> bool:
    """Is there paper beside it, but for a number that may stand close? A stroke has the rest of its letter there."""
    rule = 0.5 * float(band[:, left:right].max(axis=1).mean())
    sides = (band[:, max(left - 6, 0) : max(left - 1, 0)], band[:, right + 1 : right + 6])
    inked = [float((side > rule).any(axis=1).mean()) for side in sides if side.size]
    return max(inked) < 0.5 or (max(inked) < 0.8 and min(inked) < 0.1)


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
    runs = plumb_runs(traces, *_between(last, level), settings)
    if any(left - 8 <= x <= right + 8 for x in runs):
        return True
    open_so_far = not any(_plumb(table, traces, settings))
    slack = 0.02 * (right - left)
    return open_so_far and left - slack <= level.x0 and level.x1 <= right + slack


def _plumb(levels: list[Level], traces: Traces, settings: GridSettings) -> Iterable[float]:
    for above, below in pairwise(levels):
        yield from plumb_runs(traces, *_between(above, below), settings)


def _between(above: Level, below: Level) -> tuple[int, int]:
    top = round(above.y + above.thick / 2) + 2
    return top, max(top + 1, round(below.y - below.thick / 2) - 2)


def _lattice(levels: list[Level], traces: Traces, settings: GridSettings) -> Lattice:
    few = min(len(levels), max(2, len(levels) // 10))
    left, right = sorted(one.x0 for one in levels)[few - 1], sorted(one.x1 for one in levels)[-few]
    uprights = sorted(x for x in _plumb(levels, traces, settings) if left - 8 <= x <= right + 8)
    xs = _agreed(uprights, len(levels) - 1, settings)
    if len(xs) < settings.open:
        return open_lattice(levels, left, right, traces)
    xs = [*([left] if xs[0] - left > 12 else []), *xs, *([right] if right - xs[-1] > 12 else [])]
    ys = [round(level.y) for level in levels]
    lattice = Lattice(tuple(ys), tuple(xs), level_edges(ys, xs, traces), upright_edges(ys, xs, traces), ruled=True)
    return without_idle(lattice)


def _agreed(places: list[float], bands: int, settings: GridSettings) -> list[int]:
    """Where upright rules run in several rows; a stroke of a letter stands alone."""
    groups: list[list[float]] = []
    for place in places:
        if groups and place - groups[-1][-1] <= settings.near:
            groups[-1].append(place)
        else:
            groups.append([place])
    enough = min(bands, max(2, bands // 10))
    return [round(float(np.median(group))) for group in groups if len(group) >= enough]
