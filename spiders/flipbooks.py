"""Flip-books: a report behind a viewer, which carries each page a second time as plain HTML, for who has no script.

Source: the CMS reference, section 8 (文登: `/book/2022dzs/bangongshi/files/basic-html/page9.html`).
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from spiders.answers import whole
from spiders.pages import Anchor, Page

MOST_PAGES = 120  # of one book; a report has a dozen
_FIRST = ("files/basic-html/index.html", "files/basic-html/page1.html")  # beside the viewer
_PAGE = re.compile(r"/basic-html/page(\d+)\.html$")
_FOLDER = "/basic-html/"


def text_of(page: Page) -> str | None:
    """Where the words of the book stand that a page shows in a viewer.

    >>> text_of(Page("http://x.gov.cn/book/czj/index.html", "<a href='files/basic-html/index.html'>Basic HTML</a>"))
    'http://x.gov.cn/book/czj/files/basic-html/index.html'
    """
    linked = {anchor.url for anchor in page.anchors} if _FOLDER in page.source else set()
    return next((url for first in _FIRST if (url := urljoin(page.url, first)) in linked), None)


def further_pages(page: Page) -> list[Anchor]:
    """The other pages of a book, as far as the last one that a page of it links to.

    >>> page = Page("http://x.gov.cn/b/files/basic-html/page1.html", "<a href=page2.html>Next</a><a href=page3.html>Last</a>")
    >>> [each.url.rpartition("/")[2] for each in further_pages(page)]
    ['page2.html', 'page3.html']
    """
    path = urlsplit(page.url).path
    if _FOLDER not in path:
        return []
    linked = (_PAGE.search(urlsplit(anchor.url).path) for anchor in page.anchors)
    last = max((whole(match[1]) for match in linked if match), default=0)
    own = _PAGE.search(path)
    numbers = (n for n in range(1, min(last, MOST_PAGES) + 1) if own is None or n != whole(own[1]))
    return [Anchor(urljoin(page.url, f"page{n}.html"), f"page {n}") for n in numbers]
