"""What goes to a server: a copy of the archive with its sums and indexes made, without what only a collector needs.

It is made in a folder of its own beside its place and moved there whole; the manifest comes last, so that a database
whose hash a manifest names is one that was published to the end.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from crawler.aggregates import aggregate
from crawler.archive import Archive
from crawler.errors import ArchiveBusy, CannotWrite, LocalPath, NotOurArchive, SameArchive
from crawler.items import utc_now
from crawler.reuse import find_reuse
from crawler.schema import APPLICATION_ID
from crawler.serving import inspect, inspection_of, manifest_of

# Words about this machine may stand in what went wrong; addresses and names of files hold none, or are no others'.
_SAID = (("documents", "reason"), ("crawls", "reason"), ("visits", "detail"))
_NAMED = (
    *(("captures", column, "file:%/%") for column in ("url", "final_url", "found_on")),
    *((table, "url", "file:%/%") for table in ("visits", "reports")),
    ("captures", "warc", "%/%"),
)

Manifest = dict[str, Any]


def publish(archive: Archive, out: Path) -> Manifest:
    """Write the archive to `out` for others to read; what is there is only replaced by what is whole.

    Raises SameArchive, CannotWrite, NotOurArchive, ArchiveBusy, LocalPath.
    """
    _refuse(archive, out)
    try:
        with _workshop(out) as folder:
            draft, database = folder / "draft.db", folder / out.name
            archive.conn.execute("vacuum into ?", [str(draft)])
            with Archive.opened(draft) as copy:
                _finish(copy, archive.path.resolve().parent)
                copy.conn.execute("vacuum into ?", [str(database)])
            return _put_in_place(database, out)
    except OSError as error:
        raise CannotWrite(f"{out} cannot be written ({error.strerror}): free disk or name another place") from error


def _refuse(archive: Archive, out: Path) -> None:
    if not out.parent.is_dir():
        raise CannotWrite(f"{out.parent} does not exist: create the folder first")
    if out.exists():
        if out.samefile(archive.path):
            raise SameArchive(f"{out} is the archive itself: name another file to publish to")
        _refuse_others(out)


def _refuse_others(out: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{out.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            ours = connection.execute("pragma application_id").fetchone()[0] == APPLICATION_ID
    except sqlite3.DatabaseError:
        ours = False
    if not ours:
        raise NotOurArchive(f"{out} is no archive of ours: name another file")


@contextmanager
def _workshop(out: Path) -> Iterator[Path]:
    """An empty folder for what is not finished; what a killed predecessor left in it goes."""
    folder = out.with_name(f".{out.name}.publishing")
    folder.mkdir(exist_ok=True)
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise ArchiveBusy(f"{out} is being published by another process: wait until it ends") from None
    try:
        for path in folder.iterdir():
            path.unlink()
        yield folder
    finally:
        shutil.rmtree(folder)
        os.close(held)


def _finish(copy: Archive, folder: Path) -> None:
    """Make what is made once for all readers, and leave out what is only ours."""
    with copy.transaction():
        copy.conn.execute("delete from frontier")
        for table, column in _SAID:
            sql = f"update {table} set {column} = replace({column}, ?1, '') where instr({column}, ?1)"  # noqa: S608
            copy.conn.executemany(sql, [[f"{local}/"] for local in (folder, Path.home(), gettempdir())])
    for table, column, pattern in _NAMED:
        sql = f"select {column} from {table} where {column} like ? limit 1"  # noqa: S608 (names are ours)
        if local := copy.value(sql, [pattern]):
            raise LocalPath(
                f"{table}.{column} names a place on this machine ({local}): add the file under its name alone"
            )
    copy.sum_up()
    find_reuse(copy)
    aggregate(copy)
    copy.conn.execute("analyze")


def _put_in_place(database: Path, out: Path) -> Manifest:
    inspection = inspect(database)
    manifest = _manifest(database, inspection)
    written = manifest_of(database)
    written.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    for path, place in ((database, out), (inspection, inspection_of(out)), (written, manifest_of(out))):
        with path.open("rb") as file:
            os.fsync(file.fileno())
        path.replace(place)
    return manifest


def _manifest(database: Path, inspection: Path) -> Manifest:
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        names = connection.execute(
            "select name from sqlite_master where type = 'table' and sql not like '%virtual%' and name not like 'reports_fts_%'"
        )
        tables = {name: connection.execute(f'select count(*) from "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608
        files = [file for (file,) in connection.execute("select distinct warc from captures order by warc")]
    return {
        "nianbao": version("nianbao"),
        "published_at": utc_now(),
        "files": {path.name: _described(path) for path in (database, inspection)},
        "tables": tables,
        "warc": files,
    }


def _described(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}
