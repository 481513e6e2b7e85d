"""The proxies that the environment names (http_proxy, https_proxy, no_proxy), without a way round the guard.

A proxy resolves names itself and connects where we cannot look: hosts written as numbers are checked before they are
handed to it, names that only private networks know are refused, and nothing may lead to the proxy itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware

from crawler.addresses import host_of
from crawler.errors import PrivateAddress
from crawler.guard import is_special, literal_objection, named_proxies, networks, objection, proxy_hosts

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.guard import Network


def notice() -> str:
    """One line for whoever runs a crawl through a proxy, empty without one; no password in it."""
    named = ", ".join(f"{scheme} through {urlsplit(url).hostname}" for scheme, url in named_proxies().items())
    return named and (
        f"{named}: the proxy resolves names, so only hosts written as numbers are checked against private networks"
    )


class GuardedProxyMiddleware(HttpProxyMiddleware):
    """Scrapy's proxy settings, checked; networks opened with --allow-private are asked directly."""

    def __init__(self, opened: tuple[Network, ...]) -> None:
        """`opened` are networks that may be connected to."""
        super().__init__()
        self.opened = opened
        self.hosts = proxy_hosts()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardedProxyMiddleware:
        """As Scrapy makes it."""
        return cls(networks(crawler.settings.getlist("ALLOW_PRIVATE")))

    def process_request(self, request: Request) -> None:  # type: ignore[override]  # Scrapy's is never asked for more
        """Name the proxy to go through. Raises PrivateAddress for what no proxy may be asked for."""
        host = host_of(request.url)
        if host in self.hosts:
            raise PrivateAddress(f"{host} is the proxy")
        if _is_opened(host, self.opened):
            request.meta["proxy"] = None
        super().process_request(request)
        refusal = literal_objection(request.url, self.opened) if request.meta.get("proxy") else None
        if refusal or (request.meta.get("proxy") and is_special(host)):
            raise PrivateAddress(f"{host} is {refusal or 'a name for private networks'}")


def _is_opened(host: str, opened: tuple[Network, ...]) -> bool:
    """Whether a host written as numbers is open only because --allow-private says so."""
    try:
        return objection(host) is not None and objection(host, opened) is None
    except ValueError:
        return False
