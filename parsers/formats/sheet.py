"""Spreadsheets: .xls, .xlsx and the .et that WPS writes in the format of .xls, read by python-calamine."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Sequence

import python_calamine

from parsers.errors import Damaged, TooLarge
from parsers.formats import biff, parts
from parsers.formats.parts import Parts
from parsers.formats.word import ole
from parsers.formats.word.flow import Flow
from parsers.model import Cell, Document

# A cell that holds something: those of an empty row formatted down to the last one end in "/>".
_REFERENCE = re.compile(rb"""<(?:\w+:)?c\s[^>]{0,99}?r=["']([A-Z]{1,3})([0-9]{1,7})["'][^>]{0,99}(?<!/)>""")
_EXACT = 10**15  # a spreadsheet keeps 15 digits

Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
Range = tuple[tuple[int, int], tuple[int, int]]  # first and last (row, column)


def recognises(body: bytes) -> bool:
    """A zip with the members of a workbook, or an OLE file with a workbook that is not part of a Word document."""
    if any(name.startswith("xl/workbook.") for name in parts.names(body)):
        return True
    return ole.contains(body, "Workbook", "Book") and not ole.contains(body, "WordDocument")


def read(body: bytes) -> Document:
    """Each visible sheet as one table; the text is that of the cells which hold words, row by row."""
    if body.startswith(parts.SIGNATURE):
        _check_extent(Parts(body))
    else:
        for stream in ole.streams(body, "Workbook", "Book").values():
            biff.check(stream)
    flow = Flow("xlsx")
    for sheet in _sheets(body):
        values = sheet.to_python(skip_empty_area=True)
        if values and sheet.start is not None:
            opened = flow.open_table()
            flow.close_table(opened, _rows(values, _clipped(sheet, values)))
            for row in values:
                flow.paragraph(" ".join(value.strip() for value in row if isinstance(value, str) and value.strip()))
    return flow.document()


def shown(value: Value) -> str:
    """A value as a sheet shows it when its cell has no format of its own.

    >>> [shown(value) for value in (12.0, 0.1 + 0.2, 123456789012.0, True, datetime.date(2024, 1, 31), " a ")]
    ['12', '0.3', '123456789012', 'TRUE', '2024-01-31', 'a']
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else f"{value:.15g}"
    return str(value).strip()


def _check_extent(package: Parts) -> None:
    """Refuse what would exhaust memory inside calamine, which ends the process: huge parts, cells far apart."""
    for name in package.names():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            rows, columns = _extent(package.read(name))
            if rows * columns > biff.MAX_CELLS:
                raise TooLarge(f"a sheet of {rows} rows and {columns} columns")
        elif name.startswith("xl/") and name.endswith((".xml", ".bin")):
            package.read(name)


def _extent(content: bytes) -> tuple[int, int]:
    references = set(_REFERENCE.findall(content))
    columns = {letters for letters, _ in references}
    return max((int(row) for _, row in references), default=0), max(map(_column, columns), default=0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _sheets(body: bytes) -> Iterator[python_calamine.CalamineSheet]:
    """The visible sheets; every way in which calamine fails, panics included, is Damaged."""
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(body)) as workbook:
            for entry in workbook.sheets_metadata:
                if entry.visible is python_calamine.SheetVisibleEnum.Visible:
                    sheet = workbook.get_sheet_by_name(entry.name)
                    if sheet.total_height * sheet.total_width > biff.MAX_CELLS:
                        raise TooLarge(f"a sheet of {sheet.total_height} rows and {sheet.total_width} columns")
                    yield sheet
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, TooLarge):
        raise
    except BaseException as error:  # a panic of calamine's is no Exception
        raise Damaged(f"the workbook is cut off or broken ({error})") from error


def _clipped(sheet: python_calamine.CalamineSheet, values: Sequence[Sequence[Value]]) -> list[Range]:
    """The merged ranges, counted from the first used cell and cut to the used area."""
    top, left = sheet.start or (0, 0)
    bottom, right = len(values) - 1, len(values[0]) - 1
    ranges = []
    for (row, column), (last_row, last_column) in sheet.merged_cell_ranges or ():
        first = max(row - top, 0), max(column - left, 0)
        last = min(last_row - top, bottom), min(last_column - left, right)
        if first[0] <= last[0] and first[1] <= last[1]:
            ranges.append((first, last))
    return ranges


def _rows(values: Sequence[Sequence[Value]], ranges: Sequence[Range]) -> tuple[tuple[Cell, ...], ...]:
    rows = [[Cell(shown(value), y, x) for x, value in enumerate(row)] for y, row in enumerate(values)]
    left = 2 * len(values) * len(values[0])  # ranges never overlap in a sound file, so their area is bounded
    for (top, first), (bottom, last) in ranges:
        left -= (bottom - top + 1) * (last - first + 1)
        if left < 0:
            raise Damaged("a workbook whose merged cells overlap")
        merged = Cell(rows[top][first].text, top, first, bottom - top + 1, last - first + 1)
        for row in rows[top : bottom + 1]:
            row[first : last + 1] = [merged] * (last - first + 1)
    return tuple(map(tuple, rows))
