"""The command line: exit codes, one line for each thing that goes wrong, what is printed for people and for programs."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import main

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "demo" / "reports" / "zhanhe-zhujianju-2024.txt"


def nianbao(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_read_prints_one_json_object_per_file():
    done = nianbao("read", "--json", REPORT, REPORT)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [(line["file"], line["kind"], line["year"]) for line in lines] == [(str(REPORT), "report", 2024)] * 2
    assert lines[0]["requests"]["unable_not_held"]["total"] == 7
    assert lines[0]["readings"]["requests"] == {
        "method": "text",
        "cells": 175,
        "blank": 0,
        "held": 39,
        "failed": 0,
        "undecidable": 0,
    }


def empty(path):
    path.write_bytes(b"")


def binary(path):
    path.write_bytes(bytes(range(256)) * 99)


def huge(path):
    with path.open("wb") as file:
        file.truncate(300 << 20)


BAD = {
    "missing": (lambda path: None, "does not exist"),
    "empty": (empty, "is empty"),
    "binary": (binary, "no format that can be read"),
    "huge": (huge, "300 MB"),
    "folder": (lambda path: path.mkdir(), "is a folder"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_gives_its_line_the_next_is_read_and_the_exit_code_is_1(tmp_path, name):
    prepare, words = BAD[name]
    path = tmp_path / "document"
    prepare(path)
    done = nianbao("read", "--json", path, REPORT)
    bad, good = (json.loads(line) for line in done.stdout.splitlines())
    assert done.exit_code == 1
    assert (bad["kind"], good["kind"]) == ("unreadable", "report")
    assert words in bad["reason"]
    assert "\n" not in bad["reason"]


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_not_added_silently(tmp_path, name):
    prepare, words = BAD[name]
    path = tmp_path / "document"
    prepare(path)
    done = nianbao("add", path, REPORT, "--db", tmp_path / "archive.db")
    assert done.exit_code == 1
    assert words in done.output
    assert "1 reports" in done.output


ENCODED = {
    "GBK declared as UTF-8": ("gb18030", "utf-8"),
    "UTF-8 declared as GBK": ("utf-8", "gb2312"),
    "UTF-16": ("utf-16", "utf-8"),
}


@pytest.mark.parametrize("name", ENCODED)
def test_declared_encoding_is_not_believed(tmp_path, name):
    encoding, declared = ENCODED[name]
    words = REPORT.read_text(encoding="utf-8")
    paragraphs = "".join(f"<p>{line}</p>" for line in words.splitlines() if "\t" not in line)
    page = f'<html><head><meta charset="{declared}"></head><body>{paragraphs}</body></html>'
    path = tmp_path / "page.html"
    path.write_bytes(page.encode(encoding))
    done = json.loads(nianbao("read", "--json", path).stdout)
    assert (done["agency"], done["year"]) == ("平顶山市湛河区住房和城乡建设局", 2024)


@pytest.mark.parametrize(
    "words",
    [(), ("--all", REPORT), ("--unheard-of", REPORT), ("--all", "--workers", "0"), ("--workers", "2", REPORT)],
)
def test_wrong_usage_exits_with_2(words):
    assert nianbao("read", *words).exit_code == 2


def test_read_all_rebuilds_and_status_tells(tmp_path):
    db = tmp_path / "archive.db"
    assert nianbao("add", REPORT, "--db", db).exit_code == 0
    again = nianbao("read", "--all", "--workers", "2", "--db", db)
    assert (again.exit_code, "1 reports; 200 figures" in again.output) == (0, True)
    told = json.loads(nianbao("status", "--json", "--db", db).stdout)
    assert (told["extent"]["reports"], told["documents"], told["unread"]) == (1, {"report": 1}, 0)


def test_status_of_no_archive_is_one_line(tmp_path):
    done = nianbao("status", "--db", tmp_path / "none.db")
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert "does not exist" in done.output


def test_control_characters_of_a_document_do_not_reach_the_terminal(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(
        REPORT.read_text(encoding="utf-8").replace("\t0\t0\t0\n行政规范", "\t\x1b[2J\t0\t0\n行政规范"), encoding="utf-8"
    )
    done = nianbao("read", path)
    assert "\\x1b[2J" in done.output
    assert "\x1b" not in done.output
