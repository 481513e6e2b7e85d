"""The fast PDF reader: what PDFium says of each page, its tables found by our own ruled-grid code."""

from __future__ import annotations

import ctypes
import math
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from parsers.errors import Damaged
from parsers.formats.pdf import ruled
from parsers.formats.pdf.layout import lay_out
from parsers.formats.pdf.lettering import cell_lines
from parsers.formats.pdf.pictures import page_picture, pictures_on
from parsers.formats.pdf.sheets import Book, Glyph, Limits, Marks, Native, Picture, Ruled, Sheet, around, upright
from parsers.formats.pdf.strokes import Drawn, drawn_on
from parsers.model import Box

_ASCENT = 0.88  # of the em box over the base line, as in CJK fonts
_WIDEST = 1.5  # of the size; hzq2023.pdf claims 20 for a column of vertical text
_FEW = 30  # characters: a page number and a stamp on a scanned page
_COVERED = 0.5  # of the page by images makes it a scan
_OUTLINES = 300  # paths on a page without one character: its letters are drawn
_RECTANGLE = 5  # points of the usual path
_UNMAPPED = 0.3  # of the characters without Unicode: the text cannot be trusted
_INVISIBLE = 3  # the rendering mode of a text layer under a scan
_UNSEEN = frozenset({0, 10, 13, 0xFFFE, 0xFFFF})
_HYPHEN = 2  # how PDFium marks a hyphen at the end of a line


def read_book(body: bytes, limits: Limits) -> Book:
    """Every page up to the limits, with its tables."""
    with closing(_opened(body)) as document:
        sheets: list[Sheet] = []
        ruled_pages: dict[int, Ruled] = {}
        glyphs = cells = pictures = 0
        for number in range(1, min(len(document), limits.pages) + 1):
            marks = upright(_marks(document, number, replace(limits, pictures=limits.pictures - pictures)))
            rules = ruled.join_rules(marks.strokes)
            sheets.append(_sheet(marks, rules, limits))
            if ruled.components(rules):
                ruled_pages[number] = Ruled(marks.weight, around(marks.strokes))
            glyphs, pictures = glyphs + len(marks.glyphs), pictures + len(marks.pictures)
            cells += sum(len(part.patches) for part in sheets[-1].parts)
            if glyphs > limits.document_glyphs or cells > limits.document_cells:
                break
        return Book(str(document.get_metadata_value("Title")).strip(), len(document), tuple(sheets), ruled_pages)


def _opened(body: bytes) -> Native:
    try:
        return pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise Damaged("the PDF is encrypted: it opens with a password only") from error
        raise Damaged(f"the PDF is broken: {error}") from error


def _sheet(marks: Marks, rules: ruled.Rules, limits: Limits) -> Sheet:
    if len(rules[0]) + len(rules[1]) <= limits.rules:
        return lay_out(marks, ruled.find_tables(rules), cell_lines)
    doubt = f"page {marks.number} has more than {limits.rules} rules: its tables are not read"
    return lay_out(replace(marks, doubts=(*marks.doubts, doubt)), [], cell_lines)


def _marks(document: Native, number: int, limits: Limits) -> Marks:
    """The page as drawn; a page that cannot be loaded is empty and says so."""
    try:
        return _loaded(document[number - 1], number, limits)
    except pypdfium2.PdfiumError:
        return Marks(number, 0, 0, doubts=(f"page {number} cannot be read",))


def _loaded(page: Native, number: int, limits: Limits) -> Marks:
    with closing(page), closing(page.get_textpage()) as textpage:
        left, bottom, right, top = page.get_bbox()
        drawn = drawn_on(page, (left, top), limits.strokes)
        marks = Marks(
            number,
            right - left,
            top - bottom,
            tuple(_glyphs(textpage, (left, top), limits.glyphs)),
            drawn.strokes,
            weight=textpage.count_chars() + drawn.points // _RECTANGLE,
            doubts=_capped(textpage, drawn, number, limits),
        )
        scan = _scan_doubt(textpage, marks, drawn)
        return _as_picture(page, marks, drawn, scan, limits) if scan else _with_pictures(marks, drawn, limits)


def _capped(textpage: Native, drawn: Drawn, number: int, limits: Limits) -> tuple[str, ...]:
    """What the limits keep from being read."""
    doubts = []
    if textpage.count_chars() > limits.glyphs:
        doubts.append(f"page {number} has more than {limits.glyphs} characters: the rest is not read")
    if drawn.capped:
        doubts.append(f"page {number} has more than {limits.strokes} drawn objects: the rest is not read")
    return tuple(doubts)


