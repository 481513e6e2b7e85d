"""Readings and errors as bytes, on their way from the process that read a document to the one that records it."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from parsers import errors, model


def pack(value: object) -> bytes:
    """A value made of readings, errors and plain values, as bytes."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(value)
    return buffer.getvalue()


def unpack(packed: bytes) -> Any:  # noqa: ANN401 (what was packed)
    """The value again; UnpicklingError where the bytes are broken or name anything but the types of parsers."""
    try:
        return _Unpickler(io.BytesIO(packed)).load()
    except Exception as error:  # broken bytes end in any exception, as the documentation of pickle says
        raise pickle.UnpicklingError(f"the bytes are no reading ({error})") from error


class _Unpickler(pickle.Unpickler):
    """Takes no orders: the bytes come from a process that has read a stranger's document."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401
        """A type of parsers: by its whole name, as a dotted one leads from any function to `eval`."""
        if (module, name) not in _TYPES:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a reading")
        return partial(_TYPES[module, name])  # not the type, whose attributes the bytes might set


def _reducer(kind: type) -> Callable[[Any], tuple[type, Any]]:
    """How to pickle one of our types: its values are what it is made of again.

    For a frozen dataclass that is four times as fast as the way of `dataclasses`, which looks up each field.
    """
    values = attrgetter(*(field.name for field in fields(kind))) if is_dataclass(kind) else tuple
    return lambda instance: (kind, values(instance))


_TYPES = {
    (module.__name__, name): kind
    for module in (model, errors)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and kind.__module__ == module.__name__
}
_REDUCERS: dict[type, Callable[[Any], tuple[type, Any]]] = {
    kind: _reducer(kind) for kind in _TYPES.values() if is_dataclass(kind) or issubclass(kind, tuple)
}
