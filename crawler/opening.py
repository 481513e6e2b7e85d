"""What can be in the way of opening an archive, in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.errors import ArchiveBusy, CannotWrite, NotOurArchive


@contextmanager
def closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    """Let go of a file that turned out to be none of ours."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def refuse_folders(path: Path) -> None:
    """Raise where a path can be no archive: NotOurArchive, CannotWrite."""
    if path.is_dir():
        raise NotOurArchive(f"{path} is a folder: name a database file with --db")
    if not path.parent.is_dir():
        raise CannotWrite(f"{path.parent} does not exist: create the folder first")


def explained(path: Path, error: sqlite3.OperationalError) -> Exception:
    """What SQLite says, as what a person can do about it."""
    if "locked" in str(error):
        return ArchiveBusy(f"{path} is locked by another program: wait for it or close it, then run again")
    return CannotWrite(f"{path} cannot be opened for writing ({error}): check the permissions and the disk")
