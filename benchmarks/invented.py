"""Archives of any size, of bodies that exist nowhere (示例市 and its like): rows only, no bytes, for measuring Datasette.

python benchmarks/invented.py 10000 serving-archives/10000
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from crawler.archive import Archive
from crawler.records import short_id
from crawler.scorecards import fill_scorecards
from crawler.yearly import refresh
from parsers.forms import FORMS

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
_KEYS = {"requests": "row", "proactive": "item", "reviews": "stage"}
_BATCH = 2_000
_TABLES = 499  # tables of each kind, shared by all reports: what stands in them is nobody's, and drawing is slow


def invent(count: int, folder: Path) -> Path:
    """An archive of so many reports; made anew unless it is already there."""
    folder.mkdir(parents=True, exist_ok=True)
    path, draft = folder / "archive.db", folder / "draft.db"
    if path.exists():
        return path
    draft.unlink(missing_ok=True)
    with Archive.opened(draft) as archive:
        for pragma in ("journal_mode = off", "synchronous = off", "cache_size = -500000"):
            archive.conn.execute(f"pragma {pragma}")
        with archive.transaction():
            archive.insert("regions", list(_regions()), replace=True)
            archive.insert("portals", list(_portals()))
        for numbers in _batches(_by_id(count)):
            with archive.transaction():
                _add(archive, numbers)
        with archive.transaction():
            fill_scorecards(archive.conn)
            refresh(archive.conn, YEARS)
        archive.conn.execute("analyze")
    return draft.rename(path)


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many at a time as one transaction takes."""
    return (numbers[start : start + _BATCH] for start in range(0, len(numbers), _BATCH))


def _by_id(count: int) -> list[int]:
    """The reports in the order of their ids: SQLite appends to its trees, and no year or region lies together."""
    return sorted(range(count), key=lambda number: _ids(number)[1])


def _ids(number: int) -> tuple[str, str]:
    """Of the body and of the report."""
    name, year = _named(number)
    return short_id("agency", name), short_id("report", name, "office", year)


def _named(number: int) -> tuple[str, int]:
    body, year = divmod(number, len(YEARS))
    return f"示例{body}号{KINDS[body % len(KINDS)]}", YEARS[year]


def _county(body: int) -> str:
    """Where a body is."""
    return f"{66 + body % PROVINCES}01{body // PROVINCES % COUNTIES + 1:02d}"


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


def _portals() -> Iterator[dict[str, Any]]:
    """One for each county."""
    for body in range(PROVINCES * COUNTIES):
        region = _county(body)
        address = f"https://{region}.example.invalid/"
        yield {"id": region, "name": f"{region}门户", "address": address, "region": region, "platform": "static"}


def _add(archive: Archive, numbers: Iterable[int]) -> None:
    tables: dict[str, list[dict[str, Any]]] = {}
    for number in numbers:
        for table, rows in _report(number).items():
            tables.setdefault(table, []).extend(rows)
    for table, rows in tables.items():
        archive.insert(table, rows, replace=table == "agencies")


def _report(number: int) -> dict[str, list[dict[str, Any]]]:
    random = Random(number)  # noqa: S311 (numbers to measure with, no secrets)
    (agency, report), (name, year), body = _ids(number), _named(number), number // len(YEARS)
    capture = short_id("capture", report)
    wrong = random.random() < 0.1
    text = "\n".join(random.choice(SENTENCES).format(n=random.randrange(400)) for _ in range(24))
    return {
        "agencies": [{"id": agency, "name": name, "region": _county(body), "level": "county", "kind": "department"}],
        "captures": [_capture(capture, report, year, _county(body))],
        "reports": [_row(report, agency, name, year, random, wrong) | {"capture": capture}],
        "documents": [{"capture": capture, "kind": "report", "report": report, "cells": 200, "errors": int(wrong)}],
        "bodies": [{"report": report, "text": text, "section_1": text}],
        **{key: [{"report": report} | line for line in _lines(key, number % _TABLES)] for key in _KEYS},
        "statements": list(_statements(report, random)),
        "findings": [_finding(report)] if wrong else [],
        "readings": [
            {
                "report": report,
                "grid": grid.key,
                "capture": capture,
                "method": "html",
                "place": "table 1",
                "cells": 10,
                "blank": 0,
                "failed": int(wrong),
            }
            for grid in _FORM.grids
        ],
    }


def _capture(capture: str, report: str, year: int, portal: str) -> dict[str, Any]:
    url = f"https://{portal}.example.invalid/{report}"
    return {
        "id": capture,
        "url": url,
        "final_url": url,
        "fetched_at": f"{year + 1}-04-01T00:00:00Z",
        "status": 200,
        "media_type": "text/html",
        "sha256": hashlib.sha256(report.encode()).hexdigest(),
        "length": 47_000,
        "warc": f"{portal}-00000.warc.gz",
        "offset": 0,
        "portal": portal,
        "role": "report",
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


def _statements(report: str, random: Random) -> Iterator[dict[str, Any]]:
    for start, measure in enumerate(("requests_received", "reviews", "training_sessions")):
        value = random.randrange(9)
        where = {"start": start, "end": start + 20, "label": "", "unit": "件", "approximate": 0, "section": 1}
        yield {"report": report, "measure": measure, "value": value, "quote": f"共{value}件，均按时办结"} | where


def _finding(report: str) -> dict[str, Any]:
    where = {"where": "requests.results_total.total", "message": "合计不符 / the sum fails", "expected": 3, "actual": 4}
    return {"id": f"f{report}", "report": report, "check": "results_sum", "severity": "error", **where}


@cache
def _lines(table: str, variant: int) -> list[dict[str, Any]]:
    """One filled-in table of the form, without its report."""
    random, grid = Random(variant), _FORM.grid(table)  # noqa: S311
    lines = []
    for line in grid.lines if grid else ():
        if not line.group:
            values = {column.key: None for column in grid.columns}
            values |= {column.key: random.randrange(9) for column in grid.columns_of(line)}
            lines.append({_KEYS[table]: line.key} | values | {"place": "table 1 row 4 columns 4-10"})
    return lines


if __name__ == "__main__":
    print(invent(int(sys.argv[1]), Path(sys.argv[2])))
