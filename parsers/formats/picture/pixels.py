"""Bytes of a picture -> its pixels, upright and on white; what is no picture or too large is refused unread."""

from __future__ import annotations

import io
import struct
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from parsers.errors import Damaged, EmptyDocument, TooLarge, UnknownFormat
from parsers.formats.picture.signature import recognises

Pixels = NDArray[np.uint8]

MAX_PIXELS = 60_000_000  # an A3 page at 600 dpi has 70 million, an A4 page 35; decoded, 60 million take 180 MB
MAX_SIDE = 30_000
_FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")


def pixels_of(body: bytes) -> Pixels:
    """The first frame as RGB, turned as its EXIF says, transparency on white.

    Raises EmptyDocument, UnknownFormat, TooLarge (from the header, before decoding) or Damaged.
    """
    if not body:
        raise EmptyDocument("the picture has no bytes")
    if not recognises(body):
        raise UnknownFormat("the bytes are no png, jpeg, gif, bmp, webp or tiff picture")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit below is stricter
        try:
            with Image.open(io.BytesIO(body), formats=_FORMATS) as image:
                _refuse_too_large(image.size)
                return np.asarray(_on_white(ImageOps.exif_transpose(image)), np.uint8)
        except Image.DecompressionBombError as error:
            raise TooLarge(str(error)) from error
        except UnidentifiedImageError as error:
            raise Damaged("the picture's header cannot be read") from error
        except (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, TypeError, KeyError) as error:
            raise Damaged(f"the picture breaks off or is broken: {error}") from error


def _refuse_too_large(size: tuple[int, int]) -> None:
    width, height = size
    if min(width, height) < 1:
        raise Damaged(f"the picture claims {width} x {height} pixels")
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise TooLarge(f"the picture has {width} x {height} pixels; the limit is {MAX_PIXELS:,}")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _eight_bits(image).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """16-bit grey to 8 bits by its own range: Pillow's convert() would clip everything to white."""
    deep = np.nan_to_num(np.asarray(image, np.float32))
    low, high = float(deep.min()), float(deep.max())
    top = 255.0 if high <= 255 else 65535.0 if high <= 65535 and low >= 0 else high
    return Image.fromarray(np.clip(deep * (255.0 / max(top, 1.0)), 0, 255).astype(np.uint8))
