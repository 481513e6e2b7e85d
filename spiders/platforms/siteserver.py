"""SiteServer CMS: `/channels/{c}.html`, `/channels/{c}_{n}.html`, `/contents/{c}/{a}.html`.

Source: the CMS reference, section 2d (平顶山 and its districts).
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from spiders.answers import whole
from spiders.pages import Anchor, Entry, Page, Step, date_in
from spiders.platforms import static

NAME = "siteserver"
FEW = 3  # links of this shape on a page: one or two may be links to another site's articles

_CHANNEL = re.compile(r"/channels/(?P<channel>\d+)(?:_(?P<number>\d+))?\.html$")
_CONTENT = re.compile(r"/contents/\d+/\d+\.html$")
_SHAPED = re.compile(r"/channels/\d+(?:_\d+)?\.html|/contents/\d+/\d+\.html")
_TOTAL = re.compile(r"第?\s*(\d+)\s*/\s*(\d+)\s*页?")


def recognises(page: Page) -> bool:
    """By its own address or by those it links to."""
    if _CHANNEL.search(page.url) or _CONTENT.search(page.url):
        return True
    return len(_SHAPED.findall(page.source)) >= FEW


def entries(page: Page) -> list[Entry]:
    """Links to articles, with the date printed in their row."""
    found: dict[str, Entry] = {}
    for row in page.tree.css("li, tr, dd"):
        if static.holds_rows(row):
            continue
        for anchor in page.anchors_in(row.css("a")):
            if anchor.label and _CONTENT.search(anchor.url):
                found.setdefault(anchor.url, Entry(anchor.label, anchor.url, date_in(row.text())))
    return list(found.values())


def following(page: Page) -> list[Step]:
    """The next page of a channel, as its pager says (当前第 1/7) or links it."""
    channel = _CHANNEL.search(page.url)
    if channel is None:
        return []
    rows, number = entries(page), whole(channel["number"], 1)
    total = _total(page)
    if total is None:
        return static.following(page)
    address = urljoin(page.url, f"/channels/{channel['channel']}_{number + 1}.html")
    return [Step(address, unlike=rows[0].url if rows else None)] if number < total else []


def attachments(page: Page) -> list[Anchor]:
    """As anywhere: files by their ending."""
    return static.attachments(page)


def _total(page: Page) -> int | None:
    """How many pages the pager says there are."""
    pager = page.tree.css_first(".page, .pager, .pagination, span.total")
    match = _TOTAL.search(pager.text()) if pager else None
    return whole(match[2]) if match else None
