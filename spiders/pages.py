"""What a page offers: its links with their full words, and what a publishing system says about a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.addresses import clean, is_web
from crawler.items import Headers
from parsers.encodings import decode
from parsers.formats.html.scripted import printed
from spiders.nesting import is_too_deep

_ROOTED = re.compile(r"\s*(?:/|[a-zA-Z][a-zA-Z0-9+.-]*:)")  # an address that does not hang on the page's folder
_DATED = re.compile(r"\s*[\[(（【]?20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?[\])）】]?$")
_DATE_ENDS = tuple("0123456789日])）】")
_CUT = re.compile(r"(?:…|\.{2,}+|。{2,}+)++$")
_DATE = re.compile(r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})")
_ONCLICK = re.compile(r"(?:location(?:\.href)?\s*=|open\s*\()\s*['\"]([^'\"]+)['\"]")
_REFRESH = re.compile(r"^\s*\d*\s*[;,]?\s*url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
_SCRIPTED = re.compile(
    r"(?:window\.|self\.|top\.|document\.)?location(?:\.href)?\s*=\s*['\"]([^'\"]+)['\"]\s*;?\s*$", re.M
)
_VAGUE = re.compile(r"^[\[【+>》]*(?:查看|点击|浏览)?(?:更多|全部|详情|详细|进入|more)[\]】+>》.…]*$", re.IGNORECASE)
BOXES, SHORT, MOST_NODES = 3, 20, 60  # how far from "more" its heading stands, and how long it is
_DATA = re.compile(r"\s*(?:[\w.$]+\()?[{\[]")
FEW_LINKS = 5  # a page with fewer and a scripted location only sends on


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link: its address and its words, those of @title where the text is cut off."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list; the date as YYYY-MM-DD where the row prints one."""

    title: str
    url: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A further request that shows more of the same list.

    `unlike` is the first entry of the page before: a next page that starts with it is none.
    `guessed` steps follow a template that the page itself does not mention. `label` names the column that a step
    opens, where it does more than turn the page: such a step is judged by its words, like a link.
    """

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: Headers = ()
    unlike: str | None = None
    guessed: bool = False
    label: str = ""


class Platform(Protocol):
    """What a module in `spiders.platforms` offers; all of it pure."""

    NAME: str

    def recognises(self, page: Page) -> bool:
        """Whether this publishing system made the page."""

    def entries(self, page: Page) -> list[Entry]:
        """The rows of the list on the page."""

    def following(self, page: Page) -> list[Step]:
        """The requests that show the next rows of the same list."""

    def attachments(self, page: Page) -> list[Anchor]:
        """The files that belong to the page."""


@dataclass(frozen=True)
class Page:
    """A page as text and tree; `posted` is the form that was sent to get it."""

    url: str
    source: str
    posted: str = ""
    too_deep: bool = field(init=False, repr=False, compare=False)
    tree: LexborHTMLParser = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Parse once; everything else reads the tree. JSON has none, markup inside it is escaped; nor what is too deep."""
        object.__setattr__(self, "too_deep", is_too_deep(self.source))
        object.__setattr__(
            self, "tree", LexborHTMLParser("" if _DATA.match(self.source) or self.too_deep else self.source)
        )

    @cached_property
    def base(self) -> str:
        """What relative addresses are relative to; a base that is no page's address counts for nothing."""
        node = self.tree.css_first("base[href]")
        return (full_address(self.url, _attribute(node, "href")) if node else None) or self.url

    @cached_property
    def root(self) -> str:
        """What addresses that begin with a slash are relative to: the same for every page of a site."""
        return urljoin(self.base, "/")

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """Every link on the page, in order, and the addresses offered in menus to choose from."""
        return tuple(self.anchors_in(self.tree.css("a, area, option[value*='/']")))

    @cached_property
    def dead_ends(self) -> tuple[Anchor, ...]:
        """Links that lead to no page: to a file on somebody's own disk, or to a script that nobody runs here."""
        hrefs = ((_attribute(node, "href").strip(), node) for node in self.tree.css("a[href*=':']"))
        return tuple(Anchor(href, label_of(node)) for href, node in hrefs if _is_dead(self.base, href, node))

    @cached_property
    def title(self) -> str:
        """What the page calls itself: the article title of the national standard, else its heading, else <title>."""
        return self.meta("articletitle") or self.heading or self._first_text("title")

    @cached_property
    def heading(self) -> str:
        """The first heading of the page, empty where a page without content leaves it so."""
        return self._first_text("h1")

    @property
    def window_title(self) -> str:
        """What a browser writes above the page: often the site's name beside the page's."""
        return self._first_text("title")

    @cached_property
    def text(self) -> str:
        """The words to be seen."""
        body = None if self.too_deep else LexborHTMLParser(self.source).body
        if body is None:
            return ""
        body.strip_tags(["script", "style", "noscript"])
        return squeeze(body.text(separator=" "))

    def meta(self, name: str) -> str:
        """The content of a meta tag, its name in any letter case."""
        found = (node for node in self.tree.css("meta[name]") if _attribute(node, "name").lower() == name)
        return next((squeeze(_attribute(node, "content")) for node in found), "")

    def anchors_in(self, nodes: Sequence[LexborNode]) -> Iterator[Anchor]:
        """The links among some nodes, with absolute addresses."""
        for node in nodes:
            url = self.absolute(_attribute(node, "href") or _attribute(node, "value")) or self.absolute(_onclick(node))
            if url:
                yield Anchor(url, label_of(node))

    def absolute(self, href: str) -> str | None:
        """An address on the page in full, or None if it leads to no page."""
        if not href or href.startswith("#"):
            return None
        return full_address(self.root if _ROOTED.match(href) else self.base, href.strip())

    def frames(self) -> list[str]:
        """The pages that this page shows inside itself."""
        sources = (self.absolute(_attribute(node, "src")) for node in self.tree.css("iframe[src], frame[src]"))
        return [source for source in sources if source]

    def onward(self) -> str | None:
        """Where the page sends its reader at once, by meta refresh or by a script that does nothing else."""
        for node in self.tree.css("meta[http-equiv]"):
            refresh = _REFRESH.match(_attribute(node, "content"))
            if _attribute(node, "http-equiv").lower() == "refresh" and refresh:
                return self.absolute(refresh[1].strip())
        scripts = " ".join(node.text() for node in self.tree.css("script")) if len(self.anchors) < FEW_LINKS else ""
        scripted = _SCRIPTED.search(scripts)
        return self.absolute(scripted[1]) if scripted else None

    def _first_text(self, selector: str) -> str:
        node = self.tree.css_first(selector)
        return squeeze(node.text()) if node else ""


