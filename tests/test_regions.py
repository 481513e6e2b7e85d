"""The divisions and their years: what was renamed, upgraded or abolished, and whose name a text starts with."""

from collections import Counter

import pytest

from parsers.regions import by_code, covers, every_region, find, leading_region, leading_stem


@pytest.mark.parametrize(
    ("code", "year", "full_name", "successor"),
    [
        ("371081", 2010, "文登市", "371003"),
        ("371003", 2024, "威海市文登区", None),
        ("330322", 2010, "洞头县", "330305"),
        ("330305", 2024, "温州市洞头区", None),
        ("410825", 2024, "温县", None),
        ("410411", 2024, "平顶山市湛河区", None),
        ("310101", 2024, "上海市黄浦区", None),
        ("420602", 2009, "襄樊市襄城区", "420602"),
        ("420602", 2012, "襄阳市襄城区", None),
        ("429004", 2024, "仙桃市", None),
        ("371700", 2003, "菏泽市", None),  # 荷泽市 in revisions 2002-2005 of the source
        ("330114", 2021, "杭州市钱塘区", None),
        ("410308", 2021, "洛阳市孟津区", None),
        ("540581", 2023, "错那市", None),
        ("659012", 2023, "白杨市", None),
        ("653229", 2024, "和安县", None),
        ("500112", 2020, "重庆市渝北区", None),
        ("500157", 2025, "重庆市两江新区", None),
    ],
)
def test_a_code_has_the_name_of_its_year(code: str, year: int, full_name: str, successor: str | None) -> None:
    region = by_code(code, year)
    assert region is not None
    assert (region.full_name, region.successor) == (full_name, successor)


def test_divisions_of_today_are_counted() -> None:
    """34, 333 and 2,843 at the end of 2022 (MCA); since then 白杨市, 和安县, 和康县, and 两江新区 for two districts."""
    assert Counter(region.level for region in every_region() if region.valid_to is None) == {
        "province": 34,
        "prefecture": 333,
        "county": 2845,
    }


def test_a_code_and_its_first_year_are_a_key() -> None:
    keys = Counter((region.code, region.valid_from) for region in every_region())
    assert [key for key, count in keys.items() if count > 1] == []


def test_parents_and_successors_are_divisions() -> None:
    codes = {region.code for region in every_region()}
    assert {region.parent for region in every_region() if region.parent} <= codes
    assert {region.successor for region in every_region() if region.successor} <= codes
    assert all(region.valid_to is None or region.valid_from < region.valid_to for region in every_region())


@pytest.mark.parametrize(
    ("name", "year", "within", "codes"),
    [
        ("文登市", 2010, None, ["371081"]),
        ("文登区", 2010, None, ["371003"]),  # the only 文登区 there ever was
        ("威海市文登区", None, None, ["371003"]),
        ("鼓楼区", None, None, ["320106", "320302", "350102", "410204"]),
        ("鼓楼区", None, "410000", ["410204"]),
        ("阿坝州", None, None, ["513200"]),
        ("长白县", None, None, ["220623"]),
        ("巴州", None, None, ["652800"]),
        ("示例市", None, None, []),
    ],
)
def test_names_are_found(name: str, year: int | None, within: str | None, codes: list[str]) -> None:
    assert sorted(region.code for region in find(name, year=year, within=within)) == codes


@pytest.mark.parametrize(
    ("text", "within", "code", "rest"),
    [
        ("吉林市丰满区教育局", None, "220211", "教育局"),
        ("吉林省教育厅", None, "220000", "教育厅"),
        ("内蒙古自治区市场监督管理局", None, "150000", "市场监督管理局"),
        ("郊区统计局", None, None, "郊区统计局"),
        ("郊区统计局", "340700", "340711", "统计局"),
        ("乾安县财政局", None, "220723", "财政局"),
        ("水利部", None, None, "水利部"),
    ],
)
def test_a_text_starts_with_a_division(text: str, within: str | None, code: str | None, rest: str) -> None:
    region, after = leading_region(text, within=within)
    assert (region and region.code, after) == (code, rest)


def test_a_name_may_lack_its_last_character() -> None:
    region, rest = leading_stem("文登人民政府办公室", within="371000")
    assert region is not None
    assert (region.full_name, rest) == ("威海市文登区", "人民政府办公室")


def test_divisions_contain_one_another_by_code() -> None:
    assert covers("370000", "371003")
    assert not covers("371003", "371000")
