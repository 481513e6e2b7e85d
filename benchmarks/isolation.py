"""Documents a second: read in this process, through one child process, and through two.

usage: .venv/bin/python benchmarks/isolation.py [--documents 300] [--rounds 3]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from pages import site

from crawler.isolation import Job, Readers
from parsers import read

WAYS = {"in process": 0, "1 child": 1, "2 children": 2}


def main() -> None:
    """Read the same pages in each way, in turn, and print the best round of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    bodies = [body for path, body in site(asked.documents).items() if "content_" in path]
    rates = dict.fromkeys(WAYS, 0.0)
    for _ in range(asked.rounds):
        for way, children in WAYS.items():
            rates[way] = max(rates[way], _rate(bodies, children))
    print(f"{'way':12}{'documents/s':>12}{'× in process':>14}")
    for way, rate in rates.items():
        print(f"{way:12}{rate:12.0f}{rate / rates['in process']:14.2f}")


def _rate(bodies: Sequence[bytes], children: int) -> float:
    """Documents a second, without the start of the children."""
    if not children:
        started = time.perf_counter()
        for body in bodies:
            read(body)
        return len(bodies) / (time.perf_counter() - started)
    with Readers(children) as readers:
        list(readers.readings([Job(bodies[0])] * 4 * children))
        started = time.perf_counter()
        for _ in readers.readings(map(Job, bodies)):
            pass
        return len(bodies) / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
