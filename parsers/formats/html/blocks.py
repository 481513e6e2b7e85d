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
    lines: list[str] = []
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if parts and node.tag in BREAKS:
            lines.append("".join(parts))
            parts = []
        words = node.text if event == "start" else node.tail
        if words and not (event == "end" and node is element):
            parts.append(words)
    lines.append("".join(parts))
    return [words for line in lines if (words := " ".join(line.split()))]
