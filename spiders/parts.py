"""What belongs to a report beside its page: the pictures in it, the files it offers, the further pages of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from crawler.items import ATTACHMENT, IMAGE, Found
from spiders import flipbooks
from spiders.pages import Page, Platform

PART = 95  # their priority in the frontier: a report's pictures come before the next report
_CHROME = re.compile(
    r"logo|icon|banner|qrcode|erwei|weixin|wx|weibo|share|print|jiucuo|sitecode|blue\.png|red\.png|bszs|dzjg|police|beian|"
    r"/(?:images?|img|style|css|skin|template|tpl|public|static|theme)s?/[^/]*\.(?:gif|png|jpe?g)$",
    re.IGNORECASE,
)
BODIES = (
    "#ivs_content, #webeditorview, .TRS_Editor, .trs_editor_view, .TRS_UEDITOR, .Custom_UnionStyle, #UCAP-CONTENT, "
    "#zoom, #Zoom, #zoomcon, .art_con, .xxgkcont, .wzzw-article, [id^=vsb_content], .v_news_content, .article-content, "
    ".pages_content, .xxgk_content, #info_content, #js_contentBox, #neirong"
)


def parts_of(page: Page, platform: Platform, found: Found, part_of: str) -> Iterator[Found]:
    """The pictures in the report's body and the files it offers."""
    lead = Found("", priority=PART, depth=found.depth + 1, found_on=found.url, part_of=part_of)
    body = page.tree.css_first(BODIES)
    for node in (body or page.tree).css("img[src]"):
        url = page.absolute(node.attributes.get("src") or "")
        if url and (body is not None or not _CHROME.search(url)):
            yield replace(lead, url=url, role=IMAGE, anchor=node.attributes.get("alt") or "")
    for anchor in (*platform.attachments(page), *flipbooks.further_pages(page)):
        yield replace(lead, url=anchor.url, role=ATTACHMENT, anchor=anchor.label)
