"""The bytes, in WARC files (ISO 28500): appended once, read back by file and offset."""

from __future__ import annotations

import fcntl
import os
import re
import zlib
from collections.abc import Callable, Sequence
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from uuid import NAMESPACE_URL, uuid5

from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from crawler.errors import MissingBytes, PortalBusy
from crawler.items import Capture, Headers
from crawler.members import BROKEN, record_at

LARGEST_FILE = 1_000_000_000  # bytes, the usual size of a WARC file
SOFTWARE = "nianbao/0.1"
_VERSION = "WARC/1.1"
_DROPPED = {"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"}
_NUMBERED = re.compile(r"-(\d{5})\.warc\.gz$")


class Shelf:
    """The WARC files of one portal, open for appending; one process at a time holds a portal's shelf."""

    def __init__(self, folder: Path, name: str, known: Callable[[str], int] = lambda file: 0) -> None:
        """Take the shelf `name` in `folder`, cutting off a record that a killed run left half written.

        `known` gives the offset of a whole record late in a file, so that not all of it must be looked through.
        Raises PortalBusy when another process holds the shelf.
        """
        self.folder = folder
        self.name = re.sub(r"[^A-Za-z0-9.-]", "_", name)
        self._known = known
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = self._take_lock()
        self._file = self._open_last()

    def append(self, capture: Capture, headers: Headers = ()) -> tuple[str, int]:
        """Write a capture and see it to the disk; the file's name and the offset of the record in it."""
        record = _resource(capture) if capture.url.startswith("file:") else _response(capture, headers)
        return self.copy([_packed(record)], capture.fetched_at)[0]

    def copy(self, records: Sequence[bytes], date: str) -> list[tuple[str, int]]:
        """Write records as they lay in another shelf's file, and see them to the disk at once; the place of each."""
        places = []
        for record in records:
            self._make_room(date)
            places.append((Path(self._file.name).name, self._file.tell()))
            self._file.write(record)
        self._see_to_disk()
        return places

    def close(self) -> None:
        """Let go of the shelf; a file in which nothing was written is not left behind."""
        empty = self._file.tell() == 0
        self._file.close()
        if empty:
            Path(self._file.name).unlink()
        self._lock.close()

    def _take_lock(self) -> BinaryIO:
        lock = (self.folder / f".{self.name}.lock").open("ab")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise PortalBusy(f"{self.name} is being crawled by another process: wait until it ends") from None
        return lock

    def _open_last(self) -> BinaryIO:
        last = max((_number(path) for path in self.folder.glob(f"{self.name}-*.warc.gz")), default=0)
        path = self._path(last)
        if not path.exists():
            return self._open(last)
        sound = _sound_length(path, self._known(path.name))
        if sound is None:  # damaged by something else than a kill: leave it to be looked at
            return self._open(last + 1)
        os.truncate(path, sound)
        return self._open(last)

    def _open(self, number: int) -> BinaryIO:
        file = self._path(number).open("ab")
        file.seek(0, os.SEEK_END)
        return file

    def _path(self, number: int) -> Path:
        return self.folder / f"{self.name}-{number:05d}.warc.gz"

    def _make_room(self, date: str) -> None:
        """Go on to the next file when this one is full; a file begins with a record of what it is."""
        if self._file.tell() >= LARGEST_FILE:
            self._see_to_disk()
            self._file.close()
            self._file = self._open(_number(Path(self._file.name)) + 1)
        if self._file.tell() == 0:
            self._file.write(_packed(_warcinfo(Path(self._file.name).name, date)))

    def _see_to_disk(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())


def read(folder: Path, file: str, offset: int) -> tuple[Headers, bytes]:
    """The headers as the server sent them and the body of the record at `offset`. Raises MissingBytes."""
    try:
        with (folder / file).open("rb") as stream:
            record, body, _ = record_at(stream, offset)
            return tuple(record.http_headers.headers) if record.http_headers else (), body
    except (OSError, *BROKEN) as error:
        place = f"{folder / file} has no whole record at {offset}"
        raise MissingBytes(f"{place}: copy the file back beside the archive") from error


