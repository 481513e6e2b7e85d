"""A sheet -> its level rules: even runs of ink longer than any stroke of a letter."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.formats.picture.pixels import Pixels


@dataclass(frozen=True)
class RuleSettings:
    """How rules are told from letters; tuned on generated tables, as parts of the sheet's width."""

    run: float = 1 / 36  # shortest level run; table 四 has columns of 1/17, a letter is at most 1/40
    faintest: int = 10  # darkness of the faintest rule: #ddd on white is 34, half of that after scaling down
    noise: float = 5.0  # a rule is at least so many times darker than the grain of the paper
    even: float = 0.45  # the faintest point of a rule against its mean; in a row of letters it is near 0
    thickest: int = 14  # pixels, with what a slight lean adds
    bridge: int = 13  # pixels, the gap that a crossing upright rule leaves
    near: float = 6  # pixels; rules closer than this are one rule
    alike: float = 1.3  # times: pieces of one rule are no darker or paler than that
    level: float = 1 / 10  # a rule runs through that part of the sheet's width in one piece; letters never do


SETTINGS = RuleSettings()


@dataclass(frozen=True)
class Segment:
    """A level rule: from x0 to x1 at height y, so many pixels thick."""

    x0: int
    x1: int
    y: float
    thick: int

    @property
    def length(self) -> int:
        """In pixels."""
        return self.x1 - self.x0


@dataclass(frozen=True)
class Level:
    """All pieces of one level rule."""

    y: float
    thick: int
    pieces: tuple[Segment, ...]

    @property
    def x0(self) -> int:
        """Its left end."""
        return min(piece.x0 for piece in self.pieces)

    @property
    def x1(self) -> int:
        """Its right end."""
        return max(piece.x1 for piece in self.pieces)

    @property
    def longest(self) -> int:
        """The length of its longest piece."""
        return max(piece.length for piece in self.pieces)

    @property
    def drawn(self) -> int:
        """The length of its pieces together."""
        return sum(piece.length for piece in self.pieces)


def levels_of(ink: Pixels, settings: RuleSettings = SETTINGS) -> list[Level]:
    """The level rules from the top: segments at one height are one, what is as short as letters is none."""
    groups: list[list[Segment]] = []
    for segment in segments_of(ink, settings):
        if groups and segment.y - _height(groups[-1]) <= settings.near:
            groups[-1].append(segment)
        else:
            groups.append([segment])
    rules = [_one_rule(group, ink, settings) for group in groups]
    levels = [Level(_height(pieces), max(piece.thick for piece in pieces), tuple(pieces)) for pieces in rules]
    return [level for level in levels if level.longest >= settings.level * ink.shape[1]]


def _one_rule(group: list[Segment], ink: Pixels, settings: RuleSettings) -> list[Segment]:
    """The longest of the segments at one height and those that are about as dark: strokes of letters rarely are."""
    dark = _darkness(ink, max(group, key=lambda segment: segment.length))
    return [one for one in group if dark / settings.alike <= _darkness(ink, one) <= dark * settings.alike]


def segments_of(ink: Pixels, settings: RuleSettings = SETTINGS) -> list[Segment]:
    """The level rules of a sheet, from the top."""
    mask = level_runs(ink, settings)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found: list[Segment] = []
    for number in range(1, count):
        x, y, width, height, _ = (int(value) for value in stats[number])
        if width >= settings.run * ink.shape[1]:
            found += _straight_parts(labels[y : y + height, x : x + width] == number, x, y)
    return sorted((s for s in found if _is_rule(s, ink, settings)), key=lambda segment: segment.y)


def _straight_parts(mask: NDArray[np.bool_], left: int, top: int) -> list[Segment]:
    """The rows that fill most of a run: what touches a rule, as the rim of a seal does, is left out."""
    filled = mask.sum(axis=1)
    full = (filled >= 0.5 * filled.max()).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], full, [0]))))
    parts = []
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        columns = np.flatnonzero(mask[first:after].any(axis=0))
        middle = top + (int(first) + int(after) - 1) / 2
        parts.append(
            Segment(left + int(columns[0]), left + int(columns[-1]) + 1, middle, max(1, int(after - first) - 2))
        )
    return parts


def _is_rule(segment: Segment, ink: Pixels, settings: RuleSettings) -> bool:
    long = segment.length >= settings.run * ink.shape[1]
    return long and segment.thick <= settings.thickest and _stands_free(ink, segment)


def level_runs(ink: Pixels, settings: RuleSettings = SETTINGS) -> Pixels:
    """Where ink runs level, evenly and without a break, for as long as only rules do."""
    run = max(12, round(ink.shape[1] * settings.run))
    thin = cv2.subtract(ink, cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((settings.thickest + 1, 1), np.uint8)))
    smooth = cv2.blur(cv2.dilate(thin, np.ones((3, 1), np.uint8)), (5, 1))
    strength = cv2.morphologyEx(smooth, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    even = strength >= settings.even * cv2.blur(smooth, (run, 1))
    drawn = np.asarray(even & (strength >= threshold(ink, settings)), np.uint8)
    return np.asarray(cv2.morphologyEx(drawn, cv2.MORPH_CLOSE, np.ones((1, settings.bridge), np.uint8)), np.uint8)


def threshold(ink: Pixels, settings: RuleSettings = SETTINGS) -> float:
    """The darkness above which a run is a rule and not the paper's grain."""
    grain = float(np.percentile(ink[::2, ::2], 60))
    return max(settings.faintest, settings.noise * grain)


def _stands_free(ink: Pixels, segment: Segment) -> bool:
    """Is there paper close above and below most of it? Letters in a row have ink there."""
    y, half = round(segment.y), segment.thick // 2
    rule = _darkness(ink, segment)
    for away in (-1, 1):
        rows = [y + away * (half + step) for step in (2, 3, 4, 5)]
        inked = [float((ink[row, segment.x0 : segment.x1] > 0.5 * rule).mean()) for row in rows if 0 <= row < len(ink)]
        if min(inked, default=0.0) > 0.25:
            return False
    return True


def _darkness(ink: Pixels, segment: Segment) -> float:
    y = round(segment.y)
    return float(ink[max(y - 1, 0) : y + 2, segment.x0 : segment.x1].max(axis=0).mean())


def _height(group: list[Segment]) -> float:
    return sum(s.y * s.length for s in group) / sum(s.length for s in group)