@lru_cache(maxsize=1 << 16)
def full_address(base: str, href: str) -> str | None:
    """An address as written on a page, in full; None for one that leads to no page.

    Remembered, since every page of a portal repeats the same navigation: of rooted addresses only the root counts.

    >>> full_address("http://x.gov.cn/a/", "../b"), full_address("http://x.gov.cn/", "javascript:void(0)")
    ('http://x.gov.cn/b', None)
    """
    try:
        url = urljoin(base, href)
    except ValueError:
        return None
    return address if is_web(url) and is_web(address := clean(url)) else None


def read_page(url: str, body: bytes, posted: bytes = b"") -> Page:
    """A page from its bytes, in whatever encoding they are."""
    return Page(url, printed(decode(body)[0]), posted.decode("utf-8", "replace"))


def label_of(node: LexborNode) -> str:
    """The words of a link, from @title where its text is cut off or is a picture.

    >>> html = "<a title='甲局2023年政府信息公开工作年度报告'>甲局2023年政府…</a><a title='点击查看'>年报</a>"
    >>> [label_of(node) for node in LexborHTMLParser(html).css("a")]
    ['甲局2023年政府信息公开工作年度报告', '年报']
    """
    text, title = _undated(squeeze(node.text())), squeeze(_attribute(node, "title"))
    if _VAGUE.match(text):
        return title if len(title) > len(text) else _box_words(node, text)
    if not title:
        return text or _picture_words(node)
    stem = _CUT.sub("", text)
    return title if title.startswith(stem if stem == text else stem[:4]) else text


def is_cut(label: str) -> bool:
    """Whether a list shows only the beginning of a title.

    >>> is_cut("甲县乙局2023年政府信息公…"), is_cut("甲县乙局")
    (True, False)
    """
    return _CUT.search(label) is not None


def squeeze(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())


def date_in(text: str) -> str | None:
    """The first date printed in a text.

    >>> date_in("[2024年1月5日] 发布"), date_in("2024")
    ('2024-01-05', None)
    """
    match = _DATE.search(text)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else None


def _is_dead(base: str, href: str, node: LexborNode) -> bool:
    """Whether nothing on a link can be asked for, though it can be written down: no address, nothing on a click."""
    scripted = _onclick(node)
    with suppress(ValueError):
        urlsplit(href)
        return full_address(base, href) is None and not (scripted and full_address(base, scripted))
    return False


def _undated(text: str) -> str:
    """Words without the date that some lists print inside the link."""
    return _DATED.sub("", text) if text[-1:] in _DATE_ENDS else text


def _box_words(node: LexborNode, text: str) -> str:
    """What "more" is more of: the few words that stand beside it in its box."""
    box = node.parent
    for _ in range(BOXES):
        if box is None:
            break
        words = _first_words(box).replace(text, "").strip()
        if words:
            return words if len(words) <= SHORT else text
        box = box.parent
    return text


def _first_words(box: LexborNode) -> str:
    """The words of a box as far as they matter: one that holds a thousand such links is not read a thousand times."""
    nodes = islice(box.traverse(include_text=True), MOST_NODES)
    return squeeze(" ".join(node.text_content or "" for node in nodes if node.tag == "-text"))


def _picture_words(node: LexborNode) -> str:
    image = node.css_first("img[alt]")
    return squeeze(_attribute(image, "alt")) if image else ""


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""


def _onclick(node: LexborNode) -> str:
    match = _ONCLICK.search(_attribute(node, "onclick") or _attribute(node, "href"))
    return match[1] if match else ""
