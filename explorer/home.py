"""The first page: what the archive is, how far it reaches, and the ways in."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explorer import queries
from explorer.charts import Chart, columns

GROUPS = {
    "demand": ("需求", "Demand"),
    "outcomes": ("办理结果", "Outcomes"),
    "remedies": ("复议与诉讼", "Remedies"),
    "proactive": ("主动公开", "Proactive disclosure"),
    "quality": ("数据质量与及时性", "Quality and timeliness"),
    "sources": ("出处", "Sources"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A canned query, with its title and description in both languages."""

    name: str
    title: tuple[str, str]
    description: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Home:
    """What the page shows; provinces are ranked for the latest year that has figures, when there are several."""

    extent: Mapping[str, Any]
    reports: Chart
    received: Chart
    year: int | None
    provinces: Sequence[Mapping[str, Any]]
    most: int


def home_of(connection: sqlite3.Connection) -> Home:
    """The numbers of the page, from the sums kept beside the figures."""
    years = connection.execute(queries.BY_YEAR).fetchall()
    year = next((row["year"] for row in reversed(years) if row["received"]), None)
    provinces = connection.execute(queries.BY_PROVINCE, {"year": year}).fetchall()
    return Home(
        extent=connection.execute(queries.EXTENT).fetchone(),
        reports=columns([(row["year"], row["reports"]) for row in years]),
        received=columns([(row["year"], row["received"]) for row in years]),
        year=year,
        provinces=provinces if len(provinces) > 1 else (),
        most=max((row["received"] or 0 for row in provinces), default=0) or 1,
    )


def questions_of(canned: Mapping[str, Mapping[str, Any]]) -> dict[str, list[Question]]:
    """The canned queries by group, in the order in which they are written down."""
    grouped: dict[str, list[Question]] = {group: [] for group in GROUPS}
    for name, query in canned.items():
        question = Question(name, _halves(query.get("title", name)), _halves(query.get("description", "")))
        grouped.setdefault(query.get("group", "sources"), []).append(question)
    return {group: questions for group, questions in grouped.items() if questions}


def _halves(words: str) -> tuple[str, str]:
    chinese, _, english = words.partition(" / ")
    return chinese, english
