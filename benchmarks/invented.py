"""Archives of any size, of bodies that exist nowhere (示例市 and its like): rows only, no bytes, for measuring Datasette.

python benchmarks/invented.py 10000 /tmp/serving/archive-10000
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from crawler.archive import Archive
from crawler.records import short_id
from crawler.yearly import refresh
from parsers.forms import FORMS
from parsers.model import Grid

YEARS = range(2016, 2026)
PROVINCES, COUNTIES = 30, 90  # of each province
KINDS = (
    "住房和城乡建设局",
    "公安局",
    "自然资源局",
    "教育局",
    "财政局",
    "卫生健康局",
    "市场监督管理局",
    "审计局",
    "水利局",
)
SENTENCES = (
    "认真贯彻落实政府信息公开条例，主动公开政府信息{n}条。",
    "共收到政府信息公开申请{n}件，均按时办结。",
    "围绕住建、营商环境、就业等领域加强公开。",
    "行政复议{n}件，行政诉讼0件，没有发生信息处理费。",
    "存在的主要问题是公开的及时性有待提高，业务培训不够。",
    "组织培训{n}次，完善信息公开审查和保密审查制度。",
    "危及三安全一稳定的信息不予公开，依法告知申请人。",
)
_FORM = FORMS[0]
_BATCH = 5_000


def invent(count: int, folder: Path) -> Path:
    """An archive of so many reports; made anew unless it is already there."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "archive.db"
    if path.exists():
        return path
    with Archive.opened(path) as archive:
        archive.conn.execute("pragma synchronous = off")
        archive.insert("regions", list(_regions()), replace=True)
        for start in range(0, count, _BATCH):
            with archive.transaction():
                _add(archive, range(start, min(start + _BATCH, count)))
        with archive.transaction():
            refresh(archive.conn, YEARS)
        archive.conn.execute("analyze")
    return path


def _regions() -> Iterator[dict[str, Any]]:
    """Codes from 66 on stand for no division."""
    for province in range(PROVINCES):
        code = f"{66 + province}0000"
        yield {
            "code": code,
            "name": f"示例{province}省",
            "full_name": f"示例{province}省",
            "level": "province",
            "parent": None,
        }
        for county in range(COUNTIES):
            name = f"示例{county}县"
            full = f"示例{province}省{name}"
            own = f"{66 + province}01{county + 1:02d}"
            yield {"code": own, "name": name, "full_name": full, "level": "county", "parent": code}


def _add(archive: Archive, numbers: range) -> None:
    tables: dict[str, list[dict[str, Any]]] = {}
    for number in numbers:
        for table, rows in _report(number).items():
            tables.setdefault(table, []).extend(rows)
    for table, rows in tables.items():
        archive.insert(table, rows, replace=table == "agencies")


def _report(number: int) -> dict[str, list[dict[str, Any]]]:
    random = Random(number)  # noqa: S311 (numbers to measure with, no secrets)
    body, year = divmod(number, len(YEARS))
    name = f"示例{body}号{KINDS[body % len(KINDS)]}"
    agency, report = short_id("agency", name), short_id("report", name, "office", YEARS[year])
    region = f"{66 + body % PROVINCES}01{body // PROVINCES % COUNTIES + 1:02d}"
    wrong = random.random() < 0.1
    text = "\n".join(random.choice(SENTENCES).format(n=random.randrange(400)) for _ in range(24))
    return {
        "agencies": [{"id": agency, "name": name, "region": region, "level": "county", "kind": "department"}],
        "reports": [_row(report, agency, name, YEARS[year], random, wrong)],
        "bodies": [{"report": report, "text": text, "section_1": text}],
        **{grid.key: list(_lines(grid, report, random)) for grid in _FORM.grids},
        "findings": [_finding(report)] if wrong else [],
        "readings": [
            {
                "report": report,
                "grid": grid.key,
                "method": "html",
                "place": "table 1",
                "cells": 10,
                "failed": int(wrong),
            }
            for grid in _FORM.grids
        ],
    }


def _row(report: str, agency: str, name: str, year: int, random: Random, wrong: bool) -> dict[str, Any]:
    late = random.randrange(-25, 30)
    return {
        "id": report,
        "agency": agency,
        "scope": "office",
        "year": year,
        "title": f"{name}{year}年政府信息公开工作年度报告",
        "published": f"{year + 1}-01-{31 + min(late, 0):02d}",
        "days_late": late,
        "form": "2021",
        "url": f"https://example.invalid/{report}",
        "errors": int(wrong),
        "warnings": 0,
    }


def _finding(report: str) -> dict[str, Any]:
    where = {"where": "requests.results_total.total", "message": "合计不符 / the sum fails", "expected": 3, "actual": 4}
    return {"id": f"f{report}", "report": report, "check": "results_sum", "severity": "error", **where}


def _lines(grid: Grid, report: str, random: Random) -> Iterator[dict[str, Any]]:
    key = {"requests": "row", "proactive": "item", "reviews": "stage"}[grid.key]
    for line in grid.lines:
        if not line.group:
            values = {column.key: None for column in grid.columns}
            values |= {column.key: random.randrange(9) for column in grid.columns_of(line)}
            yield {"report": report, key: line.key} | values | {"place": "table 1 row 4 columns 4-10"}


if __name__ == "__main__":
    print(invent(int(sys.argv[1]), Path(sys.argv[2])))
