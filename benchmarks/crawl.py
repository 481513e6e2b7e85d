"""What finding costs: requests for each report, bytes of a second crawl, and memory and speed on a portal of 20,000 pages.

usage: .venv/bin/python benchmarks/crawl.py [--pages 20000]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from pages import page_at  # noqa: E402 (the path above comes first)

from crawler.archive import Archive  # noqa: E402
from crawler.load import load  # noqa: E402
from demo.messages import Portal, Request, Response, html, not_found  # noqa: E402
from demo.server import Exchange, serve  # noqa: E402

SYSTEMS = sorted(folder.parent.name for folder in (ROOT / "tests" / "portals").glob("*/replica.py"))
OPENED = ("127.0.2.0/24", "127.0.5.0/24")
MEASURED_AT = 2000  # pages between two looks at the memory


def main() -> None:
    """Crawl the replicas twice and the large portal once, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--child", nargs="+", metavar=("DB", "URL"), help="crawl here (used by the script itself)")
    asked = parser.parse_args()
    if asked.child:
        _crawl(Path(asked.child[0]), asked.child[1:])
        return
    _replicas()
    _large(asked.pages)


def _replicas() -> None:
    """Requests for each report of every replica, and the bytes of the second crawl of an unchanged portal."""
    sites = suite()
    db = Path(tempfile.mkdtemp()) / "archive.db"
    with serve([site.portal() for site in sites]) as running:
        addresses = [running[site.slug] for site in sites]
        _in_child(db, addresses)
        first = len(running.log)
        with Archive.opened(db) as archive:
            load(archive)  # else the second crawl would be none: a run is over when what it kept was read
        _in_child(db, addresses)
        log = running.log
    print(f"{'portal':18}{'reports':>8}{'requests':>10}{'a report':>10}{'MB':>7}{'again, %':>10}")
    for site in sites:
        _line(site.slug, len(site.expected), _of(log[:first], site.slug), _of(log[first:], site.slug))
    print()


def suite() -> list[Any]:
    """The replicas of the tests, one or more for each publishing system."""
    return [site for name in SYSTEMS for site in import_module(f"portals.{name}.replica").sites()]


def _line(slug: str, reports: int, first: list[Exchange], second: list[Exchange]) -> None:
    before, after = (sum(exchange.size for exchange in log) for log in (first, second))
    ratio = len(first) / max(reports, 1)
    print(f"{slug:18}{reports:8}{len(first):10}{ratio:10.2f}{before / 1e6:7.2f}{100 * after / before:10.1f}")


def _of(log: list[Exchange], slug: str) -> list[Exchange]:
    return [exchange for exchange in log if exchange.portal == slug]


def _large(pages: int) -> None:
    """Peak memory as the crawl of one large portal goes on, and how many pages a CPU-second carries."""

    def answer(request: Request) -> Response:
        body = page_at(request.path, pages)
        return not_found() if body is None else html(body.decode())

    portal = Portal("large", "示例市", "127.0.2.2", _Everything(answer), {}, ())
    with serve([portal]) as running:
        measured = _in_child(Path(tempfile.mkdtemp()) / "archive.db", [running["large"]])
    print(f"{'pages':>8}{'peak MB':>9}")
    for number, memory in measured["memory"]:
        print(f"{number:8}{memory:9.0f}")
    print(f"{measured['pages'] / measured['seconds']:.0f} pages per CPU-second ({measured['seconds']:.0f} s)")


class _Everything(dict):  # type: ignore[type-arg]
    """One function for every path: 20,000 pages are not held in memory by who serves them either."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def get(self, path: str, otherwise: object = None) -> object:
        """The function, whatever is asked for."""
        return self.answer


def _in_child(db: Path, addresses: list[str]) -> dict[str, float | list[tuple[int, float]]]:
    command = [sys.executable, __file__, "--child", str(db), *addresses]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT)
    answer: dict[str, float | list[tuple[int, float]]] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _crawl(db: Path, addresses: list[str]) -> None:
    from crawler.crawl import crawl
    from crawler.progress import VISITED, Event

    memory: list[tuple[int, float]] = []
    counted = count(1)

    def watch(event: Event) -> None:
        number = next(counted) if event.kind == VISITED else 1
        if number % MEASURED_AT == 0:
            memory.append((number, _peak()))

    crawl(addresses, db=db, delay=0, limit=10**6, allow_private=OPENED, progress=watch)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"pages": next(counted) - 1, "seconds": used.ru_utime + used.ru_stime, "memory": memory}))


def _peak() -> float:
    """Of this program alone: what getrusage says begins with the memory of the program that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024


if __name__ == "__main__":
    main()
