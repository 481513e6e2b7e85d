"""What the bytes say today, held against the tables: all in a transaction that is taken back, unless it is to stay."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from random import Random

from crawler.archive import Archive
from crawler.derived import DERIVED
from crawler.doubting import concerned
from crawler.flaws import WRONG, Flaw
from crawler.load import load
from crawler.reuse import find_reuse
from crawler.unreading import forget_captures
from crawler.yearly import YEARLY

READINGS = "readings"
# Table -> the column with the report's id. What is made on publishing is no one's reading; sums are tried whole.
_KEYS = {"reports": "id", "documents": "coalesce(report, capture)"}
_COMPARED = {
    table: _KEYS.get(table, "report")
    for table in DERIVED
    if table not in (*YEARLY, "agg_requests", "agg_scorecards", "agencies", "text_reuse")
}
_WHOLE = ("agencies", *YEARLY)
_NAMED = 20  # reports that are named for each table

# A report of which some bytes are lost cannot be read as it was: what is known of it is all there is.
_READ = """
    with lost as (
      select coalesce(part_of, id) as id
      from captures
      where id in (select value from json_each(?))
    )
    select capture
    from documents
    where kind <> 'part'
      and capture not in (select id from lost)
      and coalesce(report, '') not in (
        select coalesce(documents.report, '-')
        from lost
        join documents on documents.capture = lost.id
      )
    order by capture
"""

# What waits to be read is no concern of this: it must not be read along.
_SHIELD = """
    insert or ignore into documents (capture, kind)
    select id, 'waiting'
    from captures
    where ? in (id, part_of)
"""


class _TakenBack(Exception):
    """Ends the transaction without a trace."""


def reread(archive: Archive, sample: int | None, lost: Sequence[str], repair: bool) -> tuple[int, list[Flaw]]:
    """Read captures again, `sample` of them drawn at random or all, and compare; how many, and what differed.

    With `repair` the tables are left as the bytes say; what hangs on `lost` captures is not touched.
    """
    captures = [row["capture"] for row in archive.rows(_READ, [json.dumps(lost)])]
    if sample is not None and sample < len(captures):
        captures = sorted(Random().sample(captures, sample))  # noqa: S311 (a sample, not a secret)
    waiting = [row["id"] for row in archive.unread() if row["id"] not in {*captures}]
    flaws: list[Flaw] = []
    with suppress(_TakenBack), archive.transaction():
        archive.conn.executemany(_SHIELD, [[capture] for capture in waiting])
        load(archive)  # what a killed run left to be summed up
        keys = json.dumps([*concerned(archive, captures), *captures])
        _set_aside(archive, keys)
        forget_captures(archive, captures)
        load(archive)
        archive.conn.execute("delete from documents where kind = 'waiting'")
        flaws += _differences(archive, keys, repair)
        if not (repair and flaws):
            _put_away(archive)
            raise _TakenBack
        find_reuse(archive)
        _put_away(archive)
    return len(captures), flaws


def _set_aside(archive: Archive, keys: str) -> None:
    """Copies of the tables as they are, which SQLite keeps outside the archive."""
    for table, column in _COMPARED.items():
        archive.conn.execute(
            f"create temp table before_{table} as select * from main.{table} where {column} in (select value from json_each(?))",  # noqa: S608
            [keys],
        )
    for table in _WHOLE:
        archive.conn.execute(f"create temp table before_{table} as select * from main.{table}")  # noqa: S608


def _differences(archive: Archive, keys: str, repair: bool) -> Iterator[Flaw]:
    for table, column in _COMPARED.items():
        now = f"select * from main.{table} where {column} in (select value from json_each(:keys))"  # noqa: S608
        for key, rows in _unequal(archive, table, now, column, {"keys": keys}):
            message = f"{rows} rows of {key} are not what its bytes say"
            yield Flaw(READINGS, WRONG, table, message, mended=repair)
    for table in _WHOLE:
        for _, rows in _unequal(archive, table, f"select * from main.{table}", "1", {}):  # noqa: S608
            yield Flaw(READINGS, WRONG, table, f"{rows} rows are not what follows from the reports", mended=repair)


def _unequal(archive: Archive, table: str, now: str, column: str, parameters: dict[str, str]) -> list[sqlite3.Row]:
    """Reports with the number of rows that are only in the table as it was, or only in the table as it is."""
    before = f"select * from temp.before_{table}"  # noqa: S608 (names are ours)
    return archive.rows(
        f"""
        select {column}, count(*)
        from (select * from ({before} except {now}) union all select * from ({now} except {before}))
        group by 1
        order by 1
        limit {_NAMED}
        """,  # noqa: S608
        parameters,
    )


def _put_away(archive: Archive) -> None:
    for table in (*_COMPARED, *_WHOLE):
        archive.conn.execute(f"drop table temp.before_{table}")
