"""Tables cut by the end of a picture or of a scanned page: joined before anything is proved."""

import io
import json
from pathlib import Path

import numpy as np
from PIL import Image

from parsers import read
from parsers.formats.picture.dashes import drawn_through
from parsers.formats.picture.halves import rejoined
from parsers.forms import FORMS
from parsers.joining import Part
from parsers.model import Cell

PICTURES = Path(__file__).parent / "data" / "pictures"
NAME = "jpegq40_0_t2.jpg"
TRUTH = json.loads((PICTURES / "truth.json").read_text(encoding="utf-8"))[NAME]["requests"]
GRID = FORMS[0].grid("requests")
LINES = [line.key for line in GRID.lines if not line.group]
PRINTED = {
    (line, column.key): number
    for line, numbers in zip(LINES, TRUTH, strict=True)
    for column, number in zip(GRID.columns, numbers, strict=True)
}


def halves():
    """The picture of a table cut a little below a rule, so that a sliver of the next row stands open in the upper one."""
    whole = Image.open(PICTURES / NAME).convert("L")
    dark = np.flatnonzero((np.asarray(whole)[:, int(whole.width * 0.7) :] < 160).mean(axis=1) > 0.8)
    cut = int(dark[dark > 0.55 * whole.height][0]) + 22
    return whole.crop((0, 0, whole.width, cut)), whole.crop((0, cut, whole.width, whole.height))


def saved(image, kind="PNG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def figures(reading):
    return {(figure.line, figure.column): figure.number for figure in reading.figures if figure.grid == "requests"}


def test_a_table_in_two_pictures_is_one_and_each_cell_names_its_picture():
    page = "<title>示例市人民政府2023年政府信息公开工作年度报告</title><img src='1.png'><img src='2.png'>".encode()
    parts = [Part(f"http://shili.example/{n}.png", saved(half)) for n, half in enumerate(halves(), 1)]
    reading = read(page, parts=parts, base="http://shili.example/")
    assert figures(reading) == PRINTED
    places = {figure.line: figure.place.part for figure in reading.figures}
    assert (places["new_received"], places["carried_out"]) == ("1.png", "2.png")


def test_a_table_over_two_pages_of_a_scan_is_one():
    first, second = (Image.new("L", (half.width, half.width), 255) for half in halves())
    upper, lower = halves()
    first.paste(upper, (0, first.height - upper.height))
    second.paste(lower, (6, 0))
    reading = read(saved(first, "PDF", resolution=110, save_all=True, append_images=[second]))
    assert figures(reading) == PRINTED
    assert {figure.method for figure in reading.figures} == {"ocr"}


def test_dashes_become_rules_and_a_page_without_them_stays():
    ink = np.zeros((400, 800), np.uint8)
    for y in (50, 90, 130):
        ink[y : y + 3, 50:750][:, np.arange(700) % 12 < 6] = 200
    for x in (50, 300, 748):
        ink[50:132, x : x + 3][np.arange(82) % 12 < 6] = 200
    whole = drawn_through(ink)
    assert (whole[51, 60:740] > 0).all()
    assert (whole[66:86, 301] > 0).all()
    ones = np.zeros((400, 800), np.uint8)
    ones[50:350, 300:308][np.arange(300) % 30 < 22] = 255
    assert drawn_through(ones) is ones


def test_a_label_that_a_stroke_parted_is_whole_again():
    cells = [Cell("（六）其", 3, 0), Cell("他处理", 3, 1), Cell("7", 3, 2)]
    lines = {(3, column): ((cell.text, (0, 0, 9, 9)),) for column, cell in enumerate(cells)}
    label, number = rejoined(cells, lines)
    assert (label.text, label.colspan, label.raw, number.text) == ("（六）其他处理", 2, "（六）其他处理", "7")
    assert [text for text, _ in lines[3, 0]] == ["（六）其他处理"]
