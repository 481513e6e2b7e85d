"""One crawl of replica portals from their home addresses, and how what was found compares with what is there."""

import json
import socket
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from portals.building import Site
from small_portal import started

from crawler.addresses import key_of
from crawler.archive import Archive
from crawler.load import load
from demo.server import Exchange, serve

OPENED = "127.0.5.0/24"
CANARY = ("127.0.6.1", 8116)  # outside the opened network: whoever connects to it broke a rule
LEAST = 0.99  # recall, precision and identity
MOST_REQUESTS, MANY = 2.5, 50  # requests per report on portals with so many reports


@dataclass(frozen=True)
class Measured:
    """One portal's crawl: `read` maps the address of each document to the body and year it was read as a report of.

    `rows` maps each row of the archive's reports to the same: copies of one report share a row.
    """

    site: Site
    base: str
    read: dict
    visits: dict
    asked: list[Exchange]
    rows: dict
    queued: int
    intruded: bool
    summary: dict


def crawl_of(sites, db, **settings):
    """Crawl the replicas in one process, and read what was found."""
    with ExitStack() as stack:
        canary = stack.enter_context(_canary())
        running = stack.enter_context(serve([site.portal() for site in sites]))
        child = started(db, *(running[s.slug] for s in sites), allow_private=[OPENED], settings=settings)
        output, errors = child.communicate(timeout=300)
        assert errors == "", errors
        summaries = {each["portal"]: each for each in json.loads(output)}
        intruded = _was_connected_to(canary)
        with Archive.opened(db) as archive:
            load(archive)
            return [_measured(archive, site, running, intruded, summaries) for site in sites]


def shortfalls(measured):
    """What is wrong with a crawl, in words; nothing if it is as it must be."""
    return [f"{measured.site.slug}: {words}" for words in (*_unfound(measured), *_impolite(measured))]


def numbers(measured):
    """Recall, precision, identity and requests per report of a crawl."""
    expected, known = _expected(measured), _known(measured)
    found = {key for key in expected if key in measured.read or expected[key] in measured.rows.values()}
    right = [key for key in measured.read if known.get(key) == measured.read[key]]
    return {
        "reports": len(expected),
        "recall": len(found) / len(expected),
        "precision": sum(key in known for key in measured.read) / max(len(measured.read), 1),
        "identity": len(right) / max(sum(key in known for key in measured.read), 1),
        "requests": len(measured.asked) / len(expected),
    }


def _unfound(measured):
    said = numbers(measured)
    expected, known = _expected(measured), _known(measured)
    if said["recall"] < LEAST:
        yield f"missed {[key for key in expected if key not in measured.read][:9]} of {len(expected)}"
    if said["precision"] < LEAST:
        yield f"took for reports {[key for key in measured.read if key not in known][:9]}"
    wrong = [(key, known[key], said) for key, said in measured.read.items() if known.get(key, said) != said]
    if said["identity"] < LEAST:
        yield f"misread {wrong[:9]}"
    if len(measured.rows) != len(set(measured.rows.values())):
        yield "two rows for one report"
    if said["reports"] >= MANY and said["requests"] > MOST_REQUESTS:
        yield f"{said['requests']:.2f} requests per report"
    for path, outcome in measured.site.visits.items():
        if measured.visits.get(_key(measured, path)) != outcome:
            yield f"{path} is {measured.visits.get(_key(measured, path))}, not {outcome}"
    for path, outcome in measured.site.outcomes.items():
        seen = {said for key, said in measured.visits.items() if key.startswith(_key(measured, path))}
        if seen != {outcome}:
            yield f"{path} is {seen}, not {outcome}"


def _impolite(measured):
    if any(exchange.in_flight > 1 for exchange in measured.asked):
        yield "two requests at a time"
    if any(before.ended > after.started for before, after in pairwise(sorted(measured.asked, key=_began))):
        yield "a request before the answer to the one before"
    if any(exchange.path.startswith("/admin/") or "?print=" in exchange.path for exchange in measured.asked):
        yield "robots.txt not obeyed"
    if measured.asked[0].path != "/robots.txt":
        yield "robots.txt not asked for first"
    if measured.intruded:
        yield "an address outside the opened network was connected to"
    if measured.queued:
        yield f"{measured.queued} addresses left waiting"


def _measured(archive, site, running, intruded, summaries):
    base, portal = running[site.slug], urlsplit(running[site.slug]).netloc
    documents = archive.rows(
        """
        select captures.url, documents.report, agencies.name, reports.year
        from documents
        join captures on captures.id = documents.capture
        join reports on reports.id = documents.report
        left join agencies on agencies.id = reports.agency
        where captures.portal = ? and captures.part_of is null
        """,
        [portal],
    )
    visits = archive.rows("select key, outcome from visits where crawl = ?", [f"{portal}-1"])
    queued = archive.value("select count(*) from frontier where crawl = ? and state <> 'done'", [f"{portal}-1"])
    read = {key_of(row["url"]): (row["name"], row["year"]) for row in documents}
    return Measured(
        site,
        base,
        read,
        {row["key"]: row["outcome"] for row in visits},
        [exchange for exchange in running.log if exchange.portal == site.slug],
        {row["report"]: (row["name"], row["year"]) for row in documents},
        queued,
        intruded,
        summaries[portal],
    )


def _expected(measured):
    return {_key(measured, path): said for path, said in measured.site.expected.items()}


def _known(measured):
    """Reports and their copies."""
    return _expected(measured) | {_key(measured, path): said for path, said in measured.site.copies.items()}


def _key(measured, path):
    return key_of(measured.base.rstrip("/") + path if path.startswith("/") else path)


def _began(exchange):
    return exchange.started


@contextmanager
def _canary():
    """Listens where nobody may connect."""
    with socket.create_server(CANARY, reuse_port=True) as listener:
        listener.setblocking(False)
        yield listener


def _was_connected_to(listener):
    try:
        listener.accept()
    except BlockingIOError:
        return False
    return True
