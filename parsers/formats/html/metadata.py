"""What a page says of itself: the national-standard meta tags first, then the words around the title."""

from __future__ import annotations

import datetime
import re

from parsers.formats.html.trees import Element, finder, text_finder, words_of
from parsers.model import Metadata

_DATE = r"(?P<year>(?:19|20)\d{2})\s*[-年/.]\s*(?P<month>\d{1,2})\s*[-月/.]\s*(?P<day>\d{1,2})"
_ANY_DATE = re.compile(_DATE)
_LABELLED = tuple(
    re.compile(rf"{label}\s*[\]】]?\s*[:：]?\s*{_DATE}")
    for label in (
        "发布时间",
        "发布日期",
        "公开日期",
        "发文日期",
        "信息发布日期",
        "时间",
        "日期",
        "生成日期",
        "成文日期",
    )
)
_SOURCE = re.compile(
    r"(?:信息来源|来源|发布机构|发布单位|公开主体|所属机构)\s*[\]】]?\s*[:：]\s*(?P<name>[^\s|：:]{2,40})"
)
_HEADINGS = ("h1", "h2", "h3")
_TITLE_CLASSES = ("sp_title", "title", "article-title", "bt", "xxgk_title", "artTitle", "tit")
_TITLED = finder(f"//*[@class and contains('|{'|'.join(_TITLE_CLASSES)}|', concat('|', @class, '|'))]")
_PUBLISH_TIME = finder("//*[contains(translate(concat(@id, ' ', @class), 'PUBLISHTM', 'publishtm'), 'publishtime')]")
_WORDS = text_finder("//body//text()[not(parent::a or parent::script or parent::style or parent::option)]")
_HEAD_TEXT = 6000  # characters of visible text in which a label for the date or source still belongs to the article


def metadata_of(tree: Element) -> Metadata:
    """Title, date of publication, publisher and site of a page, each None where the page does not say."""
    metas = {
        (meta.get("name") or "").strip().lower(): (meta.get("content") or "").strip() for meta in tree.iter("meta")
    }
    site = metas.get("sitename") or None
    heading, head = _heading(tree), _head_text(tree)
    return Metadata(
        title=metas.get("articletitle") or heading or _page_title(tree, site),
        published=iso_date(metas.get("pubdate", "")) or _labelled_date(tree, head),
        source=metas.get("contentsource") or _labelled_source(head),
        site=site,
        heading=heading,
    )


def iso_date(printed: str) -> str | None:
    """The first date in a text as YYYY-MM-DD, None where there is none that exists.

    >>> iso_date("2024年1月22日 09:58"), iso_date("2024-01-22 09:58:29"), iso_date("2024年13月1日")
    ('2024-01-22', '2024-01-22', None)
    """
    match = _ANY_DATE.search(printed)
    if match is None:
        return None
    try:
        return datetime.date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    except ValueError:
        return None


def _labelled_date(tree: Element, head: str) -> str | None:
    marked = (words_of(element) for element in _PUBLISH_TIME(tree))
    found = (match[0] for label in _LABELLED if (match := label.search(head)))
    return next((date for words in (*marked, *found) if (date := iso_date(words))), None)


def _labelled_source(head: str) -> str | None:
    match = _SOURCE.search(head)
    return match["name"] if match else None


def _head_text(tree: Element) -> str:
    """The first visible words of the page's body, links left out: a neighbour's date is no date of this article."""
    words: list[str] = []
    length = 0
    for run in _WORDS(tree):
        words += run.split()
        length += len(run.strip())
        if length > _HEAD_TEXT:
            break
    return " ".join(words)


def _heading(tree: Element) -> str | None:
    for element in (*tree.iter(*_HEADINGS), *_TITLED(tree)):
        words = "".join(words_of(element).split())
        if 6 <= len(words) <= 120 and any(sign in words for sign in ("报告", "年报", "報告", "年報")):
            return words
    return None


def _page_title(tree: Element, site: str | None) -> str | None:
    words = " ".join((tree.findtext(".//title") or "").split())
    for separator in ("_", "--", " - ", "-", "|", "——"):
        head, parted, tail = words.rpartition(separator)
        if parted and head and (tail.strip() == site or len(tail) < len(head)):
            return head.strip(" -_|")
    return words or None
