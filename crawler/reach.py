"""How far a crawl got: a portal whose addresses met only silence says so, and is never taken for an empty one."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence

from crawler.crawls import Crawl
from crawler.outcomes import UNREACHABLE

NAMED = 3  # addresses that a sentence names
ADVICE = "many portals answer only inside the country: crawl from there, or through a proxy there (http_proxy)"

_ASKED = """
    select visits.url, visits.outcome, frontier.depth
    from visits
    join frontier on frontier.crawl = visits.crawl and frontier.key = visits.key
    where visits.crawl = ?
      and visits.outcome not in ('budget', 'elsewhere', 'robots', 'redirect')
    order by frontier.rowid
"""


def silence(crawl: Crawl) -> str:
    """A sentence if every address timed out, or nothing beyond the home page could be reached; else empty."""
    asked = crawl.archive.rows(_ASKED, [crawl.id])
    if _met_only(asked, ("timeout",)):
        return f"every address timed out: {_named(asked)}; {ADVICE}"
    beyond = [row for row in asked if row["depth"] > 0]
    if _met_only(beyond, ("timeout",)):
        return f"every address beyond the home page timed out: {_named(beyond)}; {ADVICE}"
    if _met_only(beyond, UNREACHABLE):
        counts = ", ".join(f"{number} {name}" for name, number in Counter(row["outcome"] for row in beyond).items())
        return f"no address beyond the home page could be reached ({counts}): {_named(beyond)}"
    return ""


def _met_only(asked: Sequence[sqlite3.Row], outcomes: Sequence[str]) -> bool:
    return bool(asked) and all(row["outcome"] in outcomes for row in asked)


def _named(asked: Sequence[sqlite3.Row]) -> str:
    more = f" and {len(asked) - NAMED} more" if len(asked) > NAMED else ""
    return ", ".join(row["url"] for row in asked[:NAMED]) + more
