"""Kaipu UCAP (开普云): columns `/c107031/list.shtml`, articles named by a hash, shells over sub-columns.

Source: the CMS reference, section 2b (Hainan, Suzhou, Jiangxi, Aba, Huaihua, Heilongjiang and others).
"""

from __future__ import annotations

import re

from spiders.pages import Anchor, Entry, Page, Step
from spiders.platforms import static

NAME = "kaipu"

_COLUMN = r"/[cC]\d{5,6}/(?:\w*list\w*|redirect)(?:_\d+)?\.shtml"
_HASH = r"(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_ADDRESS = re.compile(rf"{_COLUMN}|/[cC]\d{{5,6}}/\d{{6}}/{_HASH}\.shtml")
_SIGNS = ("UCAP-CONTENT", "/search5/")


def recognises(page: Page) -> bool:
    """By its own address, by those it links to, or by the name of its body."""
    return bool(_ADDRESS.search(page.url) or _ADDRESS.search(page.source)) or any(
        sign in page.source for sign in _SIGNS
    )


def entries(page: Page) -> list[Entry]:
    """Rows like any others."""
    return static.entries(page)


def following(page: Page) -> list[Step]:
    """As the page's own pager declares; it counts from 1, and the prefix may differ from the column's own name."""
    return static.following(page)


def attachments(page: Page) -> list[Anchor]:
    """As anywhere: files by their ending."""
    return static.attachments(page)
