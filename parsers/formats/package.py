"""Packages of documents: .zip, and .rar and .7z where an unpacker is installed; each member is read on its own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from parsers.errors import Damaged, TooLarge, UnknownFormat
from parsers.formats import parts

MAX_MEMBERS = 500
MAX_MEMBER = 64 << 20
MAX_TOTAL = 256 << 20
MAX_RATIO = 200  # unpacked to packed: documents reach 30, a bomb 1000
MAX_SECONDS = 15  # within the 20 that a document may take

_RAR = b"Rar!\x1a\x07"
_SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c"

_DOCUMENTS = {"[content_types].xml", "ofd.xml", "meta-inf/manifest.xml"}  # members that make a zip one document

# The unpackers we know, in order: each puts all members of {archive} under {folder}.
_UNPACKERS = (
    ("unar", ("unar", "-quiet", "-no-directory", "-password", "", "-output-directory", "{folder}", "{archive}")),
    ("7zz", ("7zz", "x", "-y", "-p", "-bd", "-o{folder}", "{archive}")),
    ("7z", ("7z", "x", "-y", "-p", "-bd", "-o{folder}", "{archive}")),
    ("bsdtar", ("bsdtar", "-x", "-f", "{archive}", "-C", "{folder}")),
)


def recognises(body: bytes) -> bool:
    """A zip that is no office document, or a .rar or .7z."""
    if body.startswith((_RAR, _SEVEN_ZIP)):
        return True
    names = parts.names(body)
    return bool(names) and not _DOCUMENTS.intersection(names)


def members(body: bytes) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each file inside, in the package's order, within limits; a package inside is not opened."""
    if body.startswith(parts.SIGNATURE):
        return _zip_members(body)
    return _unpacked(body, "rar" if body.startswith(_RAR) else "7z")


def _zip_members(body: bytes) -> Iterator[tuple[str, bytes]]:
    archive = parts.open_zip(body)
    infos = [
        info
        for info in archive.infolist()
        if not (name := parts.member_name(info)).endswith("/") and not _is_litter(name)
    ]
    _check_count(len(infos))
    left = min(MAX_TOTAL, MAX_RATIO * len(body))
    for info in infos:
        content = parts.unpack(archive, info, min(MAX_MEMBER, left))
        left -= len(content)
        yield parts.member_name(info), content


def _unpacked(body: bytes, suffix: str) -> Iterator[tuple[str, bytes]]:
    with tempfile.TemporaryDirectory(prefix="nianbao-") as name:
        folder = Path(name)
        archive, target = folder / f"package.{suffix}", folder / "members"
        archive.write_bytes(body)
        target.mkdir()
        _run(_command(suffix, archive, target), target, min(MAX_TOTAL, MAX_RATIO * len(body)))
        yield from _files(target)


def _command(suffix: str, archive: Path, folder: Path) -> list[str]:
    for name, command in _UNPACKERS:
        path = shutil.which(name)
        if path:
            return [path, *(part.format(archive=archive, folder=folder) for part in command[1:])]
    raise UnknownFormat(f"a .{suffix} package; an unpacker (unar, 7-Zip or bsdtar), once installed, opens it")


def _run(command: list[str], folder: Path, limit: int) -> None:
    """Run an unpacker that can neither ask, nor fill the disk, nor take longer than allowed."""
    prelude = f'ulimit -f {limit // 512 + 1}; ulimit -t {MAX_SECONDS}; exec "$@"'
    quiet = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603  (a fixed list of programs, the paths are ours)
        ["/bin/sh", "-c", prelude, "sh", *command], stdin=quiet, stdout=quiet, stderr=quiet
    ) as process:
        try:
            _watch(process, folder, limit)
        finally:
            process.kill()
    if process.returncode:
        raise Damaged("the package is cut off, broken, too large or needs a password")


def _watch(process: subprocess.Popen[bytes], folder: Path, limit: int) -> None:
    """Wait for the unpacker, looking every quarter of a second at what it has written."""
    for _ in range(4 * MAX_SECONDS):
        try:
            process.wait(0.25)
            return
        except subprocess.TimeoutExpired:
            if sum(path.lstat().st_size for path in folder.rglob("*")) > limit:
                raise TooLarge(f"the package unpacks to more than {limit} bytes") from None
    raise TooLarge(f"the package took more than {MAX_SECONDS} seconds to unpack")


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The regular files of a folder, links left out, as they may lead anywhere."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    _check_count(len(paths))
    left = MAX_TOTAL
    for path in paths:
        size = path.stat().st_size
        left -= size
        if size > MAX_MEMBER or left < 0:
            raise TooLarge(f"{path.name} unpacks to {size} bytes")
        yield str(path.relative_to(folder)), path.read_bytes()


def _check_count(count: int) -> None:
    if count > MAX_MEMBERS:
        raise TooLarge(f"the package holds {count} files")


def _is_litter(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] in (".DS_Store", "Thumbs.db", "desktop.ini")
