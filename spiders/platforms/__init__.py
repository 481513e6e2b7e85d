"""Publishing systems: one module each, asked in order; adding one is a module and a name in this tuple."""

from __future__ import annotations

from spiders.pages import Page, Platform
from spiders.platforms import (
    epoint,
    gkmlpt,
    hanweb,
    jpaas,
    kaipu,
    lonsun,
    openness,
    search,
    siteserver,
    static,
    trs,
    truecms,
    vsb,
)

# What only one system has comes before what others imitate: relative dated links, a hash as a name.
PLATFORMS: tuple[Platform, ...] = (
    search,
    jpaas,
    gkmlpt,
    epoint,
    truecms,
    lonsun,
    openness,
    hanweb,
    siteserver,
    vsb,
    kaipu,
    trs,
    static,
)


def platform_of(page: Page) -> Platform:
    """The system that made a page; `static` recognises every page and stands last."""
    return next(platform for platform in PLATFORMS if platform.recognises(page))
