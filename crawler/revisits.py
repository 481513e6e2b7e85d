"""Reports of earlier crawls, asked for again even where no list links to them any more: so it shows if one is gone."""

from __future__ import annotations

from crawler.archive import Archive

KNOWN_PRIORITY = 5  # after everything that the portal itself still leads to

# With the form and the headers that brought them before: some servers say 404 to a request without a Referer.
_KNOWN = """
    insert into frontier (
      crawl, key, url, method, body, headers, role, priority, depth, found_on, anchor, hops, asked, state, tries
    )
    select :crawl, earlier.key, earlier.url, earlier.method, earlier.body, earlier.headers, captures.role, :priority,
           max(earlier.depth, 1), earlier.found_on, earlier.anchor, earlier.hops, earlier.asked, 'queued', 0
    from crawls
    join visits on visits.crawl = crawls.id and visits.outcome in ('ok', 'unchanged')
    join captures on captures.id = visits.capture and captures.role = 'report'
    join frontier as earlier on earlier.crawl = visits.crawl and earlier.key = visits.key
    left join documents on documents.capture = captures.id
    left join reports on reports.id = documents.report
    where crawls.portal = :portal
      and crawls.id <> :crawl
      and coalesce(reports.year, 9999) >= :since
    order by crawls.number desc, earlier.rowid
    on conflict (crawl, key) do nothing
"""


def queue_known_reports(archive: Archive, portal: str, crawl: str, since: int) -> None:
    """Queue the addresses at which earlier crawls of a portal found reports of `since` and later, the newest first."""
    archive.conn.execute(_KNOWN, {"portal": portal, "crawl": crawl, "since": since, "priority": KNOWN_PRIORITY})
