"""Rules across the years of one body: what one report leaves, the next must take up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from parsers.cases import Check, Row, Value, found, total
from parsers.forms import FORMS
from parsers.model import Finding

_APPLICANTS = dict.fromkeys(
    column.key for form in FORMS for grid in form.grids if grid.key == "requests" for column in grid.columns
)
_DOCUMENTS = ("rules", "normative_documents")
_ITEMS = ("licensing", "other_external", "penalty", "compulsion", "fees")
_SUITS, _REVIEWS, _RECEIVED = "reviews.suit_after_review.total", "reviews.review.total", "requests.new_received.total"
_REPEATED = 6  # lines other than zero that must all agree: seven requests that all end alike are one fact in three
_FILLED = 40  # cells that two years must have in common before they are compared at all


@dataclass(frozen=True, slots=True)
class Chain:
    """A stock that goes on: now = last year's + what was added - what was taken away, all of one line."""

    now: str
    last_year: tuple[str, ...]
    added: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """By which factor a figure may change in a year, and from which size on a greater change is remarkable."""

    path: str
    factor: int
    from_size: int


CHAINS = {
    "carry_over": (
        tuple(f"requests.%.{column}" for column in _APPLICANTS),
        Chain("carried_in", ("carried_out",)),
    ),
    "documents_in_force": (
        tuple(f"proactive.{line}.%" for line in _DOCUMENTS),
        Chain("in_force", ("in_force",), ("issued",), ("repealed",)),
    ),
    "documents_disclosed": (
        tuple(f"proactive.{line}.%" for line in _DOCUMENTS),
        Chain("public_total", ("public_total",), ("newly_public",)),
    ),
    "item_counts": (
        tuple(f"proactive.{item}.%" for item in _ITEMS),
        Chain("items_prev", ("items_prev", "items_change")),
    ),
}
"""Rule -> the places (% stands for what is named in the chain) and the chain that holds at each of them."""

BOUNDS = (
    Bound(_RECEIVED, 20, 200),
    Bound("proactive.licensing.decisions", 100, 5000),
    Bound("proactive.penalty.decisions", 100, 5000),
    Bound("proactive.compulsion.decisions", 100, 5000),
    Bound("proactive.normative_documents.in_force", 20, 200),
    Bound("proactive.fees.amount_10k", 100, 10_000),
)
"""Chosen so that a decimal point lost twice, or yuan for ten thousand yuan, stands out, and a busy year does not."""


def _chains(rule: Check[Row], row: Row) -> Iterator[Finding]:
    places, chain = CHAINS[rule.key]
    if row.last_year is None:
        return
    own, before = row.own.numbers, row.last_year.numbers
    for place in places:
        now = own.get(place.replace("%", chain.now))
        then = total(before, [place.replace("%", key) for key in chain.last_year])
        more, less = (_sum(own, place, keys) for keys in (chain.added, chain.taken))
        if now is not None and then is not None and more is not None and less is not None and now != then + more - less:
            yield found(rule, place.replace("%", chain.now), then + more - less, now)


def _sum(numbers: Mapping[str, Value], place: str, keys: tuple[str, ...]) -> Value:
    return total(numbers, [place.replace("%", key) for key in keys]) if keys else 0


def _jump(rule: Check[Row], row: Row) -> Iterator[Finding]:
    for bound in BOUNDS:
        now = row.own.numbers.get(bound.path)
        then = row.last_year.numbers.get(bound.path) if row.last_year else None
        if now is None or then is None:
            continue
        low, high = sorted((max(now, 1), max(then, 1)))
        if high >= bound.from_size and high > bound.factor * low:
            yield found(rule, bound.path, then, now)


def _suits_unexplained(rule: Check[Row], row: Row) -> Iterator[Finding]:
    """A suit after a review had its review this year or last."""
    suits, reviews = row.own.numbers.get(_SUITS), row.own.numbers.get(_REVIEWS)
    before = row.last_year.numbers.get(_REVIEWS) if row.last_year else None
    if suits is not None and reviews is not None and before is not None and suits > reviews + before:
        yield found(rule, _SUITS, reviews + before, suits)


