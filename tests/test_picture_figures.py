"""Pictures of tables, from the bytes to the figures: through every reading, the form and its sums."""

import json
from pathlib import Path

import pytest

from parsers import read
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
