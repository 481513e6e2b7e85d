"""The bytes of every capture, tried against the WARC files: what is there, what lies elsewhere, what is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from crawler.archive import Archive
from crawler.crawls import last_offset
from crawler.errors import PortalBusy
from crawler.flaws import LOST, NOTE, WRONG, Flaw
from crawler.members import Broken, Member, members_of
from crawler.warc import Shelf, shelf_of

BYTES = "bytes"
_SHOWN = 3  # places that one line names

Spares = dict[tuple[str, str], tuple[str, int]]
"""Records that no capture names, by address and hash: where they are."""

_CAPTURES = "select id, url, final_url, sha256, warc, offset from captures where warc = ? order by offset"

# Where the portal's last crawl met a capture.
_MET = """
    select visits.crawl, visits.key
    from visits
    join crawls on crawls.id = visits.crawl
    where visits.capture = ?
      and crawls.number = (select max(number) from crawls as others where others.portal = crawls.portal)
"""


def try_bytes(archive: Archive, repair: bool) -> tuple[list[Flaw], list[str]]:
    """Every flaw of the WARC files, and the captures whose bytes are not where they should be, and stay so.

    With `repair` torn ends are cut off, places noted anew, lost bytes asked for again.
    """
    flaws: list[Flaw] = []
    spares: Spares = {}
    lost: list[sqlite3.Row] = []
    known = [row["warc"] for row in archive.rows("select distinct warc from captures")]
    present = [path.name for path in archive.warc_folder.glob("*.warc.gz")]
    for file in sorted({*known, *present}):
        captures = archive.rows(_CAPTURES, [file])
        flaws += _try_file(archive, archive.warc_folder / file, captures, spares, lost, repair)
    told = {capture["id"]: _lost(archive, capture, spares, repair) for capture in lost}
    if spares:
        places = ", ".join(f"{file}:{offset}" for file, offset in [*spares.values()][:_SHOWN])
        flaws.append(
            Flaw(BYTES, NOTE, places, f"{len(spares)} whole records that no capture names, as a kill leaves them")
        )
    return [*flaws, *told.values()], [capture for capture, flaw in told.items() if not flaw.mended]


def _try_file(
    archive: Archive,
    path: Path,
    captures: Sequence[sqlite3.Row],
    spares: Spares,
    lost: list[sqlite3.Row],
    repair: bool,
) -> Iterator[Flaw]:
    """What is wrong with one file; captures whose bytes are not where they should be are added to `lost`."""
    if not path.exists():
        yield Flaw(BYTES, LOST, path.name, f"the file is not there: copy it back to {path.parent}")
        lost += captures
        return
    whole: dict[int, Member] = {}
    for found in members_of(path, [capture["offset"] for capture in captures]):
        if isinstance(found, Member):
            whole[found.offset] = found
        elif found.torn:
            yield _torn(archive, path, found, repair)
        elif found.offset not in {capture["offset"] for capture in captures}:
            yield Flaw(BYTES, NOTE, f"{path.name}:{found.offset}", "bytes that are no record and that no capture names")
    for capture in captures:
        member = whole.pop(capture["offset"], None)
        if member is None or member.sha256 != capture["sha256"]:
            lost.append(capture)
    spares |= {(m.url, m.sha256): (path.name, m.offset) for m in whole.values() if m.url}


def _torn(archive: Archive, path: Path, found: Broken, repair: bool) -> Flaw:
    """A last record that is cut off: whoever opens the shelf cuts it away."""
    flaw = Flaw(BYTES, NOTE, f"{path.name}:{found.offset}", "the last record is cut off, as a kill leaves it")
    if repair:
        try:
            Shelf(archive.warc_folder, shelf_of(path), partial(last_offset, archive)).close()
        except PortalBusy:
            return replace(flaw, message="the last record is being written: the portal is being crawled")
    return replace(flaw, mended=not path.exists() or path.stat().st_size <= found.offset)


def _lost(archive: Archive, capture: sqlite3.Row, spares: Spares, repair: bool) -> Flaw:
    """A capture whose bytes are not where it says: elsewhere, or nowhere."""
    place = next(
        (spares[url, capture["sha256"]] for url in _addresses(capture) if (url, capture["sha256"]) in spares), None
    )
    flaw = Flaw(
        BYTES, LOST, capture["url"], f"not whole at {capture['warc']}:{capture['offset']} (capture {capture['id']})"
    )
    if place is not None:
        flaw = replace(flaw, severity=WRONG, message=f"{flaw.message}, but at {place[0]}:{place[1]}")
    if repair and place is not None:
        with archive.transaction():
            archive.place(capture["id"], *place)
        return replace(flaw, mended=True)
    if repair:
        _ask_again(archive, capture["id"])
    return flaw


def _ask_again(archive: Archive, capture: str) -> None:
    """Queue what brought a capture in the portal's last crawl, which goes on with the next run."""
    with archive.transaction():
        for crawl, key in archive.rows(_MET, [capture]):
            archive.conn.execute("update frontier set state = 'queued' where (crawl, key) = (?, ?)", [crawl, key])
            archive.conn.execute(
                """
                update crawls
                set finished_at = null, outcome = null, reason = null
                where id = ? and outcome <> 'budget'
                """,
                [crawl],
            )


def _addresses(capture: sqlite3.Row) -> tuple[str, ...]:
    return capture["final_url"] or capture["url"], capture["url"]
