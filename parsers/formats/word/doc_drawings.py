"""Pictures and text boxes of a .doc, found from the characters that anchor them ([MS-DOC] 2.8.37, 2.9.192, 2.9.253)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.formats.word.blips import Picture, Record, pictures, records, stored_picture, within
from parsers.formats.word.doc_file import WordFile

_ANCHORS = 40
_DRAWING_INFO = 50
_TEXT_BOXES = 56

_STORE, _DRAWING, _GROUP, _SHAPE = 0xF001, 0xF002, 0xF003, 0xF004
_SHAPE_ID, _SHAPE_OPTIONS = 0xF00A, 0xF00B
_PICTURE_OPTION = 0x0104  # pib: the number of the shape's picture in the store
_PICF_MODES = (0x64, 0x66)  # MM_SHAPE, MM_SHAPEFILE


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn shape: its number, and the number of its picture in the store, 0 for none."""

    number: int
    picture: int


class Drawings:
    """What stands where a drawing is anchored in the main text."""

    def __init__(self, file: WordFile) -> None:
        """Read the store of pictures, the shapes, and what anchors them."""
        self._file = file
        info = file.structure(_DRAWING_INFO)
        self._store: list[bytes] = []
        self._groups: dict[int, list[Shape]] = {}
        if info:
            self._read(info)
        self._anchors = _anchors(file)
        self._boxes = _boxes(file)

    def shapes(self, position: int) -> list[Shape]:
        """The shapes anchored by the character at this position, in drawing order."""
        number = self._anchors.get(position)
        return self._groups.get(number, [Shape(number, 0)]) if number is not None else []

    def text(self, shape: Shape) -> tuple[int, int] | None:
        """The character positions of a shape's text."""
        return self._boxes.get(shape.number)

    def picture(self, shape: Shape) -> Picture | None:
        """A floating shape's picture."""
        if not 0 < shape.picture <= len(self._store):
            return None
        return stored_picture(self._store[shape.picture - 1], self._file.word)

    def inline(self, offset: int) -> Picture | None:
        """The picture at this offset of the Data stream (PICF, then Office Art records)."""
        data = self._file.data
        if offset + 68 > len(data):
            return None
        length, header, mode = struct.unpack_from("<IHH", data, offset)
        if mode not in _PICF_MODES:
            return None
        start = offset + header + (1 + data[offset + header] if mode == _PICF_MODES[1] else 0)
        return next(pictures(data, start, offset + length), None)

    def _read(self, info: bytes) -> None:
        group = next(records(info, 0, len(info)), None)
        if group is None:
            return
        for record in within(info, group):
            if record.kind == _STORE:
                self._store = [info[entry.start : entry.end] for entry in records(info, record.start, record.end)]
        main = next(records(info, group.end + 1, len(info)), None)  # after the byte that says: main document
        if main is not None and main.kind == _DRAWING:
            self._groups = {shapes[0].number: shapes for shapes in _top_shapes(info, main)}


def _top_shapes(info: bytes, drawing: Record) -> Iterator[list[Shape]]:
    """The shapes of each drawing: a single one, or a group with its own shape first."""
    for patriarch in records(info, drawing.start, drawing.end):
        if patriarch.kind == _GROUP:
            for top in records(info, patriarch.start, patriarch.end):
                shapes = [_shape(info, record) for record in within(info, top) if record.kind == _SHAPE]
                if shapes:
                    yield shapes


def _shape(info: bytes, container: Record) -> Shape:
    number = picture = 0
    for record in records(info, container.start, container.end):
        if record.kind == _SHAPE_ID and record.end - record.start >= 4:
            number = struct.unpack_from("<I", info, record.start)[0]
        elif record.kind == _SHAPE_OPTIONS:
            picture = _options(info[record.start : record.end], record.instance).get(_PICTURE_OPTION, 0)
    return Shape(number, picture)


def _options(content: bytes, count: int) -> dict[int, int]:
    pairs = struct.iter_unpack("<HI", content[: 6 * min(count, len(content) // 6)])
    return {key & 0x3FFF: value for key, value in pairs}


def _anchors(file: WordFile) -> dict[int, int]:
    """Character position in the main text -> number of the shape anchored there (PlcfSpa)."""
    plc = file.structure(_ANCHORS)
    count = max(len(plc) - 4, 0) // 30
    found = {}
    for number in range(count):
        position = struct.unpack_from("<I", plc, 4 * number)[0]
        if position < file.lengths[0]:  # so that no text box can anchor itself
            found[position] = struct.unpack_from("<I", plc, 4 * (count + 1) + 26 * number)[0]
    return found


def _boxes(file: WordFile) -> dict[int, tuple[int, int]]:
    """Number of a shape -> its text's character positions (PlcftxbxTxt), which count from the text boxes' part."""
    plc = file.structure(_TEXT_BOXES)
    count = max(len(plc) - 4, 0) // 26
    begin = max(sum(file.lengths[:6]), file.lengths[0])
    boxes = {}
    for number in range(count):
        start, end = struct.unpack_from("<2I", plc, 4 * number)
        shape = struct.unpack_from("<I", plc, 4 * (count + 1) + 22 * number + 14)[0]
        if shape:
            boxes[shape] = (begin + start, min(begin + end, len(file.text)))
    return boxes
