"""Archives compared table by table, times aside, and with them the offsets that follow from their compressed length."""

import sqlite3

TIMES = {"fetched_at", "at", "started_at", "finished_at", "applied_at", "offset"}
INTERNAL = ("sqlite_", "_sqlite_migrations")


def contents(path):
    """Every table of an archive as sorted rows, without the columns that hold times."""
    connection = sqlite3.connect(path)
    try:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        return {name: rows(connection, name) for name in names if not name.startswith(INTERNAL)}
    finally:
        connection.close()


def rows(connection, table):
    cursor = connection.execute(f'select * from "{table}"')  # noqa: S608 (names from the archive itself)
    columns = [entry[0] for entry in cursor.description]
    kept = [place for place, column in enumerate(columns) if column not in TIMES]
    return sorted((tuple(row[place] for place in kept) for row in cursor), key=repr)
