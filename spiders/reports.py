"""The spider: from a portal's address to its annual reports, their pictures and their attachments."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urljoin, urlsplit

from scrapy import Spider
from scrapy.http import Response, TextResponse

from crawler.addresses import clean, is_web, key_of
from crawler.captures import capture_of, headers_of, media_type_of
from crawler.downgrade import is_downgraded, over_http
from crawler.guard import literal_objection, networks
from crawler.hijacking import leaves_government
from crawler.items import DOCUMENT, PAGE, PARTS, REPORT, ROBOTS, Capture, Found, Visited
from crawler.outcomes import outcome_of, outcome_of_error
from crawler.portals import portal_of
from spiders import discovery, nesting
from spiders.owners import owner_of
from spiders.pages import Page, Platform, read_page
from spiders.platforms import platform_of, search

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from crawler.crawls import Crawl
    from crawler.frontier import FrontierScheduler

MOVED = (301, 302, 303, 307, 308)
MOST_HOPS = 8


class ReportSpider(Spider):
    """Asks for what the frontier hands out, and says what became of it: one Visited for each address."""

    name = "reports"

    def __init__(self, portal: str, *, register: Path, since: int, opened: tuple[str, ...]) -> None:
        """`portal` is an address or a name in the register; Scrapy makes the rest from the settings."""
        super().__init__()
        self.portal = portal_of(portal, register)
        self.since = since
        self.opened = networks(opened)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ReportSpider:  # noqa: ANN401 (Scrapy's interface)
        """As Scrapy makes it: `-a portal=...`, and everything else from the settings."""
        settings = crawler.settings
        spider = cls(
            kwargs["portal"],
            register=Path(settings["PORTALS_FILE"]),
            since=settings.getint("SINCE_YEAR"),
            opened=tuple(settings.getlist("ALLOW_PRIVATE")),
        )
        if spider.portal.delay is not None:
            settings.set("DOWNLOAD_DELAY", spider.portal.delay, priority="spider")
        spider._set_crawler(crawler)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the frontier begins with the portal's own address."""
        return
        yield

    def parse(self, response: Response) -> Iterator[Visited]:
        """What became of an address that answered."""
        found: Found = response.meta["found"]
        tries = 1 + response.meta.get("retry_times", 0)
        if response.status in MOVED:
            yield replace(self._moved(response, found), tries=tries, security=_security(response, found))
            return
        outcome, detail = outcome_of(response.status, media_type_of(response), response.body, response.url)
        if outcome == "ok":
            visited = self._read(response, found)
        else:
            visited = Visited(found, outcome, detail, response.status, self._evidence(response, found))
        yield replace(visited, headers=headers_of(response), tries=tries, security=_security(response, found))

    def failed(self, failure: Failure) -> Iterator[Visited]:
        """What became of an address that did not answer."""
        request = failure.request  # type: ignore[attr-defined]
        found, tries = request.meta["found"], 1 + request.meta.get("retry_times", 0)
        outcome, detail = outcome_of_error(failure.value)
        yield Visited(found, outcome, detail, tries=tries, leads=over_http(found, outcome))

    def _read(self, response: Response, found: Found) -> Visited:
        """A page is kept and its links are followed; any other file is only kept."""
        if found.role == ROBOTS or found.role in PARTS or not _is_page(response):
            role = DOCUMENT if found.role == PAGE else found.role
            return Visited(found, "ok", status=response.status, capture=self._capture(response, found, role))
        page = read_page(response.url, response.body, found.body)
        if page.too_deep:
            return self._unfollowed(response, found)
        platform = platform_of(page)
        onward = self._onward(page, found)
        role = PAGE if onward else discovery.role_of(page, platform, found)  # who only sends on holds no report
        capture = self._capture(response, found, role)
        owner = owner_of(page) if found.depth == 0 else None
        visited = Visited(
            found, "ok", status=response.status, capture=capture, platform=_name_of(platform), owner=owner
        )
        if _repeats(page, platform, found):
            return replace(visited, outcome="repeated", detail="the same rows as the page before")
        return replace(visited, leads=onward or self._leads(page, platform, role, found, capture))

    def _unfollowed(self, response: Response, found: Found) -> Visited:
        """A page that would take too long to look for links in; a report is kept and read, which has its own limits."""
        capture = self._capture(response, found, found.role)
        detail = f"more than {nesting.MOST} elements stand in one another: no link was looked for"
        return Visited(found, "ok" if found.role == REPORT else "too_large", detail, response.status, capture)

    def _onward(self, page: Page, found: Found) -> tuple[Found, ...]:
        onward = discovery.onward(page, found)
        if onward is None or found.hops >= MOST_HOPS or not self._may_lead_to(onward.url, found):
            return ()
        return (onward,)

    def _leads(self, page: Page, platform: Platform, role: str, found: Found, capture: Capture) -> tuple[Found, ...]:
        context = discovery.Context(frozenset(self._crawl.sites), found, self.since, self.opened)
        return tuple(discovery.leads(page, platform, role, context, capture.id))

    def _moved(self, response: Response, found: Found) -> Visited:
        """A redirect is a lead like any other, with the same role and place in the queue."""
        location = (response.headers.get("Location") or b"").decode("latin-1").strip()
        target = urljoin(response.url, location)
        if not location or not is_web(target):
            return Visited(found, "failed", f"redirect to {location or 'nowhere'}", response.status)
        target = clean(target)
        if found.hops >= MOST_HOPS or key_of(target) == key_of(found.url) or self._circles(found, target):
            return Visited(found, "redirect_loop", target, response.status)
        return self._followed(found, target, response.status)

    def _followed(self, found: Found, target: str, status: int) -> Visited:
        """A lead of the same kind, unless it leads where this address may not."""
        objection = literal_objection(target, self.opened)
        if objection:
            return Visited(found, "private_address", f"{target} ({objection})", status)
        if found.role == ROBOTS:
            return Visited(found, "redirect", target, status)
        if found.role == REPORT and _is_home(target):
            return Visited(found, "soft_404", f"sent to the home page {target}", status)
        if not self._may_lead_to(target, found):
            return Visited(found, "elsewhere" if found.depth else "hijacked", f"sent to {target}", status)
        asked = found.asked or found.url
        lead = replace(found, url=target, asked=asked, hops=found.hops + 1, method="GET", body=b"", headers=())
        return Visited(found, "redirect", target, status, leads=(lead,))

    def _circles(self, found: Found, target: str) -> bool:
        """Whether a redirect leads back to an address that led here."""
        for _ in range(MOST_HOPS):
            visit = self._crawl.visit(key_of(target))
            if visit is None or visit["outcome"] != "redirect":
                return False
            if key_of(visit["detail"]) == key_of(found.url):
                return True
            target = visit["detail"]
        return False

    def _evidence(self, response: Response, found: Found) -> Capture | None:
        """What came with status 200 is kept even where it was judged to be nothing: a judgement can be wrong."""
        role = found.role if found.role == ROBOTS else PAGE
        return self._capture(response, found, role) if response.status == 200 and response.body.strip() else None

    def _capture(self, response: Response, found: Found, role: str) -> Capture:
        return capture_of(response, found, role, self.portal.id)

    def _may_lead_to(self, target: str, found: Found) -> bool:
        """Home pages may move to another site of a government; domains that ran out belong to whoever bought them."""
        return self._is_ours(target) or (found.depth == 0 and not leaves_government(found.url, target))

    def _is_ours(self, url: str) -> bool:
        return discovery.same_site_as(url, self._crawl.sites)

    @property
    def _crawl(self) -> Crawl:
        return cast("FrontierScheduler", self.crawler.engine.scheduler).crawl


def _security(response: Response, found: Found) -> str:
    """What was unusual about how an answer was protected on its way; empty for an ordinary answer."""
    return "asked over http in place of https" if is_downgraded(found) else response.meta.get("security", "")


def _is_home(url: str) -> bool:
    """Whether an address is the first page of a site: where some send whoever asks for what is gone."""
    return urlsplit(url).path in ("", "/", "/index.html", "/index.htm", "/index.shtml")


def _is_page(response: Response) -> bool:
    """Whether links can be looked for: many systems hand out their lists as JSON, or their ids in a script."""
    return isinstance(response, TextResponse) or media_type_of(response).endswith(("json", "javascript"))


def _name_of(platform: Platform) -> str | None:
    """A portal's search says nothing about the system that made its pages."""
    return None if platform is search else platform.NAME


def _repeats(page: Page, platform: Platform, found: Found) -> bool:
    """Whether a further page of a list is the page before: some servers ignore the number."""
    rows = platform.entries(page) if found.unlike else []
    return bool(rows) and rows[0].url == found.unlike
