"""What it costs to read, crawl, merge and publish, how that grows, and what more hands bring.

usage: nice .venv/bin/python benchmarks/scale.py [read] [crawl] [keep] [publish] [--captures 2000] [--portals 40] [--sizes 500 1000 2000]
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from clusters import Cluster  # noqa: E402
from small_portal import OPENED, SmallPortal  # noqa: E402
from tables import contents  # noqa: E402
from test_crawl import portal_pages  # noqa: E402

from benchmarks.invented import invent  # noqa: E402 (rows only)
from benchmarks.pages import WORDS, site  # noqa: E402
from crawler.adding import add  # noqa: E402
from crawler.archive import Archive  # noqa: E402
from crawler.load import Loaded, load  # noqa: E402
from crawler.workforce import ClusterReaders, EntryReaders, entry_readers, workforce  # noqa: E402

NIANBAO = [sys.executable, "-m", "crawler.cli"]


def main() -> None:
    """Run the parts that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[*PARTS])
    parser.add_argument("--captures", type=int, default=2000)
    parser.add_argument("--portals", type=int, default=40)
    parser.add_argument("--sizes", type=int, nargs="*", default=[500, 1000, 2000])
    asked = parser.parse_args()
    for part in asked.parts or PARTS:
        with tempfile.TemporaryDirectory() as folder:
            PARTS[part](Path(folder), asked)


