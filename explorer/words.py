"""What the archive's codes mean to a reader, in Chinese and English; unknown codes stand for themselves."""

from __future__ import annotations

import re

Words = tuple[str, str]

LEVELS: dict[str, Words] = {
    "national": ("国家", "National"),
    "province": ("省级", "Province"),
    "provincial": ("省级", "Province"),
    "prefecture": ("地级", "Prefecture"),
    "prefectural": ("地级", "Prefecture"),
    "county": ("县级", "County"),
    "township": ("乡级", "Township"),
}
KINDS: dict[str, Words] = {
    "government": ("政府", "Government"),
    "government_office": ("政府办公室", "Government office"),
    "department": ("部门", "Department"),
    "township": ("乡镇", "Township"),
    "subdistrict": ("街道", "Subdistrict"),
    "zone": ("园区", "Zone"),
    "other": ("其他", "Other"),
}
SCOPES: dict[str, Words] = {"office": ("本机关", "own office"), "area": ("本级政府汇总", "whole area")}
METHODS: dict[str, Words] = {
    "html": ("网页", "web page"),
    "text": ("文本", "text"),
    "docx": ("Word 文档", "Word document"),
    "doc": ("Word 文档", "Word document"),
    "xlsx": ("电子表格", "spreadsheet"),
    "pdf": ("PDF", "PDF"),
    "ofd": ("OFD", "OFD"),
    "ocr": ("图片识别", "picture, recognised"),
    "image": ("图片识别", "picture, recognised"),
}
SEVERITIES: dict[str, Words] = {"error": ("错误", "error"), "warning": ("存疑", "doubtful"), "note": ("说明", "note")}
CHECKS: dict[str, Words] = {
    "flow": ("收支不平", "received and disposed of do not balance"),
    "results_sum": ("办理结果合计不符", "outcomes do not add up"),
    "row_sum": ("申请人合计不符", "applicants do not add up"),
    "review_sum": ("复议诉讼合计不符", "reviews or suits do not add up"),
    "not_a_count": ("不是计数", "not a count"),
    "unit_in_cell": ("格内单位有异", "another unit in the cell"),
    "picture_not_at_hand": ("图片未取得", "picture not at hand"),
    "older_form": ("用旧格式", "older form"),
    "newer_form": ("用新格式", "newer form"),
    "row_by_order": ("按次序对应", "placed by order"),
    "row_cut": ("行被截短", "row cut short"),
    "read_by_sums": ("按勾稽对应", "placed by the sums"),
    "row_without_label": ("行无标签", "row without a label"),
    "row_not_on_form": ("格式所无的行", "row not on the form"),
    "printed_twice": ("一格两数", "printed twice"),
}
RELATIONS: dict[str, Words] = {"edition": ("同址另版", "other edition"), "copy": ("异址转载", "copy elsewhere")}

_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_WEB = re.compile(r"https?://[^\s\x00-\x1f\"'<>]+", re.IGNORECASE)


def said(words: dict[str, Words], code: str | None) -> Words:
    """The words for a code, or the code itself.

    >>> said(LEVELS, "county"), said(CHECKS, "stock_carried")
    (('县级', 'County'), ('stock carried', 'stock carried'))
    """
    plain = (code or "").replace("_", " ")
    return words.get(code or "", (plain, plain))


def both(message: str) -> Words:
    """The Chinese and the English half of a message; a message in one language stands for both.

    >>> both("合计不符 / the sum fails")
    ('合计不符', 'the sum fails')
    """
    chinese, _, english = message.partition(" / ")
    return chinese, english


def shown(text: object, most: int | None = None) -> str:
    """Text of a stranger's page, safe to set among ours: controls that turn the writing direction are spelled out.

    >>> shown("a\\u202eb"), shown("abcd", 3)
    ('a⟨U+202E⟩b', 'abc…')
    """
    words = str(text if text is not None else "")
    if most is not None and len(words) > most:
        words = f"{words[:most]}…"
    return _CONTROLS.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", words)


def web_address(address: str | None) -> str | None:
    """An address that a link may lead to; None for `javascript:`, `file:` and everything else.

    >>> web_address("javascript:alert(1)")
    """
    return address if address and _WEB.fullmatch(address) else None


def number(value: object) -> str:
    """A number as one would print it: no `.0` behind a count.

    >>> number(12.0), number(0.35), number(None)
    ('12', '0.35', '')
    """
    if isinstance(value, float):
        return f"{value:.12g}"
    return "" if value is None else str(value)
