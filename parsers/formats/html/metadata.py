"""What a page says of itself: the national-standard meta tags first, then the words around the title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from parsers.dates import DATE, iso_date
from parsers.formats.html.trees import Element, finder, words_of
from parsers.model import Metadata

# The most telling first; a label that only ends in 时间 or 日期 (更新时间, 办公时间) is none of the article's.
_LABELLED = tuple(
    re.compile(rf"{label}\s*[\]】]?\s*[:：]?\s*{DATE}")
    for label in (
        "发布时间",
        "发布日期",
        "公开(?:日期|时间)",
        "发文(?:日期|时间)",
        "(?:录入|添加|上传|发表|创建|编辑|撰写)(?:日期|时间)",
        r"(?<![\u4e00-\u9fff])(?:时\s*间|日\s*期)",
        "生成(?:日期|时间)",
        "成文(?:日期|时间)",
    )
)
_SOURCE = re.compile(
    r"(?:(?:信息来源|文章来源|来\s*源|所属机构)\s*[\]】]?\s*[:：]|(?:发布机构|发布单位|公开主体|公开单位)\s*[\]】]?\s*[:：]?)"
    r"\s*(?P<name>[^\s|：:]{2,40})"
)
_HEADINGS = ("h1", "h2", "h3")
_TITLE_CLASSES = ("sp_title", "title", "article-title", "bt", "xxgk_title", "artTitle", "tit")
_TITLED = finder(f"//*[@class and contains('|{'|'.join(_TITLE_CLASSES)}|', concat('|', @class, '|'))]")
_PUBLISH_TIME = finder(
    "//*[@id[contains(translate(., 'PUBLISHTM', 'publishtm'), 'publishtime')]"
    " or @class[contains(translate(., 'PUBLISHTM', 'publishtm'), 'publishtime')]]"
)
_LINES = ("li", "tr")
_CARD_CELLS = 8
_FIRST_SECTION = re.compile(r"\s*(?:一\s*、|第一部分)")
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


def _labelled_date(tree: Element, head: str) -> str | None:
    marked = (words_of(element) for element in _PUBLISH_TIME(tree))
    found = (match[0] for label in _LABELLED if (match := label.search(head)))
    return next((date for words in (*marked, *found) if (date := iso_date(words))), None)


def _labelled_source(head: str) -> str | None:
    match = _SOURCE.search(head)
    return match["name"] if match else None


def _head_text(tree: Element) -> str:
    """The visible words above the report's first section, links and what stands beside them in a list left out.

    A neighbour's date is no date of this article, nor is the footer's.
    """
    words: list[str] = []
    length = 0
    for run in _runs(tree):
        words += run.split()
        length += len(run.strip())
        if length > _HEAD_TEXT or _FIRST_SECTION.match(run):
            break
    return " ".join(words)


def _runs(tree: Element) -> Iterator[str]:
    body = tree.find("body")
    walk = etree.iterwalk(tree if body is None else body, events=("start", "end"))
    for event, node in walk:
        if event == "start" and (node.tag == "a" or (node.tag in _LINES and _holds_neighbours(node))):
            walk.skip_subtree()
        elif run := node.text if event == "start" else node.tail:
            yield run


def _holds_neighbours(line: Element) -> bool:
    """A list's line with a link in it; a table's row with more cells than an index card has holds figures."""
    return next(line.iter("a"), None) is not None if line.tag == "li" else len(line) > _CARD_CELLS


def _heading(tree: Element) -> str | None:
    elements = (found for find in (lambda tree: tree.iter(*_HEADINGS), _TITLED) for found in find(tree))
    for element in elements:
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
