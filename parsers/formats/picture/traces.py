"""A sheet -> the thin ink on it, level and upright, and how dark rules and letters are."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from parsers.formats.picture.pixels import Pixels
from parsers.formats.picture.rules import threshold

LETTERS = 0.28  # ink is part of a letter above that share of the darkest ink: the thin strokes of 宋体 are pale
_TALL, _BROAD = np.ones((15, 1), np.uint8), np.ones((1, 15), np.uint8)  # wider than any rule


@dataclass(frozen=True)
class Traces:
    """The thin ink of a sheet, level and upright, and what counts as drawn and as a letter."""

    ink: Pixels
    across: Pixels
    along: Pixels
    drawn: float
    letter: float
    dark: float


def traces_of(ink: Pixels) -> Traces:
    """Thin level and upright ink: what is wider than a rule in both directions is taken away."""
    across = cv2.subtract(ink, cv2.morphologyEx(ink, cv2.MORPH_OPEN, _TALL))
    along = cv2.subtract(ink, cv2.morphologyEx(ink, cv2.MORPH_OPEN, _BROAD))
    dark = float(np.percentile(ink[ink > 40], 90)) if (ink > 40).any() else 255.0
    return Traces(
        ink,
        np.asarray(cv2.dilate(across, np.ones((3, 1), np.uint8)), np.uint8),
        np.asarray(cv2.dilate(along, np.ones((1, 3), np.uint8)), np.uint8),
        threshold(ink),
        LETTERS * dark,
        dark,
    )
