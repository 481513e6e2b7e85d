"""Two versions of a report side by side: what stands in one and not in the other, with a little of what is alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from explorer.words import shown

_AROUND = 2  # lines that are alike, shown before and after a difference
_LONGEST = 2_000  # characters of a line
_MOST = 5_000  # lines of a document; longer ones are compared up to there


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines of both versions: `kind` is equal, replace, delete, insert, or gap (alike, left out)."""

    kind: str
    first: tuple[str, ...]
    other: tuple[str, ...]


def differences(first: Sequence[str], other: Sequence[str]) -> list[Difference]:
    """What differs, in order.

    >>> [(d.kind, d.first, d.other) for d in differences(["a", "b"], ["a", "c"])]
    [('equal', ('a',), ('a',)), ('replace', ('b',), ('c',))]
    """
    first, other = ([shown(line, _LONGEST) for line in lines[:_MOST]] for lines in (first, other))
    matcher = SequenceMatcher(None, first, other, autojunk=False)
    return [
        part
        for kind, start, end, from_, to in matcher.get_opcodes()
        for part in _parts(kind, first[start:end], other[from_:to])
    ]


def _parts(kind: str, first: Sequence[str], other: Sequence[str]) -> Iterator[Difference]:
    if kind != "equal" or len(first) <= 2 * _AROUND + 1:
        yield Difference(kind, tuple(first), tuple(other))
        return
    yield Difference("equal", tuple(first[:_AROUND]), tuple(other[:_AROUND]))
    yield Difference("gap", (str(len(first) - 2 * _AROUND),), ())
    yield Difference("equal", tuple(first[-_AROUND:]), tuple(other[-_AROUND:]))
