"""What a process has done so far, in a file that outlives it, whatever ends it."""

from __future__ import annotations

import mmap
import struct
from pathlib import Path

_SHAPE = struct.Struct("<Qd")


class Meter:
    """Inputs run, and the seconds that the slowest took."""

    def __init__(self, path: Path) -> None:
        """Go on where the last process stopped."""
        if not path.exists():
            path.write_bytes(bytes(_SHAPE.size))
        with path.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), _SHAPE.size)
        self.runs, self.slowest = _SHAPE.unpack(self._memory[:])

    def count(self, seconds: float) -> bool:
        """Count an input; whether it is the slowest so far."""
        slower = seconds > self.slowest
        self.runs, self.slowest = self.runs + 1, max(seconds, self.slowest)
        self._memory[:] = _SHAPE.pack(self.runs, self.slowest)
        return slower
