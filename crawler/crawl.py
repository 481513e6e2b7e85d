"""Crawl portals: one Scrapy process, one spider for each portal, one request at a time for each host."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
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
from crawler.summaries import BUSY, FAILED, INTERRUPTED, PortalSummary, not_begun, summary_of

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
    settings = settings_of(db, limit, delay, since, allow_private)
    register = Path(settings["PORTALS_FILE"])
    chosen = {portal.id: portal for portal in (portal_of(named, register) for named in portals)}
    networks(allow_private)
    to_crawl, done = begun(db, list(chosen.values()), settings)
    if to_crawl:
        run = Run(settings, progress or (lambda event: None))
        run.until_done(_everything(run, to_crawl, settings, done))
    return [done.get(portal.id) or not_begun(portal) for portal in chosen.values()]


def begun(db: Path, portals: Sequence[Portal], settings: Settings) -> tuple[list[Portal], dict[str, PortalSummary]]:
    """The portals to crawl into an archive, and how those fared that a run cut short had finished."""
    with Archive.opened(db) as archive:
        to_crawl, finished = begin_run(archive, portals, settings.getint("REQUESTS_PER_PORTAL"))
        return to_crawl, {portal.id: summary_of(last_crawl(archive, portal), 0.0, True) for portal in finished}


async def _everything(run: Run, portals: Sequence[Portal], settings: Settings, done: dict[str, PortalSummary]) -> None:
    """Portals under one domain take turns, since they may lead to the same hosts."""
    room = asyncio.Semaphore(settings.getint("PORTALS_AT_ONCE"))
    queues: dict[str, list[Portal]] = {}
    for portal in portals:
        queues.setdefault(domain_of(site_of(portal.address)), []).append(portal)
    await asyncio.gather(*(_in_turn(run, queue, settings, room, done) for queue in queues.values()))


async def _in_turn(
    run: Run, queue: Sequence[Portal], settings: Settings, room: asyncio.Semaphore, done: dict[str, PortalSummary]
) -> None:
    for portal in queue:
        async with room:
            if not run.stopping:
                done[portal.id] = await run.crawl_one(portal, settings)


class Run:
    """All that this process crawls, in the one reactor that a process can run."""

    def __init__(self, settings: Settings, watcher: Watcher) -> None:
        """What does not hang on a portal or an archive is taken from these settings."""
        self.watcher = watcher
        self.process = AsyncCrawlerProcess(settings)
        self.stopping = False

    def until_done(self, everything: Coroutine[Any, Any, None]) -> None:
        """Run the reactor until that is done, or the person wants to stop."""
        task = asyncio.get_event_loop().create_task(everything)
        task.add_done_callback(_stop_reactor)
        self.process.start(stop_after_crawl=False)

    async def crawl_one(self, portal: Portal, settings: Settings) -> PortalSummary:
        """Crawl a portal into the archive that the settings name."""
        self.watcher(Event(STARTED, portal.id, portal.address))
        crawler = Crawler(self.process.spider_loader.load(SPIDER), settings)
        visited = _teller(self.watcher, portal.id)
        crawler.signals.connect(visited, signals.item_scraped)
        await self.process.crawl(crawler, portal=portal.address if portal.name is None else portal.id)
        summary = _summary(crawler, portal)
        self.stopping = self.stopping or summary.outcome == INTERRUPTED
        self.watcher(Event(FINISHED, portal.id, portal.address, summary=summary))
        return summary


def settings_of(
    db: Path | None, limit: int | None, delay: float | None, since: int | None, allow_private: Sequence[str]
) -> Settings:
    """Scrapy's settings for portals crawled into the archive at `db`; those of a process that fills several name none."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    asked = {
        "ARCHIVE": db and str(db),
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
    summary: PortalSummary = crawler.stats.get_value(SUMMARY, not_begun(portal))
    refused, error = crawler.stats.get_value(REFUSED), crawler.stats.get_value(CANNOT_KEEP)
    if refused is not None:
        return replace(summary, outcome=BUSY if isinstance(refused, PortalBusy) else FAILED, reason=str(refused))
    return replace(summary, outcome=FAILED, reason=f"cannot write: {error}") if error else summary


def _stop_reactor(_: Any) -> None:  # noqa: ANN401 (the task that ended)
    from twisted.internet import reactor as installed

    reactor: Any = installed
    if reactor.running:
        reactor.stop()
