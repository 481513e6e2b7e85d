"""What a person sees of a running crawl: a live table on a terminal, plain lines anywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

from rich.console import Console
from rich.progress import Progress, ProgressColumn, SpinnerColumn, Task, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from crawler.escaping import plain
from crawler.outcomes import FAILURES
from crawler.summaries import SEEN, PortalSummary

STARTED, VISITED, FINISHED = "started", "visited", "finished"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a portal: it was started, an address was visited, it was finished (`summary`)."""

    kind: str
    portal: str
    url: str = ""
    outcome: str = ""
    role: str = ""
    anchor: str = ""
    summary: PortalSummary | None = None


Watcher = Callable[[Event], None]


@contextmanager
def watching(console: Console) -> Iterator[Watcher]:
    """A watcher that draws on the console until the block ends; several threads may tell it of events."""
    if not console.is_terminal:
        yield _one_at_a_time(_Lines(console))
        return
    with _progress(console) as progress:
        yield _one_at_a_time(_Table(progress))


def _one_at_a_time(watcher: Watcher) -> Watcher:
    lock = Lock()

    def watch(event: Event) -> None:
        with lock:
            watcher(event)

    return watch


def line_of(summary: PortalSummary) -> str:
    """A portal's crawl in one line.

    >>> line_of(PortalSummary("wendeng", "http://www.wendeng.gov.cn/", "hanweb", 12, 2, 1, 0, "done", "", 3.2))
    'wendeng: done, 2 reports on 12 pages (hanweb), 1 failed, 0 walls, 3.2 s'
    >>> line_of(PortalSummary("x.gov.cn", "http://x.gov.cn/", name="温县人民政府")).partition(",")[0]
    '温县人民政府 (x.gov.cn): done'
    """
    numbers = f"{summary.reports} reports on {summary.pages} pages ({summary.platform or 'unknown system'})"
    whose = f"{summary.name} ({summary.portal})" if summary.name else summary.portal
    line = f"{whose}: {summary.outcome}, {numbers}, {summary.failed} failed, {summary.walls} walls"
    line = f"{line}, {summary.seconds:.1f} s"
    return f"{line}: {summary.reason}" if summary.reason else line


class _Lines:
    """One line when a portal starts, for each report, for each failure, and at the end."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def __call__(self, event: Event) -> None:
        line = self._line(event)
        if line:
            self.console.print(plain(line), markup=False, highlight=False, soft_wrap=True)

    def _line(self, event: Event) -> str:
        if event.summary is not None:
            return line_of(event.summary)
        if event.kind == STARTED:
            return f"{event.portal}: started at {event.url}"
        if event.role == "report" and event.outcome in SEEN:
            return f"{event.portal}: report {event.anchor or event.url} ({event.outcome})"
        return f"{event.portal}: {event.outcome} {event.url}" if event.outcome in FAILURES else ""


class _Table:
    """One row for each portal that is under way."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.rows: dict[str, TaskID] = {}
        self.counts: dict[str, dict[str, Any]] = {}

    def __call__(self, event: Event) -> None:
        if event.kind == STARTED:
            self._forget(event.portal)  # of a process that died
            self.counts[event.portal] = dict.fromkeys(("pages", "reports", "failed", "walls"), 0)
            self.rows[event.portal] = self.progress.add_task(event.portal, total=None, **self.counts[event.portal])
        elif event.summary is not None:
            self._forget(event.portal)
            self.progress.console.print(plain(line_of(event.summary)), markup=False, highlight=False)
        elif event.portal in self.rows:  # what comes by way of a cluster may come late
            self._count(event)

    def _forget(self, portal: str) -> None:
        if portal in self.rows:
            self.progress.remove_task(self.rows.pop(portal))

    def _count(self, event: Event) -> None:
        counts = self.counts[event.portal]
        counts["pages"] += event.outcome in SEEN
        counts["reports"] += event.role == "report" and event.outcome in SEEN
        counts["failed"] += event.outcome in FAILURES
        counts["walls"] += event.outcome == "wall"
        self.progress.update(self.rows[event.portal], advance=1, **counts)


class _Rate(ProgressColumn):
    """Addresses visited in a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.completed / task.elapsed:.1f}/s" if task.elapsed else "", style="dim")


def _progress(console: Console) -> Progress:
    counts = "{task.fields[pages]} pages  {task.fields[reports]} reports  {task.fields[failed]} failed"
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn(counts),
        TextColumn("{task.fields[walls]} walls"),
        _Rate(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
