"""Crews: processes that crawl groups of portals, up to `PORTALS_AT_ONCE` of them at once in each, here or on a cluster.

Scrapy runs once in a process, and its reactor has room for many portals that keep it waiting. So a process is kept while
there is work for it and takes the next group when one ends. Both sides write a line of JSON for each message.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread
from typing import IO, Any
from uuid import uuid4

from crawler.errors import CannotStart, CrawlerError
from crawler.isolation import cores
from crawler.progress import Event, Watcher
from crawler.retries import when_crew_died, when_portal_busy
from crawler.settings import PORTALS_AT_ONCE
from crawler.workforce import workforce

Group = Mapping[str, Any]
"""`portals` under one domain by name or address, their archive `db`, and when the run `began`; plain values, for JSON."""

Options = Mapping[str, Any]
"""What `crawler.crawl.crawl` takes beside portals and archive; plain values too."""

Summaries = list[dict[str, Any]]


class Crews:
    """So many crews on this machine, each with room for `PORTALS_AT_ONCE` groups."""

    def __init__(self, workers: int, options: Options, watcher: Watcher) -> None:
        """`watcher` is told of every portal that is begun and every address that is visited, by any thread."""
        self._crews = [Crew(options) for _ in range(workers)]
        self._places = deque(self._crews * PORTALS_AT_ONCE)
        self._watcher = watcher
        self._threads = ThreadPoolExecutor(len(self._places), "crawl")

    def submit(self, group: Group) -> Future[Summaries | None]:
        """What will have come of each portal of a group, None where an end came before it. CannotStart where it breaks
        every process.
        """
        return self._threads.submit(self._crawl, group)

    def stop(self) -> None:
        """Begin nothing more, and let what was begun end in order."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for crew in self._crews:
            crew.stop()

    def close(self) -> None:
        """End the processes."""
        self.stop()
        self._threads.shutdown()

    @when_crew_died
    def _crawl(self, group: Group) -> Summaries | None:
        crew = self._places.popleft()  # there are as many as threads
        try:
            return crawl_group(crew, group, self._watcher)
        finally:
            self._places.append(crew)


class FarCrews:
    """A crew in each worker of a cluster."""

    def __init__(self, executor: Any, options: Options, watcher: Watcher) -> None:  # noqa: ANN401 (Dask's)
        """On the workers of a Dask executor, which tell the watcher by way of their scheduler."""
        self._executor = executor
        self._options = dict(options)
        self._topic = f"nianbao-{uuid4()}"
        executor._client.subscribe_topic(self._topic, lambda heard: watcher(Event(**heard[1]["event"])))

    def submit(self, group: Group) -> Future[Summaries | None]:
        """What will have come of each portal of a group; it is crawled again by another worker when one dies."""
        future: Future[Summaries | None] = self._executor.submit(crawl_far, dict(group), self._options, self._topic)
        return future

    def stop(self) -> None:
        """What was begun far away goes on there; the next run waits for it."""
        raise KeyboardInterrupt

    def close(self) -> None:
        """The executor is ended by whoever made it."""


@contextmanager
def crawling_crews(
    workers: int | None, cluster: str | None, options: Options, watcher: Watcher
) -> Iterator[Crews | FarCrews]:
    """Crews on this machine, one for each core unless told, or on a cluster."""
    if cluster is not None:
        with workforce(None, cluster) as executor:
            yield FarCrews(executor, options, watcher)
        return
    crews = Crews(workers or cores(), options, watcher)
    try:
        yield crews
    finally:
        crews.close()


def crawl_far(group: Group, options: Options, topic: str) -> Summaries | None:
    """Crawl a group on this worker of a cluster, whose crew has room for more while this task waits."""
    from distributed import get_worker, secede

    worker, crew = get_worker(), _own_crew(json.dumps(options))
    with crew.room:
        secede()  # type: ignore[no-untyped-call] # the worker is free to begin the next group
        try:
            return crawl_group(crew, group, lambda event: worker.log_event(topic, {"event": told(event)}))
        finally:
            crew.rest()


