"""Every capture into WARC, then its row into the archive, in one transaction with what became of its address."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from scrapy import signals
from scrapy.exceptions import DropItem

from crawler.captures import capture_of, headers_of
from crawler.frontier import FrontierScheduler
from crawler.items import Visited
from crawler.retries import when_busy

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

CANNOT_KEEP = "cannot_keep"


class KeepPipeline:
    """Keeps what the spider hands over; when that fails, the crawl stops, since nothing may be lost in silence."""

    def __init__(self, crawler: Crawler) -> None:
        """As Scrapy makes it."""
        self.crawler = crawler
        self._closing: asyncio.Future[None] | None = None
        crawler.signals.connect(self.keep_unread, signals.spider_error)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeepPipeline:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_item(self, visited: Visited) -> Visited:
        """Keep one visit; the outcome becomes `unchanged` where the same bytes were kept before."""
        try:
            return self._keep(visited)
        except (sqlite3.Error, OSError) as error:
            self.crawler.stats.set_value(CANNOT_KEEP, str(error))
            self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=CANNOT_KEEP))
            raise DropItem(str(error)) from error

    def keep_unread(self, failure: Failure, response: Response) -> None:
        """Keep the bytes of a page whose links the spider failed to read, and say so."""
        found = response.meta["found"]
        words = f"{type(failure.value).__name__}: {failure.value}"
        capture = capture_of(response, found, found.role, self._scheduler.crawl.portal.id)
        self.process_item(Visited(found, "unread", words, response.status, capture, headers=headers_of(response)))

    @cached_property
    def _settle(self) -> Callable[[Visited, tuple[str, int] | None], None]:
        return when_busy(self._scheduler.settle)

    @property
    def _scheduler(self) -> FrontierScheduler:
        return cast("FrontierScheduler", self.crawler.engine.scheduler)

    def _keep(self, visited: Visited) -> Visited:
        scheduler, capture = self._scheduler, visited.capture
        if capture is None:
            self._settle(visited, None)
            return visited
        held = scheduler.archive.holds(capture.id)
        place = None if held else scheduler.shelf.append(capture, visited.headers)
        outcome = "unchanged" if held and visited.outcome == "ok" else visited.outcome
        visited = replace(visited, outcome=outcome, kept=capture.id)
        self._settle(visited, place)
        return visited
