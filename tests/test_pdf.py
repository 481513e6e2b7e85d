"""PDF: frozen samples read cell by cell by both readers, and bad input refused in words."""

import json
import zlib
from pathlib import Path

import pytest

from parsers.errors import Damaged, EmptyDocument, UnknownFormat
from parsers.formats import pdf
from parsers.formats.pdf import plumber, ruled
from parsers.formats.pdf.lettering import cell_lines, without_doubles
from parsers.formats.pdf.pages import join
from parsers.formats.pdf.sheets import Glyph, Limits, Part, Patch, TextLine

SAMPLES = Path(__file__).parent / "data" / "pdf"
TABLES = sorted(path.stem for path in SAMPLES.glob("*.json"))


def letters(text, x, y):
    return f"BT /F 12 Tf {x} {y} Td ({text}) Tj ET ".encode()


def page(content, box="0 0 595 842", pages=1, rotation=0, resources=b"", image=False):
    """A PDF of that content on each page."""
    resources = resources or b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    first = 10
    kids = b" ".join(b"%d 0 R" % number for number in range(first, first + pages))
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Rotate %d/Contents 3 0 R/Resources%s>>"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        3: stream(content),
        9: stream(
            b"\x80" * 90_000,
            b"/Type/XObject/Subtype/Image/Width 300/Height 300/BitsPerComponent 8/ColorSpace/DeviceGray",
        ),
    }
    objects |= {first + i: leaf % (box.encode(), rotation, resources) for i in range(pages)}
    body, offsets = b"%PDF-1.7\n", {}
    parts = [body]
    place = len(body)
    for number, value in objects.items():
        offsets[number] = place
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, value))
        place += len(parts[-1])
    rows = b"".join(b"%d 1\n%010d 00000 n \n" % (number, offset) for number, offset in offsets.items())
    size = max(objects) + 1
    tail = b"xref\n0 1\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return b"".join(parts) + tail % (rows, size, place)


def stream(content, entries=b""):
    packed = zlib.compress(content)
    return b"<<%s/Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (entries, len(packed), packed)


@pytest.mark.parametrize("name", TABLES)
def test_both_readers_have_every_cell(name):
    expected = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    readings = list(pdf.readings((SAMPLES / f"{name}.pdf").read_bytes()))
    assert len(readings) == 2
    for document in readings:
        assert document.metadata.title == expected["title"]
        assert [[[cell.text for cell in row] for row in table.rows] for table in document.tables] == expected["tables"]


def test_cells_say_where_they_stand():
    document = pdf.read((SAMPLES / "hzq2023.pdf").read_bytes())
    assert [(table.index, table.page, table.method) for table in document.tables] == [
        (0, 2, "pdf"),
        (1, 3, "pdf"),
        (2, 4, "pdf"),
    ]
    proactive, requests, _ = document.tables
    fees = proactive.rows[-1][1]
    assert (fees.text, fees.page, fees.box) == ("7730.28", 3, (231.3, 271.2, 517.2, 307.0))
    assert (fees.row, fees.column, fees.rowspan, fees.colspan) == (13, 1, 1, 3)
    assert proactive.rows[-1][1] is proactive.rows[-1][3]
    results = requests.rows[5][0]
    assert (results.text, results.rowspan) == ("三、本年度办理结果", 20)
    assert results is requests.rows[24][0]
    assert document.text[: proactive.offset].endswith("二、主动公开政府信息情况")


def test_prose_is_in_paragraphs_without_page_numbers():
    text = pdf.read((SAMPLES / "hzq2023.pdf").read_bytes()).text
    assert "2023年全区受理政府信息公开申请21件，均在法定期限答复。" in text
    assert "落实“三审三校”制度，从严从实把好政治关" in text  # over a page break
    assert not any(line.strip("- ").isdigit() for line in text.splitlines())


def test_an_owner_password_does_not_hinder_reading():
    assert pdf.read((SAMPLES / "owner_password.pdf").read_bytes()).text == "示例市公开报告"


