"""Portals and captures on a real Dask cluster of this machine: the same archive, whoever is killed."""

import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest
from clusters import Cluster
from small_portal import OPENED, ROOT, SmallPortal
from tables import contents
from test_crawl import portal_pages

from crawler.archive import Archive
from crawler.errors import ClusterGone
from crawler.verifying import verify
from crawler.workforce import workforce

NIANBAO = [sys.executable, "-m", "crawler.cli"]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with Cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture
def own_cluster(tmp_path):
    """One that a test may kill."""
    (tmp_path / "cluster").mkdir()
    with Cluster(tmp_path / "cluster") as cluster:
        yield cluster


@pytest.fixture(scope="module")
def serving():
    with SmallPortal(portal_pages()) as one, SmallPortal(portal_pages(), host="127.0.31.2") as two:
        yield one, two


@pytest.fixture
def portals(serving):
    for portal in serving:
        portal.log.clear()
        portal.asked = lambda number: None
    return serving


def crawling(db, portals, *words):
    """A crawl of the portals in a process of its own."""
    options = ["--allow-private", OPENED, "--delay", "0", "--db", str(db), *words]
    command = [*NIANBAO, "crawl", *(portal.url for portal in portals), *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def crawled(db, portals, *words):
    """The archive once it is crawled."""
    child = crawling(db, portals, *words)
    said, _ = child.communicate(timeout=240)
    assert child.returncode == 0, said
    return contents(db)


@pytest.fixture(scope="module")
def undisturbed(serving, tmp_path_factory):
    """What one process alone brings."""
    return crawled(tmp_path_factory.mktemp("alone") / "archive.db", serving)


def is_whole(db):
    """Nothing lost, nothing left over: the folder holds the archive and its bytes alone."""
    with Archive.opened(db) as archive:
        verdict = verify(archive, sample=None)
    assert sorted(path.name for path in db.parent.iterdir() if path.is_dir()) == ["warc"]
    return verdict.sound and not any(flaw.severity != "note" for flaw in verdict.flaws)


def test_captures_are_read_on_a_cluster(cluster, tmp_path):
    shutil.copytree(ROOT / "warc", tmp_path / "warc")
    db = Path(shutil.copy(ROOT / "archive.db", tmp_path))
    command = [*NIANBAO, "read", "--all", "--cluster", cluster.address, "--db", str(db)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=240)
    assert (done.returncode, "5 reports; 564 figures" in done.stdout) == (0, True)
    assert contents(db)["requests"] == contents(ROOT / "archive.db")["requests"]


def test_portals_are_crawled_on_a_cluster(cluster, portals, undisturbed, tmp_path):
    db = tmp_path / "archive.db"
    assert crawled(db, portals, "--cluster", cluster.address) == undisturbed
    assert is_whole(db)


def test_portals_are_crawled_by_processes_of_this_machine(portals, undisturbed, tmp_path):
    db = tmp_path / "archive.db"
    assert crawled(db, portals, "--workers", "2") == undisturbed
    assert is_whole(db)


def test_one_process_crawls_many_portals_at_once(portals, undisturbed, tmp_path):
    db, asked = tmp_path / "archive.db", [threading.Event(), threading.Event()]
    together = []
    for portal, mine, other in zip(portals, asked, asked[::-1], strict=True):
        portal.asked = lambda number, mine=mine, other=other: mine.set() or together.append(other.wait(60))
    assert crawled(db, portals, "--workers", "1") == undisturbed
    assert {*together} == {True}


@pytest.mark.parametrize("hands", ["--workers", "--cluster"])
def test_what_happens_far_away_is_told(cluster, portals, hands, tmp_path):
    child = crawling(tmp_path / "archive.db", portals, hands, "2" if hands == "--workers" else cluster.address)
    said, _ = child.communicate(timeout=240)
    told = {(line.split(": ")[0], line.split(": ")[1].split()[0]) for line in said.splitlines() if ": " in line}
    assert {(portal.id, word) for portal in portals for word in ("started", "report")} <= told


def test_a_process_of_this_machine_is_killed(portals, undisturbed, tmp_path):
    db, child = tmp_path / "archive.db", []
    killing_at(portals[0], 5, lambda: [process.kill() for process in psutil.Process(child[0].pid).children()])
    child.append(crawling(db, portals, "--workers", "1"))
    said, _ = child[0].communicate(timeout=240)
    assert (child[0].returncode, contents(db)) == (0, undisturbed), said
    assert is_whole(db)
    assert sum(len(portal.log) for portal in portals) <= 2 * 9 + 2  # what was under way when it died


def test_the_command_is_killed_and_its_processes_end_with_it(portals, undisturbed, tmp_path):
    db, child = tmp_path / "archive.db", []
    killing_at(portals[0], 5, lambda: child[0].kill())
    child.append(crawling(db, portals, "--workers", "2"))
    child[0].communicate(timeout=240)  # to the end of its output, which they hold open too
    assert crawled(db, portals, "--workers", "2") == undisturbed
    assert is_whole(db)


def test_an_interrupt_ends_all_processes_in_order(portals, undisturbed, tmp_path):
    db, child = tmp_path / "archive.db", []
    killing_at(portals[0], 5, lambda: child[0].send_signal(signal.SIGINT))
    child.append(crawling(db, portals, "--workers", "2"))
    said, _ = child[0].communicate(timeout=240)
    assert (child[0].returncode, "interrupted" in said) == (0, True), said
    assert crawled(db, portals, "--workers", "2") == undisturbed
    assert is_whole(db)


def test_the_next_crawl_knows_what_the_first_brought(portals, undisturbed, tmp_path):
    db = tmp_path / "archive.db"
    crawled(db, portals)
    after = crawled(db, portals, "--workers", "2")
    assert after["captures"] == undisturbed["captures"]
    outcomes = {row[3] for row in after["visits"] if row[0].endswith("-2")}
    assert outcomes == {"unchanged", "robots"}
    assert is_whole(db)


def killing_at(portal, number, deed):
    portal.asked = lambda count: deed() if count == number else None


def test_a_worker_is_killed(own_cluster, portals, undisturbed, tmp_path):
    db = tmp_path / "a" / "archive.db"
    db.parent.mkdir()
    killing_at(portals[0], 5, own_cluster.workers[0].kill)
    assert crawled(db, portals, "--cluster", own_cluster.address) == undisturbed
    assert is_whole(db)
    assert sum(len(portal.log) for portal in portals) <= 2 * 9 + 1  # what was under way when it died


def test_the_scheduler_is_killed(own_cluster, cluster, portals, undisturbed, tmp_path):
    db = tmp_path / "a" / "archive.db"
    db.parent.mkdir()
    killing_at(portals[0], 5, own_cluster.scheduler.kill)
    child = crawling(db, portals, "--cluster", own_cluster.address)
    said, _ = child.communicate(timeout=240)
    assert (child.returncode, "has gone: run again" in said) == (1, True), said
    assert crawled(db, portals, "--cluster", cluster.address) == undisturbed
    assert is_whole(db)


def test_the_client_is_killed(cluster, portals, undisturbed, tmp_path):
    db, child = tmp_path / "archive.db", []
    killing_at(portals[0], 5, lambda: child[0].kill())
    child.append(crawling(db, portals, "--cluster", cluster.address))
    child[0].communicate(timeout=240)
    assert crawled(db, portals, "--cluster", cluster.address) == undisturbed
    assert is_whole(db)


def test_no_cluster_is_one_line(monkeypatch):
    monkeypatch.setattr("crawler.workforce.SECONDS_TO_CONNECT", 1)
    with pytest.raises(ClusterGone, match="cannot be reached") as caught, workforce(None, "tcp://127.0.0.1:1"):
        pytest.fail("connected")
    assert "\n" not in str(caught.value)
