"""The records of a WARC file one by one, each a gzip member of its own, past those that are damaged."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]

from crawler.errors import MissingBytes

BROKEN = (EOFError, StopIteration, ArchiveLoadFailed, zlib.error)
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """Where a whole record lies in its file, the address it is of and the hash of its body."""

    offset: int
    length: int
    url: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Where bytes lie that are no whole record; `torn` if the file just ends there, as a kill leaves it."""

    offset: int
    torn: bool


def members_of(path: Path, known: Iterable[int] = ()) -> Iterator[Member | Broken]:
    """Everything in a WARC file, in its order; after what is damaged it goes on at the next of the `known` offsets."""
    later = iter(sorted({*known}))
    with path.open("rb") as stream:
        size, place = path.stat().st_size, 0
        while place < size:
            found = _member_at(stream, place)
            yield found
            if isinstance(found, Member):
                place += found.length
            else:
                place = next((offset for offset in later if offset > place), size)


def stored(path: Path, offset: int, sha256: str) -> bytes:
    """The record at `offset` as it lies in the file, proved to hold the bytes of that hash. Raises MissingBytes."""
    missing = MissingBytes(f"{path} has not the bytes kept at {offset}: copy the file back beside the archive")
    try:
        with path.open("rb") as stream:
            found = _member_at(stream, offset)
            if not isinstance(found, Member) or found.sha256 != sha256:
                raise missing
            stream.seek(offset)
            return stream.read(found.length)
    except OSError as error:
        raise missing from error


def record_at(stream: BinaryIO, offset: int) -> tuple[ArcWarcRecord, bytes, int]:
    """The record that begins there, its body and its length in the file, checksum tried; EOFError where it is cut off.

    Raises zlib.error, ArchiveLoadFailed or StopIteration where there is something else.
    """
    stream.seek(offset)
    unpacker, plain, used = zlib.decompressobj(wbits=31), BytesIO(), 0
    while not unpacker.eof and (chunk := stream.read(_CHUNK)):
        plain.write(unpacker.decompress(chunk))
        used += len(chunk) - len(unpacker.unused_data)
    if not unpacker.eof:
        raise EOFError
    plain.seek(0)
    records = ArchiveIterator(plain)
    try:
        record = next(records)
        return record, record.content_stream().read(), used
    except (AttributeError, LookupError, TypeError, ValueError) as error:  # warcio believes what a header says
        raise ArchiveLoadFailed(f"the record's header is damaged ({error})") from error
    finally:
        records.the_iter.close()  # it and the iterator hold each other, and the bytes, until somebody looks for cycles


def _member_at(stream: BinaryIO, offset: int) -> Member | Broken:
    try:
        record, body, used = record_at(stream, offset)
    except EOFError:
        return Broken(offset, torn=True)
    except BROKEN:
        return Broken(offset, torn=False)
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    return Member(offset, used, url, hashlib.sha256(body).hexdigest())
