"""Reports as .docx files, written by hand in the ways that portals' writers do (merges, nesting, text boxes ...)."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from benchmarks.word_reports import Printed, Report, Rows, matrix

_PAGE = 8300  # twips of text width on an A4 page
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in (
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
        ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("v", "urn:schemas-microsoft-com:vml"),
        ("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
    )
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_TYPES = f"""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>
<Override PartName="/word/document.xml" ContentType="{_MAIN_TYPE}.document.main+xml"/>
<Override PartName="/word/numbering.xml" ContentType="{_MAIN_TYPE}.numbering+xml"/>
<Override PartName="/word/styles.xml" ContentType="{_MAIN_TYPE}.styles+xml"/></Types>"""
_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_ROOT = _RELATIONSHIPS.format(f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>')
_RELATED = _RELATIONSHIPS.format(
    f'<Relationship Id="n1" Type="{_OFFICE}/numbering" Target="numbering.xml"/>'
    f'<Relationship Id="s1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="i1" Type="{_OFFICE}/image" Target="media/image1.png"/>'
)
_NUMBERING = f"""<w:numbering {_NAMESPACES}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="Section"/>
<w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/>
<w:numFmt w:val="decimal"/>
<w:suff w:val="nothing"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""
_STYLES = f"""<w:styles {_NAMESPACES}><w:style w:type="paragraph" w:styleId="Section"><w:name w:val="Section"/>
<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style></w:styles>"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000008000000080800000000e164e1570000000e4944415478da6368800206ca18"
    "008084200110e86a170000000049454e44ae426082"
)  # eight by eight grey pixels


@dataclass(frozen=True, slots=True)
class Manner:
    """How a document is written; each is True or False by chance."""

    nested: bool  # table 三 inside a cell of a layout table
    boxed: bool  # table 四 inside a text box, once for Word 2010 and once for older ones
    controlled: bool  # tables, rows and cells inside content controls
    tracked: bool  # numbers changed, with changes tracked
    dropped: bool  # a row deleted, with changes tracked
    split: bool  # numbers cut over several runs
    pictured: bool


def choose_manner(seed: int) -> Manner:
    """The manner of a seed."""
    chance = random.Random(f"manner {seed}")  # noqa: S311
    return Manner(*(chance.random() < 0.4 for _ in range(7)))


def expected(report: Report, manner: Manner) -> list[list[list[str]]]:
    """The texts of every table in document order; a layout table holds its own text alone."""
    first, second, third = (matrix(rows) for rows in report.tables)
    return [first, *([[["见下表"]]] if manner.nested else []), second, third]


def write_docx(report: Report, manner: Manner) -> bytes:
    """The report as a .docx."""
    numbers = ("一", "二", "三", "四", "五", "六")
    assert len(numbers) == len(report.sections)
    body = [_paragraph(report.title)]
    tables = dict(zip((1, 2, 3), _tables(report, manner), strict=True))
    for place, (heading, text) in enumerate(report.sections):
        body.append(f'<w:p><w:pPr><w:pStyle w:val="Section"/></w:pPr>{_run(heading)}</w:p>')
        body += [_paragraph(text)] if text else []
        body += [tables[place], _paragraph("")] if place in tables else []
    body += [_picture()] if manner.pictured else []
    return zip_docx("".join(body))


def zip_docx(body: str) -> bytes:
    """A .docx with this content of w:body."""
    document = f"<w:document {_NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _ROOT),
            ("word/document.xml", document),
            ("word/_rels/document.xml.rels", _RELATED),
            ("word/numbering.xml", _NUMBERING),
            ("word/styles.xml", _STYLES),
            ("word/media/image1.png", PNG),
        ):
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _tables(report: Report, manner: Manner) -> tuple[str, str, str]:
    first, second, third = (_table(rows, manner) for rows in report.tables)
    if manner.nested:
        second = _frame(f"{_paragraph('见下表')}{second}{_paragraph('')}")
    return first, second, _text_box(third + _paragraph("")) if manner.boxed else third


def _table(rows: Rows, manner: Manner) -> str:
    width = len(matrix(rows)[0])
    grid = "".join(f'<w:gridCol w:w="{_PAGE // width}"/>' for _ in range(width))
    lines = [_row(cells, width, manner) for cells in _with_merged(rows)]
    if manner.dropped:
        lines.insert(
            2, f'<w:tr><w:trPr><w:del w:id="5" w:author="a"/></w:trPr>{_cell(Printed("旧"), width, "", manner)}</w:tr>'
        )
    table = f"<w:tbl><w:tblPr>{_borders()}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    return _control(table) if manner.controlled else table


def _with_merged(rows: Rows) -> list[list[tuple[Printed, str]]]:
    """Each row's cells with their vMerge element; a cell that goes on below stands there again, empty."""
    below: dict[tuple[int, int], Printed] = {}
    lines = []
    for number, row in enumerate(rows):
        line: list[tuple[Printed, str]] = []
        column = 0
        for cell in [*row, None]:
            while (number, column) in below:
                merged = below[number, column]
                line.append((Printed("", merged.across), "<w:vMerge/>"))
                column += merged.across
            if cell is not None:
                below |= {(number + step, column): cell for step in range(1, cell.down)}
                line.append((cell, '<w:vMerge w:val="restart"/>' if cell.down > 1 else ""))
                column += cell.across
        lines.append(line)
    return lines


