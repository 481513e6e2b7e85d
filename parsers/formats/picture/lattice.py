"""A lattice of rules: which edges of it are drawn, and the cells that they enclose."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from parsers.formats.picture.pixels import Pixels
from parsers.formats.picture.traces import Traces

Borders = NDArray[np.bool_]


@dataclass(frozen=True)
class EdgeSettings:
    """When an edge is a border; tuned on generated tables. Numbers are shares of the edge."""

    whole: float = 0.8  # so much is drawn, with both ends: a border
    part: float = 0.3  # so much is drawn, with one end, and no letter is near: a broken border
    trace: float = 0.1  # so much is drawn, and the rule goes on at both sides: a border that is mostly lost
    beside: float = 0.25  # more ink than that beside an edge: it must then be drawn evenly
    crossing: float = 0.16  # more ink than that beside a broken edge: letters, no border
    long: int = 150  # pixels; no row of letters fills a longer edge, so that it may be less even
    even_long: float = 0.45
    most: float = 0.6  # a cell that spans columns ends where so many of its edges are borders
    even: float = 0.65  # the faintest tenth of an even edge against its mean; rows of letters reach 0.62


SETTINGS = EdgeSettings()


@dataclass(frozen=True)
class Span:
    """A cell of a lattice: rows row..row+rowspan-1, columns column..column+colspan-1, and where it is drawn."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class Lattice:
    """A table's rules: `ys` and `xs` are where they run, `level[j, i]` and `upright[j, i]` which edges are drawn.

    level[j, i] is the edge along ys[j] from xs[i] to xs[i+1]; upright[j, i] the one along xs[i] from ys[j] to ys[j+1].
    """

    ys: tuple[int, ...]
    xs: tuple[int, ...]
    level: Borders
    upright: Borders
    ruled: bool


def lattice_of(ys: Sequence[int], xs: Sequence[int], traces: Traces, sure: Container[int] = ()) -> Lattice:
    """The lattice of these rules without those drawn along one cell at most: letters that looked like rules.

    Of the column lines, those that are `sure` stay when they are drawn along one cell.
    """
    level, upright = level_edges(ys, xs, traces), _upright_edges(ys, xs, traces)
    least = min(2, len(ys) - 1)
    rows = [y for y, edges in zip(ys, level, strict=True) if edges.sum() >= min(2, len(edges))]
    columns = [x for x, edges in zip(xs, upright.T, strict=True) if edges.sum() >= (1 if x in sure else least)]
    if len(rows) < len(ys) or len(columns) < len(xs):
        return lattice_of(rows, columns, traces, sure)
    return Lattice(tuple(ys), tuple(xs), level, upright, ruled=True)


def spans_of(lattice: Lattice) -> list[Span]:
    """The cells: places with no border between them are one, as far as they form a rectangle."""
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    runs: list[Span] = []
    for row in range(rows):
        start = 0
        for column in range(1, columns + 1):
            if column == columns or lattice.upright[row, column]:
                runs = _drop(runs, _run(lattice, row, start, column), lattice)
                start = column
    return sorted((_boxed(run, lattice) for run in runs), key=lambda span: (span.row, span.column))


def level_edges(ys: Sequence[int], xs: Sequence[int], traces: Traces) -> Borders:
    """Which edges along the level rules are borders; the outer ones always are."""
    drawn = _usual(traces.across, ys, traces.drawn)
    edges = [
        [_edge(traces.across[:, a + 4 : b - 3], traces.ink[:, a + 4 : b - 3], y, drawn) for a, b in pairwise(xs)]
        for y in ys
    ]
    borders = np.array([_closed_gaps(row) for row in edges], bool)
    borders[[0, -1]] = True
    return borders


def _upright_edges(ys: Sequence[int], xs: Sequence[int], traces: Traces) -> Borders:
    drawn = _usual(np.ascontiguousarray(traces.along[ys[0] : ys[-1]].T), xs, traces.drawn)
    rows = list(pairwise(ys))
    edges = [[_edge(traces.along[a + 4 : b - 3].T, traces.ink[a + 4 : b - 3].T, x, drawn) for a, b in rows] for x in xs]
    for row, (a, b) in enumerate(rows):
        for i in _parting(traces.ink[a + 4 : b - 3] > traces.letter, xs):
            left = float((_line(traces.along[a + 4 : b - 3].T, xs[i]) > drawn).mean())
            edges[i][row] = 1.0 if left >= SETTINGS.part else max(edges[i][row], SETTINGS.part)
    borders = np.array([_closed_gaps(column) for column in edges], bool).T
    borders[:, [0, -1]] = True
    return borders


