"""How well Word and OFD files are read: random reports written as .docx, .doc (by LibreOffice) and .ofd, read again.

    python -m benchmarks.word [--documents 200] [--seed 1000]

Prints per format: documents, cells right, documents entirely right, refused, silently wrong, documents a CPU second.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.ofd_files import write_ofd
from benchmarks.word_files import Manner, choose_manner, expected, write_docx
from benchmarks.word_reports import make_report
from parsers.errors import ParseError
from parsers.formats import ofd
from parsers.formats.word import doc, docx, office
from parsers.model import Document

_BATCH = 50
_PLAIN = Manner(*[False] * 7)

Tables = list[list[list[str]]]


@dataclass(slots=True)
class Score:
    """What became of the documents of one format."""

    documents: int = 0
    cells: int = 0
    right: int = 0
    whole: int = 0
    refused: int = 0
    seconds: float = 0.0

    def line(self, name: str) -> str:
        """The score as a line of the table."""
        wrong = self.documents - self.whole - self.refused
        rate = self.documents / self.seconds if self.seconds else 0.0
        return (
            f"{name:28} {self.documents:5} documents, {self.right} of {self.cells} cells, {self.whole} entirely right, "
            f"{self.refused} refused, {wrong} wrong, {rate:.0f}/s"
        )


def main() -> None:
    """Run and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--documents", type=int, default=200)
    options.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    given = options.parse_args()
    seeds = range(given.seed, given.seed + given.documents)
    print(f"seeds {seeds.start} to {seeds.stop - 1}")
    manners = {seed: choose_manner(seed) for seed in seeds}
    print(
        _score(docx.read, [(_docx(seed, manners[seed]), _tables(seed, manners[seed])) for seed in seeds]).line("docx")
    )
    print(_score(ofd.read, [(write_ofd(make_report(seed)), _tables(seed, _PLAIN)) for seed in seeds]).line("ofd"))
    program = office.installed()
    if program is None:
        print("LibreOffice is not installed: no .doc, no .rtf")
        return
    # LibreOffice drops content controls around tables and cannot say in a .doc that a row is deleted.
    kept = {seed: replace(manner, controlled=False, dropped=False) for seed, manner in manners.items()}
    sources = [(_docx(seed, kept[seed]), _tables(seed, kept[seed])) for seed in seeds]
    words = _convert(program, [body for body, _ in sources], "doc")
    pairs = [(body, tables) for body, (_, tables) in zip(words, sources, strict=True)]
    print(_score(doc.read, pairs).line("doc"))
    back = [(body, tables) for body, (_, tables) in zip(_convert(program, words, "docx"), sources, strict=True)]
    print(_score(docx.read, back).line("doc read by LibreOffice"))
    rich = [(body, tables) for body, (_, tables) in zip(_convert(program, words, "rtf"), sources, strict=True)]
    print(_score(office.read, rich[:10]).line("rtf (first ten)"))


def _docx(seed: int, manner: Manner) -> bytes:
    return write_docx(make_report(seed), manner)


def _tables(seed: int, manner: Manner) -> Tables:
    return expected(make_report(seed), manner)


def _score(read: Callable[[bytes], Document], pairs: Sequence[tuple[bytes, Tables]]) -> Score:
    score = Score()
    for body, tables in pairs:
        score.documents += 1
        score.cells += sum(len(row) for table in tables for row in table)
        start = time.process_time()
        try:
            document = read(body)
        except ParseError:
            score.refused += 1
            continue
        finally:
            score.seconds += time.process_time() - start
        found = [[[cell.text.replace("\n", "") for cell in row] for row in table.rows] for table in document.tables]
        score.whole += found == tables
        score.right += sum(map(_right, found, tables))
    return score


def _right(found: list[list[str]], table: list[list[str]]) -> int:
    return sum(
        one == two for row, wanted in zip(found, table, strict=False) for one, two in zip(row, wanted, strict=False)
    )


def _convert(program: str, bodies: Sequence[bytes], kind: str) -> list[bytes]:
    """Every body in another format; LibreOffice now and then crashes after some 250 documents, so fifty at a time."""
    return [
        converted
        for start in range(0, len(bodies), _BATCH)
        for converted in _convert_batch(program, bodies[start : start + _BATCH], kind)
    ]


def _convert_batch(program: str, bodies: Sequence[bytes], kind: str) -> list[bytes]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [folder / f"{number}.in" for number in range(len(bodies))]
        for file, body in zip(files, bodies, strict=True):
            file.write_bytes(body)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
        ]
        subprocess.run([*command, "--outdir", str(folder), *map(str, files)], check=True, capture_output=True)
        return [file.with_suffix(f".{kind}").read_bytes() for file in files]


if __name__ == "__main__":
    main()
