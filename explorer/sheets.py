"""A report's numbers in the places of the official form, each with what was printed, where it stood and what is doubted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explorer.layout import Heading, Layout, Slot, layout_of
from explorer.places import Spot, parse
from explorer.words import number
from parsers.model import Grid

Row = Mapping[str, Any]
KEY_OF_ROW = {"requests": "row", "proactive": "item", "reviews": "stage", "indicators": "indicator"}
SUMS = ("results_total", "total")


@dataclass(frozen=True, slots=True)
class Printed:
    """One place of the form: `kind` is number, sign, blank or absent (the report does not print it)."""

    text: str
    kind: str
    classes: str
    title: str
    source: str | None
    across: int
    name: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row ready to be set; `en` is the English of its line, for the stub on the right."""

    headings: tuple[Heading, ...]
    cells: tuple[Printed, ...]
    en: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table ready to be set."""

    grid: Grid
    layout: Layout
    rows: tuple[SheetRow, ...]
    printed: bool


@dataclass(frozen=True, slots=True)
class Entries:
    """What the archive holds of one table of one report."""

    rows: Mapping[str, Row]
    cells: Mapping[tuple[str, str], Row]
    doubts: Mapping[str, str]
    source: Callable[[Spot, str], str] | None


def sheet_of(grid: Grid, entries: Entries) -> Sheet:
    """The table as the form prints it, filled with what the report prints."""
    layout = layout_of(grid, entries.rows)
    rows = tuple(
        SheetRow(row.headings, tuple(_printed(grid, entries, slot) for slot in row.slots), _english(row.headings))
        for row in layout.body
    )
    return Sheet(grid, layout, rows, bool(entries.rows))


def entries_of(
    grid: str,
    rows: Sequence[Row],
    cells: Sequence[Row],
    findings: Sequence[Row],
    source: Callable[[Spot, str], str] | None,
) -> Entries:
    """The rows of one table, by the keys of the form."""
    return Entries(
        {row[KEY_OF_ROW[grid]]: row for row in rows},
        {(cell["row"], cell["column"]): cell for cell in cells if cell["grid"] == grid},
        _doubts(findings),
        source,
    )


def _doubts(findings: Sequence[Row]) -> dict[str, str]:
    """Where something is doubted -> how badly; the worst wins."""
    doubts: dict[str, str] = {}
    for finding in findings:
        if finding["severity"] != "note":
            known = doubts.get(finding["where"])
            doubts[finding["where"]] = "error" if "error" in (known, finding["severity"]) else "warning"
    return doubts


def _printed(grid: Grid, entries: Entries, slot: Slot) -> Printed:
    row = entries.rows.get(slot.line)
    value = row[slot.column] if row is not None and slot.column in row.keys() else None  # noqa: SIM118 (sqlite3.Row)
    cell = entries.cells.get((slot.line, slot.column))
    text = cell["text"] if cell is not None and cell["text"] else number(value)
    kind = "absent" if row is None else "blank" if not text else "sign" if value is None else "number"
    spot = _spot(grid, slot, row, cell)
    return Printed(
        text=text,
        kind=kind,
        classes=" ".join(_classes(grid, slot, kind, text, entries.doubts)),
        title=_title(grid, slot, kind, text, cell, spot),
        source=entries.source(spot, text) if entries.source and spot else None,
        across=slot.across,
        name=f"{grid.key}.{slot.line}.{slot.column}",
    )


def _classes(grid: Grid, slot: Slot, kind: str, text: str, doubts: Mapping[str, str]) -> list[str]:
    where = f"{grid.key}.{slot.line}.{slot.column}"
    doubt = doubts.get(where) or doubts.get(f"{grid.key}.{slot.line}")
    summed = slot.column in SUMS or slot.line in SUMS
    return [kind, *["zero"] * (text == "0"), *["sum"] * summed, *[f"doubt {doubt}"] * bool(doubt)]


def _spot(grid: Grid, slot: Slot, row: Row | None, cell: Row | None) -> Spot | None:
    if cell is not None and (own := parse(cell["place"])):
        return own
    spot = parse(row["place"]) if row is not None and "place" in row.keys() else None  # noqa: SIM118
    if spot is None:
        return None
    line = next(line for line in grid.lines if line.key == slot.line)
    columns = [column.key for column in grid.columns_of(line)]
    return spot.cell(columns.index(slot.column), len(columns))


def _title(grid: Grid, slot: Slot, kind: str, text: str, cell: Row | None, spot: Spot | None) -> str:
    """What hovering over a number says: its line and column in both languages, as printed, and where."""
    line = next(line for line in grid.lines if line.key == slot.line)
    column = next(column for column in grid.columns if column.key == slot.column)
    printed = {"absent": "未印 not printed", "blank": "空白 blank"}.get(kind, f"印作 printed {text}")
    words = [f"{line.zh} · {column.zh}", f"{line.en} · {column.en}", printed]
    if cell is not None and cell["confidence"] is not None and cell["confidence"] < 1:
        words.append(f"识别把握 confidence {cell['confidence']:.2f}")
    return "\n".join([*words, *([f"{spot.zh} · {spot}"] if spot else [])])


def _english(headings: Collection[Heading]) -> str:
    return next((heading.en for heading in reversed(tuple(headings)) if heading.key), "")
