"""Which automatic number a paragraph of a .docx carries (ISO/IEC 29500-1 section 17.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from parsers.formats.word.docx_names import W, child
from parsers.formats.word.numbering import Counters, Level, Scheme

_MAX_STEPS = 20  # of style inheritance; Word stops at 11
_GAPS = {"nothing": "", "space": " ", "tab": " "}

Placing = tuple[str | None, int | None]  # numId, ilvl


class Numbering:
    """The lists of one document and where each has got to."""

    def __init__(self, schemes: dict[str, Scheme], styles: dict[str, Placing]) -> None:
        """Lists by numId; the list and level of each paragraph style."""
        self._schemes = schemes
        self._styles = styles
        self._counters = Counters()

    def label(self, properties: etree._Element | None) -> str:
        """The number Word prints before the paragraph of these w:pPr; "" for none. Counts it."""
        if properties is None or not self._schemes:
            return ""
        inherited = self._styles.get(_value(child(properties, f"{W}pStyle")) or "", (None, None))
        number, depth = _placing(child(properties, f"{W}numPr"))
        scheme = self._schemes.get(number or inherited[0] or "")
        if scheme is None:
            return ""
        depth = depth if depth is not None else inherited[1]
        return self._counters.label(scheme, depth or 0)


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The lists stated by numbering.xml, with the paragraph styles of styles.xml that belong to them."""
    if numbering is None:
        return Numbering({}, {})
    own = _style_placings(styles)
    abstract = _abstract_lists(numbering, own)
    schemes = {}
    for item in numbering.findall(f"{W}num"):
        name = item.get(f"{W}numId", "")
        schemes[name] = _scheme(item, name, abstract.get(_value(item.find(f"{W}abstractNumId")) or "", {}))
    linked = _linked_styles(numbering)
    return Numbering(schemes, {key: _with_depth(placing, linked.get(key)) for key, placing in own.items()})


def _with_depth(placing: Placing, depth: int | None) -> Placing:
    return placing[0], placing[1] if placing[1] is not None else depth


def _scheme(item: etree._Element, name: str, levels: dict[int, Level]) -> Scheme:
    levels, starts = dict(levels), {}
    for override in item.findall(f"{W}lvlOverride"):
        depth = _number(override.get(f"{W}ilvl"), 0)
        own = override.find(f"{W}lvl")
        if own is not None:
            levels[depth] = _level(own)
        start = override.find(f"{W}startOverride")
        if start is not None:
            starts[depth] = _number(_value(start), 1)
    return Scheme(name, _value(item.find(f"{W}abstractNumId")) or "", levels, starts)


def _abstract_lists(numbering: etree._Element, styles: dict[str, Placing]) -> dict[str, dict[int, Level]]:
    """abstractNumId -> its levels; a list that only names a numbering style borrows that style's levels."""
    items = {item.get(f"{W}abstractNumId", ""): item for item in numbering.findall(f"{W}abstractNum")}
    behind = {
        item.get(f"{W}numId", ""): _value(item.find(f"{W}abstractNumId")) for item in numbering.findall(f"{W}num")
    }
    lists = {}
    for key, item in items.items():
        link = _value(item.find(f"{W}numStyleLink"))
        number = styles.get(link or "", (None, None))[0]
        source = items.get(behind.get(number or "") or "", item)
        lists[key] = {_number(lvl.get(f"{W}ilvl"), 0): _level(lvl) for lvl in source.findall(f"{W}lvl")}
    return lists


def _level(item: etree._Element) -> Level:
    level = Level(
        start=_number(_value(item.find(f"{W}start")), 0),
        style=_value(item.find(f".//{W}numFmt")) or "decimal",
        text=_value(item.find(f"{W}lvlText")) or "",
        gap=_GAPS.get(_value(item.find(f"{W}suff")) or "tab", " "),
        legal=item.find(f"{W}isLgl") is not None,
    )
    restart = item.find(f"{W}lvlRestart")
    return level if restart is None else replace(level, restart=_number(_value(restart), 0))


def _linked_styles(numbering: etree._Element) -> dict[str, int]:
    return {_value(lvl.find(f"{W}pStyle")) or "": _number(lvl.get(f"{W}ilvl"), 0) for lvl in numbering.iter(f"{W}lvl")}


def _style_placings(styles: etree._Element | None) -> dict[str, Placing]:
    """styleId -> the numId and level its paragraphs have, inherited through basedOn."""
    if styles is None:
        return {}
    items = {item.get(f"{W}styleId", ""): item for item in styles.findall(f"{W}style")}
    return {key: _inherited(key, items) for key in items}


def _inherited(key: str, items: dict[str, etree._Element]) -> Placing:
    number: str | None = None
    depth: int | None = None
    for item in _ancestry(key, items):
        own_number, own_depth = _placing(item.find(f"{W}pPr/{W}numPr"))
        number = number if number is not None else own_number
        depth = depth if depth is not None else own_depth
    return number, depth


def _ancestry(key: str, items: dict[str, etree._Element]) -> Iterator[etree._Element]:
    for _ in range(_MAX_STEPS):
        if key not in items:
            return
        yield items[key]
        key = _value(items[key].find(f"{W}basedOn")) or ""


def _placing(item: etree._Element | None) -> Placing:
    if item is None:
        return None, None
    depth = _value(item.find(f"{W}ilvl"))
    return _value(item.find(f"{W}numId")), None if depth is None else _number(depth, 0)


def _value(item: etree._Element | None) -> str | None:
    return None if item is None else item.get(f"{W}val")


def _number(text: str | None, default: int) -> int:
    return int(text) if text and len(text) < 10 and text.isdecimal() else default
