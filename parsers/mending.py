"""Several readings of one picture, none of them proved: which cells another reading has right, which stay in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from parsers.figures import Alignment, numbers_of
from parsers.identities import Numbers, Trial, trials
from parsers.model import Figure, Grid

SURE = 0.8
"""Confidence from which a recognised cell is believed; of 219 pictures none that was proved so was wrong."""
Slot = tuple[str, str, str]
_Place = tuple[str, str]


def better(mine: Alignment, others: Sequence[Alignment]) -> dict[Slot, Figure]:
    """Figures that make more sums hold than mine do: what other readings have there, or what an unsure cell must be.

    A cell that was read with confidence gives way only to one that was too.
    """
    found: dict[Slot, Figure] = {}
    for grid in mine.layout.grids:
        figures = {(one.line, one.column): one for one in mine.figures if one.grid == grid.key}
        numbers = dict(numbers_of(mine.figures, grid.key))
        unsure = {place: one for place, one in figures.items() if one.confidence < SURE}
        seen = [one for other in others for one in other.figures if one.grid == grid.key]
        seen = [one for one in seen if (one.line, one.column) in (figures if one.confidence >= SURE else unsure)]
        while figure := _most_helpful(grid, numbers, [*seen, *_wanted(unsure.values(), numbers, grid)]):
            numbers[figure.line, figure.column] = figure.number
            found[grid.key, figure.line, figure.column] = figure
    return found


def suspects(grid: Grid, numbers: Numbers) -> Iterator[Slot]:
    """The cells that may be why sums fail: where a failed row and a failed column cross, else all of the row or column.

    A recogniser that is sure of a wrong digit shows nowhere else.
    """
    failed = _failed(grid, numbers)
    either = [place for place in numbers if _fails(place, failed, "row") or _fails(place, failed, "column")]
    both = [place for place in either if _fails(place, failed, "row") and _fails(place, failed, "column")]
    for line, column in both or either:
        yield grid.key, line, column


def _most_helpful(grid: Grid, numbers: Numbers, rivals: Sequence[Figure]) -> Figure | None:
    """The rival that leaves fewest sums broken; None where none mends any."""
    failed = _failed(grid, numbers)
    left = [
        (len(_failed(grid, {**numbers, (rival.line, rival.column): rival.number})), rank)
        for rank, rival in enumerate(rivals)
        if _is_asked(rival, numbers, failed)
    ]
    count, rank = min(left, default=(len(failed), 0))
    return rivals[rank] if count < len(failed) else None


def _is_asked(rival: Figure, numbers: Numbers, failed: Sequence[Trial]) -> bool:
    """Does it differ, in a row or column whose sum fails?"""
    place = rival.line, rival.column
    other = rival.number is not None and rival.number != numbers[place]
    return other and (_fails(place, failed, "row") or _fails(place, failed, "column"))


def _wanted(unsure: Iterable[Figure], numbers: Numbers, grid: Grid) -> Iterator[Figure]:
    """Unsure figures as their row and their column want them, where both agree on a number about as long."""
    failed = _failed(grid, numbers)
    for figure in unsure:
        now = numbers[figure.line, figure.column] or 0
        ways = [
            {now + sign * (trial.left - trial.right) for trial in failed for sign in (1, -1)
             if trial.identity.over == over and trial.at == at}
            for over, at in (("row", figure.line), ("column", figure.column))
        ]  # fmt: skip
        for number in ways[0] & ways[1]:
            if number >= 0 and len(str(number)) - len(str(now)) in (0, 1):
                yield figure._replace(number=number, text=str(number))


def _failed(grid: Grid, numbers: Numbers) -> list[Trial]:
    return [trial for trial in trials(grid, numbers) if trial.outcome == "failed"]


def _fails(place: _Place, failed: Sequence[Trial], over: str) -> bool:
    return any(trial.identity.over == over and trial.at == place[over == "column"] for trial in failed)
