"""A sheet photographed from the side -> a square one: the slopes of its rules say how it leans."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.formats.picture.pixels import Pixels
from parsers.formats.picture.rules import level_runs
from parsers.formats.picture.sheet import Matrix, Sheet, resheet


@dataclass(frozen=True)
class LeanSettings:
    """Which rules show how a sheet leans."""

    wide: float = 0.25  # runs that long, of the sheet's width
    thick: int = 26  # pixels, of which 8 come from the search itself
    steep: float = 0.06  # slopes above that are no rules of a sheet that is upright already
    lean: float = 0.0012  # slopes under this (1 pixel in 800) stay as they are


SETTINGS = LeanSettings()


def straightened(grey: Pixels, sheet: Sheet, settings: LeanSettings = SETTINGS) -> Sheet:
    """The sheet with its perspective taken out, where rules lean; twice, for leaning rules are found in part."""
    for _ in range(2):
        height, width = sheet.ink.shape
        across = _trend(_leans(sheet.ink, settings), height)
        along = _trend(_leans(np.ascontiguousarray(sheet.ink.T), settings), width)
        if max(abs(slope) for slope in (*across, *along)) < settings.lean:
            return sheet
        sheet = resheet(grey, sheet, _squaring(across, along, width, height))
    return sheet


def _leans(ink: Pixels, settings: LeanSettings) -> list[tuple[float, float]]:
    """(height, slope) of every long rule, found with some slack because it leans."""
    slack = np.asarray(cv2.dilate(ink, np.ones((5, 1), np.uint8)), np.uint8)
    mask = level_runs(slack)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    for number in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[number])
        if (
            width >= settings.wide * ink.shape[1]
            and height < settings.steep * width + 12
            and area < settings.thick * width
        ):
            found += _fit(labels[y : y + height, x : x + width] == number, y)
    return found


def _fit(mask: NDArray[np.bool_], top: int) -> list[tuple[float, float]]:
    """The line through a run, unless the run is no line."""
    ys, xs = np.nonzero(mask)
    slope, start = np.polyfit(xs, ys, 1)
    off = np.abs(ys - (start + slope * xs))
    straight = float(np.percentile(off, 90)) < 5
    return [(top + float(start + slope * mask.shape[1] / 2), float(slope))] if straight else []


def _trend(leans: list[tuple[float, float]], length: int) -> tuple[float, float]:
    """The slope at both ends of the sheet, from a line through all slopes; robust against a stray one."""
    if not leans:
        return 0.0, 0.0
    places, slopes = np.array(leans).T
    if len(leans) < 3 or np.ptp(places) < 0.2 * length:
        middle = float(np.median(slopes))
        return middle, middle
    for _ in range(3):
        line = np.polyfit(places, slopes, 1)
        off = np.abs(slopes - np.polyval(line, places))
        keep = off <= max(2 * float(np.median(off)), 5e-4)
        places, slopes = places[keep], slopes[keep]
    return float(np.polyval(line, 0)), float(np.polyval(line, length))


def _squaring(across: tuple[float, float], along: tuple[float, float], width: int, height: int) -> Matrix:
    """The map that makes rules level and plumb: it carries the leaning frame of the sheet onto an upright one."""
    middle_x, middle_y = width / 2, height / 2
    frame = [
        _meet(across[row], row * height, along[column], column * width, middle_x, middle_y)
        for row, column in ((0, 0), (0, 1), (1, 1), (1, 0))
    ]
    least = np.min(np.minimum(frame, [[0, 0], [width, 0], [width, height], [0, height]]), axis=0)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - least.astype(np.float32)
    return np.asarray(cv2.getPerspectiveTransform(np.array(frame, np.float32), target), np.float64)


def _meet(slope: float, y: float, lean: float, x: float, middle_x: float, middle_y: float) -> tuple[float, float]:
    """Where the level line through (middle_x, y) meets the plumb line through (x, middle_y)."""
    # level: Y = y + slope (X - middle_x); plumb: X = x + lean (Y - middle_y)
    up = (y + slope * (x - middle_x - lean * middle_y)) / (1 - slope * lean)
    return x + lean * (up - middle_y), up
