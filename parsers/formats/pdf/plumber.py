"""The second PDF reader: characters and strokes by pdfminer, tables by pdfplumber's finder, lines by its clustering."""

from __future__ import annotations

import io
import logging
import math
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTPage, LTRect
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.psexceptions import PSException
from pdfplumber import table as finder
from pdfplumber.utils.clustering import cluster_objects
from pdfplumber.utils.geometry import filter_edges

from parsers.errors import Damaged
from parsers.formats.pdf import ruled
from parsers.formats.pdf.interpreter import Fonts, layout_of
from parsers.formats.pdf.layout import lay_out
from parsers.formats.pdf.lettering import columns_of, is_vertical, line_of
from parsers.formats.pdf.sheets import Glyph, Limits, Marks, Native, Sheet, TextLine, centre, upright
from parsers.formats.pdf.strokes import shown_in
from parsers.formats.pdf.tokens import Objects
from parsers.model import Box

Edge = dict[str, str | float]

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every oddity of every font

_NEAR = 5.0  # points within which edges are one
_SHORT = 6.0
_BASE = 0.4  # of the size within which characters share a line
_WHITE = 0.98
_STUMBLED = (  # what pdfminer lets fall over a font, a stream or a number that is not what it should be
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError),
    *(ValueError, struct.error, zlib.error),
)


def read_sheets(body: bytes, windows: Mapping[int, Box], limits: Limits) -> Iterator[Sheet]:
    """The pages of these numbers, with the tables in their windows: pdfminer does not say what is clipped."""
    try:
        document, fonts = PDFDocument(Objects(io.BytesIO(body))), Fonts()
        for number, page in enumerate(PDFPage.create_pages(document), 1):
            if number in windows:
                marks = upright(_marks(number, layout_of(page, fonts), _corner(page)))
                strokes = tuple(shown_in(windows[number], marks.strokes))
                yield _sheet(replace(marks, strokes=strokes), limits)
            if number >= max(windows):
                return
    except (PSException, *_STUMBLED) as error:
        raise Damaged(f"the second reader cannot open the PDF: {error!r}") from error


def _corner(page: PDFPage) -> tuple[float, float]:
    """How far from its left and its top the shown part of the page begins."""
    (x0, y0, x1, y1), (left, bottom, right, top) = page.mediabox, page.cropbox
    return min(left, right) - min(x0, x1), max(y0, y1) - max(bottom, top)


def _marks(number: int, layout: LTPage, corner: tuple[float, float]) -> Marks:
    left, top = corner
    glyphs: list[Glyph] = []
    strokes: list[Box] = []
    for item in _items(layout):
        up = layout.height - top
        box = (item.x0 - left, up - item.y1, item.x1 - left, up - item.y0)
        if isinstance(item, LTChar):
            a, b = item.matrix[:2]
            glyphs.append(
                Glyph(_clean(item.get_text()), box, item.size, round(math.degrees(math.atan2(b, a)) / 90) * 90 % 360)
            )
        elif isinstance(item, LTImage) or _is_inked(item):
            strokes += _sides(item, box)
    return Marks(number, layout.width, layout.height, tuple(glyphs), tuple(strokes))


