"""Over http what https does not give: some portals answer on one only. It is recorded, never done where https works."""

from __future__ import annotations

from dataclasses import replace

from crawler.addresses import clean
from crawler.items import ROBOTS, Found

_BROKEN = ("refused", "timeout", "lost")  # of an entry: the host may listen for http alone


def over_http(found: Found, outcome: str) -> tuple[Found, ...]:
    """The same address over http, if its outcome says that https does not work there.

    >>> [lead.url for lead in over_http(Found("https://x.gov.cn/a", depth=2), "tls")]
    ['http://x.gov.cn/a']
    >>> over_http(Found("https://x.gov.cn/a", depth=2), "timeout"), over_http(Found("http://x.gov.cn/"), "tls")
    ((), ())
    """
    broken = outcome == "tls" or (found.depth == 0 and outcome in _BROKEN)
    if not broken or found.role == ROBOTS or not found.url.startswith("https:"):
        return ()
    url = clean("http:" + found.url.removeprefix("https:"))
    return (replace(found, url=url, asked=found.asked or found.url, hops=found.hops + 1),)


def is_downgraded(found: Found) -> bool:
    """Whether an address was asked for over http in place of https."""
    return found.url.startswith("http:") and (found.asked or "").startswith("https:")
