"""The page of one report: what the archive holds of it, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from explorer.doubts import Doubt, doubt_of
from explorer.holdings import Holdings, Row
from explorer.key_figures import KeyFigure, key_figures
from explorer.places import Spot
from explorer.prose import TITLES, Section, sections_of
from explorer.sheets import Sheet, entries_of, sheet_of
from explorer.words import METHODS, Words, said, shown, web_address
from parsers.forms import FORMS
from parsers.model import Form, Grid

_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the body; `report` is None where the archive has none."""

    year: int
    report: str | None
    errors: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the form: its table, its words, how the table was read, and what is doubted in it."""

    section: Section
    grid: Grid | None
    sheet: Sheet | None
    reading: Row | None
    method: Words | None
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """All that the page shows; `twin` is the same body's report of the year with the other scope."""

    report: Row
    title: str
    original: str | None
    form: Form | None
    years: tuple[Year, ...]
    twin: Row | None
    figures: tuple[KeyFigure, ...]
    doubts: tuple[Doubt, ...]
    parts: tuple[Part, ...]
    copies: Sequence[Row]
    pieces: Sequence[Row]
    places: Sequence[Row]


def page_of(holdings: Holdings, database: str) -> ReportPage:
    """The page of a report in a database of that name."""
    report = holdings.report
    form = next((form for form in FORMS if form.key == report["form"]), None)
    doubts = tuple(doubt_of(finding, form) for finding in holdings.findings)
    same_year = (other for other in holdings.siblings if other["year"] == report["year"])
    return ReportPage(
        report=report,
        title=shown(report["title"] or report["url"], _LONGEST_TITLE),
        original=web_address(report["url"]),
        form=form,
        years=_years(holdings),
        twin=next((other for other in same_year if other["id"] != report["id"]), None),
        figures=key_figures(holdings),
        doubts=doubts,
        parts=_parts(holdings, form or FORMS[0], doubts, database),
        copies=holdings.copies,
        pieces=holdings.pieces,
        places=holdings.places,
    )


def _years(holdings: Holdings) -> tuple[Year, ...]:
    """Every year from the body's first report to the archive's last; those without a report are marked."""
    scope = holdings.report["scope"]
    own = {other["year"]: other for other in holdings.siblings if other["scope"] == scope and other["year"]}
    if not own:
        return ()
    known = {year: Year(year, other["id"], other["errors"] or 0) for year, other in own.items()}
    return tuple(known.get(year, Year(year, None)) for year in range(min(own), (holdings.last_year or 0) + 1))


def _parts(holdings: Holdings, form: Form, doubts: Sequence[Doubt], database: str) -> tuple[Part, ...]:
    """The sections in the order of the form, each with the table that the form gives it."""
    sections = sections_of(holdings.body, holdings.statements) if holdings.body else {}
    grids = {grid.section: grid for grid in form.grids}
    return tuple(
        _part(holdings, sections.get(number), grids.get(number), number, doubts, database)
        for number in sorted({*sections, *grids})
    )


def _part(
    holdings: Holdings, section: Section | None, grid: Grid | None, number: int, doubts: Sequence[Doubt], database: str
) -> Part:
    reading = holdings.readings.get(grid.key) if grid else None
    return Part(
        section=section or Section(number, *TITLES.get(number, ("", "")), ()),
        grid=grid,
        sheet=_sheet(holdings, grid, reading, database) if grid else None,
        reading=reading,
        method=said(METHODS, reading["method"]) if reading else None,
        doubts=tuple(doubt for doubt in doubts if grid and doubt.table == grid.key),
    )


def _sheet(holdings: Holdings, grid: Grid, reading: Row | None, database: str) -> Sheet | None:
    """The table, None if the report prints none of it."""
    rows = holdings.tables.get(grid.key, ())
    if not rows:
        return None
    source = _source(database, reading["capture"]) if reading and reading["capture"] else None
    return sheet_of(grid, entries_of(grid.key, rows, holdings.cells, holdings.findings, source))


def _source(database: str, capture: str) -> Callable[[Spot, str], str]:
    """The address that shows a place in the bytes, and what should be printed there."""
    return lambda spot, printed: f"/{database}/-/source/{capture}?{urlencode({'place': str(spot), 'printed': printed})}"
