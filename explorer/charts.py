"""Bars as SVG, drawn on the server: nothing to load, nothing to run, and they print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_HEIGHT = 120.0
_STEP = 46.0
_BAR = 26.0
_TOP = 20.0  # room for the number above the highest bar


@dataclass(frozen=True, slots=True)
class Bar:
    """One value: where its bar stands and what is written above and below; `height` is 0 where there is none."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars on a base line, in a box of this size."""

    width: float
    height: float
    base: float
    bars: tuple[Bar, ...]


def columns(points: Sequence[tuple[object, int | None]]) -> Chart:
    """A bar for each (label, value), from left to right; a value that is not known has no bar and says so."""
    most = max((value or 0 for _, value in points), default=0) or 1
    bars = tuple(_bar(place, label, value, most) for place, (label, value) in enumerate(points))
    return Chart(max(len(points), 1) * _STEP, _HEIGHT + _TOP + 22, _HEIGHT + _TOP, bars)


def _bar(place: int, label: object, value: int | None, most: int) -> Bar:
    height = round(_HEIGHT * (value or 0) / most, 1)
    left = place * _STEP + (_STEP - _BAR) / 2
    text = "–" if value is None else short(value)
    return Bar(left, _TOP + _HEIGHT - height, _BAR, height, left + _BAR / 2, text, str(label))


def short(value: int) -> str:
    """A count in the room above a bar.

    >>> short(980), short(36_988), short(2_500_000)
    ('980', '3.7万', '250万')
    """
    if value < 10_000:
        return str(value)
    ten_thousands = value / 10_000
    return f"{ten_thousands:.0f}万" if ten_thousands >= 100 else f"{ten_thousands:.1f}万"
