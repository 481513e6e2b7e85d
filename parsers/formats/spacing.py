"""Places on an axis, of which several mean one line."""

from __future__ import annotations

from collections.abc import Iterable


def apart(places: Iterable[float], near: float) -> list[float]:
    """The places in order, without those that stand within `near` of the one kept before.

    >>> apart([30.0, 10.0, 10.5, 31.2], near=1.0)
    [10.0, 30.0, 31.2]
    """
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > near:
            kept.append(place)
    return kept
