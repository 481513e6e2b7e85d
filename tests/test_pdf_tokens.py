"""PDF: our tokens, fonts and layouts of a page are those of pdfminer and pdfplumber, on samples and on oddities."""

import io
import random
from pathlib import Path

import pytest
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTRect
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF, PSException
from pdfplumber.pdf import PDF

from parsers.formats.pdf.interpreter import Fonts, layout_of
from parsers.formats.pdf.tokens import Content, Objects

SAMPLES = sorted((Path(__file__).parent / "data" / "pdf").glob("*[0-9].pdf"))
PIECES = (
    *(
        b"0",
        b"-1",
        b"+2",
        b"--3",
        b"4-5",
        b"6.",
        b".7",
        b"-.8",
        b"1.2.3",
        b".",
        b"-",
        b"1e5",
        b"9" * 19,
        b"0." + b"3" * 30,
    ),
    *(
        b"/",
        b"/Name",
        b"/A#20B",
        b"/A#",
        b"/\xb7\xfe",
        b"/\xe4\xb8\x80",
        b"/a/b",
        b"/N\x00M",
        b"(one)",
        b"()",
        b"(a(b)c)",
    ),
    *(
        rb"(a\)b\053\n\r)",
        b"(a\nb)",
        b"(open",
        b"<41>",
        b"<4 1>",
        b"<414>",
        b"<41>>>",
        b"<>",
        b"<4G>",
        b"<<",
        b">>",
        b">",
    ),
    *(
        b"[1 2 -3]",
        b"[]",
        b"[ ]",
        b"[1/a 2 /b]",
        b"[/a/b]",
        b"[1 2.5]",
        b"[1-2]",
        b"[(a)-3<42>]",
        b"[[1 2][3]]",
        b"[",
        b"]",
    ),
    *(
        b"{",
        b"}",
        b"true",
        b"false",
        b"null",
        b"trueish",
        b"T*",
        b"'",
        b'"',
        b"b*",
        b"% a comment\n",
        b"%",
        b"\x00",
        b"\xff",
    ),
    *(b"<</MCID 5 >>BDC", b"<</A[1 2]/B<</C(d)>>>>", b"<</A>>", b"BT", b"ET", b"ID", b"EI", b"R", b"1 0 R", b"endobj"),
    *(
        b"BI /W 1 /H 1 ID \x00\xff EI",
        b"BI /W 2 /F/A85 ID abc~>",
        b"BI /W ID x EI",
        b"q 1 0 0 1 5 5 cm",
        b"0 0 m 1 1 l S",
    ),
)
SPACES = (b"", b" ", b"\n", b"\r\n", b"\x00", b"\t\x0c")


def oddities(count):
    """So many texts of pieces in no order, some longer than pdfminer's buffer."""
    draw = random.Random(2026)  # noqa: S311 no secret hangs on it
    for _ in range(count):
        pieces = draw.choices(PIECES, k=draw.choice((3, 12, 40)))
        text = b"".join(piece + draw.choice(SPACES) for piece in pieces)
        yield b" " * draw.choice((0, 0, 4096 - len(text) // 2)) + text


def plain(value):
    """What can be compared of an object."""
    if isinstance(value, PDFStream):
        return "stream", plain(value.attrs), value.rawdata
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return type(value).__name__, repr(value)


def all_of(parser, advance):
    """The objects of a parser to its end, and the error at which it stumbled."""
    found = []
    try:
        while True:
            found.append(plain(advance(parser)))
    except (PSEOF, StopIteration):
        return found
    except (PSException, ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
        return [*found, repr(error)]


def streams(body, cut):
    return [PDFStream({}, body[:cut]), PDFStream({}, body[cut:])]


def test_the_content_of_a_page_is_what_pdfminer_finds():
    for body in oddities(2_000):
        cut = len(body) * 2 // 3
        theirs = all_of(PDFContentParser(streams(body, cut)), lambda parser: parser.nextobject()[1])
        assert all_of(iter(Content(streams(body, cut))), next) == theirs


def test_the_objects_of_a_file_are_what_pdfminer_finds():
    for body in oddities(2_000):
        theirs = all_of(PDFParser(io.BytesIO(body)), PDFParser.nextobject)
        assert all_of(Objects(io.BytesIO(body)), Objects.nextobject) == theirs


def drawn(container):
    """What the reader asks of each character, path and image."""
    for item in container:
        if isinstance(item, LTContainer):
            yield from drawn(item)
        elif isinstance(item, LTChar):
            yield item.get_text(), item.matrix, item.bbox, item.size
        elif isinstance(item, LTCurve):
            colours = item.stroking_color, item.non_stroking_color
            yield isinstance(item, LTRect), item.bbox, item.stroke, item.fill, *colours
        elif isinstance(item, LTImage):
            yield item.name, item.bbox


def laid_out(body):
    """What each page shows, by us and by pdfplumber."""
    with PDF(io.BytesIO(body)) as document:
        fonts = Fonts()
        for page in document.pages:
            ours = list(drawn(layout_of(page.page_obj, fonts)))
            yield ours, list(drawn(page.layout))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_page_is_laid_out_as_pdfplumber_has_it(path):
    for ours, theirs in laid_out(path.read_bytes()):
        assert ours == theirs


SELF_DRAWN = b"""%PDF-1.7
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</XObject<</F 4 0 R>>>>/Contents 5 0 R>> endobj
4 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</XObject<</F 4 0 R>>>>/Length 29>>stream
[3 1] 0 d 0 0 m 9 9 l S /F Do
endstream endobj
5 0 obj <</Length 26>>stream
/F Do 1 1 5 5 re 20 20 m f
endstream endobj
trailer <</Root 1 0 R>>
"""


def test_a_form_that_draws_itself_is_drawn_once():
    ((ours, theirs),) = laid_out(SELF_DRAWN)
    assert ours == theirs
    assert [bbox for _, bbox, *_ in ours] == [(0, 0, 9, 9), (1, 1, 6, 6)]
