"""Tables split by a page -> joined again.

Two parts belong together when they share their left and right edges and stand at the end of one page and the start
of the next (the caller sees to that). Header rows printed again are dropped, a row cut in two is made one, and a label
that covers rows on both pages covers them all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.formats.pdf.lettering import is_full, join_lines
from parsers.formats.pdf.ruled import nearest
from parsers.formats.pdf.sheets import UNSURE, Part, Patch

Pair = tuple[Patch, Patch]
_EDGE = 5.0  # points
_HEADER = 5  # the longest header has three rows, and a title row or two above
_ORDINAL = re.compile(r"^\s*([(（]?[一二三四五六七八九十\d]{1,3}[)）、.．:：]|第[一二三四五六七八九十]+条)")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]")


def join(above: Part, below: Part) -> Part | None:
    """Both parts as one table, or None where they are two or a column of one is lost between those of the other."""
    above, below = widened(above, below.xs), widened(below, above.xs)
    if abs(above.xs[0] - below.xs[0]) > _EDGE or abs(above.xs[-1] - below.xs[-1]) > _EDGE:
        return None
    xs = _union(above.xs, below.xs)
    above, below = _on(above, xs), _on(below, xs)
    if not all(patch.colspan for patch in (*above.patches, *below.patches)):
        return None
    below = _without_header(above, below)
    return _stacked(above, below) if below.rows else above


def widened(part: Part, xs: Sequence[float]) -> Part:
    """The part with the columns that stand open on its left, where its first line is an inner line of the other.

    A label that fills the whole page has no level rule to end at, so that an open table seems to start beside it.
    """
    more = nearest(xs, part.xs[0])
    if more == 0 or abs(xs[more] - part.xs[0]) > _EDGE:
        return part
    _, top, right, bottom = part.box
    boxes = [(xs[i], top, xs[i + 1], bottom) for i in range(more)]
    labels = [Patch(0, i, part.rows, 1, part.page, box) for i, box in enumerate(boxes)]
    moved = [replace(patch, column=patch.column + more) for patch in part.patches]
    return replace(part, xs=(*xs[:more], *part.xs), patches=(*labels, *moved), box=(xs[0], top, right, bottom))


def _union(one: Sequence[float], other: Sequence[float]) -> tuple[float, ...]:
    lines = list(one)
    lines += [x for x in other if abs(lines[nearest(one, x)] - x) > _EDGE]
    return tuple(sorted(lines))


def _on(part: Part, xs: tuple[float, ...]) -> Part:
    """The part on a finer set of column lines."""
    at = [nearest(xs, x) for x in part.xs]
    patches = (
        replace(patch, column=at[patch.column], colspan=at[patch.column + patch.colspan] - at[patch.column])
        for patch in part.patches
    )
    return replace(part, xs=xs, patches=tuple(patches))


def _without_header(above: Part, below: Part) -> Part:
    """The lower part without the rows that repeat the first rows of the upper one."""
    repeated = 0
    for rows in range(1, min(_HEADER, above.rows, below.rows) + 1):
        printed = _texts(below, rows)
        if printed and printed == _texts(above, rows):
            repeated = rows
    patches = (replace(patch, row=patch.row - repeated) for patch in below.patches if patch.row >= repeated)
    return replace(below, rows=below.rows - repeated, patches=tuple(patches)) if repeated else below


def _texts(part: Part, rows: int) -> list[tuple[int, int, int, int, str]] | None:
    """The first rows, spans and all; None where a cell reaches out of them or none of them is printed."""
    top = [patch for patch in part.patches if patch.row < rows]
    if any(patch.row + patch.rowspan > rows for patch in top) or not any(patch.text for patch in top):
        return None
    return sorted((patch.row, patch.column, patch.rowspan, patch.colspan, patch.text) for patch in top)


def _stacked(above: Part, below: Part) -> Part:
    """The lower part under the upper one, what the page cut made whole."""
    last = above.last_row
    below = _parted(below, last)
    first = [patch for patch in below.patches if patch.row == 0]
    pairs = _facing(last, first)
    cut = len(pairs) == len(last) == len(first) and is_cut_row(pairs)
    joined = pairs if cut else cut_headings(last, first) or spanning_labels(pairs)
    shift = above.rows - cut
    taken = {id(patch) for pair in joined for patch in pair}
    patches = [patch for patch in above.patches if id(patch) not in taken]
    patches += [_merged(upper, lower, cut) for upper, lower in joined]
    patches += [replace(patch, row=patch.row + shift) for patch in below.patches if id(patch) not in taken]
    patches.sort(key=lambda patch: (patch.row, patch.column))
    return replace(above, rows=shift + below.rows, patches=tuple(patches), doubts=(*above.doubts, *below.doubts))


def _parted(below: Part, last: Sequence[Patch]) -> Part:
    """The lower part, an empty cell over several columns at its top parted as the columns above it are."""
    patches: list[Patch] = []
    for patch in below.patches:
        end = patch.column + patch.colspan
        over = [each for each in last if patch.column <= each.column and each.column + each.colspan <= end]
        if patch.row == 0 and not patch.text and sum(each.colspan for each in over) == patch.colspan:
            patches += [replace(patch, column=each.column, colspan=each.colspan) for each in over]
        else:
            patches.append(patch)
    return replace(below, patches=tuple(patches))


def _facing(last: Sequence[Patch], first: Sequence[Patch]) -> list[Pair]:
    """The cells over and under the cut that cover the same columns, from left to right."""
    under = {(patch.column, patch.colspan): patch for patch in first}
    places = sorted((patch.column, patch.colspan, patch) for patch in last if (patch.column, patch.colspan) in under)
    return [(patch, under[column, colspan]) for column, colspan, patch in places]


def is_cut_row(pairs: Sequence[Pair]) -> bool:
    """Whether the rows over and under the cut are halves of one.

    The label must stand in one half alone, or go on in the lower half of a row whose numbers stand in one half alone.
    No number may stand in both halves, unless it goes on where the lower half has no words.
    """
    leaves = [pair for pair in pairs if pair[0].rowspan == pair[1].rowspan == 1]
    if not leaves or any(upper.text and lower.text and not _goes_on(upper, lower) for upper, lower in pairs):
        return False
    labels = [pair for pair in leaves if any(_WORD.search(patch.text) for patch in pair)]
    numbers = [pair for pair in leaves if any(_is_number(patch.text) for patch in pair)]
    if not numbers:
        return any(upper.text and lower.text for upper, lower in leaves)
    if any(upper.text and lower.text for upper, lower in numbers):
        return not any(lower.text for _, lower in labels)
    one_sided = not all(any(half) for half in zip(*((u.text, v.text) for u, v in numbers), strict=True))
    return all(not (upper.text and lower.text) or one_sided for upper, lower in labels[-1:])


def _goes_on(upper: Patch, lower: Patch) -> bool:
    """Whether the lower text is the rest of the upper: its last line was full, and no new ordinal opens.

    Of two numbers that is so where both are bare digits; is_cut_row sees that no label stands beside the lower.
    """
    words = [bool(_WORD.search(patch.text)) for patch in (upper, lower)]
    if words[0] != words[1] or (words[1] and _ORDINAL.match(lower.text)):
        return False
    return is_full(upper.lines[-1], upper.box[2] - upper.box[0]) or (words[0] and _is_stacked(upper))


def _is_stacked(patch: Patch) -> bool:
    """Whether each line has one character: 结/果/维/持."""
    return len(patch.lines) > 1 and all(len(line.text) == 1 for line in patch.lines)


def _is_number(text: str) -> bool:
    return bool(_DIGIT.search(text)) and not _WORD.search(text)


def spanning_labels(pairs: Sequence[Pair]) -> list[Pair]:
    """The labels on the left that cover rows on both sides of the cut."""
    labels: list[Pair] = []
    for position, (upper, lower) in enumerate(pairs):
        rest = [pair[1].text for pair in pairs[position + 1 :]]
        named = any(_WORD.search(text) for text in rest)
        if not upper.text or _is_number(upper.text) or not named or not _same_label(upper, lower):
            break
        labels.append((upper, lower))
    return labels


def cut_headings(last: Sequence[Patch], first: Sequence[Patch]) -> list[Pair]:
    """The headings that reach over a cut which runs between two lines of a header: one half of each is empty.

    Such lines are parted differently and hold no numbers.
    """
    if any(_is_number(patch.text) for patch in (*last, *first)) or not any(patch.text for patch in first):
        return []
    pairs = _facing(last, first)
    if len(pairs) == len(last) == len(first):
        return []
    return [(upper, lower) for upper, lower in pairs if not (upper.text and lower.text) or _goes_on(upper, lower)]


def _same_label(upper: Patch, lower: Patch) -> bool:
    if not lower.text:
        return True
    return max(upper.rowspan, lower.rowspan) > 1 and _goes_on(upper, lower)


def _merged(upper: Patch, lower: Patch, cut: bool) -> Patch:
    """One cell of the two; its place is where its first text stands."""
    shown = upper if upper.lines or not lower.lines else lower
    lines = upper.lines + lower.lines
    text = join_lines(lines, shown.box[2] - shown.box[0])
    rowspan = upper.rowspan + lower.rowspan - cut
    torn = _is_number(upper.text) and _is_number(lower.text)
    confidence = min(upper.confidence, lower.confidence, UNSURE if torn else 1.0)
    return replace(shown, row=upper.row, rowspan=rowspan, lines=lines, text=text, confidence=confidence)
