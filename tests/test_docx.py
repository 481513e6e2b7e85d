"""What a .docx can say that reports rarely do: each case is a few lines of WordprocessingML and what Word shows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from benchmarks.word_files import zip_docx
from parsers.errors import Damaged, TooLarge
from parsers.formats.word import docx

RUN = "<w:r><w:t>{}</w:t></w:r>"
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def paragraph(content: str) -> str:
    return f"<w:p>{content}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(RUN.format(text))}</w:tc>"


MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
HIDDEN = "<w:r><w:rPr><w:vanish{}/></w:rPr><w:t>{}</w:t></w:r>"
SHOWN = [
    (RUN.format("甲") + "<w:r><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>", "甲\n乙\t丙"),
    ("<w:r><w:t>2</w:t><w:noBreakHyphen/><w:t>3</w:t><w:softHyphen/></w:r>", "2-3"),
    ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + RUN.format("是"), "☑是"),
    (HIDDEN.format("", "隐") + HIDDEN.format(' w:val="0"', "显"), "显"),
    (f"<w:moveFrom>{RUN.format('旧')}</w:moveFrom><w:moveTo>{RUN.format('新')}</w:moveTo>", "新"),
    (
        FIELD.format("begin") + RUN.format("CODE") + FIELD.format("separate") + RUN.format("3") + FIELD.format("end")
        + RUN.format("页"),
        "3页",
    ),
    (f'<w:fldSimple w:instr="PAGE">{RUN.format("9")}</w:fldSimple>', "9"),
    (f"<w:ruby><w:rt>{RUN.format('nian')}</w:rt><w:rubyBase>{RUN.format('年')}</w:rubyBase></w:ruby>", "年"),
    (f'<m:oMath xmlns:m="{MATH}"><m:r><m:t>1+2</m:t></m:r></m:oMath>', "1+2"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "text"), SHOWN)
def test_paragraph_shows(content: str, text: str) -> None:
    assert docx.read(zip_docx(paragraph(content))).text == text


def test_automatic_numbers_count_by_level() -> None:
    def numbered(level: int, text: str) -> str:
        properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr></w:pPr>'
        return paragraph(properties + RUN.format(text))

    body = "".join(numbered(*item) for item in ((0, "甲"), (1, "a"), (1, "b"), (0, "乙"), (1, "c")))
    assert docx.read(zip_docx(body)).text == "一、甲\n1.a\n2.b\n二、乙\n1.c"


def test_nested_table_follows_its_parent_which_keeps_only_its_own_text() -> None:
    inner = f"<w:tbl><w:tr>{cell('内')}</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{paragraph(RUN.format('外'))}{inner}{paragraph('')}</w:tc></w:tr></w:tbl>"
    document = docx.read(zip_docx(outer + f"<w:tbl><w:tr>{cell('后')}</w:tr></w:tbl>"))
    assert [table.rows[0][0].text for table in document.tables] == ["外", "内", "后"]


def test_row_that_starts_later_is_filled_with_blanks() -> None:
    late = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("乙")}</w:tr>'
    document = docx.read(zip_docx(f"<w:tbl><w:tr>{cell('甲')}{cell('丁')}{cell('戊')}</w:tr>{late}</w:tbl>"))
    assert [[item.text for item in row] for row in document.tables[0].rows] == [["甲", "丁", "戊"], ["", "乙", ""]]


def test_column_of_a_hair_is_no_column() -> None:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (900, 5, 900))
    wide = '<w:gridSpan w:val="2"/>'
    rows = f"<w:tr>{cell('甲')}{cell('乙', wide)}</w:tr><w:tr>{cell('丙', wide)}{cell('丁')}</w:tr>"
    document = docx.read(zip_docx(f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"))
    assert [[item.text for item in row] for row in document.tables[0].rows] == [["甲", "乙"], ["丙", "丁"]]


def test_vml_picture_and_link() -> None:
    vml = '<w:r><w:pict><v:shape><v:imagedata r:id="i1"/></v:shape></w:pict></w:r>'
    document = docx.read(zip_docx(paragraph(RUN.format("前")) + paragraph(vml)))
    assert [(image.source, image.offset, (image.body or b"")[1:4]) for image in document.images] == [
        ("word/media/image1.png", 1, b"PNG")
    ]


def test_embedded_document_is_a_doubt() -> None:
    assert docx.read(zip_docx('<w:altChunk r:id="x"/>')).doubts == ("an embedded document (altChunk) was not read",)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='99999999'/></w:tcPr></w:tc></w:tr></w:tbl>", TooLarge),
        ("<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60, TooLarge),
        ("<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000, Damaged),
        ("<w:p/>" * 4_000_000, TooLarge),
        ("<w:tbl>" + f"<w:tr>{'<w:tc/>' * 1000}</w:tr>" * 1001 + "</w:tbl>", TooLarge),
        (" " * (65 << 20), TooLarge),
    ],
    ids=["span", "nested 60", "nested 3000", "4 million paragraphs", "a million cells", "65 MB part"],
)
def test_document_beyond_limits_is_refused(body: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        docx.read(zip_docx(body))


def test_tables_that_multiply_their_columns_are_refused() -> None:
    wide = "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='1000'/></w:tcPr></w:tc></w:tr>"
    with pytest.raises(TooLarge):
        docx.read(zip_docx(f"<w:tbl>{wide * 900}</w:tbl>" * 4))


ENTITIES = """<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY b "bb"><!ENTITY c "&b;&b;">]>"""


@pytest.mark.parametrize("entity", ["&x;", "&c;"])
def test_entities_are_refused(entity: str) -> None:
    plain = zip_docx(paragraph(RUN.format("ENTITY")))
    with pytest.raises(Damaged, match="document type"):
        docx.read(with_document(plain, lambda xml: ENTITIES.encode() + xml.replace(b"ENTITY", entity.encode())))


def with_document(body: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The package with its main part changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == "word/document.xml" else content)
    return buffer.getvalue()
