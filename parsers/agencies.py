"""The name of a public body as printed -> its official name, where it is, and what kind of body it is."""

import re
from dataclasses import dataclass
from functools import lru_cache

from parsers import agency_words as words
from parsers.labels import fold
from parsers.regions import Region, by_code, covers, find, in_year, leading_region, leading_stem, stem

_NATIONAL, _VERTICAL = tuple(words.NATIONAL.split()), tuple(words.VERTICAL.split())
_MINISTRIES = frozenset(f"{matter}部" for matter in words.MINISTRIES.split())
_FUNCTIONS = (*words.ABBREVIATIONS, *words.ABBREVIATIONS.values(), *words.FUNCTIONS.split())
_OWN = re.compile(rf"^(?:[我本全])?({'|'.join(words.OWN)})(?!{words.NOT_OWN}).")
_TOWNSHIP = re.compile(r"^(?![城村乡集]镇)[^省市县区]{1,8}?(?:街道|镇|乡|苏木)")
_UNNAMED_TOWNSHIP = re.compile(r"^(?:街道|镇|乡)(?:人民政府|政府|办事处)")
_ZONE = re.compile(rf"^.{{1,16}}?(?:{words.ZONES})")
_BRANCH = re.compile(r"局([^局]+)分局$")
_ABBREVIATION = re.compile(
    rf"(?:(?<=^)|(?<=[区县市])|(?<=国家)|(?<=国务院))({'|'.join(words.ABBREVIATIONS)})(?=[局厅委办部]$|委员会$|总局$)"
)
_OFFICIAL = tuple((re.compile(pattern), official) for pattern, official in words.OFFICIAL)
_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in words.KINDS)
_FULL_WIDTH = str.maketrans("()", "（）")


@dataclass(frozen=True, slots=True)
class Agency:
    """A public body under its official name. `region_code` is None where its name does not say where it is."""

    name: str
    region_code: str | None
    level: str | None  # national, provincial, prefectural, county, township
    kind: str  # government, government_office, department, township, subdistrict, zone, other


@lru_cache(maxsize=1 << 14)
def full_name(printed: str, *, site_region: str | None = None, year: int | None = None) -> str:
    """The official name: abbreviations expanded, a district after its city, a bare place meaning its government.

    `site_region` (a code or a name) is where the publisher is; it places names that do not say where they are.

    >>> full_name("湛河区住建局"), full_name("上海市科委"), full_name("武陟县")
    ('平顶山市湛河区住房和城乡建设局', '上海市科学技术委员会', '武陟县人民政府')
    >>> full_name("区政府办公室", site_region="320413"), full_name("成山镇", site_region="371082")
    ('常州市金坛区人民政府办公室', '荣成市成山镇人民政府')
    >>> full_name("市水利局", site_region="371003", year=2011), full_name("区水利局", site_region="371003", year=2020)
    ('文登市水利局', '威海市文登区水利局')
    >>> full_name("郊区统计局"), full_name("郊区统计局", site_region="340711")
    ('郊区统计局', '铜陵市郊区统计局')
    """
    above, region, rest = _parse(fold(printed), _home(site_region, year), year)
    return above + (region.full_name if region else "") + (_official(rest, region) if rest or region else "")


@lru_cache(maxsize=1 << 14)
def describe(full_name: str, year: int | None = None) -> Agency:
    """Where a body is and of what kind, from its official name.

    >>> describe("温州市洞头区审计局")
    Agency(name='温州市洞头区审计局', region_code='330305', level='county', kind='department')
    >>> describe("和平县合水镇人民政府").level, describe("水利部").level
    ('township', 'national')
    """
    above, region, rest = _parse(fold(full_name), None, year)
    kind = next((kind for kind, pattern in _KINDS if pattern.search(rest)), "other")
    branch = _BRANCH.search(rest)
    if region and branch:
        region = next(iter(find(branch[1], year=year, within=region.code)), region)
    if region is None and (_ZONE.match(rest) or kind == "other"):
        region = leading_stem(rest, year)[0]
    return Agency(full_name, region.code if region else None, _level(above + rest, region, kind), kind)


def scope_of(full_name: str) -> str:
    """Whose figures a body reports: a government's cover its whole area, everyone else's its own office.

    Townships file for themselves with the county, so theirs are an office's.

    >>> scope_of("威海市文登区人民政府"), scope_of("荣成市成山镇人民政府"), scope_of("荣成市人民政府办公室")
    ('area', 'office', 'office')
    """
    return "area" if describe(full_name).kind == "government" else "office"


