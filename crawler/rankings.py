"""The orders in which lists of all bodies stand, each an index: the first hundred rows are read, not sorted out of all.

A list in `datasette.yaml` that orders by just these expressions is given the index by SQLite; a test looks at its plan.
"""

from __future__ import annotations

from crawler.sqlite import Database

RANKINGS = {
    "name": "name, scope",
    "silence": "coalesce(received, 0) = 0 desc, received is null, name, scope",
    "growth": "abs(received - received_before) desc, name, scope",
    "full_grant_rate": "full_grant_rate desc, results_total desc, name, scope",
    "backlog": "round(100.0 * carried_out / nullif(received + carried_in, 0), 1) desc, carried_out desc, name, scope",
    "carry_over": "abs(carried_in - carried_out_before) desc, earlier_report is null desc, name, scope",
    "disputes": "max(coalesce(reviews, -1), coalesce(suits_direct, -1), coalesce(suits_after_review, -1)) desc, "
    "name, scope",
    "decisions": "licensing desc, penalty desc, name, scope",
    "documents": "max(coalesce(rules_in_force, -1), coalesce(documents_in_force, -1)) desc, name, scope",
    "fees": "fees_10k desc, name, scope",
    "days_late": "days_late desc, name, scope",
    "prose": "prose_stated > 0 desc, prose_differs > 0 desc, name, scope",
}
"""What the scorecards of a year are sorted by, behind the year."""


def rankings(db: Database) -> None:
    """The migration: an index for each order, one for the shares of a level's bodies, one for a portal's years."""
    for name, order in RANKINGS.items():
        db.execute(f"create index scorecards_by_{name} on scorecards (year desc, {order})")
    db.execute("create index scorecards_of_level on scorecards (year, scope, level, received)")
    db.table("yearly_portals").create_index(["portal", "year"])
