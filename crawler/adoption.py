"""A host that was crawled by its bare address and registered later: one portal, under the name in the register."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.archive import Archive
from crawler.portals import Portal


def adopt(archive: Archive, portal: Portal) -> None:
    """Give a registered portal what the archive holds under the bare addresses of its sites."""
    if portal.name is None:
        return
    hosts = (site.removeprefix("www.") for site in portal.sites)
    bare = [site for host in hosts for site in (host, f"www.{host}") if _is_known(archive, site)]
    if not bare:
        return
    with archive.transaction():
        archive.conn.execute("pragma defer_foreign_keys = on")  # names change table by table
        _renumber(archive, portal.id, (portal.id, *bare))
        for site in bare:
            archive.conn.execute("update captures set portal = ? where portal = ?", [portal.id, site])
            if _is_known(archive, portal.id):
                archive.conn.execute("delete from portals where id = ?", [site])
            else:
                archive.conn.execute("update portals set id = ? where id = ?", [portal.id, site])


def _is_known(archive: Archive, portal: str) -> bool:
    return bool(archive.value("select 1 from portals where id = ?", [portal]))


def _renumber(archive: Archive, portal: str, ids: Iterable[str]) -> None:
    """Count the crawls of all these ids through, in the order in which they began, as crawls of one portal.

    By way of a name that none of them has: the numbers of two portals overlap.
    """
    of_each = (archive.rows("select started_at, rowid, id from crawls where portal = ?", [each]) for each in ids)
    crawls = sorted(tuple(row) for rows in of_each for row in rows)
    for number, (_, _, crawl) in enumerate(crawls, 1):
        _rename(archive, crawl, f"{portal}-{-number}")
        archive.conn.execute(
            "update crawls set portal = ?, number = ? where id = ?", [portal, number, f"{portal}-{-number}"]
        )
    for number in range(1, len(crawls) + 1):
        _rename(archive, f"{portal}-{-number}", f"{portal}-{number}")


def _rename(archive: Archive, crawl: str, name: str) -> None:
    archive.conn.execute("update crawls set id = ? where id = ?", [name, crawl])
    for table in ("frontier", "visits"):
        archive.conn.execute(f"update {table} set crawl = ? where crawl = ?", [name, crawl])  # noqa: S608 (names are ours)
