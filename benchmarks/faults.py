"""Disturb crawl, add, read, merge and publish in every way at random: is the archive sound, does a rerun make it whole?

The full disk is a small tmpfs where mounting is permitted, else files that may not grow (RLIMIT_FSIZE).

usage: nice .venv/bin/python benchmarks/faults.py [--moments 200] [--seed 7] [--kinds kill full ...] [--verbs crawl add ...]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from small_portal import SmallPortal  # noqa: E402
from test_crawl import portal_pages  # noqa: E402
from weather import Shaky, cut, flipped  # noqa: E402
from works import Work, judged, works  # noqa: E402

OF_CRAWLS = {"crawls", "visits", "frontier"}  # an ended crawl that is run again is a second crawl
PLACES = {"captures"}  # in which file bytes are that were written again
KEEPERS = ("crawl", "add", "merge")
UNPRIVILEGED = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()

Contents = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class Outcome:
    """What came of one disturbance: was the verb ended by it, is nothing acknowledged lost, is the rerun's archive the same?"""

    kind: str
    verb: str
    struck: bool
    sound: bool
    same: bool


class Bench:
    """The verbs, what they leave undisturbed, and how long they take."""

    def __init__(self, portal: SmallPortal, folder: Path, seed: int) -> None:
        self.portal, self.folder = portal, folder
        self.random = random.Random(seed)  # noqa: S311 (moments, not secrets)
        self.works: dict[str, Work] = works(portal, folder / "given")
        self.usual: dict[str, tuple[Contents, float]] = {}
        self.pages = portal.pages
        for verb, work in self.works.items():
            place, began = work.begin(folder / "usual" / verb), time.monotonic()
            self.usual[verb] = work.done(place), time.monotonic() - began

    @contextmanager
    def place(self, verb: str, parent: Path | None = None) -> Iterator[tuple[Work, Path]]:
        """A fresh folder with what a verb is given, gone afterwards."""
        work = self.works[verb]
        folder = (parent or self.folder) / "disturbed"
        try:
            yield work, work.begin(folder)
        finally:
            shutil.rmtree(folder)

    def outcome(self, kind: str, verb: str, folder: Path, struck: bool, apart: set[str] = frozenset()) -> Outcome:
        """Judge what the disturbance left, do the work again and compare."""
        work = self.works[verb]
        sound = is_sound(folder, work)
        after = work.done(folder)
        differ = {table for table in after if after[table] != self.usual[verb][0][table]}
        same = differ <= apart | (OF_CRAWLS if verb == "crawl" else set()) and is_sound(folder, work)
        return Outcome(kind, verb, struck, sound, same)


def is_sound(folder: Path, work: Work) -> bool:
    """Whether nothing acknowledged is lost; an archive that is not there yet has lost nothing."""
    verdict = judged(folder, work)
    return verdict is None or verdict.sound


