"""The administrative divisions of China since 1980, with the years in which each code and name was valid."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from parsers.labels import fold

# Peoples in the names of autonomous divisions: with 族, and those that also stand without it.
PEOPLES = (
    "柯尔克孜|哈萨克|维吾尔|达斡尔|塔吉克|鄂温克|蒙古|布依|朝鲜|土家|哈尼|傈僳|拉祜|东乡|纳西|景颇|仫佬|布朗|撒拉|毛南|仡佬|锡伯|普米"
    "|保安|裕固|独龙|回|藏|苗|彝|壮|满|侗|瑶|白|傣|黎|佤|畲|水|土|羌|怒"
)
BARE_PEOPLES = "(?<!内)蒙古|哈萨克|维吾尔|柯尔克孜|塔吉克|锡伯|各族"
# Short names in official use that are not the name without its peoples.
ALIASES = {
    "巴音郭楞蒙古自治州": "巴州",
    "博尔塔拉蒙古自治州": "博州",
    "克孜勒苏柯尔克孜自治州": "克州",
    "前郭尔罗斯蒙古族自治县": "前郭县",
    "喀喇沁左翼蒙古族自治县": "喀左县",
    "杜尔伯特蒙古族自治县": "杜蒙县",
    "莫力达瓦达斡尔族自治旗": "莫旗",
}
_SUFFIX = re.compile(
    rf"(?:(?:{PEOPLES})族|{BARE_PEOPLES})*自治([县州旗区])$|(?:特别行政区|地区|林区|[省市县区州盟旗])$"
)
_LONGEST = 18  # characters of the longest full name
_DATA = Path(__file__).parent / "data" / "regions.csv"


@dataclass(frozen=True, slots=True)
class Region:
    """A division under one code and name. Years are those of the change, both ends inclusive; None is still valid."""

    code: str
    name: str
    full_name: str  # a district with its city, everything else its own name
    level: str  # province, prefecture, county
    kind: str
    parent: str | None
    valid_from: int
    valid_to: int | None
    successor: str | None

    def years_from(self, year: int | None) -> int:
        """Years between `year` (None: the future) and the time this division was valid; 0 when it was valid then."""
        if year is None:
            return 0 if self.valid_to is None else 9999 - self.valid_to
        return max(self.valid_from - year, year - (self.valid_to or year), 0)


@cache
def every_region() -> tuple[Region, ...]:
    """Every division under each of its codes and names, oldest first."""
    with _DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return tuple(sorted(map(_region, rows), key=lambda region: region.valid_from))


def find(name: str, *, year: int | None = None, within: str | None = None) -> list[Region]:
    """The divisions of that name, full name, short name or stem: those nearest to `year`, inside `within` (a code).

    >>> [region.code for region in find("文登区")], [region.code for region in find("文登市", year=2010)]
    (['371003'], ['371081'])
    >>> [region.full_name for region in find("郊区", within="340700")]
    ['铜陵市郊区']
    >>> find("阿坝州")[0].name, find("卓尼")[0].name
    ('阿坝藏族羌族自治州', '卓尼县')
    """
    return next((found for index in _indexes() if (found := _nearest(index.get(name, ()), year, within))), [])


def by_code(code: str, year: int | None = None) -> Region | None:
    """The division of that code, nearest to `year`.

    >>> by_code("330322").successor, by_code("371700").name, by_code("999999")
    ('330305', '菏泽市', None)
    """
    return min(_by_code().get(code, ()), key=lambda region: (region.years_from(year), -region.valid_from), default=None)


def in_year(region: Region, year: int | None) -> Region:
    """The division that stood in its place in a year, where one alone became it: 文登区 was 文登市 until 2014.

    >>> [in_year(find("文登区")[0], year).full_name for year in (2010, 2014, None)]
    ['文登市', '威海市文登区', '威海市文登区']
    """
    if year is None or year >= region.valid_from:
        return region
    before = [other for other in _by_successor().get(region.code, ()) if other.valid_from <= year]
    return before[0] if len({other.code for other in before}) == 1 else region


def leading_region(text: str, year: int | None = None, within: str | None = None) -> tuple[Region | None, str]:
    """The division whose name a text starts with, the longest first, and the rest; None where two would fit.

    >>> region, rest = leading_region("威海市文登区住房和城乡建设局")
    >>> region.full_name, rest
    ('威海市文登区', '住房和城乡建设局')
    >>> leading_region("鼓楼区民政局"), leading_region("鼓楼区民政局", within="350100")[0].full_name
    ((None, '鼓楼区民政局'), '福州市鼓楼区')
    """
    return _leading(text, _indexes()[0], year, within)


def leading_stem(text: str, year: int | None = None, within: str | None = None) -> tuple[Region | None, str]:
    """As `leading_region`, for a name printed without its 市, 县 or 区.

    >>> region, rest = leading_stem("文登人民政府办公室", within="371000")
    >>> region.name, rest
    ('文登区', '人民政府办公室')
    """
    return _leading(text, _indexes()[1], year, within)


def stem(name: str) -> str:
    """A name without what says which kind of division it is.

    >>> stem("积石山保安族东乡族撒拉族自治县"), stem("长白朝鲜族自治县"), stem("内蒙古自治区"), stem("温县")
    ('积石山', '长白', '内蒙古', '温')
    """
    return _SUFFIX.sub("", name)


def covers(code: str, other: str) -> bool:
    """Whether the division of one code contains that of another, or is it.

    >>> covers("370000", "371003"), covers("371000", "371003"), covers("371003", "371082")
    (True, True, False)
    """
    return other.startswith(code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code)


def _region(row: Sequence[str]) -> Region:
    code, name, full_name, level, kind, parent, valid_from, valid_to, successor = row
    last = int(valid_to) if valid_to else None
    return Region(code, name, full_name, level, kind, parent or None, int(valid_from), last, successor or None)


def _leading(
    text: str, index: Mapping[str, list[Region]], year: int | None, within: str | None
) -> tuple[Region | None, str]:
    for length in range(min(len(text), _LONGEST), 1, -1):
        if text[:length] in index and (found := _nearest(index[text[:length]], year, within)):
            return (found[0], text[length:]) if len(found) == 1 else (None, text)
    return None, text


def _nearest(regions: Iterable[Region], year: int | None, within: str | None) -> list[Region]:
    """Those inside `within` and valid in `year` or closest to it, one per full name."""
    inside = [region for region in regions if within is None or covers(within, region.code)]
    least = min((region.years_from(year) for region in inside), default=0)
    return list({region.full_name: region for region in inside if region.years_from(year) == least}.values())


@cache
def _by_code() -> Mapping[str, list[Region]]:
    codes: dict[str, list[Region]] = defaultdict(list)
    for region in every_region():
        codes[region.code].append(region)
    return dict(codes)


@cache
def _by_successor() -> Mapping[str, list[Region]]:
    found: dict[str, list[Region]] = defaultdict(list)
    for region in reversed(every_region()):
        if region.successor and region.successor != region.code:
            found[region.successor].append(region)
    return dict(found)


@cache
def _indexes() -> tuple[Mapping[str, list[Region]], Mapping[str, list[Region]]]:
    """Regions by name, full name and short name; and by stem. Names that fold differently (乾安县) under both."""
    names: dict[str, list[Region]] = defaultdict(list)
    stems: dict[str, list[Region]] = defaultdict(list)
    for region, folded in zip(every_region(), fold("|".join(r.name for r in every_region())).split("|"), strict=True):
        for name in {region.name, region.full_name, folded, *_short_names(region)}:
            names[name].append(region)
        if len(stem(region.name)) > 1:
            stems[stem(region.name)].append(region)
    return dict(names), dict(stems)


def _short_names(region: Region) -> set[str]:
    """阿坝州, 积石山县: an autonomous division without its peoples."""
    short = _SUFFIX.sub(r"\1", region.name) if region.kind.startswith("autonomous_") else ""
    return {short, ALIASES.get(region.name, "")} - {"", "州", "县", "旗", "区"}
