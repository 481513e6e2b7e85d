"""What a server wrote where JSON or a whole number belongs: a stranger's text, so that nothing here raises."""

from __future__ import annotations

import json
import re
from typing import Any

_WHOLE = re.compile(r"\s*[0-9]{1,18}\s*")  # what is longer counts nothing, and int() refuses 4,301 digits


def whole(printed: object, otherwise: int = 0) -> int:
    """The whole number that a text or a JSON value prints, else `otherwise`.

    >>> whole("12"), whole(12), whole("1e999", 1), whole(None, 1), whole("-1"), whole("²")
    (12, 12, 1, 1, 0, 0)
    """
    text = str(printed)
    return int(text) if _WHOLE.fullmatch(text) else otherwise


def read_json(text: str, start: int = 0) -> Any:  # noqa: ANN401 (whatever JSON can say)
    """The JSON value that begins at a place in a text, None where there is none or it is nested too deep to be read.

    >>> read_json('{"a": "\\\\ud800"}'), read_json("tree: [1, 2];", 6), read_json("<html>"), read_json("[" * 100000)
    ({'a': '?'}, [1, 2], None, None)
    """
    try:
        value, _ = json.JSONDecoder().raw_decode(text, len(text) - len(text[start:].lstrip()))
        if "\\ud" in text.lower():  # half a character would stop whoever writes it into a request or the archive
            value = json.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
    except (ValueError, RecursionError):
        return None
    return value


def objects(value: object) -> list[dict[str, Any]]:
    """The objects of a JSON list; none where there is no list.

    >>> objects([{"a": 1}, 2, None]), objects("no list")
    ([{'a': 1}], [])
    """
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def fields(value: object) -> dict[str, Any]:
    """A JSON object; an empty one where there is none.

    >>> fields({"a": 1}), fields([]), fields(None)
    ({'a': 1}, {}, {})
    """
    return value if isinstance(value, dict) else {}
