"""Whose portal it is: the government's name and its region, as the home page gives them."""

from __future__ import annotations

import re

from crawler.items import Owner
from parsers.agencies import describe, full_name
from parsers.regions import by_code, find
from spiders.pages import Page, squeeze

_LONGEST = 40  # characters of a name; beyond that a title is a sentence
_GREETING = re.compile(
    r"^(?:您好[,，!！]?)?(?:欢迎(?:访问|光临|您访问|来到)|网站首页|首页|主页)[\s:：|_—–-]*|^中国[·•]|^【|】$"
)
_SITE_WORDS = re.compile(
    r"[\s|_—–-]*(?:网站首页|首页|主页)$|(?:官方网站|门户网站|政务门户|政务网站?|信息公开网|官网|网站|网)$"
)
_SEPARATOR = re.compile(r"\s*[|_｜]\s*|\s+[—–-]+\s+|[—-]{2,}|(?<=[\u4e00-\u9fff])\s*-\s*(?=[\u4e00-\u9fff])|\s{2,}")
_BODY = re.compile(r"(?:政府|公署|[局厅委办院]|委员会|办公室|办事处|中心|街道|[省市县区州盟旗镇乡])$")
_CODED = re.compile(r"网站标识码[\s:：]*(\d{10})")  # its first six digits are the region's code


def owner_of(page: Page) -> Owner | None:
    """The owner a home page names: by its SiteName, else by its title; placed by that name, else by the site's code.

    >>> owner_of(Page("http://x.gov.cn/", "<title>首页_威海市文登区人民政府门户网站</title>"))
    Owner(name='威海市文登区人民政府', region='371003')
    >>> owner_of(Page("http://x.gov.cn/", "<meta name=SiteName content=鼓楼区政府><p>网站标识码：3501020001</p>"))
    Owner(name='福州市鼓楼区人民政府', region='350102')
    """
    names = [_bare(part) for part in (page.meta("sitename"), *_SEPARATOR.split(page.window_title)) if part]
    names = [name for name in names if len(name) <= _LONGEST and (_BODY.search(name) or find(name))]
    placed = next((owner for name in names if (owner := _placed(name)).region), None)
    if placed or not names:
        return placed
    region = _region_of(page.meta("siteidcode") or "".join(_CODED.findall(page.source)[:1]))
    return Owner(full_name(names[0], site_region=region), region)


def _bare(name: str) -> str:
    """A name without what greets the reader or says that it is a website."""
    short = _GREETING.sub("", squeeze(name))
    while (shorter := _SITE_WORDS.sub("", short)) != short:
        short = shorter
    return short


def _placed(name: str) -> Owner:
    regions = find(name)
    official = full_name(regions[0].full_name if len(regions) == 1 else name)
    return Owner(official, describe(official).region_code)


def _region_of(code: str) -> str | None:
    """The division a site's code begins with, or the one that took its place."""
    region = by_code(code[:6])
    while region is not None and region.valid_to is not None and region.successor:
        region = by_code(region.successor)
    return region.code if region else None
