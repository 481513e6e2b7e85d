"""Which links lead to annual reports: each is scored by its words, its address and the page it stands on, best first.

Scores are priorities in the frontier. The page's own score is its context: what a bare "2023年" or "财政局" means
depends on whether it stands in an annual-report column, in the disclosure directory, or anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.addresses import is_web, same_site
from crawler.guard import literal_objection
from crawler.items import PAGE, REPORT, Found
from parsers.titles import classify
from spiders import flipbooks
from spiders.pages import Anchor, Page, Platform, Step, is_cut, squeeze
from spiders.parts import PART, parts_of
from spiders.platforms import search
from spiders.platforms.static import FILES

if TYPE_CHECKING:
    from crawler.guard import Network

# Priorities. A report comes before the next page of its list, and its parts before the next report.
REPORT_PAGE, COLUMN, NEXT_PAGE, SUBCOLUMN = 90, 80, 78, 72
GUESS, DIRECTORY, AREA, BODY, SUBSITE, SEARCH = 73, 60, 50, 45, 43, 40
IN_COLUMN, IN_DIRECTORY = SUBCOLUMN, AREA
FEW_REPORTS, FEW_BODIES = 2, 5  # a page that links to so many is a list, whatever it is called
DEEPEST = 8  # clicks from the home page; the deepest column seen on a real portal was six away

_CUT = re.compile(r"[….。]+$")
_SUBJECT = r"(?:政府|政务)?(?:信息)?公开"
_YEARLY = r"(?:工作)?(?:年度?)?(?:工作)?(?:情况)?(?:年报|年度报告|年度工作报告|报告)"
_COLUMN = re.compile(rf"{_SUBJECT}{_YEARLY}")
_BARE_COLUMN = re.compile(
    r"^(?:历年|各?部门|本级|乡镇|街道|镇街|[市县区]直)?(?:工作)?(?:年报|年度报告|年度工作报告)(?:专栏|专区|公开)?$"
)
_PINYIN = re.compile(
    r"/(?:[a-z]*xxgk[a-z]*n(?:d)?(?:b|bg)|gknb|gkndbg|ndbg|xxgkndgzbg|zfxxgkgzndbg)\d*/", re.IGNORECASE
)
_LIST_NAME = re.compile(r"/(?:(?:index|list)(?:_\d+)?\.\w+)?$")
_DIRECTORY = re.compile(r"^(?:政府|政务)?信息公开(?:专栏|平台|专区|目录|栏目|网|专题)?$|^法定主动公开(?:内容)?$")
_AREA = re.compile(
    r"^(?:[市县区镇乡]|阳光|基层)?政务公开(?:专栏|平台|专区|专题|网)?$|^公开(?:专栏|平台|目录)$|^信息公开年度|年报专[栏区题]$"
)
_GROUP = re.compile(
    r"^(?:各|[省市县区]级?|本级)?(?:政府|直属?)?(?:工作)?(?:部门|单位|乡镇|镇街|街道|镇办|乡镇街道|乡镇[（(]街道[)）]|县[市区、（(]*|区县|功能区|开发区)"
    r"(?:政府)?(?:信息公开|公开|年报|信息公开年报)?$"
)
_BODY = re.compile(
    r"^\S{1,18}(?:局|委|办|委员会|办公室|人民政府|办事处|街道|镇|乡|厅|院|台|社|馆|支队|大队|联合会|总工会|协会|园区|(?:服务|事务|发展)中心|管委会)(?:[(（]\d+[)）])?$"
)
_SITES = re.compile(
    r"^(?:网站|站点)(?:地图|导航|群)$|^(?:政府|直属)?(?:部门|单位|乡镇|镇街|街道|区县)(?:网站|子站|站点)(?:群|导航)?$"
)
_HOME = re.compile(r"^/(?:[\w-]{2,24}/?)?(?:(?:index|default|main)\.\w+)?$")  # of a site, or of a folder that is one
_YEAR = re.compile(r"^(?:19|20)\d\d年?度?(?:年报|报告|年度报告)?(?:[(（]\d+[)）])?$")
_ARTICLE = re.compile(
    r"/art/\d|/art_|/contents?/\d+/\d+|/t?\d{8}_\d+|content_\d|/info/\d|post_\d|\d{5,}\.[sj]?html?$", re.IGNORECASE
)
_LIST = re.compile(r"/channels/\d+(?:_\d+)?\.html$|/col/col\d+/|/(?:index|list)[^/]*$", re.IGNORECASE)
_SECTIONS = (  # the headings the official format prescribes, in the wordings seen
    ("一、总体情况", "一、概述", "一、基本情况"),
    ("主动公开政府信息情况", "主动公开政府信息的情况"),
    ("收到和处理政府信息公开申请",),
    ("政府信息公开行政复议", "工作被申请行政复议", "行政复议、行政诉讼", "行政复议和行政诉讼", "行政复议、诉讼"),
    ("问题及改进", "问题和改进", "问题与改进"),
    ("其他需要报告的事项",),
)
_SECTION_WORDS = ("总体情况", "概述", "行政复议", "主要问题")
_title = lru_cache(maxsize=1 << 14)(classify)  # the same menus stand on every page


@dataclass(frozen=True, slots=True)
class Context:
    """Where links are found: the portal's sites, the page as it was found, the earliest year wanted, opened networks."""

    sites: frozenset[str]
    found: Found
    since: int = 0
    opened: tuple[Network, ...] = ()


