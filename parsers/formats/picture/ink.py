"""The ink inside a cell -> strips of one line each, cut to the height the recogniser knows."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.formats.picture.lattice import Lattice, Span
from parsers.formats.picture.pixels import Pixels
from parsers.formats.picture.traces import Traces

HEIGHT = 48  # pixels, what the recogniser was trained on
Region = tuple[int, int, int, int]


@dataclass(frozen=True)
class InkSettings:
    """What is ink and how it is cut; tuned on generated tables. Lengths without unit are digit heights."""

    inset: int = 4  # pixels of a cell's edge that are rule at least
    furthest: int = 14  # and at most, where rules are thick or blurred
    rim: int = 5  # pixels further in where a full line is still rule
    speck: float = 0.25  # what is smaller both ways is dust or a decimal point, which no line begins or ends with
    line: float = 1.9  # pieces within this height are one line: 二 and 三 come in pieces
    tall: float = 1.6  # height of a strip
    beside: float = 0.45  # paper left and right of the ink
    paper: int = 8  # pixels that a strip's width is a multiple of: one step of the recogniser
    label: tuple[float, float] = (1.12, 4.0)  # taller and longer than that is words, not a number
    narrow: float = 0.7  # of its width: no number of 2,200 was read otherwise and surely (0.6 leaves more unsure)
    squeeze: float = 0.5  # of its width: words read nearly as well (measured: 2 % other characters, mostly brackets)


SETTINGS = InkSettings()


@dataclass(frozen=True)
class Strip:
    """One line of text in a cell: where its ink stands on the sheet, and the widest paper between its pieces."""

    box: Region
    gap: int = 0


@dataclass(frozen=True)
class Hand:
    """What a table is written in: how tall its digits are, how far its rules reach into its cells."""

    digit: float
    rule: int


def hand_of(lattice: Lattice, spans: list[Span], traces: Traces, settings: InkSettings = SETTINGS) -> Hand:
    """The hand of a table: digits are its usual short ink, letters are taller."""
    rule = _rule_reach(lattice, traces, settings)
    heights = []
    for span in spans:
        mask, _, _ = _inside(span, traces, rule, settings)
        for x0, y0, x1, y1 in map(_around, _level_with_each_other(_pieces(mask, 3))):
            if x1 - x0 < 6 * (y1 - y0) and y1 - y0 < 0.8 * mask.shape[0]:
                heights.append(y1 - y0)
    return Hand(float(np.percentile(heights, 30)) if heights else 20.0, rule)


def strips_of(span: Span, traces: Traces, hand: Hand, settings: InkSettings = SETTINGS) -> list[Strip]:
    """The lines of a cell, from the top; none where it has no ink."""
    digit = hand.digit
    mask, left, top = _inside(span, traces, hand.rule, settings)
    pieces = _pieces(mask, digit * settings.speck)
    lines: list[list[Region]] = []
    for piece in sorted(pieces, key=lambda box: (box[1], box[3])):
        if lines and piece[3] - min(box[1] for box in lines[-1]) <= settings.line * digit:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    boxes = [(_around(line), _widest_gap(line)) for line in lines]
    return [Strip((x0 + left, y0 + top, x1 + left, y1 + top), gap) for (x0, y0, x1, y1), gap in boxes]


def is_label(strip: Strip, digit: float, settings: InkSettings = SETTINGS) -> bool:
    """Is this a line of words, by its size?"""
    x0, y0, x1, y1 = strip.box
    tall, long = settings.label
    return y1 - y0 > tall * digit and x1 - x0 > long * digit


def cut(strip: Strip, span: Span, traces: Traces, hand: Hand, settings: InkSettings = SETTINGS) -> Pixels:
    """The strip as black on white, HEIGHT pixels high; numbers are squeezed, words more."""
    squeeze = settings.squeeze if is_label(strip, hand.digit) else settings.narrow
    return _cut(strip, span, traces, hand, squeeze, settings)


def cut_wide(
    strip: Strip, span: Span, traces: Traces, hand: Hand, stretch: float = 1.0, settings: InkSettings = SETTINGS
) -> Pixels:
    """The strip at its full width or wider, for words and numbers that were unsure."""
    return _cut(strip, span, traces, hand, stretch, settings)


def _cut(strip: Strip, span: Span, traces: Traces, hand: Hand, squeeze: float, settings: InkSettings) -> Pixels:
    """A strip with nothing of the neighbouring lines or rules."""
    digit = hand.digit
    x0, y0, x1, y1 = strip.box
    tall = max(settings.tall * digit, 1.15 * (y1 - y0))
    factor = HEIGHT / tall
    margin = settings.beside * digit
    across = factor * squeeze
    width = -(-round((x1 - x0 + 2 * margin) * across) // settings.paper) * settings.paper
    middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
    move = np.array([[across, 0, width / 2 - across * middle_x], [0, factor, HEIGHT / 2 - factor * middle_y]])
    left, top, right, bottom = _clear(span, strip, hand.rule)
    patch = traces.ink[top:bottom, left:right]
    move[:, 2] += move[:, :2] @ (left, top)
    if across < 0.9:
        soft = (round(0.7 / across), max(1, round(0.7 / factor)))
        patch = np.asarray(cv2.blur(patch, soft), np.uint8)
    grown = cv2.warpAffine(patch, move, (max(width, 2 * settings.paper), HEIGHT), flags=cv2.INTER_CUBIC)
    return np.asarray(255 - np.minimum(grown.astype(np.float32) * (230 / traces.dark), 255), np.uint8)


def _clear(span: Span, strip: Strip, inset: int) -> Region:
    """The cell's inside, cut down to the strip's own rows."""
    left, top, right, bottom = span.box
    x0, y0, x1, y1 = strip.box
    slack = max(2, (y1 - y0) // 10)
    return (
        min(left + inset, x0),
        max(min(top + inset, y0), y0 - slack),
        max(right - inset, x1),
        min(max(bottom - inset, y1), y1 + slack + 1),
    )


def _rule_reach(lattice: Lattice, traces: Traces, settings: InkSettings) -> int:
    """How many pixels from the middle of a rule its ink has faded: the usual of all rules."""
    (top, *_, bottom), (left, *_, right) = lattice.ys, lattice.xs
    table = traces.ink[top:bottom, left:right]
    across, down = np.median(table, axis=0), np.median(table, axis=1)
    reaches = [_faded(across, x - left) for x in lattice.xs[1:-1]] + [_faded(down, y - top) for y in lattice.ys[1:-1]]
    reach = int(np.percentile(reaches, 75)) if reaches else 0
    return min(max(settings.inset, reach + 1), settings.furthest)


def _faded(profile: NDArray[np.floating], at: int) -> int:
    """Steps from `at` until less than a tenth of the peak there is left, on the side that fades later.

    >>> _faded(np.array([0, 0, 90, 100, 90, 20, 0, 0]), 3), _faded(np.array([100, 50]), 0), _faded(np.zeros(9), 4)
    (3, 0, 0)
    """
    peak = float(profile[max(at - 2, 0) : at + 3].max(initial=0))
    if peak <= 10:
        return 0
    sides = (profile[at::-1], profile[at:])
    return max(next((step for step, ink in enumerate(side[:17]) if ink < 0.1 * peak), 0) for side in sides)


def _inside(span: Span, traces: Traces, inset: int, settings: InkSettings) -> tuple[Pixels, int, int]:
    """What is ink inside a cell, without remains of its rules, and where that inside begins."""
    x0, y0, x1, y1 = span.box
    left, top = x0 + inset, y0 + inset
    mask = np.asarray(traces.ink[top : y1 - inset + 1, left : x1 - inset + 1] > traces.letter, np.uint8)
    if mask.size == 0:
        return np.zeros((1, 1), np.uint8), left, top
    rim = settings.rim
    for line in (*range(min(rim, len(mask))), *range(-min(rim, len(mask)), 0)):
        if mask[line].mean() > 0.7:
            mask[line] = 0
    for line in (*range(min(rim, mask.shape[1])), *range(-min(rim, mask.shape[1]), 0)):
        if mask[:, line].mean() > 0.7:
            mask[:, line] = 0
    return mask, left, top


def _pieces(mask: Pixels, speck: float) -> list[Region]:
    """The boxes of connected ink, without dust."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    boxes = []
    for x, y, width, height, _ in stats[1:count].tolist():
        if max(width, height) > speck:
            boxes.append((x, y, x + width, y + height))
    return boxes


def _level_with_each_other(boxes: list[Region]) -> list[list[Region]]:
    """The pieces parted into lines where a level stretch of paper runs between them."""
    lines: list[list[Region]] = []
    end = 0
    for box in sorted(boxes, key=lambda box: box[1]):
        if lines and box[1] <= end:
            lines[-1].append(box)
        else:
            lines.append([box])
        end = max(end, box[3])
    return lines


def _widest_gap(boxes: list[Region]) -> int:
    widest, end = 0, 0
    for number, (x0, _, x1, _) in enumerate(sorted(boxes)):
        widest = max(widest, x0 - end) if number else 0
        end = max(end, x1)
    return widest


def _around(boxes: list[Region]) -> Region:
    xs0, ys0, xs1, ys1 = zip(*boxes, strict=True)
    return min(xs0), min(ys0), max(xs1), max(ys1)
