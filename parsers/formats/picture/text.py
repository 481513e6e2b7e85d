"""The words of a sheet outside its tables, line by line."""

from __future__ import annotations

import cv2
import numpy as np

from parsers.formats.picture.digits import words_of
from parsers.formats.picture.halves import Line
from parsers.formats.picture.ink import Hand, Region, Strip, cut
from parsers.formats.picture.lattice import Lattice, Span
from parsers.formats.picture.traces import Traces

MOST = 400  # lines; a picture with more is no page of a report
SURE = 0.5  # a line whose letters are less sure on average is a drawing or a stain


def lines_outside(traces: Traces, lattices: list[Lattice]) -> list[Line]:
    """The lines outside the tables and where they stand, from the top; what is too unsure to be text is left out."""
    mask = np.asarray(traces.ink > traces.letter, np.uint8)
    for lattice in lattices:
        mask[lattice.ys[0] - 4 : lattice.ys[-1] + 5, max(lattice.xs[0] - 4, 0) : lattice.xs[-1] + 5] = 0
    letter = _letter_height(mask)
    if not letter:
        return []
    boxes = _lines(mask, letter)[:MOST]
    height, width = mask.shape
    page = Span(0, 0, 1, 1, (0, 0, width, height))
    words = words_of([cut(Strip(box), page, traces, Hand(letter / 1.3, 0)) for box in boxes])
    read = zip(words, boxes, strict=True)
    return [(one.free, box) for one, box in read if one.free and one.free_confidence > SURE]


def _letter_height(mask: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> float:
    """The usual height of connected ink that may be a letter; 0 where there is none."""
    stats = cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:]
    sizes = stats[(stats[:, 3] >= 8) & (stats[:, 3] < 90) & (stats[:, 2] < 150), 3]
    return float(np.percentile(sizes, 75)) if len(sizes) > 3 else 0.0


def _lines(mask: np.ndarray[tuple[int, int], np.dtype[np.uint8]], letter: float) -> list[Region]:
    """Boxes of letters that stand in a row."""
    reach = np.ones((max(1, round(letter * 0.25)), max(3, round(letter * 2))), np.uint8)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, reach)
    stats = cv2.connectedComponentsWithStats(joined, connectivity=8)[2][1:]
    boxes = [
        (x, y, x + width, y + height)
        for x, y, width, height, _ in stats.tolist()
        if 0.5 * letter < height < 3 * letter and width > 0.4 * letter
    ]
    return sorted(boxes, key=lambda box: (round(box[1] / letter), box[0]))
