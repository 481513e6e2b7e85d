"""The archive as files that every tool reads: CSV and Parquet, described by a Frictionless data package and a codebook."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import yaml

from crawler.archive import Archive
from crawler.codebook import CITATION, LICENCE, codebook
from crawler.errors import CannotWrite
from crawler.serving import METADATA

TABLES = (
    "reports",
    "requests",
    "proactive",
    "reviews",
    "indicators",
    "statements",
    "findings",
    "readings",
    "cells",
    "bodies",
    "copies",
    "agencies",
    "regions",
    "fields",
    "captures",
    "portals",
)
_BATCH = 20_000
_HAS_FRACTIONS = """select 1 from "{table}" where typeof("{column}") = 'real' limit 1"""
_TYPES = {"INTEGER": ("integer", pa.int64()), "FLOAT": ("number", pa.float64())}
_TEXT = ("string", pa.string())


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, with its type in both files and what it means."""

    name: str
    frictionless: str
    arrow: pa.DataType
    described: str


def export(archive: Archive, folder: Path) -> dict[str, int]:
    """Write all tables and what describes them into a folder; the number of rows by table. Raises CannotWrite."""
    described = yaml.safe_load(METADATA.read_text(encoding="utf-8"))["databases"]["archive"]["tables"]
    try:
        for name in ("csv", "parquet"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        columns = {table: _columns(archive, table, described.get(table, {})) for table in TABLES}
        written = {table: _write(archive.conn, table, columns[table], folder) for table in TABLES}
        _write_words(archive, folder, columns, described)
    except OSError as error:
        raise CannotWrite(f"{folder} cannot be written ({error.strerror}): name another folder") from error
    return written


def _columns(archive: Archive, table: str, described: dict[str, Any]) -> list[Column]:
    words = described.get("columns", {})
    columns = []
    for row in archive.rows(f'pragma table_info("{table}")'):
        kind = row["type"].upper()
        if kind == "INTEGER" and archive.value(_HAS_FRACTIONS.format(column=row["name"], table=table)):
            kind = "FLOAT"
        columns.append(Column(row["name"], *_TYPES.get(kind, _TEXT), words.get(row["name"], "")))
    return columns


def _write(connection: sqlite3.Connection, table: str, columns: Sequence[Column], folder: Path) -> int:
    """One table into both files, in batches, ordered by its key so that the same archive gives the same files."""
    names = ", ".join(f'"{column.name}"' for column in columns)
    cursor = connection.execute(f'select {names} from "{table}" order by 1, 2')  # noqa: S608 (names are ours)
    schema = pa.schema([(column.name, column.arrow) for column in columns])
    total = 0
    with (
        (folder / "csv" / f"{table}.csv").open("w", encoding="utf-8", newline="") as text,
        pq.ParquetWriter(folder / "parquet" / f"{table}.parquet", schema, compression="zstd") as parquet,
    ):
        writer = csv.writer(text)
        writer.writerow([column.name for column in columns])
        for rows in _batches(cursor):
            writer.writerows(rows)
            values = zip(*rows, strict=True)
            arrays = [
                pa.array(_fitting(own, column), column.arrow) for own, column in zip(values, columns, strict=True)
            ]
            parquet.write_batch(pa.record_batch(arrays, schema=schema))
            total += len(rows)
    return total


def _batches(cursor: sqlite3.Cursor) -> Iterator[list[tuple[Any, ...]]]:
    rows = iter(cursor)
    while batch := [tuple(row) for row in islice(rows, _BATCH)]:
        yield batch


def _fitting(values: Sequence[Any], column: Column) -> Sequence[Any]:
    """Text columns may hold what SQLite took for a number."""
    if column.arrow == pa.string():
        return [value if value is None else str(value) for value in values]
    return values


def _write_words(
    archive: Archive, folder: Path, columns: dict[str, list[Column]], described: dict[str, dict[str, Any]]
) -> None:
    resources = [_resource(archive, table, columns[table], described.get(table, {})) for table in TABLES]
    package = {
        "profile": "tabular-data-package",
        "name": "nianbao",
        "title": "年报 · 政府信息公开工作年度报告 / Annual reports on open government information, PRC",
        "description": CITATION,
        "licenses": [{"name": "public-domain", "title": LICENCE}],
        "resources": resources,
    }
    (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")
    fields = [dict(row) for row in archive.rows("select * from fields order by grid, axis desc, position")]
    for language in ("zh", "en"):
        (folder / f"codebook.{language}.md").write_text(codebook(fields, described, TABLES, language), encoding="utf-8")
    (folder / "LICENCE.txt").write_text(f"{LICENCE}\n", encoding="utf-8")
    (folder / "CITATION.txt").write_text(f"{CITATION}\n", encoding="utf-8")


def _resource(archive: Archive, table: str, columns: Sequence[Column], described: dict[str, Any]) -> dict[str, Any]:
    keys = [row["name"] for row in archive.rows(f'pragma table_info("{table}")') if row["pk"]]
    foreign = archive.rows(f'pragma foreign_key_list("{table}")')
    return {
        "name": table,
        "path": f"csv/{table}.csv",
        "title": described.get("title", table),
        "description": described.get("description", ""),
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {
            "fields": [{"name": c.name, "type": c.frictionless, "description": c.described} for c in columns],
            "missingValues": [""],
            "primaryKey": keys,
            "foreignKeys": [
                {
                    "fields": row["from"],
                    "reference": {"resource": "" if row["table"] == table else row["table"], "fields": row["to"]},
                }
                for row in foreign
                if row["table"] in TABLES
            ],
        },
    }
