"""A page by pdfminer, without what no reader of tables asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import cast

from pdfminer.cmapdb import FileUnicodeMap
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTCurve, LTPage, LTRect
from pdfminer.pdffont import PDFCIDFont, PDFFont, PDFSimpleFont
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.psparser import PSKeyword, keyword_name
from pdfminer.utils import PathSegment, Point, apply_matrix_pt

from parsers.formats.pdf.tokens import Content, Letters

_SIGNS = str.maketrans({"*": "_a", '"': "_w", "'": "_q"})
_SUBPATH = re.compile("m[^m]+")
_NOTHING = PDFStream({}, b"")
_FOUR_SIDES = ("mlllh", "mllll", "mllllh")


def layout_of(page: PDFPage, fonts: PDFResourceManager) -> LTPage:
    """The characters, paths and images of a page as it is written, from its bottom left corner.

    However a viewer turns it: it is turned by its letters, as the first reader does.
    """
    page.rotate = 0
    device = _Device(fonts)
    _Interpreter(fonts, device).process_page(page)
    return device.get_result()


class Fonts(PDFResourceManager):
    """The fonts of a document, each made once; what their codes mean is read by our tokens."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """The font of that description."""
        known = objid in self._cached_fonts
        meaning = resolve1(spec.get("ToUnicode"))
        if known or not isinstance(meaning, PDFStream):
            return super().get_font(objid, spec)
        font = super().get_font(objid, {**spec, "ToUnicode": _NOTHING})
        if isinstance(font, PDFSimpleFont | PDFCIDFont):
            font.unicode_map = FileUnicodeMap()
            Letters(font.unicode_map, BytesIO(meaning.get_data())).run()
        return font


class _Interpreter(PDFPageInterpreter):
    """Looks each operator up once, not by its name each time."""

    def execute(self, streams: Sequence[object]) -> None:
        """Run the streams but those in which this one is drawn, which would have no end."""
        found = [stream for stream in map(stream_value, streams) if stream.objid is not None]
        valid = [stream for stream in found if stream.objid not in self.parent_stream_ids]
        self.stream_ids = {stream.objid for stream in valid if stream.objid is not None}
        operations: dict[PSKeyword, tuple[Callable[..., None] | None, int]] = {}
        for item in Content(valid) if valid else ():
            if not isinstance(item, PSKeyword):
                self.argstack.append(item)
                continue
            if item not in operations:
                operations[item] = self._operation(item)
            operation, count = operations[item]
            if operation and len(operands := self.pop(count)) == count:
                operation(*operands)

    def _operation(self, keyword: PSKeyword) -> tuple[Callable[..., None] | None, int]:
        """What carries the operator out and how many operands it takes."""
        found = getattr(self, f"do_{keyword_name(keyword).translate(_SIGNS)}", None)
        return found, found.__code__.co_argcount - 1 if found else 0


class _Device(PDFPageAggregator):
    """Keeps of a path where its points lie and how it is coloured, not its operators."""

    def paint_path(
        self, gstate: PDFGraphicState, stroke: bool, fill: bool, evenodd: bool, path: Sequence[PathSegment]
    ) -> None:
        """Add each part of the path as a rectangle where it is one, else as a curve."""
        shape = "".join(segment[0] for segment in path)
        for part in _SUBPATH.finditer(shape) if shape[:1] == "m" else ():
            segments = path[part.start() : part.end()]
            points = [apply_matrix_pt(self.ctm, _end(segment, segments[0])) for segment in segments]
            looks = stroke, fill, evenodd, gstate.scolor, gstate.ncolor
            if _is_rectangle(part[0], points):
                self.cur_item.add(LTRect(gstate.linewidth, (*points[0], *points[2]), *looks))
            else:
                self.cur_item.add(LTCurve(gstate.linewidth, points, *looks))


def _end(segment: PathSegment, first: PathSegment) -> Point:
    return cast(Point, (first if segment[0] == "h" else segment)[-2:])


def _is_rectangle(shape: str, points: Sequence[Point]) -> bool:
    if shape not in _FOUR_SIDES or points[0] != points[4]:
        return False
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[:4]
    return (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0)
