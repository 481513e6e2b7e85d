"""What strangers wrote, made fit for a terminal."""

from __future__ import annotations


def plain(value: object) -> str:
    """A value as text that cannot move the cursor or ring the bell: what a page says goes to a terminal."""
    text = "" if value is None else str(value)
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in text)
