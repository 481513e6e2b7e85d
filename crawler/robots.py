"""What each server's robots.txt allows, read back from the archive so that a killed run need not ask again."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from protego import Protego

from crawler import warc
from crawler.addresses import key_of, origin_of
from crawler.crawls import Crawl
from crawler.items import ROBOTS, Found
from crawler.outcomes import UNREACHABLE
from parsers.encodings import decode

ROBOTS_PRIORITY = 1000
ALLOWED = ("", "")


@dataclass(frozen=True, slots=True)
class Rules:
    """One server's answer. `refusal` is the outcome that every other address on it gets (RFC 9309, 2.3.1.4)."""

    allows: Protego | None = None
    refusal: tuple[str, str] = ALLOWED


class RobotRules:
    """The rules of every server of one crawl."""

    def __init__(self, crawl: Crawl, agent: str) -> None:
        """`agent` is the name we go by."""
        self.crawl = crawl
        self.agent = agent
        self._rules: dict[str, Rules] = {}

    def missing(self, found: Found) -> Found | None:
        """The robots.txt to fetch before an address may be asked for, or None if its rules are known."""
        origin = origin_of(found.url)
        if found.role == ROBOTS or origin in self._rules:
            return None
        url, visit = self._last_visit(f"{origin}/robots.txt")
        if url is not None and visit is None:
            return Found(url, role=ROBOTS, priority=ROBOTS_PRIORITY)
        self._rules[origin] = self._read(visit)
        return None

    def objection(self, found: Found) -> tuple[str, str]:
        """The outcome and the reason why an address must not be asked for; ALLOWED if it may."""
        if found.role == ROBOTS:
            return ALLOWED
        rules = self._rules[origin_of(found.url)]
        if rules.allows is None or rules.allows.can_fetch(found.url, self.agent):
            return rules.refusal
        return "robots", f"{origin_of(found.url)}/robots.txt"

    def delay(self, found: Found) -> float:
        """Seconds that a server asks for between two requests; 0 if it asks for none."""
        allows = self._rules.get(origin_of(found.url), Rules()).allows
        return float(allows.crawl_delay(self.agent) or 0) if allows else 0.0

    def _last_visit(self, url: str) -> tuple[str | None, sqlite3.Row | None]:
        """What became of a robots.txt, or of the robots.txt it was moved to; no address if it was moved to a page."""
        for _ in range(6):  # RFC 9309 asks for five redirects at least
            visit = self.crawl.visit(key_of(url))
            if visit is None or visit["outcome"] != "redirect":
                return url, visit
            url = visit["detail"]
            if not url.endswith("/robots.txt"):
                break
        return None, None

    def _read(self, visit: sqlite3.Row | None) -> Rules:
        """A server that fails to answer for its robots.txt is left alone; one that has none allows everything."""
        if visit is None:
            return Rules()
        if visit["outcome"] in UNREACHABLE:
            return Rules(refusal=(visit["outcome"], f"robots.txt: {visit['detail']}"))
        if visit["warc"] is None or visit["outcome"] not in ("ok", "unchanged"):
            return Rules()
        _, body = warc.read(self.crawl.archive.warc_folder, visit["warc"], visit["offset"])
        return Rules(Protego.parse(decode(body)[0]))
