"""Crawl portals: one Scrapy process, one spider for each portal, one request at a time for each host."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.addresses import domain_of, site_of
from crawler.archive import Archive
from crawler.errors import PortalBusy
from crawler.frontier import REFUSED, SUMMARY
from crawler.guard import networks
from crawler.items import Visited
from crawler.pipelines import CANNOT_KEEP
from crawler.portals import Portal, portal_of
from crawler.progress import FINISHED, STARTED, VISITED, Event, Watcher
from crawler.runs import begin_run, last_crawl
from crawler.summaries import BUSY, FAILED, INTERRUPTED, PortalSummary, summary_of

SPIDER = "reports"  # started by name: spiders import the crawler, never the other way


def crawl(
    portals: Sequence[str],
    *,
    db: Path,
    limit: int | None = None,
    delay: float | None = None,
    since: int | None = None,
    allow_private: Sequence[str] = (),
    progress: Watcher | None = None,
) -> list[PortalSummary]:
    """Crawl each portal, an address or a name in portals.toml, into the archive at `db`; once in a process.

    `limit` is the number of requests for each portal in this run. A run that was cut short is gone on with: what it
    had finished is left alone. Raises CrawlerError before anything is asked for when a name, a network or the archive is wrong.
    """
    settings = _settings(db, limit, delay, since, allow_private)
    register = Path(settings["PORTALS_FILE"])
    chosen = {portal.id: portal for portal in (portal_of(named, register) for named in portals)}
    networks(allow_private)
    with Archive.opened(db) as archive:
        to_crawl, finished = begin_run(archive, list(chosen.values()), settings.getint("REQUESTS_PER_PORTAL"))
        done = {portal.id: summary_of(last_crawl(archive, portal), 0.0, True) for portal in finished}
    if to_crawl:
        done |= _Run(settings, to_crawl, progress or (lambda event: None)).summaries()
    return [done[portal] for portal in chosen]


class _Run:
    """All portals of one call. Portals under one domain take turns, since they may lead to the same hosts."""

    def __init__(self, settings: Settings, portals: Sequence[Portal], watcher: Watcher) -> None:
        self.portals = portals
        self.watcher = watcher
        self.process = AsyncCrawlerProcess(settings)
        self.room = asyncio.Semaphore(settings.getint("PORTALS_AT_ONCE"))
        self.done: dict[str, PortalSummary] = {}
        self.stopping = False

    def summaries(self) -> dict[str, PortalSummary]:
        """Run the reactor until every portal is done, or the person wants to stop."""
        loop = asyncio.get_event_loop()
        everything = loop.create_task(self._crawl_everything())
        everything.add_done_callback(_stop_reactor)
        self.process.start(stop_after_crawl=False)
        return {portal.id: self.done.get(portal.id) or _not_begun(portal) for portal in self.portals}

    async def _crawl_everything(self) -> None:
        queues: dict[str, list[Portal]] = {}
        for portal in self.portals:
            queues.setdefault(domain_of(site_of(portal.address)), []).append(portal)
        await asyncio.gather(*(self._crawl_in_turn(queue) for queue in queues.values()))

    async def _crawl_in_turn(self, queue: Sequence[Portal]) -> None:
        for portal in queue:
            async with self.room:
                if not self.stopping:
                    self.done[portal.id] = await self._crawl_one(portal)

    async def _crawl_one(self, portal: Portal) -> PortalSummary:
        self.watcher(Event(STARTED, portal.id, portal.address))
        crawler = self.process.create_crawler(SPIDER)
        visited = _teller(self.watcher, portal.id)
        crawler.signals.connect(visited, signals.item_scraped)
        await self.process.crawl(crawler, portal=portal.address if portal.name is None else portal.id)
        summary = _summary(crawler, portal)
        self.stopping = self.stopping or summary.outcome == INTERRUPTED
        self.watcher(Event(FINISHED, portal.id, portal.address, summary=summary))
        return summary


def _settings(
    db: Path, limit: int | None, delay: float | None, since: int | None, allow_private: Sequence[str]
) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    asked = {
        "ARCHIVE": str(db),
        "REQUESTS_PER_PORTAL": limit,
        "DOWNLOAD_DELAY": delay,
        "SINCE_YEAR": since,
        "ALLOW_PRIVATE": list(allow_private),
        "AUTOTHROTTLE_ENABLED": None if delay != 0 else False,  # asked to hurry: nobody's portal but one's own
    }
    settings.setdict({name: value for name, value in asked.items() if value is not None}, priority="cmdline")
    return settings


def _teller(watcher: Watcher, portal: str) -> Callable[[Visited], None]:
    """A receiver of Scrapy's signal; it must be held on to while the crawl runs."""

    def tell(item: Visited) -> None:
        role = item.capture.role if item.capture else item.found.role
        watcher(Event(VISITED, portal, item.found.url, item.outcome, role, item.found.anchor or ""))

    return tell


def _summary(crawler: Crawler, portal: Portal) -> PortalSummary:
    summary: PortalSummary = crawler.stats.get_value(SUMMARY, _not_begun(portal))
    refused, error = crawler.stats.get_value(REFUSED), crawler.stats.get_value(CANNOT_KEEP)
    if refused is not None:
        return replace(summary, outcome=BUSY if isinstance(refused, PortalBusy) else FAILED, reason=str(refused))
    return replace(summary, outcome=FAILED, reason=f"cannot write: {error}") if error else summary


def _not_begun(portal: Portal) -> PortalSummary:
    return PortalSummary(portal.id, portal.address, outcome=INTERRUPTED, reason="not begun: run again")


def _stop_reactor(_: Any) -> None:  # noqa: ANN401 (the task that ended)
    from twisted.internet import reactor as installed

    reactor: Any = installed
    if reactor.running:
        reactor.stop()
