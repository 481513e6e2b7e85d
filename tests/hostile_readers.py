"""Readers that break over certain documents, in every way a document can break a reader; others they just repeat."""

import ctypes
import mmap
import os
import select
import signal
from pathlib import Path

from parsers.errors import Damaged
from parsers.formats.word import docx, office
from parsers.model import Reading


def obey(body: bytes, **context: object) -> Reading:
    """Do what the document is named for, or give back its words."""
    words = body.decode()
    deed = DEEDS.get(words)
    if deed:
        deed(**context)
    return Reading("part", text=words)


def docx_text(body: bytes) -> Reading:
    return Reading("part", text=docx.read(body).text)


def office_text(body: bytes, fifo: str) -> Reading:
    """The text by way of LibreOffice, or what stands in for it on PATH."""
    hold(fifo)
    return Reading("part", text=office.read(body).text)


def process_number(body: bytes) -> Reading:
    """Which process reads."""
    return Reading("part", text=str(os.getpid()))


def stop_parent() -> None:
    """For longer than a hasty parent would wait."""
    os.kill(os.getppid(), signal.SIGSTOP)
    select.select([], [], [], 1)
    os.kill(os.getppid(), signal.SIGCONT)


def loop_in_c() -> None:
    ctypes.CDLL(None).pause()


def loop_in_python() -> None:
    while True:
        pass


def hold(fifo: str) -> None:
    """Write a byte and keep the pipe open: its reader sees the end when this process and its copies have ended."""
    os.write(os.open(fifo, os.O_WRONLY), b"x")


def hold_and_loop(fifo: str) -> None:
    hold(fifo)
    loop_in_python()


def use_shared_memory() -> None:
    """Which RLIMIT_DATA does not count."""
    shared = mmap.mmap(-1, 1 << 30)
    for place in range(0, 1 << 30, mmap.PAGESIZE):
        shared[place] = 1
    loop_in_python()


def print_much() -> None:
    for _ in range(100):
        os.write(1, b"x" * (1 << 20))
        os.write(2, b"x" * (1 << 20))


def write_much() -> None:
    with (Path(os.environ["TMPDIR"]) / "big").open("wb") as file:
        for _ in range(64):
            file.write(b"x" * (1 << 20))


def write_a_little() -> None:
    (Path(os.environ["TMPDIR"]) / "left").touch()
    os.abort()


def leave_a_copy(fifo: str) -> None:
    hold(fifo)
    if os.fork() == 0:
        loop_in_python()


def leave_an_orphan(fifo: str) -> None:
    hold(fifo)
    if os.fork() == 0:
        if os.fork() == 0:
            os.setpgid(0, 0)
            loop_in_python()
        os._exit(0)
    os.wait()


def crash_beside_a_copy(fifo: str) -> None:
    leave_a_copy(fifo)
    os.abort()


def come_back_twice() -> None:
    os.fork()


def refuse() -> None:
    raise Damaged("cut off")


def stumble() -> None:
    raise KeyError("no\nsuch\nkey")


def panic() -> None:
    raise BaseException("a panic of another language")


DEEDS = {
    "segfault": lambda: ctypes.string_at(0),
    "abort": os.abort,
    "stop parent": stop_parent,
    "exit": lambda: os._exit(7),
    "leave": lambda: exit(3),
    "be killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "close all": lambda: os.closerange(0, 99),
    "allocate": lambda: bytearray(2 << 30),
    "share": use_shared_memory,
    "hang": loop_in_c,
    "loop": loop_in_python,
    "hold and loop": hold_and_loop,
    "print": print_much,
    "write": write_much,
    "litter": write_a_little,
    "fork": leave_a_copy,
    "daemon": leave_an_orphan,
    "fork and crash": crash_beside_a_copy,
    "come back twice": come_back_twice,
    "refuse": refuse,
    "stumble": stumble,
    "panic": panic,
}
