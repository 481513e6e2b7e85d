"""A document's titles -> is it an annual report on government information disclosure, of which year, by whom?

`classify` knows only one title; `identify` adds what else the document says of itself. The words are in title_words.py.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from parsers import title_words as words
from parsers.agencies import describe, full_name, is_near
from parsers.labels import fold
from parsers.wording import (
    YEAR,
    is_template,
    names_in,
    only_body,
    period_of,
    rejection,
    report_phrase,
    speaks_as_report,
    split_body,
    tidy,
    year_in,
    year_of,
)

_PLACES = tuple(words.PLACES.split())
_UNIVERSITIES, _ENTERPRISES = tuple(words.UNIVERSITIES.split()), tuple(words.ENTERPRISES.split())
_SCHOOLS_OF_GOVERNMENT = tuple(words.SCHOOLS_OF_GOVERNMENT.split())
_PLACEHOLDER = re.compile("|".join(map(re.escape, words.REJECTED[0][1].split())))
_NOT_SOURCE = re.compile("|".join(words.NOT_SOURCES.split()))
_FURNITURE = re.compile(words.FURNITURE)
_SUFFIX = re.compile(f"(?:{words.SUFFIXES})*$")
_ENCLOSED = re.compile(words.ENCLOSED)
_DATE = re.compile(r"20\d\d(?:年\d{1,2}月(?:\d{1,2}日)?|[-./]\d{1,2}[-./]\d{1,2})")
_LEADING_TAG = re.compile(r"^[【\[]([^】\]]*)[】\]]")
_SEPARATOR = re.compile(r"(?<!\d)[-_|–—>·]+(?!\d)")
_BRACKET = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_SENTENCE = re.compile(r"[。；，？！;,?!]")
_FULL_WIDTH = str.maketrans("()", "（）")
_LONGEST = 200  # characters; what is longer is no title
_HEADING_LINES, _HEADING_PARTS, _HEADING_LENGTH = 14, 4, 80
# Reasons that say a title is too poor to judge by, not that it is something else.
_UNDECIDED = {"", "no_report_words", "column", "words_before", "words_after", "not_annual"}


@dataclass(frozen=True, slots=True)
class Title:
    """What a title alone says. `agency` is as printed, None when the title names none; `reason` says why not."""

    is_report: bool
    year: int | None = None
    agency: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report a document is. `evidence` says where the agency's name was found, `reason` why it is no report."""

    agency: str | None
    printed: str | None
    year: int | None
    title: str | None
    is_report: bool
    reason: str = ""
    evidence: str = ""  # title, heading, text or source


def classify(title: str) -> Title:
    """Whether a title is that of an annual report, its reporting year and the body as the title prints it.

    >>> classify("２０１７年度桐乡市水利局政府信息公开工作年度报告（图片版）_桐乡市")
    Title(is_report=True, year=2017, agency='桐乡市水利局', reason='')
    >>> classify("固镇县召开2023年度政府信息公开工作年报编制和发布部署会")
    Title(is_report=False, year=2023, agency='固镇县', reason='notice')
    """
    printed = unicodedata.normalize("NFKC", tidy(title)[:_LONGEST])
    text = fold(printed)
    phrase = report_phrase(text)
    before = text[: phrase.start()] if phrase else text
    before += "政府" if phrase and before.endswith("人民") and phrase["subject"].startswith("政府") else ""
    name, year, rest = _parts(before)
    if phrase is None:
        return Title(False, year, _as_printed(name, text, printed), rejection(rest) or "no_report_words")
    after = _ENCLOSED.sub("", _SEPARATOR.split(text[phrase.end() :], maxsplit=1)[0])
    name, year = name or _bracketed_body(after), year or year_of(phrase["middle"] + _DATE.sub("", after))
    reason = _objection_to_title(phrase, name, year, rest, after)
    return Title(not reason, year, _as_printed(name, text, printed), reason)


