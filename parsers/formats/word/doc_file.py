"""A Word 97-2003 file opened: its streams, its file information block and its text ([MS-DOC] 2.4, 2.5)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from parsers.errors import Damaged, TooLarge, UnknownFormat
from parsers.formats.word import ole

MAX_CHARACTERS = 20_000_000  # the longest Word 97 document has 32 MB; a report has some 10,000 characters

_WORD_97 = 0xA5EC
_FIRST_FIB = 0x00C0
_ENCRYPTED = 0x0100
_TABLE_1 = 0x0200
_PAIRS = 0x9A  # where the pairs (offset, length) of the table stream's structures begin
_LENGTHS = 0x4C  # where the lengths of the document parts begin: main text, footnotes, headers ... text boxes
_COMPRESSED = 0x40000000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text [start, end) in character positions, at byte `offset`, in one or two bytes a character."""

    start: int
    end: int
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class WordFile:
    """The streams, with the text decoded: one character of `text` is one character position of the format."""

    word: bytes
    table: bytes
    data: bytes
    pieces: tuple[Piece, ...]
    text: str
    lengths: tuple[int, ...]  # main text, footnotes, headers, macros, comments, endnotes, text boxes

    def structure(self, index: int) -> bytes:
        """The structure of the table stream with this number among FibRgFcLcb97's pairs; empty where absent."""
        return _structure(self.word, self.table, index)

    def offset(self, position: int) -> int:
        """The byte in the WordDocument stream at which a character stands."""
        piece = self.pieces[max(bisect_right(self.pieces, position, key=lambda piece: piece.start) - 1, 0)]
        return piece.offset + (position - piece.start) * piece.size


def open_word(body: bytes) -> WordFile:
    """Open a .doc; UnknownFormat for Word 6 and 95, Damaged for one that is encrypted or cut off."""
    streams = ole.streams(body, "WordDocument", "0Table", "1Table", "Data", "EncryptedPackage")
    if "EncryptedPackage" in streams:
        raise Damaged("an encrypted document: it opens only with its password")
    word = streams.get("WordDocument", b"")
    flags = _check(word)
    table = streams.get("1Table" if flags & _TABLE_1 else "0Table")
    if table is None:
        raise Damaged("a Word document without its table stream")
    pieces = _pieces(_structure(word, table, 33))
    text = "".join(_decode(word, piece) for piece in pieces)
    return WordFile(word, table, streams.get("Data", b""), pieces, text, struct.unpack_from("<7i", word, _LENGTHS))


def _check(word: bytes) -> int:
    """The flags of the file information block, once it is one that this reader knows."""
    if len(word) < _PAIRS:
        raise Damaged("a Word document that is cut off in its first block")
    magic, version = struct.unpack_from("<HH", word)
    if magic != _WORD_97 or version < _FIRST_FIB:
        raise UnknownFormat("a document of Word 6, 95 or older; LibreOffice, once installed, reads it")
    flags: int = struct.unpack_from("<H", word, 0x0A)[0]
    if flags & _ENCRYPTED:
        raise Damaged("an encrypted Word document: it opens only with its password")
    return flags


def _structure(word: bytes, table: bytes, index: int) -> bytes:
    if _PAIRS + 8 * index + 8 > len(word):
        return b""
    offset, length = struct.unpack_from("<II", word, _PAIRS + 8 * index)
    return table[offset : offset + length]


def _pieces(clx: bytes) -> tuple[Piece, ...]:
    """The piece table ([MS-DOC] 2.9.38, Clx): formatting records (1) to skip, then the table itself (2)."""
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise Damaged("a Word document without a piece table")
    plc = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
    count = (len(plc) - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", plc)
    if positions[0] != 0 or any(one >= two for one, two in pairwise(positions)):
        raise Damaged("a Word document whose piece table is broken")
    if positions[-1] > MAX_CHARACTERS:
        raise TooLarge(f"a Word document of {positions[-1]} characters")
    return tuple(
        _piece(positions[number], positions[number + 1], struct.unpack_from("<I", plc, 4 * count + 6 + 8 * number)[0])
        for number in range(count)
    )


def _piece(start: int, end: int, location: int) -> Piece:
    if location & _COMPRESSED:
        return Piece(start, end, (location & (_COMPRESSED - 1)) // 2, 1)
    return Piece(start, end, location, 2)


def _decode(word: bytes, piece: Piece) -> str:
    """The text of a piece, one character for each position even where Chinese needs two code units."""
    length = (piece.end - piece.start) * piece.size
    content = word[piece.offset : piece.offset + length].ljust(length, b"\0")
    if piece.size == 1:
        return content.decode("cp1252", "replace")
    text = content.decode("utf-16-le", "replace")
    if len(text) == piece.end - piece.start:
        return text
    return "".join(map(chr, struct.unpack(f"<{piece.end - piece.start}H", content)))
