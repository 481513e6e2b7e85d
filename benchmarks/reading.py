"""How right each form of publication is read: cells, documents, refusals, silent errors, seconds, memory.

usage: .venv/bin/python -m benchmarks.reading [--documents 60] [--seed N] [--formats html,docx,...] [--peers]

Every run draws fresh reports of the fictitious 示例市. A cell is *silently wrong* when its number is not the printed
one and no finding names it, its line or its table. docx and doc are written by LibreOffice, where it is installed.
Pictures are read as the only content of a page, as portals show them.
"""

from __future__ import annotations

import argparse
import random
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from benchmarks import generate_pdf, generate_pictures
from benchmarks.report_pages import Report, make_report
from parsers import read
from parsers.errors import ParseError
from parsers.joining import Part
from parsers.model import Reading
from parsers.numbers import parse_number

PAGE = "<title>示例市人民政府2023年政府信息公开工作年度报告</title><img src='1.png'>".encode()
HEAD = f"{'format':16}{'documents':>10}{'right':>7}{'refused':>8}{'cells':>8}{'right %':>9}{'missing':>8}{'wrong':>6}{'silent':>7}{'s/doc':>8}{'MB':>6}"
Made = tuple[str, bytes, "Truth"]
"""What a document is called, its bytes, what it prints."""
Slot = tuple[str, str, str]
Truth = dict[Slot, float | None]


@dataclass
class Score:
    """What came of the documents of one format."""

    documents: int = 0
    right_documents: int = 0
    refused: int = 0
    cells: int = 0
    right: int = 0
    missing: int = 0
    wrong: int = 0
    silent: int = 0
    seconds: float = 0.0
    worst: list[str] = field(default_factory=list)


def main() -> None:
    """Generate, read, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=60, help="of each format")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--formats", default=",".join(MAKERS))
    parser.add_argument("--peers", action="store_true", help="also other readers, those that are installed")
    asked = parser.parse_args()
    print(f"seed {asked.seed}")
    print(HEAD)
    for name in asked.formats.split(","):
        made = list(MAKERS[name](asked.documents, asked.seed))
        show(name, measure(made, on_a_page if name == "pictures" else read))
        if asked.peers:
            from benchmarks.reading_peers import PEERS

            for peer, reader in PEERS.get(name, {}).items():
                show(f"  {peer}", measure(made, reader))


def on_a_page(picture: bytes) -> Reading:
    """The picture in a page that shows nothing else."""
    return read(PAGE, parts=[Part("http://shili.example/1.png", picture)], base="http://shili.example/")


def measure(made: Iterable[Made], reader: Callable[[bytes], Reading]) -> Score:
    """Read every document and compare it with what it prints."""
    score = Score()
    for name, body, truth in made:
        started = time.process_time()
        try:
            reading = reader(body)
        except ParseError as error:
            reading = Reading("unreadable", reason=str(error))
        score.seconds += time.process_time() - started
        _compare(name, reading, truth, score)
    return score


def _compare(name: str, reading: Reading, truth: Truth, score: Score) -> None:
    found = {(figure.grid, figure.line, figure.column): figure.number for figure in reading.figures}
    named = {finding.where for finding in reading.findings if finding.severity != "note"}
    wrong = [slot for slot, number in found.items() if number is not None and truth.get(slot) != number]
    missing = [slot for slot, number in truth.items() if number is not None and found.get(slot) is None]
    score.documents += 1
    score.refused += not reading.figures
    score.right_documents += not wrong and not missing
    score.cells += len(truth)
    score.right += len(truth) - len(missing) - len({slot for slot in wrong if slot in truth})
    score.missing += len(missing)
    score.wrong += len(wrong)
    silent = [slot for slot in wrong if not _is_named(slot, named)]
    score.silent += len(silent)
    score.worst += [f"{name}: {'.'.join(slot)} is {truth.get(slot)}, read as {found[slot]}" for slot in silent]


def _is_named(slot: Slot, named: set[str]) -> bool:
    grid, line, column = slot
    return bool(named & {grid, f"{grid}.{line}", f"{grid}.{line}.{column}"})


def show(name: str, score: Score) -> None:
    """One line, and what was silently wrong."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    share = 100 * score.right / max(1, score.cells)
    print(
        f"{name:16}{score.documents:10}{score.right_documents:7}{score.refused:8}{score.cells:8}{share:9.3f}"
        f"{score.missing:8}{score.wrong:6}{score.silent:7}{score.seconds / max(1, score.documents):8.3f}{memory:6.0f}"
    )
    for line in score.worst[:5]:
        print(f"    silently wrong: {line}")


