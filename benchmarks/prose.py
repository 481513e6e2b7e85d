"""How fast prose is read, doubted and compared, and how the cost grows with the number of reports.

Run with `python -m benchmarks.prose [REPORTS ...]` (default 1000 10000 100000 for the comparison). The reports that are
read are those of tests/data/statements; those compared are made of stock phrases, one in five copied with changes.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.archive import Archive
from crawler.reuse import find_reuse
from parsers import read
from parsers.statements import statements

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "tests" / "data" / "statements"
ROUNDS = 20
LENGTHS = {1: 1200, 5: 450, 6: 300}  # characters of the sections compared, as in the founding reports
COPIED = 0.2
STOCK = 4000  # sentences that all bodies share; half of every text is made of them


def rate(work: Callable[[str], object], texts: list[str]) -> float:
    """Texts worked on in a second of this core's time."""
    begun = time.process_time()
    for _ in range(ROUNDS):
        for text in texts:
            work(text)
    return ROUNDS * len(texts) / (time.process_time() - begun)


def reading() -> None:
    """Print the rates of statements for reports as they are and four times as long, and of reading with all rules."""
    texts = [path.read_text() for path in sorted(REPORTS.glob("*.txt"))]
    length = sum(map(len, texts)) / len(texts)
    for times in (1, 4):
        longer = [text * times for text in texts]
        done = rate(lambda text: statements(text, year=2023, agency="示例市样例局"), longer)
        print(f"statements: {done:6.0f} reports/s/core of {length * times:,.0f} characters")
    bodies = [path.read_text() for path in sorted((ROOT / "demo" / "reports").glob("*.txt"))]
    print(f"read with statements and rules: {rate(lambda text: read(text.encode()), bodies):6.0f} reports/s/core")


def comparing(counts: list[int]) -> None:
    """Print what finding copied text costs for so many reports."""
    for count in counts:
        with TemporaryDirectory() as folder, Archive.opened(Path(folder) / "archive.db") as archive:
            _fill(archive, count)
            begun, busy = time.perf_counter(), time.process_time()
            pairs = find_reuse(archive)
            wall, core = time.perf_counter() - begun, time.process_time() - busy
        print(f"copied text: {count:7,} reports in {wall:6.1f} s ({core:.1f} s of one core), {pairs:,} pairs")


def _fill(archive: Archive, count: int) -> None:
    chance = random.Random(711)  # noqa: S311
    stock = [_sentence(chance) for _ in range(STOCK)]
    kept: list[dict[str, str]] = []
    with archive.transaction():
        for number in range(count):
            sections = _copied(chance, kept) if kept and chance.random() < COPIED else _written(chance, stock)
            kept = [*kept[-500:], sections]
            archive.insert("reports", [{"id": f"r{number:07}", "scope": "office", "year": 2015 + number % 10}])
            archive.insert("bodies", [{"report": f"r{number:07}", "text": ""} | sections])


def _written(chance: random.Random, stock: list[str]) -> dict[str, str]:
    return {f"section_{section}": "".join(_sentences(chance, stock, length)) for section, length in LENGTHS.items()}


def _sentences(chance: random.Random, stock: list[str], length: int) -> Iterator[str]:
    written = 0
    while written < length:
        sentence = chance.choice(stock) if chance.random() < 0.5 else _sentence(chance)
        written += len(sentence)
        yield sentence


def _sentence(chance: random.Random) -> str:
    return "".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(chance.randrange(12, 50))) + "。"


def _copied(chance: random.Random, kept: list[dict[str, str]]) -> dict[str, str]:
    """An earlier report with every tenth sentence written anew."""
    changed = {}
    for name, text in chance.choice(kept).items():
        sentences = [line if chance.random() < 0.9 else _sentence(chance)[:-1] for line in text.split("。")]
        changed[name] = "。".join(sentences)
    return changed


if __name__ == "__main__":
    reading()
    comparing([int(count) for count in sys.argv[1:]] or [1_000, 10_000, 100_000])
