"""Strips -> text: PP-OCRv6 as it comes with rapidocr's wheel, read freely and as a number, in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.formats.picture.labels import CLEAR, likeliest
from parsers.formats.picture.network import RECOGNISER, session
from parsers.formats.picture.pixels import Pixels

ALPHABET = "0123456789.,-/—"
_ALIKE = "OoQDCIl|〇口"  # what a digit is taken for where the network has never seen its typeface
BATCH = 1024  # pixels of width in one batch, whose answer takes 10 MB; 2048 take a tenth longer each
SAME = 24  # of 255: strips whose softened pixels differ by no more are one picture (measured on 101,315 pairs of
# strips with different numbers: the closest, 0 and 8 in a picture of 500 pixels, differ by 67)
_MARKS = "()（）“”\"'、.．,，:： "  # the network wavers between their forms, which says nothing of the words
_BLANK = 0

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Words:
    """What a strip says, read freely and read as a number (best reading first, with its probability).

    `share` is how much of the free reading is number, counting letters that look like digits. `label` is the label
    of a form that the strip likely prints, where the free reading is unsure.
    """

    free: str
    free_confidence: float
    numbers: tuple[tuple[str, float], ...]
    share: float
    label: str | None = None


def words_of(strips: list[Pixels]) -> list[Words]:
    """Every strip read; strips of one width go together, those that look the same are read once."""
    found: dict[int, Words] = {}
    for width in sorted({strip.shape[1] for strip in strips}):
        group = [number for number, strip in enumerate(strips) if strip.shape[1] == width]
        models = _alike([strips[number] for number in group])
        chosen = sorted(set(models))
        read = dict(zip(chosen, _read([strips[group[one]] for one in chosen], width), strict=True))
        found |= {number: read[model] for number, model in zip(group, models, strict=True)}
    return [found[number] for number in range(len(strips))]


def _read(strips: list[Pixels], width: int) -> list[Words]:
    size = max(1, BATCH // width)
    batches = (np.stack(strips[start : start + size]) for start in range(0, len(strips), size))
    return [_words(scores) for batch in batches for scores in _recognised(batch)]


def _alike(strips: list[Pixels]) -> list[int]:
    """For every strip the first that looks the same: half of a table's cells are the same printed 0."""
    soft = [cv2.blur(strip, (5, 5))[::2, ::2].astype(np.int16) for strip in strips]
    seen = np.zeros((0, *soft[0].shape), np.int16)
    models: list[int] = []
    chosen: list[int] = []
    for number, picture in enumerate(soft):
        apart = np.abs(seen - picture).max(axis=(1, 2)) if len(seen) else np.zeros(0)
        if len(apart) and apart.min() <= SAME:
            models.append(chosen[int(apart.argmin())])
            continue
        seen = np.concatenate([seen, picture[None]])
        chosen.append(number)
        models.append(number)
    return models


@cache
def _characters() -> tuple[str, ...]:
    listed = session(RECOGNISER).get_modelmeta().custom_metadata_map["character"].splitlines()
    return ("", *listed, " ")


@cache
def _places(characters: str) -> NDArray[np.intp]:
    known = _characters()
    return np.array([known.index(one) for one in characters], np.intp)


def _recognised(batch: Pixels) -> Scores:
    """(strips, steps, characters): the network's probabilities."""
    picture = batch.astype(np.float32) / 127.5 - 1
    answer = session(RECOGNISER).run(None, {"x": np.repeat(picture[:, None], 3, axis=1)})[0]
    return np.asarray(answer, np.float32)


def _words(scores: Scores) -> Words:
    """One strip decoded twice: over all characters, and over those of numbers, renormalised."""
    best = scores.argmax(axis=1)
    free, steps = _collapsed(best)
    numeric = scores[:, np.concatenate(([_BLANK], _places(ALPHABET)))].astype(np.float64)
    inked = best != _BLANK
    words = "".join(_characters()[i] for i in free).strip()
    lettered = [step for step, label in zip(steps, free, strict=True) if _characters()[label] not in _MARKS] or steps
    sure = scores.max(axis=1)[lettered] if lettered else np.zeros(1)
    alike = numeric.sum(axis=1) + scores[:, _places(_ALIKE)].sum(axis=1)
    return Words(
        free=words,
        free_confidence=float(sure.mean()),
        numbers=_most_probable(numeric / np.maximum(numeric.sum(axis=1, keepdims=True), 1e-9)),
        share=float(alike[inked].mean()) if inked.any() else 1.0,
        label=likeliest(scores, words, _characters()) if sure.min() < CLEAR and len(words) > 1 else None,
    )


def _collapsed(path: NDArray[np.intp]) -> tuple[list[int], list[int]]:
    """The labels of a path without repeats and blanks, and the steps at which they begin."""
    labels, steps, last = [], [], _BLANK
    for step, label in enumerate(path.tolist()):
        if label not in (_BLANK, last):
            labels.append(label)
            steps.append(step)
        last = label
    return labels, steps


def _most_probable(steps: NDArray[np.float64], beam: int = 6) -> tuple[tuple[str, float], ...]:
    """The likeliest numbers with their probabilities, summed over all paths that spell them (CTC prefix search)."""
    prefixes: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}  # ending in blank, ending in its last character
    for step in steps:
        grown: dict[str, list[float]] = {}
        likely = [(ALPHABET[i - 1], float(step[i])) for i in np.flatnonzero(step > 1e-3) if i]
        for prefix, (ended, held) in prefixes.items():
            own = grown.setdefault(prefix, [0.0, 0.0])
            own[0] += (ended + held) * float(step[_BLANK])
            for character, probability in likely:
                same = prefix.endswith(character)
                if same:
                    own[1] += held * probability
                longer = grown.setdefault(prefix + character, [0.0, 0.0])
                longer[1] += (ended if same else ended + held) * probability
        best = sorted(grown.items(), key=lambda item: -sum(item[1]))[:beam]
        prefixes = {prefix: (ended, held) for prefix, (ended, held) in best}
    return tuple((text, min(1.0, sum(parts))) for text, parts in prefixes.items() if text and sum(parts) > 1e-3)
