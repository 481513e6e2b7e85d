"""How the archive stands, for the archivist: `nianbao status` and `nianbao portals`, in words and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from crawler.showing import say, table

NAMED = 12  # bodies or addresses that one line names; --json gives all of them
_GAPS = {
    "after_last": "none since their last",
    "between": "a year left out",
    "before_first": "before their first",
}


def portals(rows: Sequence[Mapping[str, Any]]) -> None:
    """Every portal in one line."""
    columns = ("name", "portal", "system", "last crawl", "reports", "walls", "outcome", "reason")
    keys = ("name", "portal", "platform", "last_crawl", "reports", "walls", "outcome", "reason")
    table(columns, [tuple(_day(row[key]) if key == "last_crawl" else row[key] for key in keys) for row in rows])
    crawled = sum(row["last_crawl"] is not None for row in rows)
    say(f"{len(rows)} portals, {crawled} of them crawled, {sum(row['reports'] for row in rows)} reports")


def status(found: Mapping[str, Any]) -> None:
    """The archive's state, part by part; a part with nothing to say is left out."""
    _extent(found)
    _portals(found["portals"])
    _missing(found["missing"])
    _timing(found["timing"])
    _addresses("Reports known of, and columns on other sites, that were not asked for", found["not_asked"])
    _addresses("Addresses that failed in the last crawl, and why", found["failed"])
    _withdrawn(found["withdrawn"])
    _unreadable(found["unreadable"])


def _extent(found: Mapping[str, Any]) -> None:
    extent = found["extent"]
    say(
        f"{found['archive']}: {extent['reports']} reports by {extent['agencies']} bodies on {extent['years'] or 'no year'}"
    )
    last = f", the last of {_day(extent['last_capture'])}" if extent["last_capture"] else ""
    say(f"{extent['portals']} portals crawled, {extent['captures']} captures{last}; {extent['findings']} findings")
    kinds = ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in found["documents"].items()) or "none"
    say(f"documents read: {kinds}; waiting to be read: {found['unread']}")


def _portals(rows: Sequence[Mapping[str, Any]]) -> None:
    """What was crawled, and what was not or not to its end."""
    crawled = [row for row in rows if row["last_crawl"] is not None]
    if crawled:
        say("\nPortals: the last crawl of each")
        columns = ("name", "portal", "last crawl", "outcome", "reports", "failed", "walls", "left in queue", "reason")
        table(columns, [(*_crawled(row), row["reason"]) for row in crawled])
    never = [row["name"] or row["portal"] for row in rows if row["last_crawl"] is None]
    if never:
        say(f"\nNever crawled: {len(never)} portals of the register: {_named(never)}")


def _crawled(row: Mapping[str, Any]) -> tuple[object, ...]:
    numbers = (row["reports"], row["failed"], row["walls"], row["waiting"])
    return row["name"], row["portal"], _day(row["last_crawl"]), row["outcome"], *numbers


def _missing(rows: Sequence[Mapping[str, Any]]) -> None:
    """For each portal and year the bodies without a report, those that stopped publishing first."""
    if not rows:
        return
    say("\nMissing: bodies that published in other years, but not in this one (unpublished, or not found)")
    lines = []
    for (portal, year, gap), group in groupby(rows, key=itemgetter("portal_name", "year", "gap")):
        bodies = [row["agency"] for row in group]
        lines.append((portal, year, _GAPS[gap], len(bodies), _named(bodies)))
    table(("portal", "year", "gap", "bodies", "which"), lines)


def _timing(rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        say("\nPublished by the legal date (31 January; governments from county level up 31 March), in days from it")
        columns = ("portal", "year", "reports", "in time", "late", "no date", "earliest", "latest")
        table(columns, [tuple(row.values()) for row in rows])


def _addresses(heading: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        say(f"\n{heading}")
        columns = ("portal", "addresses", "outcome", "why", "for example", "what can be done")
        table(columns, [tuple(row.values()) for row in rows])


def _withdrawn(rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        say("\nTaken down: reports whose address holds nothing any more; they stay in the archive")
        lines = [
            (row["agency"], row["year"], _day(row["last_seen"]), _day(row["gone_since"]), row["url"]) for row in rows
        ]
        table(("body", "year", "last seen", "found gone", "address"), lines)


def _unreadable(rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        say("\nDocuments that cannot be read")
        table(("address", "why"), [tuple(row.values()) for row in rows])


def _named(names: Sequence[str]) -> str:
    more = f" … and {len(names) - NAMED} more (--json names all)" if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + more


def _day(time: str | None) -> str:
    """The date of a time in UTC."""
    return (time or "")[:10]
