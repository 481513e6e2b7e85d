"""Documents are read in child processes: one that crashes, hangs or grows is one error, and the next is read.

The pools of the standard library do not fulfil this: when one child dies, `concurrent.futures` gives up every
document and `multiprocessing.Pool` waits for ever; neither ends a document that hangs; and `multiprocessing` runs the
program's main module again in each child. So the children here are plain processes, with a thread for each.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from math import ceil
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, Generic, TypeVar

from crawler.errors import CannotStart, Garbled
from crawler.limits import LIMITS, Limits, kill_session, memory_of
from crawler.packing import pack, unpack
from crawler.reader import GO_ON, READY, Reader
from parsers import read
from parsers.errors import Crashed, OutOfMemory, ParseError, TimedOut

AHEAD = 2  # bundles for each child that are read before their turn has come
BUNDLE = 8  # documents that a child is given at once, so that it need not wait for the next
BUNDLED_BYTES = 1 << 19  # a bundle of so many is full
SECONDS_TO_START = 60
_TICK = 0.05  # seconds between two looks at a child at work
_SECONDS_TO_DIE = 1  # between the end of a child's pipe and that of the child

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Job:
    """A document to read; `context` holds the keyword arguments for the reader."""

    body: bytes
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def documents(self) -> int:
        """How many documents it holds, each of which may take the time of one."""
        return 1 + len(self.context.get("parts", ()))

    @property
    def size(self) -> int:
        """The bytes of all its documents."""
        return len(self.body) + sum(len(part.body) for part in self.context.get("parts", ()))


class Readers(Generic[Told]):
    """Child processes that read documents; each is started when it is first needed."""

    def __init__(
        self,
        workers: int = 1,
        *,
        reader: Callable[..., Told] = read,  # type: ignore[assignment] # Readers of readings unless told
        limits: Limits = LIMITS,
    ) -> None:
        """`reader`, a function of a module, takes the bytes and the context of a job."""
        self._children = [_Child(reader, limits) for _ in range(workers)]
        self._idle = list(self._children)
        self._threads = ThreadPoolExecutor(workers, "reader")

    def __enter__(self) -> Readers[Told]:
        """Itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """End the children and all that they started."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in self._children:
            child.kill()
        self._threads.shutdown()
        for child in self._children:
            child.end()

    def read(self, job: Job) -> Told | ParseError:
        """What the reader tells of one document, or why it cannot be read."""
        outcome: Told | ParseError = outcome_of(self.packed([job])[0])
        return outcome

    def readings(self, jobs: Iterable[Job]) -> Iterator[Told | ParseError]:
        """The outcome of each document, in the order of the jobs, of which some bundles are taken ahead."""
        bundles = bundled(jobs, BUNDLE, BUNDLED_BYTES)
        for answers in in_order(self._threads, self._read, bundles, AHEAD * len(self._children)):
            yield from map(outcome_of, answers)

    def packed(self, bundle: Sequence[Job]) -> list[bytes]:
        """The outcome of each document of a bundle, read by one child, as bytes for `outcome_of`."""
        return self._threads.submit(self._read, bundle).result()

    def _read(self, bundle: Sequence[Job]) -> list[bytes]:
        child = self._idle.pop()  # there are as many as threads
        try:
            return child.read(bundle)
        finally:
            self._idle.append(child)


class _Child:
    """One child process after the other, each until a document broke it or it has read its share."""

    def __init__(self, reader: Reader, limits: Limits) -> None:
        self._reader = reader
        self._limits = limits
        self._lock = Lock()
        self._killed = False
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection
        self._folder: TemporaryDirectory[str]

    def read(self, bundle: Sequence[Job]) -> list[bytes]:
        """The outcome of each document, packed: at most one process is lost over each."""
        answers: list[bytes] = []
        while len(answers) < len(bundle):
            answers += self._answers(bundle[len(answers) :])
        return answers

    def _answers(self, bundle: Sequence[Job]) -> Iterator[bytes]:
        """The outcomes of as many documents as one process reads, one at least."""
        process = self._ready()
        with suppress(OSError):  # one that has just died has no answer to the first either
            self._connection.send_bytes(pickle.dumps([job.context for job in bundle]))
            for job in bundle:
                self._connection.send_bytes(job.body)
        for job in bundle:
            answer, goes_on = self._answer(process, job)
            yield answer
            if not goes_on:
                self.end()
                return

    def kill(self) -> None:
        """Kill the process, whatever it does; none is started after this."""
        with self._lock:
            self._killed = True
            if self._process:
                kill_session(self._process.pid)

    def end(self) -> None:
        """End the process with all that it started and wrote."""
        with self._lock:
            process, self._process = self._process, None
        if process:
            kill_session(process.pid)
            process.wait()
            self._connection.close()
            self._folder.cleanup()

    def _ready(self) -> subprocess.Popen[bytes]:
        """The process, which has loaded its reader; a fresh one where there is none."""
        if self._process and self._process.poll() is not None:  # killed from outside while it had nothing to do
            self.end()
        if self._process:
            return self._process
        process = self._launch()
        if not self._is_loaded():
            cause = self._death(process)
            self.end()
            raise CannotStart(f"the process that reads documents does not start: {cause}")
        return process

    def _launch(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._killed:
                raise CannotStart("reading has been ended")
            self._folder = TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True)
            self._connection, theirs = Pipe()
            self._process = process = _launched(theirs.fileno(), self._folder.name)
            theirs.close()
        return process

    def _is_loaded(self) -> bool:
        try:
            self._connection.send_bytes(pickle.dumps((self._reader, self._limits)))
            ready = any(self._connection.poll(_TICK) for _ in range(ceil(SECONDS_TO_START / _TICK)))
            return ready and self._connection.recv_bytes() == READY
        except (EOFError, OSError):
            return False

    def _answer(self, process: subprocess.Popen[bytes], job: Job) -> tuple[bytes, bool]:
        """The child's answer, packed, and whether it reads on."""
        try:
            self._watch(process, self._limits.seconds * job.documents)
            answer = self._connection.recv_bytes()
        except (TimedOut, OutOfMemory) as error:
            return pack(error), False
        except (EOFError, OSError):
            return pack(self._death(process)), False
        return answer[1:], answer[:1] == GO_ON

    def _watch(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        """Wait for the answer; TimedOut or OutOfMemory when it took too much, EOFError when there will be none."""
        limits = self._limits
        for _ in range(ceil(seconds / _TICK)):  # counted, so that time in which we too were stopped is not its own
            if self._connection.poll(_TICK):
                return
            if process.poll() is not None:  # the pipe may be held open by what it left behind
                raise EOFError
            if memory_of(process.pid) > limits.memory:  # shared memory, which the system does not limit
                raise OutOfMemory(f"reading took more than {limits.memory >> 20} MB of memory")
        raise TimedOut(f"reading took more than {seconds:g} s")

    def _death(self, process: subprocess.Popen[bytes]) -> ParseError:
        """What the child died of."""
        try:
            status = process.wait(_SECONDS_TO_DIE)
        except subprocess.TimeoutExpired:
            return Crashed("the reader crashed (it no longer answers)")
        if status == -signal.SIGXCPU:
            return TimedOut(f"reading took more than {self._limits.processor_seconds} s of the processor")
        cause = signal.strsignal(-status) if status < 0 else f"exit status {status}"
        return Crashed(f"the reader crashed ({cause})")


def bundled(jobs: Iterable[Job], most: int, size: int) -> Iterator[list[Job]]:
    """The jobs in bundles of so many, or fewer where their bytes are that many."""
    bundle: list[Job] = []
    for job in jobs:
        bundle.append(job)
        if len(bundle) == most or sum(job.size for job in bundle) >= size:
            yield bundle
            bundle = []
    if bundle:
        yield bundle


def outcome_of(packed: bytes) -> Any:  # noqa: ANN401 (what a reader gives)
    """What a reader gave, or the ParseError that says why the document cannot be read."""
    try:
        return unpack(packed)
    except Garbled as error:
        return Crashed(f"the reader crashed ({error})")


def in_order(
    executor: Executor, function: Callable[[Task], Answer], tasks: Iterable[Task], ahead: int
) -> Iterator[Answer]:
    """The answer to each task, in the order of the tasks, of which so many are taken before their turn has come."""
    pending: deque[Future[Answer]] = deque()
    try:
        for task in tasks:
            pending.append(executor.submit(function, task))
            if len(pending) > ahead:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        for future in pending:
            future.cancel()


def cores() -> int:
    """How many processes can run at once."""
    return len(os.sched_getaffinity(0))


def _launched(pipe: int, folder: str) -> subprocess.Popen[bytes]:
    """A child in a session of its own, by which all that it starts can be found; it finds the same modules as we do."""
    path = os.pathsep.join(map(os.path.abspath, sys.path))  # and, with -P, not those that lie in the working directory
    return subprocess.Popen(  # noqa: S603 (this very Python)
        [sys.executable, "-P", "-m", "crawler.reader", str(pipe), str(os.getpid())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[pipe],
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": path, "TMPDIR": folder},
    )
