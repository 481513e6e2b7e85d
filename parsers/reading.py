"""One document -> one Reading: format, figures, identity and doubts brought together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from parsers.agencies import scope_of
from parsers.captions import set_aside
from parsers.cases import Case
from parsers.checks import check
from parsers.dates import signed_date
from parsers.figures import Alignment, align, trials_of
from parsers.identities import Trial
from parsers.joining import Part
from parsers.model import Document, Extent, Figure, Reading
from parsers.opening import open_report
from parsers.sections import sections_of, spans_of
from parsers.statements import statements
from parsers.titles import Identity, heading_of, identify


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
    identity = _identity(document, title, site_region)
    tables, notes = set_aside(document, identity.year)
    alignment = align(tables)
    return _reading(document, identity, replace(alignment, findings=(*notes, *alignment.findings)))


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
    said = statements(document.text, year=identity.year, agency=identity.agency, sections=spans)
    tried = trials_of(alignment.figures, alignment.layout)
    case = Case(
        document=document,
        figures=alignment.figures,
        statements=said,
        trials=tried,
        form=form,
        layout=alignment.layout,
        spans=spans,
        year=identity.year,
        agency=identity.agency,
        published=document.metadata.published or signed_date(document.text),
    )
    findings = check(case) if kind == "report" else ()
    return Reading(
        kind=kind,
        agency=identity.agency,
        year=identity.year,
        title=identity.title,
        published=case.published,
        form=form.key if form else None,
        scope=scope_of(identity.agency) if identity.agency else "office",
        text=document.text,
        sections=sections_of(document.text, spans),
        figures=alignment.figures,
        statements=said,
        findings=(*alignment.findings, *findings),
        extents=_extents(alignment.figures, tried),
        images=document.images,
        links=document.links,
    )


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
