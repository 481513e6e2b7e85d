"""Databases that are no archives of ours, or not of this version."""

import sqlite3

from crawler.archive import Archive

HOLOGRAMS = "insert into _sqlite_migrations (migration_set, name, applied_at) values ('nianbao', 'holograms', '2099')"


def foreign(path):
    with sqlite3.connect(path) as connection:
        connection.execute("create table tunes (name)")


def newer(path):
    Archive.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(HOLOGRAMS)
