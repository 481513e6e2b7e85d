"""What the children of a run print in a .docx: text, tabs, breaks, symbols, fields (ISO/IEC 29500-1 section 17.3.3)."""

from __future__ import annotations

import re

from lxml import etree

from parsers.formats.word.docx_names import TEXT, W
from parsers.formats.word.line import Line
from parsers.formats.word.symbols import symbol

_FIELD_CHARACTER, _FIELD_KIND, _SYMBOL = f"{W}fldChar", f"{W}fldCharType", f"{W}sym"
_CODE = re.compile(r"[0-9A-Fa-f]{1,4}")
_CHARACTERS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_FIELD = {"begin": Line.open_field, "separate": Line.show_result, "end": Line.close_field}


def take(line: Line, item: etree._Element) -> None:
    """Add to the line what one child of a run prints."""
    if item.tag == TEXT:
        line.add(item.text or "")
    elif item.tag in _CHARACTERS:
        line.add(_CHARACTERS[item.tag])
    elif item.tag == _FIELD_CHARACTER:
        _FIELD.get(item.get(_FIELD_KIND, ""), Line.close_field)(line)
    elif item.tag == _SYMBOL:
        code = item.get(f"{W}char", "")
        line.add(symbol(item.get(f"{W}font", ""), int(code, 16) if _CODE.fullmatch(code) else 0))
