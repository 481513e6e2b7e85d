"""The archive's tables, as migrations: names here are promises, since people share addresses that contain them."""

from crawler.columns import PROACTIVE_COLUMNS, REQUEST_COLUMNS, REVIEW_COLUMNS
from crawler.sqlite import Database, DescIndex, Migrations
from crawler.views import VIEWS

APPLICATION_ID = 0x6E69616E  # "nian": tells our files from other people's SQLite files
_MONEY = {"amount": float, "amount_unit": str, "amount_10k": float}

migrations = Migrations("nianbao")


@migrations()
def places(db: Database) -> None:
    """Who reports, and where: regions, agencies, portals."""
    db.table("regions").create(
        {
            "code": str,
            "name": str,
            "full_name": str,
            "level": str,
            "parent": str,
            "valid_from": int,
            "valid_to": int,
            "successor": str,
        },
        pk="code",
        foreign_keys=[("parent", "regions", "code")],
    )
    db.table("agencies").create(
        {"id": str, "name": str, "region": str, "level": str, "kind": str},
        pk="id",
        not_null={"name"},
        foreign_keys=[("region", "regions", "code")],
    )
    db.table("portals").create(
        {"id": str, "name": str, "address": str, "region": str, "platform": str, "note": str, "noted_on": str},
        pk="id",
        not_null={"address"},
        foreign_keys=[("region", "regions", "code")],
    )


@migrations()
def kept(db: Database) -> None:
    """What was fetched: one capture per (address, bytes); crawls, their frontier and what became of every address."""
    _captures(db)
    _crawls(db)
    _visits(db)


@migrations()
def read(db: Database) -> None:
    """What was read: every table here is rebuilt from the captures by `nianbao read --all`."""
    _reports(db)
    _figures(db)
    _words_and_doubts(db)
    _readings(db)


@migrations()
def views(db: Database) -> None:
    """Answers to the usual questions."""
    for name, sql in VIEWS.items():
        db.create_view(name, sql)


def _captures(db: Database) -> None:
    """The bytes: one row per address and bytes."""
    db.table("captures").create(
        {
            "id": str,
            "url": str,
            "final_url": str,
            "fetched_at": str,
            "status": int,
            "media_type": str,
            "sha256": str,
            "length": int,
            "warc": str,
            "offset": int,
            "portal": str,
            "found_on": str,
            "anchor": str,
            "etag": str,
            "last_modified": str,
            "role": str,
            "part_of": str,
        },
        pk="id",
        not_null={"url", "fetched_at", "sha256", "warc", "offset"},
        foreign_keys=[("portal", "portals", "id"), ("part_of", "captures", "id")],
    )
    db.table("captures").create_index(["url"])
    db.table("captures").create_index(["part_of"])


def _crawls(db: Database) -> None:
    """Each pass over a portal, and what it has yet to ask for."""
    db.table("crawls").create(
        {
            "id": str,
            "portal": str,
            "number": int,
            "started_at": str,
            "finished_at": str,
            "outcome": str,
            "budget": int,
        },
        pk="id",
        foreign_keys=[("portal", "portals", "id")],
    )
    db.table("frontier").create(
        {
            "crawl": str,
            "key": str,
            "url": str,
            "method": str,
            "body": bytes,
            "headers": str,
            "role": str,
            "priority": int,
            "depth": int,
            "found_on": str,
            "anchor": str,
            "part_of": str,
            "hops": int,
            "asked": str,
            "unlike": str,
            "state": str,
            "tries": int,
        },
        pk=("crawl", "key"),
        not_null={"url", "state"},
        defaults={"state": "queued", "tries": 0},
        foreign_keys=[("crawl", "crawls", "id")],
    )
    db.table("frontier").create_index(["crawl", "state", DescIndex("priority")])


def _visits(db: Database) -> None:
    """What became of every address that was asked for."""
    db.table("visits").create(
        {
            "crawl": str,
            "key": str,
            "url": str,
            "at": str,
            "outcome": str,
            "detail": str,
            "status": int,
            "capture": str,
            "found_on": str,
        },
        pk=("crawl", "key"),
        not_null={"url", "outcome"},
        foreign_keys=[("crawl", "crawls", "id"), ("capture", "captures", "id")],
    )
    db.table("visits").create_index(["outcome"])


