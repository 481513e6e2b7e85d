"""Characters of symbol fonts: a tick or box drawn by Wingdings has a code that means nothing without its font."""

from __future__ import annotations

# Symbols that stand for something a reader needs, in the fonts Word ships: ticks, boxes, bullets, signs.
_SYMBOLS = {
    ("wingdings", 0xFC): "✓", ("wingdings", 0xFB): "✗", ("wingdings", 0xFE): "☑", ("wingdings", 0xFD): "☒",
    ("wingdings", 0xA8): "□", ("wingdings", 0x6F): "□", ("wingdings", 0x6C): "●", ("wingdings", 0xD8): "➢",
    ("wingdings 2", 0x50): "✓", ("wingdings 2", 0x52): "☑", ("wingdings 2", 0x53): "☒", ("wingdings 2", 0xA3): "□",
    ("symbol", 0xB7): "•", ("symbol", 0xB4): "×", ("symbol", 0xB8): "÷", ("symbol", 0xB1): "±",
    ("symbol", 0xB0): "°", ("symbol", 0x6D): "μ", ("symbol", 0xA3): "≤", ("symbol", 0xB3): "≥", ("symbol", 0xB9): "≠",
}  # fmt: skip


def symbol(font: str, number: int) -> str:
    """The character that a symbol stands for; "" where the font's drawing has no equal that is known.

    >>> symbol("Wingdings", 0xF0FE), symbol("宋体", 0x2460), symbol("Symbol", 0xF03D)
    ('☑', '①', '=')
    """
    if not 0xF000 <= number <= 0xF0FF:
        return chr(number) if 0x20 <= number < 0xD800 else ""
    font = font.casefold()
    if font == "symbol" and 0x20 <= number & 0xFF < 0x40:  # digits and signs stand where ASCII has them
        return chr(number & 0xFF)
    return _SYMBOLS.get((font, number & 0xFF), "")
