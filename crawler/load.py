"""Every unread capture -> parsers.read in child processes -> archive; the one place where a document that cannot be read is recorded."""

from __future__ import annotations

import gc
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import islice
from typing import Any

from crawler import warc
from crawler.archive import Archive
from crawler.doubting import doubt
from crawler.entries import Entry, as_entry
from crawler.errors import MissingBytes
from crawler.isolation import Job, cores
from crawler.records import Records, records_of, report_id
from crawler.withdrawals import mark_withdrawals
from crawler.workforce import ClusterReaders, EntryReaders, entry_readers
from crawler.yearly import outdate, reached
from parsers import Part

BATCH = 100

AnyReaders = EntryReaders | ClusterReaders


@dataclass
class Loaded:
    """How many documents of each kind were read, and the figures and findings in them."""

    kinds: dict[str, int] = field(default_factory=dict)
    figures: int = 0
    findings: int = 0
    missing: int = 0  # captures whose bytes are gone
    years: set[int | None] = field(default_factory=set)  # those read, and their neighbours, which doubts can reach
    unreadable: list[tuple[str, str]] = field(default_factory=list)  # address and reason

    def count(self, entry: Entry, url: str) -> None:
        """Add one document."""
        if entry.kind == "unreadable":
            self.unreadable.append((url, entry.reason or ""))
        self.kinds[entry.kind] = self.kinds.get(entry.kind, 0) + 1
        self.figures += entry.cells
        self.findings += entry.findings
        self.years |= reached([entry.year])


def load(
    archive: Archive, progress: Callable[[Loaded], None] | None = None, *, readers: AnyReaders | None = None
) -> Loaded:
    """Read every capture that was not read yet and record what it says, in batches of one transaction each.

    `readers` are up to as many processes as there are cores unless told; what is recorded does not hang on them.
    """
    loaded = Loaded()
    captures = archive.unread()
    sent: deque[_Sent] = deque()
    with readers or entry_readers(_worth_starting(len(captures))) as hands, _rare_collections():
        outcomes = hands.readings(_jobs(archive, captures, sent, loaded))
        waiting = ((sent.popleft(), as_entry(outcome)) for outcome in outcomes)
        while batch := list(islice(waiting, BATCH)):
            with archive.transaction():
                for one, entry in batch:
                    _load_one(archive, hands, one, entry)
                    loaded.count(entry, one.capture["url"])
                doubt(archive, [one.capture["id"] for one, _ in batch])
                outdate(archive.conn, loaded.years)
            if progress:
                progress(loaded)
        _go_back(archive, hands)
    mark_withdrawals(archive)
    archive.sum_up()
    return loaded


def reload(
    archive: Archive, progress: Callable[[Loaded], None] | None = None, *, readers: AnyReaders | None = None
) -> Loaded:
    """Read every capture again: the derived tables are emptied and filled anew, under the same ids."""
    with archive.transaction():
        archive.forget_readings()
    loaded = load(archive, progress, readers=readers)
    import_module("crawler.reuse").find_reuse(archive)  # numpy takes a while to load: only where it is needed
    return loaded