def _repeated(rule: Check[Row], row: Row) -> Iterator[Finding]:
    """Tables whose every cell is last year's: a whole year cannot repeat itself."""
    if row.last_year is None:
        return
    own = {path: value for path, value in row.own.numbers.items() if value is not None}
    before = row.last_year.numbers
    common = [path for path in own if before.get(path) is not None]
    same = [path for path in common if own[path] == before[path]]
    alive = len({path.rpartition(".")[0] for path in same if own[path]})
    if len(common) >= _FILLED and len(same) == len(common) and alive >= _REPEATED:
        yield found(
            rule, "tables", detail=f"{row.last_year.year} = {row.own.year}，{alive} 行非零 lines other than zero"
        )


def _change_stated(rule: Check[Row], row: Row) -> Iterator[Finding]:
    """The change the prose states, against what two years' tables print."""
    stated, now = row.own.stated.get("requests_change"), row.own.numbers.get(_RECEIVED)
    then = row.last_year.numbers.get(_RECEIVED) if row.last_year else None
    if stated is not None and now is not None and then is not None and stated != now - then:
        severity = "note" if row.own.scope == "area" else rule.severity
        yield found(rule, _RECEIVED, now - then, stated, severity=severity)


def _years_missing(rule: Check[Row], row: Row) -> Iterator[Finding]:
    for year in range(row.before.year + 1, row.own.year) if row.before else ():
        yield found(rule, f"year {year}", detail=str(year))


def _copies_differ(rule: Check[Row], row: Row) -> Iterator[Finding]:
    relation = {"edited_after_publication": "edition", "copies_differ": "copy"}[rule.key]
    for address in sorted(address for kind, address in row.copies if kind == relation):
        yield found(rule, "published", detail=address)


YEAR_CHECKS: tuple[Check[Row], ...] = (
    Check(
        "carry_over",
        "warning",
        "上年结转与上年报告的结转下年度不符",
        "carried in differs from what last year's report carried out",
        _chains,
    ),
    Check(
        "documents_in_force",
        "warning",
        "现行有效件数不等于上年现行有效加本年制发减本年废止",
        "in force differs from last year's in force plus issued less repealed",
        _chains,
    ),
    Check(
        "documents_disclosed",
        "note",
        "对外公开总数量不等于上年总数量加本年新公开",
        "disclosed in total differs from last year's total plus newly disclosed",
        _chains,
    ),
    Check(
        "item_counts",
        "note",
        "上一年项目数量不等于上年报告的项目数量加增减",
        "items last year differ from what last year's report counted with its change",
        _chains,
    ),
    Check("jump", "warning", "与上年相差过大，难以置信", "differs from last year beyond belief", _jump),
    Check(
        "suits_unexplained",
        "warning",
        "复议后起诉多于本年与上年复议之和",
        "more suits after review than there were reviews this year and last",
        _suits_unexplained,
    ),
    Check(
        "figures_repeated",
        "warning",
        "各表数字与上年全同",
        "every figure is the same as last year's",
        _repeated,
    ),
    Check(
        "change_stated",
        "warning",
        "正文所述增减件数与两年表格之差不符",
        "the change stated in the prose is not the difference of the two years' tables",
        _change_stated,
    ),
    Check(
        "year_missing",
        "note",
        "库中缺少其间年度的报告",
        "the archive has no report of this body for a year in between",
        _years_missing,
    ),
    Check(
        "edited_after_publication",
        "note",
        "同一地址先后内容不同，公布后有改动",
        "the same address gave different figures or words at another time: edited after publication",
        _copies_differ,
    ),
    Check(
        "copies_differ",
        "note",
        "另一地址的同一报告内容不同",
        "the same report at another address gives different figures or words",
        _copies_differ,
    ),
)
