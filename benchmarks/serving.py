"""How fast Datasette answers over archives of 5, 10,000 and 1,000,000 invented reports, with one client and with four.

    python benchmarks/serving.py [--folder serving-archives] [--sizes 5,10000] [--rounds 20] [--only search]

Prints p50, p95 and size for the first page, a table with one facet, a report, searches, every canned query and every
dashboard, and the time of a processor that one answer takes: on a machine that others use too, that alone is ours. The
archives are made in a folder of their own: the real one is never touched.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any

import yaml
from invented import invent

from crawler.archive import Archive
from crawler.serving import METADATA, command

CLIENTS = (1, 4)
READY = re.compile(r"running on (http://127\.0\.0\.1:\d+)")


def main() -> None:
    """Measure every size asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("serving-archives"))
    parser.add_argument("--sizes", default="5,10000,1000000")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", default="", help="a regular expression that the names of pages must match")
    options = parser.parse_args()
    for size in map(int, options.sizes.split(",")):
        measure(invent(size, options.folder / str(size)), size, options.rounds, options.only)


def measure(path: Path, size: int, rounds: int, only: str) -> None:
    """Print a table for one archive."""
    print(f"\n## {size:,} reports, {path.stat().st_size / 1e6:,.0f} MB\n")
    addresses = {name: asked for name, asked in addresses_of(path).items() if re.search(only, name)}
    command(path, "127.0.0.1", 0)  # counts the rows, as `nianbao serve` does before it starts
    process, base = _served(path)
    try:
        print(f"first page after start: {_timed(base + '/')[0] * 1000:.0f} ms\n")
        print("| page | KB | CPU ms | p50 ms (1 client) | p95 | p50 (4 clients) | p95 |\n|---|---|---|---|---|---|---|")
        for name, asked in addresses.items():
            before = _processor_seconds(process.pid)
            size, cells = _answered(base, asked, rounds)
            spent = (_processor_seconds(process.pid) - before) / (rounds * sum(CLIENTS)) * 1000
            print(f"| {name} | {size / 1000:.0f} | {spent:.0f} | {' | '.join(cells)} |", flush=True)
    finally:
        process.terminate()
        process.wait()


def addresses_of(path: Path) -> dict[str, list[str]]:
    """What is asked for, each in several variants so that no cache of one answer helps."""
    described: dict[str, Any] = yaml.safe_load(METADATA.read_text(encoding="utf-8"))
    with Archive.opened(path) as archive:
        ids = [row["id"] for row in archive.rows("select id from reports limit 200")]
    some = Random(1).sample(ids, min(len(ids), 20))  # noqa: S311
    words = ("住建", "复议", "三安全一稳定", "信息处理费", "营商环境", "教育 培训", "审计")
    quoted = [urllib.parse.quote(word) for word in words]
    queries = described["databases"]["archive"]["queries"]
    return {
        "home": ["/"],
        "table with one facet": ["/archive/reports", "/archive/requests"],  # by year and by row, unasked
        "report": [f"/archive/reports/{report}" for report in some],
        "search": [f"/archive/search?words={word}" for word in quoted],
        "search, filtered": [f"/archive/search?words={word}&year=2023&region=6601" for word in quoted],
        "search box": [f"/archive/reports?_search={word}" for word in quoted],
        "compare region": ["/archive/compare/region?region=6601&year=2023"],
        **{f"query {name}": [f"/archive/{name}", f"/archive/{name}?year=2023&region=6601"] for name in queries},
        **{f"dashboard {slug}": _charts(d) for slug, d in described["plugins"]["datasette-dashboards"].items()},
    }


def _charts(dashboard: dict[str, Any]) -> list[str]:
    """The numbers that a dashboard's charts fetch."""
    sqls = (urllib.parse.quote(chart["query"]) for chart in dashboard["charts"].values())
    return [f"/archive.json?sql={sql}&_shape=objects&region=" for sql in sqls]


def _answered(base: str, asked: list[str], rounds: int) -> tuple[int, list[str]]:
    """The largest answer's size, and p50 and p95 for each number of clients; `!` marks answers that were cut."""
    cells: list[str] = []
    size = 0
    for clients in CLIENTS:
        with ThreadPoolExecutor(clients) as pool:
            answers = list(pool.map(_timed, [base + asked[n % len(asked)] for n in range(rounds * clients)]))
        times = sorted(seconds * 1000 for seconds, _, _ in answers)
        size = max(size, *(length for _, length, _ in answers))
        failed = sum(status != 200 for _, _, status in answers)
        cells += [f"{statistics.median(times):.0f}", f"{times[int(len(times) * 0.95) - 1]:.0f}{' !' * bool(failed)}"]
    return size, cells


def _processor_seconds(process: int) -> float:
    """What a process has used of all processors so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _timed(address: str) -> tuple[float, int, int]:
    start = time.perf_counter()
    try:
        with urllib.request.urlopen(address) as response:  # noqa: S310 (our own server)
            length, status = len(response.read()), response.status
    except urllib.error.HTTPError as error:
        length, status = len(error.read()), error.code
    return time.perf_counter() - start, length, status


def _served(path: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        command(path, "127.0.0.1", 0), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    for line in process.stderr or ():
        if ready := READY.search(line):
            # Its log must go on being read, or the server stops when the pipe is full.
            ThreadPoolExecutor(1).submit(lambda: [None for _ in process.stderr or ()])
            return process, ready[1]
    raise RuntimeError("Datasette ended before it was ready")


if __name__ == "__main__":
    main()