def _worth_starting(documents: int) -> int:
    """Processes to read so many documents: a second one takes as long to start as 50 pages take to read."""
    return min(cores(), 1 + documents // 50)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Readings hold no cycles: looking for some among them, as often as Python does, is a fifth of the time here."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)


@dataclass(frozen=True, slots=True)
class _Sent:
    """A capture with the pictures and attachments kept with it."""

    capture: sqlite3.Row
    parts: list[sqlite3.Row]


def _jobs(archive: Archive, captures: Iterable[sqlite3.Row], sent: deque[_Sent], loaded: Loaded) -> Iterator[Job]:
    """What is to be read, each capture noted as it is sent; those whose bytes are gone stay unread until these are back."""
    for capture in captures:
        one = _Sent(capture, archive.parts_of(capture["id"]))
        try:
            job = _job(archive, one)
        except MissingBytes:
            loaded.missing += 1
            continue
        sent.append(one)
        yield job


def _job(archive: Archive, one: _Sent) -> Job:
    """All that the reader is given of a capture: its bytes, and the pictures and attachments kept with it."""
    capture = one.capture
    context = {
        "title": capture["anchor"],
        "site_region": archive.value("select region from portals where id = ?", [capture["portal"]]),
        "parts": [Part(part["url"], _body(archive, part)) for part in one.parts],
        "base": capture["final_url"] or capture["url"],
    }
    return Job(_body(archive, capture), context)


def _body(archive: Archive, capture: sqlite3.Row) -> bytes:
    return warc.read(archive.warc_folder, capture["warc"], capture["offset"])[1]


def _load_one(archive: Archive, readers: AnyReaders, one: _Sent, entry: Entry) -> None:
    capture = one.capture
    report = report_id(entry, capture["url"]) if entry.kind == "report" else None
    document = _document_row(entry, capture["id"])
    archive.insert("documents", [document, *(_part_row(part["id"]) for part in one.parts)], replace=True)
    if report is not None:
        seen = archive.last_seen(capture["id"])
        candidate = document | {"url": capture["url"], "last_seen": seen}
        _record(archive, readers, entry, one, report, [*archive.candidates(report), candidate])


def _record(archive: Archive, readers: AnyReaders, entry: Entry, one: _Sent, report: str, rivals: list[Any]) -> None:
    """Give the report its best capture: of each address the latest, of these the one with most figures read."""
    best = _best(rivals)
    if best["capture"] == one.capture["id"]:
        archive.record(_records(entry, one))
    elif archive.value("select capture from reports where id = ?", [report]) != best["capture"]:
        _record_again(archive, readers, best["capture"])
    archive.belongs_to(one.capture["id"], report)
    _note_copies(archive, report, rivals, best)


def _go_back(archive: Archive, readers: AnyReaders) -> None:
    """Where an address went back to an earlier edition, that is the report again: no new capture says so."""
    with archive.transaction():
        for report in archive.reverted():
            rivals = archive.candidates(report)
            best = _best(rivals)
            _record_again(archive, readers, best["capture"])
            _note_copies(archive, report, rivals, best)
            doubt(archive, [best["capture"]])
            outdate(archive.conn, reached([archive.value("select year from reports where id = ?", [report])]))


def _record_again(archive: Archive, readers: AnyReaders, capture: str) -> None:
    one = _Sent(archive.rows("select * from captures where id = ?", [capture])[0], archive.parts_of(capture))
    entry = as_entry(readers.read(_job(archive, one)))
    if entry.kind == "report":  # not one that this time took too long to read
        archive.record(_records(entry, one))


def _note_copies(archive: Archive, report: str, rivals: Sequence[Any], best: Any) -> None:  # noqa: ANN401
    archive.set_copies(report, [_copy_row(report, rival, best) for rival in rivals if rival is not best])


def _records(entry: Entry, one: _Sent) -> Records:
    parts = {part["url"]: part["id"] for part in one.parts}
    return records_of(entry, one.capture["id"], one.capture["url"], parts)


def _best(rivals: list[Any]) -> Any:  # noqa: ANN401 (rows of the archive and dicts of the same shape)
    """A total order, so that the choice does not hang on the order of reading."""
    latest: dict[str, Any] = {}
    for rival in sorted(rivals, key=lambda rival: (rival["last_seen"], rival["capture"])):
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
    unknown: dict[str, object] = {"reason": None, "report": None, "cells": 0, "errors": 0, "digest": None}
    return {"capture": capture, "kind": "part", **unknown}


def _document_row(entry: Entry, capture: str) -> dict[str, object]:
    return {
        "capture": capture,
        "kind": entry.kind,
        "reason": entry.reason,
        "report": None,
        "cells": entry.cells,
        "errors": entry.errors,
        "digest": entry.digest,
    }
