"""Web pages in all the manners of benchmarks/html_files.py, and pages made to hurt."""

from __future__ import annotations

import pytest

from benchmarks.html_files import figures_of, sample, score_of, silently_wrong
from parsers import read
from parsers.errors import TooLarge

SEEDS = range(60, 132)  # every named style, and as many mixtures; every tenth with the annex of 2014
OPENING = "<h1>示例市统计局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>2023年，本局公开信息。</p>"
TABLE = (
    "<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td><td>5</td></tr>"
    "<tr><td>行政处罚</td><td>7</td></tr></table>"
)
LICENSING = ("proactive", "licensing", "decisions")


@pytest.mark.parametrize("seed", SEEDS)
def test_page_is_read_whole(seed):
    name, body, wanted, told = sample(seed)
    score = score_of(body, wanted, told)
    assert (name, score["right"], score["whole"], score["silent"]) == (name, len(wanted), 1, 0)


def test_another_number_without_doubt_is_told():
    """The measure of silence itself: a number that is not the printed one counts, unless something speaks of it."""
    _, body, wanted, _ = sample(61)
    reading = read(body)
    place = next(iter(wanted))
    assert list(silently_wrong(reading, wanted | {place: -1})) == [".".join(place)]


GIANTS = {
    "colspans": "<table>" + "<tr><td colspan=200 rowspan=9999>1</td></tr>" * 5000 + "</table>",
    "cells": "<table>" + ("<tr>" + "<td>1</td>" * 20 + "</tr>") * 50_000 + "</table>",
    "tables": TABLE * 40_000,
    "attributes": "<div " + " ".join(f"a{number}=1" for number in range(200_000)) + ">",
}


@pytest.mark.parametrize("page", GIANTS.values(), ids=GIANTS)
def test_giant_is_refused(page):
    with pytest.raises(TooLarge):
        read((OPENING + page).encode())


DEEP = {
    "divisions": "<div>" * 100_000 + TABLE,
    "bold": "<b>" * 100_000 + TABLE,
    "tables": "<table><tr><td>1</td><td>2</td></tr><tr><td>" * 3000 + TABLE + "</td></tr></table>" * 3000,
}


@pytest.mark.parametrize("page", DEEP.values(), ids=DEEP)
def test_page_cut_for_its_depth_says_so(page):
    findings = {finding.check for finding in read((OPENING + page).encode()).findings}
    assert "reader_doubt" in findings


HARMLESS = {
    "nul": TABLE.replace("5", "\0005"),
    "a span of millions": TABLE.replace("<table>", "<table><tr><td colspan=99999999>第二十条第（五）项</td></tr>"),
    "rows down to the end": TABLE.replace("<td>7", "<td rowspan=99999999>7"),
    "two thousand divisions": "<div>" * 1990 + TABLE,
    "entities": '<!DOCTYPE html [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]>&a;&#0;&#xFFFFFFFF;' + TABLE,
    "comments": TABLE + "<!--" * 500_000,
    "words after the table": TABLE + "注：以上为全年数。",
    "angles": TABLE + "<" * 500_000,
    "long": TABLE + "<p>" + "字" * 5_000_000,
}


@pytest.mark.parametrize("page", HARMLESS.values(), ids=HARMLESS)
def test_figures_are_read_beside_what_would_hurt(page):
    assert figures_of(read((OPENING + page).encode()))[LICENSING] == 5


def test_page_of_five_megabytes_is_read():
    body = (OPENING + TABLE + ("<p>" + "示例文字。" * 200 + "</p>\n") * 1_600).encode()
    assert figures_of(read(body))[LICENSING] == 5


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("<span>1</span><font>2</font><o:p></o:p>3", 123),
        ("12<sup>1</sup>", 12),
        ("12①", 12),
        ("&#49;&#x32;", 12),
        ("1\u200b2\ufeff", 12),
        ("１，２３４", 1234),
        ("12<br>", 12),
        ("12</td>注", 12),
        ("1<br>2", None),
        ("<p>1</p><p>2</p>", None),
        ("①", None),
        ("见附件", None),
        ("&nbsp;", None),
    ],
)
def test_cell_is_its_number_or_nothing(printed, number):
    assert figures_of(read((OPENING + TABLE.replace("5", printed)).encode()))[LICENSING] == number
