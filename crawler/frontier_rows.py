"""An address found, as a row of the frontier and back."""

from __future__ import annotations

import sqlite3
from typing import Any

from crawler.items import Found, Headers


def row_of(crawl: str, found: Found) -> dict[str, Any]:
    """An address as the frontier of a crawl holds it; what is refused is done with."""
    return {
        "crawl": crawl,
        "key": found.key,
        "url": found.url,
        "method": found.method,
        "body": found.body or None,
        "headers": "\n".join(f"{name}: {value}" for name, value in found.headers) or None,
        "role": found.role,
        "priority": found.priority,
        "depth": found.depth,
        "found_on": found.found_on,
        "anchor": found.anchor,
        "part_of": found.part_of,
        "hops": found.hops,
        "asked": found.asked,
        "unlike": found.unlike,
        "state": "done" if found.refused else "queued",
        "tries": 0,
    }


def found_of(row: sqlite3.Row) -> Found:
    """The address that a row of the frontier holds."""
    return Found(
        url=row["url"],
        role=row["role"],
        priority=row["priority"],
        depth=row["depth"],
        found_on=row["found_on"],
        anchor=row["anchor"],
        part_of=row["part_of"],
        method=row["method"],
        body=row["body"] or b"",
        headers=_headers(row["headers"]),
        hops=row["hops"],
        asked=row["asked"],
        unlike=row["unlike"],
    )


def _headers(text: str | None) -> Headers:
    pairs = (line.partition(": ") for line in (text or "").splitlines())
    return tuple((name, value) for name, _, value in pairs)
