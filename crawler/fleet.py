"""Portals crawled in processes of their own, here or on a cluster, and gathered into one archive by a single writer.

Each group of portals (those under one domain, which may lead to the same hosts) has an archive of its own, with its
frontier, in a folder beside the main one; its WARC files, which only it appends to, are in the main archive's folder. It
begins with what the main archive knows of its portals and is taken in and removed when they are crawled; until then it
is what the next run goes on with, whoever was killed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Future, as_completed
from pathlib import Path

from crawler.addresses import domain_of, site_of
from crawler.adoption import adopt
from crawler.archive import Archive
from crawler.crews import Crews, FarCrews, Group, Summaries
from crawler.guard import networks
from crawler.items import utc_now
from crawler.merging import merge
from crawler.portals import Portal, portal_of
from crawler.progress import FINISHED, Event, Watcher
from crawler.runs import finished_since, last_crawl
from crawler.settings import PORTALS_FILE
from crawler.summaries import BUSY, FAILED, INTERRUPTED, PortalSummary, not_begun, summary_of

_UNENDED = (BUSY, FAILED, INTERRUPTED)

# What the main archive knows waits for no one to read it in a portal's own.
_READ_ELSEWHERE = "insert or ignore into documents (capture, kind) select id, 'elsewhere' from captures"


def crawl_apart(
    named: Sequence[str], *, db: Path, crews: Crews | FarCrews, allow_private: Sequence[str] = (), watcher: Watcher
) -> list[PortalSummary]:
    """Crawl each portal by some crew; the archive at `db` takes in each group of them as it ends.

    A run that was cut short is gone on with. Raises CrawlerError before anything is asked for when a name, a network or
    the archive is wrong.
    """
    portals = {portal.id: portal for portal in (portal_of(name, Path(PORTALS_FILE)) for name in named)}
    networks(allow_private)
    done: dict[str, PortalSummary] = {}
    with Archive.opened(db) as archive:
        yard = _Yard(archive)
        futures: dict[Future[Summaries | None], str] = {}
        try:
            for domain, group in yard.groups([*portals.values()]).items():
                if ready := yard.prepare(domain, group):
                    futures[crews.submit(ready)] = domain
                else:
                    done |= {portal.id: summary_of(last_crawl(archive, portal), 0.0, True) for portal in group}
            _gather(yard, futures, done, watcher)
        except KeyboardInterrupt:
            crews.stop()
            _gather(yard, futures, done, watcher)
        yard.close()
    return [done.get(portal.id) or not_begun(portal) for portal in portals.values()]


def _gather(
    yard: _Yard, futures: dict[Future[Summaries | None], str], done: dict[str, PortalSummary], watcher: Watcher
) -> None:
    """Take in each group as it ends; one that an interrupt came before is left for the next run."""
    for future in as_completed([*futures]):
        domain = futures.pop(future)
        if future.cancelled() or (told := future.result()) is None:
            continue
        summaries = [PortalSummary(**summary) for summary in told]
        del future  # Dask makes anew what is still held on to when the worker that has it dies
        if all(summary.outcome != BUSY for summary in summaries):
            yard.gather(domain, all(summary.outcome not in _UNENDED for summary in summaries))
        for summary in summaries:
            done[summary.portal] = summary
            watcher(Event(FINISHED, summary.portal, summary.address, summary=summary))


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

    def prepare(self, domain: str, group: Sequence[Portal]) -> Group | None:
        """What a crew is told of a group, its archive made; None where this run has already taken it in."""
        path = self._path(domain)
        for portal in group:
            adopt(self.archive, portal)
        if not path.exists():
            if all(finished_since(self.archive, portal.id, self.began) for portal in group):
                return None
            draft = path.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            with Archive.opened(draft) as theirs:
                merge(theirs, [self.archive.path], portals=[portal.id for portal in group])
                theirs.conn.execute(_READ_ELSEWHERE)
            draft.replace(path)
        names = [portal.id if portal.name else portal.address for portal in group]
        return {"portals": names, "db": str(path), "began": self.began}

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
