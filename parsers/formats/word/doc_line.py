"""The characters of one paragraph of a .doc: fields resolved, hidden runs left out, drawings noted ([MS-DOC] 2.4.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.formats.word.doc_file import WordFile
from parsers.formats.word.doc_properties import Properties
from parsers.formats.word.doc_sprms import CharacterProperties
from parsers.formats.word.line import Line
from parsers.formats.word.symbols import symbol

_FONTS = 15
_COMMON = CharacterProperties()
_CONTROLS = re.compile("([\x00-\x08\x0b-\x1f])")
_PICTURE, _DRAWN = "\x01", "\x08"
_FIELD = {"\x13": Line.open_field, "\x14": Line.show_result, "\x15": Line.close_field}
_CHARACTERS = {"\x0b": "\n", "\x1e": "-"}  # line break, non-breaking hyphen; the other controls print nothing


@dataclass(frozen=True, slots=True)
class Printed:
    """What a paragraph prints: text, inline pictures (offsets in the Data stream), anchors of drawings (positions)."""

    text: str
    pictures: tuple[int, ...]
    anchors: tuple[int, ...]


class LineReader:
    """Reads the paragraphs of one file."""

    def __init__(self, file: WordFile, properties: Properties) -> None:
        """Read the font names, which symbols need."""
        self._file = file
        self._properties = properties
        self._fonts = font_names(file.structure(_FONTS))

    def read(self, start: int, end: int) -> Printed:
        """What the characters [start, end) print."""
        line = Line()
        pictures: list[int] = []
        anchors: list[int] = []
        for at, piece, properties in self._pieces(start, end):
            _print(line, piece)
            if line.in_code:  # an embedded object may draw itself in its code, too
                continue
            if piece == _PICTURE and properties.picture is not None:
                pictures.append(properties.picture)
            elif piece == _DRAWN:
                anchors.append(at)
        return Printed(_whole(line.text), tuple(pictures), tuple(anchors))

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, str, CharacterProperties]]:
        """The text that is not hidden, cut at control characters, with each piece's position and properties."""
        for first, last, properties in self._segments(start, end):
            if properties.symbol is not None:
                yield first, self._symbol(*properties.symbol) * (last - first), properties
            elif not properties.hidden:
                for piece in _CONTROLS.split(self._file.text[first:last]):
                    yield first, piece, properties
                    first += len(piece)

    def _segments(self, start: int, end: int) -> Iterator[tuple[int, int, CharacterProperties]]:
        """The text cut where properties change that matter."""
        for first, last, properties in self._properties.runs(start, end):
            first, last = max(first, start), min(last, end)
            if start < first:
                yield start, first, _COMMON
            if first < last:
                yield first, last, properties
            start = max(last, start)
        if start < end:
            yield start, end, _COMMON

    def _symbol(self, font: int, code: int) -> str:
        return symbol(self._fonts[font] if font < len(self._fonts) else "", code)


def font_names(table: bytes) -> list[str]:
    """The names of the font table ([MS-DOC] 2.9.287, SttbfFfn), by number."""
    names = []
    at = 4
    while at + 40 < len(table):
        content = table[at + 1 : at + 1 + table[at]]
        names.append(content[39:].decode("utf-16-le", "replace").partition("\0")[0])
        at += 1 + table[at]
    return names


def _print(line: Line, piece: str) -> None:
    if piece in _FIELD:
        _FIELD[piece](line)
    elif len(piece) == 1 and piece < " " and piece != "\t":
        line.add(_CHARACTERS.get(piece, ""))
    else:
        line.add(piece)


def _whole(text: str) -> str:
    """The text with the two halves of each rare character joined again."""
    if text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