def test_a_user_password_is_named():
    with pytest.raises(Damaged, match="password"):
        pdf.read((SAMPLES / "user_password.pdf").read_bytes())


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", EmptyDocument),
        (b"PK\x03\x04", UnknownFormat),
        (b"%PDF-1.7", Damaged),
        ((SAMPLES / "hzq2023.pdf").read_bytes()[:150_000], Damaged),
    ],
)
def test_what_is_no_pdf_or_half_of_one_is_refused(body, error):
    with pytest.raises(error):
        pdf.read(body)


def test_a_blank_document_says_so():
    assert pdf.read(page(b"")).doubts == ("nothing is printed in the document",)


def test_pages_past_the_limit_are_named():
    body = page(letters("hello", 50, 700), pages=1000)
    assert pdf.read(body).doubts == ("only the first 400 of 1000 pages are read",)


def test_a_page_ten_kilometres_wide_is_read():
    body = page(letters("hello", 50, 700), box="0 0 28346457 842")
    assert pdf.read(body).text == "hello"


def test_more_objects_than_the_limit_are_left_out_and_named():
    body = page(b"0 0 m 10 10 l S\n" * 200 + letters("hello", 50, 700))
    document = pdf.read(body, Limits(strokes=100))
    assert document.text == "hello"
    assert document.doubts == ("page 1 has more than 100 drawn objects: the rest is not read",)


def test_more_characters_than_the_limit_are_left_out_and_named():
    document = pdf.read(page(b"".join(letters("hello", 50, y) for y in range(100, 700, 60))), Limits(glyphs=20))
    assert document.doubts == ("page 1 has more than 20 characters: the rest is not read",)


def test_a_page_too_heavy_for_the_second_reader_is_read_once():
    body = (SAMPLES / "hzq2023.pdf").read_bytes()
    second = list(pdf.readings(body, Limits(twice=2_000)))[1]
    assert second.doubts == ("pages read once only: 4",)


GRID = b"".join(b"50 %d m 250 %d l S " % (y, y) for y in (600, 650, 700)) + b"".join(
    b"%d 600 m %d 700 l S " % (x, x) for x in (50, 150, 250)
)
WORDS = ((60, 670, "one"), (160, 670, "12"), (60, 620, "two"), (160, 620, "3.5"))


def square(*drawn):
    return b"".join(drawn) + b"".join(letters(text, x, y) for x, y, text in WORDS)


@pytest.mark.parametrize(
    "content",
    [
        square(GRID),
        square(b"0.8 G ", GRID),  # light grey
        square(b"[3 3] 0 d 2 w ", GRID),  # dashed
        square(GRID, b"1 g 55 605 190 30 re f 0 g "),  # a white box behind the text
        square(GRID, b"300 300 m 400 300 l S 20 20 m 20 90 l S "),  # stray rules
        square(GRID, GRID.replace(b"600", b"598").replace(b"650", b"648").replace(b"700", b"698")),  # double
        square(b"50 650 m 250 650 l S 150 600 m 150 700 l S "),  # no outer border
        square(b"50 600 200 100 re S 150 600 1 100 re f 50 650 200 1 re f "),  # rectangles
        square(GRID) + b"".join(letters(text, x + 0.3, y) for x, y, text in WORDS),  # fake bold
    ],
)
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_table_is_found_however_it_is_drawn(content, rotation):
    for document in pdf.readings(page(content, rotation=rotation)):
        (table,) = document.tables
        assert [[cell.text for cell in row] for row in table.rows] == [["one", "12"], ["two", "3.5"]]


def test_a_table_drawn_sideways_is_read_upright():
    for document in pdf.readings(page(b"0 1 -1 0 700 0 cm " + square(GRID))):
        assert [[cell.text for cell in row] for row in document.tables[0].rows] == [["one", "12"], ["two", "3.5"]]


def test_a_number_wider_than_its_cell_stays_whole_and_is_doubted():
    body = page(GRID + letters("123456789012345678", 60, 670) + letters("7", 160, 620))
    for document in pdf.readings(body):
        first, second = document.tables[0].rows[0]
        assert (first.text, second.text, first.confidence) == ("123456789012345678", "", 0.5)


def test_a_scanned_page_is_handed_on_as_a_picture():
    scan = page(b"q 595 0 0 842 0 0 cm /I Do Q", resources=b"<</XObject<</I 9 0 R>>>>", image=True)
    (document,) = pdf.readings(scan)
    assert document.doubts == ("page 1 is a picture",)
    assert [image.source for image in document.images] == ["#page=1"]
    assert document.images[0].body.startswith(b"\x89PNG")


