"""Titles of real portals, and variants of our own, say what they are; documents say whose report they are."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parsers.agencies import full_name
from parsers.titles import classify, heading_of, identify

DATA = Path(__file__).parent / "data"
FLOOR = 0.98


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


REAL, VARIANTS, IDENTITIES = rows("titles.jsonl"), rows("title_variants.jsonl"), rows("identities.jsonl")


def wrong(titles: list[dict[str, Any]]) -> Iterator[tuple[str, object]]:
    """Titles whose report / no report, year or agency is not the expected one."""
    for row in titles:
        found = classify(row["title"])
        agency = found.agency and full_name(found.agency, site_region=row.get("site_region"), year=found.year)
        if found.is_report != row["is_report"]:
            yield row["title"], found
        elif row["is_report"] and "exception" not in row and (found.year, agency) != (row["year"], row["agency"]):
            yield row["title"], (found.year, agency)


def test_real_titles_are_classified() -> None:
    assert list(wrong(REAL)) == []


def test_exceptions_are_few_and_explained() -> None:
    exceptions = [row for row in REAL if "exception" in row]
    assert len(exceptions) <= 4
    assert all(classify(row["title"]).year == row["year"] for row in exceptions)


@pytest.mark.parametrize("held_out", [False, True])
def test_variants_are_classified(held_out: bool) -> None:
    titles = [row for row in VARIANTS if row["held_out"] == held_out]
    assert len(list(wrong(titles))) <= (1 - FLOOR) * len(titles), list(wrong(titles))


@pytest.mark.parametrize("row", IDENTITIES, ids=lambda row: row["case"])
def test_documents_are_identified(row: dict[str, Any]) -> None:
    given = {key: row[key] for key in ("text", "source", "site_region") if key in row}
    found = identify(row["title"], **given)
    assert {key: getattr(found, key) for key in row["expected"]} == row["expected"]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("首页\n正文\n温县住房和城乡建设局 2023 年政府信息公开工作 年度报告\n\n一、总体情况", "温县住房和城乡建设局2023年政府信息公开工作年度报告"),
        ("甘谷县交通运输局\n2022年政府信息公开工作\n年度报告\n", "甘谷县交通运输局2022年政府信息公开工作年度报告"),
        ("2023年政府信息公开年报\n温县水利局2023年政府信息公开工作年度报告\n", "温县水利局2023年政府信息公开工作年度报告"),
        ("2023年政府信息公开工作年度报告\n发布日期：2024-01-12\n", "2023年政府信息公开工作年度报告"),
        ("根据2023年政府信息公开工作年度报告，全年受理申请2件。", None),
        ("", None),
    ],
)  # fmt: skip
def test_heading_is_put_together(text: str, heading: str | None) -> None:
    assert heading_of(text) == heading
