"""Dashed, dotted, double and thick rules -> single rules drawn through, so that they are found as others are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.formats.picture.pixels import Pixels


@dataclass(frozen=True)
class DashSettings:
    """What a row of dashes is; lengths are pixels of a sheet, tuned on scans of 200 dpi."""

    faintest: int = 26  # darkness of a dash
    grain: float = 5.0  # and so many times darker than the grain of the paper
    blur: float = 0.25  # so dark against the darkest point close by is no blur of it
    thick: int = 14  # of a dash, with its blur
    gap: int = 34  # between two dashes: a rule of 2 points has them 28 apart
    bridge: int = 61  # between two stretches of a level rule, where another crosses or a letter touches it
    level: float = 1 / 9  # of the sheet's width: so far a level rule runs
    upright: int = 20  # and an upright one, which may part one row
    paper: float = 0.12  # of a dashed rule; one drawn through has less
    inked: float = 0.33  # of a dashed rule is ink; of the tops of figures in a row there is less
    long: int = 64  # no letter is so wide: two such strokes may run side by side
    double: int = 9  # pixels between the lines of a double rule, or of two cells with a border each
    widest: int = 24  # pixels from side to side of a double rule
    speck: int = 4  # points of ink that are no dash
    around: int = 24  # so far to both ends of a dash
    lettered: float = 0.24  # there is so much ink above or below: the rest of letters
    thickest: int = 18  # of a level rule of two cells' dashes, one beside the other
    longer: float = 0.4  # dashes and gaps against the thickness of their rule; strokes of small letters are narrower
    # where so much ink is close to a run at most, such shares of its dashes and of its gaps, or of its gaps and of its
    # dashes, are of one length: other rules cross it, and letters are near
    free: tuple[float, float, float] = (0.08, 0.0, 0.6)  # on all lines close by
    even: tuple[tuple[float, float, float], ...] = ((0.12, 0.4, 0.6), (0.2, 0.5, 0.9))  # on one above and one below
    short: tuple[int, float, float, float] = (16, 0.12, 0.75, 0.75)  # the same of a run of fewer dashes and gaps
    # dashes begin so close to level rules, and on so many points so much is ink; figures and letters never do
    touch: tuple[int, int, int] = (2, 9, 3)
    touches: float = 0.3  # for each row that an upright rule runs through
    heavy: int = 9  # pixels; so thick are the rules of two cells with a border each
    drawn: int = 5  # thick is a rule drawn through at most
    fewest: int = 2  # times that an upright rule touches level ones
    duty: float = 0.25  # of an upright rule is dashes


SETTINGS = DashSettings()


def drawn_through(ink: Pixels, settings: DashSettings = SETTINGS) -> Pixels:
    """The ink with its dashed, double and thick rules drawn through, singly and thinly; the same ink where there are none.

    Level rules are runs of thin ink and even paper. Upright ones run from level rule to level rule and touch some of
    them, as a column of 1s does not.
    """
    mask = _mask(ink, settings)
    dashed, rules = _level(mask, settings)
    bands = _as_one(rules, settings)
    level = dashed | _heavy(bands, rules, settings)
    if not level.any():
        return ink
    across = np.ascontiguousarray(mask.T)
    duty = settings.duty if dashed.any() else 1 - settings.paper / 2
    upright = _upright(across, np.ascontiguousarray(bands.T), duty, settings)
    beside = _free(_as_one(upright, settings), across, 1, 0, settings)
    ruled = _with_corners(level, np.ascontiguousarray(beside.T), mask, settings)
    dark = round(float(np.percentile(ink[(level & mask) > 0], 60)))
    lines = _meeting(_narrow(level, settings), _narrow(beside, settings).T, ruled, _thickness(level))
    return np.asarray(np.where(lines > 0, np.maximum(ink, dark), np.where(ruled > 0, 0, ink)), np.uint8)


def _mask(ink: Pixels, settings: DashSettings) -> Pixels:
    """What is dark by itself and against what is close by: blur joins neither two rules nor a rule and a letter."""
    dash = max(settings.faintest, settings.grain * float(np.percentile(ink[::2, ::2], 60)))
    near = _grown(ink, 7, 7).astype(np.float32)
    return np.asarray(ink > np.maximum(settings.blur * near, dash), np.uint8)


def _as_one(rules: Pixels, settings: DashSettings) -> Pixels:
    """Level rules that run closer to each other than any row is high, and what lies between them."""
    return np.asarray(cv2.morphologyEx(rules, cv2.MORPH_CLOSE, np.ones((settings.double | 1, 1), np.uint8)), np.uint8)


def _heavy(bands: Pixels, rules: Pixels, settings: DashSettings) -> Pixels:
    """The bands of more than one rule, or of a thick one."""
    if not cv2.erode(bands, np.ones((settings.heavy - 2, 1), np.uint8)).any():
        return np.zeros_like(bands)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(bands, connectivity=8)
    between = np.bincount(labels[(bands > rules)].ravel(), minlength=len(stats))
    heavy = (between >= 0.5 * stats[:, cv2.CC_STAT_WIDTH]) | (stats[:, cv2.CC_STAT_HEIGHT] >= settings.heavy)
    heavy[0] = False
    return np.asarray(heavy.astype(np.uint8)[labels], np.uint8)


def _with_corners(dashed: Pixels, upright: Pixels, mask: Pixels, settings: DashSettings) -> Pixels:
    """Where rules lie, with the corners and crossings between them and the blur around them."""
    reach = 2 * settings.thick + 1
    corners = _grown(dashed, 1, reach) & _grown(upright, reach, 1) & mask
    return _grown(dashed | upright | corners, 5, 5)


def _grown(rules: Pixels, height: int, width: int) -> Pixels:
    return np.asarray(cv2.dilate(rules, np.ones((height, width), np.uint8)), np.uint8)


def _meeting(level: Pixels, upright: Pixels, ruled: Pixels, thick: int) -> Pixels:
    """Level and upright rules of that thickness drawn on to where they meet, in their middles."""
    half = 2 * (thick // 2 + 2) + 1
    return level | upright | ((_grown(level, 1, half) | _grown(upright, half, 1)) & ruled)


def _thickness(rules: Pixels) -> int:
    """How thick the level rules usually are."""
    heights = cv2.connectedComponentsWithStats(rules, connectivity=8)[2][1:, cv2.CC_STAT_HEIGHT]
    return int(np.median(heights)) if len(heights) else 0


def _narrow(rules: Pixels, settings: DashSettings) -> Pixels:
    """Level rules no thicker than others are: their middle."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
    drawn = np.zeros_like(rules)
    for number, (left, top, width, height, _) in enumerate(stats[1:].tolist(), 1):
        own = (labels[top : top + height, left : left + width] == number).astype(np.uint8)
        middle = np.ones((2 * (max(0, height - settings.drawn) // 2) + 1, 1), np.uint8)
        drawn[top : top + height, left : left + width] |= np.asarray(cv2.erode(own, middle, borderValue=0), np.uint8)
    return drawn


def _strokes(mask: Pixels, settings: DashSettings) -> Pixels:
    """Thin ink: what is higher than a rule is taken out, also where it crosses one."""
    high = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((settings.thick | 1, 1), np.uint8))
    return np.asarray(cv2.subtract(mask, high), np.uint8)


def _free(strokes: Pixels, mask: Pixels, sides: int, around: int, settings: DashSettings) -> Pixels:
    """The level strokes with paper on so many sides at least; those of letters have the rest of them there."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    left, top, width, height = stats[:, :4].T
    right, bottom = left + width + around, top + height
    ink = cv2.integral(mask)
    rows, columns = mask.shape

    def inked(first: NDArray[Any], after: NDArray[Any]) -> NDArray[np.bool_]:
        y0, y1 = np.clip(first, 0, rows), np.clip(after, 0, rows)
        x0, x1 = np.clip(left - around, 0, columns), np.clip(right, 0, columns)
        total = ink[y1, x1] - ink[y0, x1] - ink[y1, x0] + ink[y0, x0]
        return np.asarray(total > settings.lettered * (y1 - y0) * (x1 - x0), bool)

    kept = (2 - inked(top - 5, top - 1).astype(int) - inked(bottom + 1, bottom + 5)) >= sides
    kept |= width >= settings.long
    kept &= (stats[:, cv2.CC_STAT_AREA] >= settings.speck) & (height <= settings.widest)
    kept[0] = False
    return np.asarray(kept.astype(np.uint8)[labels], np.uint8)


def _level(mask: Pixels, settings: DashSettings) -> tuple[Pixels, Pixels]:
    """The dashed level rules, and all level rules."""
    runs = _opened(
        _closed(_free(_strokes(mask, settings), mask, 2, settings.around, settings), settings.gap), 2 * settings.gap
    )
    long = _opened(_closed(runs, settings.bridge), round(settings.level * mask.shape[1]))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(long, connectivity=8)
    rules, dashed = np.zeros_like(mask), np.zeros_like(mask)
    for number, (left, top, width, height, _) in enumerate(stats[1:].tolist(), 1):
        own = labels[top : top + height, left : left + width] == number
        for first, after in _full_rows(own):
            rows = slice(top + first, top + after)
            kind = _kind(mask, rows, slice(left, left + width), settings)
            if kind:
                rules[rows, left : left + width] |= own[first:after]
            if kind == "dashed":
                dashed[rows, left : left + width] |= own[first:after]
    return dashed, rules


def _opened(mask: Pixels, length: int) -> Pixels:
    """What runs level for so long. (An odd kernel: an even one shifts what it opens.)"""
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, length | 1), np.uint8)), np.uint8)


def _closed(mask: Pixels, gap: int) -> Pixels:
    """Level gaps of so much filled."""
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, gap | 1), np.uint8)), np.uint8)


def _full_rows(own: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The rows that fill most of a run: strokes of letters that touch it are left out."""
    lengths = own.sum(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (lengths >= 0.5 * lengths.max()).astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _kind(mask: Pixels, rows: slice, across: slice, settings: DashSettings) -> str:
    """What a run is: "whole", "dashed", or "" where it is a row of letters."""
    row = max(mask[rows, across], key=lambda one: int(one.sum()))
    if row.mean() > 1 - settings.paper:
        return "whole"
    if rows.stop - rows.start > settings.thickest or row.mean() < settings.inked:
        return ""
    sides = mask[max(rows.start - 5, 0) : max(rows.start - 1, 0), across], mask[rows.stop + 1 : rows.stop + 5, across]
    lines = [side.mean(axis=1) for side in sides if side.size]
    near = max((float(line.min()) for line in lines), default=0.0)
    all_near = max((float(line.mean()) for line in lines), default=0.0)
    steps = np.diff(np.flatnonzero(np.diff(row.astype(np.int8))))
    if len(steps) <= 3 or np.median(steps) < settings.longer * (rows.stop - rows.start):
        return ""
    less, more = sorted((_alike(steps[::2]), _alike(steps[1::2])))
    kinds = ((all_near, *settings.free), *((near, *kind) for kind in settings.even))
    if len(steps) < settings.short[0]:
        kinds = ((near, *settings.short[1:]),)
    even = any(inked <= most and less >= low and more >= high for inked, most, low, high in kinds)
    return "dashed" if even else ""


def _alike(lengths: NDArray[np.int64]) -> float:
    """The share of them that are about equally long."""
    usual = float(np.median(lengths))
    return float((np.abs(lengths - usual) <= max(1.0, 0.25 * usual)).mean())


def _upright(mask: Pixels, rules: Pixels, duty: float, settings: DashSettings) -> Pixels:
    """The upright rules, dashed or not: ink from one level rule towards the next, in rows below each other.

    So much of it is ink at least. It touches the level rules, as letters and figures do not. Mask, rules and answer are turned: a column is a row.
    """
    dashes = _strokes(mask, settings)
    anchors = _grown(rules, 2 * settings.thick + 1, 5)  # with their blur, and where upright ones meet their ends
    filled = _opened(_closed(dashes | anchors, settings.gap) & (1 - anchors), settings.upright)
    drawn = np.zeros_like(dashes)
    for x, start, stop in _standing(_runs(filled, dashes, anchors, duty, settings), settings):
        drawn[x, start:stop] = 1
    return drawn


def _standing(runs: NDArray[np.int64], settings: DashSettings) -> Iterator[tuple[int, int, int]]:
    """(column, start, stop) of the runs that touch a level rule, of those that stand on each other and touch enough."""
    x, start, stop, touches = runs.T
    first = np.ones(len(runs), bool)
    first[1:] = (x[1:] != x[:-1]) | (start[1:] - stop[:-1] > settings.thickest)
    pile = np.cumsum(first) - 1
    touched = np.bincount(pile, touches)
    enough = (touched >= settings.fewest) & (touched >= settings.touches * np.bincount(pile))
    kept = (touches > 0) & enough[pile]
    yield from zip(x[kept].tolist(), start[kept].tolist(), stop[kept].tolist(), strict=True)


def _runs(filled: Pixels, dashes: Pixels, anchors: Pixels, duty: float, settings: DashSettings) -> NDArray[np.int64]:
    """(column, start, stop, ends that touch a level rule) of every run of dashes that begins or ends at a level rule."""
    steps = np.diff(np.pad(filled, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    columns, starts = np.nonzero(steps > 0)
    stops = np.nonzero(steps < 0)[1]
    ink = np.pad(np.cumsum(dashes, axis=1, dtype=np.int32), ((0, 0), (1, 0)))
    above = anchors[columns, np.maximum(starts - 1, 0)] > 0
    below = anchors[columns, np.minimum(stops, anchors.shape[1] - 1)] > 0
    near, far, least = (np.minimum(reach, stops - starts) for reach in settings.touch)
    heads = (ink[columns, starts + near] > ink[columns, starts]) & (_inked(ink, columns, starts, starts + far) >= least)
    feet = (ink[columns, stops] > ink[columns, stops - near]) & (_inked(ink, columns, stops - far, stops) >= least)
    touched = (above & heads).astype(np.int64) + (below & feet)
    dark = _inked(ink, columns, starts, stops) >= duty * (stops - starts)
    runs = np.stack([columns, starts, stops, touched], axis=1)
    return np.asarray(runs[(above | below) & dark], np.int64)


def _inked(
    ink: NDArray[np.int32], columns: NDArray[Any], starts: NDArray[Any], stops: NDArray[Any]
) -> NDArray[np.int32]:
    """The ink between two heights of each column, by its running sum."""
    return np.asarray(ink[columns, stops] - ink[columns, starts], np.int32)
