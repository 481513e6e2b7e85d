"""The stretches of upright rule between two level rules, and the columns on which they agree."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.formats.picture.pixels import Pixels
from parsers.formats.picture.traces import Traces


@dataclass(frozen=True)
class UprightSettings:
    """How upright rules are told from strokes; tuned on generated tables. Lengths are pixels of a sheet."""

    near: float = 6  # rules closer than this are one rule
    even: float = 0.45  # the faintest twelfth of a rule against its mean; strokes of letters end
    broken: float = 0.5  # so much of a rule is left where it is broken
    thickest: int = 18  # a rule with its halo
    few: int = 6  # rows; with so few, numbers may stand close to a rule in every one of them


SETTINGS = UprightSettings()


@dataclass(frozen=True)
class Upright:
    """A stretch of upright rule in one row; `free` when there is paper beside it, `whole` when it runs through.

    It is `sure` when nothing is missing up to the level rules and paper is on one side: no stroke of a letter.
    """

    x: float
    free: bool
    whole: bool
    sure: bool = False


def uprights_in(traces: Traces, top: int, bottom: int, settings: UprightSettings = SETTINGS) -> list[Upright]:
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
    unbroken = band.min(axis=0) >= np.maximum(traces.drawn, settings.even * band.mean(axis=0))
    parts = [((a + b - 1) / 2, _inked_beside(ink, a, b)) for a, b in _runs(broken & ~even, settings)]
    found = [
        Upright(
            x,
            high < 0.5 or (high < 0.8 and low < 0.1),
            whole=True,
            sure=low < 0.1 and high < 0.8 and bool(unbroken[round(x)]),
        )
        for x, (low, high) in whole
    ]
    return found + [Upright(x, free=True, whole=False) for x, (_, high) in parts if high < 0.1]


def agreed(uprights: list[Upright], bands: int, settings: UprightSettings = SETTINGS) -> list[int]:
    """Where upright rules run in several rows, or surely in one; a stroke of a letter stands alone, or close to others."""
    groups: list[list[Upright]] = []
    for one in sorted(uprights, key=lambda one: one.x):
        if groups and one.x - groups[-1][-1].x <= settings.near:
            groups[-1].append(one)
        else:
            groups.append([one])
    enough = min(bands, max(2, bands // 10))
    found = [
        group
        for group in groups
        if (sum(one.free for one in group) >= enough and any(one.whole for one in group))
        or any(one.sure for one in group)
    ]
    if bands <= settings.few:
        found = [group for group in groups if len(group) >= enough or any(one.sure for one in group)]
    return [round(_usual(sorted(one.x for one in group))) for group in found]


def _usual(places: list[float]) -> float:
    """Where most of them are: strokes of letters close to a rule do not draw it aside."""
    return max(places, key=lambda place: sum(abs(place - other) <= 1.5 for other in places))


def _runs(mask: NDArray[np.bool_], settings: UprightSettings) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a <= settings.thickest]


def _inked_beside(band: Pixels, left: int, right: int) -> tuple[float, float]:
    """How much of it has ink on its emptier and on its fuller side: a stroke has the rest of its letter there."""
    rule = 0.5 * float(np.percentile(band[:, left:right].max(axis=1), 70))
    sides = (band[:, max(left - 6, 0) : max(left - 1, 0)], band[:, right + 1 : right + 6])
    inked = [float((side > rule).any(axis=1).mean()) for side in sides if side.size]
    return min(inked), max(inked)
