"""What stands inside a cell: the same text as office programs and editors mark it up."""

from __future__ import annotations

import random
from html import escape

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_MARKS = ("①", "<sup>1</sup>", "*", "[1]", "<sup>注</sup>", "²")
_GLOSSES = {
    "本年处理决定数量": "处理决定数量(指2023年办件量)",
    "处理决定数量": "处理决定数量（指2020年办件数量）",
    "行政规范性文件": "行政规范性文件（指有正式文号的文件）",
    "上一年项目数量": "上一年项目数量<br>(指2019年数量)",
    "本年增/减": "本年增/减（减少用负数）",
    "其他处理": "其他处理（含补正）",
    "总计": "合  计",
}


def plain(text: str, chance: random.Random) -> str:
    """As it is."""
    return escape(text)


def pasted_by_word(text: str, chance: random.Random) -> str:
    """Paragraph, language spans that cut numbers in two, o:p, a conditional comment."""
    head, tail = _halves(text, chance)
    return (
        "<p class=\"MsoNormal\" align=center style='text-align:center'><!--[if gte mso 9]><xml>0</xml><![endif]-->"
        f'<span lang="EN-US" style="font-size:10.5pt">{head}</span><span lang=EN-US>{tail}<o:p></o:p></span></p>\n'
    )


def pasted_by_wps(text: str, chance: random.Random) -> str:
    """Fonts inside spans inside fonts, an empty paragraph after."""
    head, tail = _halves(text, chance)
    return (
        f'<p style="text-align:center;mso-pagination:widow-orphan"><span style="font-family:宋体"><font face="宋体">{head}'
        f'</font></span><font>{tail}</font><span style="mso-spacerun:yes">&nbsp;</span></p><p>&nbsp;</p>'
    )


def entities(text: str, chance: random.Random) -> str:
    """Digits and characters as numeric entities, decimal or hexadecimal."""
    return "".join(chance.choice(("&#%d;", "&#x%X;")) % ord(character) for character in text)


def invisible(text: str, chance: random.Random) -> str:
    """Zero-width characters and spaces of all widths around and inside."""
    between = chance.choice(("\u200b", "\ufeff", "&#8203;", "&zwnj;"))
    return "&nbsp;\u3000" + between.join(map(escape, text)) + "&emsp; "


def wide(text: str, chance: random.Random) -> str:
    """Full-width digits in an indented paragraph."""
    return f"<div>\u3000\u3000{escape(text.translate(_WIDE))}</div>"


def noted(text: str, chance: random.Random) -> str:
    """Now and then a footnote's mark after a number."""
    marked = text.isdecimal() and chance.random() < 0.2
    return escape(text) + (chance.choice(_MARKS) if marked else "")


def glossed(text: str, chance: random.Random) -> str:
    """Labels with local explanations; numbers with their unit."""
    if text.isdecimal():
        return text + chance.choice(("", "件", " 件"))
    return _GLOSSES.get(text, escape(text).replace("申请人情况", "申请人<br/>情况"))


def _halves(text: str, chance: random.Random) -> tuple[str, str]:
    at = chance.randint(0, len(text))
    return escape(text[:at]), escape(text[at:])
