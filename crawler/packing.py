"""Readings, entries and errors as bytes (MessagePack), on their way from the process that read a document to the one that records it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

import msgpack  # type: ignore[import-untyped]

from crawler import entries
from crawler.errors import Garbled
from parsers import errors, model

_TYPE = ""  # the key under which a map names what is made of its values; no reading has such a key
_LARGE = "int"  # an integer of more than 64 bits


def pack(value: object) -> bytes:
    """A value made of readings, entries, errors and plain values, as bytes; lists become tuples on the way."""
    packed: bytes = msgpack.packb(value, default=_as_plain, strict_types=True, unicode_errors="surrogatepass")
    return packed


def unpack(packed: bytes) -> Any:  # noqa: ANN401 (what was packed)
    """The value again; Garbled where the bytes are broken or name anything but our types.

    The bytes come from a process that has read a stranger's document, and can ask for nothing but values: they take no
    more memory than a few times their own, and no code is named in them.
    """
    try:
        return msgpack.unpackb(
            packed, object_hook=_as_ours, use_list=False, strict_map_key=False, unicode_errors="surrogatepass"
        )
    except Exception as error:  # a type of ours may refuse its values in any way
        raise Garbled(f"the bytes are no reading ({error})") from error


def _as_plain(value: object) -> object:
    if isinstance(value, int):
        return {_TYPE: (_LARGE, str(value))}
    return list(value) if type(value) is tuple else {_TYPE: (_NAMES[type(value)], *_VALUES[type(value)](value))}


def _as_ours(found: dict[Any, Any]) -> Any:  # noqa: ANN401
    if _TYPE not in found:
        return found
    name, *values = found[_TYPE]
    return _MAKERS[name](*values)


def _values_of(kind: type) -> Callable[[Any], Iterable[object]]:
    """What a value of ours is made of: of a dataclass four times as fast as by `dataclasses`, which looks up each field."""
    if issubclass(kind, Exception):
        return attrgetter("args")
    return attrgetter(*(field.name for field in fields(kind))) if is_dataclass(kind) else tuple


_OURS = [
    kind
    for module in (model, errors, entries)
    for kind in vars(module).values()
    if isinstance(kind, type) and kind.__module__ == module.__name__
]
_NAMES = {kind: kind.__name__ for kind in _OURS}
_VALUES = {kind: _values_of(kind) for kind in _OURS}
_MAKERS: dict[str, Callable[..., Any]] = {_LARGE: int, **{kind.__name__: kind for kind in _OURS}}
