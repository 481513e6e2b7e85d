"""The tables that come of doubting and comparing what was read, and which tables are rebuilt from the captures."""

from crawler.measures import RATES
from crawler.schema import migrations
from crawler.sqlite import Database
from crawler.yearly import YEARLY

# Rebuilt from the captures by `nianbao read --all`; in the order in which foreign keys let them be emptied.
DERIVED = (
    *YEARLY,
    "agg_scorecards",
    "agg_requests",
    "withdrawals",
    "documents",
    "text_reuse",
    "scorecards",
    "cells",
    "readings",
    "findings",
    "statements",
    "indicators",
    "reviews",
    "proactive",
    "requests",
    "bodies",
    "copies",
    "reports",
    "agencies",
)

# Of these, the tables that hold the rows of one report under its id; the others are handled apart.
DERIVED_OF_REPORT = tuple(
    table
    for table in DERIVED
    if table not in (*YEARLY, "agg_scorecards", "agg_requests", "documents", "agencies", "reports")
)

AGGREGATED_BY = {"level": str, "region": str, "kind": str, "scope": str, "year": int}
AGGREGATED_ROWS = (
    "new_received",
    "carried_in",
    "granted",
    "granted_in_part",
    "refused",
    "unable",
    "not_processed",
    "other_handling",
    "results_total",
    "carried_out",
)


@migrations()
def doubts(db: Database) -> None:
    """Rules and measures by name, scorecards, copied text; several statements of one measure may begin at one place."""
    db.table("statements").transform(
        pk=("report", "start", "end", "measure", "label"), not_null={"label"}, defaults={"label": ""}
    )
    db.table("checks").create(
        {"key": str, "subject": str, "severity": str, "zh": str, "en": str}, pk="key", not_null={"severity", "zh", "en"}
    )
    db.table("measures").create(
        {"key": str, "kind": str, "zh": str, "en": str, "unit": str, "formula": str}, pk="key", not_null={"zh", "en"}
    )
    db.table("scorecards").create(
        {"report": str}
        | {rate.key: float for rate in RATES}
        | {"days_late": int, "completeness": float, "errors": int, "warnings": int, "notes": int},
        pk="report",
        foreign_keys=[("report", "reports", "id")],
    )
    db.table("text_reuse").create(
        {
            "report": str,
            "other": str,
            "section": int,
            "similarity": float,
            "passages": int,
            "passage": str,
            "start": int,
            "end": int,
            "other_start": int,
            "other_end": int,
        },
        pk=("report", "other", "section"),
        foreign_keys=[("report", "reports", "id"), ("other", "reports", "id")],
    )
    db.table("text_reuse").create_index(["other"])
    db.table("agencies").create_index(["region"])
    db.table("regions").create_index(["parent"])


@migrations()
def aggregates(db: Database) -> None:
    """Sums and means by division, kind of body and year, filled when an archive is published."""
    db.table("agg_requests").create(
        AGGREGATED_BY | {"reports": int, "printed": int} | dict.fromkeys(AGGREGATED_ROWS, int), pk=tuple(AGGREGATED_BY)
    )
    db.table("agg_scorecards").create(
        AGGREGATED_BY
        | {"reports": int, "with_disposals": int}
        | {rate.key: float for rate in RATES}
        | {"dated": int, "late": int, "completeness": float, "with_errors": int, "errors": int, "warnings": int},
        pk=tuple(AGGREGATED_BY),
    )
