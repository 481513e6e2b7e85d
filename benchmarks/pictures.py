"""How pictures of tables are read: cells right, pictures wholly right, refused, silently wrong, CPU seconds, memory.

usage: python -m benchmarks.pictures [COUNT [SEED]]      fresh pictures; without a seed others every time
       python -m benchmarks.pictures DIR                 pictures with a truth.json, as generate_pictures writes them
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import generate_pictures
from parsers.errors import ParseError
from parsers.figures import Alignment, align, trials_of
from parsers.formats.picture.document import readings
from parsers.model import Document, Figure, Grid
from parsers.numbers import parse_number

TRUSTED = 0.8  # a wrong number with that confidence, in a reading that was proved, is silently wrong
COUNTED = ("pictures", "whole", "refused", "silent", "cells", "right", "sure", "sure_wrong", "tries", "seconds")
LEFT_OUT = ("row_without_label", "row_not_on_form")
Slot = tuple[str, str, str]


@dataclass
class Count:
    """What became of the pictures of one kind."""

    pictures: int = 0
    whole: int = 0
    refused: int = 0
    silent: int = 0
    cells: int = 0
    right: int = 0
    sure: int = 0
    sure_wrong: int = 0
    tries: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Print one line for each kind of picture and what was wrong."""
    argument = sys.argv[1] if len(sys.argv) > 1 else "28"
    if not argument.isdigit():
        return report(measured(Path(argument)))
    with TemporaryDirectory() as folder:
        seed = sys.argv[2] if len(sys.argv) > 2 else str(time.time_ns())
        sys.argv[1:] = [folder, argument, seed]
        generate_pictures.main()
        report(measured(Path(folder)))


def measured(folder: Path) -> dict[str, Count]:
    """Every picture of a folder read and compared with its truth."""
    counts: dict[str, Count] = defaultdict(Count)
    for entry in json.loads((folder / "truth.json").read_text(encoding="utf-8")):
        count = counts[entry["degradation"]]
        start = time.process_time()
        figures, proved, tries = settled((folder / entry["file"]).read_bytes())
        count.seconds += time.process_time() - start
        compare(entry, figures, proved, count)
        count.tries += tries
        print(f"{entry['file']}: {'proved' if proved else 'refused'}", file=sys.stderr)
    return counts


def settled(body: bytes) -> tuple[dict[Slot, Figure], bool, int]:
    """The figures of the first reading that is proved, else of the one that explains most; and how many were made."""
    best: tuple[float, dict[Slot, Figure]] = (-1.0, {})
    tries = 0
    try:
        for document in readings(body):
            tries += 1
            alignment = align(document.tables)
            figures = {(f.grid, f.line, f.column): f for f in alignment.figures}
            if is_proved(document, alignment):
                return figures, True, tries
            best = max(best, (_worth(alignment), figures), key=lambda pair: pair[0])
    except ParseError as error:
        print("refused:", error)
    return best[1], False, tries


def is_proved(document: Document, alignment: Alignment) -> bool:
    """Every sum holds and every number is sure; a table without sums also agreed with its second reading."""
    if not alignment.figures or min(figure.confidence for figure in alignment.figures) < TRUSTED:
        return False
    if not all(_is_complete(grid, alignment) for grid in alignment.layout.grids):
        return False
    outcomes = [trial.outcome for grid in trials_of(alignment.figures, alignment.layout).values() for trial in grid]
    if "failed" in outcomes or any(finding.check in LEFT_OUT for finding in alignment.findings):
        return False
    proved = {table.index for table in document.tables if table.proved}
    return all(figure.place.table in proved for figure in alignment.figures if figure.grid == "proactive")


def _is_complete(grid: Grid, alignment: Alignment) -> bool:
    """Every line of a stretch of the table has every column; the stretch ends with the form or begins with it."""
    found: dict[str, set[str]] = defaultdict(set)
    for figure in alignment.figures:
        if figure.grid == grid.key:
            found[figure.line].add(figure.column)
    leaves = [line for line in grid.lines if not line.group]
    present = [line.key in found for line in leaves]
    stretch = sum(present) in (0, len(present)) or all(present[present.index(True) :])
    return stretch and all(
        found[line.key] == {column.key for column in grid.columns_of(line)} for line in leaves if line.key in found
    )


def compare(entry: dict[str, object], figures: dict[Slot, Figure], proved: bool, count: Count) -> None:
    """Count the cells of one picture."""
    wrong = [(slot, want, figures.get(slot)) for slot, want in _wanted(entry) if _number(figures.get(slot)) != want]
    cells = sum(1 for _ in _wanted(entry))
    count.pictures += 1
    count.cells += cells
    count.right += cells - len(wrong)
    count.whole += not wrong
    count.sure += sum(figure.confidence >= TRUSTED for figure in figures.values())
    count.sure_wrong += sum(have is not None and have.confidence >= TRUSTED for _, _, have in wrong)
    count.refused += not proved
    count.silent += sum(proved and (have is None or have.confidence >= TRUSTED) for _, _, have in wrong)
    said = [f"{slot[1]}.{slot[2]} {want} as {have.text if have else 'absent'}" for slot, want, have in wrong[:4]]
    count.wrong += [f"{entry['file']}: {len(wrong)} wrong, {'PROVED ' * proved}{said}"] if wrong else []


def report(counts: dict[str, Count]) -> None:
    """A table, then the wrong ones."""
    print(f"{'kind':12} pictures whole refused silent   cells  right/1 tries  s/picture")
    total = Count()
    for name, count in [*counts.items(), ("all", total)]:
        print(
            f"{name:12} {count.pictures:8} {count.whole:5} {count.refused:7} {count.silent:6} {count.cells:7} "
            f"{count.right / count.cells:8.4f} {count.tries / count.pictures:5.1f} "
            f"{count.seconds / count.pictures:9.2f}"
        )
        for key in COUNTED:
            setattr(total, key, getattr(total, key) + getattr(count, key))
    print(f"of {total.sure} figures read with confidence {TRUSTED} or more, {total.sure_wrong} are wrong")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    for line in (line for count in counts.values() for line in count.wrong):
        print(line)


def _wanted(entry: dict[str, object]) -> Iterator[tuple[Slot, float | None]]:
    truth = entry["truth"]
    assert isinstance(truth, dict)
    for grid, rows in truth.items():
        for line, columns in rows.items():
            for column, text in columns.items():
                yield (grid, line, column), parse_number(text).value


def _number(figure: Figure | None) -> float | None:
    return figure.number if figure else None


def _worth(alignment: Alignment) -> float:
    outcomes = [trial.outcome for grid in trials_of(alignment.figures, alignment.layout).values() for trial in grid]
    return len(alignment.figures) - 3 * outcomes.count("failed")


if __name__ == "__main__":
    main()
