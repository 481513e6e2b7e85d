"""Answers to the usual questions, as views: their names are promises like those of the tables.

As the first archives had them; `crawler/lists.py` gives the same answers from the scorecards.
"""

VIEWS = {
    "report_totals": """
        select reports.id as report, agencies.name as agency, agencies.region, reports.year, reports.scope, reports.form,
               received.total as received, carried_in.total as carried_in, granted.total as granted,
               in_part.total as granted_in_part, not_held.total as not_held, closed.total as results_total,
               carried_out.total as carried_out, reports.errors, reports.warnings
        from reports
        left join agencies on agencies.id = reports.agency
        left join requests as received on received.report = reports.id and received.row = 'new_received'
        left join requests as carried_in on carried_in.report = reports.id and carried_in.row = 'carried_in'
        left join requests as granted on granted.report = reports.id and granted.row = 'granted'
        left join requests as in_part on in_part.report = reports.id and in_part.row = 'granted_in_part'
        left join requests as not_held on not_held.report = reports.id and not_held.row = 'unable_not_held'
        left join requests as closed on closed.report = reports.id and closed.row = 'results_total'
        left join requests as carried_out on carried_out.report = reports.id and carried_out.row = 'carried_out'
    """,
    "carry_over": """
        select later.agency, later.scope, earlier.year as from_year, later.year as to_year,
               earlier.id as earlier_report, later.id as later_report,
               carried_out.total as carried_out, carried_in.total as carried_in,
               carried_in.total - carried_out.total as difference
        from reports as later
        join reports as earlier
          on earlier.agency = later.agency and earlier.scope = later.scope and earlier.year = later.year - 1
        left join requests as carried_out on carried_out.report = earlier.id and carried_out.row = 'carried_out'
        left join requests as carried_in on carried_in.report = later.id and carried_in.row = 'carried_in'
    """,
    "missing_reports": """
        with spans as (
          select agency, scope, min(year) as first_year, max(year) as last_year, group_concat(year, ' ') as published_in
          from (select distinct agency, scope, year from reports where agency is not null order by agency, year)
          group by agency, scope
        ),
        years as (select distinct year from reports where year is not null)
        select agencies.name as agency, spans.scope, years.year, spans.published_in
        from spans
        join years on years.year >= spans.first_year
        join agencies on agencies.id = spans.agency
        left join reports
          on reports.agency = spans.agency and reports.scope = spans.scope and reports.year = years.year
        where reports.id is null
    """,
}