def _scan_doubt(textpage: Native, marks: Marks, drawn: Drawn) -> str:
    """Why the page can only be read as a picture; "" where its text can be read."""
    count = textpage.count_chars()
    area = sum((box[2] - box[0]) * (box[3] - box[1]) for _, box in drawn.images)
    if area > _COVERED * marks.width * marks.height:
        hidden = sum(_is_hidden(textpage, i) for i in range(min(count, 2000)))
        if len(marks.glyphs) - hidden < _FEW:
            return "is a picture" + (" over a text layer of unknown origin" if hidden else "")
    if not marks.glyphs and drawn.paths > _OUTLINES:
        return "has its letters drawn as outlines"
    unmapped = sum(pdfium.FPDFText_HasUnicodeMapError(textpage, i) == 1 for i in range(min(count, 2000)))
    return "has text without Unicode" if unmapped > max(_FEW, _UNMAPPED * count) else ""


def _is_hidden(textpage: Native, i: int) -> bool:
    item = pdfium.FPDFText_GetTextObject(textpage, i)
    return bool(item) and pdfium.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE


def _as_picture(page: Native, marks: Marks, drawn: Drawn, reason: str, limits: Limits) -> Marks:
    """The page as its picture; a text layer is kept as text, its tables are not."""
    body = None if drawn.capped or limits.pictures < 1 else page_picture(page, drawn, limits)
    doubt = f"page {marks.number} {reason}" + ("" if body else ", and too large to decode or one too many")
    whole = (0.0, 0.0, marks.width, marks.height)
    glyphs = () if "Unicode" in reason else marks.glyphs
    pictures = (Picture(whole, body),) if body else ()
    return replace(marks, glyphs=glyphs, strokes=(), pictures=pictures, doubts=(*marks.doubts, doubt))


def _with_pictures(marks: Marks, drawn: Drawn, limits: Limits) -> Marks:
    pictures = pictures_on(drawn, marks.glyphs, marks.width * marks.height, limits)
    return replace(marks, pictures=pictures) if pictures else marks


def _glyphs(textpage: Native, corner: tuple[float, float], limit: int) -> Iterator[Glyph]:
    """The characters the page itself prints, not the spaces PDFium adds between words."""
    rectangle, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    for i in range(min(textpage.count_chars(), limit)):
        text = _text(textpage, i)
        if not text or pdfium.FPDFText_IsGenerated(textpage, i) == 1:
            continue
        pdfium.FPDFText_GetLooseCharBox(textpage, i, rectangle)
        pdfium.FPDFText_GetMatrix(textpage, i, matrix)
        pdfium.FPDFText_GetCharOrigin(textpage, i, x, y)
        size = pdfium.FPDFText_GetFontSize(textpage, i) * math.hypot(matrix.c, matrix.d)
        angle = round(math.degrees(math.atan2(matrix.b, matrix.a)) / 90) * 90 % 360
        sides = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        yield Glyph(text, _em_box(sides, (x.value, y.value), size, angle, corner), size, angle)


def _text(textpage: Native, i: int) -> str:
    """The character at that place; "" for what is not printed and for the second half of a surrogate pair."""
    code = pdfium.FPDFText_GetUnicode(textpage, i)
    if 0xD800 <= code < 0xDC00:
        low = pdfium.FPDFText_GetUnicode(textpage, i + 1)
        code = 0x10000 + (code - 0xD800 << 10) + (low - 0xDC00) if 0xDC00 <= low < 0xE000 else 0xFFFF
    if code in _UNSEEN or 0xDC00 <= code < 0xE000 or code > sys.maxunicode:
        return ""
    return "-" if code == _HYPHEN else chr(code)


def _em_box(sides: Box, origin: tuple[float, float], size: float, angle: int, corner: tuple[float, float]) -> Box:
    """The character's em box: as wide as its advance, as high as its size, whatever height its font claims."""
    left, bottom, right, top = sides
    up, down = _ASCENT * size, (1 - _ASCENT) * size
    x, y = origin
    if angle in (0, 180):
        over, under = (up, down) if angle == 0 else (down, up)
        right = right if right - left <= _WIDEST * size else left + size
        bottom, top = y - under, y + over
    else:
        before, after = (up, down) if angle == 90 else (down, up)
        top = top if top - bottom <= _WIDEST * size else bottom + size
        left, right = x - before, x + after
    return left - corner[0], corner[1] - top, right - corner[0], corner[1] - bottom