def kill(bench: Bench, verb: str) -> Outcome:
    """Signal 9 at a random moment of the time that the verb takes."""
    with bench.place(verb) as (work, folder):
        child = subprocess.Popen(work.command(), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        timer = threading.Timer(bench.random.uniform(0.5, bench.usual[verb][1]), child.kill)
        timer.start()
        struck = child.wait() == -signal.SIGKILL
        timer.cancel()
        return bench.outcome("kill -9", verb, folder, struck)


def full(bench: Bench, verb: str) -> Outcome:
    """A disk with room for a random part of what the verb needs."""
    room = bench.random.randint(64 << 10, 1400 << 10)
    with tempfile.TemporaryDirectory() as mounted:
        given = (
            sum(path.stat().st_size for path in bench.works[verb].given.rglob("*")) if bench.works[verb].given else 0
        )
        size = f"size={given + room},mode=755"
        if subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", mounted], check=False).returncode:
            return _ungrowing(bench, verb, room)
        try:
            with bench.place(verb, Path(mounted)) as (work, folder):
                struck = work.run(folder).returncode != 0
                subprocess.run(["mount", "-o", "remount,size=64m", mounted], check=True)
                return bench.outcome("full disk (tmpfs)", verb, folder, struck)
        finally:
            subprocess.run(["umount", mounted], check=True)


def _ungrowing(bench: Bench, verb: str, room: int) -> Outcome:
    with bench.place(verb) as (work, folder):
        struck = work.run(folder, "fill", room).returncode != 0
        return bench.outcome("files cannot grow", verb, folder, struck)


def forbidden(bench: Bench, verb: str) -> Outcome:
    """The folder may not be written to."""
    with bench.place(verb) as (work, folder):
        folder.chmod(0o555)
        struck = work.run(folder, before=UNPRIVILEGED).returncode != 0
        folder.chmod(0o755)
        return bench.outcome("no permission", verb, folder, struck)


def locked(bench: Bench, verb: str) -> Outcome:
    """Another program holds the archive for 30 seconds, from the beginning."""
    with bench.place(verb) as (work, folder):
        holder = sqlite3.connect(folder / "archive.db", isolation_level=None, check_same_thread=False)
        holder.execute("begin exclusive")
        timer = threading.Timer(30, holder.close)
        timer.start()
        struck = work.run(folder).returncode != 0
        timer.join()
        return bench.outcome("locked for 30 s", verb, folder, struck)


def truncated(bench: Bench, verb: str) -> Outcome:
    """The last WARC file ends at a random byte."""
    return _damaged(bench, verb, "WARC truncated", cut)


def flips(bench: Bench, verb: str) -> Outcome:
    """Four bytes of a WARC file are flipped."""
    return _damaged(bench, verb, "WARC bytes flipped", flipped)


def _damaged(bench: Bench, verb: str, kind: str, damage: Callable[[bytes, random.Random], bytes]) -> Outcome:
    """Sound here is that what is lost is named: every capture whose bytes do not come back."""
    with bench.place(verb) as (work, folder):
        work.done(folder)
        file = max((folder / "warc").glob("*.gz"), key=lambda path: path.stat().st_size)
        file.write_bytes(damage(file.read_bytes(), bench.random))
        named = {flaw.severity for flaw in judged(folder, work).flaws}
        judged(folder, work, repair=True)
        outcome = bench.outcome(kind, verb, folder, True, PLACES)
        return Outcome(kind, verb, True, bool(named), outcome.same)


def clock(bench: Bench, verb: str) -> Outcome:
    """The clock jumps back and forth between two looks at it."""
    with bench.place(verb) as (work, folder):
        struck = work.run(folder, "jump", bench.random.randint(-(10**8), 10**8)).returncode != 0
        return bench.outcome("clock jumps", verb, folder, struck)


def cuts(bench: Bench, verb: str) -> Outcome:
    """Every connection is cut for a while."""
    first = bench.random.randint(1, 12)
    return _shaken(bench, verb, "connections cut", lambda number: first <= number < first + 9)


def resets(bench: Bench, verb: str) -> Outcome:
    """Half of the requests are answered with a reset."""
    return _shaken(bench, verb, "half reset", lambda number: number % 2 == 1)


def _shaken(bench: Bench, verb: str, kind: str, broken: Callable[[int], bool]) -> Outcome:
    with bench.place(verb) as (work, folder):
        bench.portal.pages = Shaky(bench.portal, bench.pages, broken)
        struck = work.run(folder).returncode != 0
        bench.portal.pages = bench.pages
        return bench.outcome(kind, verb, folder, struck)


VERBS = ("crawl", "add", "read", "merge", "publish")
# Kind -> how it is done, to which verbs, how often for each (None: as often as asked, over all of them).
KINDS: dict[str, tuple[Callable[[Bench, str], Outcome], tuple[str, ...], int | None]] = {
    "kill": (kill, VERBS, None),
    "full": (full, VERBS, 2),
    "forbidden": (forbidden, VERBS, 1),
    "locked": (locked, VERBS, 1),
    "truncated": (truncated, KEEPERS, 3),
    "flips": (flips, KEEPERS, 3),
    "clock": (clock, VERBS, 1),
    "cuts": (cuts, ("crawl",), 5),
    "resets": (resets, ("crawl",), 2),
}


def main() -> None:
    """Disturb, and print a table by kind and verb."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=[*KINDS])
    parser.add_argument("--verbs", nargs="*", choices=VERBS, default=[*VERBS])
    asked = parser.parse_args()
    with SmallPortal(portal_pages()) as portal, tempfile.TemporaryDirectory() as folder:
        bench = Bench(portal, Path(folder), asked.seed)
        print(f"{'disturbance':20}{'verb':10}{'times':>6}{'struck':>8}{'sound':>7}{'whole again':>13}", flush=True)
        every: list[Outcome] = []
        for kind in asked.kinds:
            done, verbs, times = KINDS[kind]
            for verb in (verb for verb in verbs if verb in asked.verbs):
                outcomes = [_tried(done, bench, verb) for _ in range(times or asked.moments // len(verbs))]
                every += outcomes
                _print(outcomes)
    print(f"{sum(one.sound and one.same for one in every)} of {len(every)} sound and whole again")


def _tried(done: Callable[[Bench, str], Outcome], bench: Bench, verb: str) -> Outcome:
    """A rerun that fails is an outcome like any other."""
    with suppress(AssertionError):
        return done(bench, verb)
    return Outcome(done.__name__, verb, True, False, False)


def _print(outcomes: list[Outcome]) -> None:
    kind, verb = outcomes[0].kind, outcomes[0].verb
    struck, sound, same = (sum(getattr(one, name) for one in outcomes) for name in ("struck", "sound", "same"))
    print(f"{kind:20}{verb:10}{len(outcomes):6}{struck:8}{sound:7}{same:13}", flush=True)


if __name__ == "__main__":
    main()
