"""What the commands print: tables on a terminal, the same words in plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from crawler.load import Loaded
from crawler.summaries import PortalSummary
from parsers.model import Reading

_KINDS = {"report": "reports", "part": "parts of reports", "not_report": "other pages", "unreadable": "unreadable"}


def loaded_summary(loaded: Loaded, headline: str) -> None:
    """What was read."""
    kinds = ", ".join(f"{loaded.kinds[kind]} {words}" for kind, words in _KINDS.items() if loaded.kinds.get(kind))
    say(f"{headline}; read now: {kinds or 'nothing new'}; {loaded.figures} figures, {loaded.findings} findings")


def crawl_summary(summaries: Sequence[PortalSummary], loaded: Loaded) -> None:
    """What was found on each portal, and what was read of it."""
    rows = [
        (s.portal, s.platform, s.pages, s.reports, s.failed, s.walls, s.outcome, s.reason, f"{s.seconds:.1f}")
        for s in summaries
    ]
    _table(("portal", "system", "pages", "reports", "failed", "walls", "outcome", "reason", "seconds"), rows)
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
        _table(("table", "read from", "cells", "blank", "sums held", "failed", "undecidable"), rows)
    for finding in read.findings:
        say(f"  {finding.severity}: {finding.where}: {finding.message}")


def status(found: Mapping[str, Any], console: Console) -> None:
    """The archive's state, table by table; empty tables are left out."""
    extent = {key: value for key, value in found["extent"].items() if value not in (None, 0)}
    say(f"{found['archive']}: " + ", ".join(f"{value} {key.replace('_', ' ')}" for key, value in extent.items()))
    say(f"documents: {found['documents'] or 'none'}; waiting to be read: {found['unread']}")
    for title, key in (
        ("Crawls", "crawls"),
        ("Addresses that failed in the last crawl", "failed"),
        ("Documents that cannot be read", "unreadable"),
        ("Missing: bodies that published in other years", "missing"),
    ):
        rows = found[key]
        if rows:
            console.print(f"\n{title}", markup=False)
            _table(tuple(rows[0]), [tuple(row.values()) for row in rows])


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    table = Table(*columns, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(escape(plain(value)) for value in row))
    Console().print(table)


def say(line: str) -> None:
    """One line, on the terminal or wherever the output goes."""
    Console(soft_wrap=True).print(plain(line), markup=False, highlight=False)


def plain(value: object) -> str:
    """A value as text that cannot move the cursor or ring the bell: what a page says goes to a terminal."""
    text = "" if value is None else str(value)
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text)
