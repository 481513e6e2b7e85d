"""Crashes, full disks, locks, damaged files, wrong clocks, broken networks: nothing acknowledged is lost, a rerun completes.

All verbs in all weathers, at 200 random moments, and on a disk that is really full: benchmarks/faults.py.
"""

import os
import signal
import sqlite3
from random import Random

import pytest
from small_portal import SmallPortal
from tables import contents
from test_crawl import portal_pages
from weather import Shaky, cut, flipped
from works import judged, works

VERBS = ("crawl", "add", "read", "merge", "publish")
OF_CRAWLS = {"crawls", "visits", "frontier"}
UNPRIVILEGED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


@pytest.fixture(scope="module")
def portal():
    with SmallPortal(portal_pages()) as portal:
        yield portal


@pytest.fixture(scope="module")
def every(portal, tmp_path_factory):
    """Every verb with what an undisturbed run leaves, the moments it has and the folder it was done in."""
    folder = tmp_path_factory.mktemp("works")
    done = {}
    for name, work in works(portal, folder / "given").items():
        place = work.begin(folder / name)
        assert work.run(place, "count", "moments").returncode == 0
        done[name] = work, contents(place / work.result), int((place / "moments").read_text()), place
    return done


def completes(work, folder, undisturbed):
    """A rerun ends well, in the archive that no disturbance would have left, and that archive is sound."""
    after = work.done(folder)
    differ = {table for table in after if after[table] != undisturbed[table]}
    assert differ <= (OF_CRAWLS if work.words[0] == "crawl" else set())  # a crawl that had ended is made a second time
    assert is_sound(folder, work)


def files(folder):
    """Every file but the locks, with its bytes."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"}


def column(rows, place):
    return [row[place] for row in rows]


def is_sound(folder, work):
    verdict = judged(folder, work)
    return verdict is None or verdict.sound


def error_of(ended):
    """The one line that says what went wrong."""
    assert "Traceback" not in ended.stdout, ended.stdout
    errors = [line for line in ended.stdout.splitlines() if line.startswith("Error: ") or "failed, " in line]
    assert (ended.returncode, len(errors)) == (1, 1), ended.stdout
    return errors[0]


@pytest.mark.parametrize("verb", VERBS)
def test_killed(every, tmp_path, verb):
    work, undisturbed, moments, _ = every[verb]
    folder = work.begin(tmp_path / "a")
    assert work.run(folder, "kill", moments // 2).returncode == -signal.SIGKILL
    assert is_sound(folder, work)
    completes(work, folder, undisturbed)


@pytest.mark.parametrize("verb", ["add", "publish"])
def test_files_cannot_grow(every, tmp_path, verb):
    work, undisturbed, _, place = every[verb]
    folder = work.begin(tmp_path / "a")
    size = 100_000 if verb == "read" else (place / work.result).stat().st_size * 3 // 4
    error_of(work.run(folder, "fill", size))
    assert is_sound(folder, work)
    completes(work, folder, undisturbed)


@pytest.mark.parametrize("verb", ["crawl", "merge"])
def test_folder_cannot_be_written(every, tmp_path, verb):
    work = every[verb][0]
    folder = work.begin(tmp_path / "a")
    before = files(folder)
    folder.chmod(0o555)
    error_of(work.run(folder, before=UNPRIVILEGED))
    folder.chmod(0o755)
    assert files(folder) == before


@pytest.mark.parametrize("verb", ["read", "publish"])
def test_archive_is_locked_by_another_program(every, tmp_path, verb):
    work = every[verb][0]
    folder = work.begin(tmp_path / "a")
    holder = sqlite3.connect(folder / "archive.db", isolation_level=None)
    before = files(folder)
    holder.execute("begin exclusive")
    assert "locked by another program" in error_of(work.run(folder, "hurry", 0.05))
    holder.close()
    assert files(folder) == before


@pytest.mark.parametrize("verb", ["crawl", "merge"])
def test_clock_jumps(every, tmp_path, verb):
    work, undisturbed, _, _ = every[verb]
    folder = work.begin(tmp_path / "a")
    assert work.run(folder, "jump", 40_000_000).returncode == 0
    assert contents(folder / work.result) == undisturbed
    assert is_sound(folder, work)


@pytest.mark.parametrize(("verb", "damage"), [("crawl", flipped), ("add", cut)])
def test_damaged_bytes_are_named_asked_for_again_and_kept_again(every, tmp_path, verb, damage):
    work, undisturbed, _, _ = every[verb]
    folder = work.begin(tmp_path / "a")
    work.done(folder)
    file = max((folder / "warc").glob("*.gz"), key=lambda path: path.stat().st_size)
    file.write_bytes(damage(file.read_bytes(), Random(verb)))  # noqa: S311
    verdict = judged(folder, work)
    assert not verdict.sound
    assert {flaw.check for flaw in verdict.flaws} == {"bytes"}
    assert contents(folder / work.result) == undisturbed
    judged(folder, work, repair=True)
    after = work.done(folder)
    assert {table for table in after if after[table] != undisturbed[table]} <= {"captures"}  # in which file they are
    assert column(after["captures"], 0) == column(undisturbed["captures"], 0)
    assert is_sound(folder, work)


@pytest.fixture
def shaken(portal):
    """Makes requests break, until the test ends."""
    pages = portal.pages

    def shake(broken):
        portal.pages = Shaky(portal, pages, broken)

    yield shake
    portal.pages = pages


def test_half_of_the_requests_are_reset(every, tmp_path, shaken):
    work, undisturbed, _, _ = every["crawl"]
    folder = work.begin(tmp_path / "a")
    shaken(lambda number: number % 2)
    after = work.done(folder)
    assert {table for table in after if after[table] != undisturbed[table]} == {"frontier"}  # how often it was tried
    assert is_sound(folder, work)


def test_every_connection_is_cut_for_a_while(every, tmp_path, shaken):
    work, undisturbed, _, _ = every["crawl"]
    folder = work.begin(tmp_path / "a")
    shaken(lambda number: 9 <= number < 18)
    work.run(folder)
    assert is_sound(folder, work)
    shaken(lambda number: False)
    after = work.done(folder)
    assert {table for table in after if after[table] != undisturbed[table]} <= OF_CRAWLS
    assert is_sound(folder, work)
