"""Bytes -> text, whatever the page declares: Chinese portals declare UTF-8 over GBK and the reverse."""

from __future__ import annotations

import codecs
import re

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_HEAD = 4096
_WORDS = ("政府", "公開", "公开", "信息", "資訊", "年度", "年报")  # every page here has one
_FEW = 0.001  # share of broken bytes up to which a page is still taken for UTF-8


def decode(body: bytes) -> tuple[str, str | None]:
    """The text and, where bytes had to be replaced, a sentence that says so.

    Valid UTF-8 is believed (GBK text practically never is), then the declared encoding if it is neither, then GB18030.

    >>> decode("年报".encode("gb18030")), decode("年报".encode())
    (('年报', None), ('年报', None))
    """
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body.decode(encoding, errors="replace"), None
    if (text := _strict(body, "utf-8")) is not None:
        return text, None
    for encoding in (*_foreign(body), "gb18030", "big5"):
        text = _strict(body, encoding)
        if text is not None and (encoding != "gb18030" or not _speaks_big5(body, text)):
            return text, None
    return _replaced(body)


def _foreign(body: bytes) -> tuple[str, ...]:
    """The declared encoding where it is neither UTF-8 nor of the GB family, which are tried anyway."""
    match = _DECLARED.search(body[:_HEAD])
    name = match[1].decode("ascii").lower() if match else ""
    return (name,) if name.startswith(("big5", "utf-16", "hz")) and _is_known(name) else ()


def _is_known(encoding: str) -> bool:
    try:
        return bool(codecs.lookup(encoding))
    except LookupError:
        return False


def _speaks_big5(body: bytes, as_gb: str) -> bool:
    """Whether bytes that happen to be valid GB18030 make words of our subject only when read as Big5."""
    as_big5 = None if any(word in as_gb for word in _WORDS) else _strict(body, "big5")
    return as_big5 is not None and any(word in as_big5 for word in _WORDS)


def _strict(body: bytes, encoding: str) -> str | None:
    """The text, or None if a byte does not fit; a character cut off at the very end is forgiven."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    try:
        return decoder.decode(body, final=False)
    except UnicodeDecodeError:
        return None


def _replaced(body: bytes) -> tuple[str, str | None]:
    tries = {name: body.decode(name, errors="replace") for name in ("utf-8", "gb18030")}
    broken = {name: text.count("\ufffd") for name, text in tries.items()}
    name = "utf-8" if broken["utf-8"] <= _FEW * len(body) else min(broken, key=lambda name: broken[name])
    return tries[name], f"{broken[name]} bytes are no valid {name} and were replaced"
