"""Archives of several collectors become one: what only one of them has is copied, what both have is kept once.

The result hangs neither on the order of the archives nor on how often one is merged: of two notes of the same fact the
one that a single collector would have kept stays, the earlier of a capture, the later of a crawl. Every step is a
transaction that can be repeated, so that a merge that was killed is simply run again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from crawler.adding import SHELF
from crawler.archive import Archive
from crawler.crawl_merging import merge_crawls
from crawler.crawls import last_offset
from crawler.errors import MissingBytes, SameArchive
from crawler.members import stored
from crawler.unreading import forget_captures
from crawler.warc import Shelf

BATCH = 200
OTHER = "other"  # the name under which SQLite knows the archive that is merged
_CONTEXT = (
    *("fetched_at", "final_url", "status", "media_type", "portal", "found_on", "anchor", "etag", "last_modified"),
    *("role", "part_of"),
)
_LOCAL = ""  # stands for the documents of no portal
_LAST = "\x7f"  # sorts what is not known after what is

_PORTALS = """
    insert into portals (id, name, address, region, platform, note, noted_on)
    select id, name, address, (select code from regions where code = theirs.region), platform, note, noted_on
    from other.portals as theirs
    where id in (select value from json_each(?))
    on conflict (id) do update
    set {changes}
"""
_CHANGES = ",\n".join(
    f"{name} = min(coalesce({mine}, {theirs}), coalesce({theirs}, {mine}))"
    for name, mine, theirs in (
        *((name, name, f"excluded.{name}") for name in ("name", "address", "region", "note", "noted_on")),
        # A system that was recognised goes before the fallback.
        ("platform", "nullif(platform, 'static')", "nullif(excluded.platform, 'static')"),
    )
)
_PLATFORM = "update portals set platform = coalesce(platform, (select platform from other.portals as theirs where theirs.id = portals.id))"

_THEIRS = """
    select theirs.rowid, theirs.portal
    from other.captures as theirs
    where coalesce(theirs.portal, '') in (select value from json_each(?))
    order by theirs.portal, theirs.rowid
"""

_EARLIER = """
    select theirs.id
    from other.captures as theirs
    join captures as mine on mine.id = theirs.id
    where theirs.rowid in (select value from json_each(?))
      and ({}) < ({})
""".format(*(", ".join(f"coalesce({of}.{name}, '{_LAST}')" for name in _CONTEXT) for of in ("theirs", "mine")))  # noqa: S608

_TAKE_EARLIER = f"""
    update captures
    set ({", ".join(_CONTEXT)}) = (
      select {", ".join(_CONTEXT[:-1])}, (select id from captures where id = theirs.part_of)
      from other.captures as theirs
      where theirs.id = captures.id
    )
    where id = ?
