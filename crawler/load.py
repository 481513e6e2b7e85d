"""Every unread capture -> parsers.read -> archive; the one place where a document that cannot be read is recorded."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from crawler import warc
from crawler.yearly import refresh
from crawler.archive import Archive
from crawler.records import Records, records_of, report_id
from parsers import Part, read
from parsers.errors import ParseError
from parsers.model import Reading

BATCH = 100


@dataclass
class Loaded:
    """How many documents of each kind were read, and the figures and findings in them."""

    kinds: dict[str, int] = field(default_factory=dict)
    figures: int = 0
    findings: int = 0
    years: set[int | None] = field(default_factory=set)

    def count(self, reading: Reading) -> None:
        """Add one document."""
        self.kinds[reading.kind] = self.kinds.get(reading.kind, 0) + 1
        self.figures += sum(figure.number is not None for figure in reading.figures)
        self.findings += len(reading.findings)
        self.years.add(reading.year)


def load(archive: Archive, progress: Callable[[Loaded], None] | None = None) -> Loaded:
    """Read every capture that was not read yet and record what it says, in batches of one transaction each."""
    loaded = Loaded()
    waiting = iter(archive.unread())
    while batch := list(islice(waiting, BATCH)):
        with archive.transaction():
            for capture in batch:
                loaded.count(_load_one(archive, capture))
        if progress:
            progress(loaded)
    with archive.transaction():
        refresh(archive.conn, loaded.years)
    return loaded


def reload(archive: Archive, progress: Callable[[Loaded], None] | None = None) -> Loaded:
    """Read every capture again: the derived tables are emptied and filled anew, under the same ids."""
    with archive.transaction():
        archive.forget_readings()
    return load(archive, progress)


def _load_one(archive: Archive, capture: sqlite3.Row) -> Reading:
    parts = archive.parts_of(capture["id"])
    reading = _reading_of(archive, capture, parts)
    report = report_id(reading, capture["url"]) if reading.kind == "report" else None
    archive.insert("documents", [_document_row(reading, capture["id"])], replace=True)
    archive.insert("documents", [_part_row(part["id"]) for part in parts], replace=True)
    if report is not None:
        _record(archive, reading, capture, report)
    return reading


def _reading_of(archive: Archive, capture: sqlite3.Row, parts: Sequence[sqlite3.Row]) -> Reading:
    """What a capture says, together with the pictures and attachments kept with it."""
    region = archive.value("select region from portals where id = ?", [capture["portal"]])
    try:
        return read(
            _body(archive, capture),
            title=capture["anchor"],
            site_region=region,
            parts=[Part(part["url"], _body(archive, part)) for part in parts],
            base=capture["final_url"] or capture["url"],
        )
    except ParseError as error:
        return Reading("unreadable", reason=str(error))


def _body(archive: Archive, capture: sqlite3.Row) -> bytes:
    return warc.read(archive.warc_folder, capture["warc"], capture["offset"])[1]


def _record(archive: Archive, reading: Reading, capture: sqlite3.Row, report: str) -> None:
    """Give the report its best capture: of each address the latest, of these the one with most figures read."""
    rivals = [*archive.candidates(report), _candidate(reading, capture)]
    best = _best(rivals)
    if best["capture"] == capture["id"]:
        archive.record(_records(archive, reading, capture))
    elif archive.value("select capture from reports where id = ?", [report]) != best["capture"]:
        other = archive.rows("select * from captures where id = ?", [best["capture"]])[0]
        archive.record(_records(archive, _reading_of(archive, other, archive.parts_of(other["id"])), other))
    archive.belongs_to(capture["id"], report)
    archive.set_copies(report, [_copy_row(report, rival, best) for rival in rivals if rival is not best])


def _records(archive: Archive, reading: Reading, capture: sqlite3.Row) -> Records:
    parts = {part["url"]: part["id"] for part in archive.parts_of(capture["id"])}
    return records_of(reading, capture["id"], capture["url"], parts)


def _candidate(reading: Reading, capture: sqlite3.Row) -> dict[str, object]:
    return _document_row(reading, capture["id"]) | {"url": capture["url"], "fetched_at": capture["fetched_at"]}


def _best(rivals: list[Any]) -> Any:  # noqa: ANN401 (rows of the archive and dicts of the same shape)
    """A total order, so that the choice does not hang on the order of reading."""
    latest: dict[str, Any] = {}
    for rival in sorted(rivals, key=lambda rival: (rival["fetched_at"], rival["capture"])):
        latest[rival["url"]] = rival
    return max(latest.values(), key=lambda rival: (rival["cells"], -rival["errors"], -len(rival["url"]), rival["url"]))


def _copy_row(report: str, rival: Any, best: Any) -> dict[str, object]:  # noqa: ANN401
    return {
        "report": report,
        "capture": rival["capture"],
        "relation": "edition" if rival["url"] == best["url"] else "copy",
        "differs": int(rival["digest"] != best["digest"]),
    }


def _part_row(capture: str) -> dict[str, object]:
    empty = dict.fromkeys(("reason", "report", "digest"))
    return {"capture": capture, "kind": "part", **empty, "cells": 0, "errors": 0}


def _document_row(reading: Reading, capture: str) -> dict[str, object]:
    return {
        "capture": capture,
        "kind": reading.kind,
        "reason": reading.reason,
        "report": None,
        "cells": sum(figure.number is not None for figure in reading.figures),
        "errors": sum(finding.severity == "error" for finding in reading.findings),
        "digest": _digest(reading),
    }


def _digest(reading: Reading) -> str:
    """Of the figures and words of a reading: two copies of a report with one digest say the same."""
    figures = sorted(f"{figure.grid}.{figure.line}.{figure.column}={figure.number}" for figure in reading.figures)
    return hashlib.sha256("\n".join((*figures, "".join(reading.text.split()))).encode()).hexdigest()[:16]