def identify(
    title: str,
    *,
    text: str = "",
    source: str | None = None,
    site_region: str | None = None,
    headings: Sequence[str] = (),
) -> Identity:
    """Who reports on which year, from the title, other headings, the report's own sentences and the page's publisher.

    >>> found = identify("2023年政府信息公开工作年度报告", source="区财政局", site_region="371003")
    >>> found.agency, found.year, found.evidence
    ('威海市文登区财政局', 2023, 'source')
    >>> identify("关于做好2023年政府信息公开工作年度报告编制工作的通知").reason
    'notice'
    """
    candidates = [tidy(name)[:_LONGEST] for name in (title, *headings, heading_of(text) or "") if name]
    verdicts = [classify(name) for name in candidates]
    reports = [verdict for verdict in verdicts if verdict.is_report]
    shown = _shown(candidates[verdicts.index(reports[0])] if reports else next(iter(candidates), ""))
    year = next((v.year for v in reports or verdicts if v.year), None) or period_of(text)
    reason = _objection(candidates, verdicts, text)
    if reason:
        return Identity(None, None, year, shown, False, reason)
    names = list(_names(verdicts, text, source, site_region))
    if not names:
        return Identity(None, None, year, shown, True)
    agency = _placed([name for _, name in names], site_region, year)
    return Identity(agency, names[0][1], year, shown, True, evidence=names[0][0])


@lru_cache(maxsize=16)
def heading_of(text: str) -> str | None:
    """The report's title at the head of a text, put together where it is broken over lines.

    >>> heading_of("正文\\n2024 年上海市科委政府信息公开工作\\n年度报告\\n根据《条例》…")
    '2024年上海市科委政府信息公开工作年度报告'
    >>> heading_of("威海市文登区人民政府\\n2023年政府信息公开工作年度报告\\n根据…")
    '威海市文登区人民政府2023年政府信息公开工作年度报告'
    """
    tidied = (tidy(line) for line in text[:3000].splitlines() if line.strip())
    lines = list(islice((line for line in tidied if line and not _FURNITURE.fullmatch(line)), _HEADING_LINES))
    headings = [(heading, classify(heading)) for heading in _headings(lines)]
    if len({verdict.year for _, verdict in headings}) > 1:  # a list of reports
        return None
    named = (heading for heading, verdict in headings if verdict.agency)
    return next(named, headings[0][0] if headings else None)


def _parts(text: str) -> tuple[str | None, int | None, str]:
    """Body, year and the words that are neither, of the text before 政府信息公开…报告."""
    *columns, text = _SEPARATOR.split(text)
    tags = "".join((*columns, *_LEADING_TAG.findall(text)))
    years = list(YEAR.finditer(text))
    start, end = years[-1].span() if years else (len(text), len(text))
    (left, left_rest), (right, right_rest) = split_body(text[:start]), split_body(text[end:])
    rest = (tags if rejection(tags) else "") + left_rest + right_rest
    return _joined(left, right), year_in(years[-1]) if years else None, rest


def _joined(left: str | None, right: str | None) -> str | None:
    """威海市 2022年 人民政府办公室: a place before the year and its body after it are one name."""
    if left and right and len(left) < 8 and left.endswith(_PLACES) and not right.startswith(left[:2]):
        return left + right
    return right or left


def _bracketed_body(after: str) -> str | None:
    return next((name for inside in _BRACKET.findall(after) if (name := split_body(inside)[0])), None)


def _objection_to_title(phrase: re.Match[str], name: str | None, year: int | None, rest: str, after: str) -> str:
    """Why a title with the report's words is still not a report's title; empty when it is."""
    body, governmental = name or "", phrase["subject"].startswith("政")
    annual = "年" in phrase["middle"] + phrase["noun"]
    university = "学年" in phrase.string or (body.endswith(_UNIVERSITIES) and not body.endswith(_SCHOOLS_OF_GOVERNMENT))
    objections = (
        ("template", _PLACEHOLDER.search(phrase.string)),
        ("university", university),
        ("enterprise", body.endswith(_ENTERPRISES) and not governmental),
        (rejection(f"{rest},{after}"), True),
        ("other_disclosure", rest and not governmental),
        ("words_before", rest and (name or len(rest) > 20)),
        ("words_after", not _SUFFIX.match(_BRACKET.sub("", after))),
        ("not_annual", not (annual or year) or ("政务公开" in phrase["subject"] and not annual)),
        ("column", not year and (not name or phrase["noun"] == "年报")),
    )
    return next((reason for reason, holds in objections if reason and holds), "")


