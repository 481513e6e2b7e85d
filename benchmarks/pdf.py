"""How well PDFs are read: fresh reports of 示例市, printed by every printer at hand, read by both readers.

    python -m benchmarks.pdf --count 100 [--seed 1] [--keep DIR]

Prints per printer and reader the cells right, wrong and missing and the documents entirely right; then the agreement
rule: cells on which both readers agree, and how many of those are wrong (silently wrong); seconds and peak memory.
"""

from __future__ import annotations

import argparse
import resource
import secrets
import time
from collections import Counter, defaultdict
from pathlib import Path

from benchmarks.generate_pdf import PRINTERS
from benchmarks.report_pages import Report, make_report
from benchmarks.score_pdf import Key, figures_of, flat
from parsers.formats import pdf
from parsers.forms import FORMS
from parsers.labels import fold

READERS = ("pdfium", "plumber")


def main() -> None:
    """Generate, read, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20, help="documents per printer")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--printers", nargs="*", default=sorted(PRINTERS))
    parser.add_argument("--keep", type=Path, default=None, help="where to keep the documents that were misread")
    options = parser.parse_args()
    start = secrets.randbelow(10**6) if options.seed is None else options.seed
    for printer in options.printers:
        totals: dict[str, Counter[str]] = defaultdict(Counter)
        for seed in range(start, start + options.count):
            report = make_report(seed)
            body = PRINTERS[printer](report.html)
            if _measure(report, body, totals) and options.keep:
                Path(options.keep, f"{printer}-{seed}.pdf").write_bytes(body)
                print(f"  {printer} {seed}: {report.style}")
        _print(printer, totals)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, first seed {start}")


def _measure(report: Report, body: bytes, totals: dict[str, Counter[str]]) -> bool:
    """Count one document; whether a reader misread it."""
    truth = {key: fold(text) for key, text in flat(report.figures).items()}
    form = next(form for form in FORMS if form.key == report.form)
    readings, before = [], time.process_time()
    for document in pdf.readings(body):
        totals["seconds"][READERS[len(readings)]] += int(1e6 * (time.process_time() - before))
        readings.append(figures_of(document, form))
        before = time.process_time()
    counts = [_compare(truth, reading) for reading in readings]
    for reader, count in zip(READERS, counts, strict=False):
        totals[reader] += count
        totals[reader]["perfect"] += count["right"] == len(truth)
        totals[reader]["documents"] += 1
    totals["agreed"] += _agreement(truth, readings)
    return any(count["right"] < len(truth) for count in counts)


def _compare(truth: dict[Key, str], reading: dict[Key, str]) -> Counter[str]:
    count: Counter[str] = Counter()
    for key, text in truth.items():
        count["missing" if key not in reading else "right" if reading[key] == text else "wrong"] += 1
    return count


def _agreement(truth: dict[Key, str], readings: list[dict[Key, str]]) -> Counter[str]:
    """Cells both readers have alike, right or silently wrong; cells they differ on; a sole reader proves nothing."""
    count: Counter[str] = Counter()
    for key, text in truth.items():
        values = {reading.get(key) for reading in readings}
        if len(readings) < len(READERS) or len(values) > 1 or None in values:
            count["open"] += 1
        else:
            count["right" if values == {text} else "silently wrong"] += 1
    return count


def _print(printer: str, totals: dict[str, Counter[str]]) -> None:
    for reader in READERS:
        count = totals[reader]
        cells = count["right"] + count["wrong"] + count["missing"]
        seconds = totals["seconds"][reader] / 1e6 / max(count["documents"], 1)
        print(
            f"{printer:12} {reader:8} {count['right']}/{cells} cells ({count['right'] / max(cells, 1):.4%}), "
            f"wrong {count['wrong']}, missing {count['missing']}, "
            f"documents {count['perfect']}/{count['documents']}, {seconds:.3f} s"
        )
    agreed = totals["agreed"]
    counts = ", ".join(f"{name} {agreed[name]}" for name in ("right", "open", "silently wrong"))
    print(f"{printer:12} agreement: {counts}")


if __name__ == "__main__":
    main()
