"""Local documents as captures: the bytes of a file, kept under a `file:` address that names no folder."""

from __future__ import annotations

from collections.abc import Sequence
from mimetypes import guess_type
from pathlib import Path

from crawler.archive import Archive
from crawler.errors import CannotOpen
from crawler.items import DOCUMENT, Capture, utc_now
from crawler.warc import Shelf

LARGEST = 64 << 20
SHELF = "local"


def open_document(path: Path) -> bytes:
    """The bytes of a local document. Raises CannotOpen with one line: what, where, what to do."""
    if path.is_dir():
        raise CannotOpen(f"{path} is a folder: name the files in it")
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise CannotOpen(
                f"{path} has {size >> 20} MB, more than the {LARGEST >> 20} MB a report may have: split it"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise CannotOpen(f"{path} does not exist: check the name") from None
    except OSError as error:
        raise CannotOpen(f"{path} cannot be read ({error.strerror}): check its permissions") from error


def add(archive: Archive, documents: Sequence[tuple[str, bytes]]) -> int:
    """Keep documents, given by name and bytes; how many were new. Adding twice equals adding once."""
    shelf = Shelf(archive.warc_folder, SHELF)
    try:
        with archive.transaction():
            return sum(_keep(archive, shelf, _capture(name, body)) for name, body in documents)
    finally:
        shelf.close()


def _capture(name: str, body: bytes) -> Capture:
    address = f"file:{name}"
    return Capture(
        url=address,
        final_url=address,
        fetched_at=utc_now(),
        status=200,
        media_type=guess_type(name)[0] or "application/octet-stream",
        body=body,
        role=DOCUMENT,
    )


def _keep(archive: Archive, shelf: Shelf, capture: Capture) -> bool:
    """Keep a document, or the bytes of one that were lost; whether it was new."""
    if archive.holds(capture.id):
        return False
    place = shelf.append(capture)
    kept = archive.keep(capture, *place)
    archive.place(capture.id, *place)
    return kept