def _as_printed(name: str | None, text: str, printed: str) -> str | None:
    """The name in the characters of the title, with full-width brackets."""
    if name is None:
        return None
    start = text.find(name)
    if start >= 0 and len(text) == len(printed):
        name = printed[start : start + len(name)]
    return name.translate(_FULL_WIDTH)


def _headings(lines: Sequence[str]) -> Iterator[str]:
    """The titles of reports among the lines, each from as few of them as make one."""
    for end in range(1, len(lines) + 1):
        for start in range(end - 1, max(end - _HEADING_PARTS, 0) - 1, -1):
            joined = "".join(lines[start:end])
            if len(joined) > _HEADING_LENGTH or _SENTENCE.search(joined):
                break
            verdict = classify(joined)
            if verdict.is_report:
                yield joined if verdict.agency else _named_above(lines, start) + joined
                break


def _named_above(lines: Sequence[str], start: int) -> str:
    """The line above a heading that names no body, where it is a body's name and nothing else."""
    above = lines[start - 1] if start else ""
    return above if len(above) < 30 and only_body(above) else ""


def _objection(candidates: Sequence[str], verdicts: Sequence[Title], text: str) -> str:
    """Why the document is no report: a title about reports, a template, or nothing that says it is one."""
    rejected = [(name, v.reason) for name, v in zip(candidates, verdicts, strict=True) if v.reason not in _UNDECIDED]
    about = [reason for name, reason in rejected if report_phrase(fold(name))]
    if about or is_template(text):
        return about[0] if about else "template"
    reports = [verdict for verdict in verdicts if verdict.is_report]
    if any(verdict.year for verdict in reports) or (reports and not text) or speaks_as_report(text):
        return rejected[0][1] if rejected and not reports else ""
    if reports:
        return "column"
    reasons = [reason for _, reason in rejected] + [verdict.reason for verdict in verdicts]
    return next(iter(reasons), "no_report_words")


def _shown(title: str) -> str | None:
    """A title without the column and the site that a page's title names around it."""
    phrase = report_phrase(title)
    if phrase is None:
        return title or None
    before = _SEPARATOR.split(title[: phrase.start()])[-1]
    return before + phrase[0] + _SEPARATOR.split(title[phrase.end() :])[0]


def _names(
    verdicts: Sequence[Title], text: str, source: str | None, site_region: str | None
) -> Iterator[tuple[str, str]]:
    """Where the document names its body, and the name, the most trustworthy first.

    Texts are copied from other counties, so a name in the text counts only if it is not from elsewhere.
    """
    for index, verdict in enumerate(verdicts):
        if verdict.is_report and verdict.agency:
            yield ("heading" if index else "title"), verdict.agency
    yield from (("text", name) for name in names_in(text) if is_near(full_name(name), site_region))
    name = only_body((source or "")[:_LONGEST])
    if name and not _NOT_SOURCE.search(name) and is_near(full_name(name), site_region):
        yield "source", name


def _placed(names: Sequence[str], site_region: str | None, year: int | None) -> str:
    """The official name of the first, placed by the site or by a fuller form of the same name among the others."""
    agency = full_name(names[0], site_region=site_region, year=year)
    if describe(agency, year).level is not None:
        return agency
    others = (full_name(name, site_region=site_region, year=year) for name in names[1:])
    own = agency.lstrip("省市县区州旗")
    return next((o for o in others if o.endswith(own) and describe(o, year).level is not None), agency)