def role_of(page: Page, platform: Platform, found: Found) -> str:
    """What a page turned out to be: many lists are named like reports, and some columns are the report itself."""
    sections = _sections(page)
    if found.role == REPORT:
        return PAGE if sections < 2 and not _is_article(page.url) and _is_list(page, platform) else REPORT
    return REPORT if sections >= 2 and (_title(page.title).is_report or sections >= 4) else found.role


def leads(page: Page, platform: Platform, role: str, context: Context, part_of: str) -> Iterator[Found]:
    """Everything worth asking for that a page leads to, each with its priority."""
    found, standing = context.found, _standing(page, context.found, role)
    if role == REPORT:
        yield from parts_of(page, platform, found, part_of)
    rows = platform.entries(page) if role != REPORT else []
    listed = [Anchor(entry.url, entry.title) for entry in rows]
    for anchor in _distinct([*listed, *page.anchors, *page.dead_ends]):
        yield from (lead for lead in _lead(anchor, standing, context) if role != REPORT or lead.priority > SUBSITE)
    for url in page.frames():
        if same_site_as(url, context.sites):
            yield Found(url, PAGE, standing or BODY, found.depth + 1, found.url, "frame")
    turns = standing >= IN_DIRECTORY or found.priority == SEARCH
    if turns or (role == REPORT and "?" in page.url):  # a service may have other years beside it
        yield from _steps(platform.following(page), standing, found)
    if found.depth == 0 and role != REPORT:
        yield from (replace(_step(step, found), priority=SEARCH, anchor="search") for step in search.searches(page))


def onward(page: Page, found: Found) -> Found | None:
    """Where a page without content of its own sends its reader; it counts as the same page."""
    url = page.onward() or flipbooks.text_of(page)
    return None if url is None or url == page.url else replace(found, url=url, hops=found.hops + 1, asked=None)


@lru_cache(maxsize=1 << 16)  # every page of a portal repeats the same navigation
def score(label: str, url: str, context: int) -> int:
    """How much a link promises that is not itself a report; 0 means it is not followed.

    >>> score("政府信息公开年报", "http://x.gov.cn/col/col1/", 0), score("政府信息公开", "http://x.gov.cn/a", 0)
    (80, 60)
    >>> score("法治政府建设年度报告", "http://x.gov.cn/fz/", 0), score("政府信息公开指南", "http://x.gov.cn/zn/", 0)
    (0, 0)
    >>> score("2023年", "http://x.gov.cn/2023n/", COLUMN), score("2023年", "http://x.gov.cn/2023n/", AREA)
    (72, 0)
    """
    words = squeeze(label).strip("[]【】·>》 ").replace(" ", "")
    if len(words) > 40:
        return 0
    if _names_column(words, context):
        return COLUMN
    if context >= IN_COLUMN and (_YEAR.match(words) or _GROUP.match(words) or _BODY.match(words)):
        return SUBCOLUMN
    if _DIRECTORY.match(words):
        return DIRECTORY
    if _PINYIN.search(url) and _LIST_NAME.search(urlsplit(url).path) and not _is_decoy(words):
        return DIRECTORY
    if _AREA.match(words):
        return AREA
    if context >= IN_DIRECTORY and (_GROUP.match(words) or _BODY.match(words)):
        return BODY
    return SUBSITE if _SITES.match(words) or (_BODY.match(words) and _HOME.match(urlsplit(url).path)) else 0


def same_site_as(url: str, sites: Iterable[str]) -> bool:
    """Whether an address is on one of the portal's sites."""
    return any(same_site(url, site) for site in sites)


def _lead(anchor: Anchor, standing: int, context: Context) -> Iterator[Found]:
    found, year = context.found, _report_year(anchor, standing)
    points = REPORT_PAGE if year is not None else score(anchor.label, anchor.url, standing)
    if not points:
        return
    lead = Found(anchor.url, PAGE, points, found.depth + 1, found.url, anchor.label)
    refused = _refusal(anchor.url, context)
    if year is not None and (year == 0 or year >= context.since):
        yield replace(lead, role=REPORT, refused=refused)
    elif year is None and (_is_column(anchor, points) if refused else found.depth < DEEPEST):
        yield replace(lead, refused=refused)


