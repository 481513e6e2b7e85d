"""A report's text by sections and paragraphs, with the figures it states marked where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explorer import words

TITLES = {
    0: ("正文", "Text"),
    1: ("一、总体情况", "Overview"),
    2: ("二、主动公开政府信息情况", "Proactive disclosure"),
    3: ("三、收到和处理政府信息公开申请情况", "Requests received and processed"),
    4: ("四、政府信息公开行政复议、行政诉讼情况", "Reconsideration and litigation"),
    5: ("五、存在的主要问题及改进情况", "Problems and improvement"),
    6: ("六、其他需要报告的事项", "Other matters"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a paragraph; `says` is what they state, if they state a figure."""

    text: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the form with its paragraphs; number 0 holds what stands before the first heading."""

    number: int
    zh: str
    en: str
    paragraphs: tuple[tuple[Run, ...], ...]


def sections_of(body: Mapping[str, Any], statements: Sequence[Mapping[str, Any]]) -> dict[int, Section]:
    """The sections that have words; where they cannot be told apart, all of the text is section 0."""
    text = body["text"] or ""
    spans = _spans(body, text)
    first = min((start for start, _ in spans.values()), default=None)
    opening = len(text) if first is None else text.rfind("\n", 0, max(first - 1, 0)) + 1  # without the first heading
    if text[:opening].strip():
        spans[0] = (0, opening)
    return {
        number: Section(number, *TITLES[number], _paragraphs(text, start, end, statements))
        for number, (start, end) in sorted(spans.items())
    }


def _spans(body: Mapping[str, Any], text: str) -> dict[int, tuple[int, int]]:
    """Where each section stands in the text, the longest first, so that a short one is not found inside another."""
    spans: dict[int, tuple[int, int]] = {}
    sections = {number: body[f"section_{number}"] or "" for number in TITLES if number}
    for number, said in sorted(sections.items(), key=lambda section: -len(section[1])):
        start = text.find(said) if said else -1
        while start >= 0 and any(first < start + len(said) and start < last for first, last in spans.values()):
            start = text.find(said, start + 1)
        if start >= 0:
            spans[number] = (start, start + len(said))
    return spans


def _paragraphs(
    text: str, start: int, end: int, statements: Sequence[Mapping[str, Any]]
) -> tuple[tuple[Run, ...], ...]:
    paragraphs = []
    for line in text[start:end].split("\n"):
        if line.strip():
            paragraphs.append(tuple(_runs(text, start, start + len(line), statements)))
        start += len(line) + 1
    return tuple(paragraphs)


def _runs(text: str, start: int, end: int, statements: Sequence[Mapping[str, Any]]) -> Iterator[Run]:
    """Plain words and stated figures in turn; words that state two figures are marked once and say both."""
    by_span: dict[tuple[int, int], list[str]] = {}
    for said in statements:
        if start <= said["start"] < said["end"] <= end:
            by_span.setdefault((said["start"], said["end"]), []).append(_says(said))
    at = start
    for (first, last), says in sorted(by_span.items()):
        if first >= at:
            yield Run(words.shown(text[at:first]))
            yield Run(words.shown(text[first:last]), "；".join(says))
            at = last
    yield Run(words.shown(text[at:end]))


def _says(said: Mapping[str, Any]) -> str:
    about = "约 " if said["approximate"] else ""
    name = said["measure_zh"] or said["measure"].replace("_", " ")
    english = f" · {said['measure_en']}" if said["measure_en"] else ""
    return f"{name}{english} = {about}{words.number(said['value'])} {said['unit'] or ''}".rstrip()
