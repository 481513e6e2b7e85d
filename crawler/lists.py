"""What lists over a million reports need, made for archives that were filled without it."""

from __future__ import annotations

from crawler.operation_views import OPERATION_VIEWS
from crawler.scorecards import fill_scorecards, scorecard_table
from crawler.sqlite import Database
from crawler.yearly import remake_yearly_tables

_STATEMENT_YEARS = (
    "update statements set year = (select reports.year from reports where reports.id = statements.report)"
)


def lists(db: Database) -> None:
    """The migration: wide scorecards, more sums by year, statements by measure and year, captures by portal."""
    db.table("statements").add_column("year", int)
    db.execute(_STATEMENT_YEARS)
    db.table("statements").create_index(["measure", "year", "value"])
    db.table("text_reuse").create_index(["similarity"])
    db.table("captures").create_index(["portal"])
    db.execute("drop table scorecards")
    scorecard_table(db)
    fill_scorecards(db.conn)
    remake_yearly_tables(db)
    db.create_view("portal_progress", OPERATION_VIEWS["portal_progress"], replace=True)
