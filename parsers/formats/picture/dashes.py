"""Dashed and dotted rules -> rules drawn through, so that they are found as others are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.formats.picture.pixels import Pixels


@dataclass(frozen=True)
class DashSettings:
    """What a row of dashes is; lengths are pixels of a sheet, tuned on scans of 200 dpi."""

    faintest: int = 20  # darkness of a dash
    grain: float = 5.0  # and so many times darker than the grain of the paper
    thick: int = 13  # of a dash, with its blur
    long: int = 60
    gap: int = 25  # between two dashes
    level: tuple[int, int, int] = (40, 61, 130)  # so far they follow each other, so far apart are two runs of a rule,
    # between which another rule crosses or a letter touches it, and so far a rule runs
    upright: tuple[int, int, int] = (24, 41, 24)  # the same of upright rules, which may part one row; tables lie apart
    even: int = 3  # by which dashes differ in thickness
    fewest: int = 2  # rules of each direction: a table


SETTINGS = DashSettings()


def drawn_through(ink: Pixels, settings: DashSettings = SETTINGS) -> Pixels:
    """The ink with its dashed rules made whole; the same ink where they draw no table.

    A column of 1s is dashes too: upright ones must be as thin as the level ones are.
    """
    dash = max(settings.faintest, settings.grain * float(np.percentile(ink[::2, ::2], 60)))
    mask = np.asarray(ink > dash, np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    across, down = stats[:, 2], stats[:, 3]
    level = _rules(
        _chosen(np.asarray(labels), (down <= settings.thick) & (across <= settings.long)), settings.level, settings
    )
    if _count(level) < settings.fewest:
        return ink
    thick = float(np.median(down[np.unique(labels[level > 0])[1:]])) + settings.even
    thin = _chosen(np.asarray(labels), (across <= thick) & (down <= settings.long))
    upright = _rules(np.ascontiguousarray(thin.T), settings.upright, settings).T
    if _count(upright) < settings.fewest:
        return ink
    ruled = (level | upright) > 0
    dark = round(float(np.percentile(ink[ruled & (mask > 0)], 60)))
    return np.asarray(np.where(ruled, np.maximum(ink, dark), ink), np.uint8)


def _chosen(labels: NDArray[Any], those: NDArray[np.bool_]) -> Pixels:
    """The pieces of ink of these numbers; 0 is the paper."""
    kept = those.astype(np.uint8)
    kept[0] = 0
    return np.asarray(kept[labels], np.uint8)


def _rules(dashes: Pixels, least: tuple[int, int, int], settings: DashSettings) -> Pixels:
    """Where dashes follow each other level for long."""
    closed = cv2.morphologyEx(dashes, cv2.MORPH_CLOSE, np.ones((1, settings.gap), np.uint8))
    runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, least[0]), np.uint8))
    bridged = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, np.ones((1, least[1]), np.uint8))
    return np.asarray(cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, least[2]), np.uint8)), np.uint8)


def _count(rules: Pixels) -> int:
    return int(cv2.connectedComponents(rules)[0]) - 1
