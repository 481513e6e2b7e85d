"""What replica portals publish: annual reports of bodies of the fictitious 示例市, and pages that only look like them.

Figures are random and add up; every paper is the same on every run. Titles take the wordings of the CMS reference, 11.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from html import escape

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
SECTION_NUMBERS = "一二三四五六"


@dataclass(frozen=True)
class Paper:
    """A page's content; decoys have no year. `seed` decides the figures."""

    title: str
    agency: str
    year: int | None
    published: str
    body: str
    seed: int = 0

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
