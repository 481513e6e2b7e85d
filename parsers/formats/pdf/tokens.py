"""pdfminer's objects by one expression: the same as its own state machine finds, several times as fast.

pdfminer walks its buffer character class by character class in Python, which took nine tenths of the time of a PDF.
Between two tokens its machine is always in the same state, so a whole token can be matched at once there, and so can an
array of whole numbers and names. What the expression does not know (escapes, nested brackets, comments, inline images,
a token that the buffer cuts in two) is left to pdfminer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from pdfminer.cmapdb import CMapParser
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSEOF, PSSyntaxError
from pdfminer.psparser import KWD, LIT, PSKeyword, PSLiteral, PSStackParser, literal_name
from pdfminer.utils import choplist

_NAME = rb"/[^#/%\[\]()<>{}\s]"
_TOKEN = re.compile(
    rb"[\s\x00]*+(?:"
    rb"([-+]?\d{1,18}(?![.\d]))"  # 1 whole number
    rb"|([-+]?(?:\d{1,18}\.\d{0,18}|\.\d{1,18})(?!\d))"  # 2 number
    rb"|(" + _NAME + rb"*+)(?!\#)"  # 3 name, no escape in it
    rb"|\(([^()\\]*+)\)"  # 4 string, no escape or bracket in it
    rb"|<((?:[0-9A-Fa-f]{2})*+)>(?!>)"  # 5 hexadecimal string
    rb"|(\[\s*+(?:(?:[-+]?\d{1,18}|" + _NAME + rb"++)(?:\s++|(?=\])))*+\])"  # 6 array of whole numbers and names
    rb"|([A-Za-z][^#/%\[\]()<>{}\s]*+)"  # 7 keyword
    rb"|(\[|\]|<<|>>))"  # 8 bracket of any other array or a dictionary
)
_match = _TOKEN.match
_BRACKETED = (4, 5)
_KEYWORD = 7
_OPENING = {KWD(b"["): "a", KWD(b"<<"): "d", KWD(b"{"): "p"}
_ENTERING = {*map(KWD, (b"[", b"]", b"<<", b">>", b"BI", b"ID"))}
_CLOSING = {KWD(b"]"): "a", KWD(b">>"): "d", KWD(b"}"): "p"}


class Objects(PDFParser):
    """The objects of a file."""

    def nextobject(self) -> tuple[int, Any]:
        """The next object and where it starts."""
        return _next(self)


class Letters(CMapParser):
    """What a font's codes mean."""

    def nextobject(self) -> tuple[int, Any]:
        """The next object and where it starts."""
        return _next(self)


class Content(PDFContentParser):
    """The operands and operators of a page."""

    def __iter__(self) -> Iterator[Any]:
        """One after the other, to the end of the last stream."""
        with suppress(PSEOF):
            while True:
                match = _match(self.buf, self.charpos)
                kind = match.lastindex if match and match.end() < len(self.buf) else None
                if match is None or kind is None or self.context or self.results:
                    yield _next(self)[1]
                    continue
                value = _VALUES[kind](match[kind])
                if kind >= _KEYWORD and value in _ENTERING:
                    yield _next(self)[1]
                else:
                    self.charpos = match.end()
                    yield value


def _next(parser: PSStackParser[Any]) -> tuple[int, Any]:
    """What PSStackParser.nextobject gives."""
    while not parser.results:
        match = _match(parser.buf, parser.charpos)
        if match is None or match.end() == len(parser.buf):
            _take(parser, *parser.nexttoken())
        else:
            kind = match.lastindex or 0
            start = parser.bufpos + match.start(kind) - (kind in _BRACKETED)
            parser.charpos = match.end()
            value = _VALUES[kind](match[kind])
            if kind < _KEYWORD:
                parser.curstack.append((start, value))
            else:
                _take(parser, start, value)
        if not parser.context:
            parser.flush()
    return parser.results.pop(0)


def _take(parser: PSStackParser[Any], start: int, token: object) -> None:
    if not isinstance(token, PSKeyword):
        parser.curstack.append((start, token))
    elif token in _OPENING:
        parser.start_type(start, _OPENING[token])
    elif token in _CLOSING:
        _close(parser, _CLOSING[token])
    else:
        parser.do_keyword(start, token)


def _close(parser: PSStackParser[Any], kind: str) -> None:
    """Make one object of what was opened; a bracket that closes nothing is passed over."""
    if parser.curtype != kind:
        return
    start, items = parser.end_type(kind)
    if kind != "d":
        parser.push((start, items))
    elif len(items) % 2:
        raise PSSyntaxError(f"Invalid dictionary construct: {items!r}")
    else:
        parser.push((start, {literal_name(key): value for key, value in choplist(2, items) if value is not None}))


def _name(text: bytes) -> PSLiteral:
    try:
        return LIT(str(text[1:], "utf-8"))
    except UnicodeDecodeError:
        return LIT(text[1:])


def _hexadecimal(text: bytes) -> bytes:
    return bytes.fromhex(text.decode("ascii"))


def _items(text: bytes) -> list[int | PSLiteral]:
    return [_name(item) if item[0] == ord("/") else int(item) for item in text[1:-1].split()]


def _word(text: bytes) -> bool | PSKeyword:
    return text == b"true" if text in (b"true", b"false") else KWD(text)


_VALUES: list[Callable[[bytes], Any]] = [bytes, int, float, _name, bytes, _hexadecimal, _items, _word, KWD]
