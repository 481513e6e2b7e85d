"""Counts: number, scale, unit and approximation as printed; None where a reader could not be sure."""

import doctest

import pytest

import parsers.counts
from parsers.counts import chinese_number, find_counts, parse_count

READABLE = {
    "half width": [("0件", 0, "件", False), ("168 条", 168, "条", False), ("1,024,600次", 1024600, "次", False)],
    "full width": [("１２件", 12, "件", False), ("１，０２４条", 1024, "条", False), ("３５．１％", 35.1, "%", False)],
    "split by spaces": [("1 3 件", 13, "件", False), ("2 0 2 3条", 2023, "条", False)],
    "numerals": [
        ("二十三件", 23, "件", False),
        ("一百〇二名", 102, "名", False),
        ("一千零五条", 1005, "条", False),
        ("一万两千人次", 12000, "人次", False),
        ("十余次", 10, "次", True),
        ("两件", 2, "件", False),
    ],
    "scaled": [
        ("1.2万条", 12000, "条", False),
        ("12.6万余条", 126000, "条", True),
        ("3亿次", 300000000, "次", False),
        ("二万三千人", 23000, "人", False),
        ("近五万人", 50000, "人", True),
    ],
    "approximate": [
        ("1300余条", 1300, "条", True),
        ("约40场", 40, "场", True),
        ("200条左右", 200, "条", True),
        ("100件以上", 100, "件", True),
        ("逾600条", 600, "条", True),
        ("百余条", 100, "条", True),
        ("上千篇", 1000, "篇", True),
    ],
    "money": [("380元", 380, "元", False), ("0.35万元", 0.35, "万元", False), ("609725.09元", 609725.09, "元", False)],
    "percentages": [("百分之三十五", 35, "%", False), ("12.3%", 12.3, "%", False)],
}
UNREADABLE = (
    *(
        "数百条",
        "几十件",
        "三五件",
        "二三十条",
        "两百三件",
        "3-5件",
        "3至5件",
        "1 243条",
        "12,34条",
        "1万2千条",
        "百条",
    ),
    *(
        "第三条",
        "第3期",
        "20个工作日",
        "3个月",
        "2个百分点",
        "三审三校",
        "1+N",
        "一网通办",
        "一次性",
        "十九届五中",
        "件",
        "",
    ),
    "九" * 20 + "件",
)


@pytest.mark.parametrize(
    ("text", "value", "unit", "approximate"),
    [row for rows in READABLE.values() for row in rows],
    ids=lambda item: str(item),
)
def test_count_is_read_as_printed(text, value, unit, approximate):
    count = parse_count(text)
    assert count is not None
    assert (count.value, count.unit, count.approximate, count.text) == (value, unit, approximate, text)


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_a_reader_could_not_be_sure_of_is_none(text):
    assert parse_count(text) is None


def test_counts_are_found_in_running_text_with_their_places():
    text = "2023年收到37件，占22%，粉丝数54373，其余见第3条和电话0631-8452214"
    assert [(count.value, count.unit, text[count.start : count.end]) for count in find_counts(text)] == [
        (37, "件", "37件"),
        (22, "%", "22%"),
        (54373, "", "54373"),
    ]


def test_number_spelt_digit_by_digit_is_a_year_or_a_code():
    assert chinese_number("二〇二三") == 2023


def test_examples_in_the_documentation_hold():
    assert doctest.testmod(parsers.counts).failed == 0
