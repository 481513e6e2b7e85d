"""An entry as rows of the archive's derived tables; ids derive from content and stay the same on every rebuild."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from crawler.columns import COLUMNS
from crawler.entries import Entry, Row, finding_row
from parsers.agencies import Agency, describe
from parsers.deadlines import days_late
from parsers.joining import plain_address
from parsers.model import Finding


@dataclass(frozen=True, slots=True)
class Records:
    """All rows of one report: its own and its agency's, and those of the other tables as `columns.COLUMNS_OF_REPORT` says."""

    report: dict[str, Any]
    agency: dict[str, Any] | None
    tables: dict[str, Sequence[Row]]


def short_id(*parts: object) -> str:
    """Twelve characters of base 32 (60 bits) from the hash of the parts: safe in a URL, alike on every rebuild."""
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).digest()
    return base64.b32encode(digest[:10])[:12].decode().lower()


def report_id(entry: Entry, url: str) -> str:
    """One id per (agency, scope, year); a report whose body or year is unknown goes by its address."""
    if entry.agency is None or entry.year is None:
        return short_id("report", url)
    return short_id("report", entry.agency, entry.scope, entry.year)


def records_of(entry: Entry, capture: str, url: str, parts: Mapping[str, str] | None = None) -> Records:
    """The rows of a report read from a capture; `parts` are the captures of its pictures and files by address."""
    report = report_id(entry, url)
    agency = describe(entry.agency, entry.year) if entry.agency else None
    tables: dict[str, Sequence[Row]] = {
        table: [(report, *row) for row in entry.rows[table]]
        for table in COLUMNS
        if table not in ("findings", "readings")
    }
    tables["findings"] = list(_identified(report, entry.rows["findings"]))
    tables["readings"] = [
        (report, _carrier(part, capture, url, parts or {}), *row) for part, *row in entry.rows["readings"]
    ]
    return Records(_report_row(report, entry, agency, capture, url), _agency_row(agency) if agency else None, tables)


def finding_rows(report: str, findings: Sequence[Finding]) -> Iterator[Row]:
    """Rows of the table `findings`; several of one rule at one place are counted through."""
    return _identified(report, [*map(finding_row, findings)])


def _agency_row(agency: Agency) -> dict[str, Any]:
    return {
        "id": short_id("agency", agency.name),
        "name": agency.name,
        "region": agency.region_code,
        "level": agency.level,
        "kind": agency.kind,
    }


def _report_row(report: str, entry: Entry, agency: Agency | None, capture: str, url: str) -> dict[str, Any]:
    return {
        "id": report,
        "agency": short_id("agency", agency.name) if agency else None,
        "scope": entry.scope,
        "year": entry.year,
        "title": entry.title,
        "published": entry.published,
        "days_late": days_late(entry.published, entry.year, agency),
        "form": entry.form,
        "url": url,
        "capture": capture,
        "errors": entry.errors,
        "warnings": entry.warnings,
    }


def _identified(report: str, findings: Sequence[Row]) -> Iterator[Row]:
    seen: dict[str, int] = {}
    for check, severity, where, *said in findings:
        same = f"{check} {where}"
        seen[same] = seen.get(same, 0) + 1
        yield short_id("finding", report, same, seen[same]), report, check, severity, where, *said


def _carrier(part: str | None, capture: str, url: str, parts: Mapping[str, str]) -> str:
    """The capture that holds a table: the page itself, or the picture or file it came from."""
    if part is None:
        return capture
    address = plain_address(urljoin(url, part))
    return next((known for place, known in parts.items() if plain_address(place) == address), capture)