def _parting(letters: NDArray[np.bool_], xs: Sequence[int]) -> list[int]:
    """The column lines with letters on both sides and more paper between them than within a text: its height.

    Nobody prints that into one cell: what is left of a rule there is a border.
    """
    inked = np.flatnonzero(letters.any(axis=1))
    columns = np.asarray(letters.any(axis=0), bool)
    found = []
    for i, (left, x, right) in enumerate(zip(xs, xs[1:], xs[2:], strict=False), 1):
        before, after = np.flatnonzero(columns[left + 4 : x - 2]), np.flatnonzero(columns[x + 3 : right - 3])
        if len(before) and len(after) and not columns[x - 2 : x + 3].any():
            gap = (x + 3 + int(after[0])) - (left + 4 + int(before[-1]))
            found += [i] if gap > int(np.ptp(inked)) else []
    return found


def _usual(thin: Pixels, places: Sequence[int], least: float) -> float:
    """What counts as drawn here: a third as dark as rules usually are, for one between two pixels is pale."""
    lines = [float(np.percentile(thin[max(at - 2, 0) : at + 3].max(axis=0), 70)) for at in places]
    return max(least, 0.35 * float(np.median(lines)))


def _edge(thin: Pixels, ink: Pixels, at: int, drawn: float, settings: EdgeSettings = SETTINGS) -> float:
    """How surely the edge along row `at` is a border: 1 when drawn from end to end, or in part with paper beside it.

    A letter that lies across does not reach both ends, or has the rest of itself beside it.
    """
    if thin.shape[1] == 0:
        return 0.0
    line = _line(thin, at)
    inked = line > drawn
    share, end = float(inked.mean()), max(1, len(line) // 10)
    near = np.concatenate([ink[max(at - 8, 0) : max(at - 4, 0)], ink[at + 5 : at + 9]])
    lettered = float((near > 0.5 * float(np.percentile(line, 75))).any(axis=0).mean())
    ends = int(inked[:end].mean() > 0.5) + int(inked[-end:].mean() > 0.5)
    least = settings.even if len(line) < settings.long else settings.even_long
    even = float(np.percentile(line, 10)) >= least * float(line.mean())
    through = share >= settings.whole and ends == 2
    if through and (lettered < settings.beside or even):
        return 1.0
    if lettered >= settings.crossing:
        return min(share, 0.99) if ends else 0.0
    return 1.0 if share >= settings.part and ends else min(share, 0.99)


def _line(thin: Pixels, at: int) -> Pixels:
    """How dark a rule along row `at` is, point by point."""
    return np.asarray(thin[max(at - 2, 0) : at + 3].max(axis=0), np.uint8)


def _closed_gaps(edges: list[float]) -> list[bool]:
    """Borders along one rule; edges of which little is left are borders where the next sure ones on both sides are.

    Those at the end, as in the last row of a table, are where more is left.

    >>> _closed_gaps([0.2, 1, 0.3, 0.2, 1, 0, 0.5, 1, 0.4, 0.2])
    [False, True, True, True, True, False, False, True, True, False]
    """
    borders = [edge >= 1 for edge in edges]
    sure = [i for i, border in enumerate(borders) if border]
    for first, after in pairwise(sure):
        if all(edge >= SETTINGS.trace for edge in edges[first:after]):
            borders[first:after] = [True] * (after - first)
    for last in range(sure[-1] + 1 if sure else len(edges), len(edges)):
        borders[last] = borders[last - 1] and edges[last] >= SETTINGS.part
    return borders


def _run(lattice: Lattice, row: int, start: int, stop: int) -> Span:
    return Span(row, start, 1, stop - start, (0, 0, 0, 0))


def _drop(runs: list[Span], run: Span, lattice: Lattice) -> list[Span]:
    """Add a run of places; it continues the cell above it where that is as wide and no border lies between."""
    open_above = lattice.level[run.row, run.column : run.column + run.colspan].mean() < SETTINGS.most
    for number, above in enumerate(runs):
        same = (above.column, above.colspan) == (run.column, run.colspan)
        if open_above and same and above.row + above.rowspan == run.row:
            taller = Span(above.row, above.column, above.rowspan + 1, above.colspan, above.box)
            return [*runs[:number], taller, *runs[number + 1 :]]
    return [*runs, run]


def _boxed(span: Span, lattice: Lattice) -> Span:
    left, right = lattice.xs[span.column], lattice.xs[span.column + span.colspan]
    top, bottom = lattice.ys[span.row], lattice.ys[span.row + span.rowspan]
    return Span(span.row, span.column, span.rowspan, span.colspan, (left, top, right, bottom))
