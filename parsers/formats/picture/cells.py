"""Lattices -> tables: the words of every cell, numbers where its column holds numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.formats.picture.digits import Words
from parsers.formats.picture.halves import Line, rejoined
from parsers.formats.picture.labels import is_known, meant
from parsers.formats.picture.lattice import Lattice
from parsers.formats.picture.traces import Traces
from parsers.formats.picture.words import Label, Read, read_cells, reads_as_number, sure_labels
from parsers.labels import fold
from parsers.model import Cell, Table

TRUSTED = 0.8  # renormalised probability above which a number counts as read
GUESSED = 0.5  # how sure a number is at most that may stand in another column
FREE = 2.6  # digit heights: a digit and the padding, what is free at most beside a number that goes on below
SLACK = 0.3  # of a digit's height, by which lines of as many digits differ in width
_VALUES = "无否"  # single letters that bodies print for a number
_HAN = re.compile(r"[\u3400-\u9fff]")
_AMOUNT = re.compile(r"[增减+-]?[\d.,]+(万?元|万|件|项|个|条)?")
_NUMBER = re.compile(r"[\d.,/—-]+")


@dataclass(frozen=True)
class Tabled:
    """A table as read from one sheet, where its columns meet, the lines in its cells by (row, column), its sure labels."""

    table: Table
    xs: tuple[int, ...]
    lines: Mapping[tuple[int, int], tuple[Line, ...]]
    labels: tuple[Label, ...] = ()


def tables_of(traces: Traces, lattices: list[Lattice], labels: Sequence[Label] = ()) -> list[Tabled]:
    """The tables of a sheet with their words, boxes in the sheet's coordinates; some labels may be known."""
    found = [_table(traces, lattice, labels) for lattice in lattices]
    tables = [tabled for tabled in found if tabled]
    return [replace(one, table=replace(one.table, index=index)) for index, one in enumerate(tables)]


def is_figure(text: str) -> bool:
    """Is this what a number cell prints: a number, a stroke, an amount with its unit?

    >>> [is_figure(text) for text in ("7,730.28", "—", "减3", "609725.09元", "总计", "")]
    [True, True, True, True, False, False]
    """
    return bool(_NUMBER.fullmatch(text) or _AMOUNT.fullmatch(text))


def _table(traces: Traces, lattice: Lattice, labels: Sequence[Label]) -> Tabled | None:
    reads = read_cells(lattice, traces, labels)
    lines = {(read.span.row, read.span.column): _lines(read) for read in reads}
    cells = rejoined([_cell(read) for read in reads], lines)
    cells = cells if lattice.ruled else _unsure_beside_blanks(cells)
    if len(cells) < 2 or not any(cell.text for cell in cells):
        return None
    doubts = _doubts(cells, lattice)
    table = Table(_rows(cells, lattice), 0, method="ocr", squared=True, proved=not doubts, doubts=doubts)
    return Tabled(table, lattice.xs, lines, tuple(sure_labels(reads)))


def _unsure_beside_blanks(cells: list[Cell]) -> list[Cell]:
    """The cells of a table whose columns were guessed: beside a blank, a number may stand under another header."""
    blanks = {cell.row for cell in cells if not cell.text and cell.column > 0}
    return [
        cell._replace(confidence=min(cell.confidence, GUESSED)) if cell.row in blanks and is_figure(cell.text) else cell
        for cell in cells
    ]


def _lines(read: Read) -> tuple[Line, ...]:
    return tuple((_say(words, alone=len(read.words) == 1)[0], strip.box)
                 for words, strip in zip(read.words, read.strips, strict=True))  # fmt: skip


