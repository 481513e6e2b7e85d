"""Freeze generated reports as small samples: fonts of boxes instead of outlines, expected tables beside them.

    python -m benchmarks.freeze_pdf tests/data/pdf weasyprint:1005 chromium:2003 ...

A sample is frozen only when both readers have every cell of it right.
"""

from __future__ import annotations

import base64
import io
import json
import re
import sys
from pathlib import Path

import pypdfium2
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from benchmarks.generate_pdf import PRINTERS
from benchmarks.report_pages import Report, make_report
from benchmarks.score_pdf import figures_of, flat
from parsers.formats import pdf
from parsers.forms import FORMS
from parsers.labels import fold
from parsers.model import Document

_EM = 1000


def main() -> None:
    """Write each named sample and its tables."""
    room = Path(sys.argv[1])
    room.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:]:
        printer, seed = name.split(":")
        report = make_report(int(seed))
        body = _slim(PRINTERS[printer](_in_boxes(report.html)))
        readings = list(pdf.readings(body))
        if len(readings) == 2 and all(_is_right(report, document) for document in readings):
            Path(room, f"{printer}-{seed}.pdf").write_bytes(body)
            Path(room, f"{printer}-{seed}.json").write_text(_expected(readings[0]), encoding="utf-8")
            print(name, len(body), report.style)
        else:
            print(name, "is not read right by both")


def _slim(body: bytes) -> bytes:
    """The pages without the structure tree that Chromium adds, larger than all the rest."""
    document, slim, stream = pypdfium2.PdfDocument(body), pypdfium2.PdfDocument.new(), io.BytesIO()
    slim.import_pages(document)
    slim.save(stream)
    return min(body, stream.getvalue(), key=len)


def _is_right(report: Report, document: Document) -> bool:
    form = next(form for form in FORMS if form.key == report.form)
    truth = {key: fold(text) for key, text in flat(report.figures).items()}
    return figures_of(document, form) == truth and document.metadata.title == report.title


def _expected(document: Document) -> str:
    tables = [[[cell.text for cell in row] for row in table.rows] for table in document.tables]
    lines = [",\n".join(json.dumps(row, ensure_ascii=False) for row in table) for table in tables]
    title = json.dumps(document.metadata.title, ensure_ascii=False)
    return f'{{"title": {title}, "tables": [[\n{"], [".join(lines)}\n]]}}\n'


def _in_boxes(html: str) -> str:
    """The page in a font that draws every character as a box, so that it is small when embedded."""
    font = base64.b64encode(_box_font(set(re.sub(r"<style>.*?</style>", "", html)) | set("— 0123456789"))).decode()
    face = f"@font-face{{font-family:Boxes;src:url(data:font/ttf;base64,{font})}}"
    html = re.sub(r"font-family:'[^']*'", "font-family:Boxes", html)
    return html.replace("<style>", f"<style>{face}").replace("@bottom-center{", "@bottom-center{font-family:Boxes;")


def _box_font(characters: set[str]) -> bytes:
    codes = sorted(ord(character) for character in characters if character.isprintable())
    names = {code: f"u{code:04X}" for code in codes}
    widths = {names[code]: (_EM if code > 0x2000 else _EM // 2) for code in codes} | {".notdef": _EM}
    builder = FontBuilder(_EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: _box(width) for name, width in widths.items()})
    builder.setupHorizontalMetrics({name: (width, 50) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()


def _box(width: int) -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for point in ((50, 700), (width - 50, 700), (width - 50, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


if __name__ == "__main__":
    main()
