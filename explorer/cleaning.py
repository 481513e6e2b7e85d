"""A stranger's web page without anything that acts: structure and words stay, the place to look at is marked.

Nothing is taken out by name that could have another name: only known tags are written, without any attribute but spans.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from html import escape

from lxml import etree

from explorer.words import shown
from parsers.encodings import decode
from parsers.formats.html.trees import Element

# With all that is in them: they are not words of the page.
DROPPED = (
    "script", "style", "noscript", "template", "select", "option", "object", "embed", "iframe", "frame", "frameset",
    "svg", "math", "head", "title", "textarea", "audio", "video", "canvas", "applet", "button",
)  # fmt: skip
_KEPT = frozenset((
    "p", "div", "span", "h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "thead", "tbody", "tfoot", "tr", "td",
    "th", "ul", "ol", "li", "dl", "dt", "dd", "b", "strong", "i", "em", "u", "sub", "sup", "pre", "blockquote",
    "section", "article", "center",
))  # fmt: skip
_EMPTY = frozenset(("br", "hr"))
_SPANS = ("rowspan", "colspan")


def tree_of(body: bytes) -> Element | None:
    """The page without what is not words; None if there is no markup in it."""
    text, _ = decode(body)
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    if tree is not None:
        etree.strip_elements(tree, *DROPPED, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    return tree


def clean(tree: Element, marked: Collection[Element]) -> str:
    """The page's structure and words as markup that cannot do anything; the first marked element is `#marked`."""
    return "".join(_pieces(tree, marked))


def _pieces(tree: Element, marked: Collection[Element]) -> Iterator[str]:
    first = True
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        tag = node.tag.lower() if isinstance(node.tag, str) else ""
        if event == "start":
            is_marked = node in marked
            yield _opened(node, tag, _mark(first) if is_marked else "")
            first = first and not is_marked
            yield escape(shown(node.text or ""))
        else:
            yield f"</{tag}>" if tag in _KEPT else ""
            yield escape(shown(node.tail or "")) if node is not tree else ""


def _opened(node: Element, tag: str, mark: str) -> str:
    if tag == "img":
        return (
            f"<span class='picture'>［图 picture {escape(shown(node.get('alt') or node.get('src') or '', 80))}］</span>"
        )
    if tag in _EMPTY:
        return f"<{tag}>"
    return f"<{tag}{_spans(node)}{mark}>" if tag in _KEPT else ""


def _mark(first: bool) -> str:
    return f"{' id=marked' if first else ''} class=marked"


def _spans(node: Element) -> str:
    printed = ((name, (node.get(name) or "").strip()) for name in _SPANS)
    return "".join(f" {name}={value}" for name, value in printed if value.isascii() and value.isdecimal())