def is_near(full_name: str, site_region: str | None) -> bool:
    """Whether a body may publish on a site: it lies around the site's region, or either place is unknown.

    >>> is_near("宁国市人民政府", "340711"), is_near("铜陵市郊区统计局", "340711"), is_near("统计局", "340711")
    (False, True, True)
    """
    home, code = _home(site_region, None), describe(full_name).region_code
    return home is None or code is None or covers(_around(home), code) or covers(code, home.code)


def _level(name: str, region: Region | None, kind: str) -> str | None:
    if region is None:
        return "national" if _is_national(name) else "township" if kind in {"township", "subdistrict"} else None
    if kind in {"township", "subdistrict"}:
        return "township"
    return "county" if _ZONE.match(name) and region.level == "prefecture" else words.LEVELS[region.level]


def _parse(text: str, home: Region | None, year: int | None) -> tuple[str, Region | None, str]:
    """The national body a branch belongs to, the division, and the name of the body itself."""
    above = next((name for name in _VERTICAL if text.startswith(name)), "")
    region, rest = _deepest(*_first(text[len(above) :], home, year), year)
    if region or above or home is None or _is_national(text):
        return above, region, rest
    return above, *_at_home(rest, home, year)


def _is_national(text: str) -> bool:
    return text.startswith(_NATIONAL) or text in _MINISTRIES


def _first(text: str, home: Region | None, year: int | None) -> tuple[Region | None, str]:
    """The division a name starts with, looked for around home first: several cities have a 鼓楼区."""
    for around in ([_around(home)] if home else []) + [None]:
        for lead in (leading_region, _stem_before_function):
            region, rest = lead(text, year, around)
            if region and _plausible(region, rest, year):
                return region, rest
    return None, text


def _stem_before_function(text: str, year: int | None, within: str | None) -> tuple[Region | None, str]:
    region, rest = leading_stem(text, year, within)
    return (region, rest) if region and rest.startswith(_FUNCTIONS) else (None, text)


def _plausible(region: Region, rest: str, year: int | None) -> bool:
    """城区街道 is no street of 城区; and nobody reports for a division long gone or still to come."""
    lived = (region.valid_to or 9999) >= (year or 2013) - 5 and region.valid_from <= (year or 9999) + 2
    return lived and not rest.startswith(words.PLACE_TAILS)


def _deepest(region: Region | None, rest: str, year: int | None) -> tuple[Region | None, str]:
    """Steps down from a division to the divisions named after it."""
    while region and region.level != "county":
        for lead in (leading_region, _stem_before_function):
            lower, after = lead(rest, year, region.code)
            if lower and lower.level != region.level and _plausible(lower, after, year):
                break
        else:
            break
        region, rest = lower, after
    return region, rest


def _at_home(rest: str, home: Region, year: int | None) -> tuple[Region | None, str]:
    """市商务局, 县政府, 成山镇, 教育局: a name without its place, placed where its publisher is."""
    own = _OWN.match(rest + " ")
    line = _line(home, year)
    if _UNNAMED_TOWNSHIP.match(rest):
        return None, rest
    if own:
        region = next((region for region in line if region.kind in words.OWN[own[1]]), None)
        return (region, rest[own.end(1) :]) if region else (None, rest)
    if _TOWNSHIP.match(rest):
        return (home, rest) if home.level == "county" or home.code in words.WITHOUT_COUNTIES else (None, rest)
    if _BRANCH.search(rest) and home.level == "county":
        return line[1], rest
    named = any(rest.startswith(stem(region.name)) for region in line if len(stem(region.name)) > 1)
    return (None, rest) if named or find(rest, year=year) else (home, rest)


def _line(home: Region, year: int | None) -> list[Region]:
    """A division and those above it."""
    above = by_code(home.parent, year) if home.parent else None
    return [home, *(_line(above, year) if above else [])]


def _around(home: Region) -> str:
    return home.code[:4] + "00" if home.level == "county" else home.code


def _home(site_region: str | None, year: int | None) -> Region | None:
    if site_region is None:
        return None
    if site_region.isdigit():
        region = by_code(site_region[:6], year)
        return in_year(region, year) if region else None
    region, rest = _deepest(*leading_region(fold(site_region), year), year)
    return region if not rest else None


def _official(rest: str, region: Region | None) -> str:
    """The body's own name in its official form."""
    if not rest:
        return "行政公署" if region and region.kind in {"prefecture", "league"} else "人民政府"
    if region is None and find(rest):
        return rest + "人民政府"
    if rest in words.WHOLE:
        return words.WHOLE[rest]
    rest = _ABBREVIATION.sub(lambda match: words.ABBREVIATIONS[match[1]], rest)
    for pattern, official in _OFFICIAL:
        if pattern.search(rest):
            rest = pattern.sub(official, rest)
            break
    return rest.translate(_FULL_WIDTH)
