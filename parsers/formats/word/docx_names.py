"""The XML names of WordprocessingML that our walker knows, strict names brought to the transitional ones."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

PARAGRAPH, TABLE, ROW, CELL, RUN, TEXT, BOX = (
    f"{W}{name}" for name in ("p", "tbl", "tr", "tc", "r", "t", "txbxContent")
)
PARAGRAPH_PROPERTIES, RUN_PROPERTIES, ROW_PROPERTIES, CELL_PROPERTIES = (
    f"{W}{name}" for name in ("pPr", "rPr", "trPr", "tcPr")
)
ALTERNATE, CHOICE, FALLBACK = (f"{MC}{name}" for name in ("AlternateContent", "Choice", "Fallback"))
DRAWINGS = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object"))
# What stands around paragraphs, rows, cells or runs without being seen.
WRAPPERS = frozenset(
    f"{W}{name}"
    for name in (
        "sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "fldSimple", "dir", "bdo", "ruby", "rubyBase",
    )
)  # fmt: skip

_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMESPACES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W),
    (b"http://purl.oclc.org/ooxml/drawingml/main", A),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M),
)


def transitional(content: bytes) -> bytes:
    """XML with the strict namespaces (ISO/IEC 29500-1) replaced by the transitional ones that others write."""
    if _STRICT not in content:
        return content
    for strict, name in _NAMESPACES:
        content = content.replace(strict, name.strip("{}").encode())
    return content


def child(item: etree._Element | None, tag: str) -> etree._Element | None:
    """The first child of that name; a third of the time that lxml's `find` takes, and asked ten times a cell."""
    return None if item is None else next(item.iterchildren(tag), None)