def _clean(text: str) -> str:
    """The text without halves of surrogate pairs, which cannot be stored."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _items(container: LTContainer[Native]) -> Iterator[Native]:
    for item in container:
        if isinstance(item, LTContainer):
            yield from _items(item)
        elif isinstance(item, LTChar | LTCurve | LTImage):
            yield item


def _is_inked(curve: LTCurve) -> bool:
    """Whether it is drawn in anything but white."""
    colour = curve.stroking_color if curve.stroke else curve.non_stroking_color
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    numbers = [part for part in parts if isinstance(part, int | float)]
    white = (
        all(part <= 1 - _WHITE for part in numbers) if len(numbers) == 4 else all(part >= _WHITE for part in numbers)
    )
    return bool(curve.stroke or curve.fill) and not (numbers and white)


def _sides(item: Native, box: Box) -> Iterator[Box]:
    """A thin mark is a stroke; a larger rectangle gives its four sides."""
    x0, y0, x1, y1 = box
    if min(x1 - x0, y1 - y0) <= ruled.TOLERANCE.thick:
        yield box
    elif isinstance(item, LTRect):
        yield from ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))


def _sheet(marks: Marks, limits: Limits) -> Sheet:
    regions = _regions(marks.strokes, limits)
    tables = (table for box, strokes in regions for table in _tables(box, strokes, limits))
    return lay_out(marks, [table for table in tables if len(table) > 1], _lines)


def _regions(strokes: Iterable[Box], limits: Limits) -> list[tuple[Box, list[Box]]]:
    """The strokes parted by the table they draw, so that pdfplumber snaps no column to that of a neighbour."""
    rules = ruled.join_rules(strokes)
    boxes = ruled.regions(rules) if len(rules[0]) + len(rules[1]) <= limits.rules else []
    parted: list[tuple[Box, list[Box]]] = [(box, []) for box in boxes]
    for stroke in strokes:
        x, y = centre(stroke)
        for (x0, y0, x1, y1), held in parted:
            if x0 - _NEAR <= x <= x1 + _NEAR and y0 - _NEAR <= y <= y1 + _NEAR:
                held.append(stroke)
                break
    return parted


def _tables(box: Box, strokes: Iterable[Box], limits: Limits) -> list[list[Box]]:
    """The cells that pdfplumber finds in one region, which is closed where no border is printed."""
    edges = _merged([*_dotted(strokes), *(edge for stroke in strokes for edge in _edges(stroke))])
    edges = filter_edges(edges, min_length=_SHORT)
    crossings = finder.edges_to_intersections(_merged(edges + _frame(box)), _NEAR, _NEAR)
    if len(crossings) > limits.crossings:
        return []
    tables: list[list[Box]] = finder.cells_to_tables(finder.intersections_to_cells(crossings))
    return tables


def _frame(box: Box) -> list[Edge]:
    x0, y0, x1, y1 = box
    return [_edge(x0, y, x1, y, "h") for y in (y0, y1)] + [_edge(x, y0, x, y1, "v") for x in (x0, x1)]


def _edges(stroke: Box) -> Iterator[Edge]:
    """A stroke as pdfplumber's edge, along its middle; dots have no direction."""
    x0, y0, x1, y1 = stroke
    if not _is_dot(stroke):
        yield (
            _edge(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2, "h")
            if y1 - y0 < x1 - x0
            else _edge((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, "v")
        )


def _is_dot(stroke: Box) -> bool:
    return max(stroke[2] - stroke[0], stroke[3] - stroke[1]) <= ruled.TOLERANCE.thick


def _dotted(strokes: Iterable[Box]) -> list[Edge]:
    """Rows of dots as edges; pdfplumber alone would take each dot for a crossing of two."""
    level, standing = ruled.join_rules(filter(_is_dot, strokes))
    edges = [_edge(rule.start, rule.at, rule.end, rule.at, "h") for rule in level]
    return edges + [_edge(rule.at, rule.start, rule.at, rule.end, "v") for rule in standing]


def _edge(x0: float, top: float, x1: float, bottom: float, orientation: str) -> Edge:
    size = {"width": x1 - x0, "height": bottom - top, "doctop": top}
    return {"x0": x0, "top": top, "x1": x1, "bottom": bottom, "orientation": orientation, "object_type": "line", **size}


def _merged(edges: list[Edge]) -> list[Edge]:
    merged: list[Edge] = finder.merge_edges(edges, _NEAR, _NEAR, ruled.TOLERANCE.gap, ruled.TOLERANCE.gap)
    return merged


def _lines(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """The lines of a cell, by pdfplumber's clustering of base lines."""
    if is_vertical(glyphs):
        return columns_of(glyphs)
    size = max((glyph.size for glyph in glyphs), default=0)
    placed = [{"bottom": glyph.box[3], "glyph": glyph} for glyph in glyphs]
    clusters = cluster_objects(placed, "bottom", _BASE * size)
    lines = (line_of([each["glyph"] for each in cluster]) for cluster in clusters)
    return [line for line in lines if line.text]
