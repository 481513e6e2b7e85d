"""Tables that a page cuts in a row: their upright rules run on beyond the first or last level rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from parsers.formats.picture.traces import Traces


@dataclass(frozen=True)
class EndSettings:
    """When a row is open at a page's end. Lengths are pixels of a sheet."""

    least: int = 14  # by which rules run on: less is their own end
    gap: int = 16  # in a rule that runs on
    share: float = 0.6  # of the column lines run on
    dark: float = 0.4  # of the darkness that they have in the table
    fewest: int = 3  # and so many at least


SETTINGS = EndSettings()


def closed(ys: Sequence[int], xs: Sequence[int], traces: Traces, free: tuple[int, int]) -> list[int]:
    """The level rules and those that close a row which a page cuts; between the heights `free` nothing else is ruled."""
    top, bottom = free
    inside = traces.along[ys[0] + 4 : ys[-1] - 3]
    usual = float(np.median([np.percentile(inside[:, max(x - 2, 0) : x + 3].max(axis=1, initial=0), 60) for x in xs]))
    drawn = max(traces.drawn, SETTINGS.dark * usual)
    below = _run_on(traces.along[ys[-1] + 3 : bottom], xs, drawn)
    above = _run_on(traces.along[top : max(ys[0] - 2, top)][::-1], xs, drawn)
    return [*([ys[0] - 2 - above] if above else []), *ys, *([ys[-1] + 2 + below] if below else [])]


def _run_on(band: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], xs: Sequence[int], drawn: float) -> int:
    """How far most column lines run on from the first row of the band; 0 where they do not."""
    lengths = [_length(band[:, max(x - 3, 0) : x + 4].max(axis=1, initial=0) >= drawn) for x in xs]
    long = sorted(length for length in lengths if length >= SETTINGS.least)
    if len(long) < max(SETTINGS.fewest, SETTINGS.share * len(xs)):
        return 0
    return long[len(long) // 2]


def _length(drawn: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    """How long it is drawn from its start, without wide gaps."""
    inked = np.flatnonzero(drawn)
    if not len(inked) or inked[0] > SETTINGS.gap:
        return 0
    gaps = np.flatnonzero(np.diff(inked) > SETTINGS.gap)
    return int(inked[gaps[0]] if len(gaps) else inked[-1]) + 1
