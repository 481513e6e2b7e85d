"""The tables that hold what a report says, and their columns: those of figures are the rows and columns of the forms."""

from __future__ import annotations

from parsers.forms import FORMS

REQUEST_COLUMNS = tuple(column.key for column in FORMS[0].grid("requests").columns)  # type: ignore[union-attr]
REVIEW_COLUMNS = tuple(column.key for column in FORMS[0].grid("reviews").columns)  # type: ignore[union-attr]
PROACTIVE_COLUMNS = tuple(
    dict.fromkeys(
        column.key for form in FORMS for grid in form.grids if grid.key == "proactive" for column in grid.columns
    )
)

GRIDS = {
    "requests": ("row", REQUEST_COLUMNS),
    "proactive": ("item", PROACTIVE_COLUMNS),
    "reviews": ("stage", REVIEW_COLUMNS),
}
"""Table of figures -> the column that names the form's line, and those of the form."""

_MEANING = ("measure", "label", "value", "unit", "approximate")
_COUNTS = ("cells", "blank", "held", "failed", "undecidable")
COLUMNS = {
    "bodies": ("text", *(f"section_{number}" for number in range(1, 7))),
    "requests": ("row", *REQUEST_COLUMNS, "place"),
    "proactive": ("item", *PROACTIVE_COLUMNS, "amount_unit", "place"),
    "reviews": ("stage", *REVIEW_COLUMNS, "place"),
    "indicators": ("indicator", "value"),
    "statements": ("start", "end", *_MEANING, "quote", "section", "year"),
    "findings": ("check", "severity", "where", "message", "expected", "actual"),
    "readings": ("capture", "grid", "method", "place", *_COUNTS),
    "cells": ("grid", "row", "column", "text", "place", "confidence", "raw"),
}
"""The tables of a report, in an order in which they can be written -> what a row holds beside the report's id."""

COLUMNS_OF_REPORT = {
    table: (*(("id",) if table == "findings" else ()), "report", *columns) for table, columns in COLUMNS.items()
}
"""The same with that id, and with the findings' own."""
