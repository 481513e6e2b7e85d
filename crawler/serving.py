"""Datasette on an archive: immutable, with its counts taken beforehand, described by datasette.yaml."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from crawler.archive import Archive
from crawler.errors import OtherVersion
from crawler.migrations import migrations
from crawler.schema import APPLICATION_ID
from crawler.sqlite import Database
from crawler.vocabulary import VOCABULARY_VERSION
from crawler.yearly import outdated

ROOT = Path(__file__).resolve().parent.parent
METADATA = ROOT / "datasette.yaml"
SETTINGS = {
    "suggest_facets": "off",
    "sql_time_limit_ms": "2000",
    "max_returned_rows": "2000",
    "facet_time_limit_ms": "300",
    "default_page_size": "50",
    "allow_download": "on",
    "truncate_cells_html": "400",
}


def serve(db: Path, host: str, port: int) -> None:
    """Serve an archive until interrupted. Raises what `prepare` raises, before the port is taken."""
    prepare(db)
    os.execv(sys.executable, command(db, host, port))  # noqa: S606 (our own interpreter, our own arguments)


def prepare(db: Path) -> None:
    """Bring an archive up to date; one that is, a published one above all, is not opened for writing.

    Raises OtherVersion for a published archive that would have to be changed, and what `Archive.open` raises.
    """
    if is_current(db):
        return
    if manifest_of(db).exists():
        raise OtherVersion(f"{db} was published by another version of nianbao: publish it again")
    with Archive.opened(db, create=False) as archive:
        archive.sum_up()


def is_current(db: Path) -> bool:
    """Whether a file is an archive with the tables and words of this version, and with all its sums."""
    try:
        with closing(sqlite3.connect(f"{db.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            ours, words = (
                connection.execute(f"pragma {name}").fetchone()[0] for name in ("application_id", "user_version")
            )
            known = Database(connection)
            of_this_version = (ours, words) == (APPLICATION_ID, VOCABULARY_VERSION) and not migrations.pending(known)
            return of_this_version and not outdated(connection)
    except sqlite3.DatabaseError:
        return False


def command(db: Path, host: str, port: int) -> list[str]:
    """The command line that serves an archive; the file with its counts is made anew when the archive is newer."""
    settings = [word for name, value in SETTINGS.items() for word in ("--setting", name, value)]
    return [
        *_datasette("serve"),
        "--immutable",
        str(db),
        "--inspect-file",
        str(inspected(db)),
        "--metadata",
        str(METADATA),
        *settings,
        "--host",
        host,
        "--port",
        str(port),
    ]


def inspected(db: Path) -> Path:
    """The file beside the archive that holds its tables' row counts, so that the first page need not count."""
    counts = inspection_of(db)
    if not counts.exists() or counts.stat().st_mtime < db.stat().st_mtime:
        inspect(db)
    return counts


def inspect(db: Path) -> Path:
    """Count the rows of every table into that file, which names the archive but no folder."""
    counts = inspection_of(db)
    words = [*_datasette("inspect"), db.name, "--inspect-file", counts.name]
    subprocess.run(words, check=True, cwd=db.parent)  # noqa: S603 (our own interpreter, our own arguments)
    return counts


def inspection_of(db: Path) -> Path:
    """Where the row counts of an archive are."""
    return db.with_suffix(".inspect.json")


def manifest_of(db: Path) -> Path:
    """Where the manifest of a published archive is."""
    return db.with_suffix(".manifest.json")


def _datasette(verb: str) -> list[str]:
    return [sys.executable, "-m", "datasette", verb]
