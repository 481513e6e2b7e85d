"""Is the archive sound? The database, its keys and ids, the bytes of every capture, and whether the tables say what these say."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from crawler.archive import Archive
from crawler.flaws import WRONG, Flaw
from crawler.holdings import try_bytes
from crawler.items import capture_id
from crawler.records import short_id
from crawler.rereading import READINGS, reread
from crawler.search import is_found, rebuild

DATABASE, KEYS, IDS, ORPHANS, SEARCH = "database", "keys", "ids", "orphans", "search"
_NAMED = 20

# Table -> how to list ids with what they are made of.
_IDS: dict[str, tuple[str, Callable[..., str]]] = {
    "captures": ("select id, url, sha256 from captures", capture_id),
    "agencies": ("select id, 'agency', name from agencies", short_id),
    "reports": (
        """
        select reports.id, 'report', agencies.name, reports.scope, reports.year
        from reports
        join agencies on agencies.id = reports.agency
        where reports.year is not null
        """,
        short_id,
    ),
    "reports without a body or year": (
        "select id, 'report', url from reports where agency is null or year is null",
        short_id,
    ),
    "findings": (
        """
        select id, 'finding', report, "check" || ' ' || "where",
               row_number() over (partition by report, "check", "where" order by rowid)
        from findings
        """,
        short_id,
    ),
}

# Rows that nothing leads to, and that no foreign key forbids.
_ORPHANS = {
    "reports": "select id from reports where id not in (select report from documents where report is not null)",
    "reports without their text": "select id from reports except select report from bodies",
    "agencies": "select id from agencies where id not in (select agency from reports where agency is not null)",
    "visits": "select crawl || ' ' || key from visits where crawl not in (select id from crawls)",
    "crawls": "select id from crawls where portal not in (select id from portals)",
    "pictures and attachments": "select id from captures where part_of not in (select id from captures)",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found, and how many captures, reports and fresh readings it was found in."""

    flaws: tuple[Flaw, ...]
    captures: int
    reports: int
    reread: int

    @property
    def sound(self) -> bool:
        """Whether nothing is lost and nothing contradicts the bytes."""
        return not any(flaw.spoils for flaw in self.flaws)


def verify(archive: Archive, *, sample: int | None, repair: bool = False) -> Verdict:
    """Try everything; `sample` documents are read again, or all. With `repair` what can be proved is mended."""
    of_bytes, lost = try_bytes(archive, repair)
    flaws = [
        *_try_database(archive, repair),
        *_try_keys(archive),
        *_try_ids(archive),
        *_try_orphans(archive),
        *of_bytes,
        *_try_search(archive, sample, repair),
    ]
    reread_now, differences = _try_readings(archive, sample, lost, repair)
    captures, reports = (archive.value(f"select count(*) from {table}") for table in ("captures", "reports"))  # noqa: S608
    return Verdict((*flaws, *differences), captures, reports, reread_now)


def _try_database(archive: Archive, repair: bool) -> list[Flaw]:
    """SQLite's own check; an index that has lost its way is made anew, which takes nothing but the table."""
    said = _said(archive)
    mended = False
    if said and repair and all("index" in words for words in said):
        archive.conn.execute("reindex")
        mended = not _said(archive)
    return [Flaw(DATABASE, WRONG, archive.path.name, words, mended) for words in said]


def _said(archive: Archive) -> list[str]:
    return [row[0] for row in archive.rows(f"pragma integrity_check({_NAMED})") if row[0] != "ok"]


def _try_keys(archive: Archive) -> Iterator[Flaw]:
    for row in archive.rows("pragma foreign_key_check")[:_NAMED]:
        yield Flaw(KEYS, WRONG, row["table"], f"row {row['rowid']} names no row of {row['parent']}")


def _try_ids(archive: Archive) -> Iterator[Flaw]:
    """Ids are made again from what they are made of."""
    for table, (sql, made) in _IDS.items():
        for known, *parts in archive.conn.execute(sql):
            if made(*parts) != known:
                yield Flaw(IDS, WRONG, table, f"{known} is not the id of {' '.join(map(str, parts))}")


def _try_orphans(archive: Archive) -> Iterator[Flaw]:
    for table, sql in _ORPHANS.items():
        for row in archive.rows(f"{sql} limit {_NAMED}"):
            yield Flaw(ORPHANS, WRONG, table, f"nothing leads to {row[0]}")


def _try_search(archive: Archive, sample: int | None, repair: bool) -> list[Flaw]:
    """Whether the index finds the reports by their own words; if not, it is made anew from the texts."""
    flaws = [*_unfound(archive, sample)]
    if flaws and repair:
        with archive.transaction():
            rebuild(archive.conn)
        flaws = [replace(flaw, mended=True) for flaw in flaws] if not [*_unfound(archive, sample)] else flaws
    return flaws


def _try_readings(archive: Archive, sample: int | None, lost: list[str], repair: bool) -> tuple[int, list[Flaw]]:
    """Reading again writes, if only to take it back: where the file is broken that ends it."""
    try:
        return reread(archive, sample, lost, repair)
    except sqlite3.OperationalError:  # somebody else writes: no flaw
        raise
    except sqlite3.DatabaseError as error:
        return 0, [Flaw(READINGS, WRONG, archive.path.name, f"nothing can be read again ({error})")]


def _unfound(archive: Archive, sample: int | None) -> Iterator[Flaw]:
    try:
        archive.conn.execute("insert into reports_fts (reports_fts) values ('integrity-check')")
    except sqlite3.DatabaseError as error:
        yield Flaw(SEARCH, WRONG, "reports_fts", str(error))
        return
    reports = [row["report"] for row in archive.rows("select report from bodies order by random()")]
    for report in sorted(reports[:sample]):
        if not is_found(archive.conn, report):
            yield Flaw(SEARCH, WRONG, "reports_fts", f"the search does not find report {report} by its own words")
