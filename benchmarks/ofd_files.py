"""Reports as .ofd files: characters placed one by one, tables drawn as stroked lines (GB/T 33190-2016)."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from benchmarks.word_reports import Printed, Report, Rows, matrix

_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_LEFT, _TOP, _WIDTH, _SIZE, _LINE = 20.0, 20.0, 210.0, 3.0, 5.0  # mm


def write_ofd(report: Report) -> bytes:
    """The report as an .ofd: title and sections on the first page, then a page for each table."""
    words = [report.title, *(text for section in report.sections for text in section if text)]
    pages = ["".join(_text(_LEFT, _TOP + 2 * _LINE * number, word) for number, word in enumerate(words))]
    pages += [_table(rows) for rows in report.tables]
    return zip_ofd(pages)


def zip_ofd(pages: list[str]) -> bytes:
    """An .ofd whose pages have this content."""
    listing = "".join(
        f'<ofd:Page ID="{number + 10}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(pages))
    )
    root = "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    parts = {
        "OFD.xml": f"<ofd:OFD {_NAMESPACE}><ofd:DocBody>{root}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NAMESPACE}><ofd:Pages>{listing}</ofd:Pages></ofd:Document>",
    }
    for number, content in enumerate(pages):
        layer = f'<ofd:Content><ofd:Layer ID="{number + 100}">{content}</ofd:Layer></ofd:Content>'
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = f"<ofd:Page {_NAMESPACE}>{layer}</ofd:Page>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _table(rows: Rows) -> str:
    """The cells' outlines, each line drawn as often as cells share it, and their texts broken to fit."""
    width = _WIDTH / len(matrix(rows)[0])
    tops = [_TOP]
    for row in rows:
        lines = max((len(_broken(cell, width)) / cell.down for cell in row), default=1)
        tops.append(tops[-1] + _LINE * max(1, lines) + 2)
    drawn = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            taken |= {(number + y, column + x) for y in range(cell.down) for x in range(cell.across)}
            x, y = _LEFT + column * width, tops[number]
            drawn.append(_outline(x, y, cell.across * width, tops[number + cell.down] - y))
            drawn += [_text(x + 1, y + 1 + _LINE * at, line) for at, line in enumerate(_broken(cell, width))]
            column += cell.across
    return "".join(drawn)


def _broken(cell: Printed, width: float) -> list[str]:
    count = max(int((width * cell.across - 2) / _SIZE), 1) * (2 if cell.text.isascii() else 1)
    return [cell.text[start : start + count] for start in range(0, len(cell.text), count)]


def _outline(x: float, y: float, width: float, height: float) -> str:
    data = f"M 0 0 L {width:.2f} 0 L {width:.2f} {height:.2f} L 0 {height:.2f} C"
    boundary = f'Boundary="{x:.2f} {y:.2f} {width:.2f} {height:.2f}"'
    return f"<ofd:PathObject {boundary}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"


def _text(x: float, y: float, text: str) -> str:
    step = _SIZE / 2 if text.isascii() else _SIZE
    deltas = f' DeltaX="g {len(text) - 1} {step}"' if len(text) > 1 else ""
    code = f'<ofd:TextCode X="0" Y="{_SIZE}"{deltas}>{escape(text)}</ofd:TextCode>'
    boundary = f'Boundary="{x:.2f} {y:.2f} {step * len(text):.2f} {_LINE}"'
    return f'<ofd:TextObject {boundary} Size="{_SIZE}">{code}</ofd:TextObject>'
