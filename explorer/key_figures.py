"""The few numbers that sum a report up, each with what it is set against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.holdings import Holdings
from explorer.words import number

_FROM_TABLE = {3: "表三 table 3", 4: "表四 table 4"}


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number as set, its name in both languages, and a note on it."""

    text: str
    zh: str
    en: str
    note: str


def key_figures(holdings: Holdings) -> tuple[KeyFigure, ...]:
    """From the printed totals only; none where the table of requests was not read."""
    totals = {row["row"]: row["total"] for row in holdings.tables["requests"]}
    if not totals:
        return ()
    received, closed = totals.get("new_received"), totals.get("results_total")
    challenges = _added([row["total"] for row in holdings.tables["reviews"]])
    return (
        KeyFigure(_text(received), "新收申请", "received", _change(received, holdings.before)),
        _share(totals.get("granted"), closed, "予以公开", "granted in full"),
        _share(group_total(totals, "refused"), closed, "不予公开", "refused"),
        _share(group_total(totals, "unable"), closed, "无法提供", "unable to provide"),
        KeyFigure(_text(challenges), "复议、诉讼", "challenges", _FROM_TABLE[4]),
        KeyFigure(_text(totals.get("carried_out")), "结转下年", "carried over", _FROM_TABLE[3]),
    )


def group_total(totals: Mapping[str, int | None], group: str) -> int | None:
    """What a group of lines amounts to: its own line where that is printed, else its parts if none is blank."""
    if totals.get(group) is not None:
        return totals[group]
    return _added([total for key, total in totals.items() if key.startswith(f"{group}_")])


def _added(parts: list[int | None]) -> int | None:
    numbers = [part for part in parts if part is not None]
    return sum(numbers) if parts and len(numbers) == len(parts) else None


def _text(value: int | None) -> str:
    return "–" if value is None else number(value)


def _change(received: int | None, before: int | None) -> str:
    if received is None or before is None:
        return _FROM_TABLE[3]
    percent = f"（{100 * (received - before) / before:+.0f} %）" if before else ""
    return f"比上年 on last year {received - before:+d}{percent}".replace("-", "−")


def _share(part: int | None, whole: int | None, zh: str, en: str) -> KeyFigure:
    note = f"办结的 {100 * part / whole:.0f} % of outcomes" if part is not None and whole else _FROM_TABLE[3]
    return KeyFigure(_text(part), zh, en, note)
