"""Images of a PDF page for the picture reader: a scanned page as a whole, or the pictures standing in its text."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterable

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from parsers.formats.pdf.sheets import Glyph, Limits, Native, Picture, centre
from parsers.formats.pdf.strokes import Drawn, matrix_of
from parsers.model import Box

_SHARE = 0.04  # of the page: a seal covers less
_WHOLE = 0.9  # of the page: the image is the page
_WIDE = 250  # pixels: a table of 15 columns is illegible below
_LETTERS = 10  # characters over an image make it a background


def page_picture(page: Native, drawn: Drawn, limits: Limits) -> bytes | None:
    """The page as one picture: its only image as it was stored, else the page rendered."""
    area = page.get_width() * page.get_height()
    whole = [item for item, box in drawn.images if _area(box) > _WHOLE * area]
    stored = _stored_jpeg(whole[0]) if len(whole) == len(drawn.images) == 1 and page.get_rotation() == 0 else None
    return stored or _rendered(page, drawn, limits)


def pictures_on(drawn: Drawn, glyphs: Iterable[Glyph], area: float, limits: Limits) -> tuple[Picture, ...]:
    """The images that stand in the text: larger than a seal, with nothing printed on them."""
    points = [centre(glyph.box) for glyph in glyphs]
    pictures: list[Picture] = []
    for item, box in drawn.images:
        covered = sum(box[0] < x < box[2] and box[1] < y < box[3] for x, y in points)
        if _area(box) > _SHARE * area and covered < _LETTERS and len(pictures) < limits.pictures:
            body = _stored_jpeg(item) or _decoded(item, limits)
            pictures += [Picture(box, body)] if body else []
    return tuple(pictures)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _pixels(item: Native) -> tuple[int, int]:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(item, width, height)
    return width.value, height.value


def _stored_jpeg(item: Native) -> bytes | None:
    """The bytes of an upright image that is stored as JPEG."""
    a, b, c, d, _, _ = matrix_of(item)
    if a <= 0 or d <= 0 or abs(b) + abs(c) > 0.01 * (a + d) or _filters(item) != [b"DCTDecode"]:
        return None
    size = pdfium.FPDFImageObj_GetImageDataRaw(item, None, 0)
    body = ctypes.create_string_buffer(size)
    pdfium.FPDFImageObj_GetImageDataRaw(item, body, size)
    return body.raw


def _filters(item: Native) -> list[bytes]:
    name = ctypes.create_string_buffer(64)
    names = []
    for i in range(pdfium.FPDFImageObj_GetImageFilterCount(item)):
        pdfium.FPDFImageObj_GetImageFilter(item, i, name, len(name))
        names.append(name.value)
    return names


def _decoded(item: Native, limits: Limits) -> bytes | None:
    """An image in another encoding, as PNG; None where it is too small to read or too large to decode."""
    width, height = _pixels(item)
    if width < _WIDE or width * height > limits.pixels:
        return None
    bitmap = pdfium.FPDFImageObj_GetBitmap(item)
    return _png(pypdfium2.PdfBitmap.from_raw(bitmap)) if bitmap else None


def _rendered(page: Native, drawn: Drawn, limits: Limits) -> bytes | None:
    """The page drawn on white; None where an image on it is too large to decode."""
    sizes = [_pixels(item) for item, _ in drawn.images]
    if any(width * height > limits.pixels for width, height in sizes):
        return None
    return _png(page.render(scale=limits.side / max(page.get_width(), page.get_height(), 1)))


def _png(bitmap: Native) -> bytes:
    stream = io.BytesIO()
    bitmap.to_pil().save(stream, "PNG", compress_level=1)
    bitmap.close()
    return stream.getvalue()
