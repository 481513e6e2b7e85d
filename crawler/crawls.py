"""The archive's record of a crawl: what is queued, leased and done, and what became of every address."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from crawler.addresses import site_of
from crawler.archive import Archive
from crawler.frontier_rows import found_of, row_of
from crawler.items import PAGE, PARTS, REPORT, Found, Kept, Owner, Visited, utc_now
from crawler.portals import Portal
from crawler.revisits import queue_known_reports

ENTRY_PRIORITY = 900
# Looking around ends after so many requests, and each report found pays for more: endless calendars pay nothing.
PATIENCE, PAY = 400, 10


class Crawl:
    """One pass over one portal. Every method that writes is one transaction, or part of the caller's."""

    def __init__(self, archive: Archive, portal: Portal, crawl: str, budget: int) -> None:
        """The crawl of that id as it stands."""
        self.archive = archive
        self.portal = portal
        self.id = crawl
        self.budget = budget
        self._platform: str | None = None
        self.spent = self._count_visits()
        self.found = self.reports()
        self.sites = {*portal.sites, *self._entry_sites()}

    def start(self, since: int = 0) -> None:
        """Queue the portal's entries, again what a killed run had under way, and the reports known from before."""
        with self.archive.transaction():
            self.archive.conn.execute(
                "update frontier set state = 'queued' where crawl = ? and state = 'leased'", [self.id]
            )
            self.add([_entry(address) for address in (self.portal.address, *self.portal.entries)])
            queue_known_reports(self.archive, self.portal.id, self.id, since)

    def add(self, found: Iterable[Found]) -> None:
        """Queue addresses; one that is known keeps its place, and its better description while it is still queued."""
        found = list(found)
        if not found:
            return
        rows = [row_of(self.id, each) for each in found]
        self.sites.update(site_of(each.url) for each in found if each.depth == 0 and each.role == PAGE)
        columns = ", ".join(rows[0])
        self.archive.conn.executemany(
            f"""
            insert into frontier ({columns})
            values ({", ".join(f":{column}" for column in rows[0])})
            on conflict (crawl, key) do update
            set role = excluded.role, priority = excluded.priority, depth = excluded.depth,
                found_on = excluded.found_on, anchor = excluded.anchor, part_of = excluded.part_of
            where frontier.state = 'queued'
              and excluded.state = 'queued'
              and excluded.priority > frontier.priority
            """,  # noqa: S608 (column names are ours)
            rows,
        )

    def best(self) -> Found | None:
        """The queued address that promises most; of equals, the one found first."""
        rows = self.archive.rows(
            """
            select *
            from frontier
            where crawl = ? and state = 'queued'
            order by priority desc, rowid
            limit 1
            """,
            [self.id],
        )
        return found_of(rows[0]) if rows else None

    def lease(self, found: Found) -> None:
        """Mark an address as under way; a killed run leaves it so, and the next run queues it again."""
        self._set_state(found, "leased")

    def settle(self, visited: Visited) -> None:
        """Mark an address as done, say what became of it, and queue what it led to."""
        with self.archive.transaction():
            self.add(lead for lead in visited.leads if lead.refused is None)
            for lead in visited.leads:
                if lead.refused is not None:
                    self._note_refused(lead)
            self._visit(visited)
            self._set_state(visited.found, "done", visited.tries)
            self._note_platform(visited.platform)
            self._note_owner(visited.owner)
        self.spent += 1
        self.found += visited.capture is not None and visited.capture.role == REPORT

    def pays(self, found: Found) -> bool:
        """Whether an address is worth a request: a report always is, a look around while looking around pays."""
        return found.role == REPORT or found.role in PARTS or self.spent < PATIENCE + PAY * self.found

    def give_up(self, found: Found) -> None:
        """Leave an address alone, and say so."""
        with self.archive.transaction():
            self._visit(Visited(found, "unpromising", tries=0))
            self._set_state(found, "done")

    def kept(self, found: Found) -> Kept | None:
        """The latest capture of an address, whose bytes a server may say are still right."""
        rows = self.archive.rows(
            """
            select id, warc, offset, etag, last_modified
            from captures
            where url = ? and status = 200 and (etag is not null or last_modified is not null)
            order by fetched_at desc, rowid desc
            limit 1
            """,
            [found.asked or found.url],
        )
        return Kept(*rows[0]) if rows else None

    def visit(self, key: str) -> sqlite3.Row | None:
        """What became of an address in this crawl, with the place of its bytes, or None if it is still to come."""
        rows = self.archive.rows(
            """
            select visits.outcome, visits.detail, captures.warc, captures.offset
            from visits
            left join captures on captures.id = visits.capture
            where visits.crawl = ? and visits.key = ?
            """,
            [self.id, key],
        )
        return rows[0] if rows else None

    def is_known(self, key: str) -> bool:
        """Whether an address was queued in this crawl, whatever became of it."""
        return bool(self.archive.value("select 1 from frontier where crawl = ? and key = ?", [self.id, key]))

    def home(self) -> sqlite3.Row | None:
        """What became of the pages the crawl began with: the best of it."""
        rows = self.archive.rows(
            """
            select visits.outcome, visits.detail, visits.url
            from visits
            join frontier on frontier.crawl = visits.crawl and frontier.key = visits.key
            where visits.crawl = ? and frontier.depth = 0 and frontier.role = 'page' and visits.outcome <> 'redirect'
            order by visits.outcome in ('ok', 'unchanged') desc, frontier.rowid
            """,
            [self.id],
        )
        return rows[0] if rows else None

    def outcomes(self) -> dict[str, int]:
        """How many addresses had each outcome."""
        rows = self.archive.rows("select outcome, count(*) as visits from visits where crawl = ? group by 1", [self.id])
        return {row["outcome"]: row["visits"] for row in rows}

    def reports(self) -> int:
        """How many reports were found or found again."""
        return int(
            self.archive.value(
                """
                select count(*)
                from visits
                join captures on captures.id = visits.capture
                where visits.crawl = ? and captures.role = 'report'
                """,
                [self.id],
            )
        )

    def known(self) -> sqlite3.Row:
        """What is known of the portal by now: name, region, and the publishing system that was recognised."""
        return self.archive.rows("select name, region, platform from portals where id = ?", [self.portal.id])[0]

    def finish(self, outcome: str, reason: str = "") -> None:
        """Close the crawl; what its budget left queued is noted, and the next run goes on with it."""
        with self.archive.transaction():
            self.archive.conn.execute(
                """
                insert or replace into visits (crawl, key, url, at, outcome, found_on)
                select crawl, key, url, ?, 'budget', found_on
                from frontier
                where crawl = ? and state = 'queued'
                """,
                [utc_now(), self.id],
            )
            self.archive.conn.execute(
                "update crawls set finished_at = ?, outcome = ?, reason = ? where id = ?",
                [utc_now(), outcome, reason or None, self.id],
            )

    def _note_platform(self, platform: str | None) -> None:
        """The first system recognised, unless it was only the fallback."""
        if platform and platform != self._platform:
            self._platform = platform
            self.archive.conn.execute(
                "update portals set platform = ? where id = ? and coalesce(platform, 'static') = 'static'",
                [platform, self.portal.id],
            )

    def _note_owner(self, owner: Owner | None) -> None:
        """Whose portal it is, unless the register or an earlier page said so."""
        if owner is not None:
            self.archive.conn.execute(
                """
                update portals
                set name = coalesce(name, ?), region = coalesce(region, (select code from regions where code = ?))
                where id = ?
                """,
                [owner.name, owner.region, self.portal.id],
            )

    def _entry_sites(self) -> Iterator[str]:
        """Sites that the portal's entry pages were moved to: they belong to it as well."""
        rows = self.archive.rows("select url from frontier where crawl = ? and depth = 0 and role = 'page'", [self.id])
        return (site_of(row["url"]) for row in rows)

    def _count_visits(self) -> int:
        return int(
            self.archive.value(
                "select count(*) from visits where crawl = ? and outcome not in ('budget', 'elsewhere', 'unpromising')",
                [self.id],
            )
        )

    def _set_state(self, found: Found, state: str, tries: int = 0) -> None:
        self.archive.conn.execute(
            "update frontier set state = ?, tries = ? where crawl = ? and key = ?", [state, tries, self.id, found.key]
        )

    def _visit(self, visited: Visited) -> None:
        found = visited.found
        row = {
            "crawl": self.id,
            "key": found.key,
            "url": found.url,
            "at": utc_now(),
            "outcome": visited.outcome,
            "detail": visited.detail or None,
            "status": visited.status,
            "capture": visited.kept,
            "found_on": found.found_on,
            "security": visited.security or None,
        }
        self.archive.insert("visits", [row], replace=True)

    def _note_refused(self, lead: Found) -> None:
        """An address that is recorded but never asked for."""
        if not self.is_known(lead.key):
            self.add([lead])
            self._visit(Visited(lead, lead.refused or "", detail=lead.anchor or ""))


def last_offset(archive: Archive, file: str) -> int:
    """Where the last record that the archive knows of begins in a WARC file."""
    return archive.value("select max(offset) from captures where warc = ?", [file]) or 0


def _entry(address: str) -> Found:
    return Found(address, priority=ENTRY_PRIORITY)
