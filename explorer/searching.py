"""Search in the text of all reports: the index finds candidates year by year, the text itself has the last word."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crawler import search
from explorer import queries
from explorer.words import shown

PAGE = 20
COUNTED = 100_000  # candidates: to count a million takes a tenth of a second
_MOST_TERMS = 8
_LONGEST = 200  # characters of a query
_AROUND = 46  # characters of a passage before and after the words
_MOST_PASSAGES = 2
_CURSOR = re.compile(r"(\d{1,4}|none)-(\d{1,12})")
FILTERS = ("year", "region", "level", "kind", "form")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a visitor looks for; `after` is where the page before ended."""

    words: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    doubted: bool = False
    after: str = ""

    @property
    def terms(self) -> list[str]:
        """The words, parted by white space."""
        return search.terms(self.words)[:_MOST_TERMS]


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that holds the words: `passages` are runs of text, each with whether it is what was looked for."""

    report: Mapping[str, Any]
    passages: tuple[tuple[tuple[str, bool], ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits; `about` is how many candidates the index has, or `more`, and `exact` whether all of them are hits."""

    hits: tuple[Hit, ...] = ()
    bodies: Sequence[Mapping[str, Any]] = ()
    about: int = 0
    more: bool = False
    exact: bool = True
    next: str = ""


def asked_of(arguments: Mapping[str, str]) -> Asked:
    """What an address asks for; filters left empty do not count."""
    filters = {name: arguments[name].strip() for name in FILTERS if arguments.get(name, "").strip()}
    return Asked(
        words=arguments.get("words", "").strip()[:_LONGEST],
        filters=filters,
        doubted=arguments.get("findings") == "1",
        after=arguments.get("after", ""),
    )


def find(connection: sqlite3.Connection, asked: Asked) -> Found:
    """The reports that hold all of the words, newest first, and the bodies whose name does."""
    filters = dict(asked.filters)
    if region := filters.get("region"):
        filters["region"] = _region(connection, region)
    match = search.match(" ".join(asked.terms), filters)
    if not match:
        return Found()
    rows = list(_rows(connection, asked, filters, match))
    hits = tuple(_hit(connection, row, asked.terms) for row in rows[:PAGE])
    candidates = connection.execute(queries.CANDIDATES, {"match": match, "most": COUNTED + 1}).fetchone()[0]
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Found(
        hits=hits,
        bodies=_bodies(connection, asked.terms) if asked.terms and not asked.after else (),
        about=min(candidates, COUNTED),
        more=candidates > COUNTED,
        exact=not asked.doubted and not search.needs_verifying(asked.words),
        next=f"{last['year'] or search.NO_YEAR}-{last['number']}" if last else "",
    )


def _rows(connection: sqlite3.Connection, asked: Asked, filters: dict[str, str], match: str) -> Iterator[Any]:
    """One hit more than fits a page. Going year by year, the index stops as soon as there are enough."""
    cursor = _CURSOR.fullmatch(asked.after)
    left = PAGE + 1
    for year in _years(connection, filters.get("year"), cursor[1] if cursor else None):
        below = int(cursor[2]) if cursor and year == cursor[1] else None
        given = {f"term{number}": term for number, term in enumerate(asked.terms)}
        asked_year = {"match": f'({match}) AND "{search.mark("year", year)}"', "below": below, "most": left}
        found = connection.execute(queries.hits(len(given), doubted=asked.doubted), given | asked_year).fetchall()
        yield from found
        left -= len(found)
        if left <= 0:
            return


def _years(connection: sqlite3.Connection, asked: str | None, start: str | None) -> Iterator[str]:
    """The years to look in, latest first; reports of no known year come last."""
    if asked:
        yield asked
        return
    years = [str(row[0]) for row in connection.execute(queries.KNOWN_YEARS)] + [search.NO_YEAR]
    yield from years[years.index(start) if start in years else 0 :]


def _region(connection: sqlite3.Connection, asked: str) -> str:
    """A code without the zeros at its end; a name becomes the code it stands for."""
    code = asked
    if not asked.isdecimal():
        row = connection.execute(queries.REGION_NAMED, {"name": asked}).fetchone()
        code = row[0] if row else "0"
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def _bodies(connection: sqlite3.Connection, terms: Sequence[str]) -> list[Any]:
    return connection.execute(queries.BODIES_NAMED, {"name": "".join(terms)}).fetchall()


def _hit(connection: sqlite3.Connection, row: Any, terms: Sequence[str]) -> Hit:  # noqa: ANN401
    text = connection.execute(queries.TEXT, {"report": row["id"]}).fetchone()[0] or ""
    return Hit(row, tuple(_passages(text, terms)))


def _passages(text: str, terms: Sequence[str]) -> Iterator[tuple[tuple[str, bool], ...]]:
    """The first passages in which one of the words stands, with every one of the words in them told apart."""
    if not terms:
        return
    any_term = re.compile("|".join(map(re.escape, sorted(terms, key=len, reverse=True))))
    end = count = 0
    for place in any_term.finditer(text):
        if place.start() >= end and count < _MOST_PASSAGES:
            start, end = max(0, place.start() - _AROUND), min(len(text), place.end() + _AROUND)
            count += 1
            yield tuple(_runs(text, start, end, any_term))


def _runs(text: str, start: int, end: int, words: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    yield ("…" if start else "", False)
    at = start
    for place in words.finditer(text, start, end):
        yield _line(text[at : place.start()]), False
        yield _line(place[0]), True
        at = place.end()
    yield _line(text[at:end]) + ("…" if end < len(text) else ""), False


def _line(text: str) -> str:
    return shown(" ".join(text.split("\n")))
