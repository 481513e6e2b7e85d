"""What new readings mean for reports read before: findings across reports and scorecards, brought up to date."""

from __future__ import annotations

import json
from collections.abc import Sequence

from crawler.archive import Archive
from crawler.columns import COLUMNS_OF_REPORT
from crawler.filings import rows_of
from crawler.records import finding_rows
from crawler.scorecards import write_scorecards
from parsers.checks import CROSS_CHECKS, cross_check

# All reports of the bodies that these captures speak of, and those of the governments above them in the same years.
_CONCERNED = """
    with fresh as (
      select distinct reports.id, reports.agency, reports.year, agencies.region
      from documents
      join reports on reports.id = documents.report
      left join agencies on agencies.id = reports.agency
      where documents.capture in (select value from json_each(?))
    )
    select id
    from fresh
    union
    select reports.id
    from fresh
    join reports on reports.agency = fresh.agency
    union
    select reports.id
    from fresh
    left join regions on regions.code = fresh.region
    join agencies on agencies.region in (fresh.region, regions.parent)
    join reports on reports.agency = agencies.id and reports.year = fresh.year and reports.scope = 'area'
    order by 1
"""

_FORGET = """
    delete from findings
    where report in (select value from json_each(?))
      and "check" in (select value from json_each(?))
"""

_COUNT = """
    update reports
    set errors = (select count(*) from findings where findings.report = reports.id and severity = 'error'),
        warnings = (select count(*) from findings where findings.report = reports.id and severity = 'warning')
    where id in (select value from json_each(?))
"""


def doubt(archive: Archive, captures: Sequence[str]) -> None:
    """Try the rules across reports again wherever these captures can have changed what they say.

    Everything is found anew from the rows of the archive, so that the order of reading does not matter.
    """
    doubt_reports(archive, concerned(archive, captures))


def concerned(archive: Archive, captures: Sequence[str]) -> list[str]:
    """The reports that rules across reports can say something new of once these captures are read."""
    return [row["id"] for row in archive.rows(_CONCERNED, [json.dumps(captures)])]


def doubt_reports(archive: Archive, reports: Sequence[str]) -> None:
    """Try the rules across reports again on these."""
    archive.conn.execute(_FORGET, [json.dumps(reports), json.dumps([rule.key for rule in CROSS_CHECKS])])
    rows = list(rows_of(archive, reports))
    for row in rows:
        archive.write("findings", COLUMNS_OF_REPORT["findings"], finding_rows(row.own.report, cross_check(row)))
    archive.conn.execute(_COUNT, [json.dumps(reports)])
    numbers = {row.own.report: row.own.numbers for row in rows}
    write_scorecards(archive.conn, reports, numbers)