def _row(cells: list[tuple[Printed, str]], width: int, manner: Manner) -> str:
    row = f"<w:tr>{''.join(_cell(cell, width, merge, manner) for cell, merge in cells)}</w:tr>"
    return _control(row) if manner.controlled else row


def _cell(cell: Printed, width: int, merge: str, manner: Manner) -> str:
    span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    size = f'<w:tcW w:w="{_PAGE // width * cell.across}" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{size}{span}{merge}</w:tcPr><w:p>{_text(cell.text, manner)}</w:p></w:tc>"


def _text(text: str, manner: Manner) -> str:
    steps: list[tuple[bool, Callable[[str], str]]] = [(manner.split, _cut), (manner.tracked, _changed)]
    for wanted, write in steps:
        if wanted and text.isdecimal() and len(text) > 1:
            return write(text)
    return _run(text) if text else ""


def _cut(text: str) -> str:
    return f'{_run(text[:1])}<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="1" w:name="b"/>{_run(text[1:])}'


def _changed(text: str) -> str:
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText>99</w:delText></w:r></w:del>'
    return f'{deleted}<w:ins w:id="2" w:author="a">{_run(text)}</w:ins>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(text: str) -> str:
    return f"<w:p>{_run(text) if text else ''}</w:p>"


def _control(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _frame(content: str) -> str:
    grid = f'<w:tblGrid><w:gridCol w:w="{_PAGE}"/></w:tblGrid>'
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{_PAGE}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
    return f"<w:tbl><w:tblPr>{_borders()}</w:tblPr>{grid}<w:tr>{cell}</w:tr></w:tbl>"


def _borders() -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return f"<w:tblBorders>{sides}</w:tblBorders>"


def _text_box(content: str) -> str:
    shape = (
        '<wp:anchor simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        '<wp:extent cx="5270500" cy="3000000"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="Box"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5270500" cy="3000000"/></a:xfrm>'
        f'<a:prstGeom prst="rect"/></wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>'
        "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
    )
    old = f"<v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape>"
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{old}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def _picture() -> str:
    blip = '<pic:blipFill><a:blip r:embed="i1"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    fixed = '<pic:nvPicPr><pic:cNvPr id="2" name="p"/><pic:cNvPicPr/></pic:nvPicPr>'
    size = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="90000" cy="90000"/></a:xfrm>'
    shape = f'<pic:spPr>{size}<a:prstGeom prst="rect"/></pic:spPr>'
    return (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="90000" cy="90000"/><wp:docPr id="2" name="p"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:pic>{fixed}{blip}{shape}</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
