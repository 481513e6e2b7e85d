"""Hands for plain, repeatable tasks: threads of this process, or the workers of a Dask cluster, behind one interface.

Both are executors of the standard library's kind. A cluster runs what it is sent (its messages are pickles), so its
scheduler belongs on a network that strangers cannot reach, or behind TLS as Dask describes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from crawler.entries import Entry, read_entry
from crawler.errors import ClusterGone
from crawler.isolation import Job, Readers, bundled, cores, in_order, outcome_of
from parsers.errors import ParseError

SECONDS_TO_CONNECT = 10
RETRIES = 3  # of a task whose worker died
# A task costs its way through the scheduler, whatever it holds: of single documents half the time would go there.
BUNDLE = 32  # documents of a task
BUNDLED_BYTES = 1 << 21  # a task of so many is full
AHEAD = 3  # tasks for each worker that are under way before their turn has come: a batch is written meanwhile

EntryReaders = Readers[Entry]


@contextmanager
def workforce(workers: int | None, cluster: str | None) -> Iterator[Executor]:
    """`workers` threads here, or the cluster whose scheduler has this address. Raises ClusterGone, also later."""
    if cluster is None:
        with ThreadPoolExecutor(workers or cores(), "worker") as threads:
            yield threads
        return
    try:
        from distributed import Client  # an extra: `pip install nianbao[cluster]`
    except ImportError as error:
        raise ClusterGone("--cluster needs Dask: install it with `pip install nianbao[cluster]`") from error
    try:
        with Client(cluster, timeout=SECONDS_TO_CONNECT, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            yield client.get_executor(pure=False, retries=RETRIES)
    except (OSError, CancelledError) as error:
        raise ClusterGone(
            f"the cluster at {cluster} cannot be reached or has gone: run again when it is there"
        ) from error


@contextmanager
def reading_hands(workers: int | None, cluster: str | None) -> Iterator[EntryReaders | ClusterReaders]:
    """Readers of entries in processes of this machine, or on a cluster."""
    if cluster is None:
        yield entry_readers(workers or cores())
        return
    with workforce(None, cluster) as executor:
        yield ClusterReaders(executor)


def entry_readers(workers: int) -> EntryReaders:
    """Processes that read documents as the archive holds them."""
    return Readers(workers, reader=read_entry)


class ClusterReaders:
    """Readers of entries whose children run on the machines of a cluster; what they answer is unpacked like a child's."""

    def __init__(self, executor: Executor) -> None:
        """On the workers of an executor."""
        self._executor = executor

    def __enter__(self) -> ClusterReaders:
        """Itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """The executor is ended by whoever made it."""

    def read(self, job: Job) -> Entry | ParseError:
        """What one document says, or why it cannot be read."""
        outcome: Entry | ParseError = outcome_of(self._executor.submit(read_bundle, [job]).result()[0])
        return outcome

    def readings(self, jobs: Iterable[Job]) -> Iterator[Entry | ParseError]:
        """What each document says, in the order of the jobs."""
        bundles = bundled(jobs, BUNDLE, BUNDLED_BYTES)
        for answers in in_order(self._executor, read_bundle, bundles, AHEAD * _hands(self._executor)):
            yield from map(outcome_of, answers)


def read_bundle(bundle: Sequence[Job]) -> list[bytes]:
    """Read documents on this worker, in a child process with limits; each outcome as the child packed it."""
    return _own_readers().packed(bundle)


def _own_readers(kept: list[EntryReaders] = []) -> EntryReaders:  # noqa: B006 (for the life of the worker)
    if not kept:
        kept.append(entry_readers(cores()))
    return kept[0]


def _hands(executor: Any) -> int:  # noqa: ANN401 (two kinds that have nothing in common but `submit`)
    if isinstance(executor, ThreadPoolExecutor):
        return int(executor._max_workers)
    return max(1, sum(map(int, executor._client.nthreads().values())))
