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
    for identity in (*grid.identities, *_subtotals(grid, lines)):
        left, right = (list(_terms(grid, keys, lines)) for keys in (identity.left, identity.right))
        for at in lines if identity.over == "row" else columns:
            yield _try(identity, at, _numbers(numbers, identity, left, at), _numbers(numbers, identity, right, at))


def _subtotals(grid: Grid, printed: Container[str]) -> Iterator[Identity]:
    """A group line printed with numbers of its own beside its parts must be their sum."""
    for group in grid.lines:
        parts = [line for line in grid.lines if group.group and line.parent == group.key]
        if group.key in printed and any(part.key in printed for part in parts) and not any(p.group for p in parts):
            words = f"{group.zh}各项之和等于所印小计", f"the parts of {group.en} add up to the subtotal printed"
            yield Identity("group_sum", "column", tuple(part.key for part in parts), (group.key,), *words)


def _try(identity: Identity, at: str, left: list[int | float | None], right: list[int | float | None]) -> Trial:
    sums = _total(left), _total(right)
    if identity.at_most and sums[0] < sums[1]:
        return Trial(identity, at, *sums, "undecidable" if None in left else "held")
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
