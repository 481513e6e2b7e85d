"""Archives compared table by table, times aside, and with them the offsets that follow from their compressed length.

Of the search index, what it finds is compared: how FTS5 lays it out, and the numbers it knows reports by, hang on the
order of writing.
"""

import sqlite3

TIMES = {"fetched_at", "at", "started_at", "finished_at", "applied_at", "offset"}
INTERNAL = ("sqlite_", "_sqlite_migrations", "reports_fts", "search_numbers")
INDEXED = "select term, report, marks from temp.found join search_numbers on number = doc"


def contents(path):
    """Every table of an archive as sorted rows, without the columns that hold times."""
    connection = sqlite3.connect(path)
    try:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        connection.execute("create virtual table temp.found using fts5vocab(main, reports_fts, instance)")
        indexed = {"reports_fts": sorted(connection.execute(INDEXED))}
        return {name: rows(connection, name) for name in names if not name.startswith(INTERNAL)} | indexed
    finally:
        connection.close()


def rows(connection, table):
    cursor = connection.execute(f'select * from "{table}"')  # noqa: S608 (names from the archive itself)
    columns = [entry[0] for entry in cursor.description]
    kept = [place for place, column in enumerate(columns) if column not in TIMES]
    return sorted((tuple(row[place] for place in kept) for row in cursor), key=repr)
