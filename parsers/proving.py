"""When several readings of the same bytes exist: which to believe, and what remains in doubt.

A reader of PDF or pictures cannot know what must hold between the figures; here its readings are aligned with the
form and tried: labels must match, every inked cell must be a number, every sum must hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.figures import Alignment, align, numbers_of, trials_of
from parsers.mending import SURE, better, suspects
from parsers.model import Cell, Document, Figure, Table
from parsers.numbers import parse_number

_NO_NUMBER, _UNSURE = "a cell is no number", "a cell is unsure"
_DIFFERENT = 0.5  # given to a cell that two readers read differently: below SURE, so that a finding says so

Slot = tuple[str, str, str]
Changes = dict[tuple[int, int, int], tuple[str, str | None]]
"""(table, row, column) -> the text to believe and the one read otherwise; such a cell is unsure."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A reading under its form: `doubts` are the reasons why it is not proved, by grid."""

    document: Document
    alignment: Alignment
    doubts: Mapping[str, tuple[str, ...]]

    @property
    def proved(self) -> bool:
        """Whether there is something to prove and nothing against it."""
        return bool(self.alignment.figures) and not any(self.doubts.values())

    @property
    def worth(self) -> tuple[int, int, int]:
        """For choosing among readings: most grids, then fewest doubts, then most figures."""
        doubts = sum(map(len, self.doubts.values()))
        return len(self.doubts), -doubts, sum(figure.number is not None for figure in self.alignment.figures)


def is_in_doubt(figure: Figure, proof: Proof) -> bool:
    """Whether something speaks against this figure: it is unsure or no number, or its grid is doubted as a whole."""
    doubts = set(proof.doubts[figure.grid])
    cell = figure.confidence < SURE or parse_number(figure.text).kind == "text"
    return bool(doubts - {_NO_NUMBER, _UNSURE}) or (bool(doubts) and cell)


def believable(best: Proof, others: Sequence[Proof]) -> Document:
    """The best of several readings of pictures, what sums choose from the others in it, its tables marked with doubts."""
    changes = _settled_cells(best.alignment, [proof.alignment for proof in others])
    tables = tuple(_with_cells(table, changes) for table in best.document.tables)
    return _doubted(replace(best, document=replace(best.document, tables=tables)))


def proof_of(document: Document) -> Proof:
    """A reading aligned with the form, and the reasons to doubt each of its grids."""
    alignment = align(document.tables)
    tried = trials_of(alignment.figures, alignment.layout)
    doubts: dict[str, tuple[str, ...]] = {}
    for grid in dict.fromkeys(figure.grid for figure in alignment.figures):
        figures = [figure for figure in alignment.figures if figure.grid == grid]
        rows = [finding.check for finding in alignment.findings if finding.where.split(".")[0] == grid]
        failed = [trial.identity.key for trial in tried.get(grid, ()) if trial.outcome == "failed"]
        doubts[grid] = (*_cell_doubts(figures), *rows, *failed)
    return Proof(document, alignment, doubts)


def agreed(first: Document, second: Document | None) -> Document:
    """The first reading, each cell that the second reads differently settled by the sums and marked as unsure.

    Tables that only the second found are added, with a doubt.
    """
    if second is None:
        return first
    here, there = align(first.tables), align(second.tables)
    mine, other = _by_slot(here.figures), _by_slot(there.figures)
    changes = dict(_settled(here, there, mine, other))
    merged = replace(first, tables=tuple(_with_cells(table, changes) for table in first.tables))
    missing = {slot[0] for slot in other} - {slot[0] for slot in mine}
    return _with_tables(merged, second, there, missing) if missing else merged


def _cell_doubts(figures: Sequence[Figure]) -> Iterator[str]:
    kinds = [parse_number(figure.text).kind for figure in figures]
    if "text" in kinds:
        yield _NO_NUMBER
    if all(kind == "blank" for kind in kinds):
        yield "nothing is printed"
    if any(figure.confidence < SURE for figure in figures):
        yield _UNSURE


def _settled_cells(mine: Alignment, others: Sequence[Alignment]) -> Changes:
    """What other readings of a picture have where that makes sums hold, and the cells that failed sums put in doubt."""
    found = better(mine, others)
    figures = _by_slot(mine.figures)
    numbers = _by_slot([*mine.figures, *found.values()])
    changes: Changes = {_place(figures[slot]): (figure.text, figures[slot].text) for slot, figure in found.items()}
    for grid in mine.layout.grids:
        for slot in suspects(grid, numbers_of(tuple(numbers.values()), grid.key)):
            changes.setdefault(_place(figures[slot]), (figures[slot].text, figures[slot].raw))
    return changes


def _place(figure: Figure) -> tuple[int, int, int]:
    return figure.place.table, figure.place.row, figure.place.column


def _doubted(proof: Proof) -> Document:
    """The document with the doubts on the tables whose figures they concern."""
    words: dict[int, list[str]] = {}
    for figure in proof.alignment.figures:
        for doubt in proof.doubts[figure.grid]:
            known = words.setdefault(figure.place.table, [])
            known += [doubt] if doubt not in known else []
    tables = tuple(_unproved(table, words.get(table.index, [])) for table in proof.document.tables)
    return replace(proof.document, tables=tables)


def _unproved(table: Table, words: Sequence[str]) -> Table:
    return replace(table, proved=False, doubts=(*table.doubts, *words)) if words else table


def _by_slot(figures: Sequence[Figure]) -> dict[Slot, Figure]:
    return {(figure.grid, figure.line, figure.column): figure for figure in figures}


def _settled(
    here: Alignment, there: Alignment, mine: Mapping[Slot, Figure], other: Mapping[Slot, Figure]
) -> Iterator[tuple[tuple[int, int, int], tuple[str, str | None]]]:
    """(table, row, column) -> (text to believe, the other reader's text), where the two readers differ."""
    for slot in mine.keys() & other.keys():
        a, b = mine[slot], other[slot]
        if a.number != b.number:
            chosen, rejected = (a, b) if _failures(here, slot) <= _failures(there, slot) else (b, a)
            yield _place(a), (chosen.text, rejected.text)


def _failures(alignment: Alignment, slot: Slot) -> int:
    """Broken sums that this cell takes part in."""
    grid, line, column = slot
    tried = trials_of([figure for figure in alignment.figures if figure.grid == grid], alignment.layout)
    return sum(t.outcome == "failed" and t.at in (line, column) for t in tried.get(grid, ()))


def _with_cells(table: Table, changes: Changes) -> Table:
    replaced: dict[int, Cell] = {}
    for row in table.rows:
        for cell in row:
            change = changes.get((table.index, cell.row, cell.column))
            if change:
                replaced[id(cell)] = cell._replace(text=change[0], raw=change[1], confidence=_DIFFERENT)
    if not replaced:
        return table
    return replace(table, rows=tuple(tuple(replaced.get(id(cell), cell) for cell in row) for row in table.rows))


def _with_tables(first: Document, second: Document, there: Alignment, grids: set[str]) -> Document:
    wanted = {figure.place.table for figure in there.figures if figure.grid in grids}
    added = [
        replace(
            table, index=len(first.tables) + number, doubts=(*table.doubts, "only one of two readers saw this table")
        )
        for number, table in enumerate(table for table in second.tables if table.index in wanted)
    ]
    return replace(first, tables=(*first.tables, *added))


def missing_grids(alignment: Alignment) -> set[str]:
    """Grids of the form without a figure."""
    return {grid.key for grid in alignment.layout.grids if not numbers_of(alignment.figures, grid.key)}
