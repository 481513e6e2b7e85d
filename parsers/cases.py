"""What a rule is, and the two things that rules look at: a report, and a report among those filed before and beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Generic, TypeVar

from parsers.agencies import Agency, describe, scope_of
from parsers.forms import FORMS
from parsers.identities import Trial
from parsers.model import Document, Figure, Finding, Form, Statement

Value = int | float | None
Seen = TypeVar("Seen")


@dataclass(frozen=True)
class Case:
    """All that the rules look at: what a document is, what was read from it, and whose report of which year it is."""

    document: Document
    figures: tuple[Figure, ...]
    statements: tuple[Statement, ...]
    trials: Mapping[str, Sequence[Trial]]
    form: Form | None
    layout: Form
    spans: Mapping[int, tuple[int, int]]
    year: int | None
    agency: str | None
    published: str | None = None

    @cached_property
    def body(self) -> Agency | None:
        """Where the reporting body is, and of what kind."""
        return describe(self.agency, self.year) if self.agency else None

    @property
    def area(self) -> bool:
        """Whether its tables count a government's whole area, while its prose may count its own office."""
        return self.agency is not None and scope_of(self.agency) == "area"

    def of(self, grid: str) -> list[Figure]:
        """The figures of one grid."""
        return [figure for figure in self.figures if figure.grid == grid]

    def unit_of(self, figure: Figure) -> str:
        """The unit the form prints for a figure's place."""
        return next(grid for grid in self.layout.grids if grid.key == figure.grid).unit_of(figure.line, figure.column)

    @cached_property
    def numbers(self) -> Mapping[str, Value]:
        """Every figure under its path, `grid.line.column`."""
        return {place_of(figure): figure.number for figure in self.figures}

    def stated(self, measure: str) -> list[Statement]:
        """What the prose says of a measure in exact numbers, in the order of the text."""
        return [said for said in self.statements if said.measure == measure and not said.approximate]


@dataclass(frozen=True, slots=True)
class Filing:
    """A report in the archive: whose, of which year, its figures by path and the exact figures of its prose."""

    report: str
    agency: str
    year: int
    scope: str
    form: str | None
    numbers: Mapping[str, Value]
    stated: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sum:
    """What the bodies below a government report of one figure: how many print it, and how much together."""

    bodies: int
    total: int | float


@dataclass(frozen=True, slots=True)
class Row:
    """A report in its row: the body's last report before it, what its parts report together, and its other copies."""

    own: Filing
    before: Filing | None = None
    parts: Mapping[str, Sum] = field(default_factory=dict)
    copies: tuple[tuple[str, str], ...] = ()  # (edition or copy, address) of those that differ

    @property
    def last_year(self) -> Filing | None:
        """The report of the year just before, if the archive has it."""
        return self.before if self.before and self.before.year == self.own.year - 1 else None


@dataclass(frozen=True)
class Rule:
    """A name that findings carry, how grave they are, and what they say."""

    key: str
    severity: str  # error, warning, note
    zh: str
    en: str


@dataclass(frozen=True)
class Check(Rule, Generic[Seen]):
    """A rule that can be tried. `find` yields a finding for every place where it does not hold."""

    find: Callable[[Check[Seen], Seen], Iterator[Finding]]


def found(
    rule: Check[Seen],
    where: str,
    expected: Value = None,
    actual: Value = None,
    detail: str = "",
    *,
    severity: str = "",
) -> Finding:
    """A finding of a rule, in its words, with both sides; `severity` where this place calls for a lighter one."""
    sides = f"：{printed(expected)} ≠ {printed(actual)}" if expected is not None and actual is not None else ""
    words = f"{rule.zh}{sides}{f'：{detail}' if detail else ''} / {rule.en}"
    return Finding(rule.key, severity or rule.severity, where, words, expected, actual)


def printed(number: int | float) -> str:
    """A number as a reader writes it.

    >>> printed(1234567.0), printed(35.1)
    ('1234567', '35.1')
    """
    return str(int(number)) if number == int(number) else f"{number:.10g}"


def place_of(figure: Figure) -> str:
    """The path of a figure, which findings name."""
    return f"{figure.grid}.{figure.line}.{figure.column}"


def total(numbers: Mapping[str, Value], paths: Iterable[str]) -> Value:
    """The sum of the figures at these paths, None unless all of them are printed.

    `requests.refused*.total` stands for the parts of that group of lines, or for the group's own line.

    >>> total({"a.b.c": 1, "a.d.c": 2}, ["a.b.c", "a.d.c"]), total({"a.b.c": 1}, ["a.b.c", "a.d.c"])
    (3, None)
    >>> total({"requests.other_handling.total": 4}, ["requests.other_handling*.total"])
    4
    """
    values = [numbers.get(path) for wanted in paths for path in _spelt_out(numbers, wanted)]
    known = [value for value in values if value is not None]
    return sum(known) if values and len(known) == len(values) else None


def _spelt_out(numbers: Mapping[str, Value], path: str) -> Sequence[str]:
    """A group as all its parts, or as its own line where none of them is printed."""
    parts, own = _parts_and_own(path)
    return parts if any(part in numbers for part in parts) else own


@cache
def _parts_and_own(path: str) -> tuple[Sequence[str], Sequence[str]]:
    grid, line, column = path.split(".")
    group = line.removesuffix("*")
    parts = [f"{grid}.{part}.{column}" for part in _PARTS.get((grid, group), ())] if line.endswith("*") else []
    return parts, [f"{grid}.{group}.{column}"]


def _parts() -> dict[tuple[str, str], tuple[str, ...]]:
    """(grid, group line) -> its parts on any edition of the form."""
    parts: dict[tuple[str, str], dict[str, None]] = {}
    for form in FORMS:
        for grid in form.grids:
            for line in grid.lines:
                if line.parent:
                    parts.setdefault((grid.key, line.parent), {})[line.key] = None
    return {group: tuple(lines) for group, lines in parts.items()}


_PARTS = _parts()
