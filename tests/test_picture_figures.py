"""Pictures of tables, from the bytes to the figures: through every reading, the form and its sums."""

import json
from pathlib import Path

import pytest

from parsers import read
from parsers.forms import FORMS
from parsers.joining import Part

PICTURES = Path(__file__).parent / "data" / "pictures"
TRUTH = json.loads((PICTURES / "truth.json").read_text(encoding="utf-8"))
FLOOR = json.loads((PICTURES / "floor" / "truth.json").read_text(encoding="utf-8"))
PAGE = "<title>示例市人民政府2023年政府信息公开工作年度报告</title><img src='1.png'>".encode()
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


@pytest.mark.parametrize("name", FLOOR)
def test_generated_pictures_once_read_right_stay_right(name):
    """Drawn by benchmarks: light broken rules, numbers wider than columns, 500 pixels of JPEG, dashed and double rules."""
    picture = Part("http://shili.example/1.png", (PICTURES / "floor" / name).read_bytes())
    reading = read(PAGE, parts=[picture], base="http://shili.example/")
    rows: dict[tuple[str, str], list[str]] = {}
    for figure in reading.figures:
        rows.setdefault((figure.grid, figure.line), []).append(figure.text)
    assert rows == {(grid, line): row for grid, lines in FLOOR[name].items() for line, row in lines.items()}


def test_a_number_wider_than_its_column_is_never_sure():
    """A scan whose numbers run over their cells' walls; a reading once lost the last digit of 11040 without a doubt."""
    printed = [98, None, 199, 1, 298, 643, None, 3, 10394, 11040, 91, 70974, 99999, 435, 171499]
    reading = read((PICTURES / "numbers-wider-than-columns.jpg").read_bytes())
    figures = list(zip(reading.figures, printed, strict=True))
    assert [figure.number for figure, _ in figures[:8]] == printed[:8]
    assert [figure.text for figure, number in figures if figure.number != number and figure.confidence >= 0.8] == []


def test_numbers_beside_blanks_are_unsure_where_columns_were_guessed():
    """No upright rules, and an empty cell: 31 is printed under 本年废止件数 and was once taken for 本年制发件数, surely."""
    reading = read((PICTURES / "blanks-without-upright-rules.png").read_bytes())
    found = {figure.number: figure.confidence for figure in reading.figures if figure.number is not None}
    assert found.keys() == {950, 31, 4, 3, 5, 53172.215}
    assert {number for number, sure in found.items() if sure >= 0.8} == {3, 5}
