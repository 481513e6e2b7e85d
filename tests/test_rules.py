"""Rules of a picture as tables are found by them."""

import numpy as np

from parsers.formats.picture.columns import open_lattice
from parsers.formats.picture.rules import levels_of
from parsers.formats.picture.traces import traces_of


def test_a_header_cut_before_its_first_row_of_numbers_has_its_rows():
    ink = np.zeros((300, 1100), np.uint8)
    for y, left in ((50, 100), (90, 100), (130, 600)):
        ink[y : y + 3, left:1000] = 220
    traces = traces_of(ink)
    lattice = open_lattice(levels_of(ink), 100, 1000, traces)
    assert (len(lattice.ys), lattice.ruled) == (3, False)
