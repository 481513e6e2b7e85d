"""Rules of a picture that are no single lines: dashed, dotted, double, cut by the end of a page."""

import itertools

import numpy as np

from parsers.formats.picture.columns import open_lattice
from parsers.formats.picture.dashes import drawn_through
from parsers.formats.picture.grid import lattices_of
from parsers.formats.picture.rules import levels_of
from parsers.formats.picture.traces import traces_of

XS, YS = (50, 250, 450, 650, 850), (50, 95, 140, 185, 230)


def dashed(period, dash, thick):
    """A table of dashes that begin and end at its corners, as browsers draw them; they cross where rules meet."""
    ink = np.zeros((300, 900), np.uint8)
    for y in YS:
        for left, right in itertools.pairwise(XS):
            stroke = np.abs((np.arange(left, right + thick) - left + dash // 2) % period) < dash
            ink[y : y + thick, left : right + thick][:, stroke] = 220
    for x in XS:
        for top, bottom in itertools.pairwise(YS):
            stroke = np.abs((np.arange(top, bottom + thick) - top + dash // 2) % period) < dash
            ink[top : bottom + thick, x : x + thick][stroke] = 220
    return ink


def ones(ink, x):
    """A column of the digit 1, one in each row of the table."""
    for y in YS[:-1]:
        ink[y + 14 : y + 34, x : x + 3] = 255
    return ink


def middles(ink):
    """Where the runs of ink along a line have their middles."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (ink > 0).astype(np.int8), [0]))))
    return [float(first + after - 1) / 2 for first, after in zip(edges[::2], edges[1::2], strict=True)]


def test_coarse_dashes_that_cross_become_rules_and_a_column_of_ones_stays():
    ink = ones(dashed(50, 26, 6), 150)
    whole = drawn_through(ink)
    assert all((whole[y : y + 6, 60:840].max(axis=0) > 0).all() for y in YS)
    assert all((whole[60:225, x : x + 6].max(axis=1) > 0).all() for x in XS)
    assert (whole[60:90, 145:160] == ink[60:90, 145:160]).all()


def test_dots_that_figures_touch_become_rules():
    ink = dashed(6, 3, 3)
    ink[110:130, 240:250] = 255
    whole = drawn_through(ink)
    assert all((whole[60:225, x : x + 3].max(axis=1) > 0).all() for x in XS)
    assert (whole[110:130, 240:248] == 255).all()


def test_cells_with_a_double_border_each_share_one_rule():
    ink = np.zeros((300, 900), np.uint8)
    for left, right in itertools.pairwise(XS):
        for top, bottom in itertools.pairwise(YS):
            for inset in (1, 6):
                ink[top + inset : bottom - inset, left + inset : right - inset] = 200
                ink[top + inset + 2 : bottom - inset - 2, left + inset + 2 : right - inset - 2] = 0
    ink[108:128, 300:312] = 255
    single = drawn_through(ink)
    assert middles(single[:, 350]) == [54, 94.5, 139.5, 184.5, 225]
    assert middles(single[160, :]) == [54, 249.5, 449.5, 649.5, 845]
    assert (single[108:128, 300:312] == 255).all()


def test_a_header_cut_before_its_first_row_of_numbers_has_its_rows():
    ink = np.zeros((300, 1100), np.uint8)
    for y, left in ((50, 100), (90, 100), (130, 600)):
        ink[y : y + 3, left:1000] = 220
    traces = traces_of(ink)
    lattice = open_lattice(levels_of(ink), 100, 1000, traces)
    assert (len(lattice.ys), lattice.ruled) == (3, False)


def ruled(height, ys, uprights):
    """Level rules at these heights, and (column, top, bottom) of upright ones."""
    ink = np.zeros((height, 1200), np.uint8)
    for y in ys:
        ink[y : y + 3, 100:1100] = 200
    for x, top, bottom in uprights:
        ink[top:bottom, x : x + 3] = 200
    return ink


def sizes(ink):
    """(rows, columns) of the tables found."""
    return [(len(lattice.ys) - 1, len(lattice.xs) - 1) for lattice in lattices_of(traces_of(ink))]


def test_thick_rules_are_read_as_thin_ones():
    ink = ruled(300, (), ())
    for y in YS:
        ink[y : y + 12, 50:862] = 200
    for x in XS:
        ink[50:242, x : x + 12] = 200
    single = drawn_through(ink)
    assert middles(single[:, 150]) == [y + 5.5 for y in YS]
    assert middles(single[80, :]) == [x + 5.5 for x in XS]
    assert [int((line > 0).sum()) for line in (single[:, 150], single[80, :])] == [6 * len(YS), 6 * len(XS)]


def test_a_rule_between_two_cells_alone_is_a_column_line():
    inside = [(400, 50, 230), (600, 50, 95), (800, 50, 95)]
    assert sizes(ruled(300, YS, [(100, 50, 230), (1097, 50, 230), *inside])) == [(4, 4)]


def test_a_heading_parts_tables_without_sides_whose_columns_differ():
    upper = [(x, 50, 230) for x in (300, 500, 700, 900)]
    lower = [(x, 275, 410) for x in (350, 450, 560, 640, 760, 1000)]
    ys = (*YS, 275, 320, 365, 410)
    assert sizes(ruled(500, ys, [*upper, *lower])) == [(4, 5), (3, 7)]
    same = [(x, 275, 410) for x in (300, 500, 700, 900)]
    assert sizes(ruled(500, ys, [*upper, *same])) == [(8, 5)]


def test_one_column_line_in_a_table_without_sides_is_no_figure():
    """Such a rule, left in its cell, was once read as the 1 of 16."""
    ink = ruled(300, YS, [(400, 50, 230)])
    (lattice,) = lattices_of(traces_of(ink))
    assert (lattice.ruled, len(lattice.xs)) == (True, 3)
