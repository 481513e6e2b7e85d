"""One document -> one Reading: format, figures, identity and doubts brought together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from parsers.agencies import scope_of
from parsers.checks import Case, check
from parsers.figures import Alignment, align, trials_of
from parsers.formats.html.metadata import iso_date
from parsers.identities import Trial
from parsers.joining import Part
from parsers.model import Document, Extent, Figure, Reading
from parsers.opening import open_report
from parsers.sections import sections_of, spans_of
from parsers.titles import Identity, heading_of, identify

_SIGNATURE_TAIL = 200  # characters at the end of a report in which its signature and date stand
_DATE_LINE = re.compile(r"^[\s　]*(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日[\s　]*$", re.MULTILINE)


def read(
    body: bytes,
    *,
    title: str | None = None,
    site_region: str | None = None,
    parts: Sequence[Part] = (),
    base: str = "",
) -> Reading:
    """What a document says, together with the pictures and attachments (`parts`) kept with it.

    `title` is that of the link it was found by, `site_region` the portal's code, `base` the page's own address.
    Raises ParseError (EmptyDocument, UnknownFormat, TooLarge, Damaged) when the bytes cannot be read.
    """
    document = open_report(body, parts, base)
    return _reading(document, _identity(document, title, site_region), align(document.tables))


def _identity(document: Document, title: str | None, site_region: str | None) -> Identity:
    metadata = document.metadata
    candidates = [name for name in (heading_of(document.text), metadata.title, metadata.heading, title) if name]
    return identify(
        candidates[0] if candidates else "",
        text=document.text,
        source=metadata.source,
        site_region=site_region,
        headings=candidates[1:],
    )


def _reading(document: Document, identity: Identity, alignment: Alignment) -> Reading:
    kind = "report" if identity.is_report else "part" if alignment.figures else "not_report"
    if kind == "not_report":
        return Reading(kind, title=identity.title, text=document.text, reason=identity.reason, links=document.links)
    spans = spans_of(document.text)
    form = alignment.form
    tried = trials_of(alignment.figures, alignment.layout)
    case = Case(document, alignment.figures, tried, form, alignment.layout, spans, identity.year, identity.agency)
    findings = check(case) if kind == "report" else ()
    return Reading(
        kind=kind,
        agency=identity.agency,
        year=identity.year,
        title=identity.title,
        published=_published(document),
        form=form.key if form else None,
        scope=scope_of(identity.agency) if identity.agency else "office",
        text=document.text,
        sections=sections_of(document.text, spans),
        figures=alignment.figures,
        findings=(*alignment.findings, *findings),
        extents=_extents(alignment.figures, tried),
        images=document.images,
        links=document.links,
    )


def _published(document: Document) -> str | None:
    """The page's date, else the date of the signature on a line of its own at the end of the report."""
    lines = _DATE_LINE.findall(document.text[-_SIGNATURE_TAIL:])
    return document.metadata.published or (iso_date(lines[-1]) if lines else None)


def _extents(figures: Sequence[Figure], tried: Mapping[str, Sequence[Trial]]) -> tuple[Extent, ...]:
    extents = []
    for key in dict.fromkeys(figure.grid for figure in figures):
        cells = [figure for figure in figures if figure.grid == key]
        outcomes = [trial.outcome for trial in tried.get(key, ())]
        extents.append(
            Extent(
                grid=key,
                method=cells[0].method,
                table=cells[0].place.table,
                page=cells[0].place.page,
                cells=len(cells),
                blank=sum(not cell.text.strip() for cell in cells),
                held=outcomes.count("held"),
                failed=outcomes.count("failed"),
                undecidable=outcomes.count("undecidable"),
                part=cells[0].place.part,
            )
        )
    return tuple(extents)
