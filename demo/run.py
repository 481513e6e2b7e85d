"""`nianbao demo`: replica portals on loopback, a real crawl of them, reading, and Datasette at the end."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from crawler import showing
from crawler.archive import Archive
from crawler.crawl import crawl
from crawler.errors import CannotWrite
from crawler.load import Loaded, load
from crawler.progress import watching
from crawler.serving import serve
from crawler.summaries import PortalSummary
from demo.replicas import portals
from demo.replicas import serve as serve_replicas

NETWORK = "127.0.1.0/24"
REPLICA_PORT = 8111  # fixed, so that addresses, and with them ids, are the same on every run


def run(folder: Path, port: int, *, serving: bool) -> None:
    """Crawl the replicas from their home pages into `folder`, print a summary and, if asked to, serve the archive.

    Raises CannotWrite when the folder cannot be made or the replicas' port is taken.
    """
    started = time.monotonic()
    db = _database(folder)
    summaries, loaded = _chain(db)
    _summary(db, summaries, loaded, time.monotonic() - started)
    if serving:
        showing.say(f"Open http://127.0.0.1:{port}/archive in a browser (^C ends)")
        serve(db, "127.0.0.1", port)


def _database(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"{folder} cannot be made ({error.strerror}): choose another with --folder") from error
    return folder / "archive.db"


def _chain(db: Path) -> tuple[Sequence[PortalSummary], Loaded]:
    try:
        with serve_replicas(portals(), REPLICA_PORT) as replicas:
            homes = [replicas[portal.slug] for portal in portals()]
            with watching(Console()) as watcher:
                summaries = crawl(homes, db=db, delay=0, allow_private=(NETWORK,), progress=watcher)
    except OSError as error:
        raise CannotWrite(f"port {REPLICA_PORT} on 127.0.1.x is taken ({error.strerror}): end what uses it") from error
    with Archive.opened(db) as archive:
        return summaries, load(archive)


def _summary(db: Path, summaries: Sequence[PortalSummary], loaded: Loaded, seconds: float) -> None:
    showing.crawl_summary(summaries, loaded)
    with Archive.opened(db, create=False) as archive:
        counts = {
            "portals": archive.value("select count(*) from portals"),
            "pages": sum(summary.pages for summary in summaries),
            "reports": archive.value("select count(*) from reports"),
            "figures": archive.value("select sum(cells - blank) from readings"),
            "findings": archive.value("select count(*) from findings"),
        }
    words = ", ".join(f"{number} {name}" for name, number in counts.items())
    showing.say(f"{words}; {seconds:.1f} s; archive: {db}")
