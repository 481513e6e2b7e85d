"""The process that reads documents for `isolation.Readers`: one after the other, in silence, within limits."""

from __future__ import annotations

import errno
import gc
import os
import pickle
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from traceback import extract_tb
from typing import Any

from crawler.limits import Limits, confine, grant_processor, has_running_children, join_family, memory_of
from crawler.packing import pack
from parsers.errors import Crashed, OutOfMemory, ParseError, TimedOut, TooLarge

Reader = Callable[..., Any]
"""Takes the bytes of a document and what is known of it, gives a value that can be packed, or raises ParseError."""

READY = b"ready"
GO_ON, LAST = b"+", b"-"  # the first byte of an answer: whether this process reads on after it
_BREAKING = (TimedOut, OutOfMemory, Crashed)  # no other document is read after one of these


def main() -> None:
    """Take the reader and its limits, then documents, from the parent; the end of the pipe is the end."""
    descriptor, parent = map(int, sys.argv[1:])
    join_family(parent)
    del os.environ["PYTHONPATH"]  # meant for this process alone: LibreOffice brings a Python of its own
    connection = Connection(descriptor)
    reader, limits = pickle.loads(connection.recv_bytes())  # noqa: S301 (from the parent)
    confine(limits)
    gc.freeze()  # what is loaded now stays: no collection need look through it again
    connection.send_bytes(READY)
    with suppress(EOFError):
        _read_on(connection, reader, limits)


def _read_on(connection: Connection, reader: Reader, limits: Limits) -> None:
    """Answer bundle after bundle, each taken whole first; after the last answer there is nothing to do but wait to be ended."""
    left = limits.documents
    while True:
        contexts = pickle.loads(connection.recv_bytes())  # noqa: S301 (from the parent)
        bodies = [connection.recv_bytes() for _ in contexts]
        for body, context in zip(bodies, contexts, strict=True):
            left -= 1
            packed, broken = _answer(reader, body, context, limits)
            worn = left == 0 or memory_of(os.getpid()) > limits.memory_at_rest
            connection.send_bytes((LAST if broken or worn else GO_ON) + packed)
            if broken or worn:
                connection.recv_bytes()


def _answer(reader: Reader, body: bytes, context: Mapping[str, Any], limits: Limits) -> tuple[bytes, bool]:
    """What the document says or why it cannot be read, packed, and whether this process is to read no other."""
    myself = os.getpid()
    grant_processor(limits.processor_seconds * (1 + len(context.get("parts", ()))))
    packed, broken = _outcome(reader, body, context, limits)
    if os.getpid() != myself:  # a copy that the reader forked comes back here too
        os._exit(1)
    if len(packed) > limits.output:
        return pack(TooLarge(f"the reading has more than {limits.output >> 20} MB, pictures included")), True
    return packed, has_running_children() or broken


def _outcome(reader: Reader, body: bytes, context: Mapping[str, Any], limits: Limits) -> tuple[bytes, bool]:
    try:
        return pack(reader(body, **context)), False
    except ParseError as error:
        return pack(error), isinstance(error, _BREAKING)
    except MemoryError:
        return pack(OutOfMemory(f"reading took more than {limits.memory >> 20} MB of memory")), True
    except BaseException as error:  # a panic in a Rust library is no Exception
        broken = _broken(error, limits)
        return pack(broken), isinstance(broken, _BREAKING)


def _broken(error: BaseException, limits: Limits) -> ParseError:
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return TooLarge(f"reading wrote a file of more than {limits.file >> 20} MB")
    place = extract_tb(error.__traceback__)[-1]
    words = " ".join(str(error).split())[:200]
    return Crashed(f"the reader broke ({type(error).__name__}: {words}, {Path(place.filename).name}:{place.lineno})")


if __name__ == "__main__":
    main()
