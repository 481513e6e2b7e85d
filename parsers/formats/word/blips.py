"""Pictures inside Office files: the BLIP records of [MS-ODRAW] 2.2.23, their bytes made into files of their own."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

MAX_METAFILE = 32 << 20
MAX_RECORDS = 50_000
MAX_NESTING = 30  # containers within containers; Word's own writers stay under 10

_STORE_ENTRY = 0xF007
_EMF, _WMF, _PICT, _DIB = 0xF01A, 0xF01B, 0xF01C, 0xF01F
_SUFFIXES = {_EMF: "emf", _WMF: "wmf", _PICT: "pict", 0xF01D: "jpeg", 0xF01E: "png", _DIB: "bmp", 0xF029: "tiff",
             0xF02A: "jpeg"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """An Office Art record: [start, end) is its content within the stream."""

    kind: int
    instance: int
    start: int
    end: int
    holds_records: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's bytes with the suffix of its format."""

    body: bytes
    suffix: str


def records(stream: bytes, start: int, end: int) -> Iterator[Record]:
    """The records side by side in [start, end)."""
    end = min(end, len(stream))
    for _ in range(MAX_RECORDS):
        if start + 8 > end:
            return
        head, kind, length = struct.unpack_from("<HHI", stream, start)
        yield Record(kind, head >> 4, start + 8, min(start + 8 + length, end), head & 0xF == 0xF)
        start += 8 + length


def within(stream: bytes, record: Record, nesting: int = MAX_NESTING) -> Iterator[Record]:
    """A record and all that it holds, in order."""
    yield record
    if record.holds_records and nesting:
        for inner in records(stream, record.start, record.end):
            yield from within(stream, inner, nesting - 1)


def pictures(stream: bytes, start: int, end: int) -> Iterator[Picture]:
    """The pictures stored in [start, end), bare or in an entry of a picture store."""
    for record in records(stream, start, end):
        if record.kind in _SUFFIXES:
            yield Picture(_content(stream, record), _SUFFIXES[record.kind])
        elif record.kind == _STORE_ENTRY and record.start + 36 <= record.end:
            yield from pictures(stream, record.start + 36 + stream[record.start + 33], record.end)


def stored_picture(entry: bytes, delayed: bytes) -> Picture | None:
    """The picture of a store's entry (FBSE): inside it, or at the offset it names in the delay stream."""
    if len(entry) < 36:
        return None
    inside = next(pictures(entry, 36 + entry[33], len(entry)), None)
    offset = struct.unpack_from("<I", entry, 28)[0]
    return inside or next(pictures(delayed, offset, len(delayed)), None)


def _content(stream: bytes, record: Record) -> bytes:
    """The bytes after one or two 16-byte checksums (an odd instance has two) and a format's own header."""
    start = record.start + 16 * (1 + (record.instance & 1))
    if record.kind in (_EMF, _WMF, _PICT):
        packed = stream[start + 34 : record.end]
        return packed if stream[start + 32 : start + 33] != b"\0" else _inflate(packed)
    content = stream[start + 1 : record.end]
    return _bitmap_header(content) + content if record.kind == _DIB else content


def _inflate(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, MAX_METAFILE)
    except zlib.error:
        return b""


def _bitmap_header(content: bytes) -> bytes:
    """The file header that a device-independent bitmap lacks: where its pixels begin, after header and palette."""
    if len(content) < 40:
        return b""
    size, bits, compression, used = struct.unpack_from("<I10xHI12xI", content)
    palette = used or (1 << bits if bits <= 8 else 0)
    masks = 12 if compression == 3 and size == 40 else 0
    return struct.pack("<2sIHHI", b"BM", 14 + len(content), 0, 0, 14 + size + masks + 4 * min(palette, 256))
