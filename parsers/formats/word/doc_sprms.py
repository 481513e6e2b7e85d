"""Word's property modifiers ([MS-DOC] 2.2.5, sprm): what a run of them says of a paragraph, a row, a character."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.formats.word.spans import Merge

_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # operand bytes by the top three bits of the code; 0: its first byte says
_TABLE_DEFINITION = 0xD608
_TAB_CHANGES = 0xC615
_HUGE = (0x6645, 0x6646)  # sprmPHugePapx: the rest of the modifiers stands in the Data stream


@dataclass(frozen=True, slots=True)
class RowShape:
    """A table row: the edges of its cells in twips, one more than cells, and how each cell is merged."""

    edges: tuple[int, ...]
    joined: tuple[bool, ...]  # True: this cell is one with the cell to its left
    merges: tuple[Merge, ...]


@dataclass(frozen=True, slots=True)
class ParagraphProperties:
    """What matters of a paragraph: how deep in tables it stands, what its mark ends, its row and its list."""

    depth: int = 0
    ends_cell: bool = False  # says it of nested tables; in an outer one the mark itself does
    ends_row: bool = False
    row: RowShape | None = None
    style: int = 0
    list: int | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class CharacterProperties:
    """What matters of a run: not shown at all, a picture's place in the Data stream, a symbol (font, code)."""

    hidden: bool = False
    picture: int | None = None
    symbol: tuple[int, int] | None = None


def modifiers(content: bytes, data: bytes = b"") -> Iterator[tuple[int, bytes]]:
    """(code, operand) of each modifier; those that Word moved to the Data stream follow in their place."""
    at = 0
    while at + 2 < len(content):
        code = content[at] | content[at + 1] << 8
        start, end = _operand(content, at + 2, code)
        operand = content[start:end]
        if code in _HUGE and len(operand) == 4:
            offset = int.from_bytes(operand, "little")
            size = int.from_bytes(data[offset : offset + 2], "little")
            yield from modifiers(data[offset + 2 : offset + 2 + size])
        else:
            yield code, operand
        at = end


def paragraph_properties(style: int, content: bytes, data: bytes) -> ParagraphProperties:
    """The properties of a paragraph from the modifiers of its PAPX."""
    found = dict(modifiers(content, data))
    depth = int.from_bytes(found.get(0x6649, b""), "little", signed=True)  # sprmPItap
    inner = found.get(0x244C, b"\0") == b"\1"  # sprmPFInnerTtp
    ends_row = inner or found.get(0x2417, b"\0") == b"\1"  # sprmPFTtp
    list_number, level = found.get(0x460B), found.get(0x260A)  # sprmPIlfo, sprmPIlvl
    return ParagraphProperties(
        depth=depth if depth > 0 else int(found.get(0x2416, b"\0") == b"\1"),  # sprmPFInTable
        ends_cell=found.get(0x244B, b"\0") == b"\1",  # sprmPFInnerTableCell
        ends_row=ends_row,
        row=row_shape(found) if ends_row else None,
        style=style,
        list=None if list_number is None else int.from_bytes(list_number, "little"),
        level=None if level is None else level[0],
    )


def character_properties(content: bytes) -> CharacterProperties | None:
    """The properties of a character run, or None for the common run that has none of them."""
    found = dict(modifiers(content))
    # 0x81 is the opposite of the style's setting: deleted (sprmCFRMarkDel), but shown where the style hides its
    # text, as templates do with instructions (sprmCFVanish).
    hidden = found.get(0x0800) in (b"\1", b"\x81") or found.get(0x083C) == b"\1"
    picture, symbol = found.get(0x6A03), found.get(0x6A09)  # sprmCPicLocation, sprmCSymbol
    if not (hidden or picture or symbol):
        return None
    return CharacterProperties(
        hidden,
        int.from_bytes(picture, "little") if picture else None,
        struct.unpack("<HH", symbol) if symbol and len(symbol) == 4 else None,
    )


def row_shape(found: dict[int, bytes]) -> RowShape | None:
    """The cells of a row ([MS-DOC] 2.9.315, TDefTableOperand), with the merges stated apart from it."""
    operand = found.get(_TABLE_DEFINITION, b"")
    if len(operand) < 5:
        return None
    count = operand[2]
    if len(operand) < 5 + 2 * count:
        return None
    edges = struct.unpack_from(f"<{count + 1}h", operand, 3)
    flags = [_cell_flags(operand, 5 + 2 * count + 20 * number) for number in range(count)]
    joined = _joined([flag & 3 for flag in flags])
    merges = [_vertical(flag >> 5 & 3) for flag in flags]
    _apply(found, joined, merges)
    return RowShape(edges, tuple(joined), tuple(merges))


def _operand(content: bytes, at: int, code: int) -> tuple[int, int]:
    """Where an operand begins and where the next modifier does."""
    size = _SIZES[code >> 13]
    if size:
        return at, at + size
    if code == _TABLE_DEFINITION:
        return at, at + 1 + max(int.from_bytes(content[at : at + 2], "little"), 1)
    if code == _TAB_CHANGES and content[at : at + 1] == b"\xff":  # too long for a byte: counted from its two lists
        gone = content[at + 1] if at + 1 < len(content) else 0
        new = at + 2 + 4 * gone
        return at + 1, new + 1 + 3 * (content[new] if new < len(content) else 0)
    return at + 1, at + 1 + (content[at] if at < len(content) else 0)


def _cell_flags(operand: bytes, at: int) -> int:
    return int.from_bytes(operand[at : at + 2], "little")


def _joined(flags: list[int]) -> list[bool]:
    """Which cells are one with their left neighbour.

    The first cell of such a group and the others carry different flags; [MS-DOC] 2.9.327 and the files that
    Word 97 wrote disagree about which is which, so the first flag met in a row is taken for the beginning of a group.
    """
    first = next((flag for flag in flags if flag), 0)
    return [bool(flag and flag != first and flags[number - 1]) for number, flag in enumerate(flags)]


def _vertical(flag: int) -> Merge:
    return Merge.FIRST if flag & 2 else Merge.MORE if flag & 1 else Merge.ALONE


def _apply(found: dict[int, bytes], joined: list[bool], merges: list[Merge]) -> None:
    """sprmTMerge and sprmTVertMerge change what the definition of the row said."""
    across = found.get(0x5624)
    if across and len(across) == 2:
        for number in range(across[0] + 1, min(across[1], len(joined))):
            joined[number] = True
    down = found.get(0xD62B)
    if down and len(down) >= 2 and down[0] < len(merges):
        merges[down[0]] = _vertical(down[1] & 3)
