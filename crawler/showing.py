"""What the commands print: tables on a terminal, the same words in plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from crawler.escaping import plain
from crawler.load import Loaded
from crawler.summaries import PortalSummary
from crawler.verifying import Verdict
from parsers.model import Reading

WIDEST = 10_000  # columns where the output is no terminal: rich takes 80 and cuts what is longer
_MOST_NAMED = 10  # documents that cannot be read, each with its reason
_KINDS = {"report": "reports", "part": "parts of reports", "not_report": "other pages", "unreadable": "unreadable"}


def loaded_summary(loaded: Loaded, headline: str) -> None:
    """What was read."""
    kinds = ", ".join(f"{loaded.kinds[kind]} {words}" for kind, words in _KINDS.items() if loaded.kinds.get(kind))
    say(f"{headline}; read now: {kinds or 'nothing new'}; {loaded.figures} figures, {loaded.findings} findings")
    for url, reason in loaded.unreadable[:_MOST_NAMED]:
        say(f"{url.removeprefix('file:')}: unreadable: {reason}")
    if len(loaded.unreadable) > _MOST_NAMED:
        say(f"and {len(loaded.unreadable) - _MOST_NAMED} more cannot be read: see `nianbao status`")
    if loaded.missing:
        say(f"{loaded.missing} captures cannot be read, for their bytes are gone: see `nianbao verify`")


def crawl_summary(summaries: Sequence[PortalSummary], loaded: Loaded) -> None:
    """What was found on each portal, and what was read of it."""
    rows = [
        (s.name, s.portal, s.platform, s.pages, s.reports, s.failed, s.walls, s.outcome, f"{s.seconds:.1f}", s.reason)
        for s in summaries
    ]
    table(("name", "portal", "system", "pages", "reports", "failed", "walls", "outcome", "seconds", "reason"), rows)
    loaded_summary(loaded, f"{sum(s.reports for s in summaries)} reports found")


def reading(path: Path, read: Reading) -> None:
    """One document for human eyes."""
    if read.kind == "unreadable":
        say(f"{path}: unreadable: {read.reason}")
        return
    say(f"{path}: {read.kind} {read.agency or '(body unknown)'} {read.year or '(year unknown)'}")
    rows = [
        (extent.grid, extent.method, extent.cells, extent.blank, extent.held, extent.failed, extent.undecidable)
        for extent in read.extents
    ]
    if rows:
        table(("table", "read from", "cells", "blank", "sums held", "failed", "undecidable"), rows)
    for finding in read.findings:
        say(f"  {finding.severity}: {finding.where}: {finding.message}")


def verdict(found: Verdict) -> None:
    """What is wrong with an archive, thing by thing, then in one line."""
    if found.flaws:
        state = {flaw: "mended" if flaw.mended else flaw.severity for flaw in found.flaws}
        table(("check", "state", "where", "what"), [(f.check, state[f], f.where, f.message) for f in found.flaws])
    spoiling = sum(flaw.spoils for flaw in found.flaws)
    judged = "sound" if found.sound else f"not sound: {spoiling} flaws"
    say(f"{judged}; {found.captures} captures, {found.reports} reports; {found.reread} documents read again")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows under their columns, fitted to a terminal; where there is none, as wide as they are, so that nothing is cut."""
    drawn = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        drawn.add_row(*(escape(plain(value)) for value in row))
    console = Console()
    (console if console.is_terminal else Console(width=WIDEST)).print(drawn)


def say(line: str) -> None:
    """One line, on the terminal or wherever the output goes."""
    Console(soft_wrap=True).print(plain(line), markup=False, highlight=False)
