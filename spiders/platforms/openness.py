"""The Openness / Xxgk family (PHP): `/XxgkContent/showList/{branch}/{cat}/page_1.html`, `/OpennessAnnualReport/show/1.html`.

Source: the CMS reference, section 4b (宣城, 泾县, 蒙城, 枞阳, 九华山, 铜陵郊区); its vendor is not established.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin

from spiders.answers import whole
from spiders.pages import Anchor, Entry, Page, Step
from spiders.platforms import static

NAME = "openness"

_ADDRESS = re.compile(r"/(?:openness|xxgk)(?:Content|AnnualReport)/(?:show(?:List)?/|\?branch_id=)", re.IGNORECASE)
_LIST = re.compile(r"^(.*/showList/.*/page_)(\d+)(\.html)$", re.IGNORECASE)
_TOTAL = re.compile(r"共\s*(\d+)\s*页|\b\d+\s*/\s*(\d+)\s*页")


def recognises(page: Page) -> bool:
    """By its own address or by those it links to."""
    return bool(_ADDRESS.search(page.url) or _ADDRESS.search(page.source))


def entries(page: Page) -> list[Entry]:
    """Rows like any others."""
    return static.entries(page)


def following(page: Page) -> list[Step]:
    """The next `page_` of a list, as far as the page counts them; a full list that does not say is guessed at."""
    listed, rows = _LIST.match(page.url), entries(page)
    if listed is None:
        return static.following(page)
    number, total = whole(listed[2]), _total(page)
    following = urljoin(page.url, f"{listed[1]}{number + 1}{listed[3]}")
    unlike = rows[0].url if rows else None
    if total is None:
        return [Step(following, unlike=unlike, guessed=True)] if len(rows) >= static.FULL_PAGE else []
    return [Step(following, unlike=unlike)] if number < total else []


def attachments(page: Page) -> list[Anchor]:
    """As anywhere: files by their ending."""
    return static.attachments(page)


def _total(page: Page) -> int | None:
    match = _TOTAL.search(page.text)
    return whole(match[1] or match[2]) if match else None
