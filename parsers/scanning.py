"""Pictures that follow each other -> the one document to believe: each page read until what all print is proved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parsers.figures import trials_of
from parsers.formats import picture
from parsers.formats.scan import document_of
from parsers.model import Document
from parsers.proving import Proof, believable, is_in_doubt, missing_grids, proof_of

if TYPE_CHECKING:
    from parsers.formats.picture.document import Seen


@dataclass(frozen=True)
class _Try:
    """One reading of each page, and what it proves."""

    pages: tuple[Seen, ...]
    proof: Proof


def believed_pages(bodies: Sequence[bytes]) -> Document:
    """The pages in these pictures as one document; a cell's page is the number of its picture, from 1.

    Tables are joined over pages before anything is proved, for sums hold for the whole table; then the pages in doubt
    are read again, one by one. Raises ParseError where a picture cannot be read.
    """
    to_come = [picture.seen(body) for body in bodies]
    best = _tried([next(readings) for readings in to_come])
    tried = [best]
    while again := [(page, seen) for page in _in_doubt(best) if (seen := next(to_come[page], None))]:
        for page, seen in again:
            tried.append(_tried([*best.pages[:page], seen, *best.pages[page + 1 :]]))
            best = max(best, tried[-1], key=lambda one: one.proof.worth)
    return believable(best.proof, [one.proof for one in tried if one is not best])


def _tried(pages: Sequence[Seen]) -> _Try:
    """The pages under their form; numbers that no sum vouches for are looked at twice."""
    proof = proof_of(document_of(pages))
    alone = _without_sums(proof)
    if all(page.twice for number, page in enumerate(pages) if number in alone):
        return _Try(tuple(pages), proof)
    return _tried([picture.looked_at_twice(page) if number in alone else page for number, page in enumerate(pages)])


def _in_doubt(tried: _Try) -> list[int]:
    """The pages to read again: those with a figure in doubt, and where a grid is missing those without a figure."""
    doubted, shown = set[int](), set[int]()
    for figure in tried.proof.alignment.figures:
        page = (figure.place.page or 1) - 1
        shown.add(page)
        doubted |= {page} if is_in_doubt(figure, tried.proof) else set()
    blank = set(range(len(tried.pages))) - shown if missing_grids(tried.proof.alignment) else set()
    return sorted(doubted | blank)


def _without_sums(proof: Proof) -> set[int]:
    """The pages with numbers in rows and columns of which no sum holds."""
    trials = trials_of(proof.alignment.figures, proof.alignment.layout)
    held = {(grid, trial.at) for grid, tried in trials.items() for trial in tried if trial.outcome == "held"}
    return {
        (figure.place.page or 1) - 1
        for figure in proof.alignment.figures
        if figure.text and not {(figure.grid, figure.line), (figure.grid, figure.column)} & held
    }
