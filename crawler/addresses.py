"""Addresses: when two are the same, which belong to the same site, and whose host is asked."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import safe_url_string

_SESSION = re.compile(r";jsessionid=[^?#;/]*", re.IGNORECASE)
_SLASHES = re.compile(r"//+")
_REMEMBERED = 1 << 16  # every page of a portal repeats the addresses of its navigation
_DEFAULT_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=_REMEMBERED)
def clean(url: str) -> str:
    """An address as it is asked for: without fragment, session or default port, its host in lower case.

    >>> clean(" HTTP://WWW.X.gov.cn:80/a//b.html;jsessionid=1A2B?q=年#top")
    'http://www.x.gov.cn/a//b.html?q=%E5%B9%B4'
    """
    parts = urlsplit(_SESSION.sub("", safe_url_string(url.strip())))
    return urlunsplit((parts.scheme.lower(), _netloc(url.strip()), parts.path or "/", parts.query, ""))


@lru_cache(maxsize=_REMEMBERED)
def key_of(url: str) -> str:
    """The same for addresses that mean the same page; the order of parameters is kept, servers differ on it.

    >>> key_of("http://x.gov.cn:8080/a//b/#top")
    'http://x.gov.cn:8080/a/b/'
    """
    parts = urlsplit(clean(url))
    return urlunsplit(parts._replace(path=_SLASHES.sub("/", parts.path)))


def is_web(url: str) -> bool:
    """Whether an address can be asked for at all: http or https, with a host and a port that is a number.

    >>> is_web("http://x.gov.cn/"), is_web("javascript:void(0)"), is_web("http://[::1/"), is_web("file:///etc/passwd")
    (True, False, False, False)
    """
    try:
        parts = urlsplit(clean(url))
    except ValueError:
        return False
    return parts.scheme in _DEFAULT_PORTS and bool(parts.hostname)


def host_of(url: str) -> str:
    """The host name or IP address asked, without port.

    >>> host_of("http://www.x.gov.cn:8080/"), host_of("http://[::1]/")
    ('www.x.gov.cn', '::1')
    """
    return (urlsplit(url).hostname or "").rstrip(".")


def origin_of(url: str) -> str:
    """Scheme, host and port: what one robots.txt speaks for.

    >>> origin_of("http://x.gov.cn:80/a/b")
    'http://x.gov.cn'
    """
    parts = urlsplit(clean(url))
    return f"{parts.scheme}://{parts.netloc}"


@lru_cache(maxsize=_REMEMBERED)
def same_site(url: str, site: str) -> bool:
    """Whether an address is on a site: the host itself or a name below it, on any port; an IP address on its own port.

    >>> same_site("http://tjj.weihai.gov.cn/a", "www.weihai.gov.cn"), same_site("http://x.gov.cn/", "weihai.gov.cn")
    (True, False)
    >>> same_site("https://www.weihai.gov.cn:8443/a", "www.weihai.gov.cn")
    True
    >>> same_site("http://127.0.1.2:8001/", "127.0.1.2:8002"), same_site("https://127.0.1.2:8001/", "127.0.1.2:8001")
    (False, True)
    """
    here, there = _netloc(url), site.removeprefix("www.")
    if _is_address(there):
        return here == there
    here, there = host_of(f"//{here}").removeprefix("www."), host_of(f"//{there}")
    return here == there or here.endswith("." + there)


def site_of(url: str) -> str:
    """The site an address belongs to: its host, and its port where it is not the usual one.

    >>> site_of("https://www.x.gov.cn:443/a"), site_of("http://127.0.1.2:8001")
    ('www.x.gov.cn', '127.0.1.2:8001')
    """
    return _netloc(url)


def domain_of(site: str) -> str:
    """The part of a host under which a government registers its names: politeness is shared below it.

    >>> domain_of("tjj.weihai.gov.cn"), domain_of("www.x.com"), domain_of("127.0.1.2:8001")
    ('weihai.gov.cn', 'x.com', '127.0.1.2')
    """
    host = host_of(f"//{site}")
    labels = host.split(".")
    return host if _is_address(host) else ".".join(labels[-3:] if len(labels[-1]) == 2 else labels[-2:])


@lru_cache(maxsize=_REMEMBERED)
def _netloc(url: str) -> str:
    parts = urlsplit(url)
    host = host_of(url).encode("idna").decode() if not host_of(url).isascii() else host_of(url)
    bare = f"[{host}]" if ":" in host else host
    usual = parts.port in (None, _DEFAULT_PORTS.get(parts.scheme.lower()))
    return bare if usual else f"{bare}:{parts.port}"


def _is_address(site: str) -> bool:
    return site.startswith("[") or ":" in site.partition(":")[2] or re.fullmatch(r"[\d.]+(:\d+)?", site) is not None
