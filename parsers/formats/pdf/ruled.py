"""Rules on a page -> the cells of its tables, by geometry alone.

A rule is where something thin was drawn, whatever drew it (line, rectangle, row of dots). Rules that touch belong to
one table; places between rules that no wall divides are one cell. A table without an outer border, or one whose last
row runs on over the page, is closed by the extent of its rules.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.model import Box


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far apart, in points, what belongs together may be drawn."""

    thick: float = 4.5  # the thickest rule: a 3 pt double border, its caps included
    near: float = 5.0  # double rules and `border-collapse: separate` print one wall as two, up to 4.5 pt apart
    wall: float = 7.5  # the thickest wall of several rules
    gap: float = 6.5  # between dashes of a 2 pt rule, or where WeasyPrint leaves the corner of a cut cell open
    short: float = 6.0  # less is a stray mark
    covered: float = 0.5  # share of a cell's side that must be ruled to be a wall


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule: the line it lies on and where on it it starts and ends."""

    at: float
    start: float
    end: float


Rules = tuple[list[Rule], list[Rule]]
Place = tuple[int, int]
TOLERANCE = Tolerance()


def find_tables(rules: Rules, tolerance: Tolerance = TOLERANCE) -> list[list[Box]]:
    """The cells of each table drawn by these rules; frames around nothing are left out."""
    tables = (cells_of(*each, tolerance) for each in components(rules, tolerance))
    return [cells for cells in tables if len(cells) > 1]


def join_rules(strokes: Iterable[Box], tolerance: Tolerance = TOLERANCE) -> Rules:
    """Thin strokes as level and upright rules: neighbours on one line, dashes of one rule joined.

    >>> join_rules([(10, 50, 40, 51), (43, 50.4, 90, 50.6)])
    ([Rule(at=50.5, start=10, end=90)], [])
    """
    level, standing = [], []
    for x0, y0, x1, y1 in strokes:
        if y1 - y0 <= tolerance.thick:
            level.append(Rule((y0 + y1) / 2, x0, x1))
        if x1 - x0 <= tolerance.thick:
            standing.append(Rule((x0 + x1) / 2, y0, y1))
    return _joined(level, tolerance), _joined(standing, tolerance)


def _joined(rules: list[Rule], tolerance: Tolerance) -> list[Rule]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if groups and rule.at - groups[-1][0].at <= tolerance.near:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    joined = (_whole(chain) for group in groups for chain in _chains(group, tolerance.gap))
    return [rule for rule in joined if rule.end - rule.start > tolerance.short]


def _chains(group: list[Rule], gap: float) -> list[list[Rule]]:
    """Rules of about one line, those together that follow each other end to end."""
    chains: list[list[Rule]] = []
    end = 0.0
    for rule in sorted(group, key=lambda rule: rule.start):
        if chains and rule.start - end <= gap:
            chains[-1].append(rule)
            end = max(end, rule.end)
        else:
            chains.append([rule])
            end = rule.end
    return chains


def _whole(chain: list[Rule]) -> Rule:
    """The chain as one rule, on the middle of where most of it lies."""
    lengths = [rule.end - rule.start for rule in chain]
    at = sum(rule.at * length for rule, length in zip(chain, lengths, strict=True)) / (sum(lengths) or 1)
    return Rule(at, chain[0].start, max(rule.end for rule in chain))


def components(rules: Rules, tolerance: Tolerance = TOLERANCE) -> list[Rules]:
    """The rules parted by table: those that touch, directly or through others."""
    level, standing = rules
    leader = list(range(len(level) + len(standing)))
    for i, across in enumerate(level):
        for j, down in enumerate(standing, len(level)):
            if _touch(across, down, tolerance.gap):
                leader[_find(leader, i)] = _find(leader, j)
    parted: dict[int, Rules] = {}
    for i, rule in enumerate((*level, *standing)):
        parted.setdefault(_find(leader, i), ([], []))[i >= len(level)].append(rule)
    return [each for each in parted.values() if each[0] and each[1]]


def regions(rules: Rules, tolerance: Tolerance = TOLERANCE) -> list[Box]:
    """Where each table lies, by how far its rules reach; smaller ones first."""
    boxes = []
    for level, standing in components(rules, tolerance):
        xs = axis([rule.at for rule in standing], level, tolerance)
        ys = axis([rule.at for rule in level], standing, tolerance)
        boxes.append((xs[0], ys[0], xs[-1], ys[-1]))
    return sorted(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))


def _touch(across: Rule, down: Rule, gap: float) -> bool:
    return across.start - gap <= down.at <= across.end + gap and down.start - gap <= across.at <= down.end + gap


def _find(leader: list[int], i: int) -> int:
    while leader[i] != i:
        leader[i] = leader[leader[i]]
        i = leader[i]
    return i


def cells_of(level: list[Rule], standing: list[Rule], tolerance: Tolerance = TOLERANCE) -> list[Box]:
    """The cells that these rules wall in, row by row."""
    xs = axis([rule.at for rule in standing], level, tolerance)
    ys = axis([rule.at for rule in level], standing, tolerance)
    beside = _walls(standing, xs, ys, tolerance)
    below = _walls(level, ys, xs, tolerance)
    rooms = _rooms(len(ys) - 1, len(xs) - 1, beside, below)
    spans = sorted(span for room in rooms for span in _rectangles(room))
    return [(xs[left], ys[top], xs[right + 1], ys[bottom + 1]) for top, left, bottom, right in spans]


def axis(values: list[float], crossing: list[Rule], tolerance: Tolerance = TOLERANCE) -> list[float]:
    """Where the lines of one direction lie, closed at both ends by how far the crossing rules reach."""
    lines = bundled(values, tolerance.near, tolerance.wall)
    first, last = min(rule.start for rule in crossing), max(rule.end for rule in crossing)
    before = [first] if lines[0] - first > tolerance.short else []
    after = [last] if last - lines[-1] > tolerance.short else []
    return [*before, *lines, *after]


def bundled(values: Iterable[float], near: float, spread: float) -> list[float]:
    """The middle of each bundle of values, in which none is further than `near` from the next.

    >>> bundled([10, 13, 16, 40], near=5, spread=7.5)
    [13.0, 40.0]
    """
    bundles: list[list[float]] = []
    for value in sorted(values):
        if bundles and value - bundles[-1][-1] <= near and value - bundles[-1][0] <= spread:
            bundles[-1].append(value)
        else:
            bundles.append([value])
    return [(bundle[0] + bundle[-1]) / 2 for bundle in bundles]


def _walls(rules: list[Rule], lines: list[float], cross: list[float], tolerance: Tolerance) -> set[Place]:
    """(line, interval) for each interval of the crossing axis that a rule on that line covers."""
    walls = set()
    for rule in rules:
        line = nearest(lines, rule.at)
        for i, (start, end) in enumerate(pairwise(cross)):
            if min(end, rule.end) - max(start, rule.start) >= tolerance.covered * (end - start):
                walls.add((line, i))
    return walls


def nearest(lines: Sequence[float], value: float) -> int:
    """Which of the sorted lines is nearest."""
    i = bisect_left(lines, value)
    if i == 0 or (i < len(lines) and lines[i] - value < value - lines[i - 1]):
        return i
    return i - 1


def _rooms(rows: int, columns: int, beside: set[Place], below: set[Place]) -> list[set[Place]]:
    """Places that no wall divides, as sets of (row, column)."""
    leader = list(range(rows * columns))
    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and (column + 1, row) not in beside:
                leader[_find(leader, here)] = _find(leader, here + 1)
            if row + 1 < rows and (row + 1, column) not in below:
                leader[_find(leader, here)] = _find(leader, here + columns)
    rooms: dict[int, set[Place]] = {}
    for place in range(rows * columns):
        rooms.setdefault(_find(leader, place), set()).add(divmod(place, columns))
    return list(rooms.values())


def _rectangles(room: set[Place]) -> list[tuple[int, int, int, int]]:
    """A room as (top, left, bottom, right); one that is not a rectangle (a piece of rule is missing) in several."""
    left = set(room)
    spans = []
    while left:
        top, first = min(left)
        last = first
        while (top, last + 1) in left:
            last += 1
        bottom = top
        while all((bottom + 1, column) in left for column in range(first, last + 1)):
            bottom += 1
        left -= {(row, column) for row in range(top, bottom + 1) for column in range(first, last + 1)}
        spans.append((top, first, bottom, last))
    return spans