def shelf_of(path: Path) -> str:
    """The name of the shelf that a file stands on."""
    return _NUMBERED.sub("", path.name)


def _number(path: Path) -> int:
    match = _NUMBERED.search(path.name)
    return int(match[1]) if match else 0


def _sound_length(path: Path, start: int) -> int | None:
    """Where the last whole record from `start` ends; None if the file is damaged rather than cut off."""
    sound = start if start < path.stat().st_size else 0
    with path.open("rb") as stream:
        stream.seek(sound)
        while (used := _member_length(stream)) is not None:
            if used == 0:
                return sound
            sound += used
            stream.seek(sound)
    return None


def _member_length(stream: BinaryIO) -> int | None:
    """Bytes of the gzip member that starts here; 0 if it is cut off or there is none, None if it is damaged."""
    member = zlib.decompressobj(wbits=31)
    used = 0
    try:
        while not member.eof and (chunk := stream.read(1 << 20)):
            member.decompress(chunk)
            used += len(chunk) - len(member.unused_data)
    except zlib.error:
        return None
    return used if member.eof else 0


def _packed(record: ArcWarcRecord) -> bytes:
    """A gzip member of its own for each record, at the usual level: the highest takes half as long again for 1 % less."""
    buffer = BytesIO()
    WARCWriter(buffer, gzip=False, warc_version=_VERSION).write_record(record)
    return zlib.compress(buffer.getvalue(), wbits=31)


def _warcinfo(file: str, date: str) -> ArcWarcRecord:
    fields = {"software": SOFTWARE, "format": "WARC File Format 1.1", "robots": "obey"}
    payload = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
    headers = [("WARC-Type", "warcinfo"), ("WARC-Filename", file), *_identity(f"warcinfo:{file}", date)]
    return _record("", "warcinfo", payload, headers, content_type="application/warc-fields")


def _response(capture: Capture, headers: Headers) -> ArcWarcRecord:
    status = StatusAndHeaders(_status_line(capture.status), _honest(headers, capture.body), protocol="HTTP/1.1")
    warc_headers = [("WARC-Type", "response"), *_identity(capture.id, capture.fetched_at)]
    return _record(capture.final_url, "response", capture.body, warc_headers, http_headers=status)


def _resource(capture: Capture) -> ArcWarcRecord:
    warc_headers = [("WARC-Type", "resource"), *_identity(capture.id, capture.fetched_at)]
    return _record(capture.url, "resource", capture.body, warc_headers, content_type=capture.media_type)


def _record(
    url: str,
    kind: str,
    payload: bytes,
    warc_headers: Sequence[tuple[str, str]],
    content_type: str = "",
    http_headers: StatusAndHeaders | None = None,
) -> ArcWarcRecord:
    builder = WARCWriter(BytesIO(), warc_version=_VERSION)
    return builder.create_warc_record(
        url,
        kind,
        payload=BytesIO(payload),
        length=len(payload),
        warc_content_type=content_type,
        warc_headers=StatusAndHeaders("", [*warc_headers, *_target(url)], protocol=_VERSION),
        http_headers=http_headers,
    )


def _target(url: str) -> list[tuple[str, str]]:
    return [("WARC-Target-URI", url)] if url else []


def _identity(name: str, date: str) -> list[tuple[str, str]]:
    """The same capture has the same record id, so that a rebuilt archive is the same file."""
    return [("WARC-Record-ID", f"<urn:uuid:{uuid5(NAMESPACE_URL, f'nianbao:{name}')}>"), ("WARC-Date", date)]


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"


def _honest(headers: Headers, body: bytes) -> list[tuple[str, str]]:
    """The server's headers without those that spoke of the transfer: Scrapy hands over the decompressed body."""
    kept = [(name, value) for name, value in headers if name.lower() not in _DROPPED]
    return [*kept, ("Content-Length", str(len(body)))]
