"""Other readers on the same documents, their tables aligned with the forms by our own rules: each at its best."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from io import BytesIO

from parsers.figures import align
from parsers.model import Cell, Reading, Table


def pdfplumber_alone(body: bytes) -> Reading:
    """pdfplumber's own extract_tables()."""
    import pdfplumber

    with pdfplumber.open(BytesIO(body)) as book:
        return _aligned(table for page in book.pages for table in page.extract_tables())


def python_docx(body: bytes) -> Reading:
    """python-docx: every table's rows of cells."""
    import docx

    tables = docx.Document(BytesIO(body)).tables
    return _aligned([[cell.text for cell in row.cells] for row in table.rows] for table in tables)


def markitdown(body: bytes) -> Reading:
    """markitdown: the pipes of its Markdown."""
    words = _converter().convert_stream(BytesIO(body)).text_content
    blocks = re.split(r"\n(?!\|)", words)
    rows = ([line.strip("|").split("|") for line in block.splitlines() if "|" in line] for block in blocks)
    return _aligned(table for table in rows if table)


def rapidocr_whole(body: bytes) -> Reading:
    """RapidOCR on the whole picture: its boxes put into rows by their middles."""
    found = _recogniser()(body)
    boxes = [] if found.boxes is None else zip(found.boxes, found.txts, strict=True)
    words = sorted(
        ((box[:, 1].mean(), box[:, 0].min(), box[:, 1].max() - box[:, 1].min(), text) for box, text in boxes)
    )
    rows: list[list[tuple[float, str]]] = []
    middle = -1e9
    for y, x, height, text in words:
        if y - middle > 0.6 * height:
            rows.append([])
        middle = y
        rows[-1].append((x, text))
    return _aligned([[[text for _, text in sorted(row)] for row in rows]])


def _aligned(tables: Iterable[Sequence[Sequence[str | None]]]) -> Reading:
    made = tuple(_table(rows, index) for index, rows in enumerate(tables))
    return Reading("part", figures=align(made).figures)


def _table(rows: Sequence[Sequence[str | None]], index: int) -> Table:
    cells = tuple(
        tuple(Cell((text or "").strip(), number, column) for column, text in enumerate(row))
        for number, row in enumerate(rows)
    )
    return Table(cells, index, squared=False)


@cache
def _converter():  # noqa: ANN202 (a library without types)
    from markitdown import MarkItDown

    return MarkItDown()


@cache
def _recogniser():  # noqa: ANN202 (a library without types)
    from rapidocr import RapidOCR

    return RapidOCR()


_ALL: dict[str, dict[str, tuple[str, Callable[[bytes], Reading]]]] = {
    "docx": {"python-docx": ("docx", python_docx), "markitdown": ("markitdown", markitdown)},
    "pdf-weasyprint": {"pdfplumber": ("pdfplumber", pdfplumber_alone), "markitdown": ("markitdown", markitdown)},
    "pdf-chromium": {"pdfplumber": ("pdfplumber", pdfplumber_alone), "markitdown": ("markitdown", markitdown)},
    "pictures": {"RapidOCR whole": ("rapidocr", rapidocr_whole)},
}
PEERS: dict[str, dict[str, Callable[[bytes], Reading]]] = {
    name: {peer: reader for peer, (module, reader) in peers.items() if find_spec(module)}
    for name, peers in _ALL.items()
}
"""Format -> reader, those that are installed (pip install python-docx markitdown[docx,pdf])."""
