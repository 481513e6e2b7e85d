"""Element trees of web pages with the types that lxml leaves open."""

from collections.abc import Callable, Iterator
from typing import cast

from lxml import etree

Element = etree._Element


def finder(path: str) -> Callable[[Element], list[Element]]:
    """A compiled XPath that finds elements."""
    return cast(Callable[[Element], list[Element]], etree.XPath(path))


def parents_of(path: str) -> Callable[[Element], list[Element]]:
    """A compiled XPath that finds runs of text; of each, the element whose text or child's tail it is."""
    runs = cast(Callable[[Element], list[etree._ElementUnicodeResult]], etree.XPath(path))
    return lambda tree: [parent for run in runs(tree) if (parent := _parent(run)) is not None]


def _parent(run: etree._ElementUnicodeResult) -> Element | None:
    owner = run.getparent()
    return owner if owner is None or run.is_text else owner.getparent()


def runs_of(element: Element) -> Iterator[str]:
    """The runs of text inside an element, in order."""
    return cast(Iterator[str], element.itertext())


def words_of(element: Element) -> str:
    """All text inside an element."""
    return "".join(runs_of(element))
