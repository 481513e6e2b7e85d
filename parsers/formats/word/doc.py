"""Word 97 to 2003 documents, .doc and the .wps that WPS writes in the same format ([MS-DOC])."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace

from parsers.errors import Damaged, TooLarge, UnknownFormat
from parsers.formats.word import office, ole
from parsers.formats.word.blips import Picture
from parsers.formats.word.doc_drawings import Drawings
from parsers.formats.word.doc_file import WordFile, open_word
from parsers.formats.word.doc_line import LineReader, Printed
from parsers.formats.word.doc_lists import Lists
from parsers.formats.word.doc_properties import Properties
from parsers.formats.word.doc_tables import TableStack
from parsers.formats.word.flow import Flow
from parsers.model import Document

MAX_PARAGRAPHS = 300_000  # about 5 seconds

_MARKS = re.compile("[\r\x07\x0c]")  # the end of a paragraph, of a cell or row, of a section


def recognises(body: bytes) -> bool:
    """An OLE file with a Word document, or with a newer document that is encrypted."""
    return ole.contains(body, "WordDocument", "EncryptedPackage")


def read(body: bytes) -> Document:
    """The document, all changes accepted; what this reader does not know is left to LibreOffice."""
    try:
        file = open_word(body)
    except UnknownFormat:
        return office.read(body)
    try:
        return _Reader(file).document()
    except (struct.error, IndexError) as error:
        return _salvage(body, f"the structures of the Word document are broken ({error})")


def _salvage(body: bytes, reason: str) -> Document:
    """What LibreOffice makes of a broken document, with a doubt that says so; Damaged where it is not installed."""
    if not office.installed():
        raise Damaged(reason)
    document = office.read(body)
    return replace(document, doubts=(*document.doubts, f"{reason}; LibreOffice read what it could"))


class _Reader:
    """Walks the main text, and the text boxes where they are anchored."""

    def __init__(self, file: WordFile) -> None:
        """Read what the walk needs: properties, drawings, lists."""
        self._flow = Flow("doc")
        self._text = file.text
        self._length = min(file.lengths[0], len(file.text))
        self._properties = Properties(file)
        self._lines = LineReader(file, self._properties)
        self._drawings = Drawings(file)
        self._lists = Lists(file)
        self._left = MAX_PARAGRAPHS

    def document(self) -> Document:
        """Read the main text with its tables, pictures, text boxes and printed numbers."""
        self._walk(0, self._length, self._flow.paragraph)
        return self._flow.document()

    def _walk(self, start: int, end: int, sink: Callable[[str], None]) -> None:
        stack = TableStack(self._flow, sink)
        for first, mark in self._paragraphs(start, end):
            properties = self._properties.paragraph(mark)
            stack.enter(properties.depth)
            printed = self._lines.read(first, mark)
            if not properties.ends_row:
                stack.add(self._lists.label(properties) + printed.text)
            self._draw(printed, stack.add)
            if properties.ends_row:
                stack.end_row(properties.row)
            elif properties.ends_cell or self._text[mark : mark + 1] == "\x07":
                stack.end_cell()
        stack.enter(0)

    def _paragraphs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """(first character, mark) of each paragraph."""
        for match in _MARKS.finditer(self._text, start, end):
            self._left -= 1
            if self._left < 0:
                raise TooLarge(f"a Word document of more than {MAX_PARAGRAPHS} paragraphs")
            yield start, match.start()
            start = match.end()
        if start < end:
            yield start, end

    def _draw(self, printed: Printed, sink: Callable[[str], None]) -> None:
        for offset in printed.pictures:
            self._picture(self._drawings.inline(offset))
        for position in printed.anchors:
            for shape in self._drawings.shapes(position):
                self._picture(self._drawings.picture(shape))
                box = self._drawings.text(shape)
                if box is not None:
                    self._walk(*box, sink)

    def _picture(self, picture: Picture | None) -> None:
        if picture is not None:
            self._flow.image(f"image{self._flow.pictures + 1}.{picture.suffix}", picture.body)
