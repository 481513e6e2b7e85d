"""OLE compound files ([MS-CFB]), the container of Word 97 and Excel 97 documents and of encrypted newer ones."""

from __future__ import annotations

import io
import struct

import olefile

from parsers.errors import Damaged

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# olefile follows chains of sectors that a damaged file may send anywhere.
_BROKEN = (OSError, ValueError, IndexError, KeyError, TypeError, struct.error, RecursionError, OverflowError)


def contains(body: bytes, *wanted: str) -> bool:
    """Whether the file's root holds a stream of one of these names; in a broken file, whether the name occurs."""
    if not body.startswith(SIGNATURE):
        return False
    try:
        with olefile.OleFileIO(io.BytesIO(body)) as file:
            return any(file.exists(name) for name in wanted)
    except _BROKEN:
        return any(name.encode("utf-16-le") in body for name in wanted)


def streams(body: bytes, *wanted: str) -> dict[str, bytes]:
    """The root streams of these names, those that are there."""
    try:
        with olefile.OleFileIO(io.BytesIO(body)) as file:
            return {name: file.openstream(name).read() for name in wanted if file.exists(name)}
    except _BROKEN as error:
        raise Damaged(f"the OLE file is cut off or broken ({error})") from error
