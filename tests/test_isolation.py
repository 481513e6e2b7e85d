"""Whatever a document does to its reader, it is one error with its reason, and the next document is read."""

import io
import os
import select
import signal
import subprocess
import sys
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import hostile_readers
import pytest

from benchmarks.pages import site
from crawler.errors import CannotStart
from crawler.isolation import AHEAD, BUNDLE, Job, Readers
from crawler.limits import LIMITS
from parsers import read
from parsers.errors import Crashed, Damaged, EmptyDocument, OutOfMemory, TimedOut, TooLarge
from parsers.model import Reading

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "tests" / "data" / "word"
REPORT = ROOT / "demo" / "reports" / "zhanhe-zhujianju-2024.txt"
PATIENCE = 30  # seconds after which a test has failed; nothing here waits so long
NARROW = replace(LIMITS, seconds=PATIENCE, memory=200 << 20, file=8 << 20)
NEXT = Job("下一个".encode())


@pytest.fixture(scope="module")
def readers():
    with Readers(reader=hostile_readers.obey, limits=NARROW) as readers:
        yield readers


@pytest.fixture(scope="module")
def hasty():
    with Readers(reader=hostile_readers.obey, limits=replace(NARROW, seconds=0.2)) as readers:
        yield readers


@pytest.fixture
def held(tmp_path):
    """A named pipe that processes can hold open, and the end of it at which that is seen."""
    path = tmp_path / "held"
    os.mkfifo(path)
    end = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    yield Held(str(path), end)
    os.close(end)


@dataclass(frozen=True)
class Held:
    path: str
    end: int

    def wait_for_holders(self, count):
        for _ in range(count):
            assert self._next() & select.POLLIN
            os.read(self.end, 1)

    def is_let_go(self):
        """Whether all who held it have ended."""
        return self._next() & select.POLLHUP != 0

    def _next(self):
        poll = select.poll()
        poll.register(self.end, select.POLLIN)
        return dict(poll.poll(PATIENCE * 1000)).get(self.end, 0)


def outcome_of(readers, deed, **context):
    """What becomes of a document, once it is seen that the next one is read."""
    outcome = readers.read(Job(deed.encode(), context))
    assert readers.read(NEXT) == Reading("part", text="下一个")
    return outcome


BREAKING = {
    "segfault": (Crashed, "the reader crashed (Segmentation fault)"),
    "abort": (Crashed, "the reader crashed (Aborted)"),
    "exit": (Crashed, "the reader crashed (exit status 7)"),
    "be killed": (Crashed, "the reader crashed (Killed)"),
    "close all": (Crashed, "the reader crashed (exit status 1)"),
    "allocate": (OutOfMemory, "reading took more than 200 MB of memory"),
    "share": (OutOfMemory, "reading took more than 200 MB of memory"),
    "write": (TooLarge, "reading wrote a file of more than 8 MB"),
    "refuse": (Damaged, "cut off"),
    "leave": (Crashed, "the reader broke (SystemExit: 3, "),
    "stumble": (Crashed, "the reader broke (KeyError: 'no\\nsuch\\nkey', hostile_readers.py:"),
    "panic": (Crashed, "the reader broke (BaseException: a panic of another language, hostile_readers.py:"),
}


@pytest.mark.parametrize("deed", BREAKING)
def test_a_document_that_breaks_its_reader_is_one_named_error(readers, deed):
    kind, reason = BREAKING[deed]
    error = outcome_of(readers, deed)
    assert type(error) is kind
    assert str(error).startswith(reason)
    assert "\n" not in str(error)


@pytest.mark.parametrize("deed", ["hang", "loop"])
def test_a_document_that_takes_too_long_is_ended(hasty, deed):
    error = outcome_of(hasty, deed)
    assert (type(error), str(error)) == (TimedOut, "reading took more than 0.2 s")


