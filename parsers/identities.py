"""The sums a form prints or implies, tried on the numbers of one grid."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from parsers.model import Grid, Identity

Numbers = Mapping[tuple[str, str], int | float | None]
"""(line, column) -> number; None where the cell is blank, absent where it is not printed."""

CENT = 0.005


@dataclass(frozen=True, slots=True)
class Trial:
    """One identity at one column or row. `outcome`: held, failed, or undecidable when a blank could explain it."""

    identity: Identity
    at: str
    left: int | float
    right: int | float
    outcome: str


def trials(grid: Grid, numbers: Numbers) -> Iterator[Trial]:
    """Every identity of a grid at every column or line that carries figures."""
    lines = dict.fromkeys(line for line, _ in numbers)
    columns = dict.fromkeys(column for _, column in numbers)
    for identity in grid.identities:
        left, right = (list(_terms(grid, keys, lines)) for keys in (identity.left, identity.right))
        for at in lines if identity.over == "row" else columns:
            yield _try(identity, at, _numbers(numbers, identity, left, at), _numbers(numbers, identity, right, at))


def _try(identity: Identity, at: str, left: list[int | float | None], right: list[int | float | None]) -> Trial:
    sums = _total(left), _total(right)
    return Trial(identity, at, *sums, _outcome(left, right, *sums))


def _outcome(
    left: list[int | float | None], right: list[int | float | None], left_sum: int | float, right_sum: int | float
) -> str:
    """A blank on the smaller side may hold the difference; a side with no number at all decides nothing."""
    if all(value is None for value in left) or all(value is None for value in right):
        return "undecidable"
    if abs(left_sum - right_sum) < CENT:
        return "held"
    return "undecidable" if None in (left if left_sum < right_sum else right) else "failed"


def _terms(grid: Grid, keys: Iterable[str], printed: Container[str]) -> Iterator[str]:
    """`refused*` stands for the parts of that group, or for the group's own line where only that is printed."""
    for key in keys:
        group = key.removesuffix("*")
        parts = [line.key for line in grid.lines if line.parent == group] if key.endswith("*") else []
        any_part = any(part in printed for part in parts)
        yield from parts if any_part or (parts and group not in printed) else [group]


def _numbers(numbers: Numbers, identity: Identity, keys: Iterable[str], at: str) -> list[int | float | None]:
    return [numbers.get((at, key) if identity.over == "row" else (key, at)) for key in keys]


def _total(values: list[int | float | None]) -> int | float:
    return sum(value for value in values if value is not None)
