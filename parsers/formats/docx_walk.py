"""The walk over document.xml in reading order: paragraphs, tables, text boxes and pictures, changes accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from parsers.errors import TooLarge
from parsers.formats.docx_names import MC, A, M, R, V, W
from parsers.formats.docx_numbering import Numbering
from parsers.formats.docx_package import Package
from parsers.formats.docx_paragraph import take
from parsers.formats.flow import Flow
from parsers.formats.line import Line
from parsers.formats.spans import MAX_COLUMNS, Merge, Span, fold_slivers, square

Sink = Callable[[str], None]

MAX_DEPTH = 40  # tables within tables and text boxes; Word's own writers stay under 10

_WRAPPERS = {
    f"{W}{name}"
    for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "fldSimple", "dir", "bdo", "ruby")
} | {f"{W}rubyBase"}
_DRAWINGS = {f"{W}{name}" for name in ("drawing", "pict", "object")}
_OFF = {"0", "false", "off"}


class Walker:
    """Puts what it meets into the flow; paragraphs go to a sink, which is the flow or the cell they stand in."""

    def __init__(self, flow: Flow, package: Package, numbering: Numbering) -> None:
        """Start outside of all tables and text boxes."""
        self._flow = flow
        self._package = package
        self._numbering = numbering
        self._depth = 0

    def blocks(self, parent: etree._Element, sink: Sink) -> None:
        """Walk the paragraphs and tables of a body, cell, content control or text box."""
        for item in parent:
            if item.tag == f"{W}p":
                self._paragraph(item, sink)
            elif item.tag == f"{W}tbl":
                self._table(item)
            elif item.tag in _WRAPPERS:
                self.blocks(item, sink)
            elif item.tag == f"{MC}AlternateContent":
                self.blocks(_chosen(item), sink)
            elif item.tag == f"{W}altChunk":
                self._flow.doubt("an embedded document (altChunk) was not read")

    def _table(self, table: etree._Element) -> None:
        self._enter()
        opened = self._flow.open_table()
        rows = [self._row(row) for row in _members(table, f"{W}tr") if not _is_deleted(row, "trPr")]
        widths = [_number(column) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        self._flow.close_table(opened, square(fold_slivers(rows, widths)))
        self._depth -= 1

    def _row(self, row: etree._Element) -> list[Span]:
        spans = []
        start = _width(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in _members(row, f"{W}tc"):
            end = start + _width(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
            lines: list[str] = []
            self.blocks(cell, lines.append)
            spans.append(Span("\n".join(line.strip() for line in lines).strip("\n"), start, end, _merge(cell)))
            start = end
        return spans

    def _paragraph(self, paragraph: etree._Element, sink: Sink) -> None:
        line = Line()
        boxes: list[etree._Element] = []
        self._inline(paragraph, line, boxes)
        properties = paragraph.find(f"{W}pPr")
        if line.text or not _is_deleted(paragraph, f"pPr/{W}rPr"):
            sink(self._numbering.label(properties) + line.text)
        for box in boxes:
            self._enter()
            self.blocks(box, sink)
            self._depth -= 1

    def _inline(self, parent: etree._Element, line: Line, boxes: list[etree._Element]) -> None:
        for item in parent:
            if item.tag == f"{W}r":
                self._run(item, line, boxes)
            elif item.tag == f"{W}hyperlink":
                self._link(item, line, boxes)
            elif item.tag in _WRAPPERS:
                self._inline(item, line, boxes)
            elif item.tag == f"{MC}AlternateContent":
                self._inline(_chosen(item), line, boxes)
            elif item.tag in (f"{M}oMath", f"{M}oMathPara"):
                line.add("".join(text.text or "" for text in item.iter(f"{M}t")))

    def _link(self, link: etree._Element, line: Line, boxes: list[etree._Element]) -> None:
        begin = len(line.text)
        self._inline(link, line, boxes)
        target = self._package.targets.get(link.get(f"{R}id", ""))
        if target is not None and target.external:
            self._flow.link(target.name, line.text[begin:])

    def _run(self, run: etree._Element, line: Line, boxes: list[etree._Element]) -> None:
        if _is_on(run.find(f"{W}rPr/{W}vanish")):
            return
        for item in run:
            if item.tag in _DRAWINGS:
                self._drawing(item, boxes)
            elif item.tag == f"{MC}AlternateContent":
                self._run(_chosen(item), line, boxes)
            else:
                take(line, item)

    def _drawing(self, drawing: etree._Element, boxes: list[etree._Element]) -> None:
        for item in drawing:
            if item.tag == f"{W}txbxContent":
                boxes.append(item)
            elif item.tag == f"{A}blip":
                self._picture(item.get(f"{R}embed") or item.get(f"{R}link"))
            elif item.tag == f"{V}imagedata":
                self._picture(item.get(f"{R}id"))
            else:
                self._drawing(_chosen(item) if item.tag == f"{MC}AlternateContent" else item, boxes)

    def _picture(self, key: str | None) -> None:
        target = self._package.targets.get(key or "")
        if target is not None:
            self._flow.image(target.name.lstrip("/"), self._package.content(target))

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TooLarge(f"tables or text boxes are nested more than {MAX_DEPTH} deep")


def _members(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, through content controls and tracked changes."""
    for item in parent:
        if item.tag == tag:
            yield item
        elif item.tag in _WRAPPERS:
            yield from _members(item, tag)


def _chosen(alternates: etree._Element) -> etree._Element:
    """The one branch to read of mc:AlternateContent, else every text box would be read twice."""
    return next(alternates.iter(f"{MC}Choice", f"{MC}Fallback"), alternates)


def _is_deleted(item: etree._Element, properties: str) -> bool:
    return item.find(f"{W}{properties}/{W}del") is not None


def _is_on(toggle: etree._Element | None) -> bool:
    return toggle is not None and toggle.get(f"{W}val", "1") not in _OFF


def _width(item: etree._Element | None, default: int) -> int:
    text = "" if item is None else item.get(f"{W}val", "")
    if not text.isdecimal():
        return default
    if len(text) > 4 or int(text) > MAX_COLUMNS:
        raise TooLarge(f"a cell spans {text[:20]} columns")
    return max(int(text), default)


def _number(column: etree._Element) -> int:
    text = column.get(f"{W}w", "")
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _merge(cell: etree._Element) -> Merge:
    item = cell.find(f"{W}tcPr/{W}vMerge")
    if item is None:
        return Merge.ALONE
    return Merge.FIRST if item.get(f"{W}val") == "restart" else Merge.MORE
