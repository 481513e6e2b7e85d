"""Which crawls a run goes on with, which it begins, and which its killed predecessor had already finished."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from crawler.adoption import adopt
from crawler.archive import Archive
from crawler.crawls import Crawl
from crawler.items import utc_now
from crawler.portals import Portal


def begin_run(archive: Archive, portals: Sequence[Portal], limit: int) -> tuple[list[Portal], list[Portal]]:
    """The portals to crawl in this run, and those that need no crawl: a run cut short had finished them.

    Every crawl of a run has the same `started_at`. A run that was killed left some of its crawls unfinished, or some of
    what they kept unread.
    """
    with archive.transaction():
        for portal in portals:
            adopt(archive, portal)
        last = {portal.id: _last_crawl(archive, portal) for portal in portals}
        unread = {capture["portal"] for capture in archive.unread()}
        cut_short = {
            crawl["started_at"]
            for crawl in last.values()
            if crawl and (crawl["finished_at"] is None or crawl["portal"] in unread)
        }
        finished = [portal for portal in portals if _is_finished_in(last[portal.id], cut_short)]
        now = max(cut_short, default=utc_now())
        to_crawl = [portal for portal in portals if portal not in finished]
        for portal in to_crawl:
            _resume_or_begin(archive, portal, last[portal.id], limit, now)
    return to_crawl, finished


def open_crawl(archive: Archive, portal: Portal, limit: int) -> Crawl:
    """The portal's unfinished crawl, or its next; `limit` is what a run may ask for."""
    with archive.transaction():
        adopt(archive, portal)
        _resume_or_begin(archive, portal, _last_crawl(archive, portal), limit, utc_now())
    return last_crawl(archive, portal)


def last_crawl(archive: Archive, portal: Portal) -> Crawl:
    """The portal's crawl as it stands."""
    crawl = _last_crawl(archive, portal)
    if crawl is None:
        raise LookupError(f"{portal.id} was never crawled")
    return Crawl(archive, portal, crawl["id"], crawl["budget"])


def finished_since(archive: Archive, portal: str, moment: str) -> bool:
    """Whether the portal's last crawl has ended and was begun, or gone on with, at a moment or later."""
    sql = "select 1 from crawls where portal = ? and started_at >= ? and finished_at is not null order by number desc"
    return bool(archive.value(sql, [portal, moment]))


def _last_crawl(archive: Archive, portal: Portal) -> sqlite3.Row | None:
    rows = archive.rows("select * from crawls where portal = ? order by number desc limit 1", [portal.id])
    return rows[0] if rows else None


def _is_finished_in(crawl: sqlite3.Row | None, runs: set[str]) -> bool:
    return crawl is not None and crawl["finished_at"] is not None and crawl["started_at"] in runs


def _resume_or_begin(archive: Archive, portal: Portal, last: sqlite3.Row | None, limit: int, now: str) -> None:
    """Go on with a crawl that was killed, interrupted or out of budget (then it gets another), or begin the next."""
    _note_portal(archive, portal)
    if last is not None and last["outcome"] == "budget":
        archive.conn.execute(
            "update crawls set started_at = ?, finished_at = null, outcome = null, reason = null, budget = budget + ? where id = ?",
            [now, limit, last["id"]],
        )
    elif last is None or last["finished_at"] is not None:
        _begin(archive, portal, 1 if last is None else last["number"] + 1, limit, now)


def _begin(archive: Archive, portal: Portal, number: int, limit: int, now: str) -> None:
    row = {"id": f"{portal.id}-{number}", "portal": portal.id, "number": number, "started_at": now, "budget": limit}
    archive.insert("crawls", [row])


def _note_portal(archive: Archive, portal: Portal) -> None:
    """What the register says of the portal, where it says anything."""
    archive.conn.execute(
        """
        insert into portals (id, name, address, region, note, noted_on)
        values (?, ?, ?, (select code from regions where code = ?), ?, ?)
        on conflict (id) do update
        set name = coalesce(excluded.name, name), region = coalesce(excluded.region, region),
            address = iif(excluded.name is null, address, excluded.address), note = coalesce(excluded.note, note),
            noted_on = coalesce(excluded.noted_on, noted_on)
        """,
        [portal.id, portal.name, portal.address, portal.region, portal.note, portal.noted_on],
    )
