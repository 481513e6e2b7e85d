"""Header rows without upright rules: how many columns each header spans, by what it is centred over."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

Interval = tuple[int, int]


def header_borders(xs: Sequence[int], columns: set[int], fixed: Sequence[int], words: list[Interval]) -> list[bool]:
    """Which of the places `xs` are borders in a header row.

    `columns` are the places at which columns meet, `fixed` where rules begin or end, which no header crosses. A lone
    word spans its part of the row; few words over many columns span those that they are centred over.

    >>> header_borders([0, 10, 20, 30, 40], {0, 10, 20, 30, 40}, [20], [(8, 12), (28, 32)])
    [True, False, True, False, True]
    """
    places = [x for x in xs if x in columns]
    stops = {min(places, key=lambda x: abs(x - end)) for end in fixed} | {places[0], places[-1]}
    borders = set(stops)
    for start, stop in pairwise(sorted(stops)):
        inside = [x for x in places if start < x < stop]
        within = [word for word in words if start < sum(word) / 2 < stop]
        borders |= _between(start, inside, stop, within)
    return [x in borders for x in xs]


def _between(start: int, inside: list[int], stop: int, words: list[Interval]) -> set[int]:
    """The borders between the words of one part of the row."""
    if len(words) < 2 or 2 * len(words) > len(inside) + 1:
        return set() if len(words) < 2 else {x for x in inside if not any(a < x < b for a, b in words)}
    ways = combinations(inside, len(words) - 1)
    return set(min(ways, key=lambda way: _off_centre((start, *way, stop), words)))


def _off_centre(borders: tuple[int, ...], words: list[Interval]) -> float:
    """How far the words stand from the middle of their spans, together."""
    spans = pairwise(borders)
    return sum(abs(sum(word) - sum(span)) for word, span in zip(words, spans, strict=True))
