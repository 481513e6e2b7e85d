"""Which of several readings of the same pages is believed."""

from dataclasses import replace

from parsers.forms import FORMS
from parsers.model import Cell, Document, Table
from parsers.proving import is_in_doubt, proof_of

GRID = FORMS[0].grid("requests")
HEADER = ["", *(column.zh for column in GRID.columns)]
LINE = GRID.lines[0].zh
RULES = (["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "1", "2", "3"])


def document(*tables):
    """A document whose tables print these rows."""
    return Document(
        "",
        tuple(
            Table(
                tuple(tuple(Cell(text, r, c) for c, text in enumerate(row)) for r, row in enumerate(rows)),
                index,
                offset=100 * index,
                squared=True,
            )
            for index, rows in enumerate(tables)
        ),
    )


def test_a_reading_that_lost_a_table_is_worth_less_than_one_with_a_doubt():
    kept = proof_of(document(RULES, [HEADER, [LINE, *"1000002"]]))
    lost = proof_of(document([HEADER, [LINE, *"1000001"]]))
    assert (len(kept.doubts["requests"]), lost.proved) == (1, True)
    assert max(lost, kept, key=lambda proof: proof.worth) is kept


def test_an_unsure_cell_puts_itself_in_doubt_and_a_failed_sum_its_whole_table():
    unsure = document([HEADER, [LINE, *"1000001"], [GRID.lines[1].zh, *"2000002"]])
    (table,) = unsure.tables
    first = tuple(cell._replace(confidence=0.4) if cell.column == 1 else cell for cell in table.rows[1])
    proof = proof_of(replace(unsure, tables=(replace(table, rows=(table.rows[0], first, table.rows[2])),)))
    doubted = [(figure.line, figure.column) for figure in proof.alignment.figures if is_in_doubt(figure, proof)]
    assert doubted == [(GRID.lines[0].key, GRID.columns[0].key)]
    failed = proof_of(document([HEADER, [LINE, *"1000002"], [GRID.lines[1].zh, *"2000002"]]))
    assert all(is_in_doubt(figure, failed) for figure in failed.alignment.figures)
