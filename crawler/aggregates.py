"""Sums and means by division, kind of body and year, made once when an archive is published."""

from __future__ import annotations

from crawler.archive import Archive
from crawler.derived import AGGREGATED_ROWS
from crawler.measures import RATES
from parsers.forms import FORMS

# Every report once for its own division and once for each above it; national bodies, and those whose place is not
# known, stand under an empty code. Scopes stay apart: an area's report may contain what its departments report.
_PLACED = """
    with recursive above(code, region, level) as (
      select code, code, level
      from regions
      union all
      select above.code, regions.parent, parents.level
      from above
      join regions on regions.code = above.region
      join regions as parents on parents.code = regions.parent
    ),
    placed as (
      select reports.id as report, coalesce(above.level, agencies.level, '') as level, coalesce(above.region, '') as region,
             coalesce(agencies.kind, '') as kind, reports.scope, reports.year
      from reports
      left join agencies on agencies.id = reports.agency
      left join above on above.code = agencies.region
      where reports.year is not null
    )
"""

_BY = "placed.level, placed.region, placed.kind, placed.scope, placed.year"

# A group is its own line where that is printed, else the sum of its parts.
_REQUESTS = """
    insert into agg_requests
    {placed},
    folded as (
      select report,
             {groups}
      from requests
      group by report
    )
    select {by}, count(*), count(folded.new_received),
           {sums}
    from placed
    left join folded on folded.report = placed.report
    group by {by}
"""

_SCORECARDS = """
    insert into agg_scorecards
    {placed}
    select {by}, count(*), count(scorecards.full_grant_rate),
           {means},
           count(scorecards.days_late), sum(scorecards.days_late > 0), round(avg(scorecards.completeness), 2),
           sum(scorecards.errors > 0), sum(scorecards.errors), sum(scorecards.warnings)
    from placed
    join scorecards on scorecards.report = placed.report
    group by {by}
"""


def aggregate(archive: Archive) -> None:
    """Fill `agg_requests` and `agg_scorecards` anew from the reports in the archive."""
    sums = ", ".join(f"sum(folded.{row})" for row in AGGREGATED_ROWS)
    means = ", ".join(f"round(avg(scorecards.{rate.key}), 2)" for rate in RATES)
    groups = ",\n".join(map(_group, AGGREGATED_ROWS))
    with archive.transaction():
        for table in ("agg_requests", "agg_scorecards"):
            archive.conn.execute(f'delete from "{table}"')  # noqa: S608 (names are ours)
        archive.conn.execute(_REQUESTS.format(placed=_PLACED, by=_BY, groups=groups, sums=sums))
        archive.conn.execute(_SCORECARDS.format(placed=_PLACED, by=_BY, means=means))


def _group(row: str) -> str:
    """One column of a report's totals: a line of the form, or the lines of a group."""
    parts = dict.fromkeys(
        line.key for form in FORMS for grid in form.grids for line in grid.lines if line.parent == row
    )
    own = f"max(case when row = '{row}' then total end)"
    if not parts:
        return f"{own} as {row}"
    listed = ", ".join(f"'{part}'" for part in parts)
    return f"coalesce({own}, sum(case when row in ({listed}) then total end)) as {row}"
