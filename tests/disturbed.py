"""The command `nianbao` in a process of its own, disturbed in one way: `python tests/disturbed.py WAY NUMBER VERB...`.

A moment is counted in what the command does to the outside: SQL statements, records seen to the disk, files moved.
"""

import os
import resource
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from crawler import archive, items
from crawler.cli import main


class Clock:
    """Counts moments, and does something at one of them."""

    def __init__(self, at=0, deed=lambda: None):
        self.moment, self.at, self.deed = 0, at, deed

    def tick(self, *words):
        self.moment += 1
        if self.moment == self.at:
            self.deed()


def watch(clock):
    opened, fsync, replace = archive.Archive.open.__func__, os.fsync, Path.replace

    def watched(cls, path):
        found = opened(cls, path)
        found.conn.set_trace_callback(clock.tick)
        return found

    archive.Archive.open = classmethod(watched)
    os.fsync = lambda file: (clock.tick(), fsync(file))[1]
    Path.replace = lambda path, target: (clock.tick(), replace(path, target))[1]


def count(file):
    """Nothing happens; the number of moments is written to a file."""
    clock = Clock()
    watch(clock)
    return lambda: Path(file).write_text(str(clock.moment))


def kill(moment):
    """Signal 9 at a moment."""
    watch(Clock(int(moment), lambda: os.kill(os.getpid(), signal.SIGKILL)))


def fill(size):
    """No file may grow beyond a size: what a full disk looks like to who writes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), resource.RLIM_INFINITY))


def jump(seconds):
    """The clock jumps back and forth between two looks at it."""
    looks = []

    class Jumping(datetime):
        @classmethod
        def now(cls, zone=None):
            looks.append(1)
            return datetime.now(UTC) + timedelta(seconds=int(seconds) * (-1) ** len(looks))

    items.datetime = Jumping


def hurry(seconds):
    """A locked archive is waited for only so long."""
    archive.BUSY_SECONDS = float(seconds)


WAYS = {way.__name__: way for way in (count, kill, fill, jump, hurry)}

if __name__ == "__main__":
    after = WAYS[sys.argv[1]](sys.argv[2]) or (lambda: None)
    try:
        main(sys.argv[3:])
    finally:
        after()
