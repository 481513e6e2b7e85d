"""Rules that hold the prose against the tables, and against itself.

A government's tables count its whole area while its prose may count its own office: there, what differs is a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from parsers.cases import Case, Check, found, printed, total
from parsers.model import Finding, Statement

_CLOSE = 1e-6
_LEGAL = tuple(
    f"requests.new_received.legal_{kind}"
    for kind in ("commercial", "research", "public_interest", "law_service", "other")
)
_DIRECT, _AFTER = "reviews.suit_direct.total", "reviews.suit_after_review.total"


@dataclass(frozen=True, slots=True)
class Pair:
    """A measure of the prose and the figures it may mean: any of these sums will do, the first is the plain one."""

    measure: str
    sums: tuple[tuple[str, ...], ...]


PAIRS = {
    "prose_received": Pair(
        "requests_received",
        (
            ("requests.new_received.total",),
            ("requests.new_received.total", "requests.carried_in.total"),
            ("requests.results_total.total",),
        ),
    ),
    "prose_natural_persons": Pair("requests_from_natural_persons", (("requests.new_received.natural_person",),)),
    "prose_organisations": Pair("requests_from_organisations", (_LEGAL,)),
    "prose_carried_in": Pair("requests_carried_in", (("requests.carried_in.total",),)),
    "prose_carried_out": Pair("requests_carried_out", (("requests.carried_out.total",),)),
    "prose_answered": Pair(
        "requests_answered",
        (("requests.results_total.total",), ("requests.new_received.total",)),
    ),
    "prose_granted": Pair("requests_granted", (("requests.granted.total",),)),
    "prose_granted_in_part": Pair("requests_granted_in_part", (("requests.granted_in_part.total",),)),
    "prose_refused": Pair("requests_refused", (("requests.refused*.total",),)),
    "prose_not_held": Pair("requests_not_held", (("requests.unable_not_held.total",),)),
    "prose_reviews": Pair("reviews", (("reviews.review.total",),)),
    "prose_litigations": Pair("litigations", ((_DIRECT, _AFTER), (_DIRECT,), (_AFTER,))),
    "prose_documents_issued": Pair(
        "normative_documents_issued",
        (("proactive.normative_documents.issued",), ("proactive.normative_documents.newly_made",)),
    ),
    "prose_documents_repealed": Pair("normative_documents_repealed", (("proactive.normative_documents.repealed",),)),
    "prose_documents_in_force": Pair("normative_documents_in_force", (("proactive.normative_documents.in_force",),)),
}
_ONCE = ("requests_received", "requests_carried_in", "requests_carried_out", "reviews", "litigations", "fees_charged")
_PARENTS = ("proactive_total", "website_posts")
_THE_REST = ("其他", "其它", "其余")
_ALL_ANSWERED = re.compile(
    r"申请[^。；\n]{0,40}?(?:答复|办结|办理|回复)率(?:均|都)?(?:达到|达|为|是)?(?:100%|百分之百)"
)
_CLASS = re.compile(r"[A-DＡ-Ｄ]类(?:的|共)?(\d+)件")
_PROPOSALS = ("npc_proposals", "cppcc_proposals")


def _against_tables(rule: Check[Case], case: Case) -> Iterator[Finding]:
    """The first exact statement of a measure, when no statement of it agrees with any sum it may mean."""
    pair, numbers, said = PAIRS[rule.key], case.numbers, case.stated(PAIRS[rule.key].measure)
    sums = [(paths, value) for paths in pair.sums if (value := total(numbers, paths)) is not None]
    if not said or not sums or any(_same(one.value, value) for one in said for _, value in sums):
        return
    paths, value = sums[0]
    yield found(rule, paths[0], value, said[0].value, _quote(said[0]), severity=_severity(rule, case))


def _said_twice(rule: Check[Case], case: Case) -> Iterator[Finding]:
    for measure in _ONCE:
        said = case.stated(measure)
        other = next((one for one in said if one.value != said[0].value), None)
        if other:
            detail = f"{_quote(said[0])}{_quote(other)}"
            yield found(rule, _section(other), said[0].value, other.value, detail, severity=_severity(rule, case))


def _breakdown(rule: Check[Case], case: Case) -> Iterator[Finding]:
    """A total and the categories listed right after it; a list that does not name the rest may be incomplete."""
    for index, parent in enumerate(case.statements):
        if parent.measure not in _PARENTS or parent.approximate:
            continue
        parts = list(takewhile(lambda said: said.measure == "proactive_category", case.statements[index + 1 :]))
        parts = [part for part in parts if "\n" not in case.document.text[parent.end : part.start]]
        if not parts or any(part.approximate or part.unit != parent.unit for part in parts):
            continue
        added = sum(part.value for part in parts)
        complete = (parts[-1].label or "").startswith(_THE_REST)
        if added > parent.value or (complete and added < parent.value):
            yield found(rule, _section(parent), added, parent.value, _quote(parent))


def _growth(rule: Check[Case], case: Case) -> Iterator[Finding]:
    """Received now, the change and its percentage: 100 received, 26 more, so 74 before, and 35.1 % more."""
    triple = [case.stated(f"requests_{name}") for name in ("received", "change", "change_pct")]
    if not all(triple):
        return
    received, change, percent = (said[0].value for said in triple)
    before = received - change
    if before > 0 and abs(100 * change / before - percent) > _rounding(percent) + _CLOSE:
        yield found(rule, _section(triple[2][0]), round(100 * change / before, 1), percent, _quote(triple[2][0]))


def _all_answered(rule: Check[Case], case: Case) -> Iterator[Finding]:
    """Prose that says every request was answered, over a table that carries some to the next year."""
    carried = case.numbers.get("requests.carried_out.total")
    if not carried:
        return
    said = case.stated("requests_answered")
    received = total(case.numbers, ("requests.new_received.total", "requests.carried_in.total"))
    quote = next((one.quote for one in said if one.value == received), None)
    rate = _ALL_ANSWERED.search(_bare(case.document.text))
    if quote or rate:
        words = f"“{_bare(quote or (rate[0] if rate else ''))}”"
        yield found(rule, "requests.carried_out.total", 0, carried, words, severity=_severity(rule, case))


def _proposals(rule: Check[Case], case: Case) -> Iterator[Finding]:
    """Proposals handled, and the classes of their results (A settled, B being settled, C noted) in the paragraph."""
    counts = [sum(said.value for said in case.stated(measure)) for measure in _PROPOSALS if case.stated(measure)]
    for paragraph in case.document.text.splitlines():
        bare = _bare(paragraph)
        classes = [int(number) for number in _CLASS.findall(bare)]
        if len(classes) > 1 and counts and ("提案" in bare or "建议" in bare):
            if sum(classes) not in (*counts, sum(counts)):
                yield found(rule, "section 6", sum(counts), sum(classes))
            return


def _same(one: float, other: float) -> bool:
    return abs(one - other) < _CLOSE


def _rounding(percent: float) -> float:
    """One unit of the last place printed, since bodies round and cut off.

    >>> _rounding(50), _rounding(35.1), _rounding(35.14)
    (1.0, 0.1, 0.01)
    """
    decimals = len(f"{percent:.6f}".rstrip("0").partition(".")[2])
    return round(0.1**decimals, decimals)


def _severity(rule: Check[Case], case: Case) -> str:
    return "note" if case.area else rule.severity


def _section(said: Statement) -> str:
    return f"section {said.section}" if said.section else "text"


def _quote(said: Statement) -> str:
    return f"“{_bare(said.quote)}”（{printed(said.value)}{said.unit}）"


def _bare(text: str) -> str:
    return "".join(text.split())


def _pair(key: str, severity: str, zh: str, en: str) -> Check[Case]:
    return Check(key, severity, f"正文与表格不符：{zh}", f"the prose differs from the table: {en}", _against_tables)


PROSE_CHECKS: tuple[Check[Case], ...] = (
    _pair("prose_received", "error", "收到的申请", "requests received"),
    _pair("prose_natural_persons", "warning", "自然人的申请", "requests from natural persons"),
    _pair("prose_organisations", "warning", "法人或其他组织的申请", "requests from organisations"),
    _pair("prose_carried_in", "warning", "上年结转", "requests carried in"),
    _pair("prose_carried_out", "warning", "结转下年度", "requests carried out"),
    _pair("prose_answered", "note", "答复或办结", "requests answered"),
    _pair("prose_granted", "warning", "予以公开", "requests granted"),
    _pair("prose_granted_in_part", "warning", "部分公开", "requests granted in part"),
    _pair("prose_refused", "warning", "不予公开", "requests refused"),
    _pair("prose_not_held", "warning", "本机关不掌握", "information not held"),
    _pair("prose_reviews", "error", "行政复议", "reviews"),
    _pair("prose_litigations", "error", "行政诉讼", "suits"),
    _pair("prose_documents_issued", "warning", "制发的行政规范性文件", "normative documents issued"),
    _pair("prose_documents_repealed", "warning", "废止的行政规范性文件", "normative documents repealed"),
    _pair("prose_documents_in_force", "warning", "现行有效的行政规范性文件", "normative documents in force"),
    Check(
        "prose_said_twice",
        "warning",
        "正文两处所述不一",
        "the prose gives two different numbers of one matter",
        _said_twice,
    ),
    Check(
        "prose_breakdown",
        "warning",
        "正文分项之和与所述总数不符",
        "the categories listed in the prose do not add up to its total",
        _breakdown,
    ),
    Check(
        "prose_growth",
        "warning",
        "正文所述增幅与件数、增减数不符",
        "the growth stated does not follow from the numbers stated",
        _growth,
    ),
    Check(
        "prose_all_answered",
        "warning",
        "正文称全部办结，表中却有结转下年度",
        "the prose says all were answered, the table carries some to the next year",
        _all_answered,
    ),
    Check(
        "prose_proposals",
        "warning",
        "办理结果各类之和与建议、提案件数不符",
        "the classes of results do not add up to the proposals handled",
        _proposals,
    ),
)
