"""Rows of numbers that find no line of the form: left out, and said."""

from parsers.figures import align
from parsers.forms import FORMS
from parsers.model import Cell, Table

GRID = FORMS[0].grid("requests")
COLUMNS = [column.zh for column in GRID.columns]
BESIDE = {line.key: line.zh for line in GRID.lines}


def table(index, *rows):
    """Rows of texts as a table; the offset is its place in a text of ten letters a table."""
    cells = tuple(tuple(Cell(text, r, c) for c, text in enumerate(row)) for r, row in enumerate(rows))
    return Table(cells, index, offset=10 * index, squared=True)


def test_a_row_of_numbers_left_out_of_the_lower_half_of_a_table_is_a_finding():
    upper = table(0, ["", *COLUMNS], [BESIDE["new_received"], *"1000001"])
    lower = table(
        1,
        [BESIDE["granted"], *"1000001"],
        ["（二）部只计这一情公开（区分形", *"2000002"],
        [BESIDE["refused_state_secret"], *"0000000"],
        [BESIDE["carried_out"], *"0000000"],
    )
    alignment = align((upper, lower))
    assert {figure.line for figure in alignment.figures} == {
        "new_received",
        "granted",
        "refused_state_secret",
        "carried_out",
    }
    assert [(finding.check, finding.where) for finding in alignment.findings] == [("row_not_on_form", "requests")]
