"""Reports of the fictitious 示例市 as web pages, in the manners in which portals print them, with what must be read.

    python -m benchmarks.html_files [--documents 1000] [--seed 1000]

Prints cells right, documents entirely right, silently wrong (a wrong value with no error or warning on it), and
documents a CPU second, for each style and for all.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.html_annex import annex_page
from benchmarks.html_styles import style_of
from benchmarks.word_reports import Printed, Report, Rows, make_report
from parsers import read
from parsers.agencies import full_name
from parsers.forms import form2019, form2021
from parsers.model import Form, Grid, Reading

Cells = dict[tuple[str, str, str], int | float | None]

_LEGAL = range(1, 6)  # columns of the five kinds of organisations
_SIGNS = {"增": 1, "+": 1, "减": -1, "-": -1}


def main() -> None:
    """Run and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--documents", type=int, default=1000)
    options.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    given = options.parse_args()
    scores: dict[str, Counter[str]] = {}
    for seed in range(given.seed, given.seed + given.documents):
        name, body, wanted, told = sample(seed)
        scores.setdefault(name, Counter()).update(score_of(body, wanted, told))
    print(f"seeds {given.seed} to {given.seed + given.documents - 1}")
    for name, score in [*scores.items(), ("all", sum(scores.values(), Counter()))]:
        print(
            f"{name:22} {score['documents']:5} documents, {score['right']} of {score['cells']} cells, {score['whole']} "
            f"entirely right, {score['silent']} silently wrong, {score['documents'] * 1e9 / score['time']:.0f}/s"
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says besides its figures."""

    form: str
    agency: str
    published: str
    sections: Mapping[int, str]


def sample(seed: int) -> tuple[str, bytes, Cells, Told]:
    """The name of a style, a page in it, the number in each of its cells and what else it says.

    Every tenth page carries the annex of 2014.
    """
    if seed % 10 == 0:
        return "annex of 2014", *annex_page(seed), Told("2014", "示例市统计局", "2024-01-22", {})
    style, figures = style_of(seed), seed // 2
    report, chance = _with_zeros(make_report(figures)), random.Random(seed)  # noqa: S311
    form = form2019.FORM if figures % 2 else form2021.FORM
    sections = {number: words for number, (_, words) in enumerate(report.sections, 1)}
    told = Told(form.key, full_name(report.title.partition("20")[0]), "2024-01-22", sections)
    return style.name, style.write(report, chance), _numbers_of(report, form, blank=style.blank_zero), told


def score_of(body: bytes, wanted: Cells, told: Told) -> Counter[str]:
    """What became of one page."""
    start = time.process_time_ns()
    reading = read(body)
    spent = time.process_time_ns() - start
    got = figures_of(reading)
    right = sum(key in got and got[key] == value for key, value in wanted.items())
    return Counter(
        documents=1,
        cells=len(wanted),
        right=right,
        whole=right == len(wanted) == len(got) and told == _told(reading, told),
        silent=len(list(silently_wrong(reading, wanted))),
        time=spent,
    )


def _told(reading: Reading, wanted: Told) -> Told:
    """What a reading says, its sections without the signature, in the terms of what it should say."""
    sections = {number: words.partition("示例市")[0].strip() for number, words in reading.sections.items()}
    shown = sections if wanted.sections else {}
    return Told(reading.form or "", reading.agency or "", reading.published or "", shown)


def figures_of(reading: Reading) -> Cells:
    """The numbers of a reading by their place on the form."""
    return {(figure.grid, figure.line, figure.column): figure.number for figure in reading.figures}


def silently_wrong(reading: Reading, wanted: Mapping[tuple[str, str, str], int | float | None]) -> Iterator[str]:
    """Places with a number that is not the printed one and that no error or warning speaks of."""
    doubted = {finding.where for finding in reading.findings if finding.severity in ("error", "warning")}
    for (grid, line, column), number in figures_of(reading).items():
        places = {grid, f"{grid}.{line}", f"{grid}.{line}.{column}"}
        if number is not None and number != wanted.get((grid, line, column)) and not places & doubted:
            yield f"{grid}.{line}.{column}"


def _with_zeros(report: Report) -> Report:
    """Two kinds of organisations filed no requests, as in nearly every real report; totals follow."""
    proactive, requests, reviews = report.tables
    zeros = random.Random(report.title).sample(_LEGAL, 2)  # noqa: S311
    rows = [*requests[:3], *(_zeroed(row, zeros) for row in requests[3:])]
    return Report(report.title, report.sections, (proactive, rows, reviews))


def _zeroed(row: list[Printed], zeros: list[int]) -> list[Printed]:
    labels, counts = row[:-7], [int(cell.text) for cell in row[-7:]]
    kept = [0 if place in zeros else count for place, count in enumerate(counts[:-1])]
    return [*labels, *(Printed(str(count)) for count in [*kept, sum(kept)])]


def _numbers_of(report: Report, form: Form, *, blank: bool) -> Cells:
    proactive, requests, reviews = (form.grid(key) for key in ("proactive", "requests", "reviews"))
    assert proactive and requests and reviews
    found = _proactive(proactive, report.tables[0])
    leaves = [line for line in requests.lines if not line.group]
    for line, row in zip(leaves, report.tables[1][3:], strict=True):
        for column, cell in zip(requests.columns, row[-7:], strict=True):
            found["requests", line.key, column.key] = None if blank and cell.text == "0" else int(cell.text)
    keys = [(line.key, column.key) for line in reviews.lines for column in reviews.columns]
    found |= {("reviews", *key): int(cell.text) for key, cell in zip(keys, report.tables[2][-1], strict=True)}
    return found


def _proactive(grid: Grid, rows: Rows) -> Cells:
    lines = {line.zh: line for line in grid.lines}
    found: Cells = {}
    for row in rows:
        if line := lines.get(row[0].text):
            for column, cell in zip(grid.columns_of(line), row[1:], strict=True):
                found["proactive", line.key, column.key] = _printed_number(cell.text)
    return found


def _printed_number(text: str) -> int | float:
    sign, digits = _SIGNS.get(text[0], 1), text.lstrip("增减+-").removesuffix("元")
    return sign * (float(digits) if "." in digits else int(digits))


if __name__ == "__main__":
    main()
