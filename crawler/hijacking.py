"""Pages that are not what they seem: a government's pages copied to somebody else's host, or somebody else's words on its own.

Source: the CMS reference, sections 0 and 9: clones keep the real paths, in traditional characters with pinyin among
them, and name the site they were taken from; hijacked sites sell bets. Only the head is looked at, where both show.
"""

from __future__ import annotations

import re

from crawler.addresses import host_of

_NOISE = re.compile(
    r"(?:[\u4e00-\u9fff]\s?[(（]?[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}[)）]?){5}"  # 政(zheng)府(fu)信(xin)息(xi)公(gong)
)
_SOLD = (
    "博彩",
    "赌场",
    "娱乐城",
    "百家乐",
    "老虎机",
    "六合彩",
    "时时彩",
    "真人荷官",
    "棋牌",
    "投注",
    "威尼斯人",
    "成人视频",
    "无码",
)
_SITE = re.compile(r"<meta[^>]+name\s*=\s*[\"']?sitedomain[\"']?[^>]+content\s*=\s*[\"']?([\w.-]+)", re.IGNORECASE)
_NAMED = re.compile(r"<title[^>]*>[^<]*|<meta[^>]+(?:keywords|description|articletitle)[^>]*>", re.IGNORECASE)
_NAME = re.compile(r"\.[a-z][\w-]*$")
_END_OF_HEAD = re.compile(r"</head\s*>", re.IGNORECASE)
LONGEST_HEAD = 16_384
FEW = 2  # words: one alone stands in notices of the police


def sign_of_hijack(source: str, url: str) -> str:
    """What shows that a page is a clone or was taken over; empty for an honest one.

    >>> sign_of_hijack("<title>同(tong)心(xin)县(xian)司(si)法(fa)局2023年报</title>", "http://x.com/")
    'pinyin among the characters of its title'
    >>> sign_of_hijack("<title>真人荷官_百家乐_某县人民政府</title>", "http://x.gov.cn/")
    'it offers 百家乐, 真人荷官'
    >>> sign_of_hijack('<meta name="SiteDomain" content="www.x.gov.cn">', "http://www.shop.com/zwgk/")
    'a copy of www.x.gov.cn'
    >>> sign_of_hijack("<title>甲县公安局打击六合彩赌博</title>", "http://x.gov.cn/")
    ''
    """
    end = _END_OF_HEAD.search(source, 0, LONGEST_HEAD)
    head = source[: end.start() if end else LONGEST_HEAD]
    named = " ".join(_NAMED.findall(head))
    if _NOISE.search(named):
        return "pinyin among the characters of its title"
    sold = [word for word in _SOLD if word in named]
    if len(sold) >= FEW:
        return f"it offers {', '.join(sold)}"
    site = _SITE.search(head)
    return f"a copy of {site[1]}" if site and leaves_government(f"http://{site[1]}/", url) else ""


def leaves_government(url: str, target: str) -> bool:
    """Whether an address leads from a government's host to somebody else's; numbers say nothing of whose they are.

    >>> leaves_government("http://www.x.gov.cn/", "http://www.bet.com/")
    True
    >>> leaves_government("http://www.x.gov.cn/", "https://zyk.bjhd.gov.cn/"), leaves_government("http://x.com/", "http://y.com/")
    (False, False)
    """
    return _is_government(url) and not _is_government(target) and _NAME.search(host_of(target)) is not None


def _is_government(url: str) -> bool:
    return host_of(url).endswith(".gov.cn")