def test_a_document_that_computes_too_long_is_ended():
    with Readers(reader=hostile_readers.obey, limits=replace(NARROW, processor_seconds=1)) as readers:
        error = outcome_of(readers, "loop")
    assert (type(error), str(error)) == (TimedOut, "reading took more than 1 s of the processor")


def test_a_reading_that_is_too_large_is_refused():
    with Readers(reader=hostile_readers.obey, limits=replace(NARROW, output=2000)) as readers:
        error = outcome_of(readers, "x" * 3000)
    assert type(error) is TooLarge


@pytest.mark.parametrize("deed", ["print", "come back twice"])
def test_what_a_reader_does_beside_reading_changes_nothing(readers, deed, capfd):
    assert outcome_of(readers, deed) == Reading("part", text=deed)
    assert capfd.readouterr() == ("", "")


LEFT = {"fork": Reading, "daemon": Reading, "fork and crash": Crashed}


@pytest.mark.parametrize("deed", LEFT)
def test_what_a_document_leaves_running_is_ended_with_it(readers, deed, held):
    assert type(outcome_of(readers, deed, fifo=held.path)) is LEFT[deed]
    assert held.is_let_go()


def test_files_left_behind_by_a_crash_are_removed(readers, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    readers.read(Job(b"abort"))  # so that the next child is told of the other folder
    assert type(outcome_of(readers, "litter")) is Crashed
    assert list(tmp_path.rglob("left")) == []


HANGING_OFFICE = """#!/bin/sh
/bin/sleep 600 & wait"""


def test_libreoffice_ends_with_the_document_that_called_it(held, tmp_path, monkeypatch):
    program = tmp_path / "soffice"
    program.write_text(HANGING_OFFICE)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with Readers(reader=hostile_readers.office_text, limits=replace(LIMITS, seconds=0.5)) as readers:
        error = readers.read(Job(b"{\\rtf1 a}", {"fifo": held.path}))
    assert type(error) is TimedOut
    assert held.is_let_go()


PARENT = """
import signal

signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs the tests in the background has it ignored
import hostile_readers
from crawler.isolation import Job, Readers
job = Job(b"hold and loop", {"fifo": %r})
with Readers(2, reader=hostile_readers.obey) as readers:
    list(readers.readings([job] * 9))
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_readers_end_with_their_parent(sign, held, tmp_path):
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    environment = {**os.environ, "PYTHONPATH": path, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", PARENT % held.path], env=environment, stderr=subprocess.DEVNULL
    ) as parent:
        held.wait_for_holders(2)
        parent.send_signal(sign)
        assert parent.wait(PATIENCE) == -sign
    assert held.is_let_go()


STOPPED = """
from dataclasses import replace

import hostile_readers
from crawler.isolation import Job, Readers
from crawler.limits import LIMITS
with Readers(reader=hostile_readers.obey, limits=replace(LIMITS, seconds=0.5)) as readers:
    print(readers.read(Job(b"stop parent")).text)
"""


def test_time_in_which_the_parent_was_stopped_is_not_the_documents():
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    done = subprocess.run(
        [sys.executable, "-c", STOPPED], env=environment, stdout=subprocess.PIPE, text=True, timeout=PATIENCE
    )
    assert done.stdout == "stop parent\n"


def test_two_children_read_200_documents_as_one_process_does_and_in_order():
    bodies = [body for path, body in site(200).items() if "content_" in path]
    with Readers(2) as readers:
        assert list(readers.readings(Job(body) for body in bodies)) == [read(body) for body in bodies]


def test_broken_documents_among_others_keep_their_places():
    deeds = ["a", "abort", "b", "refuse", "segfault", "c", "stumble", "d"] * 4
    with Readers(2, reader=hostile_readers.obey) as readers:
        outcomes = list(readers.readings(Job(deed.encode()) for deed in deeds))
    kinds = {"abort": Crashed, "refuse": Damaged, "segfault": Crashed, "stumble": Crashed}
    assert [type(outcome) for outcome in outcomes] == [kinds.get(deed, Reading) for deed in deeds]
    assert [outcome.text for outcome in outcomes if isinstance(outcome, Reading)] == list("abcd") * 4


def test_jobs_are_taken_only_a_few_ahead():
    taken = []
    jobs = (taken.append(number) or Job(b"x") for number in range(1000))
    with Readers(reader=hostile_readers.obey) as readers:
        next(readers.readings(jobs))
    assert len(taken) == (AHEAD + 1) * BUNDLE


def test_a_child_that_has_read_its_share_is_replaced():
    with Readers(reader=hostile_readers.process_number, limits=replace(LIMITS, documents=3)) as readers:
        numbers = [reading.text for reading in readers.readings([Job(b"x")] * 7)]
    assert [len(set(numbers[start : start + 3])) for start in (0, 3)] == [1, 1]
    assert len(set(numbers)) == 3


def test_a_child_that_has_grown_is_replaced():
    with Readers(reader=hostile_readers.process_number, limits=replace(LIMITS, memory_at_rest=1)) as readers:
        assert len({reading.text for reading in readers.readings([Job(b"x")] * 3)}) == 3


def test_a_child_killed_while_it_has_nothing_to_do_costs_no_document():
    with Readers(reader=hostile_readers.process_number) as readers:
        number = int(readers.read(Job(b"x")).text)
        process = os.pidfd_open(number)
        os.kill(number, signal.SIGKILL)
        assert select.select([process], [], [], PATIENCE)[0]
        os.close(process)
        assert readers.read(Job(b"x")).kind == "part"


def test_a_reader_that_cannot_be_loaded_is_an_error_of_ours():
    with Readers(limits=replace(LIMITS, memory="much")) as readers, pytest.raises(CannotStart, match="exit status 1"):
        readers.read(Job(b"x"))


def zipped(name, *pieces):
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(name, "w") as part,
    ):
        for piece in pieces:
            part.write(piece)
    return buffer.getvalue()


WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
WIDE = b'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
OPEN, CLOSE = b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">%s]><x>&j;</x>' % b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in b"bcdefghij"
)
BAD = {
    "part of 600 MB": (TooLarge, lambda: zipped("word/document.xml", *[b" " * (1 << 20)] * 600)),
    "entities": (Damaged, lambda: zipped("word/document.xml", ENTITIES)),
    "4 million paragraphs": (TooLarge, lambda: zipped("word/document.xml", WORD % (b"<w:p/>" * 4_000_000))),
    "3,000 nested tables": (Damaged, lambda: zipped("word/document.xml", WORD % (OPEN * 3000 + CLOSE * 3000))),
    "99,999,999 columns": (TooLarge, lambda: zipped("word/document.xml", WORD % WIDE)),
    "cut off": (Damaged, lambda: (SAMPLES / "plain2021.docx").read_bytes()[:2000]),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_word_file_is_refused_and_the_next_is_read(name):
    kind, body = BAD[name]
    with Readers(reader=hostile_readers.docx_text) as readers:
        error = readers.read(Job(body()))
        good = readers.read(Job((SAMPLES / "plain2021.docx").read_bytes()))
    assert type(error) is kind
    assert "\n" not in str(error)
    assert "政府信息公开" in good.text


BAD_PAGES = {
    "99,999,999 columns": (TooLarge, lambda: b"<html><table><tr><td colspan=99999999>a<td>b</table>"),
    "4 million paragraphs": (OutOfMemory, lambda: b"<html><body>" + b"<p>a</p>" * 4_000_000),
    "300 MB": (TooLarge, lambda: b"x" * (300 << 20)),
    "no bytes": (EmptyDocument, lambda: b""),
}


@pytest.mark.parametrize("name", BAD_PAGES)
def test_bad_page_is_refused_and_the_next_is_read(name):
    kind, body = BAD_PAGES[name]
    with Readers() as readers:
        error = readers.read(Job(body()))
        good = readers.read(Job(REPORT.read_bytes(), {"title": None, "site_region": "4104"}))
    assert type(error) is kind
    assert (good.kind, good.year) == ("report", 2024)