def truth_of(figures: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Truth:
    """Figures as printed -> numbers by slot."""
    return {
        (grid, line, column): parse_number(text).value
        for grid, lines in figures.items()
        for line, columns in lines.items()
        for column, text in columns.items()
    }


def _reports(count: int, seed: int) -> Iterator[tuple[str, Report]]:
    for number in range(count):
        yield f"{seed + number}", make_report(seed + number)


def _html(count: int, seed: int) -> Iterator[Made]:
    for name, report in _reports(count, seed):
        yield name, report.html.encode(), truth_of(report.figures)


def _printed(printer: Callable[[str], bytes]) -> Callable[[int, int], Iterator[Made]]:
    def make(count: int, seed: int) -> Iterator[Made]:
        for name, report in _reports(count, seed):
            yield name, printer(report.html), truth_of(report.figures)

    return make


def _scanned(count: int, seed: int) -> Iterator[Made]:
    for name, body, truth in _printed(generate_pdf.print_weasyprint)(count, seed):
        yield name, scan(body), truth


def scan(body: bytes, dpi: int = 200) -> bytes:
    """The pages of a PDF as grey pictures in a PDF of their own, as a scanner makes it."""
    import pypdfium2

    pages = [page.render(scale=dpi / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(body)]
    out = BytesIO()
    pages[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=pages[1:], quality=80)
    return out.getvalue()


def pictures(count: int, seed: int) -> Iterator[Made]:
    """So many pictures, named by how they were spoilt."""
    import cv2

    for sample in generate_pictures.samples(count, seed):
        yield sample.name, cv2.imencode(".png", sample.pixels)[1].tobytes(), truth_of(sample.truth)


def _office(kind: str) -> Callable[[int, int], Iterator[Made]]:
    def make(count: int, seed: int) -> Iterator[Made]:
        reports = list(_reports(count, seed))
        bodies = _converted([report.html for _, report in reports], kind)
        for (name, report), body in zip(reports, bodies, strict=True):
            yield name, body, truth_of(report.figures)

    return make


def _converted(pages: list[str], kind: str) -> list[bytes]:
    """Web pages opened by LibreOffice as text documents and saved as .docx or .doc, all by one process."""
    filters = {"docx": "docx:MS Word 2007 XML", "doc": "doc:MS Word 97"}
    with tempfile.TemporaryDirectory() as room:
        for number, page in enumerate(pages):
            Path(room, f"{number}.html").write_text(page, encoding="utf-8")
        command = [shutil.which("soffice") or "soffice", f"-env:UserInstallation=file://{room}/profile", "--headless"]
        command += ["--infilter=HTML (StarWriter)", "--convert-to", filters[kind], "--outdir", room]
        names = [str(Path(room, f"{number}.html")) for number in range(len(pages))]
        subprocess.run([*command, *names], check=True, capture_output=True, timeout=60 + 5 * len(pages))
        return [Path(room, f"{number}.{kind}").read_bytes() for number in range(len(pages))]


MAKERS: dict[str, Callable[[int, int], Iterator[Made]]] = {
    "html": _html,
    "docx": _office("docx"),
    "doc": _office("doc"),
    "pdf-weasyprint": _printed(generate_pdf.print_weasyprint),
    "pdf-chromium": _printed(generate_pdf.print_chromium),
    "pdf-scanned": _scanned,
    "pictures": pictures,
}


if __name__ == "__main__":
    main()
