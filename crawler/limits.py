"""What one document may take, and the means by which Linux holds a process, and all that it started, to it."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from pathlib import Path

_PAGE = resource.getpagesize()
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Limits:
    """For one document, but for the last two, after which a process is replaced by a fresh one."""

    seconds: float = 40  # by the clock; the processor's time ends a reader sooner unless others keep it busy
    processor_seconds: int = 20  # of all threads together
    # Of private memory: the whole-picture pass of RapidOCR with OpenCV, PDFium and ONNX takes 580 MB of it
    # (and 1.5 GB of addresses, so that these say nothing), LibreOffice 300 MB.
    memory: int = 1 << 30
    file: int = 256 << 20  # bytes of a file it writes
    output: int = 256 << 20  # bytes of the reading, pictures included
    documents: int = 1000
    memory_at_rest: int = 640 << 20


LIMITS = Limits()


def confine(limits: Limits) -> None:
    """Hold this process to its limits of memory and files; no core dumps.

    Programs it starts inherit the limits, but may set theirs anew.
    """
    _set(resource.RLIMIT_DATA, limits.memory)
    _set(resource.RLIMIT_FSIZE, limits.file)
    _set(resource.RLIMIT_CORE, 0)


def grant_processor(seconds: int) -> None:
    """Let this process compute for so long from now on; then SIGXCPU ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set(resource.RLIMIT_CPU, ceil(used.ru_utime + used.ru_stime) + seconds)


def join_family(parent: int) -> None:
    """Let this process be killed when its parent ends, in whatever way, and adopt what its own children leave behind.

    Exits when the parent has already ended.
    """
    prctl = ctypes.CDLL(None).prctl
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    prctl(_PR_SET_CHILD_SUBREAPER, 1)
    if os.getppid() != parent:
        os._exit(1)


def has_running_children() -> bool:
    """Whether a process that this one started or adopted still runs."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:  # ended, and now taken note of
            pass
    except ChildProcessError:
        return False
    return True


def memory_of(pid: int) -> int:
    """The bytes of memory in use by a process; 0 when it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def kill_session(leader: int) -> None:
    """Kill a process that leads a session and all that it left running in it."""
    members = [leader]
    while members:
        for pid in members:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        members = [pid for pid in _members(leader) if pid != leader]


def _members(session: int) -> Iterator[int]:
    """The processes of a session that still run."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                state, _, _, its_session = (entry / "stat").read_bytes().rpartition(b")")[2].split()[:4]
                if int(its_session) == session and state not in b"ZX":
                    yield int(entry.name)


def _set(kind: int, soft: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