@when_portal_busy
def crawl_group(crew: Crew, group: Group, watcher: Watcher) -> Summaries | None:
    """Crawl the portals of one archive; what was taken in already has left no archive."""
    return crew.crawl(group, watcher) if Path(group["db"]).exists() else []


def told(event: Event) -> dict[str, str]:
    """An event as plain values; the summary of a portal's end is told otherwise."""
    return {name: getattr(event, name) for name in ("kind", "portal", "url", "outcome", "role", "anchor")}


def _own_crew(options: str, kept: dict[str, Crew] = {}) -> Crew:  # noqa: B006 (for the life of the worker)
    return kept.setdefault(options, Crew(json.loads(options)))


class Crew:
    """One process, started when there is work for it, and again after it died."""

    def __init__(self, options: Options) -> None:
        """`options` hold for all that it crawls."""
        self.room = BoundedSemaphore(PORTALS_AT_ONCE)
        self._options = options
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None
        self._under_way: dict[int, tuple[Future[Summaries], Watcher]] = {}
        self._count = 0
        self._stopped = False

    def crawl(self, group: Group, watcher: Watcher) -> Summaries | None:
        """What came of each portal of a group, None once it was stopped; `watcher` is told of all but their end.

        Raises CannotStart when the process died over it.
        """
        future: Future[Summaries] = Future()
        with self._lock:
            if self._stopped:
                return None
            self._count += 1
            self._under_way[self._count] = future, watcher
            self._process = self._process or self._start()
            with suppress(OSError):  # it has just died: whoever listens to it says so to all
                _say(self._process.stdin, {"group": self._count, **group})
        return future.result()

    def rest(self) -> None:
        """Let the process go unless it has something to do."""
        with self._lock:
            if self._process and self._process.stdin and not self._under_way:
                self._process.stdin.close()
                self._process = None

    def stop(self) -> None:
        """Let the process end in order what it has begun, and begin nothing more."""
        with self._lock:
            self._stopped = True
            if self._process:
                self._process.send_signal(signal.SIGINT)

    def _start(self) -> subprocess.Popen[str]:
        started: Future[subprocess.Popen[str]] = Future()
        Thread(target=self._attend, args=[started], name="crew").start()
        return started.result()

    def _attend(self, started: Future[subprocess.Popen[str]]) -> None:
        """Start the process and listen to it until it ends, in one thread: it is killed when that ends."""
        try:
            process = _started(self._options)
        except BaseException as error:
            started.set_exception(error)
            return
        started.set_result(process)
        for line in process.stdout or ():
            with suppress(ValueError):  # a line that a kill cut off
                self._take(json.loads(line))
        self._end(process, process.wait())

    def _take(self, line: Mapping[str, Any]) -> None:
        number = line["group"]
        if "event" in line:
            self._under_way[number][1](Event(**line["event"]))
            return
        with self._lock:
            future, _ = self._under_way.pop(number)
        if "error" in line:
            future.set_exception(CrawlerError(line["error"]))
        else:
            future.set_result(line["summaries"])

    def _end(self, process: subprocess.Popen[str], status: int) -> None:
        with self._lock:
            if self._process is not process:  # it was let go: what is under way is another's
                return
            self._process = None
            left, self._under_way = self._under_way, {}
        for future, _ in left.values():
            future.set_exception(CannotStart(f"a process that crawls broke (exit status {status}): run again"))


def _started(options: Options) -> subprocess.Popen[str]:
    path = os.pathsep.join(map(os.path.abspath, sys.path))
    process = subprocess.Popen(  # noqa: S603 (this very Python)
        [sys.executable, "-P", "-m", "crawler.crewing", str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,  # ^C is for the parent, which then ends each in order
        env={**os.environ, "PYTHONPATH": path},
    )
    with suppress(OSError):
        _say(process.stdin, options)
    return process


def _say(stream: IO[str] | None, message: Mapping[str, Any]) -> None:
    if stream:
        stream.write(json.dumps(message) + "\n")
        stream.flush()
