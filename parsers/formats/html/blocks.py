"""Elements of a page that stand on lines of their own, and the lines of text they make."""

from __future__ import annotations

from lxml import etree

from parsers.formats.html.trees import Element

BLOCKS = frozenset(
    [
        "body",
        "div",
        "td",
        "th",
        "p",
        "section",
        "article",
        "center",
        "h1",
        "h2",
        "h3",
        "h4",
        "li",
        "ul",
        "table",
        "ucapcontent",
        "form",
        "pre",
        "dd",
        "dt",
    ]
)
BREAKS = BLOCKS | {"br", "tr", "hr"}


def lines_of(element: Element) -> list[str]:
    """All text, one line for each block, none empty."""
    lines: list[list[str]] = [[]]
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node.tag in BREAKS:
            lines.append([])
        words = node.text if event == "start" else node.tail if node is not element else ""
        if words:
            lines[-1].append(words)
    return [line for line in (" ".join("".join(parts).split()) for parts in lines) if line]
