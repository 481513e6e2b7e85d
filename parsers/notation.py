"""The notation in which the rules for figures in prose are written, and what a rule is.

`收到 .. REQUEST #` reads: 收到, then anything within the clause, then a word of the group REQUEST, then the count,
with nothing but linking words (共, 总数, 达 ...) before it. What follows `#` must follow the count. `?` marks a word
that may be missing, `|` parts alternatives, `^` is the start of the clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parsers.vocabulary import VOCABULARY

LINKS = (
    *(
        "数",
        "总",
        "量",
        "场次",
        "次数",
        "人数",
        "件",
        "班",
        "的",
        "有",
        "共",
        "计",
        "合",
        "累计",
        "为",
        "是",
        "达到",
        "达",
    ),
    *(
        "大约",
        "约",
        "近",
        "将近",
        "逾",
        "超过",
        "超",
        "突破",
        "不足",
        "已",
        "了",
        "均",
        "仅",
        "分别",
        "信息",
        "案",
        "情况",
    ),
    *("事项", "申请", "活动", "内容", "：", "＊", "上", "分", "另", "则", "年"),
)
LINK = rf"(?:{'|'.join(LINKS)})*"
_GAP = "[^，；。：()]{0,48}?"


@dataclass(frozen=True)
class Rule:
    """How one measure is worded; `units` are those its count may carry, "" for a bare number.

    `within` must be found in the sentence before the clause or in the heading above it, `nearby` between the count
    before and the clause, `unless` must not be found in the clause, `bar` not in the sentence before it. `any_year`
    admits a count that speaks of another year, as carried-over requests do.
    """

    measure: str
    units: tuple[str, ...]
    patterns: tuple[str, ...]
    within: str = ""
    nearby: str = ""
    unless: str = ""
    bar: str = ""
    any_year: bool = False
    halves: tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...] = field(init=False)
    limits: tuple[re.Pattern[str] | None, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Compile the patterns and the limits once."""
        object.__setattr__(self, "halves", tuple(map(halves, self.patterns)))
        words = (self.within, self.nearby, self.unless, self.bar)
        object.__setattr__(self, "limits", tuple(re.compile(expand(word)) if word else None for word in words))


@dataclass(frozen=True)
class Zero:
    """The words that name a measure where the prose says that there was none; `unless` must not stand beside them."""

    measure: str
    unit: str
    words: str
    unless: str = ""
    named: re.Pattern[str] = field(init=False)
    barred: re.Pattern[str] | None = field(init=False)

    def __post_init__(self) -> None:
        """Compile the words once."""
        object.__setattr__(self, "named", re.compile(expand(self.words)))
        object.__setattr__(self, "barred", re.compile(expand(self.unless)) if self.unless else None)


def expand(words: str) -> str:
    """Replace the names of word groups by their words.

    >>> expand("新OPEN")
    '新(?:主动公开|公开|发布|公布)'
    """
    return re.sub(r"[A-Z_]{2,}", lambda name: f"(?:{VOCABULARY[name[0]]})", words)


def halves(pattern: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """What must stand before the count (at its end) and after it (at its start).

    >>> head, tail = halves("RECEIVE # .. 申请")
    >>> bool(head.search("全年共受理")), bool(tail and tail.match("信息公开申请"))
    (True, True)
    """
    before, _, after = pattern.partition("#")
    return re.compile(_half(before) + LINK + "$"), re.compile("的?" + _half(after)) if after.strip() else None


def _half(pattern: str) -> str:
    return "".join(map(_word, pattern.split()))


def _word(word: str) -> str:
    if word == "..":
        return _GAP
    if word == "^":
        return "^"
    return f"(?:{expand(word[1:])})?" if word.startswith("?") else f"(?:{expand(word)})"
