"""How fast prose is read: reports per second on one core, and whether the cost grows with the length alone.

Run with `python -m benchmarks.prose`; the reports are those of tests/data/statements.
"""

from __future__ import annotations

import time
from pathlib import Path

from parsers.statements import statements

REPORTS = Path(__file__).parent.parent / "tests" / "data" / "statements"
ROUNDS = 20


def reports_per_second(texts: list[str]) -> float:
    """Reports read in a second of this core's time."""
    begun = time.process_time()
    for _ in range(ROUNDS):
        for text in texts:
            statements(text, year=2023, agency="示例市样例局")
    return ROUNDS * len(texts) / (time.process_time() - begun)


def main() -> None:
    """Print the rate for the reports as they are and for reports four times as long."""
    texts = [path.read_text() for path in sorted(REPORTS.glob("*.txt"))]
    length = sum(map(len, texts)) / len(texts)
    reports_per_second(texts[:1])
    for times in (1, 4):
        rate = reports_per_second([text * times for text in texts])
        print(f"statements: {rate:6.0f} reports/s/core of {length * times:,.0f} characters")


if __name__ == "__main__":
    main()