def _cell(read: Read) -> Cell:
    """No ink is a blank cell, never a zero."""
    said = [_say(words, alone=len(read.words) == 1) for words in read.words]
    text = "".join(one for one, _ in said)
    confidence = min((sure for _, sure in said), default=1.0)
    if len(said) > 1 and all(is_figure(one) for one, _ in said) and not _runs_on(read):
        text, confidence = "\n".join(one for one, _ in said), min(confidence, 0.5)
    first = "".join(words.free for words in read.words)
    replaced = any(words.label == one and words.free != one for words, (one, _) in zip(read.words, said, strict=True))
    if not is_figure(text) and (label := meant(text)):
        text, replaced = label, True
    span, (x0, y0, x1, y1) = read.span, read.span.box
    return Cell(
        text,
        span.row,
        span.column,
        span.rowspan,
        span.colspan,
        box=(x0, y0, x1, y1),
        confidence=round(confidence, 4),
        raw=first if replaced else None,
    )


def _runs_on(read: Read) -> bool:
    """Is this one number over several lines? All but the last then fill the cell, as far as a digit would not fit."""
    widths = [strip.box[2] - strip.box[0] for strip in read.strips]
    digit = min(strip.box[3] - strip.box[1] for strip in read.strips)
    left, _, right, _ = read.span.box
    return min(widths[:-1]) >= widths[-1] - SLACK * digit and right - left - min(widths[:-1]) < FREE * digit


def _say(words: Words, alone: bool) -> tuple[str, float]:
    """The text of a line and how sure it is: a number, an amount with its unit, or words, mended where unsure.

    No label is one letter alone in its cell, or two that are not Chinese: that is a number hard to read.
    """
    free = fold(words.free)
    if reads_as_number(words):
        return words.numbers[0]
    if _AMOUNT.fullmatch(free):
        return free, words.free_confidence
    if words.numbers and (_is_scrawl(free) or (alone and len(free) == 1 and free not in _VALUES)):
        return words.numbers[0][0], min(words.numbers[0][1], max(words.share, 0.1))
    return words.label or words.free, words.free_confidence


def _is_scrawl(free: str) -> bool:
    return len(free) <= 2 and not _HAN.search(free)


def _doubts(cells: list[Cell], lattice: Lattice) -> tuple[str, ...]:
    doubts = [] if lattice.ruled else ["the table has no upright rules; its columns were guessed from the gaps"]
    doubts += [f"row {cell.row}, column {cell.column}: covers several columns" for cell in _too_wide(cells)]
    unsure = [cell for cell in cells if cell.confidence < TRUSTED and (is_figure(cell.text) or _is_strange(cell))]
    doubts += [f"row {cell.row}, column {cell.column}: {cell.text!r} is unsure" for cell in unsure[:5]]
    return tuple(doubts)


def _is_strange(cell: Cell) -> bool:
    """Words inside the table that name nothing of a form; a label that does has done its duty."""
    return cell.column > 0 and not is_known(cell.text)


def _too_wide(cells: list[Cell]) -> list[Cell]:
    """Number cells and blanks under more than one cell: a border between two numbers was lost."""
    tops: dict[int, list[Cell]] = {}
    for cell in cells:
        tops.setdefault(cell.row + cell.rowspan, []).append(cell)
    return [cell for cell in cells if _is_value(cell) and len(_above(cell, tops.get(cell.row, []))) > 1]


def _is_value(cell: Cell) -> bool:
    return cell.colspan > 1 and cell.column > 0 and (not cell.text or is_figure(cell.text))


def _above(cell: Cell, row: list[Cell]) -> list[Cell]:
    end = cell.column + cell.colspan
    return [one for one in row if one.text and cell.column < one.column + one.colspan and one.column < end]


def _rows(cells: list[Cell], lattice: Lattice) -> tuple[tuple[Cell, ...], ...]:
    """The rectangle of places, a merged cell in each place it covers."""
    height, width = len(lattice.ys) - 1, len(lattice.xs) - 1
    places = {
        (row, column): cell
        for cell in cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }
    return tuple(tuple(places[row, column] for column in range(width)) for row in range(height))
