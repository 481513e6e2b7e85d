"""Element trees of web pages with the types that lxml leaves open."""

from collections.abc import Callable, Iterator
from typing import cast

from lxml import etree

Element = etree._Element


def finder(path: str) -> Callable[[Element], list[Element]]:
    """A compiled XPath that finds elements."""
    return cast(Callable[[Element], list[Element]], etree.XPath(path))


def text_finder(path: str) -> Callable[[Element], list[str]]:
    """A compiled XPath that finds runs of text."""
    return cast(Callable[[Element], list[str]], etree.XPath(path, smart_strings=False))


def runs_of(element: Element) -> Iterator[str]:
    """The runs of text inside an element, in order."""
    return cast(Iterator[str], element.itertext())


def words_of(element: Element) -> str:
    """All text inside an element."""
    return "".join(runs_of(element))
