"""Publishing systems: one module each, asked in order; adding one is a module and a name in this tuple."""

from __future__ import annotations

from spiders.pages import Page, Platform
from spiders.platforms import hanweb, siteserver, static

PLATFORMS: tuple[Platform, ...] = (hanweb, siteserver, static)


def platform_of(page: Page) -> Platform:
    """The system that made a page; `static` recognises every page and stands last."""
    return next(platform for platform in PLATFORMS if platform.recognises(page))
