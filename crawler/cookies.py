"""Session cookies: what a server sets with an answer is given back to it, for as long as the crawl runs.

Some portals send whoever comes without their session on a round trip. Nothing is stored: a crawl that goes on after a
kill is given a new session. Cookies that a script would have to compute are walls, which are not solved. Scrapy's own
middleware would fetch the list of public suffixes from the network to judge `Domain`; here a cookie goes back where it
came from, by the same scheme, host and port, and nowhere else.
"""

from __future__ import annotations

from collections import defaultdict
from http.cookies import CookieError, Morsel, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.addresses import is_web, key_of, origin_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

MOVED = (301, 302, 303, 307, 308)
MOST_COOKIES = 50  # of one server, as in browsers
LONGEST = 4096


class SessionMiddleware:
    """One jar for each server of one portal's crawl."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.jars: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def process_request(self, request: Request) -> None:
        """Give the server its cookies back."""
        jar = self.jars[origin_of(request.url)]
        if jar:
            request.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in jar.items())

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Take the server's cookies; who was sent away for want of one asks again, once."""
        jar = self.jars[origin_of(request.url)]
        before = dict(jar)
        for morsel in _set_by(response):
            _put(jar, morsel)
        is_sent_away = response.status in MOVED and (not before or _leads_back(response))
        return _again(request) if is_sent_away and jar != before and "session" not in request.meta else response


def _set_by(response: Response) -> list[Morsel[str]]:
    """The cookies of an answer; what is no cookie at all is passed over."""
    found: list[Morsel[str]] = []
    for line in response.headers.getlist("Set-Cookie"):
        cookie: SimpleCookie = SimpleCookie()
        try:
            cookie.load(line[:LONGEST].decode("latin-1"))
        except CookieError:
            continue
        found += cookie.values()
    return found


def _put(jar: dict[str, str], morsel: Morsel[str]) -> None:
    """Keep a cookie, or let go of one that the server takes back."""
    if morsel["max-age"] == "0" or "1970" in morsel["expires"]:
        jar.pop(morsel.key, None)
    elif len(jar) < MOST_COOKIES or morsel.key in jar:
        jar[morsel.key] = morsel.coded_value


def _leads_back(response: Response) -> bool:
    target = urljoin(response.url, (response.headers.get("Location") or b"").decode("latin-1").strip())
    return is_web(target) and key_of(target) == key_of(response.url)


def _again(request: Request) -> Request:
    meta = {**request.meta, "session": True, "retry_times": request.meta.get("retry_times", 0) + 1}
    return request.replace(meta=meta, dont_filter=True)
