"""What a crawl of a portal amounts to, in numbers and in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.crawls import Crawl
from crawler.outcomes import FAILURES, OUTCOMES
from crawler.portals import Portal
from crawler.reach import silence

SEEN = ("ok", "unchanged")
# How a portal fared; the exit code asks whether it could be reached.
DONE, BUDGET, NOTHING_FOUND, WALLED, UNREACHABLE = "done", "budget", "nothing_found", "walled", "unreachable"
FORBIDDEN, BUSY, INTERRUPTED, FAILED = "forbidden", "busy", "interrupted", "failed"
REACHED = (DONE, BUDGET, NOTHING_FOUND, INTERRUPTED)


@dataclass(frozen=True, slots=True)
class PortalSummary:
    """One portal's crawl; `reason` is a sentence where the outcome is not `done`, `name` is whose portal it is."""

    portal: str
    address: str
    platform: str | None = None
    pages: int = 0
    reports: int = 0
    failed: int = 0
    walls: int = 0
    outcome: str = DONE
    reason: str = ""
    seconds: float = 0.0
    name: str | None = None
    region: str | None = None


def outcome_of_crawl(crawl: Crawl) -> str:
    """How the portal fared: its home page decides, then whether any report was found."""
    home = crawl.home()
    if home is None or home["outcome"] not in SEEN:
        return {"wall": WALLED, "robots": FORBIDDEN}.get(home["outcome"] if home else "", UNREACHABLE)
    if crawl.best() is not None:
        return BUDGET
    if crawl.reports():
        return DONE
    if crawl.outcomes().get("wall"):
        return WALLED
    return UNREACHABLE if silence(crawl) else NOTHING_FOUND


def summary_of(crawl: Crawl, seconds: float, finished: bool) -> PortalSummary:
    """The numbers of a crawl so far."""
    outcomes, known = crawl.outcomes(), crawl.known()
    outcome = outcome_of_crawl(crawl) if finished else INTERRUPTED
    return PortalSummary(
        portal=crawl.portal.id,
        address=crawl.portal.address,
        platform=known["platform"],
        pages=sum(outcomes.get(name, 0) for name in SEEN),
        reports=crawl.reports(),
        failed=sum(outcomes.get(name, 0) for name in FAILURES),
        walls=outcomes.get("wall", 0),
        outcome=outcome,
        reason=_reason(crawl, outcome),
        seconds=seconds,
        name=known["name"],
        region=known["region"],
    )


def not_begun(portal: Portal) -> PortalSummary:
    """Of a portal that an interrupt came before."""
    return PortalSummary(portal.id, portal.address, outcome=INTERRUPTED, reason="not begun: run again")


def _reason(crawl: Crawl, outcome: str) -> str:
    home = crawl.home()
    if outcome == UNREACHABLE and (words := silence(crawl)):
        return words
    if outcome in (UNREACHABLE, WALLED, FORBIDDEN) and home is not None and home["outcome"] in OUTCOMES:
        return _sentence(home["outcome"], home["detail"])
    if outcome == NOTHING_FOUND:
        failed = sum(number for name, number in crawl.outcomes().items() if name in FAILURES)
        besides = f", and {failed} failed addresses (see nianbao status)" if failed else ""
        return f"no annual report was found from the home page{besides}: crawl the address of its annual-report column"
    if outcome == BUDGET:
        return _sentence("budget", f"{crawl.budget} requests")
    return "interrupted: the next run goes on from here" if outcome == INTERRUPTED else ""


def _sentence(name: str, detail: str | None) -> str:
    outcome = OUTCOMES[name]
    said = f"{outcome.meaning} ({detail})" if detail else outcome.meaning
    return f"{said}: {outcome.advice}" if outcome.advice else said
