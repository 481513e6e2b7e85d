"""Word, spreadsheet and OFD samples read whole: every cell, the text, where tables and pictures stood."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parsers.formats import ofd, package, sheet
from parsers.formats.word import doc, docx, rtf
from parsers.model import Document, Table

SAMPLES = Path(__file__).parent / "data" / "word"
READERS = (docx, doc, sheet, ofd, rtf, package)
METHODS = {".docx": "docx", ".doc": "doc", ".wps": "doc", ".ofd": "ofd", ".et": "xlsx", ".xlsx": "xlsx"}
NAMES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix != ".json")


def read(body: bytes) -> Document:
    """The document as the one reader that recognises it reads it."""
    (reader,) = [module for module in READERS if module.recognises(body)]
    return reader.read(body)


def texts(table: Table) -> list[list[str]]:
    # OFD breaks a cell's text wherever the cell ends.
    return [[cell.text.replace("\n", "") for cell in row] for row in table.rows]


@pytest.mark.parametrize("name", NAMES)
def test_sample_is_read_whole(name: str) -> None:
    expected = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    document = read((SAMPLES / name).read_bytes())
    assert [texts(table) for table in document.tables] == expected["tables"]
    assert document.text == expected["text"]
    assert [table.offset for table in document.tables] == expected["offsets"]
    assert [image.source for image in document.images] == expected["images"]
    assert document.method == METHODS[Path(name).suffix]


@pytest.mark.parametrize("name", NAMES)
def test_merged_cell_is_one_object_in_all_its_places(name: str) -> None:
    for number, table in enumerate(read((SAMPLES / name).read_bytes()).tables):
        assert (table.index, table.squared) == (number, True)
        for y, row in enumerate(table.rows):
            for x, cell in enumerate(row):
                assert cell.row <= y < cell.row + cell.rowspan
                assert cell.column <= x < cell.column + cell.colspan
                assert table.rows[cell.row][cell.column] is cell


def test_pictures_keep_their_bytes() -> None:
    inside = {name: read((SAMPLES / name).read_bytes()).images for name in ("everything.docx", "everything.doc")}
    for images in inside.values():
        assert [image.body[:8] for image in images if image.body] == [b"\x89PNG\r\n\x1a\n"]


def test_ofd_cells_know_their_page_and_box() -> None:
    document = read((SAMPLES / "plain2021.ofd").read_bytes())
    first = document.tables[0].rows[0][0]
    assert (document.tables[0].page, first.page, first.box) == (2, 2, (20.0, 20.0, 230.0, 27.0))
