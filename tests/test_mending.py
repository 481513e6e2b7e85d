"""Readings of a picture none of which is proved: the sums choose among them, and what they deny is in doubt."""

from dataclasses import replace

from parsers.figures import Alignment, numbers_of
from parsers.forms import FORMS
from parsers.mending import better, suspects
from parsers.model import Figure, Place

FORM = FORMS[0]
REVIEWS = FORM.grids[2]
KEYS = [column.key for column in REVIEWS.columns]


def alignment(numbers, confidence=1.0):
    figures = tuple(
        Figure("reviews", "review", key, number, str(number), Place(0, 3, place), "ocr", confidence)
        for place, (key, number) in enumerate(zip(KEYS, numbers, strict=True))
    )
    return Alignment(FORM, FORM, figures, ())


def test_the_other_reading_is_taken_where_the_sum_then_holds():
    mine, other = alignment([1, 2, 8, 4, 10]), alignment([1, 5, 3, 4, 10])
    assert {slot: figure.number for slot, figure in better(mine, [other]).items()} == {
        ("reviews", "review", KEYS[2]): 3
    }


def test_nothing_is_taken_where_all_sums_hold_or_no_reading_mends_one():
    held, broken = alignment([1, 2, 3, 4, 10]), alignment([1, 2, 8, 4, 10])
    assert better(held, [broken]) == {}
    assert better(broken, [broken]) == {}


def test_cells_of_a_failed_sum_are_suspects():
    broken = alignment([1, 2, 8, 4, 10])
    assert {column for _, _, column in suspects(REVIEWS, numbers_of(broken.figures, "reviews"))} == set(KEYS)
    assert list(suspects(REVIEWS, numbers_of(alignment([1, 2, 3, 4, 10]).figures, "reviews"))) == []


def requests(cells):
    figures = (
        Figure("requests", line, column, number, str(number), Place(0, 0, 0), "ocr")
        for (line, column), number in cells.items()
    )
    return Alignment(FORM, FORM, tuple(figures), ())


def whole_table():
    """Every cell 1 but the sums."""
    grid = FORM.grids[1]
    leaves = [line.key for line in grid.lines if not line.group]
    parts = [line.key for line in grid.lines if line.parent and not line.group and line.key != "results_total"]
    columns = [column.key for column in grid.columns][:-1]
    cells = {(line, column): 1 for line in leaves for column in columns}
    cells |= {("results_total", column): len(parts) for column in columns}
    cells |= {("new_received", column): len(parts) for column in columns}
    return cells | {(line, "total"): sum(cells[line, column] for column in columns) for line in leaves}


def test_the_crossing_of_a_failed_row_and_column_is_the_suspect():
    cells = whole_table()
    assert list(suspects(FORM.grids[1], cells)) == []
    cells["refused_state_secret", "legal_other"] = 7
    assert list(suspects(FORM.grids[1], cells)) == [("requests", "refused_state_secret", "legal_other")]


def test_an_unsure_cell_becomes_what_its_row_and_its_column_want():
    mine = requests({**whole_table(), ("refused_state_secret", "legal_other"): 7})
    assert better(mine, []) == {}
    unsure = replace(mine, figures=tuple(one._replace(confidence=0.4) for one in mine.figures))
    slot = ("requests", "refused_state_secret", "legal_other")
    assert {slot: figure.text for slot, figure in better(unsure, []).items()} == {slot: "1"}
