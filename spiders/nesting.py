"""How deep the elements of a page stand in one another: the time that parsing takes grows with the square of it."""

from __future__ import annotations

import re

MOST = 1_000  # such lists are read in 0.7 s, 48,000 in 19 s and more. Browsers open no more than 512
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
# Empty ones, those that end where the next of their kind begins, and those of letters: careless pages leave many open,
# and they cost nothing.
_FLAT = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "a",
        "b",
        "big",
        "code",
        "em",
        "font",
        "i",
        "nobr",
        "s",
        "small",
        "strike",
        "strong",
        "tt",
        "u",
        "body",
        "colgroup",
        "dd",
        "dt",
        "head",
        "html",
        "li",
        "option",
        "optgroup",
        "p",
        "rb",
        "rp",
        "rt",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
    ]
)


def is_too_deep(source: str) -> bool:
    """Whether more than `MOST` elements of a page are open at once.

    >>> is_too_deep("<div><p>" * 5000), is_too_deep("<div><p></div><br><li>" * 5000)
    (True, False)
    """
    if source.count("<") <= MOST:
        return False
    depth = 0
    for end, name in _TAG.findall(source):
        if name.lower() not in _FLAT:
            depth = max(0, depth - 1) if end else depth + 1
            if depth > MOST:
                return True
    return False
