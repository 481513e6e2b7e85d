"""The walk over document.xml in reading order: paragraphs, tables, text boxes and pictures, changes accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from parsers.errors import TooLarge
from parsers.formats.word.docx_names import (
    ALTERNATE,
    BOX,
    CELL,
    CELL_PROPERTIES,
    CHOICE,
    DRAWINGS,
    FALLBACK,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    ROW,
    ROW_PROPERTIES,
    RUN,
    RUN_PROPERTIES,
    TABLE,
    WRAPPERS,
    A,
    M,
    R,
    V,
    W,
    child,
)
from parsers.formats.word.docx_numbering import Numbering
from parsers.formats.word.docx_package import Package
from parsers.formats.word.docx_paragraph import take
from parsers.formats.word.flow import Flow
from parsers.formats.word.line import Line
from parsers.formats.word.spans import MAX_COLUMNS, Merge, Span, fold_slivers, square

Sink = Callable[[str], None]

MAX_DEPTH = 40  # tables within tables and text boxes; Word's own writers stay under 10
MAX_BLOCKS = 300_000  # paragraphs, rows and cells: about 3 seconds
_VALUE, _DELETED, _VANISH, _LINK, _CHUNK = (f"{W}{name}" for name in ("val", "del", "vanish", "hyperlink", "altChunk"))
_GRID_BEFORE, _GRID_SPAN, _VERTICAL_MERGE = (f"{W}{name}" for name in ("gridBefore", "gridSpan", "vMerge"))
_GRID_COLUMNS = f"{W}tblGrid/{W}gridCol"
_ID, _EMBEDDED, _LINKED = (f"{R}{name}" for name in ("id", "embed", "link"))
_BLIP, _IMAGE = f"{A}blip", f"{V}imagedata"
_FORMULAS = {f"{M}oMath", f"{M}oMathPara"}
_FORMULA_TEXT = f"{M}t"
_OFF = {"0", "false", "off"}


class Walker:
    """Puts what it meets into the flow; paragraphs go to a sink, which is the flow or the cell they stand in."""

    def __init__(self, flow: Flow, package: Package, numbering: Numbering) -> None:
        """Start outside of all tables and text boxes."""
        self._flow = flow
        self._package = package
        self._numbering = numbering
        self._depth = 0
        self._blocks = 0

    def blocks(self, parent: etree._Element, sink: Sink) -> None:
        """Walk the paragraphs and tables of a body, cell, content control or text box."""
        for item in parent:
            self._count()
            if item.tag == PARAGRAPH:
                self._paragraph(item, sink)
            elif item.tag == TABLE:
                self._table(item)
            elif item.tag in WRAPPERS:
                self.blocks(item, sink)
            elif item.tag == ALTERNATE:
                self.blocks(_chosen(item), sink)
            elif item.tag == _CHUNK:
                self._flow.doubt("an embedded document (altChunk) was not read")

    def _table(self, table: etree._Element) -> None:
        self._enter()
        opened = self._flow.open_table()
        rows = [self._row(row) for row in _members(table, ROW) if not _is_deleted(child(row, ROW_PROPERTIES))]
        widths = [_number(column) for column in table.iterfind(_GRID_COLUMNS)]
        self._flow.close_table(opened, square(fold_slivers(rows, widths)))
        self._depth -= 1

    def _row(self, row: etree._Element) -> list[Span]:
        spans = []
        start = _width(child(child(row, ROW_PROPERTIES), _GRID_BEFORE), 0)
        for cell in _members(row, CELL):
            properties = child(cell, CELL_PROPERTIES)
            end = start + _width(child(properties, _GRID_SPAN), 1)
            self._count()
            lines: list[str] = []
            self.blocks(cell, lines.append)
            spans.append(Span("\n".join(line.strip() for line in lines).strip("\n"), start, end, _merge(properties)))
            start = end
        return spans

    def _paragraph(self, paragraph: etree._Element, sink: Sink) -> None:
        line = Line()
        boxes: list[etree._Element] = []
        self._inline(paragraph, line, boxes)
        properties = child(paragraph, PARAGRAPH_PROPERTIES)
        if line.text or not _is_deleted(child(properties, RUN_PROPERTIES)):
            sink(self._numbering.label(properties) + line.text)
        for box in boxes:
            self._enter()
            self.blocks(box, sink)
            self._depth -= 1

    def _inline(self, parent: etree._Element, line: Line, boxes: list[etree._Element]) -> None:
        for item in parent:
            if item.tag == RUN:
                self._run(item, line, boxes)
            elif item.tag == _LINK:
                self._link(item, line, boxes)
            elif item.tag in WRAPPERS:
                self._inline(item, line, boxes)
            elif item.tag == ALTERNATE:
                self._inline(_chosen(item), line, boxes)
            elif item.tag in _FORMULAS:
                line.add("".join(text.text or "" for text in item.iter(_FORMULA_TEXT)))

    def _link(self, link: etree._Element, line: Line, boxes: list[etree._Element]) -> None:
        begin = len(line.text)
        self._inline(link, line, boxes)
        target = self._package.targets.get(link.get(_ID, ""))
        if target is not None and target.external:
            self._flow.link(target.name, line.text[begin:])

    def _run(self, run: etree._Element, line: Line, boxes: list[etree._Element]) -> None:
        if _is_on(child(child(run, RUN_PROPERTIES), _VANISH)):
            return
        for item in run:
            if item.tag in DRAWINGS:
                self._drawing(item, boxes)
            elif item.tag == ALTERNATE:
                self._run(_chosen(item), line, boxes)
            else:
                take(line, item)

    def _drawing(self, drawing: etree._Element, boxes: list[etree._Element]) -> None:
        for item in drawing:
            if item.tag == BOX:
                boxes.append(item)
            elif item.tag == _BLIP:
                self._picture(item.get(_EMBEDDED) or item.get(_LINKED))
            elif item.tag == _IMAGE:
                self._picture(item.get(_ID))
            else:
                self._drawing(_chosen(item) if item.tag == ALTERNATE else item, boxes)

    def _picture(self, key: str | None) -> None:
        target = self._package.targets.get(key or "")
        if target is not None:
            self._flow.image(target.name.lstrip("/"), self._package.content(target))

    def _count(self) -> None:
        self._blocks += 1
        if self._blocks > MAX_BLOCKS:
            raise TooLarge(f"a document of more than {MAX_BLOCKS} paragraphs and cells")

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TooLarge(f"tables or text boxes are nested more than {MAX_DEPTH} deep")


def _members(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, through content controls and tracked changes."""
    for item in parent:
        if item.tag == tag:
            yield item
        elif item.tag in WRAPPERS:
            yield from _members(item, tag)


def _chosen(alternates: etree._Element) -> etree._Element:
    """The one branch to read of mc:AlternateContent, else every text box would be read twice."""
    return next(alternates.iter(CHOICE, FALLBACK), alternates)


def _is_deleted(properties: etree._Element | None) -> bool:
    return child(properties, _DELETED) is not None


def _is_on(toggle: etree._Element | None) -> bool:
    return toggle is not None and toggle.get(_VALUE, "1") not in _OFF


def _width(item: etree._Element | None, default: int) -> int:
    text = "" if item is None else item.get(_VALUE, "")
    if not text.isdecimal():
        return default
    if len(text) > 4 or int(text) > MAX_COLUMNS:
        raise TooLarge(f"a cell spans {text[:20]} columns")
    return max(int(text), default)


def _number(column: etree._Element) -> int:
    text = column.get(f"{W}w", "")
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _merge(properties: etree._Element | None) -> Merge:
    item = child(properties, _VERTICAL_MERGE)
    if item is None:
        return Merge.ALONE
    return Merge.FIRST if item.get(_VALUE) == "restart" else Merge.MORE
