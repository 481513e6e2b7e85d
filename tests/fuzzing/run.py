"""Coverage-guided fuzzing of every target, each in a process of its own: `make fuzz ARGS="--runs 1000 --targets dates"`.

Prints inputs run, exceptions found, the slowest input (its processor time under instrumentation) and the memory; what
was found lies in a folder that is named, and makes the exit status 1.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click
from fuzzing.meter import Meter
from fuzzing.targets import TARGETS

RESTARTS = 5  # after an input that ended the process
_BESIDES = {"corpus", "meter", "slowest", "log"}  # files of a target's folder that are not findings
_ROW = "{:12} {:>9} {:>7} {:>11} {:>8}"


@dataclass(frozen=True)
class Outcome:
    """What fuzzing one target came to."""

    runs: int
    found: tuple[Path, ...]
    slowest: float
    megabytes: int


@click.command()
@click.option("--runs", default=100_000, show_default=True, help="Inputs of each target; slow ones take a share.")
@click.option("--seconds", default=600, show_default=True, help="At most, for each target.")
@click.option("--targets", default=",".join(TARGETS), help="Names with commas between.  [default: all]")
@click.option("--folder", type=click.Path(path_type=Path), help="Where to keep what is found.  [default: a new one]")
def main(runs: int, seconds: int, targets: str, folder: Path | None) -> None:
    """Fuzz the targets one after the other."""
    folder = folder or Path(tempfile.mkdtemp(prefix="nianbao-fuzz-"))
    click.echo(_ROW.format("target", "inputs", "found", "slowest ms", "peak MB"))
    found: list[Path] = []
    for name in targets.split(","):
        outcome = fuzz(name, max(1, int(runs * TARGETS[name].share)), seconds, folder / name)
        found += outcome.found
        slowest = f"{outcome.slowest * 1000:.0f}"
        click.echo(_ROW.format(name, outcome.runs, len(outcome.found), slowest, outcome.megabytes))
    for path in found:
        click.echo(f"{path}  {_words(path)}")
    sys.exit(1 if found else 0)


def fuzz(name: str, runs: int, seconds: int, folder: Path) -> Outcome:
    """Fuzz one target; a process that an input ended is replaced by another."""
    folder.mkdir(parents=True, exist_ok=True)
    before, peak = Meter(folder / "meter").runs, 0
    for _ in range(RESTARTS):
        left = runs - (Meter(folder / "meter").runs - before)
        if left <= 0:
            break
        status, megabytes = _one_process(name, folder, left, seconds)
        peak = max(peak, megabytes)
        if status == 0:
            break
    meter = Meter(folder / "meter")
    found = (path for path in sorted(folder.iterdir()) if path.name not in _BESIDES and not path.name.startswith("."))
    return Outcome(meter.runs - before, tuple(found), meter.slowest, peak)


def _one_process(name: str, folder: Path, runs: int, seconds: int) -> tuple[int, int]:
    """The exit status of a process and the megabytes it took at most."""
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "fuzzing.child", name, str(folder), str(runs), str(seconds)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss >> 10


def _words(path: Path) -> str:
    file = path.with_name(f".{path.name}.words")
    return file.read_text() if file.exists() else "ended the process"


if __name__ == "__main__":
    main()
