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

from crawler.limits import Limits, confine, grant_processor, has_running_children, join_family
from crawler.packing import pack
from parsers.errors import Crashed, OutOfMemory, ParseError, TooLarge
from parsers.model import Reading

Reader = Callable[..., Reading]

READY = b"ready"


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
        while True:
            context = pickle.loads(connection.recv_bytes())  # noqa: S301 (from the parent)
            connection.send_bytes(_answer(reader, connection.recv_bytes(), context, limits))


def _answer(reader: Reader, body: bytes, context: Mapping[str, Any], limits: Limits) -> bytes:
    """What to send back: the Reading or the ParseError, and whether something was left running."""
    myself = os.getpid()
    grant_processor(limits.processor_seconds * (1 + len(context.get("parts", ()))))
    outcome = _outcome(reader, body, context, limits)
    if os.getpid() != myself:  # a copy that the reader forked comes back here too
        os._exit(1)
    packed = pack((outcome, has_running_children()))
    if len(packed) > limits.output:
        return pack((TooLarge(f"the reading has more than {limits.output >> 20} MB, pictures included"), True))
    return packed


def _outcome(reader: Reader, body: bytes, context: Mapping[str, Any], limits: Limits) -> Reading | ParseError:
    try:
        return reader(body, **context)
    except ParseError as error:
        return error
    except MemoryError:
        return OutOfMemory(f"reading took more than {limits.memory >> 20} MB of memory")
    except BaseException as error:  # a panic in a Rust library is no Exception
        return _broken(error, limits)


def _broken(error: BaseException, limits: Limits) -> ParseError:
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return TooLarge(f"reading wrote a file of more than {limits.file >> 20} MB")
    place = extract_tb(error.__traceback__)[-1]
    words = " ".join(str(error).split())[:200]
    return Crashed(f"the reader broke ({type(error).__name__}: {words}, {Path(place.filename).name}:{place.lineno})")


if __name__ == "__main__":
    main()
