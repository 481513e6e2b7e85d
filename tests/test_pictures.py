"""Pictures of tables: a frozen set read cell by cell, and pictures made to hurt refused before they are decoded."""

import json
import struct
import zlib
from pathlib import Path

import pytest

from parsers import read
from parsers.errors import Damaged, EmptyDocument, ParseError, TooLarge
from parsers.forms import FORMS

PICTURES = Path(__file__).parent / "data" / "pictures"
TRUTH = json.loads((PICTURES / "truth.json").read_text(encoding="utf-8"))
GRID = FORMS[0].grid("requests")
LINES = [line.key for line in GRID.lines if not line.group]


@pytest.mark.parametrize("name", TRUTH)
def test_every_cell_of_a_picture_is_read(name):
    truth = TRUTH[name]
    printed = {
        (line, column.key): None if truth["blank_for_zero"] and number == 0 else number
        for line, numbers in zip(LINES, truth["requests"], strict=True)
        for column, number in zip(GRID.columns, numbers, strict=True)
    }
    reading = read((PICTURES / name).read_bytes())
    assert (reading.kind, reading.form) == ("part", "2021")
    assert {(figure.line, figure.column): figure.number for figure in reading.figures} == printed
    assert {figure.method for figure in reading.figures} == {"ocr"}


def png(width, height, rows=b""):
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


HURTFUL = {
    "100,000 pixels square": (png(100_000, 100_000), TooLarge),
    "cut off": ((PICTURES / "wechat500_0_t2.jpg").read_bytes()[:3000], Damaged),
    "zero bytes": (b"\0" * 500, EmptyDocument),
    "a header and nothing": (png(500, 500), ParseError),
}


@pytest.mark.parametrize("name", HURTFUL)
def test_hurtful_picture_is_refused_in_one_line(name):
    body, error = HURTFUL[name]
    with pytest.raises(error) as caught:
        read(body)
    assert "\n" not in str(caught.value)


def test_picture_without_a_table_gives_no_figure():
    reading = read(png(300, 200, (b"\0" + b"\xff" * 300) * 200))
    assert (reading.kind, reading.figures) == ("not_report", ())