"""  # noqa: S608 (names are ours)


@dataclass
class Merged:
    """What came in: captures and crawls that were new, and the addresses whose bytes were not whole over there."""

    captures: int = 0
    crawls: int = 0
    damaged: list[str] = field(default_factory=list)


def merge(into: Archive, sources: Sequence[Path], portals: Sequence[str] | None = None) -> Merged:
    """Take in what other archives hold, all or that of some portals; what follows from it is still to be read (`load`).

    Raises SameArchive, CannotOpen, MissingBytes and what `Archive.open` raises, before anything is written.
    """
    _refuse_same(into.path, sources)
    for source in sources:
        _check(source, into)
    merged = Merged()
    for source in sources:
        with _attached(into, source):
            asked = [_LOCAL, *_portals(into)] if portals is None else portals
            _merge_one(into, source.parent / "warc", asked, merged)
    return merged


def _refuse_same(into: Path, sources: Sequence[Path]) -> None:
    seen = {into.resolve()}
    for source in sources:
        if source.resolve() in seen:
            raise SameArchive(f"{source} is named twice: name each archive once")
        seen.add(source.resolve())


def _check(source: Path, into: Archive) -> None:
    """Bring the tables of the other archive up to date and see that its WARC files are there, and nowhere else."""
    with Archive.opened(source, create=False) as other:
        files = [row["warc"] for row in other.rows("select distinct warc from captures order by warc")]
        if foreign := next((file for file in files if Path(file).name != file), None):
            raise MissingBytes(f"{source} names a file outside its folder ({foreign}): it cannot be merged")
        if _is_shared(other.warc_folder, into):
            return
        missing = next((file for file in files if not (other.warc_folder / file).exists()), None)
    if missing:
        raise MissingBytes(f"{source.parent / 'warc' / missing} is missing: copy it back beside {source}")


@contextmanager
def _attached(into: Archive, source: Path) -> Iterator[None]:
    into.conn.execute(f"attach ? as {OTHER}", [str(source)])
    try:
        yield
    finally:
        into.conn.execute(f"detach {OTHER}")


def _is_shared(folder: Path, into: Archive) -> bool:
    """Whether the bytes are already where they should be."""
    return folder.resolve() == into.warc_folder.resolve()


def _portals(into: Archive) -> list[str]:
    return [row["id"] for row in into.rows("select id from other.portals order by id")]


def _merge_one(into: Archive, folder: Path, portals: Sequence[str], merged: Merged) -> None:
    asked = json.dumps(portals)
    with into.transaction():
        forget_captures(into, _merge_portals(into, asked))
    theirs = into.rows(_THEIRS, [asked])
    for portal, rows in groupby(theirs, key=itemgetter("portal")):
        _merge_captures(into, folder, portal, [row["rowid"] for row in rows], merged)
    with into.transaction():
        earlier = [row["id"] for row in into.rows(_EARLIER, [json.dumps([row["rowid"] for row in theirs])])]
        into.conn.executemany(_TAKE_EARLIER, [[capture] for capture in earlier])
        forget_captures(into, earlier)
    for portal in (portal for portal in _portals(into) if portal in portals):
        with _shelf(into, portal):  # nobody crawls the portal meanwhile
            merged.crawls += merge_crawls(into, portal)


def _merge_portals(into: Archive, asked: str) -> list[str]:
    """Note the portals; returns the captures that are read differently where a portal's region has become known."""
    regions = "select id, region from portals"
    before = {row["id"]: row["region"] for row in into.rows(regions)}
    into.conn.execute(_PORTALS.format(changes=_CHANGES), [asked])
    into.conn.execute(_PLATFORM)
    moved = [row["id"] for row in into.rows(regions) if before.get(row["id"], row["region"]) != row["region"]]
    return [row["id"] for portal in moved for row in into.rows("select id from captures where portal = ?", [portal])]


def _merge_captures(into: Archive, folder: Path, portal: str | None, places: Sequence[int], merged: Merged) -> None:
    """Copy a portal's captures that are new here, or whose bytes are lost here, with their bytes.

    Which page a picture belongs to is noted when all are there.
    """
    with _shelf(into, portal) as shelf:
        keep = _in_place if _is_shared(folder, into) else partial(_copied, folder, shelf)
        for start in range(0, len(places), BATCH):
            marks = ", ".join("?" * len(places[start : start + BATCH]))
            sql = f"select * from other.captures where rowid in ({marks}) order by rowid"  # noqa: S608
            rows = [dict(row) | {"part_of": None} for row in into.rows(sql, places[start : start + BATCH])]
            wanted = [row for row in rows if not into.holds(row["id"])]
            kept = keep(wanted)
            with into.transaction():
                new = [row for row in kept if not into.knows(row["id"])]
                into.insert("captures", new)
                for row in kept:
                    into.place(row["id"], row["warc"], row["offset"])
            merged.captures += len(new)
            merged.damaged += sorted({row["url"] for row in wanted} - {row["url"] for row in kept})


def _in_place(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Both archives have the same WARC folder: the bytes are where they should be."""
    return rows


def _copied(folder: Path, shelf: Shelf, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows whose bytes are whole, now in our own files."""
    whole, records = [], []
    for row in rows:
        with suppress(MissingBytes):
            records.append(stored(folder / row["warc"], row["offset"], row["sha256"]))
            whole.append(row)
    places = shelf.copy(records, whole[0]["fetched_at"]) if whole else []
    return [row | {"warc": file, "offset": offset} for row, (file, offset) in zip(whole, places, strict=True)]


@contextmanager
def _shelf(into: Archive, portal: str | None) -> Iterator[Shelf]:
    shelf = Shelf(into.warc_folder, portal or SHELF, partial(last_offset, into))
    try:
        yield shelf
    finally:
        shelf.close()
