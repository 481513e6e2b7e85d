"""The words in the cells of a table: every line recognised, unsure ones again in another cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from parsers.formats.picture.digits import Words, words_of
from parsers.formats.picture.ink import Hand, Strip, cut, cut_wide, hand_of, is_label, strips_of
from parsers.formats.picture.labels import is_known
from parsers.formats.picture.lattice import Lattice, Span, spans_of
from parsers.formats.picture.traces import Traces
from parsers.model import Box

LIKELY = 0.3  # a line whose likeliest number is less likely is words
SURE = 0.9  # words less sure than that are read again at their full width
CLEAR = 0.97  # numbers less sure than that are read again
UNFIT = 0.5  # how sure a number is at most that does not fit its ink
STRETCH = 1.5  # and numbers that are too short for their ink, wider: 11 is easily taken for 1
SHORT = 0.6  # of a digit: so much too short or too long is no accident
NARROW = 0.2  # a 1 at the end of a number takes so much less of a digit's width
MARK = 0.5  # a comma or a point takes that much
APART = 1.5  # digit heights of paper inside a number: these are two numbers
BEYOND = 4  # pixels beyond a wall where the rest of such a number begins
SAME = 0.4  # of a digit's height, by which the ink of one line differs under two treatments
Label = tuple[Box, Words]
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Read:
    """A cell as read: where it is, its lines, and what they say."""

    span: Span
    strips: tuple[Strip, ...]
    words: tuple[Words, ...]


@dataclass(frozen=True)
class _Line:
    """A line and the cell it stands in."""

    span: Span
    strip: Strip


@dataclass(frozen=True)
class _Pace:
    """The ink width of a lone digit, and what each further digit adds."""

    first: float
    step: float


def read_cells(lattice: Lattice, traces: Traces, labels: Sequence[Label] = ()) -> list[Read]:
    """What every cell says; labels that were read under another treatment are not read again where they stand."""
    spans = spans_of(lattice)
    hand = hand_of(lattice, spans, traces)
    lines = [_Line(span, strip) for span in spans for strip in strips_of(span, traces, hand)]
    known = [_same(line.strip, labels, hand) for line in lines]
    new = iter(
        words_of([cut(one.strip, one.span, traces, hand) for one, said in zip(lines, known, strict=True) if not said])
    )
    words = [said or next(new) for said in known]
    words = _sure_words(lines, words, traces, hand)
    words = _fitting_numbers(lines, words, traces, hand)
    words = [
        _doubted(said) if _runs_over(line, traces, hand) else said for line, said in zip(lines, words, strict=True)
    ]
    found: dict[int, list[tuple[Strip, Words]]] = {}
    for line, said in zip(lines, words, strict=True):
        found.setdefault(id(line.span), []).append((line.strip, said))
    return [_read(span, found.get(id(span), [])) for span in spans]


def sure_labels(reads: Iterable[Read]) -> list[Label]:
    """The lines that surely name something of a form, and where they stand."""
    lines = [line for read in reads for line in zip(read.strips, read.words, strict=True)]
    return [(strip.box, said) for strip, said in lines if said.free_confidence >= SURE and is_known(said.free)]


def reads_as_number(words: Words) -> bool:
    """Is this line a number at sight?"""
    likely = bool(words.numbers) and words.numbers[0][1] > LIKELY
    return likely and words.share > 0.5 and not _HAN.search(words.free.strip("〇口"))


def _read(span: Span, lines: Iterable[tuple[Strip, Words]]) -> Read:
    lines = list(lines)
    return Read(span, tuple(strip for strip, _ in lines), tuple(words for _, words in lines))


def _same(strip: Strip, labels: Iterable[Label], hand: Hand) -> Words | None:
    """What a label says that stands where this strip does."""
    if not is_label(strip, hand.digit):
        return None
    near = SAME * hand.digit
    return next(
        (said for box, said in labels if all(abs(a - b) < near for a, b in zip(box, strip.box, strict=True))), None
    )


def _sure_words(lines: list[_Line], words: list[Words], traces: Traces, hand: Hand) -> list[Words]:
    """Words that were unsure when squeezed, read at their full width."""
    unsure = [
        number
        for number, (line, said) in enumerate(zip(lines, words, strict=True))
        if said.free_confidence < SURE and is_label(line.strip, hand.digit)
    ]
    again = words_of([cut_wide(lines[n].strip, lines[n].span, traces, hand) for n in unsure])
    better = {
        number: max(words[number], said, key=lambda one: (one.label is not None, one.free_confidence))
        for number, said in zip(unsure, again, strict=True)
    }
    return [better.get(number, said) for number, said in enumerate(words)]


def _fitting_numbers(lines: list[_Line], words: list[Words], traces: Traces, hand: Hand) -> list[Words]:
    """Numbers that are unsure, were squeezed, or do not fit their ink, read again in a wider cut."""
    pace = _pace_of(lines, words)
    doubtful = [
        number
        for number, (line, said) in enumerate(zip(lines, words, strict=True))
        if reads_as_number(said) and _is_doubtful(line.strip, said, pace, hand.digit)
    ]
    again = words_of([cut_wide(lines[n].strip, lines[n].span, traces, hand, STRETCH) for n in doubtful])
    better = {
        number: _fitting(lines[number].strip, words[number], said, pace, hand.digit)
        for number, said in zip(doubtful, again, strict=True)
    }
    return [better.get(number, said) for number, said in enumerate(words)]


def _is_doubtful(strip: Strip, said: Words, pace: _Pace | None, digit: float) -> bool:
    text, probability = said.numbers[0]
    return probability < CLEAR or is_label(strip, digit) or not _fits(text, strip, pace, digit)


def _fitting(strip: Strip, first: Words, again: Words, pace: _Pace | None, digit: float) -> Words:
    """The likeliest of both readings among those that fit the ink; if none does, the first one, unsure."""
    numbers = sorted((*first.numbers, *again.numbers), key=lambda one: -one[1])
    fitting = tuple(one for one in numbers if _fits(one[0], strip, pace, digit))
    if fitting and fitting[0][1] > LIKELY:
        return replace(first if fitting[0] in first.numbers else again, numbers=fitting)
    return _doubted(first)


def _doubted(said: Words) -> Words:
    return replace(said, numbers=tuple((text, min(sure, UNFIT)) for text, sure in said.numbers))


def _runs_over(line: _Line, traces: Traces, hand: Hand) -> bool:
    """Does the line reach a wall of its cell that has ink beyond it? A number wider than its cell loses digits so."""
    left, right = line.span.box[0] + hand.rule, line.span.box[2] - hand.rule
    x0, y0, x1, y1 = line.strip.box
    beyond = []
    if x0 <= left + 1:
        beyond.append(traces.ink[y0:y1, max(left - 2 * hand.rule - BEYOND, 0) : max(left - 2 * hand.rule, 0)])
    if x1 >= right:
        beyond.append(traces.ink[y0:y1, right + 2 * hand.rule + 1 : right + 2 * hand.rule + 1 + BEYOND])
    return any(bool((ink > traces.letter).any()) for ink in beyond)


def _pace_of(lines: list[_Line], words: list[Words]) -> _Pace | None:
    """How wide the table's digits stand; None where it has too few numbers to tell."""
    read = [
        (said.numbers[0][0], line.strip.box[2] - line.strip.box[0])
        for line, said in zip(lines, words, strict=True)
        if reads_as_number(said) and said.numbers[0][0].isdigit()
    ]
    single = [width for text, width in read if len(text) == 1 and text != "1"]
    several = [(len(text), width) for text, width in read if len(text) > 1]
    if len(single) < 3 or len(several) < 3:
        return None
    first = float(np.median(single))
    step = float(np.median([(width - first) / (count - 1) for count, width in several]))
    return _Pace(first, step) if step > 0 else None


def _fits(text: str, strip: Strip, pace: _Pace | None, digit: float) -> bool:
    """Is the ink about as wide as that many digits?"""
    if strip.gap > APART * digit:
        return False
    digits = sum(character.isdigit() for character in text)
    if pace is None or not digits:
        return True
    narrow = NARROW * (text.startswith("1") + (text.endswith("1") and len(text) > 1))
    marks = MARK * (len(text) - digits)
    width = strip.box[2] - strip.box[0]
    return abs((width - pace.first) / pace.step + 1 + narrow - marks - digits) < SHORT
