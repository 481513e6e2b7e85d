"""Scrapy's scheduler on the archive: a request is done only in the transaction that keeps what it brought."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler

from crawler.addresses import host_of
from crawler.archive import Archive
from crawler.crawls import Crawl, last_offset
from crawler.downgrade import over_http
from crawler.errors import CrawlerError
from crawler.items import Found, Headers, Kept, Visited
from crawler.portals import Portal
from crawler.robots import ALLOWED, RobotRules
from crawler.runs import open_crawl
from crawler.summaries import summary_of
from crawler.warc import Shelf

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

FINISHED = "finished"
SLOWEST = 60.0  # seconds; some files ask for a day
# Where Scrapy's stats hold the PortalSummary once the spider is closed, and the error if it could not begin.
SUMMARY, REFUSED = "portal_summary", "refused"


class FrontierScheduler(BaseScheduler):
    """Hands out one address at a time, best first, so that which page was found from which never depends on time."""

    archive: Archive
    shelf: Shelf
    crawl: Crawl

    def __init__(self, crawler: Crawler) -> None:
        """As Scrapy makes it; nothing is opened yet."""
        self.crawler = crawler
        self.began = monotonic()
        self._leased: Found | None = None
        self._next: Found | None = None
        self._again: Request | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        """As Scrapy makes it."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Open the archive and the portal's shelf, and go on with its crawl or begin the next.

        Where that cannot be, the reason is left in Scrapy's stats and the spider ends with nothing to do.
        """
        self.spider = spider
        try:
            self._open(spider.portal)  # type: ignore[attr-defined]
        except CrawlerError as error:
            self.crawler.stats.set_value(REFUSED, error)

    def close(self, reason: str) -> None:
        """Note how the crawl ended, unless it was interrupted: then the next run goes on with it."""
        if hasattr(self, "crawl"):
            self._conclude(reason == FINISHED)
        if hasattr(self, "shelf"):
            self.shelf.close()
        if hasattr(self, "archive"):
            self.archive.close()

    def has_pending_requests(self) -> bool:
        """Whether anything is queued or under way."""
        return self._leased is not None or self._next is not None

    def enqueue_request(self, request: Request) -> bool:
        """Take back the request under way, which Scrapy wants to try again; nothing else comes this way."""
        self._again = request
        return True

    def next_request(self) -> Request | None:
        """The next address, once the one before it is settled."""
        if self._again is not None:
            again, self._again = self._again, None
            return again
        if self._leased is not None or self._next is None:
            return None
        self._leased, self._next = self._next, None
        return self._request(self._leased)

    def settle(self, visited: Visited, place: tuple[str, int] | None) -> None:
        """Keep what one address brought, mark it done, queue what it led to and lease the next: one transaction."""
        with self.archive.transaction():
            if place is not None and visited.capture is not None and not self.archive.keep(visited.capture, *place):
                self.archive.place(visited.capture.id, *place)  # its bytes were lost, and are here again
            self.crawl.settle(visited)
            self._next = self._take()
        self._leased = None

    def _open(self, portal: Portal) -> None:
        settings = self.crawler.settings
        self.archive = Archive.open(Path(settings["ARCHIVE"]))
        self.shelf = Shelf(self.archive.warc_folder, portal.id, partial(last_offset, self.archive))
        self.crawl = open_crawl(self.archive, portal, settings.getint("REQUESTS_PER_PORTAL"))
        self.crawl.start(settings.getint("SINCE_YEAR"))
        self.rules = RobotRules(self.crawl, settings["ROBOTSTXT_USER_AGENT"])
        self._next = self._take()

    def _conclude(self, finished: bool) -> None:
        summary = summary_of(self.crawl, monotonic() - self.began, finished)
        if finished:
            self.crawl.finish(summary.outcome, summary.reason)
        self.crawler.stats.set_value(SUMMARY, summary)

    def _take(self) -> Found | None:
        """Lease the best address that robots.txt allows; the robots.txt itself comes first."""
        with self.archive.transaction():
            while self.crawl.spent < self.crawl.budget and (found := self.crawl.best()) is not None:
                robots = self.rules.missing(found)
                if not self.crawl.pays(found):
                    self.crawl.give_up(found)
                elif robots is not None:
                    self.crawl.add([robots])
                elif (objection := self.rules.objection(found)) != ALLOWED:
                    self.crawl.settle(Visited(found, *objection, tries=0, leads=over_http(found, objection[0])))
                else:
                    self.crawl.lease(found)
                    return found
        return None

    def _request(self, found: Found) -> Request:
        self._slow_down(found)
        kept = self._kept(found)
        return Request(
            found.url,
            method=found.method,
            body=found.body,
            headers=[*found.headers, *_conditions(kept)],
            errback=self.spider.failed,  # type: ignore[attr-defined]
            dont_filter=True,
            meta={"found": found, "kept": kept},
        )

    def _slow_down(self, found: Found) -> None:
        """Keep to a server's Crawl-delay where it is longer than ours; nobody waits longer than a minute."""
        slot = self.crawler.engine.downloader.slots.get(host_of(found.url))
        delay = min(self.rules.delay(found), SLOWEST)
        if slot is not None and delay > slot.delay:
            slot.delay, slot.jitter = delay, 0.0

    def _kept(self, found: Found) -> Kept | None:
        kept = self.crawl.kept(found) if found.method == "GET" else None
        return kept if kept and (self.archive.warc_folder / kept.warc).exists() else None


def _conditions(kept: Kept | None) -> Headers:
    """Headers that let a server say that nothing changed."""
    if kept is None:
        return ()
    named = (("If-None-Match", kept.etag), ("If-Modified-Since", kept.last_modified))
    return tuple((name, value) for name, value in named if value)
