"""What the archive's tables gained after the first schema, oldest first: new migrations go to the end of this file."""

from crawler import lists, rankings, search, yearly
from crawler.operation_views import OPERATION_VIEWS
from crawler.schema import migrations
from crawler.sqlite import Database

__all__ = ["migrations"]


@migrations()
def operation(db: Database) -> None:
    """How connections were secured, why crawls ended as they did, reports taken down, and what is missing."""
    db.table("visits").add_column("security", str)
    db.table("visits").create_index(["capture"])
    db.table("crawls").add_column("reason", str)
    db.table("outcomes").create(
        {"key": str, "zh": str, "en": str, "advice": str, "failure": int}, pk="key", not_null={"zh", "en"}
    )
    db.table("withdrawals").create(
        {
            "report": str,
            "url": str,
            "last_seen": str,
            "gone_since": str,
            "outcome": str,
            "detail": str,
            "still_at": int,
        },
        pk=("report", "url"),
        not_null={"gone_since"},
        foreign_keys=[("report", "reports", "id")],
    )
    db.table("withdrawals").create_index(["gone_since"])
    for name, sql in OPERATION_VIEWS.items():
        db.create_view(name, sql)


migrations()(search.search_index)
migrations()(yearly.yearly_tables)
migrations()(lists.lists)
migrations()(rankings.rankings)
