"""Visual SiteBuilder (博达 VSB): lists `path.htm` whose further pages count down, `path/26.htm` after page 1 of 27.

Source: the CMS reference, section 2c (清水, 甘谷, 眉山, 楚雄, 舟曲 and others).
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from spiders.answers import whole
from spiders.pages import Anchor, Entry, Page, Step, date_in
from spiders.platforms import static

NAME = "vsb"

_SIGNS = ("Visual SiteBuilder", "_sitegray", "vsb_content", 'id="line_')
_ARTICLE = re.compile(r"/info/(?:egovinfo/)?\d+/[^/]+\.htm$|urltype=news\.NewsContentUrl")
_ROWS = "li[id^=line_]:not(:has([id^=line_])), tr[id^=line_]:not(:has([id^=line_]))"
_SHOWN = re.compile(r"(\d+)\s*/\s*(\d+)")
_COUNTED = re.compile(r"共\s*\d+\s*条[^\d]*(\d+)\s*/\s*(\d+)")
_PATH = re.compile(r"^(.*?)(?:/\d+)?\.htm$")


def recognises(page: Page) -> bool:
    """By what the system announces, or by the shape of an article's address."""
    return any(sign in page.source for sign in _SIGNS) or bool(_ARTICLE.search(page.url))


def entries(page: Page) -> list[Entry]:
    """Numbered lines, with the date printed in them; else rows like any others."""
    rows = ((row, page.anchors_in(row.css("a"))) for row in page.tree.css(_ROWS))
    lines = [Entry(anchor.label, anchor.url, date_in(row.text())) for row, links in rows for anchor in links]
    return [entry for entry in lines if entry.title] or static.entries(page)


def following(page: Page) -> list[Step]:
    """The next page by its countdown: of T pages, page c + 1 is called T - c. A full list without one is guessed at."""
    shown, address = _shown(page), _PATH.match(page.url.partition("?")[0])
    if shown is None or address is None:
        return static.following(page)
    (current, total), rows = shown, entries(page)
    following = urljoin(page.url, f"{address[1]}/{total - current}.htm")
    return [Step(following, unlike=rows[0].url if rows else None)] if current < total else []


def attachments(page: Page) -> list[Anchor]:
    """As anywhere: files by their ending, or handed out by `download.jsp`."""
    handed_out = (anchor for anchor in page.anchors if "DownloadAttachUrl" in anchor.url)
    return list(dict.fromkeys([*static.attachments(page), *handed_out]))


def _shown(page: Page) -> tuple[int, int] | None:
    """Which page of how many is shown: `共40条 1/27`, or 1/27 in the pager's own mark."""
    pager = page.tree.css_first("span.p_t, .p_pages")
    match = _SHOWN.search(pager.text()) if pager else None
    match = match or _COUNTED.search(page.text if "共" in page.source else "")
    return (whole(match[1]), whole(match[2])) if match else None
