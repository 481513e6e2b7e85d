"""What is drawn on a page beside text, by PDFium: thin strokes as boxes, and images."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from parsers.formats.pdf.ruled import TOLERANCE
from parsers.formats.pdf.sheets import Native
from parsers.model import Box

Matrix = tuple[float, float, float, float, float, float]

_STILL: Matrix = (1, 0, 0, 1, 0, 0)
_WHITE = 250  # of 255: WPS draws white boxes behind text
_DEPTH = 8  # forms within forms
_RECTANGLE = 5  # points of a plain filled rectangle, which is a background
_MARGIN = 0.2  # of the page's height, at top and bottom, where clips are asked for
_EVERYWHERE: Box = (-1e6, -1e6, 1e6, 1e6)
_POINTS = 400  # of one outline


@dataclass(frozen=True, slots=True)
class Drawn:
    """Thin strokes and images of a page, boxes from its top left corner.

    How many paths it has and points in them, and whether the limit left some out.
    """

    strokes: tuple[Box, ...]
    images: tuple[tuple[Native, Box], ...]
    paths: int
    points: int
    capped: bool


def drawn_on(page: Native, corner: tuple[float, float], limit: int) -> Drawn:
    """Walk the page's objects, forms included, up to the limit."""
    strokes: list[Box] = []
    images: list[tuple[Native, Box]] = []
    paths, points, objects = 0, 0, _objects(page)
    middle = _MARGIN * page.get_height(), (1 - _MARGIN) * page.get_height()
    for kind, item, matrix in islice(objects, limit):
        box = _box(_bounds(item), matrix, corner)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths += 1
            points += pdfium.FPDFPath_CountSegments(item)
            whole = _is_thin(box) and middle[0] < box[1] and box[3] < middle[1]
            window = _EVERYWHERE if whole else _window(item, matrix, corner)
            strokes += _strokes(item, _overlap(box, window), matrix, corner, window)
        elif _is_thin(box):
            strokes.append(box)
        else:
            images.append((item, box))
    return Drawn(tuple(strokes), tuple(images), paths, points, next(objects, None) is not None)


def _objects(page: Native) -> Iterator[tuple[int, Native, Matrix]]:
    for i in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _unfolded(pdfium.FPDFPage_GetObject(page, i), _STILL, 0)


def _unfolded(item: Native, matrix: Matrix, depth: int) -> Iterator[tuple[int, Native, Matrix]]:
    """The object, or what is in it when it is a form."""
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
        yield kind, item, matrix
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
        inner = _product(matrix_of(item), matrix)
        for i in range(pdfium.FPDFFormObj_CountObjects(item)):
            yield from _unfolded(pdfium.FPDFFormObj_GetObject(item, i), inner, depth + 1)


def matrix_of(item: Native) -> Matrix:
    """The object's own transformation."""
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    k, m, n, o, p, q = outer
    return a * k + b * n, a * m + b * o, c * k + d * n, c * m + d * o, e * k + f * n + p, e * m + f * o + q


def _bounds(item: Native) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _box(bounds: Box, matrix: Matrix, corner: tuple[float, float]) -> Box:
    """Bounds as a box from the page's top left corner."""
    ends = [_moved((x, y), matrix) for x in bounds[::2] for y in bounds[1::2]] if matrix != _STILL else None
    xs = sorted(x for x, _ in ends) if ends else bounds[::2]
    ys = sorted(y for _, y in ends) if ends else bounds[1::2]
    return xs[0] - corner[0], corner[1] - ys[-1], xs[-1] - corner[0], corner[1] - ys[0]


def _moved(point: tuple[float, float], matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return point[0] * a + point[1] * c + e, point[0] * b + point[1] * d + f


def _is_thin(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= TOLERANCE.thick


def _strokes(path: Native, box: Box, matrix: Matrix, corner: tuple[float, float], window: Box) -> list[Box]:
    """The straight strokes of a path: what is to be seen of it where that is thin, else the sides of its outline."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, filled, stroked)
    colour = pdfium.FPDFPageObj_GetStrokeColor if stroked.value else pdfium.FPDFPageObj_GetFillColor
    if not (filled.value or stroked.value) or not _is_seen(path, colour):
        return []
    if _is_thin(box):
        return shown_in(window, [box])
    if not stroked.value and pdfium.FPDFPath_CountSegments(path) <= _RECTANGLE:
        return []
    return shown_in(window, _sides(path, _product(matrix_of(path), matrix), corner))


def _is_seen(path: Native, colour: Native) -> bool:
    red, green, blue, alpha = (ctypes.c_uint(255) for _ in range(4))
    colour(path, red, green, blue, alpha)
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE


def _sides(path: Native, matrix: Matrix, corner: tuple[float, float]) -> Iterator[Box]:
    """The level and upright sides of an outline."""
    last = first = (0.0, 0.0)
    for i in range(min(pdfium.FPDFPath_CountSegments(path), _POINTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        kind, point = pdfium.FPDFPathSegment_GetType(segment), _moved(_point(segment), matrix)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _side(last, point, corner)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _side(point, first, corner)
        last = point


def _point(segment: Native) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value


def _window(item: Native, matrix: Matrix, corner: tuple[float, float]) -> Box:
    """Where the object's clip lets it show: Chromium draws a table's borders beyond the page and clips them."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    window = _EVERYWHERE
    for path in range(pdfium.FPDFClipPath_CountPaths(clip) if clip else 0):
        count = min(pdfium.FPDFClipPath_CountPathSegments(clip, path), _POINTS)
        points = [_point(pdfium.FPDFClipPath_GetPathSegment(clip, path, i)) for i in range(count)]
        if points:
            xs, ys = zip(*points, strict=True)
            window = _overlap(window, _box((min(xs), min(ys), max(xs), max(ys)), matrix, corner))
    return window


def _overlap(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def shown_in(window: Box, strokes: Iterable[Box]) -> list[Box]:
    """What is left of the strokes within the window."""
    cut = (_overlap(stroke, window) for stroke in strokes)
    return [box for box in cut if box[0] <= box[2] and box[1] <= box[3]]


def _side(start: tuple[float, float], end: tuple[float, float], corner: tuple[float, float]) -> Iterator[Box]:
    (x0, y0), (x1, y1) = start, end
    box = _box((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), _STILL, corner)
    if min(box[2] - box[0], box[3] - box[1]) < 1:
        yield box
