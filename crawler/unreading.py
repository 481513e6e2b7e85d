"""Taking back what was read from captures, so that `load` reads them again and nothing of the first reading stays."""

from __future__ import annotations

import json
from collections.abc import Sequence

from crawler.archive import Archive
from crawler.doubting import concerned, doubt_reports
from crawler.yearly import outdate, reached

# With a part its page, and with one capture of a report all that carry it: which of them it is read from is open again.
_CARRIED = """
    with pages as (
      select coalesce(part_of, id) as id
      from captures
      where id in (select value from json_each(?))
    )
    select distinct documents.report
    from pages
    join documents on documents.capture = pages.id
    where documents.report is not null
"""

_FORGET = (
    "delete from text_reuse where other in (select value from json_each(:reports))",
    "delete from documents where report in (select value from json_each(:reports))",
    "delete from documents where capture in (select value from json_each(:captures))",
    """
    delete from documents
    where capture in (select part_of from captures where id in (select value from json_each(:captures)))
    """,
    "delete from reports where id in (select value from json_each(:reports))",
    "delete from agencies where id not in (select agency from reports where agency is not null)",
)


def forget_captures(archive: Archive, captures: Sequence[str]) -> None:
    """Make captures unread, with every report that one of them carries."""
    if not captures:
        return
    reports = [row["report"] for row in archive.rows(_CARRIED, [json.dumps(captures)])]
    doubted = concerned(archive, captures)
    years = archive.rows(
        "select distinct year from reports where id in (select value from json_each(?))", [json.dumps(reports)]
    )
    outdate(archive.conn, reached(row["year"] for row in years))
    for report in reports:
        archive.forget_report(report)
    for sql in _FORGET:
        archive.conn.execute(sql, {"reports": json.dumps(reports), "captures": json.dumps(captures)})
    doubt_reports(archive, [report for report in doubted if report not in {*reports}])
