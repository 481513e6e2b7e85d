"""Portals crawled in processes of their own, here or on a cluster, and gathered into one archive by a single writer.

Each group of portals (those under one domain, which may lead to the same hosts) has an archive of its own, with its
frontier, in a folder beside the main one; its WARC files, which only it appends to, are in the main archive's folder. It
begins with what the main archive knows of its portals and is taken in and removed when they are crawled; until then it
is what the next run goes on with, whoever was killed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crawler.addresses import domain_of, site_of
from crawler.adoption import adopt
from crawler.archive import Archive
from crawler.errors import CannotStart
from crawler.guard import networks
from crawler.items import utc_now
from crawler.limits import join_family
from crawler.merging import merge
from crawler.portals import Portal, portal_of
from crawler.progress import FINISHED, STARTED, Event, Watcher
from crawler.retries import when_portal_busy
from crawler.runs import finished_since, last_crawl
from crawler.settings import PORTALS_FILE
from crawler.summaries import BUSY, FAILED, INTERRUPTED, PortalSummary, summary_of

_UNENDED = (BUSY, FAILED, INTERRUPTED)

# What the main archive knows waits for no one to read it in a portal's own.
_READ_ELSEWHERE = "insert or ignore into documents (capture, kind) select id, 'elsewhere' from captures"

Options = Mapping[str, Any]
"""What `crawler.crawl.crawl` takes beside portals and archive; plain values, which travel as JSON."""


def crawl_apart(
    named: Sequence[str], *, db: Path, executor: Executor, options: Options, watcher: Watcher
) -> list[PortalSummary]:
    """Crawl each portal on some hand of the executor; the archive at `db` takes in each as it ends.

    A run that was cut short is gone on with. Raises CrawlerError before anything is asked for when a name, a network or
    the archive is wrong.
    """
    portals = {portal.id: portal for portal in (portal_of(name, Path(PORTALS_FILE)) for name in named)}
    networks(options.get("allow_private", ()))
    done: dict[str, PortalSummary] = {}
    with Archive.opened(db) as archive:
        yard = _Yard(archive)
        groups = yard.groups([*portals.values()])
        futures = {}
        for domain, group in groups.items():
            if ready := yard.prepare(domain, group):
                futures[executor.submit(crawl_group, ready, yard.began, dict(options))] = domain
                for portal in group:
                    watcher(Event(STARTED, portal.id, portal.address))
            else:
                done |= {portal.id: _as_crawled(archive, portal) for portal in group}
        for future in as_completed([*futures]):
            domain = futures.pop(future)
            summaries = [PortalSummary(**summary) for summary in future.result()]
            del future  # Dask makes anew what is still held on to when the worker that has it dies
            if all(summary.outcome != BUSY for summary in summaries):
                yard.gather(domain, all(summary.outcome not in _UNENDED for summary in summaries))
            for summary in summaries:
                done[summary.portal] = summary
                watcher(Event(FINISHED, summary.portal, summary.address, summary=summary))
        yard.close()
    return [done[portal] for portal in portals]


class _Yard:
    """The folder beside the main archive where those of the groups are while they are crawled."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.folder = archive.path.resolve().parent / f"{archive.path.stem}-crawling"  # the same on every machine
        self.folder.mkdir(exist_ok=True)
        archive.warc_folder.mkdir(exist_ok=True)
        if not (self.folder / "warc").exists():
            (self.folder / "warc").symlink_to(os.path.relpath(archive.warc_folder, self.folder))
        self.began = self._began()

    def groups(self, portals: Sequence[Portal]) -> dict[str, list[Portal]]:
        """The portals by domain."""
        groups: dict[str, list[Portal]] = {}
        for portal in portals:
            groups.setdefault(domain_of(site_of(portal.address)), []).append(portal)
        return groups

    def prepare(self, domain: str, group: Sequence[Portal]) -> list[tuple[str, str]]:
        """The portals to crawl with the path of their archive; none where this run has already taken them in."""
        path = self._path(domain)
        for portal in group:
            adopt(self.archive, portal)
        if not path.exists():
            if all(finished_since(self.archive, portal.id, self.began) for portal in group):
                return []
            draft = path.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            with Archive.opened(draft) as theirs:
                merge(theirs, [self.archive.path], portals=[portal.id for portal in group])
                theirs.conn.execute(_READ_ELSEWHERE)
            draft.replace(path)
        return [(portal.id if portal.name else portal.address, str(path)) for portal in group]

    def gather(self, domain: str, ended: bool) -> None:
        """Take a group in; when it has ended it is done with."""
        path = self._path(domain)
        merge(self.archive, [path])
        if ended:
            path.unlink()

    def close(self) -> None:
        """Leave nothing behind, unless something is still to be gone on with."""
        if not [*self.folder.glob("*.db")]:
            for path in self.folder.iterdir():
                path.unlink()
            self.folder.rmdir()

    def _began(self) -> str:
        """When this run began; one that was cut short goes on under its own time."""
        note = self.folder / "began"
        if not note.exists():
            draft = note.with_suffix(".draft")
            draft.write_text(utc_now(), encoding="ascii")
            draft.replace(note)
        return note.read_text(encoding="ascii")

    def _path(self, domain: str) -> Path:
        return self.folder / f"{domain.replace(':', '_')}.db"


def crawl_group(portals: Sequence[tuple[str, str]], began: str, options: Options) -> list[dict[str, Any]]:
    """Crawl portals of one archive in a process of their own, since Scrapy runs once in a process; their summaries.

    What the run had finished before is not crawled again; what was taken in already has left no archive.
    """
    if not Path(portals[0][1]).exists():
        return []
    return _crawled_by_child({"portals": [name for name, _ in portals], "db": portals[0][1], "began": began, **options})


@when_portal_busy
def _crawled_by_child(asked: Options) -> list[dict[str, Any]]:
    path = os.pathsep.join(map(os.path.abspath, sys.path))
    child = subprocess.run(  # noqa: S603 (this very Python)
        [sys.executable, "-P", "-m", "crawler.fleet", str(os.getpid())],
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    if child.returncode:
        raise CannotStart(f"the crawl of {asked['portals'][0]} broke (exit status {child.returncode}): run again")
    summaries: list[dict[str, Any]] = json.loads(child.stdout)
    return summaries


def _crawl_here(asked: dict[str, Any]) -> list[dict[str, Any]]:
    from crawler.crawl import crawl  # Scrapy is loaded only in this process

    db, began, names = Path(asked.pop("db")), asked.pop("began"), asked.pop("portals")
    portals = {name: portal_of(name, Path(PORTALS_FILE)) for name in names}
    with Archive.opened(db) as archive:
        ended = {
            portal.id: _as_crawled(archive, portal)
            for portal in portals.values()
            if finished_since(archive, portal.id, began)
        }
    left = [name for name, portal in portals.items() if portal.id not in ended]
    summaries = [*ended.values(), *(crawl(left, db=db, **asked) if left else ())]
    return [asdict(summary) for summary in summaries]


def _as_crawled(archive: Archive, portal: Portal) -> PortalSummary:
    return summary_of(last_crawl(archive, portal), 0.0, True)


def main() -> None:
    """What is to be crawled comes on standard input, what came of it goes to standard output, as JSON."""
    join_family(int(sys.argv[1]))
    json.dump(_crawl_here(json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
