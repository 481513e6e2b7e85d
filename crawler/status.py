"""What the archive holds, what is missing and what failed: the archivist's page in January."""

from __future__ import annotations

from typing import Any

from crawler.archive import Archive

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

UNREADABLE = """
    select captures.url, documents.reason
    from documents
    join captures on captures.id = documents.capture
    where documents.kind = 'unreadable'
    order by captures.url
"""

CRAWLS = """
    select crawls.portal, crawls.number, crawls.started_at, crawls.finished_at, crawls.outcome,
           count(visits.key) as visits,
           (select count(*) from frontier where frontier.crawl = crawls.id and frontier.state <> 'done') as waiting
    from crawls
    left join visits on visits.crawl = crawls.id
    group by crawls.id
    order by crawls.portal, crawls.number
"""

FAILED = """
    select visits.outcome, count(*) as addresses, min(visits.url) as example, min(visits.detail) as detail
    from visits
    join crawls on crawls.id = visits.crawl
    where visits.outcome not in ('ok', 'unchanged')
      and crawls.number = (select max(number) from crawls as latest where latest.portal = crawls.portal)
    group by visits.outcome
    order by addresses desc, visits.outcome
"""

MISSING = "select agency, year, published_in from missing_reports order by agency, year"


def status_of(archive: Archive) -> dict[str, Any]:
    """The archive's extent, its documents by kind, crawls, failures, and bodies that published in other years only."""
    return {
        "archive": str(archive.path),
        "extent": {name: archive.value(sql) for name, sql in EXTENT.items()},
        "documents": {row["kind"]: row["documents"] for row in archive.rows(DOCUMENTS)},
        "unread": len(archive.unread()),
        "unreadable": [dict(row) for row in archive.rows(UNREADABLE)],
        "crawls": [dict(row) for row in archive.rows(CRAWLS)],
        "failed": [dict(row) for row in archive.rows(FAILED)],
        "missing": [dict(row) for row in archive.rows(MISSING)],
    }
