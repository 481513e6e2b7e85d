"""What the archive holds, what is missing and what failed: the archivist's page in January."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crawler.archive import Archive
from crawler.overview import portals_of
from crawler.portals import Portal

EXTENT = {
    "reports": "select count(*) from reports",
    "agencies": "select count(*) from agencies",
    "years": "select group_concat(year, ' ') from (select distinct year from reports where year is not null order by year)",
    "captures": "select count(*) from captures",
    "findings": "select count(*) from findings",
    "portals": "select count(*) from portals",
    "last_capture": "select max(fetched_at) from captures",
}

DOCUMENTS = "select kind, count(*) as documents from documents group by kind order by kind"

LISTS = {
    "unreadable": """
        select captures.url, documents.reason
        from documents
        join captures on captures.id = documents.capture
        where documents.kind = 'unreadable'
        order by captures.url
    """,
    "crawls": """
        select crawls.portal, crawls.number, crawls.started_at, crawls.finished_at, crawls.outcome, crawls.reason,
               count(visits.key) as visits
        from crawls
        left join visits on visits.crawl = crawls.id
        group by crawls.id
        order by crawls.portal, crawls.number
    """,
    "failed": """
        select coalesce(portal_name, portal) as portal_name, count(*) as addresses, outcome,
               reason_en || ' · ' || reason_zh as reason, min(url) as example, advice
        from failed_addresses
        group by portal, outcome
        order by portal_name, addresses desc, outcome
    """,
    "failed_addresses": "select * from failed_addresses order by portal, outcome, url",
    "not_asked": """
        select coalesce(portals.name, crawls.portal) as portal_name, count(*) as addresses, visits.outcome,
               outcomes.en || ' · ' || outcomes.zh as reason, min(visits.url) as example, outcomes.advice
        from crawls
        join portals on portals.id = crawls.portal
        join visits on visits.crawl = crawls.id
        join frontier on frontier.crawl = visits.crawl and frontier.key = visits.key
        join outcomes on outcomes.key = visits.outcome
        where crawls.number = (select max(number) from crawls as others where others.portal = crawls.portal)
          and outcomes.failure = 0
          and (visits.outcome = 'elsewhere' or (visits.outcome in ('robots', 'budget') and frontier.role = 'report'))
        group by crawls.portal, visits.outcome
        order by portal_name, addresses desc, visits.outcome
    """,
    "missing": """
        select coalesce(portal_name, portal, 'local files') as portal_name, portal, year, gap, agency, scope, published_in
        from missing_bodies
        order by portal_name, year desc, gap, agency, scope
    """,
    "timing": """
        select coalesce(portals.name, dates.portal, 'local files') as portal_name, dates.year, count(*) as reports,
               sum(timing = 'in_time') as in_time, sum(timing = 'late') as late, sum(timing = 'unknown') as unknown,
               min(days_late) as earliest, max(days_late) as latest
        from publication_dates as dates
        left join portals on portals.id = dates.portal
        group by dates.portal, dates.year
        order by portal_name, dates.year desc
    """,
    "withdrawn": """
        select agencies.name as agency, reports.year, withdrawals.last_seen, withdrawals.gone_since, withdrawals.url,
               withdrawals.still_at, withdrawals.report
        from withdrawals
        join reports on reports.id = withdrawals.report
        left join agencies on agencies.id = reports.agency
        order by withdrawals.gone_since desc, agency, reports.year
    """,
}


def status_of(archive: Archive, register: Sequence[Portal]) -> dict[str, Any]:
    """The archive's extent and documents by kind; then, list by list, what is missing, late, failed, gone or unfinished."""
    return {
        "archive": str(archive.path),
        "extent": {name: archive.value(sql) for name, sql in EXTENT.items()},
        "documents": {row["kind"]: row["documents"] for row in archive.rows(DOCUMENTS)},
        "unread": len(archive.unread()),
        "portals": portals_of(archive, register),
        **{name: [dict(row) for row in archive.rows(sql)] for name, sql in LISTS.items()},
    }
