"""The process of a crew: takes groups of portals from its parent and crawls them side by side; see `crawler.crews`."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crawler.archive import Archive
from crawler.crawl import Run, begun, settings_of
from crawler.crews import told
from crawler.errors import CrawlerError
from crawler.limits import join_family
from crawler.portals import Portal, portal_of
from crawler.progress import FINISHED, Event
from crawler.runs import finished_since, last_crawl
from crawler.settings import PORTALS_FILE
from crawler.summaries import PortalSummary, not_begun, summary_of


class Crewman:
    """Crawls what it is told to; each answer is a line on standard output."""

    def __init__(self, options: dict[str, Any]) -> None:
        """`options` hold for all that this process crawls."""
        self.options = options
        self.run = Run(self._settings(None), self._tell_event)
        self.unanswered: dict[int, dict[str, Any]] = {}
        self.group_of: dict[str, int] = {}

    def work(self) -> None:
        """Until there is no more to do, or the parent or a person wants to stop; every group has an answer."""
        self.run.until_done(self._take())
        for number, group in list(self.unanswered.items()):
            self._answer(number, [asdict(summary) for summary in as_left(group)])

    async def _take(self) -> None:
        loop, lines = asyncio.get_running_loop(), asyncio.StreamReader(limit=1 << 20)
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        async with asyncio.TaskGroup() as tasks:
            while line := await lines.readline():
                group = json.loads(line)
                self.unanswered[group["group"]] = group
                tasks.create_task(self._crawl(group))

    async def _crawl(self, group: dict[str, Any]) -> None:
        try:
            summaries = await self._summaries(group)
        except CrawlerError as error:
            self.unanswered.pop(group["group"])
            _tell({"group": group["group"], "error": str(error)})
        else:
            self._answer(group["group"], [asdict(summary) for summary in summaries])

    async def _summaries(self, group: dict[str, Any]) -> list[PortalSummary]:
        """One portal after the other: they are under one domain, and may lead to the same hosts."""
        settings, portals, done = self._settings(Path(group["db"])), portals_of(group), finished_of(group)
        to_crawl, before = begun(Path(group["db"]), [portal for portal in portals if portal.id not in done], settings)
        done |= before
        self.group_of |= dict.fromkeys((portal.id for portal in to_crawl), group["group"])
        for portal in to_crawl:
            if not self.run.stopping:
                done[portal.id] = await self.run.crawl_one(portal, settings)
        return [done.get(portal.id) or not_begun(portal) for portal in portals]

    def _settings(self, db: Path | None) -> Any:  # noqa: ANN401 (Scrapy's)
        asked = self.options
        return settings_of(db, asked["limit"], asked["delay"], asked["since"], asked["allow_private"])

    def _tell_event(self, event: Event) -> None:
        if event.kind != FINISHED:  # that is what the answer says, once it is in the archive
            _tell({"group": self.group_of[event.portal], "event": told(event)})

    def _answer(self, number: int, summaries: list[dict[str, Any]]) -> None:
        del self.unanswered[number]
        _tell({"group": number, "summaries": summaries})


def portals_of(group: dict[str, Any]) -> list[Portal]:
    """The portals of a group."""
    return [portal_of(name, Path(PORTALS_FILE)) for name in group["portals"]]


def finished_of(group: dict[str, Any]) -> dict[str, PortalSummary]:
    """How those portals of a group fared that this run had finished before it was cut short."""
    with Archive.opened(Path(group["db"])) as archive:
        return {
            portal.id: summary_of(last_crawl(archive, portal), 0.0, True)
            for portal in portals_of(group)
            if finished_since(archive, portal.id, group["began"])
        }


def as_left(group: dict[str, Any]) -> list[PortalSummary]:
    """How the portals of a group stand when they are left before their end."""
    done = finished_of(group)
    with Archive.opened(Path(group["db"])) as archive:
        return [done.get(portal.id) or _as_left(archive, portal) for portal in portals_of(group)]


def _as_left(archive: Archive, portal: Portal) -> PortalSummary:
    try:
        return summary_of(last_crawl(archive, portal), 0.0, False)
    except LookupError:
        return not_begun(portal)


def _tell(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main() -> None:
    """The first line on standard input is what all crawls are asked for, every other one a group."""
    join_family(int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until Scrapy ends in order, there is nothing to be ended
    stream = open(sys.stdin.fileno(), "rb", buffering=0, closefd=False)  # noqa: SIM115 (nothing of the next line)
    Crewman(json.loads(stream.readline())).work()


if __name__ == "__main__":
    main()
