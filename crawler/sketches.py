"""Near-duplicate texts by MinHash: texts as sets of 5-character shingles, small signatures of these, pairs worth a look.

The permutations are affine maps modulo 2^32 of a mixed hash, the scheme of datasketch 2; done on whole arrays they take
a tenth of the time, and the bands need no dictionary of buckets in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Signature = NDArray[np.uint32]

LENGTH = 5
"""Characters in a shingle."""

LEAST = 80
"""Shingles below which a text is too short for likeness to mean anything: 无其他需要报告的事项。"""

_BANDS, _IN_BAND = 20, 5  # finds 97 of 100 pairs of likeness 0.7, and looks at 1 of 160 of likeness 0.2
SIGNED = _BANDS * _IN_BAND
"""Numbers in a signature."""

_NEIGHBOURS = 3  # in a bucket each text is held against so many before it, and against the first
_CHUNK = 1 << 16
_GOLDEN, _MIX = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)
_SEED = np.random.default_rng(711)
_FACTORS = (_SEED.integers(0, 1 << 31, SIGNED, dtype=np.uint32) * np.uint32(2) + np.uint32(1))[:, None]
_OFFSETS = _SEED.integers(0, 1 << 32, SIGNED, dtype=np.uint32)[:, None]


@dataclass(frozen=True, slots=True)
class Shingles:
    """The shingles of a text in its order, and where in the text each begins; white space does not count."""

    hashes: Hashes
    places: NDArray[np.int64]

    @property
    def distinct(self) -> Hashes:
        """Each shingle once, sorted."""
        return np.unique(self.hashes)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that two texts share: where they begin and end in the one, and in the other."""

    start: int
    end: int
    other_start: int
    other_end: int


def shingles_of(text: str) -> Shingles:
    """The shingles of a text without its white space, all digits alike: the year of a copied report is changed first.

    >>> (shingles_of("2022年，我局 认真").hashes == shingles_of("2023年，\\n我局认真").hashes).all()
    np.True_
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    places = np.flatnonzero((codes > 32) & (codes != 0x3000) & (codes != 0xA0))
    letters = codes[places].astype(np.uint64)
    letters[(letters >= ord("0")) & (letters <= ord("9"))] = ord("0")
    count = max(len(letters) - LENGTH + 1, 0)
    hashes = np.zeros(count, dtype=np.uint64)
    for step in range(LENGTH):
        hashes = hashes * _GOLDEN + letters[step : step + count]
    hashes ^= hashes >> np.uint64(29)
    hashes *= _MIX
    return Shingles(hashes ^ (hashes >> np.uint64(32)), places)


def signature_of(distinct: Hashes) -> Signature:
    """What stays of a set of shingles: two signatures agree in as large a part as the sets overlap (Jaccard)."""
    permuted = (distinct >> np.uint64(32)).astype(np.uint32)[None, :] * _FACTORS
    permuted += _OFFSETS
    smallest: Signature = permuted.min(axis=1)
    return smallest


def likeness(one: Hashes, other: Hashes) -> float:
    """Jaccard: of all distinct shingles of two texts, the part that both have."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common)


def candidates(signatures: Signature, least: float) -> Iterator[tuple[int, int]]:
    """Pairs of rows (earlier, later) whose signatures agree in about `least` or more, each pair once.

    Rows that agree in a whole band fall in one bucket. In a large bucket not all pairs are looked at, so that the cost
    grows with the number of texts: each is held against its neighbours, whence the order of rows should put together
    what is likely to be copied.
    """
    count = len(signatures)
    bands = [_bucketed(signatures[:, band * _IN_BAND : (band + 1) * _IN_BAND]) for band in range(_BANDS)]
    pairs = np.unique(
        np.concatenate([np.zeros(0, dtype=np.int64), *(first * count + second for first, second in bands)])
    )
    for start in range(0, len(pairs), _CHUNK):
        first, second = np.divmod(pairs[start : start + _CHUNK], count)
        agree = (signatures[first] == signatures[second]).mean(axis=1) >= least
        yield from zip(first[agree].tolist(), second[agree].tolist(), strict=True)


def _bucketed(band: Signature) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs of one band: each row with the rows before it in its bucket, and with the bucket's first."""
    keys = np.zeros(len(band), dtype=np.uint64)
    for column in range(band.shape[1]):
        keys = (keys ^ band[:, column]) * _GOLDEN
    order = np.argsort(keys, kind="stable").astype(np.int64)
    sorted_keys = keys[order]
    places = np.arange(len(order))
    opens = np.concatenate(([True], sorted_keys[1:] != sorted_keys[:-1]))[: len(order)]
    first = np.maximum.accumulate(np.where(opens, places, 0)) if len(order) else places
    befores = [first, *(np.maximum(places - back, first) for back in range(1, _NEIGHBOURS + 1))]
    before, after = np.concatenate(befores), np.tile(places, len(befores))
    real = before < after
    return order[before[real]], order[after[real]]


def shared(one: Shingles, other: Shingles, least: int) -> list[Passage]:
    """The passages of at least so many characters that two texts share word for word, the longest first."""
    if not len(one.hashes) or not len(other.hashes):
        return []
    distinct, first = np.unique(other.hashes, return_index=True)
    near = np.minimum(np.searchsorted(distinct, one.hashes), len(distinct) - 1)
    matched = np.where(distinct[near] == one.hashes, first[near], -2)
    goes_on = (matched[1:] == matched[:-1] + 1) & (matched[1:] >= 0)
    starts = np.flatnonzero((matched >= 0) & np.concatenate(([True], ~goes_on)))
    ends = np.flatnonzero((matched >= 0) & np.concatenate((~goes_on, [True])))
    runs = [(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if b - a + LENGTH >= least]
    return [
        _passage(one, other, a, b, int(matched[a])) for a, b in sorted(runs, key=lambda run: (run[0] - run[1], run))
    ]


def _passage(one: Shingles, other: Shingles, first: int, last: int, matched: int) -> Passage:
    tail = LENGTH - 1
    return Passage(
        start=int(one.places[first]),
        end=int(one.places[last + tail]) + 1,
        other_start=int(other.places[matched]),
        other_end=int(other.places[matched + last - first + tail]) + 1,
    )
