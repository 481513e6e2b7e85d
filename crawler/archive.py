"""The archive: opening it, keeping captures, finding unread ones, recording readings."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler import search
from crawler.columns import COLUMNS_OF_REPORT
from crawler.derived import DERIVED, DERIVED_OF_REPORT
from crawler.errors import CannotOpen, MissingBytes, NewerArchive, NotOurArchive
from crawler.measures import measure_rows
from crawler.members import stored
from crawler.migrations import migrations
from crawler.opening import closed_on_error, explained, refuse_folders
from crawler.schema import APPLICATION_ID
from crawler.sqlite import Database
from crawler.vocabulary import VOCABULARY_VERSION, check_rows, field_rows, outcome_rows, region_rows
from crawler.yearly import outdated, refresh

if TYPE_CHECKING:
    from crawler.items import Capture
    from crawler.records import Records

BUSY_SECONDS = 30.0


class Archive:
    """One SQLite file and the WARC folder beside it; every write happens inside `transaction()`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.conn = connection
        self.db = Database(connection)

    @classmethod
    def open(cls, path: Path) -> Archive:
        """Open or create the archive at `path`, bringing its tables up to date.

        Raises NotOurArchive, NewerArchive, ArchiveBusy or CannotWrite, each with one clear line.
        """
        refuse_folders(path)
        try:
            connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            connection.row_factory = sqlite3.Row
            search.register(connection)
            archive = cls(path, connection)
            with closed_on_error(connection):
                archive._prepare()
        except sqlite3.OperationalError as error:
            raise explained(path, error) from error
        except sqlite3.DatabaseError as error:
            raise NotOurArchive(f"{path} is not a SQLite database: choose another file with --db") from error
        return archive

    @classmethod
    @contextmanager
    def opened(cls, path: Path, *, create: bool = True) -> Iterator[Archive]:
        """The archive for a while; without `create` a missing file is CannotOpen. Closed whatever happens."""
        if not create and not path.exists():
            raise CannotOpen(f"{path} does not exist: name an archive with --db, or start one with `nianbao add`")
        archive = cls.open(path)
        try:
            yield archive
        finally:
            archive.close()

    @property
    def warc_folder(self) -> Path:
        """Where the bytes are: `warc/` beside the database."""
        return self.path.parent / "warc"

    def close(self) -> None:
        """Fold the write-ahead log into the file, so that it can be copied or served alone, and let go of it."""
        with suppress(sqlite3.OperationalError):  # somebody else has it open: the last one out does this
            self.conn.execute("pragma busy_timeout = 0")
            self.conn.execute("pragma journal_mode = delete")
        self.conn.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; nested use joins the outer transaction."""
        if self.conn.in_transaction:
            yield
            return
        self.conn.execute("begin immediate")
        try:
            yield
        except BaseException:
            self.conn.execute("rollback")
            raise
        self.conn.execute("commit")

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        """The rows a query gives."""
        return self.conn.execute(sql, parameters).fetchall()

    def value(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Any:  # noqa: ANN401 (SQLite's own types)
        """The first column of the first row, or None."""
        row = self.conn.execute(sql, parameters).fetchone()
        return row[0] if row else None

    def insert(self, table: str, rows: Sequence[Mapping[str, Any]], *, replace: bool = False) -> None:
        """Write rows of one shape at once; `replace` overwrites those with the same key, else they must be new."""
        if not rows:
            return
        columns = tuple(rows[0])
        self.write(table, columns, [tuple(row[column] for column in columns) for row in rows], replace=replace)

    def write(
        self, table: str, columns: tuple[str, ...], rows: Iterable[Sequence[Any]], *, replace: bool = False
    ) -> None:
        """The same for rows that are plain values in the order of these columns."""
        self.conn.executemany(_insertion(table, columns, replace), rows)

    def knows(self, capture: str) -> bool:
        """Whether a capture was kept."""
        return bool(self.value("select 1 from captures where id = ?", [capture]))

    def holds(self, capture: str) -> bool:
        """Whether a capture was kept and its bytes are still there, whole."""
        rows = self.rows("select warc, offset, sha256 from captures where id = ?", [capture])
        try:
            return any(stored(self.warc_folder / row["warc"], row["offset"], row["sha256"]) for row in rows)
        except MissingBytes:
            return False

    def keep(self, capture: Capture, warc: str, offset: int) -> bool:
        """Note where a capture's bytes are. False if the same bytes were already kept from the same address."""
        if self.knows(capture.id):
            return False
        self.insert("captures", [_capture_row(capture, warc, offset)])
        return True

    def place(self, capture: str, warc: str, offset: int) -> None:
        """Note where the bytes of a known capture are now."""
        self.conn.execute("update captures set warc = ?, offset = ? where id = ?", [warc, offset, capture])

    def unread(self) -> list[sqlite3.Row]:
        """Captures to be read, in order of keeping: those never read, and those to which a picture or file was added."""
        return self.rows(
            """
            select captures.*
            from captures
            left join documents on documents.capture = captures.id
            where captures.role in ('report', 'document')
              and captures.part_of is null
              and (
                documents.capture is null
                or exists (
                  select 1
                  from captures as parts
                  left join documents as known on known.capture = parts.id
                  where parts.part_of = captures.id
                    and known.capture is null
                )
              )
            order by captures.rowid
            """
        )

    def parts_of(self, capture_id: str) -> list[sqlite3.Row]:
        """The pictures and attachments kept for a report page, in order of keeping."""
        return self.rows("select * from captures where part_of = ? order by rowid", [capture_id])

    def forget_readings(self) -> None:
        """Empty every derived table, so that `read --all` can fill them anew from the captures."""
        for table in DERIVED:
            self.conn.execute(f'delete from "{table}"')  # noqa: S608 (names are ours)

    def record(self, records: Records) -> None:
        """Write the rows of a report, in place of those it had."""
        report = records.report["id"]
        if self.value("select 1 from reports where id = ?", [report]):
            self.forget_report(report)
        if records.agency:
            self.insert("agencies", [records.agency], replace=True)
        self.insert("reports", [records.report], replace=True)
        for table, rows in records.tables.items():
            self.write(table, COLUMNS_OF_REPORT[table], rows)

    def belongs_to(self, capture: str, report: str) -> None:
        """Note which report a capture, with its pictures and attachments, carries."""
        self.conn.execute(
            """
            update documents
            set report = ?
            where capture = ?
               or capture in (select id from captures where part_of = ?)
            """,
            [report, capture, capture],
        )

    def set_copies(self, report: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Replace what is known of a report's other copies and editions."""
        self.conn.execute("delete from copies where report = ?", [report])
        self.insert("copies", rows)

    def candidates(self, report: str) -> list[sqlite3.Row]:
        """The captures that carry a report, with what their readings were worth."""
        return self.rows(
            """
            select documents.capture, documents.cells, documents.errors, documents.digest, captures.url, seen.last_seen
            from documents
            join captures on captures.id = documents.capture
            join last_seen as seen on seen.capture = captures.id
            where documents.report = ?
              and documents.kind = 'report'
            """,
            [report],
        )

    def last_seen(self, capture: str) -> str:
        """When an address last gave the bytes of a capture; comparable with that of any other."""
        seen: str = self.value("select last_seen from last_seen where capture = ?", [capture])
        return seen

    def reverted(self) -> list[str]:
        """Reports whose address went back to bytes that it gave before those the report was read from."""
        rows = self.rows(
            """
            select distinct reports.id
            from reports
            join captures as chosen on chosen.id = reports.capture
            join last_seen as seen on seen.capture = chosen.id
            join copies on copies.report = reports.id and copies.relation = 'edition'
            join captures as others on others.id = copies.capture and others.url = chosen.url
            join last_seen as others_seen on others_seen.capture = others.id
            where others_seen.last_seen > seen.last_seen
            order by reports.id
            """
        )
        return [row["id"] for row in rows]

    def sum_up(self) -> None:
        """Make the sums by year that are not there: a load takes them out first, and may be killed before its end."""
        if years := outdated(self.conn):
            with self.transaction():
                refresh(self.conn, years)

    def forget_report(self, report: str) -> None:
        """Take a report's rows out of every derived table; which captures carry it stays known."""
        for table in DERIVED_OF_REPORT:
            self.conn.execute(f'delete from "{table}" where report = ?', [report])  # noqa: S608 (names are ours)

    def _prepare(self) -> None:
        ours = self.value("pragma application_id") == APPLICATION_ID
        if not ours and self.value("select count(*) from sqlite_master"):
            raise NotOurArchive(f"{self.path} is a database of another program: choose another file with --db")
        self._refuse_newer()
        if not ours or migrations.pending(self.db):
            self.conn.execute(f"pragma application_id = {APPLICATION_ID}")
            migrations.apply(self.db)
        self.conn.execute("pragma journal_mode = wal")
        self._write_vocabulary()
        self.conn.execute("pragma foreign_keys = on")
        self.conn.execute("pragma synchronous = normal")

    def _refuse_newer(self) -> None:
        known = {migration.name for migration in migrations._migrations}
        unknown = [migration.name for migration in migrations.applied(self.db) if migration.name not in known]
        if unknown:
            raise NewerArchive(f"{self.path} was written by a newer nianbao ({', '.join(unknown)}): update the program")

    def _write_vocabulary(self) -> None:
        """Bring the tables of words up to what this version knows; user_version remembers which that was."""
        if self.value("pragma user_version") != VOCABULARY_VERSION:
            with self.transaction():
                self.insert("fields", field_rows(), replace=True)
                self.insert("checks", check_rows(), replace=True)
                self.insert("measures", list(measure_rows()), replace=True)
                self.insert("regions", region_rows(), replace=True)
                self.insert("outcomes", outcome_rows(), replace=True)
                self.conn.execute(f"pragma user_version = {VOCABULARY_VERSION}")


@cache
def _insertion(table: str, columns: tuple[str, ...], replace: bool) -> str:
    verb = "insert or replace" if replace else "insert"
    names = ", ".join(f'"{column}"' for column in columns)
    return f'{verb} into "{table}" ({names}) values ({", ".join("?" * len(columns))})'


def _capture_row(capture: Capture, warc: str, offset: int) -> dict[str, Any]:
    return {
        "id": capture.id,
        "url": capture.url,
        "final_url": capture.final_url,
        "fetched_at": capture.fetched_at,
        "status": capture.status,
        "media_type": capture.media_type,
        "sha256": capture.sha256,
        "length": len(capture.body),
        "warc": warc,
        "offset": offset,
        "portal": capture.portal,
        "found_on": capture.found_on,
        "anchor": capture.anchor,
        "etag": capture.etag,
        "last_modified": capture.last_modified,
        "role": capture.role,
        "part_of": capture.part_of,
    }
