"""Chinese search that is right for words of two characters: an index of character pairs, kept up by the archive itself.

FTS5's own tokenizers find nothing for 复议 (measured: trigram and unicode61) or the wrong third (jieba). Here a text is
indexed by its pairs of neighbouring characters, without their places (`detail=none`: 0.75 bytes a character); a query
is the pairs of its words, all of them wanted, and what is found is then verified with instr() in the text itself.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from crawler.sqlite import Database

_RUN = re.compile(r"\w+")
NO_YEAR = "none"  # the mark of a report whose year is unknown
_AT_ONCE = 100  # tokens of one query; FTS5 takes no more than 256 in one expression
_FEWEST = 2  # characters of a token; the last character of a run stands alone too, for words of one character

# The number of a report in the index: rowids may change when a file is vacuumed, these do not. `marks` are the
# report's year, region, level, kind and form as tokens, so that a filter costs no more than another word; they are kept
# because an entry can only be taken out of such an index by naming exactly what was put in.
SCHEMA = (
    """
    create table search_numbers (
      number integer primary key,
      report text not null unique,
      marks text not null
    )
    """,
    "create virtual table reports_fts using fts5(words, content='', detail=none)",
    """
    create trigger bodies_found after insert on bodies begin
      insert into search_numbers (report, marks)
      select new.report, search_marks(reports.year, reports.form, agencies.region, agencies.level, agencies.kind)
      from (select new.report as id)
      left join reports using (id)
      left join agencies on agencies.id = reports.agency
      where true
      on conflict (report) do update set marks = excluded.marks;
      insert into reports_fts (rowid, words)
      select number, pairs(new.text) || ' ' || marks
      from search_numbers
      where report = new.report;
    end
    """,
    """
    create trigger bodies_forgotten after delete on bodies begin
      insert into reports_fts (reports_fts, rowid, words)
      select 'delete', number, pairs(old.text) || ' ' || marks
      from search_numbers
      where report = old.report;
    end
    """,
)
FILL = (
    """
    insert into search_numbers (report, marks)
    select bodies.report, search_marks(reports.year, reports.form, agencies.region, agencies.level, agencies.kind)
    from bodies
    left join reports on reports.id = bodies.report
    left join agencies on agencies.id = reports.agency
    """,
    """
    insert into reports_fts (rowid, words)
    select number, pairs(bodies.text) || ' ' || marks
    from search_numbers
    join bodies using (report)
    """,
)


def search_index(db: Database) -> None:
    """The migration that makes the index, and fills it with the reports already there."""
    register(db.conn)
    for statement in (*SCHEMA, *FILL):
        db.execute(statement)


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the index anew from the texts."""
    for statement in (
        "insert into reports_fts (reports_fts) values ('delete-all')",
        "delete from search_numbers",
        *FILL,
    ):
        connection.execute(statement)


def is_found(connection: sqlite3.Connection, report: str) -> bool:
    """Whether the index leads from every pair of a report's text to it."""
    row = connection.execute(
        "select number, text, marks from bodies join search_numbers using (report) where report = ?", [report]
    ).fetchone()
    if row is None:
        return False
    tokens = [*pairs(row[1]).split(), *row[2].split()]
    asked = (
        " AND ".join(f'"{token}"' for token in tokens[start : start + _AT_ONCE])
        for start in range(0, len(tokens), _AT_ONCE)
    )
    sql = "select 1 from reports_fts where reports_fts match ? and rowid = ?"
    return all(connection.execute(sql, [words, row[0]]).fetchone() for words in asked)


def register(connection: sqlite3.Connection) -> None:
    """Teach a connection the functions that keep the index up."""
    connection.create_function("pairs", 1, pairs, deterministic=True)
    connection.create_function("search_marks", 5, marks, deterministic=True)


def pairs(text: str | None) -> str:
    """The tokens of a text: each pair of neighbouring characters, and the last character of every run, once each.

    >>> pairs("行政复议，2023").split()
    ['02', '20', '23', '3', '复议', '政复', '行政', '议']
    """
    import numpy as np  # a quarter of the time that sets of strings take, but slow to load

    letters = np.frombuffer((" ".join(_RUN.findall(text or "")) + " ").encode("utf-32-le"), "<u4").astype(np.uint64)
    both = letters[:-1] << np.uint64(32) | letters[1:]
    once = np.unique(both[letters[:-1] != ord(" ")])
    tokens = np.full((len(once), 3), ord(" "), "<u4")
    tokens[:, 0], tokens[:, 1] = once >> np.uint64(32), once & np.uint64((1 << 32) - 1)
    return tokens.tobytes().decode("utf-32-le")


def marks(year: int | None, form: str | None, region: str | None, level: str | None, kind: str | None) -> str:
    """What filters ask for, as tokens no text can hold; a region also stands under each division above it.

    >>> marks(2023, "2021", "371003", "county", "department")
    'xyear2023x xform2021x xregion371003x xregion3710x xregion37x xlevelcountyx xkinddepartmentx'
    """
    regions = [region[:length] for length in (6, 4, 2)] if region else []
    given = [
        ("year", year or NO_YEAR),
        ("form", form),
        *(("region", code) for code in regions),
        ("level", level),
        ("kind", kind),
    ]
    return " ".join(mark(name, value) for name, value in given if value)


def mark(name: str, value: object) -> str:
    """One filter as a token; the signs of a code that no token can hold are left out.

    >>> mark("kind", "government_office")
    'xkindgovernmentofficex'
    """
    return f"x{name}{re.sub(r'[^a-z0-9]', '', str(value).lower())}x"


def match(words: str, filters: dict[str, str] | None = None) -> str:
    """The FTS5 query for words and filters, all of which must be there; empty if there is nothing to look for.

    >>> match("行政 议"), match("复议", {"year": "2023"})
    ('"行政" AND "议"*', '"复议" AND "xyear2023x"')
    """
    tokens = [token for run in _RUN.findall(words) for token in _wanted(run)]
    tokens += [f'"{mark(name, value)}"' for name, value in (filters or {}).items() if value]
    return " AND ".join(dict.fromkeys(tokens))


def terms(words: str) -> list[str]:
    """The words of a query, parted by white space, to be verified in the text.

    >>> terms(" 复议  100% ")
    ['复议', '100%']
    """
    return list(dict.fromkeys(words.split()))


def needs_verifying(words: str) -> bool:
    """Whether pairs alone may find too much: longer words, and signs that are not indexed.

    >>> needs_verifying("复议 诉讼"), needs_verifying("行政复议")
    (False, True)
    """
    return any(len(term) > _FEWEST or not _RUN.fullmatch(term) for term in terms(words))


def _wanted(run: str) -> Iterator[str]:
    if len(run) < _FEWEST:
        yield f'"{run}"*'
    for start in range(len(run) - _FEWEST + 1):
        yield f'"{run[start : start + _FEWEST]}"'
