"""PDF -> Document, twice: by PDFium with our own grid code, and by pdfplumber; that both agree is the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from parsers.errors import Damaged, EmptyDocument, UnknownFormat
from parsers.formats.pdf import pdfium, plumber
from parsers.formats.pdf.flow import compose
from parsers.formats.pdf.sheets import Book, Limits
from parsers.formats.pdf.signature import recognises
from parsers.model import Box, Document

LIMITS = Limits()


def read(body: bytes, limits: Limits = LIMITS) -> Document:
    """The first reading."""
    return next(readings(body, limits))


def readings(body: bytes, limits: Limits = LIMITS) -> Iterator[Document]:
    """Two independent readings of the tables, the fast one first; prose, images and title are those of the first.

    There is no second where nothing is ruled or the slow reader fails; where it must leave pages out it says so.
    """
    if not body:
        raise EmptyDocument("the file is empty")
    if not recognises(body):
        raise UnknownFormat("this is not a PDF")
    book = pdfium.read_book(body, limits)
    yield compose(book, _left_out(book))
    windows = worth_twice(book, limits)
    if windows:
        yield from _second(body, book, windows, limits)


def worth_twice(book: Book, limits: Limits) -> dict[int, Box]:
    """Pages with anything ruled, as many as the slow reader may take on, and where the rules are."""
    windows, weight = {}, 0
    for number, ruled in book.ruled.items():
        if weight + ruled.weight <= limits.twice:
            windows[number] = ruled.window
            weight += ruled.weight
    return windows


def _second(body: bytes, book: Book, windows: dict[int, Box], limits: Limits) -> Iterator[Document]:
    try:
        again = {sheet.number: sheet.parts for sheet in plumber.read_sheets(body, windows, limits)}
    except Damaged:
        return
    sheets = tuple(replace(sheet, parts=again.get(sheet.number, sheet.parts)) for sheet in book.sheets)
    once = ", ".join(str(number) for number in book.ruled if number not in again)
    doubts = (f"pages read once only: {once}",) if once else ()
    yield compose(replace(book, sheets=sheets), (*_left_out(book), *doubts))


def _left_out(book: Book) -> tuple[str, ...]:
    read = len(book.sheets)
    return (f"only the first {read} of {book.pages} pages are read",) if read < book.pages else ()