def _is_column(anchor: Anchor, points: int) -> bool:
    """Whether a link that is not followed is worth a record; the scripted ones only open and shut menus."""
    return points == COLUMN and is_web(anchor.url)


def _refusal(url: str, context: Context) -> str | None:
    """Why an address is only recorded: it leads to no page, into a private network or to another site."""
    if not is_web(url):
        return "no_address"
    if same_site_as(url, context.sites):
        return None
    return "private_address" if literal_objection(url, context.opened) else "elsewhere"


def _report_year(anchor: Anchor, standing: int) -> int | None:
    """The year of the report that a link announces, 0 if it names none; None if it announces no report."""
    title = _title(anchor.label)
    if not title.is_report and title.reason != "column":
        return 0 if (standing >= IN_COLUMN or standing == SEARCH) and _may_announce(anchor) else None
    is_article = _is_article(anchor.url) or FILES.search(anchor.url) is not None
    if title.is_report:
        return title.year or (0 if is_article else None)
    return 0 if is_article and standing >= IN_COLUMN else None


def _may_announce(anchor: Anchor) -> bool:
    """Whether the rest of a title that a list cuts off may be that of a report."""
    path = urlsplit(anchor.url).path
    is_document = not path.endswith("/") and not _LIST.search(path)
    return is_cut(anchor.label) and is_document and not _is_decoy(_CUT.sub("", anchor.label))


def _standing(page: Page, found: Found, role: str) -> int:
    """What the page itself is worth to its links: what it was found for, or the column it says it is."""
    if role != PAGE:
        return 0
    worth = found.priority if found.depth > 0 and found.priority < PART else 0
    name = page.meta("columnname") or page.title
    return max(worth, COLUMN if _names_column(squeeze(name), 0) else 0)


def _names_column(words: str, context: int) -> bool:
    if _is_decoy(words):
        return False
    return bool(_COLUMN.search(words)) or (bool(_BARE_COLUMN.match(words)) and context >= IN_DIRECTORY)


def _is_decoy(words: str) -> bool:
    """Titles.py knows the words that turn an annual report into something else."""
    return _title(words).reason not in ("", "column", "no_report_words", "not_annual")


def _sections(page: Page) -> int:
    """How many of the official sections a page has; where markup cuts through the headings, its text is looked at."""
    in_source = _sections_in(page.source)
    if in_source >= 4 or not any(word in page.source for word in _SECTION_WORDS):
        return in_source
    return _sections_in(page.text.replace(" ", ""))


def _sections_in(text: str) -> int:
    return sum(any(heading in text for heading in wordings) for wordings in _SECTIONS)


def _is_article(url: str) -> bool:
    """Whether an address has the shape of a single document."""
    path = urlsplit(url).path
    return bool(_ARTICLE.search(path)) and not _LIST.search(path)


def _is_list(page: Page, platform: Platform) -> bool:
    """Whether a page lists reports, or the bodies or years under which they stand."""
    titles = (entry for entry in platform.entries(page) if entry.url != page.url)
    if sum(1 for entry in titles if _title(entry.title).is_report) >= FEW_REPORTS:
        return True
    words = {anchor.label for anchor in page.anchors if len(anchor.label) <= 20}
    return sum(1 for each in words if _BODY.match(each) or _YEAR.match(each)) >= FEW_BODIES


def _distinct(anchors: Iterable[Anchor]) -> Iterator[Anchor]:
    """Each pair of address and words once; list rows come first, since they know the whole title."""
    yield from dict.fromkeys(anchors)


def _steps(steps: Iterable[Step], standing: int, found: Found) -> Iterator[Found]:
    """Pages are turned in columns; a step that opens a column is worth what its words promise."""
    for step in steps:
        if step.label:
            points = score(step.label, step.url, standing)
            if points:
                yield replace(_step(step, found), priority=points, anchor=step.label)
        elif standing >= IN_COLUMN or found.priority == SEARCH:
            yield _step(step, found)


def _step(step: Step, found: Found) -> Found:
    turned = SEARCH if found.priority == SEARCH else NEXT_PAGE
    return Found(
        url=step.url,
        priority=GUESS if step.guessed else turned,
        depth=max(found.depth, 1),  # the entry's further pages are no entries
        found_on=found.url,
        anchor="next page",
        method=step.method,
        body=step.body,
        headers=step.headers,
        unlike=step.unlike,
    )
