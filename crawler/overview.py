"""Every portal that is known, of the register and of the archive, with how far its last crawl came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crawler.archive import Archive
from crawler.portals import Portal

NEVER = "never_crawled"

_PROGRESS = """
    select portal, portal_name as name, address, region, platform, outcome, reason, started_at as last_crawl,
           finished_at, pages, failed, walls, waiting, complete,
           (
             select count(*)
             from captures
             join reports on reports.capture = captures.id
             where captures.portal = portal_progress.portal
           ) as reports
    from portal_progress
    order by region, portal
"""


def portals_of(archive: Archive | None, register: Sequence[Portal]) -> list[dict[str, Any]]:
    """One row for each portal, by region; of the register alone where there is no archive yet."""
    crawled: dict[str, dict[str, Any]] = (
        {row["portal"]: dict(row) for row in archive.rows(_PROGRESS)} if archive else {}
    )
    rows = [crawled.pop(portal.id) if portal.id in crawled else _never(portal) for portal in register]
    known = {portal.id: portal for portal in register}
    for row in (*rows, *crawled.values()):
        portal = known.get(row["portal"])
        row["registered"] = portal is not None
        row["platform"] = row["platform"] or (portal.platform if portal else None)
        row["note"] = _note(portal)
    return sorted((*rows, *crawled.values()), key=lambda row: (row["region"] or "999999", row["portal"]))


def _never(portal: Portal) -> dict[str, Any]:
    numbers = dict.fromkeys(("reports", "pages", "failed", "walls", "waiting", "complete"), 0)
    unknown = dict.fromkeys(("reason", "last_crawl", "finished_at"))
    return {
        "portal": portal.id,
        "name": portal.name,
        "address": portal.address,
        "region": portal.region,
        "platform": portal.platform,
        "outcome": NEVER,
        **unknown,
        **numbers,
    }


def _note(portal: Portal | None) -> str | None:
    return f"{portal.note} ({portal.noted_on})" if portal and portal.note else None
