"""Plain text whose tables were flattened by a converter: tab rows, one cell a line, Markdown pipes, spaced rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from parsers.encodings import decode
from parsers.errors import EmptyDocument
from parsers.model import Cell, Document, Image, Table

_LONE_CELL = re.compile(r"^\t[^\t]*$")
_PIPE = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^[\s|:+-]+$")
_IMAGE = re.compile(r"^\s*(?:\[image:\s*(?P<name>[^\]]*)\]|!\[(?P<alt>[^\]]*)\]\((?P<source>[^)\s]*)[^)]*\))\s*$")
_RESIDUE = re.compile(r"\[bookmark:[^\]]*\]")
_HEADER = re.compile(r"^\s*信息内容")
_SPACED = re.compile(r"^\s*(?P<label>[^\s\d|。；，][^|。；，]*?)\s+(?P<values>[\d.,/—-]+(?:\s+[\d.,/—-]+)*)\s*$")
_BLOCK_HEADING = re.compile(r"^\s*第二十条")


def recognises(body: bytes) -> bool:
    """Text has no NUL and hardly any control characters in its first kilobytes."""
    head = body[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in head)
    return bool(head) and b"\0" not in head and controls <= len(head) // 200


def read(body: bytes) -> Document:
    """Prose and tables of a text file, in order. Raises EmptyDocument."""
    text, doubt = decode(body)
    if not text.strip():
        raise EmptyDocument("the file holds no text")
    return _assemble(text.splitlines(), (doubt,) if doubt else ())


def _assemble(lines: Sequence[str], doubts: tuple[str, ...]) -> Document:
    prose: list[str] = []
    tables: list[Table] = []
    images: list[Image] = []
    position = offset = 0
    while position < len(lines):
        rows, used = _block(lines, position)
        if rows:
            tables.append(_table(rows, len(tables), offset))
        elif image := _IMAGE.match(lines[position]):
            images.append(Image(image["source"] or image["name"] or "", offset, image["name"] or image["alt"] or ""))
        else:
            line = _RESIDUE.sub("", lines[position]).strip()
            prose.append(line)
            offset += len(line) + 1
        position += max(used, 1)
    return Document("\n".join(prose), tuple(tables), tuple(images), method="text", doubts=doubts)


def _block(lines: Sequence[str], start: int) -> tuple[list[list[str]], int]:
    """The rows of the table that begins at a line and how many lines it takes; no rows where none begins."""
    line = lines[start]
    if _PIPE.match(line):
        taken = list(takewhile(_PIPE.match, lines[start:]))
        return [_piped(row) for row in taken if not _RULE.match(row)], len(taken)
    if _LONE_CELL.match(line):
        return _lone_cells(lines, start)
    if "\t" in line.strip("\r\n"):
        taken = list(takewhile(lambda row: "\t" in row and row.strip(), lines[start:]))
        return [row.split("\t") for row in taken], len(taken)
    if _HEADER.match(line):
        return _spaced_rows(lines, start)
    return [], 1


def _piped(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")] if line.strip("| ") else [""]


def _lone_cells(lines: Sequence[str], start: int) -> tuple[list[list[str]], int]:
    """Rows of one cell a line: each cell opens with a tab, goes on without one, and an empty line ends the row."""
    rows: list[list[str]] = [[]]
    position = start
    while position < len(lines):
        line = lines[position]
        if _LONE_CELL.match(line):
            rows[-1].append(line[1:])
        elif not line.strip():
            if not rows[-1]:
                break
            rows.append([])
        elif rows[-1]:
            rows[-1][-1] += line.strip()
        else:
            break
        position += 1
    return [row for row in rows if row], position - start


def _spaced_rows(lines: Sequence[str], start: int) -> tuple[list[list[str]], int]:
    """Under a line `信息内容…`: rows whose label and numbers are parted by spaces only."""
    rows = [[lines[start].strip()]]
    for line in lines[start + 1 :]:
        match = _SPACED.match(line)
        if match:
            rows.append([match["label"], *match["values"].split()])
        elif _HEADER.match(line) or _BLOCK_HEADING.match(line):
            rows.append([line.strip()])
        else:
            break
    return (rows, len(rows)) if len(rows) > 1 else ([], 1)


def _table(rows: list[list[str]], index: int, offset: int) -> Table:
    cells = tuple(tuple(_cells(number, row)) for number, row in enumerate(rows))
    return Table(cells, index, offset, method="text", squared=False)


def _cells(number: int, row: Sequence[str]) -> Iterator[Cell]:
    for column, text in enumerate(row):
        yield Cell(text.strip(), number, column)
