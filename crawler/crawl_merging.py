"""The crawls of a portal by two collectors, put in the order in which they began and numbered through.

A crawl is known again by its portal and the time of its first visit, which no later run changes; one that visited
nothing has nothing to give.
"""

from __future__ import annotations

import sqlite3
from itertools import count

from crawler.archive import Archive

Moment = tuple[str, int]
"""When a crawl made its first visit, and which it is of the crawls of its archive that began in that second."""

_UNBEGUN = "9999"

_CRAWLS = """
    select crawls.*, first.at as first
    from {schema}.crawls
    left join (
      select crawl, min(at) as at
      from {schema}.visits
      where outcome <> 'budget'
      group by crawl
    ) as first on first.crawl = crawls.id
    where crawls.portal = ?
    order by crawls.number
"""

# The row that says more of the crawl: the one from after its last run.
_CRAWL = """
    insert into crawls (id, portal, number, started_at, finished_at, outcome, budget, reason)
    values (?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (id) do update
    set started_at = excluded.started_at, finished_at = excluded.finished_at, outcome = excluded.outcome,
        budget = excluded.budget, reason = excluded.reason
    where (excluded.started_at, coalesce(excluded.finished_at, '')) > (started_at, coalesce(finished_at, ''))
"""

_VISITS = """
    insert into visits (crawl, key, url, at, outcome, detail, status, capture, found_on, security)
    select ?, key, url, at, outcome, detail, status, (select id from captures where id = theirs.capture), found_on,
           security
    from other.visits as theirs
    where crawl = ?
    order by rowid
    on conflict (crawl, key) do update
    set at = excluded.at, outcome = excluded.outcome, detail = excluded.detail, status = excluded.status,
        capture = excluded.capture, found_on = excluded.found_on, security = excluded.security
    where (excluded.at, excluded.outcome) > (at, outcome)
       or (excluded.at, excluded.outcome) = (at, outcome) and capture is null
"""

_FRONTIER = """
    insert into frontier ({columns})
    select ?, {others}
    from other.frontier
    where crawl = ?
    order by rowid
    on conflict (crawl, key) do update
    set state = excluded.state, tries = excluded.tries
    where excluded.state = 'done' and state <> 'done'
"""


def merge_crawls(archive: Archive, portal: str) -> int:
    """Take in the crawls of a portal from the database attached as `other`; how many were new."""
    with archive.transaction():
        mine = _by_moment(archive.rows(_CRAWLS.format(schema="main"), [portal]))
        theirs = _by_moment(archive.rows(_CRAWLS.format(schema="other"), [portal]))
        theirs = {moment: crawl for moment, crawl in theirs.items() if moment[0] != _UNBEGUN}
        numbers = dict(zip(sorted(mine.keys() | theirs.keys()), count(1), strict=False))
        archive.conn.execute("pragma defer_foreign_keys = on")
        for moment, crawl in reversed(mine.items()):  # numbers only grow: the highest makes room first
            _renumber(archive, crawl, numbers[moment])
        for moment, crawl in theirs.items():
            _take(archive, crawl, numbers[moment])
    return len(theirs.keys() - mine.keys())


def _by_moment(crawls: list[sqlite3.Row]) -> dict[Moment, sqlite3.Row]:
    moments: dict[Moment, sqlite3.Row] = {}
    for crawl in crawls:
        first = crawl["first"] or _UNBEGUN
        moments[first, sum(known == first for known, _ in moments)] = crawl
    return moments


def _renumber(archive: Archive, crawl: sqlite3.Row, number: int) -> None:
    if crawl["number"] != number:
        new = _id(crawl["portal"], number)
        archive.conn.execute("update crawls set id = ?, number = ? where id = ?", [new, number, crawl["id"]])
        for table in ("visits", "frontier"):
            archive.conn.execute(f"update {table} set crawl = ? where crawl = ?", [new, crawl["id"]])  # noqa: S608


def _take(archive: Archive, crawl: sqlite3.Row, number: int) -> None:
    new = _id(crawl["portal"], number)
    values = [crawl[name] for name in ("started_at", "finished_at", "outcome", "budget", "reason")]
    archive.conn.execute(_CRAWL, [new, crawl["portal"], number, *values])
    archive.conn.execute(_VISITS, [new, crawl["id"]])
    columns = [row["name"] for row in archive.rows("pragma table_info(frontier)")]
    listed = _FRONTIER.format(columns=", ".join(columns), others=", ".join(columns[1:]))
    archive.conn.execute(listed, [new, crawl["id"]])


def _id(portal: str, number: int) -> str:
    return f"{portal}-{number}"
