"""Copied text: alike is found, unlike is not, whatever the order; passages stand where they are said to stand."""

import random

import numpy as np
import pytest

from crawler.archive import Archive
from crawler.reuse import find_reuse
from crawler.sketches import candidates, likeness, shared, shingles_of, signature_of


def prose(seed, sentences=40):
    chance = random.Random(seed)  # noqa: S311
    return "".join(
        "".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(chance.randrange(10, 40))) + "。"
        for _ in range(sentences)
    )


def edited(text, part, seed=1):
    """A copy with a part of its sentences written anew."""
    chance = random.Random(seed)  # noqa: S311
    return "".join(
        prose(index + 1000, 1) if chance.random() < part else f"{sentence}。"
        for index, sentence in enumerate(text.split("。")[:-1])
    )


def filled(folder, texts):
    """An archive of reports with these texts in section 1; ids and years in the order given."""
    archive = Archive.open(folder / "archive.db")
    for number, (report, text) in enumerate(texts.items()):
        archive.insert("reports", [{"id": report, "scope": "office", "year": 2015 + number}])
        archive.insert("bodies", [{"report": report, "text": text, "section_1": text, "section_5": None}])
    return archive


def pairs(archive):
    find_reuse(archive)
    return [tuple(row) for row in archive.rows("select report, other, section from text_reuse order by 1, 2")]


def test_a_copied_report_is_paired_with_its_original(tmp_path):
    original = prose(1)
    archive = filled(tmp_path, {"first": original, "another": prose(2), "copy": edited(original, 0.1)})
    assert pairs(archive) == [("copy", "first", 1)]
    row = archive.rows("select * from text_reuse")[0]
    assert 0.7 < row["similarity"] < 1
    assert row["passage"] == original[row["other_start"] : row["other_end"]][:120]


def test_the_year_and_white_space_make_no_difference(tmp_path):
    text = prose(3) + "2022年，收到申请13件。"
    archive = filled(tmp_path, {"first": text, "next": text.replace("2022", "20 23").replace("13", "27")})
    find_reuse(archive)
    assert archive.value("select similarity from text_reuse") == 1


def test_short_sections_are_left_alone(tmp_path):
    assert pairs(filled(tmp_path, {"a": "无其他需要报告的事项。", "b": "无其他需要报告的事项。"})) == []


def test_finding_again_changes_nothing(tmp_path):
    original = prose(4)
    archive = filled(
        tmp_path, {"first": original, "second": edited(original, 0.03), "third": edited(original, 0.03, 2)}
    )
    assert pairs(archive) == pairs(archive)
    assert {("second", "first", 1), ("third", "first", 1)} <= set(pairs(archive))


def test_a_crowd_of_one_text_is_paired_in_linear_number(tmp_path):
    archive = filled(tmp_path, {f"r{number:03}": prose(5) for number in range(100)})
    assert 99 <= len(pairs(archive)) <= 400


@pytest.mark.parametrize(("part", "least"), [(0.0, 1.0), (0.05, 0.7)])
def test_signatures_agree_about_as_much_as_the_texts_do(part, least):
    one, other = (shingles_of(text).distinct for text in (prose(6), edited(prose(6), part)))
    estimate = float((signature_of(one) == signature_of(other)).mean())
    assert abs(estimate - likeness(one, other)) < 0.15
    assert likeness(one, other) >= least


def test_of_near_copies_nearly_all_are_found_and_of_strangers_none():
    texts = [text for seed in range(60) for text in (prose(seed), edited(prose(seed), 0.1, seed))]
    signatures = np.stack([signature_of(shingles_of(text).distinct) for text in texts])
    found = set(candidates(signatures, 0.55))
    wanted = {(index, index + 1) for index in range(0, len(texts), 2)}
    assert len(found & wanted) >= 0.97 * len(wanted)
    assert found <= wanted


def test_shared_passages_are_word_for_word():
    one, other = "甲" * 8 + prose(7, 2) + "乙丙丁", "戊己" + prose(7, 2) + "庚" * 9
    [passage] = shared(shingles_of(one), shingles_of(other), 20)
    assert one[passage.start : passage.end] == other[passage.other_start : passage.other_end] == prose(7, 2)


def test_texts_without_shingles_share_nothing():
    assert (
        shared(shingles_of(""), shingles_of(prose(8)), 5) == shared(shingles_of(prose(8)), shingles_of("短"), 5) == []
    )
