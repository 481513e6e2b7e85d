"""Which properties each paragraph and character of a .doc has: the formatted disk pages ([MS-DOC] 2.9.102, 2.9.175)."""

from __future__ import annotations

import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from parsers.errors import Damaged
from parsers.formats.word.doc_file import Piece, WordFile
from parsers.formats.word.doc_sprms import (
    CharacterProperties,
    ParagraphProperties,
    character_properties,
    paragraph_properties,
)

_CHARACTER_PAGES = 12
_PARAGRAPH_PAGES = 13
_PAGE = 512

Run = tuple[int, int, CharacterProperties]  # over the character positions [start, end)


class Properties:
    """The properties of one file, each distinct set of modifiers read once."""

    def __init__(self, file: WordFile) -> None:
        """The pages of properties are read when first asked for."""
        self._file = file
        self._paragraphs: dict[tuple[int, bytes], ParagraphProperties] = {}

    def paragraph(self, mark: int) -> ParagraphProperties:
        """The properties of the paragraph whose mark stands at this position."""
        starts, found = self._papx
        number = bisect_right(starts, self._file.offset(mark)) - 1
        if number < 0:
            return ParagraphProperties()
        key = found[number]
        if key not in self._paragraphs:
            self._paragraphs[key] = paragraph_properties(*key, self._file.data)
        return self._paragraphs[key]

    def runs(self, start: int, end: int) -> list[Run]:
        """The runs with properties that matter, of the text [start, end), in order."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end)
        return self._runs[first:last]

    @cached_property
    def _papx(self) -> tuple[list[int], list[tuple[int, bytes]]]:
        starts: list[int] = []
        found: list[tuple[int, bytes]] = []
        for page in _pages(self._file, _PARAGRAPH_PAGES):
            count = page[511]
            for number in range(count):
                starts.append(struct.unpack_from("<I", page, 4 * number)[0])
                found.append(_papx(page, 2 * page[4 * (count + 1) + 13 * number]))
        return starts, found

    @cached_property
    def _runs(self) -> list[Run]:
        stored = _stored_runs(self._file)
        firsts = [start for start, _, _ in stored]
        return [run for piece in self._file.pieces for run in _placed(piece, stored, firsts)]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _, _ in self._runs]

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _, end, _ in self._runs]


def _pages(file: WordFile, index: int) -> Iterator[bytes]:
    """The formatted disk pages that a table of pages (PlcBtePapx, PlcBteChpx) lists."""
    plc = file.structure(index)
    count = max(len(plc) - 4, 0) // 8
    if count > len(file.word) // _PAGE:
        raise Damaged("a Word document that lists more pages of properties than it has")
    for number in range(count):
        at = (struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * number)[0] & 0x3FFFFF) * _PAGE
        page = file.word[at : at + _PAGE]
        if len(page) == _PAGE:
            yield page


def _papx(page: bytes, at: int) -> tuple[int, bytes]:
    """(style, modifiers) of a paragraph; its length is given in words, in one of two ways."""
    if at == 0:
        return 0, b""
    if page[at]:
        start, size = at + 1, 2 * page[at] - 1
    else:
        start, size = at + 2, 2 * page[at + 1]
    content = page[start : start + size]
    return int.from_bytes(content[:2], "little"), content[2:]


def _stored_runs(file: WordFile) -> list[Run]:
    """Runs as stored, over bytes of the WordDocument stream."""
    known: dict[bytes, CharacterProperties | None] = {}
    runs = []
    for page in _pages(file, _CHARACTER_PAGES):
        count = page[511]
        for number in range(count):
            at = 2 * page[4 * (count + 1) + number]
            content = page[at + 1 : at + 1 + page[at]] if at else b""
            if content not in known:
                known[content] = character_properties(content)
            properties = known[content]
            if properties is not None:
                start, end = struct.unpack_from("<II", page, 4 * number)
                runs.append((start, end, properties))
    return sorted(runs, key=lambda run: run[:2])


def _placed(piece: Piece, stored: list[Run], firsts: list[int]) -> Iterator[Run]:
    """The stored runs that touch a piece, over its character positions."""
    end = piece.offset + (piece.end - piece.start) * piece.size
    at = max(bisect_right(firsts, piece.offset) - 1, 0)
    while at < len(stored) and stored[at][0] < end:
        first = max(stored[at][0], piece.offset)
        last = min(stored[at][1], end)
        if first < last:
            yield (
                piece.start + (first - piece.offset) // piece.size,
                piece.start + (last - piece.offset) // piece.size,
                stored[at][2],
            )
        at += 1