def _reports(db: Database) -> None:
    """Reports, their other copies, and their words by section."""
    db.table("reports").create(
        {
            "id": str,
            "agency": str,
            "scope": str,
            "year": int,
            "title": str,
            "published": str,
            "days_late": int,
            "form": str,
            "url": str,
            "capture": str,
            "errors": int,
            "warnings": int,
        },
        pk="id",
        foreign_keys=[("agency", "agencies", "id"), ("capture", "captures", "id")],
    )
    db.table("reports").create_index(["agency", "year"])
    db.table("reports").create_index(["year"])
    db.table("copies").create(
        {"report": str, "capture": str, "relation": str, "differs": int},
        pk=("report", "capture"),
        foreign_keys=[("report", "reports", "id"), ("capture", "captures", "id")],
    )
    db.table("bodies").create(
        {"report": str, "text": str} | {f"section_{number}": str for number in range(1, 7)},
        pk="report",
        foreign_keys=[("report", "reports", "id")],
    )


def _figures(db: Database) -> None:
    """What the keys of the forms mean, and the figures under them: one table for each grid."""
    db.table("fields").create(
        {
            "key": str,
            "axis": str,
            "grid": str,
            "position": int,
            "ordinal": str,
            "zh": str,
            "en": str,
            "unit": str,
            "parent": str,
            "forms": str,
            "basis": str,
        },
        pk="key",
        not_null={"zh", "en"},
    )
    for name, key, columns in (
        ("requests", "row", dict.fromkeys(REQUEST_COLUMNS, int)),
        ("proactive", "item", dict.fromkeys(PROACTIVE_COLUMNS, int) | _MONEY),
        ("reviews", "stage", dict.fromkeys(REVIEW_COLUMNS, int)),
        ("indicators", "indicator", {"value": float}),
    ):
        db.table(name).create(
            {"report": str, key: str} | columns | ({} if name == "indicators" else {"place": str}),
            pk=("report", key),
            foreign_keys=[("report", "reports", "id"), (key, "fields", "key")],
        )
        db.table(name).create_index([key])


def _words_and_doubts(db: Database) -> None:
    """Figures stated in prose, and findings."""
    db.table("statements").create(
        {
            "report": str,
            "start": int,
            "end": int,
            "measure": str,
            "label": str,
            "value": float,
            "unit": str,
            "approximate": int,
            "quote": str,
            "section": int,
        },
        pk=("report", "start", "measure"),
        foreign_keys=[("report", "reports", "id")],
    )
    db.table("findings").create(
        {
            "id": str,
            "report": str,
            "check": str,
            "severity": str,
            "where": str,
            "message": str,
            "expected": float,
            "actual": float,
        },
        pk="id",
        foreign_keys=[("report", "reports", "id")],
    )
    db.table("findings").create_index(["report"])
    db.table("findings").create_index(["check"])


def _readings(db: Database) -> None:
    """How each table was read, cells printed otherwise than as plain numbers, and what each capture is."""
    db.table("readings").create(
        {
            "report": str,
            "grid": str,
            "capture": str,
            "method": str,
            "place": str,
            "cells": int,
            "blank": int,
            "held": int,
            "failed": int,
            "undecidable": int,
        },
        pk=("report", "grid"),
        foreign_keys=[("report", "reports", "id"), ("capture", "captures", "id")],
    )
    db.table("cells").create(
        {
            "report": str,
            "grid": str,
            "row": str,
            "column": str,
            "text": str,
            "place": str,
            "confidence": float,
            "raw": str,
        },
        pk=("report", "grid", "row", "column"),
        foreign_keys=[("report", "reports", "id")],
    )
    db.table("documents").create(
        {"capture": str, "kind": str, "reason": str, "report": str, "cells": int, "errors": int, "digest": str},
        pk="capture",
        not_null={"kind"},
        foreign_keys=[("capture", "captures", "id"), ("report", "reports", "id")],
    )
    db.table("documents").create_index(["kind"])
    db.table("documents").create_index(["report"])
