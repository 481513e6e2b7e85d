"""What replica portals publish: annual reports of bodies of the fictitious 示例市, and pages that only look like them.

Figures are random and add up; every paper is the same on every run. Titles take the wordings of the CMS reference, 11.
"""

import re
import zipfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from html import escape
from io import BytesIO

from benchmarks.word_files import choose_manner, write_docx
from benchmarks.word_reports import Report, Rows, make_report
from demo.decoys import DEPARTMENTS, mixed
from demo.documents import at

TITLES = (
    "{agency}{year}年政府信息公开工作年度报告",
    "{agency}{year}年度政府信息公开工作年度报告",
    "{agency}{year}年政府信息公开年度报告",
    "{year}年度{agency}政府信息公开工作年度报告",
    "{agency}{year}年度政府信息公开工作报告",
    "{agency}{year}年政府信息公开年度工作报告",
    "{agency}{year}年度政府信息公开年报",
)
TOWNS = ("白石镇人民政府", "东关街道办事处", "清水乡人民政府", "南湖街道办事处")
WITH_TABLES = 8  # every eighth report prints its tables; the others are prose, as before 2019
_TAGS = re.compile(r"<[^>]*>")
SECTION_NUMBERS = "一二三四五六"


@dataclass(frozen=True)
class Paper:
    """A page's content; decoys have no year. `seed` decides the figures, `publisher` is whom the page names, if not the body."""

    title: str
    agency: str
    year: int | None
    published: str
    body: str
    seed: int = 0
    publisher: str = ""

    @property
    def day(self) -> date:
        return date.fromisoformat(self.published)

    def titled(self, title):
        """The same under another title."""
        return replace(self, title=title)


def bodies(place, departments=8, towns=2):
    """The government of a place, its office, departments and townships."""
    offices = (f"{place}人民政府", f"{place}人民政府办公室")
    return [*offices, *(f"{place}{name}" for name in (*DEPARTMENTS[:departments], *TOWNS[:towns]))]


def reports(names, years):
    """A report of each body for each year, newest first, in titles of every wording."""
    return [report(name, year, index) for year in sorted(years, reverse=True) for index, name in enumerate(names)]


def report(agency, year, index=0):
    """One report; most are put up in January of the next year, on a day of their own."""
    seed = 2 * (1000 * year + 7 * index) + (year in (2019, 2020))
    title = TITLES[(index + year) % len(TITLES)].format(agency=agency, year=year)
    published = date(year + 1, 1, 8) + timedelta(days=index)
    return Paper(title, agency, year, published.isoformat(), _body(agency, year, seed), seed)


def decoys(names, year, count):
    """Pages that stand beside reports and are none, of every kind in turn."""
    made = mixed(names, year, at(f"{year + 1}-02-20"), count)
    return [
        Paper(each.title, each.source, None, each.published.date().isoformat(), str(each.body), n)
        for n, each in enumerate(made)
    ]


def shuffled(*groups):
    """Papers of several groups as a list shows them: newest first."""
    return sorted((paper for group in groups for paper in group), key=lambda each: (each.published, each.title))[::-1]


def docx(paper):
    """The report as a Word file, with its tables."""
    printed = _printed(paper.seed)
    sections = tuple((heading, text.replace(_year_of(printed), str(paper.year))) for heading, text in printed.sections)
    return write_docx(replace(printed, title=paper.title, sections=sections), choose_manner(3))


def zipped(paper):
    """The Word file in a package, its name in GBK as China's archivers write it."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo(f"{paper.year}.docx".encode("gbk").decode("cp437")), docx(paper))
    return buffer.getvalue()


def xls(paper):
    """The whole report as a spreadsheet saved as a web page, which Excel opens under this ending."""
    spoken = 'xmlns:x="urn:schemas-microsoft-com:office:excel"'
    return f"<html {spoken}><meta charset=utf-8><title>{paper.title}</title><body>{paper.body}</body></html>".encode()


def pdf(paper):
    """The report's words as a PDF of one tall page, in a font that every reader has."""
    lines = [paper.title, *filter(None, _TAGS.sub("\n", paper.body).split("\n"))]
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in lines)
    stream = f"BT /F 12 Tf 14 TL 40 {16 * len(lines)} Td\n{shown}ET".encode()
    font = "/Type /Font /BaseFont /STSong-Light"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 3000 {16 * len(lines) + 40}] /Contents 4 0 R "
        f"/Resources << /Font << /F << {font} /Subtype /Type0 /Encoding /UniGB-UTF16-H /DescendantFonts [5 0 R] >> >> >> >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        f"<< {font} /Subtype /CIDFontType0 /DW 1000 /FontDescriptor 6 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>".encode(),
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    )
    return _pdf_of(objects)


def _pdf_of(objects):
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    return body + head + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (count, len(body))


def _body(agency, year, seed):
    printed = _printed(seed)
    with_tables = seed // 2 % WITH_TABLES == 0 and year >= 2019
    opening = f"<p>根据《中华人民共和国政府信息公开条例》，现公布{agency}{year}年度政府信息公开情况。</p>"
    parts = (_section(printed, number, year, with_tables) for number in range(len(SECTION_NUMBERS)))
    return opening + "\n".join(parts)


def _section(printed, number, year, with_tables):
    heading, text = printed.sections[number]
    table = _table(printed.tables[number - 1]) if with_tables and 1 <= number <= 3 else ""
    said = text.replace(_year_of(printed), str(year)) or "详见本机关公开的信息。"
    return f"<p>{SECTION_NUMBERS[number]}、{heading}</p><p>{said}</p>{table}"


@cache
def _printed(seed) -> Report:
    return make_report(seed)


def _year_of(printed: Report):
    return printed.sections[0][1][:4]


def _table(rows: Rows):
    drawn = ("".join(f'<td colspan="{c.across}" rowspan="{c.down}">{escape(c.text)}</td>' for c in row) for row in rows)
    return f"<table border=1><tbody>{''.join(f'<tr>{cells}</tr>' for cells in drawn)}</tbody></table>"