def test_an_image_of_too_many_pixels_is_not_decoded():
    scan = page(b"q 595 0 0 842 0 0 cm /I Do Q", resources=b"<</XObject<</I 9 0 R>>>>", image=True)
    (document,) = pdf.readings(scan, Limits(pixels=100))
    assert document.images == ()
    assert document.doubts == ("page 1 is a picture, and too large to decode or one too many",)


def test_the_second_reader_names_what_it_cannot_open():
    with pytest.raises(Damaged):
        list(plumber.read_sheets(b"%PDF-1.7", {1: (0, 0, 1, 1)}, Limits()))


def test_a_missing_piece_of_rule_leaves_rectangles():
    rules = [(0, 0, 100, 0), (0, 50, 40, 50), (0, 100, 100, 100), (0, 0, 0, 100), (50, 0, 50, 100), (100, 0, 100, 100)]
    assert ruled.find_tables(ruled.join_rules(rules)) == [[(0, 0, 50, 50), (50, 0, 100, 100), (0, 50, 50, 100)]]


def stacked(text, x, y, step, size=10):
    return [
        Glyph(character, (x, y + i * step, x + size, y + i * step + size), size) for i, character in enumerate(text)
    ]


def test_vertical_text_is_read_in_columns_from_the_right():
    glyphs = stacked("其他处", 30, 0, 10) + stacked("理结果", 10, 0, 10)
    assert [line.text for line in cell_lines(glyphs)] == ["其他处", "理结果"]


def test_one_character_a_line_is_one_word():
    assert [line.text for line in cell_lines(stacked("结果维持", 10, 0, 14))] == ["结", "果", "维", "持"]


def test_a_fake_bold_counts_once_but_a_double_digit_twice():
    twice = [Glyph("1", (x, 0, x + 5, 10), 10) for x in (0, 0.3, 5, 5.3)]
    assert len(without_doubles(twice)) == 2


def part(*rows, page=1):
    """Rows of 30 pt columns from texts; each text is one full line of its cell."""
    patches = [
        Patch(i, j, 1, 1, page, (30 * j, 20 * i, 30 * j + 30, 20 * i + 20), lines(text, j), text)
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
    ]
    width = len(rows[0])
    return Part(page, tuple(30.0 * j for j in range(width + 1)), len(rows), tuple(patches), (0, 0, 30 * width, 20))


def lines(text, column):
    return (TextLine(text, (30 * column, 0, 30 * column + 28, 10), 10),) if text else ()


def texts(part):
    return [
        [patch.text for patch in part.patches if patch.row <= row < patch.row + patch.rowspan]
        for row in range(part.rows)
    ]


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ([["项目", "数"], ["甲", "1"]], [["乙", "2"]], [["项目", "数"], ["甲", "1"], ["乙", "2"]]),
        ([["项目", "数"], ["甲", "1"]], [["项目", "数"], ["乙", "2"]], [["项目", "数"], ["甲", "1"], ["乙", "2"]]),
        ([["确认或", "5"]], [["重新出具", ""]], [["确认或重新出具", "5"]]),
        ([["确认或", ""]], [["重新出具", "5"]], [["确认或重新出具", "5"]]),
        ([["甲", ""]], [["", "5"]], [["甲", "5"]]),
        ([["甲", ""]], [["2.乙", "5"]], [["甲", ""], ["2.乙", "5"]]),
        ([["甲", "4"]], [["乙", "5"]], [["甲", "4"], ["乙", "5"]]),
        ([["组", "甲", "4"]], [["", "乙", "5"]], [["组", "甲", "4"], ["组", "乙", "5"]]),
        ([["组", "甲", ""]], [["", "2.乙", ""]], [["组", "甲", ""], ["组", "2.乙", ""]]),
    ],
)
def test_a_table_cut_by_a_page_is_joined(above, below, joined):
    assert texts(join(part(*above), part(*below, page=2))) == joined


def test_tables_of_other_width_are_not_joined():
    assert join(part(["甲", "1"]), part(["甲", "1", "2"], page=2)) is None
