"""One target under atheris, in the process that `fuzzing.run` started for it: `child.py TARGET FOLDER RUNS SECONDS`."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from traceback import extract_tb

import atheris

with atheris.instrument_imports(include=["parsers", "spiders", "crawler"]):
    from fuzzing.meter import Meter
    from fuzzing.mutating import chance_of, mutated
    from fuzzing.targets import TARGETS, seeds_of

    from crawler.limits import Limits, confine

LONGEST = {
    "html": 1 << 16,
    "docx": 1 << 16,
    "ofd": 1 << 16,
    "read": 1 << 17,
    "warc": 1 << 16,
    "pdf": 1 << 18,
    "picture": 1 << 18,
    "doc": 1 << 17,
    "sheet": 1 << 17,
    "package": 1 << 17,
}
LONG = 1 << 13
SECONDS_EACH = 120  # by the clock: of 20, a machine that is busy or stopped for a while made slow inputs


def main() -> None:
    """Fuzz until so many runs or seconds are over; libFuzzer then ends the process."""
    name, folder, runs, seconds = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    target, longest = TARGETS[name], LONGEST.get(name, LONG)
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in seeds_of(name):
        (corpus / seed.name).write_bytes(seed.read_bytes())
    os.environ["PATH"] = ""  # we fuzz our readers, not LibreOffice and unpackers
    confine(Limits())
    meter = Meter(folder / "meter")

    def run(body: bytes) -> None:
        start = time.process_time()
        try:
            target(body)
        except BaseException as error:  # a panic in a Rust library is no Exception
            _keep(folder, error, body)
        if meter.count(time.process_time() - start):
            (folder / "slowest").write_bytes(body)

    def mutate(body: bytes, most: int, seed: int) -> bytes:
        changed = mutated(body, chance_of(seed), lambda part: atheris.Mutate(part, max(len(part), most)))
        return changed if len(changed) <= most else changed[:most]

    options = [
        f"-runs={runs}",
        f"-max_total_time={seconds}",
        f"-max_len={longest}",
        f"-timeout={SECONDS_EACH}",
        f"-report_slow_units={SECONDS_EACH}",
    ]
    options += [f"-artifact_prefix={folder}/", "-rss_limit_mb=0", "-len_control=0", "-print_final_stats=0"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], run, custom_mutator=mutate)
    atheris.Fuzz()


def _keep(folder: Path, error: BaseException, body: bytes) -> None:
    """The shortest input for each kind of exception and its place."""
    ours = [frame for frame in extract_tb(error.__traceback__) if "/fuzzing/" not in frame.filename]
    place = next((frame for frame in reversed(ours) if "site-packages" not in frame.filename), None)
    words = f"{Path(place.filename).stem}-{place.lineno}" if place else "nowhere"
    file = folder / f"{type(error).__name__}-{words}"
    if not file.exists() or len(body) < file.stat().st_size:
        file.write_bytes(body)
        file.with_name(f".{file.name}.words").write_text(repr(error)[:300])


if __name__ == "__main__":
    main()
