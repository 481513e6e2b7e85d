"""Pixels -> a sheet to read from: a handy size, upright, and how dark each point is against its surroundings."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.formats.picture.dashes import drawn_through
from parsers.formats.picture.pixels import Pixels
from parsers.model import Box

cv2.setNumThreads(1)  # a worker process is one core's worth of work

Matrix = NDArray[np.float64]
WIDTHS = (1200, 2000)  # narrower sheets are scaled up, wider ones down: rules and digits then have usual sizes
MAX_SHEET = 24_000_000  # pixels, for long screenshots
MAX_SKEW = 3.0  # degrees


@dataclass(frozen=True)
class Sheet:
    """An upright page. `ink` is its darkness (0 paper, 255 black), dashed rules drawn through; `back` maps its points to the picture's."""

    grey: Pixels
    ink: Pixels
    back: Matrix

    def place(self, box: Box) -> Box:
        """Where a box of the sheet stands in the picture (the upright rectangle around it)."""
        return _around(box, self.back)

    def find(self, box: Box) -> Box:
        """Where a box of the picture stands on the sheet."""
        return _around(box, np.linalg.inv(self.back).astype(np.float64))


def grey_of(pixels: Pixels) -> Pixels:
    """Brightness as the eye weighs it."""
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)


def without_red(pixels: Pixels) -> Pixels:
    """Brightness in red light and as much again as a point is red, so that a seal vanishes and what is black stays."""
    red = pixels[:, :, 0].astype(np.int16)
    redness = np.maximum(red - np.maximum(pixels[:, :, 1], pixels[:, :, 2]), 0)
    return np.minimum(red + redness, 255).astype(np.uint8)


def has_red(pixels: Pixels) -> bool:
    """Is at least a thousandth of the picture the red of seals?"""
    step = max(1, pixels.shape[1] // 800)
    small = pixels[::step, ::step].astype(np.int16)
    red = small[:, :, 0] - np.maximum(small[:, :, 1], small[:, :, 2])
    return float((red > 50).mean()) > 0.001


def sheet_of(grey: Pixels) -> Sheet:
    """The sheet of a picture: scaled and turned upright."""
    size = _scaling(grey.shape[1], grey.shape[0])
    turned = _turning(darkness(warp(grey, size)))
    return _sheet(grey, turned @ size)


def resheet(grey: Pixels, sheet: Sheet, correction: Matrix) -> Sheet:
    """The same picture under a further correction of the sheet, warped once from the original."""
    return _sheet(grey, correction @ np.linalg.inv(sheet.back))


def warp(grey: Pixels, matrix: Matrix) -> Pixels:
    """The picture under that map; unchanged when it is the identity, so that nothing is blurred for nothing."""
    height, width = grey.shape
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
    reach = cv2.perspectiveTransform(corners, matrix)[0].max(axis=0)
    size = (max(1, round(float(reach[0]))), max(1, round(float(reach[1]))))
    if np.allclose(matrix, np.eye(3), atol=1e-9):
        return grey
    if _only_scales(matrix):
        way = cv2.INTER_AREA if matrix[0, 0] < 1 else cv2.INTER_LINEAR  # cubic sharpens the noise of JPEG
        return np.asarray(cv2.resize(grey, size, interpolation=way), np.uint8)
    bend = cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(bend, np.uint8)


def darkness(grey: Pixels) -> Pixels:
    """How much darker each point is than the paper around it, so that shades, gradients and fills vanish."""
    side = max(15, grey.shape[1] // 60) | 1
    paper = cv2.blur(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8)), (side // 3, side // 3))
    dark = np.asarray(cv2.subtract(paper, grey), np.uint8)
    grain = np.full_like(dark, round(float(np.median(dark[::3, ::3]))))
    return np.asarray(cv2.subtract(dark, grain), np.uint8)


def _around(box: Box, matrix: Matrix) -> Box:
    """The upright rectangle around a box under that map."""
    x0, y0, x1, y1 = box
    corners = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], np.float64)
    points = cv2.perspectiveTransform(corners, matrix)[0]
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return (round(float(left), 1), round(float(top), 1), round(float(right), 1), round(float(bottom), 1))


def _sheet(grey: Pixels, matrix: Matrix) -> Sheet:
    upright = warp(grey, matrix)
    return Sheet(upright, drawn_through(darkness(upright)), np.linalg.inv(matrix).astype(np.float64))


def _only_scales(matrix: Matrix) -> bool:
    return bool(np.allclose(matrix, np.diag(np.diag(matrix)), atol=1e-9))


def _scaling(width: int, height: int) -> Matrix:
    low, high = WIDTHS
    times = -(-low // width)  # scaled up by a whole number, so that equal digits stay equal
    factor = float(times - (times * width > high)) if width < low else min(1.0, high / width)
    factor = min(factor, (MAX_SHEET / (width * height)) ** 0.5)
    return np.diag([round(width * factor) / width, round(height * factor) / height, 1.0])


def _turning(ink: Pixels) -> Matrix:
    """The rotation that sets rows level; the identity when they are level to a twentieth of a degree."""
    height, width = ink.shape
    angle = _skew(ink)
    if abs(angle) < 0.05:
        return np.eye(3)
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0, 0, 1]])
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
    least = cv2.perspectiveTransform(corners, turn)[0].min(axis=0)
    shift = np.array([[1, 0, -least[0]], [0, 1, -least[1]], [0, 0, 1]], np.float64)
    return np.asarray(shift @ turn, np.float64)


def _skew(ink: Pixels) -> float:
    """The angle that makes the profile of rows sharpest: coarse on a small copy, then fine."""
    coarse = _sharpest(ink, 500, np.arange(-MAX_SKEW, MAX_SKEW + 0.01, 0.25))
    return _sharpest(ink, 1000, coarse + np.arange(-0.25, 0.26, 0.05))


def _sharpest(ink: Pixels, width: int, angles: NDArray[np.float64]) -> float:
    factor = min(1.0, width / ink.shape[1])
    small = cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    scores = []
    for angle in angles:
        shear = np.array([[1, 0, 0], [-np.tan(np.radians(angle)), 1, np.tan(np.radians(angle)) * width / 2]])
        level = cv2.warpAffine(small, shear, (width, height))
        profile = level.mean(axis=1, dtype=np.float64)
        scores.append(float(np.square(np.diff(profile)).sum()))
    return float(angles[int(np.argmax(scores))])
