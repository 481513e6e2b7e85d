"""The records of an .xls ([MS-XLS]), looked through before calamine takes what they claim for granted."""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from

from parsers.errors import Damaged, TooLarge

MAX_CELLS = 1_000_000  # of one sheet, empty ones counted: calamine stores them all
MAX_CLAIMED = 1 << 24  # cells that a sheet may announce, all of its 65,536 rows and 256 columns

_END, _FILE_PASS, _SHEET, _MANY, _DIMENSIONS = 0x0A, 0x2F, 0x85, 0xBD, 0x200
_VALUES = frozenset((0x06, _MANY, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E))  # records of cells that are not empty


def check(stream: bytes) -> None:
    """Raises Damaged for an encrypted workbook, TooLarge for sheets that would exhaust memory, which ends the process.

    The sheets lie where the workbook says, each as far as its end record, as calamine reads them.
    """
    places = set()
    for kind, at, length in _records(stream, 0):
        if kind == _FILE_PASS:
            raise Damaged("an encrypted workbook: it opens only with its password")
        if kind == _SHEET and length >= 4:
            places.add(unpack_from("<I", stream, at)[0])
    for place in places:
        _check_sheet(stream, place)


def _check_sheet(stream: bytes, place: int) -> None:
    rows, columns = set(), set()
    for kind, at, length in _records(stream, place):
        if kind == _DIMENSIONS and length >= 10:
            first, last, left, right = unpack_from("<IIHH" if length >= 14 else "<HHHH", stream, at)
            if first > last + 1 or left > right + 1:
                raise Damaged("a sheet that ends before it begins")
            _limit(last - first + 1, right - left + 1, MAX_CLAIMED)
        elif kind in _VALUES and length >= 4:
            row, column = unpack_from("<HH", stream, at)
            rows.add(row)
            columns |= {column, unpack_from("<H", stream, at + length - 2)[0] if kind == _MANY else column}
    if rows:
        _limit(max(rows) - min(rows) + 1, max(columns) - min(columns) + 1, MAX_CELLS)


def _limit(rows: int, columns: int, most: int) -> None:
    if rows * columns > most:
        raise TooLarge(f"a sheet of {rows} rows and {columns} columns")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of each whole record from a place as far as the end record."""
    while at + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, at)
        if kind == _END or at + 4 + length > len(stream):
            return
        yield kind, at + 4, length
        at += 4 + length
