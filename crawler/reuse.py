"""Copied text (雷同): pairs of reports whose own words, not their tables, are nearly the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np

from crawler.archive import Archive
from crawler.sketches import (
    LEAST,
    SIGNED,
    Hashes,
    Passage,
    Shingles,
    Signature,
    candidates,
    likeness,
    shared,
    shingles_of,
    signature_of,
)

Report = tuple[int, str]
"""Year (0 where it is unknown) and id: of two reports the greater is the later."""

SECTIONS = (1, 5, 6)
"""The sections a body writes in its own words."""

SIMILAR = 0.7
"""Jaccard likeness of 5-character shingles from which a pair is kept; two honest reports on one form reach 0.3."""

_ESTIMATED = SIMILAR - 0.15  # signatures of 100 estimate the likeness to about 0.05
_LONG = 20  # characters from which a shared passage is more than a phrase
_QUOTED = 120  # characters of the longest passage that are kept
_BATCH = 1000
_CACHED = 4096

# In this order a body's years and the bodies of a division stand together: these are copied most.
_REPORTS = """
    select reports.id, coalesce(reports.year, 0) as year
    from reports
    join bodies on bodies.report = reports.id
    left join agencies on agencies.id = reports.agency
    order by agencies.region, agencies.kind, reports.agency, reports.scope, year, reports.id
"""

_TEXTS = """
    select report, section_{section} as text
    from bodies
    where report in (select value from json_each(?))
"""


def find_reuse(archive: Archive) -> int:
    """Fill the table `text_reuse` anew from the texts of all reports; returns how many pairs there are."""
    with archive.transaction():
        archive.conn.execute("delete from text_reuse")
        reports = [(row["year"], row["id"]) for row in archive.rows(_REPORTS)]
        for section in SECTIONS:
            pairs = _pairs(archive, reports, section)
            while rows := list(islice(pairs, _BATCH)):
                archive.insert("text_reuse", rows)
    return int(archive.value("select count(*) from text_reuse"))


def _pairs(archive: Archive, reports: Sequence[Report], section: int) -> Iterator[dict[str, Any]]:
    """Rows for pairs that are alike in one section; of the two the later report is the one that may have copied."""
    signed, signatures = _signed(archive, reports, section)
    text_of = _cached_texts(archive, section)
    for one, two in candidates(signatures, _ESTIMATED):
        (_, other), (_, report) = sorted((signed[one], signed[two]))
        (words, mine, distinct), (_, theirs, distinct_theirs) = text_of(report), text_of(other)
        similarity = likeness(distinct, distinct_theirs)
        if similarity >= SIMILAR:
            pair = {"report": report, "other": other, "section": section, "similarity": round(similarity, 4)}
            yield pair | _quoted(words, shared(mine, theirs, _LONG))


def _signed(archive: Archive, reports: Sequence[Report], section: int) -> tuple[list[Report], Signature]:
    """The reports whose section is long enough, and a signature of it in each row."""
    signed, signatures = [], [np.zeros((0, SIGNED), dtype=np.uint32)]
    for report, text in _texts(archive, reports, section):
        distinct = shingles_of(text).distinct
        if len(distinct) >= LEAST:
            signed.append(report)
            signatures.append(signature_of(distinct)[None, :])
    return signed, np.concatenate(signatures)


def _texts(archive: Archive, reports: Sequence[Report], section: int) -> Iterator[tuple[Report, str]]:
    sql = _TEXTS.format(section=section)
    for start in range(0, len(reports), _BATCH):
        batch = reports[start : start + _BATCH]
        texts = {row["report"]: row["text"] for row in archive.rows(sql, [json.dumps([report for _, report in batch])])}
        yield from ((entry, texts[entry[1]] or "") for entry in batch)


def _cached_texts(archive: Archive, section: int) -> Callable[[str], tuple[str, Shingles, Hashes]]:
    """Report -> its words in this section, its shingles in their order and as a set."""

    @lru_cache(maxsize=_CACHED)
    def text_of(report: str) -> tuple[str, Shingles, Hashes]:
        text = str(archive.value(f"select section_{section} from bodies where report = ?", [report]))  # noqa: S608
        shingles = shingles_of(text)
        return text, shingles, shingles.distinct

    return text_of


def _quoted(text: str, passages: Sequence[Passage]) -> dict[str, Any]:
    """The longest shared passage and its places in the two sections; `passages` counts all of them."""
    if not passages:
        return {"passages": 0, "passage": "", "start": None, "end": None, "other_start": None, "other_end": None}
    longest = passages[0]
    return {
        "passages": len(passages),
        "passage": "".join(text[longest.start : longest.end].split())[:_QUOTED],
        "start": longest.start,
        "end": longest.end,
        "other_start": longest.other_start,
        "other_end": longest.other_end,
    }
