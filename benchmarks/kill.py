"""Kill a crawl of the tests' replica portals with signal 9 at random moments: the same archive, and hardly a request twice.

usage: .venv/bin/python benchmarks/kill.py [--moments 20] [--seed 4] [--delay 0.05]
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from tables import contents  # noqa: E402 (the tests' own way to compare archives)

from benchmarks.crawl import suite  # noqa: E402
from demo.server import Replicas, serve  # noqa: E402

CHILD = """
import sys
from pathlib import Path
from crawler.archive import Archive
from crawler.crawl import crawl
from crawler.load import load
db, delay, *homes = sys.argv[1:]
print("begun", flush=True)
crawl(homes, db=Path(db), delay=float(delay), allow_private=("127.0.5.0/24",))
with Archive.opened(Path(db)) as archive:
    load(archive)
print("ended", flush=True)
"""


@dataclass(frozen=True)
class Killed:
    """One crawl that was killed (unless it had ended by then) and gone on with."""

    moment: float
    asked: int
    repeated: int
    same: bool
    killed: bool


def main() -> None:
    """Kill as often as asked, print each moment and the share of requests made twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--delay", type=float, default=0.05)
    asked = parser.parse_args()
    results = killings(asked.moments, asked.seed, asked.delay)
    print(f"{'moment':>8}{'requests':>10}{'repeated':>10}  archive")
    for one in results:
        verdict = ("same" if one.same else "DIFFERS") + ("" if one.killed else " (had ended)")
        print(f"{one.moment:7.2f}s{one.asked:10}{one.repeated:10}  {verdict}")
    same = sum(one.same for one in results)
    print(f"{share(results):.2%} of requests repeated, {same} of {len(results)} archives the same")


def killings(moments: int, seed: int, delay: float) -> list[Killed]:
    """Crawl once undisturbed, then once for each moment, drawn evenly from the time that crawling and reading took."""
    rng = random.Random(seed)  # noqa: S311 (moments, not secrets)
    with serve(site.portal() for site in suite()) as replicas, tempfile.TemporaryDirectory() as folder:
        usual = _usual(replicas, Path(folder) / "undisturbed", delay)
        drawn = sorted(rng.uniform(0, usual.seconds) for _ in range(moments))
        return [_killed_at(each, replicas, Path(folder) / str(n), delay, usual) for n, each in enumerate(drawn)]


def share(results: Sequence[Killed]) -> float:
    """The share of requests that were made twice."""
    return sum(one.repeated for one in results) / sum(one.asked for one in results)


@dataclass(frozen=True)
class _Usual:
    """What an undisturbed crawl leaves, how much it asks and how long it takes."""

    contents: dict[str, list[tuple[object, ...]]]
    requests: int
    seconds: float


def _usual(replicas: Replicas, folder: Path, delay: float) -> _Usual:
    child, began = _begun(replicas, folder, delay), time.monotonic()
    child.wait()
    return _Usual(contents(folder / "archive.db"), len(replicas.log), time.monotonic() - began)


def _killed_at(moment: float, replicas: Replicas, folder: Path, delay: float, usual: _Usual) -> Killed:
    replicas.log.clear()
    child = _begun(replicas, folder, delay)
    timer = threading.Timer(moment, child.kill)
    timer.start()
    killed = child.wait() == -signal.SIGKILL and b"ended" not in _output(child)
    timer.cancel()
    db = _crawled(replicas, folder, delay) if killed else folder / "archive.db"
    asked = len(replicas.log)
    return Killed(moment, asked, asked - usual.requests, contents(db) == usual.contents, killed)


def _output(child: subprocess.Popen[bytes]) -> bytes:
    assert child.stdout is not None
    return child.stdout.read()


def _crawled(replicas: Replicas, folder: Path, delay: float) -> Path:
    """The archive of a crawl that nobody disturbs, begun or gone on with in a folder."""
    if _begun(replicas, folder, delay).wait() != 0:
        raise SystemExit("the crawl failed: the comparison would be void")
    return folder / "archive.db"


def _begun(replicas: Replicas, folder: Path, delay: float) -> subprocess.Popen[bytes]:
    """A crawl in a process of its own that has just begun: what it takes to start Python is no moment of it."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-c", CHILD, str(folder / "archive.db"), str(delay), *replicas.values()]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    return child


if __name__ == "__main__":
    main()
