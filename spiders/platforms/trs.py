"""TRS WCM (拓尔思): pinyin directories, articles `t20240117_1899020.htm`, pagers by `createPageHTML`, long articles in parts.

Source: the CMS reference, section 2a (ministries, Beijing, Tianjin, Hubei, Guizhou, Fujian and others).
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from spiders.answers import whole
from spiders.pages import Anchor, Entry, Page, Step
from spiders.platforms import static

NAME = "trs"
FEW = 3  # links of this shape on a page: one or two may lead to another site's articles
MOST_PARTS = 30  # of one article

_ARTICLE = re.compile(r"/t\d{8}_\d+(?:_\d+)?\.s?html?$")
_LINKS = re.compile(r"href=[\"'](?:\./|\.\./)*(?:\d{6}/)?t\d{8}_\d+\.s?html?")
_SIGNS = ("TRS_Editor", "trs_editor_view", "TRS_UEDITOR", "Custom_UnionStyle")
_PARTS = re.compile(r"createPageHTML\s*\(\s*(\d+)\s*,\s*0\s*,\s*[\"'](t\d{8}_\d+)[\"']\s*,\s*[\"'](\w+)[\"']")


def recognises(page: Page) -> bool:
    """By its own address, by the editor's marks, or by the relative links of its lists."""
    if _ARTICLE.search(page.url) or any(sign in page.source for sign in _SIGNS):
        return True
    return len(_LINKS.findall(page.source)) >= FEW


def entries(page: Page) -> list[Entry]:
    """Rows like any others: TRS templates print a date beside each link."""
    return static.entries(page)


def following(page: Page) -> list[Step]:
    """As the page's own pager declares."""
    return static.following(page)


def attachments(page: Page) -> list[Anchor]:
    """Files by their ending, and the further parts of an article that is cut into pages."""
    return [*static.attachments(page), *_further_parts(page)]


def _further_parts(page: Page) -> list[Anchor]:
    """`createPageHTML(3,0,"t20151009_67430","html")` in an article: parts 2 and 3 are `_1.html` and `_2.html`."""
    cut = _PARTS.search(page.source)
    if cut is None or f"/{cut[2]}." not in page.url:
        return []
    numbers = range(1, min(whole(cut[1]), MOST_PARTS))
    return [Anchor(urljoin(page.url, f"{cut[2]}_{number}.{cut[3]}"), page.title) for number in numbers]
