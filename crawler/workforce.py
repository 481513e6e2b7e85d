"""Hands for plain, repeatable tasks: threads of this process, or the workers of a Dask cluster, behind one interface.

Both are executors of the standard library's kind. A cluster runs what it is sent (its messages are pickles), so its
scheduler belongs on a network that strangers cannot reach, or behind TLS as Dask describes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from crawler.errors import ClusterGone
from crawler.isolation import Job, Readers, cores, in_order
from crawler.packing import pack, unpack
from parsers.errors import ParseError
from parsers.model import Reading

SECONDS_TO_CONNECT = 10
RETRIES = 3  # of a task whose worker died
_AHEAD = 32  # tasks for each worker that are under way before their turn has come: a batch is written meanwhile


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
def reading_hands(workers: int | None, cluster: str | None) -> Iterator[Readers | ClusterReaders]:
    """Readers in processes of this machine, or on a cluster."""
    if cluster is None:
        yield Readers(workers or cores())
        return
    with workforce(None, cluster) as executor:
        yield ClusterReaders(executor)


class ClusterReaders:
    """Readers whose children run on the machines of a cluster; what they answer is unpacked like a child's."""

    def __init__(self, executor: Executor) -> None:
        """On the workers of an executor."""
        self._executor = executor

    def __enter__(self) -> ClusterReaders:
        """Itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """The executor is ended by whoever made it."""

    def read(self, job: Job) -> Reading | ParseError:
        """What one document says, or why it cannot be read."""
        return _unpacked(self._executor.submit(read_packed, job).result())

    def readings(self, jobs: Iterable[Job]) -> Iterator[Reading | ParseError]:
        """What each document says, in the order of the jobs."""
        return map(_unpacked, in_order(self._executor, read_packed, jobs, _AHEAD * _hands(self._executor)))


def read_packed(job: Job) -> bytes:
    """Read a document on this worker, in a child process with limits."""
    return pack(_own_readers().read(job))


def _own_readers(kept: list[Readers] = []) -> Readers:  # noqa: B006 (for the life of the worker)
    if not kept:
        kept.append(Readers(cores()))
    return kept[0]


def _unpacked(packed: bytes) -> Reading | ParseError:
    outcome: Reading | ParseError = unpack(packed)
    return outcome


def _hands(executor: Any) -> int:  # noqa: ANN401 (two kinds that have nothing in common but `submit`)
    if isinstance(executor, ThreadPoolExecutor):
        return int(executor._max_workers)
    return max(1, sum(map(int, executor._client.nthreads().values())))
