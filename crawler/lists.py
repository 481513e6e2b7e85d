"""What lists over a million reports need, made for archives that were filled without it."""

from __future__ import annotations

from crawler.operation_views import OPERATION_VIEWS
from crawler.scorecards import fill_scorecards, scorecard_table
from crawler.sqlite import Database
from crawler.yearly import remake_yearly_tables

_STATEMENT_YEARS = (
    "update statements set year = (select reports.year from reports where reports.id = statements.report)"
)

# The answers of `views`, from the scorecards: what joins a million reports is not even counted in two seconds.
_VIEWS = {
    "report_totals": """
        select report, name as agency, nullif(region, '') as region, year, scope, form, received, carried_in, granted,
               granted_in_part, not_held, results_total, carried_out, errors, warnings
        from scorecards
    """,
    "carry_over": """
        select agency, scope, year - 1 as from_year, year as to_year, earlier_report, report as later_report,
               carried_out_before as carried_out, carried_in, carried_in - carried_out_before as difference
        from scorecards
        where earlier_report is not null
    """,
    "missing_reports": """
        select last.name as agency, last.scope, years.year,
               (
                 select group_concat(year, ' ')
                 from (select year from reports where agency = last.agency and scope = last.scope order by year)
               ) as published_in
        from (select distinct year from yearly_reports where year is not null) as years
        join scorecards as last
          on last.next_year is not last.year + 1
         and last.year < years.year
         and coalesce(last.next_year, years.year + 1) > years.year
        where last.name is not null
    """,
}


def lists(db: Database) -> None:
    """The migration: wide scorecards, more sums by year, statements by measure and year, captures by portal."""
    db.table("statements").add_column("year", int)
    db.execute(_STATEMENT_YEARS)
    db.table("statements").create_index(["measure", "year", "value"])
    db.table("text_reuse").create_index(["similarity"])
    db.table("captures").create_index(["portal"])
    for table in ("reports", "readings"):
        db.table(table).create_index(["capture"])
    db.execute("drop table scorecards")
    scorecard_table(db)
    fill_scorecards(db.conn)
    remake_yearly_tables(db)
    for name in ("portal_progress", "publication_dates"):
        db.create_view(name, OPERATION_VIEWS[name], replace=True)
    for name, sql in _VIEWS.items():
        db.create_view(name, sql, replace=True)