def reading(folder: Path, asked: argparse.Namespace) -> None:
    """The same captures read again by one and two hands, here and on a cluster, and with one of two killed."""
    path = _added(folder, range(asked.captures))
    with Archive.opened(path) as archive:
        load(archive)
    usual = contents(path)
    print(f"{'reading':34}{'s':>8}{'captures/s':>12}{'× one':>8}{'writer ms':>11}  archive")
    rates: dict[str, float] = {}
    ways: dict[str, tuple[int, bool, bool]] = {
        "1 process": (1, False, False),
        "2 processes": (2, False, False),
        "Dask, 1 worker": (1, True, False),
        "Dask, 2 workers": (2, True, False),
        "Dask, 2 workers, one killed half way": (2, True, True),
    }
    for name, (workers, far, kill) in ways.items():
        with ExitStack() as stack:  # a cluster that idles takes some of the processors too
            cluster = stack.enter_context(Cluster(folder, workers=workers)) if far else None
            seconds, writer = _read_again(path, workers, cluster, asked.captures // 2 if kill else None)
        rates[name] = asked.captures / seconds
        first = rates["Dask, 1 worker" if far else "1 process"]
        same = "same" if contents(path) == usual else "DIFFERS"
        numbers = f"{seconds:8.1f}{rates[name]:12.1f}{rates[name] / first:8.2f}{1000 * writer / asked.captures:11.2f}"
        print(f"{name:34}{numbers}  {same}", flush=True)


def _read_again(path: Path, workers: int | None, cluster: Cluster | None, kill_at: int | None) -> tuple[float, float]:
    """Seconds by the clock, and of the processor's time those of this process, which writes."""

    def watch(loaded: Loaded) -> None:
        if cluster and kill_at and sum(loaded.kinds.values()) >= kill_at:
            cluster.workers[0].kill()

    with Archive.opened(path) as archive, ExitStack() as stack:
        if cluster:
            readers: EntryReaders | ClusterReaders = ClusterReaders(
                stack.enter_context(workforce(None, cluster.address))
            )
        else:
            readers = entry_readers(workers or 1)
        with archive.transaction():
            archive.forget_readings()
        began, worked = time.monotonic(), time.process_time()
        load(archive, watch, readers=readers)
        return time.monotonic() - began, time.process_time() - worked


def crawling(folder: Path, asked: argparse.Namespace) -> None:
    """Many portals by two workers of a cluster, one of which is killed half way; the same as by one process alone."""
    requests = 9 * asked.portals
    with ExitStack() as stack:
        portals = [
            stack.enter_context(SmallPortal(portal_pages(), host=f"127.0.31.{number + 1}"))
            for number in range(asked.portals)
        ]
        alone, seconds_alone = _crawled(folder / "alone", portals)
        for portal in portals:
            portal.log.clear()
        cluster = stack.enter_context(Cluster(folder))

        def kill(_: int) -> None:
            if sum(len(portal.log) for portal in portals) == requests // 2:
                cluster.workers[0].kill()

        for portal in portals:
            portal.asked = kill
        after, seconds = _crawled(folder / "cluster", portals, "--cluster", cluster.address)
        asked_for = sum(len(portal.log) for portal in portals)
    same = "the same archive" if after == alone else "ANOTHER ARCHIVE"
    print(
        f"{asked.portals} portals: alone {seconds_alone:.1f} s; two workers, one killed, {seconds:.1f} s: {same}, ",
        end="",
    )
    print(f"{asked_for - requests} of {requests} requests made twice")


def _crawled(folder: Path, portals: Sequence[SmallPortal], *words: str) -> tuple[object, float]:
    folder.mkdir()
    options = ["--allow-private", OPENED, "--delay", "0", "--db", str(folder / "archive.db"), *words]
    began = time.monotonic()
    subprocess.run(
        [*NIANBAO, "crawl", *(portal.url for portal in portals), *options], cwd=ROOT, check=True, capture_output=True
    )
    return contents(folder / "archive.db"), time.monotonic() - began


def keeping(folder: Path, asked: argparse.Namespace) -> None:
    """Adding, loading, merging two halves, publishing and verifying at several sizes."""
    print(f"{'reports':>8}{'step':>10}{'s':>9}{'ms/report':>11}{'peak MB':>9}   {'archive MB':>11}{'WARC MB':>9}")
    for size in asked.sizes:
        _kept(folder / str(size), size)


def _kept(place: Path, size: int) -> None:
    first, second = (place / half / "archive.db" for half in ("first", "second"))
    for db, half in ((first, range(size // 2)), (second, range(size // 2, size))):
        db.parent.mkdir(parents=True)
        _added(db.parent, half)
        _measured(size // 2, "load", lambda db=db: _load_new(db), db)
    both, out = place / "all.db", place / "out.db"
    _measured(size, "merge", lambda: _ran("merge", str(both), str(first), str(second)), both)
    _measured(size, "publish", lambda: _ran("publish", str(out), "--db", str(both)), out)
    _measured(size, "verify", lambda: _ran("verify", "--db", str(both)), both)
    shutil.rmtree(place)


def publishing(folder: Path, asked: argparse.Namespace) -> None:
    """Publishing archives of rows alone, which can be made large in no time."""
    print(f"{'reports':>8}{'step':>10}{'s':>9}{'ms/report':>11}{'peak MB':>9}   {'archive MB':>11}{'WARC MB':>9}")
    for size in asked.sizes:
        db = invent(size, folder / str(size))
        out = folder / f"{size}.db"
        _measured(size, "publish", lambda db=db, out=out: _ran("publish", str(out), "--db", str(db)), out)


def _added(folder: Path, numbers: range) -> Path:
    """An archive of made-up pages that nobody has read yet."""
    path = folder / "archive.db"
    pages = site(numbers.stop)
    named = [
        (f"{number}.html", _in_its_own_words(number, pages[f"/zfxxgk/nb/content_{number}.html"])) for number in numbers
    ]
    with Archive.opened(path) as archive:
        add(archive, named)
    return path


def _in_its_own_words(number: int, page: bytes) -> bytes:
    """Made-up reports share their paragraphs; real ones seldom do, and every pair that does costs."""
    own = "".join(Random(number).choices(sorted({*WORDS}), k=len(WORDS)))  # noqa: S311 (no secret)
    return page.replace(WORDS.encode(), own.encode())


def _load_new(db: Path) -> int:
    code = "import sys; from pathlib import Path; from crawler.archive import Archive; from crawler.load import load\n"
    code += "with Archive.opened(Path(sys.argv[1])) as archive: load(archive)"
    return _peak([sys.executable, "-c", code, str(db)])


def _ran(*words: str) -> int:
    return _peak([*NIANBAO, *words])


def _peak(command: Sequence[str]) -> int:
    """Run it; the most memory it took by itself, in MB (children of earlier commands took less, or it is theirs)."""
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
    code += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    done = subprocess.run([sys.executable, "-c", code, *command], cwd=ROOT, check=True, capture_output=True, text=True)
    return int(done.stdout) >> 10


def _measured(reports: int, step: str, do: Callable[[], int], db: Path) -> None:
    began = time.monotonic()
    peak = do()
    seconds = time.monotonic() - began
    warc = sum(path.stat().st_size for path in (db.parent / "warc").glob("*.gz")) if step != "publish" else 0
    sizes = f"{db.stat().st_size / 1e6:11.1f}{warc / 1e6:9.1f}"
    print(f"{reports:8}{step:>10}{seconds:9.1f}{1000 * seconds / reports:11.2f}{peak:9}   {sizes}", flush=True)


PARTS: dict[str, Callable[[Path, argparse.Namespace], None]] = {
    "read": reading,
    "crawl": crawling,
    "keep": keeping,
    "publish": publishing,
}

if __name__ == "__main__":
    main()
