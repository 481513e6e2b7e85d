"""The parts of a zipped document (OOXML, OFD), opened within limits: no bomb, no entity, no network."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib

from lxml import etree

from parsers.errors import Damaged, TooLarge

SIGNATURE = b"PK\x03\x04"
MAX_MEMBERS = 20_000
MAX_PART = 64 << 20  # bytes of one part, unpacked; real reports with scans stay under 20 MB
MAX_TOTAL = 192 << 20  # bytes of all parts read from one document
MAX_MARKS = 3_000_000  # "<" and "=" in one XML part: lxml takes up to 210 bytes for each, so 630 MB

# What zipfile raises for members that are cut off, damaged, locked, or packed in a way it does not know (the last).
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError)


class Parts:
    """One zip file as a set of named parts (OPC names ignore case); what is read counts against one budget."""

    def __init__(self, body: bytes) -> None:
        """Open the zip; nothing is unpacked yet."""
        self._archive = open_zip(body)
        self._names = {_plain(info.filename): info for info in self._archive.infolist()}
        self._read: dict[str, bytes] = {}
        self._left = MAX_TOTAL

    def __contains__(self, name: str) -> bool:
        """Whether the package has this part."""
        return _plain(name) in self._names

    def names(self) -> list[str]:
        """The names of all parts, in plain form."""
        return list(self._names)

    def read(self, name: str) -> bytes:
        """The bytes of a part; the same object each time. Damaged where it is missing."""
        key = _plain(name)
        if key not in self._read:
            if key not in self._names:
                raise Damaged(f"the part {name} is missing")
            self._read[key] = unpack(self._archive, self._names[key], min(MAX_PART, self._left))
            self._left -= len(self._read[key])
        return self._read[key]


def open_zip(body: bytes) -> zipfile.ZipFile:
    """The archive of these bytes, its list of members within limits."""
    if body.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise TooLarge(f"the package holds more than {MAX_MEMBERS} files")
    try:
        return zipfile.ZipFile(io.BytesIO(body))
    except _BROKEN as error:
        raise Damaged(f"the zip package is cut off or broken ({error})") from error


def names(body: bytes) -> list[str]:
    """The member names of a zip file in plain form; for one cut off, the name of its first member alone."""
    if not body.startswith(SIGNATURE):
        return []
    try:
        return [_plain(name) for name in open_zip(body).namelist()]
    except Damaged:
        return [_plain(body[30 : 30 + int.from_bytes(body[26:28], "little")].decode("gb18030", "replace"))]
    except TooLarge:
        return []


def member_name(info: zipfile.ZipInfo) -> str:
    """A member's name as meant: without the UTF-8 flag macOS still writes UTF-8, and China's archivers GBK."""
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limit: int) -> bytes:
    """The bytes of a member; TooLarge over `limit`, whatever size its header claims."""
    if info.flag_bits & 0x1:
        raise Damaged(f"{member_name(info)} is encrypted: a password is needed")
    if info.file_size > limit:
        raise TooLarge(f"{member_name(info)} unpacks to {info.file_size} bytes")
    try:
        with archive.open(info) as stream:
            content = stream.read(limit + 1)
    except _BROKEN as error:
        raise Damaged(f"{member_name(info)} cannot be unpacked ({error})") from error
    if len(content) > limit:
        raise TooLarge(f"{member_name(info)} unpacks to more than {limit} bytes")
    return content


def parse_xml(content: bytes, name: str) -> etree._Element:
    """The root of an XML part; a document type (OOXML and OFD use none) is refused with its entities."""
    if content.count(b"<") + content.count(b"=") > MAX_MARKS:
        raise TooLarge(f"{name} has more than {MAX_MARKS} tags and attributes")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Damaged(f"{name} is not well-formed ({error.msg})") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Damaged(f"{name} declares a document type, which its format forbids")
    return root


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
