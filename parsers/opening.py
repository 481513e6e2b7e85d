"""Bytes -> the one document to believe: packages unpacked, readings settled, pictures and attachments brought in."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.figures import align
from parsers.formats import format_of, html, package, picture, readings_of
from parsers.joining import Part, at_hand, attachments, joined
from parsers.model import Document, Image
from parsers.proving import agreed, missing_grids
from parsers.scanning import believed_pages
from parsers.sections import section_at, spans_of

_SMALLEST_PICTURE = 3000  # bytes below which a picture is a rule, a bullet or an icon, never a table
_LAST_SECTION = 6
_SECTIONS = {"proactive": 2, "requests": 3, "reviews": 4}


def open_report(body: bytes, parts: Sequence[Part] = (), base: str = "") -> Document:
    """The document in these bytes with all that belongs to it. Raises ParseError when they cannot be read.

    `parts` are the pictures and attachments kept with a page, `base` is what its addresses are relative to. They are
    looked at only where the document lacks tables of the form, or its last sections, which a further page may hold.
    """
    if package.recognises(body):
        members = [Part(name, content) for name, content in package.members(body)]
        return joined(Document("", method="package"), (), members, believed, believed_pages)
    document = at_hand(believed(body), parts, base)
    if not parts and not any(image.body for image in document.images):
        return document
    lacking = missing_grids(align(document.tables))
    images = [image for image in document.images if _worth_a_look(image, document, lacking)]
    files = [part for part in attachments(document, parts, base) if lacking or _goes_on(document, part)]
    return joined(document, images, files, believed, believed_pages) if images or files else document


def believed(body: bytes) -> Document:
    """Of all readings of these bytes the one to believe. Raises ParseError."""
    if format_of(body) is picture:
        return believed_pages([body])
    readings = readings_of(body)
    first = next(readings)
    return agreed(first, next(readings, None)) if first.method == "pdf" else first


def _goes_on(document: Document, part: Part) -> bool:
    """Whether a part may be a further page of an article that breaks off before its last section."""
    return _LAST_SECTION not in spans_of(document.text) and html.recognises(part.body)


def _worth_a_look(image: Image, document: Document, lacking: set[str]) -> bool:
    """Whether a picture may show a missing table: it is at hand, no icon, and stands in that table's section."""
    if not lacking or image.body is None or len(image.body) < _SMALLEST_PICTURE:
        return False
    spans = spans_of(document.text)
    sections = {_SECTIONS[grid] for grid in lacking if grid in _SECTIONS}
    return not sections.intersection(spans) or section_at(spans, image.offset) in sections
