"""Pictures of tables: what is printed in them, and what becomes of pictures that are none."""

import doctest
import io
import json
import re
import socket
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from parsers.errors import Damaged, EmptyDocument, TooLarge, UnknownFormat
from parsers.formats import picture
from parsers.formats.picture import cells as picture_cells
from parsers.formats.picture import heads as picture_heads
from parsers.formats.picture import ink as picture_ink
from parsers.formats.picture import labels as picture_labels
from parsers.formats.picture import lattice as picture_lattice
from parsers.formats.picture import pixels as picture_pixels
from parsers.formats.picture import second as picture_second
from parsers.forms import FORMS
from parsers.labels import plain

DATA = Path(__file__).parent / "data" / "pictures"
EXPECTED = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
SMALL = (DATA / "dev_clean1x_5_t3.png").read_bytes()


def line_named(label, form):
    lines = [line for grid in FORMS[[one.key for one in FORMS].index(form)].grids[:2] for line in grid.lines]
    return next((line.key for line in lines if re.search(line.pattern, plain(label))), label)


def printed(document, form):
    """[line, numbers as printed] for every row that has numbers, in order."""
    rows = []
    for row in (row for table in document.tables for row in table.rows):
        cells = list({id(cell): cell for cell in row}.values())
        labels = [place for place, cell in enumerate(cells) if cell.text and not picture_cells.is_figure(cell.text)]
        values = cells[labels[-1] + 1 :] if labels else cells
        if any(cell.text for cell in values):
            rows.append([line_named(cells[labels[-1]].text, form) if labels else None, [c.text for c in values]])
    return rows


@pytest.mark.parametrize("name", EXPECTED)
def test_picture_reads_as_printed(name):
    want = EXPECTED[name]
    document = picture.read((DATA / name).read_bytes())
    assert document.method == "ocr"
    assert printed(document, want["form"]) == want["rows"]


def test_small_table_is_proved_by_its_second_reading():
    (table,) = picture.read(SMALL).tables
    assert (table.proved, table.doubts, table.squared) == (True, (), True)


def test_number_that_the_second_reading_denies_is_a_doubt():
    sheet = picture_second_sheet()
    (tabled,) = picture_cells.tables_of(*sheet[1:])
    table = tabled.table
    row = tuple(cell._replace(text="75") if cell.text == "57" else cell for cell in table.rows[-1])
    confirmed = picture_second.confirmed(replace(table, rows=(*table.rows[:-1], row)), sheet[0])
    assert not confirmed.proved
    assert confirmed.doubts[0] == "row 3, column 0: read 75, seen again as 57"


def picture_second_sheet():
    from parsers.formats.picture.grid import lattices_of
    from parsers.formats.picture.sheet import grey_of, sheet_of
    from parsers.formats.picture.traces import traces_of

    sheet = sheet_of(grey_of(picture_pixels.pixels_of(SMALL)))
    traces = traces_of(sheet.ink)
    return sheet, traces, lattices_of(traces)


def test_last_reading_is_the_second_one():
    *_, last = picture.readings(SMALL)
    assert last.doubts == ("the numbers of a second reading",)
    assert [cell.text for cell in last.tables[0].rows[-1]] == EXPECTED["dev_clean1x_5_t3.png"]["rows"][0][1]


def test_places_are_on_the_picture_however_it_was_scaled():
    """A picture of 500 pixels scaled up to be read gave places on the larger one."""
    documents = list(picture.readings((DATA / "wechat500_2021_reviews.jpg").read_bytes()))
    assert ("the picture was sharpened to read it",) in [document.doubts for document in documents]
    for cell in (cell for document in documents for table in document.tables for row in table.rows for cell in row):
        assert cell.box[2] <= 500


def test_labels_stand_in_the_same_place_however_a_picture_is_treated():
    """A picture scaled up to be read gave places on the larger one. A misread label, which names nothing, is read again."""
    pages = list(picture.seen((DATA / "wechat500_2021_reviews.jpg").read_bytes()))
    sharpened = next(page for page in pages if page.doubts == ("the picture was sharpened to read it",))
    first, again = (
        {(said.free, *(round(side / 4) for side in box[:2])) for box, said in page.labels}
        for page in (pages[0], sharpened)
    )
    assert len(first) == 6
    assert {words for words, *_ in again - first} == {"行政诉讼"}


def test_merged_cell_is_one_cell_in_every_place():
    top = picture.read(SMALL).tables[0].rows[0]
    assert [len({id(cell) for cell in top}), top[0].text, top[0].colspan, top[14].text] == [
        2,
        "行政复议",
        5,
        "行政诉讼",
    ]


def test_no_network_is_needed(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OSError("no network")

    monkeypatch.setattr(socket, "socket", refuse)
    assert picture.read(SMALL).tables


def test_narrow_column_at_the_edge_is_read():
    drawn = np.full((300, 1300), 255, np.uint8)
    for y in (20, 80, 140, 200, 260):
        drawn[y : y + 2, 20:1200] = 0
    for x in (20, 31, 500, 1198):
        drawn[20:262, x : x + 2] = 0
    assert picture.read(saved(Image.fromarray(drawn), "PNG")).tables == ()


def png(width, height, rows=b""):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", EmptyDocument),
        (b"%PDF-1.7", UnknownFormat),
        (b"BMW", UnknownFormat),
        (png(100_000, 100_000), TooLarge),
        (png(9_000, 9_000), TooLarge),
        (png(1, 50_000), TooLarge),
        (png(300, 300), Damaged),
        (b"\x89PNG\r\n\x1a\n", Damaged),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", Damaged),
        (b"GIF89a\x00\x00\x00\x00", Damaged),
        (SMALL[: len(SMALL) // 2], Damaged),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", Damaged),
        (b"II*\x00\x08\x00\x00\x00", Damaged),
    ],
)
def test_what_is_no_picture_is_named(body, error):
    with pytest.raises(error):
        picture.read(body)


def stripes():
    """Left half black, right half white."""
    return Image.fromarray(np.repeat([[0] * 20 + [255] * 20], 30, axis=0).astype(np.uint8))


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def transparent():
    clear = Image.new("RGBA", (40, 30), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0, 20, 30))
    return clear


def turned():
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(stripes().rotate(90, expand=True).convert("RGB"), "JPEG", exif=exif, quality=95)


@pytest.mark.parametrize(
    "body",
    [
        saved(stripes(), "PNG"),
        saved(stripes().convert("1"), "TIFF", compression="group4"),
        saved(Image.fromarray(np.asarray(stripes()).astype(np.uint16) * 257), "PNG"),
        saved(stripes().convert("CMYK"), "JPEG", quality=95),
        saved(stripes(), "GIF", save_all=True, append_images=[Image.new("L", (40, 30))]),
        saved(transparent(), "PNG"),
        saved(transparent(), "WEBP", lossless=True),
        saved(stripes().convert("P"), "BMP"),
        turned(),
    ],
    ids=["grey", "one-bit", "sixteen-bit", "cmyk", "animated", "alpha", "webp", "bmp", "exif"],
)
def test_every_kind_of_picture_shows_the_same(body):
    assert picture.recognises(body)
    pixels = picture_pixels.pixels_of(body)
    assert pixels.shape == (30, 40, 3)
    assert pixels[:, :18].max() < 12
    assert pixels[:, 22:].min() > 243


@pytest.mark.parametrize(
    "module", [picture_cells, picture_heads, picture_ink, picture_labels, picture_lattice, picture_pixels]
)
def test_examples_hold(module):
    assert doctest.testmod(module).failed == 0
