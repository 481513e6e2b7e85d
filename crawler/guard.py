"""What may be connected to, checked where the connection is made: never a private address, whoever names it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.exceptions import CannotResolveHostError
from scrapy.resolver import CachingHostnameResolver, HostResolution
from twisted.internet.interfaces import IAddress, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.addresses import host_of
from crawler.errors import PrivateAddress, WrongNetwork

if TYPE_CHECKING:
    from ipaddress import IPv4Network

    from scrapy import Request
    from scrapy.crawler import Crawler

    Address = IPv4Address | IPv6Address
    Network = IPv4Network | IPv6Network
    Receiver = Any  # an IResolutionReceiver; zope's interfaces mean nothing to a type checker

# Nobody's public portal lives here (IANA special-purpose registries, RFC 6890 and its updates).
CLOSED: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(network), name)
    for network, name in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local, cloud metadata"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("64:ff9b:1::/48", "local NAT64"),
        ("100::/64", "discard"),
        ("2001::/23", "protocol assignments, Teredo"),
        ("2001:db8::/32", "documentation"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
# IPv6 networks that carry an IPv4 address, and how many bits stand to the right of it.
CARRIERS = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("::ffff:0:0:0/96"), 0),
    (IPv6Network("::/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)
# Names that no public resolver answers (RFC 6761, 6762, 7686, 8375, 9476): not worth a question to anyone.
SPECIAL_NAMES = ("invalid", "test", "example", "local", "localhost", "internal", "onion", "alt", "home.arpa", "lan")


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """The networks to open, as `--allow-private` writes them. Raises WrongNetwork.

    >>> networks(["127.0.1.0/24"])
    (IPv4Network('127.0.1.0/24'),)
    """
    try:
        return tuple(ip_network(text.strip()) for text in texts if text.strip())
    except ValueError as error:
        raise WrongNetwork(f"{error}: write a network such as 127.0.1.0/24") from error


def objection(address: str, opened: Sequence[Network] = ()) -> str | None:
    """Why an IP address must not be connected to, or None if it may be.

    >>> objection("169.254.169.254"), objection("::ffff:10.0.0.1"), objection("64:ff9b::7f00:1")
    ('link-local, cloud metadata', 'private', 'loopback')
    >>> objection("127.0.1.9", networks(["127.0.1.0/24"])), objection("202.108.0.1"), objection("2002:7f00:1::")
    (None, None, 'loopback')
    """
    bare = _carried(ip_address(address.partition("%")[0]))
    if any(bare in network for network in opened):
        return None
    closed = next((name for network, name in CLOSED if bare in network), None)
    return closed or (None if bare.is_global else "not global")


def literal_objection(url: str, opened: Sequence[Network] = ()) -> str | None:
    """The same for the host of an address when it is written as numbers; None for a name, which the resolver checks."""
    try:
        return objection(host_of(url), opened)
    except ValueError:
        return None


def is_special(host: str) -> bool:
    """Whether a name means something only inside some network, so that no public resolver need be asked.

    >>> is_special("db.internal"), is_special("localhost."), is_special("www.x.gov.cn")
    (True, True, False)
    """
    name = host.rstrip(".").lower()
    return any(name == special or name.endswith("." + special) for special in SPECIAL_NAMES)


def named_proxies() -> dict[str, str]:
    """The proxies that the environment names, by scheme (http_proxy, https_proxy)."""
    return {scheme: url for scheme, url in getproxies().items() if scheme in ("http", "https")}


def proxy_hosts() -> frozenset[str]:
    """The hosts of the proxies, which may stand in a private network: whoever runs the crawl named them."""
    found = (urlsplit(url if "://" in url else f"//{url}").hostname for url in named_proxies().values())
    return frozenset(host for host in found if host)


class GuardedResolver(CachingHostnameResolver):
    """Scrapy's caching resolver, handing on only addresses that may be connected to.

    Twisted asks it for every connection, numbers included, so redirects and names that change
    their address between two questions pass through it as well.
    """

    def __init__(
        self,
        reactor: Any,  # noqa: ANN401 (Twisted's reactors share no type)
        cache_size: int,
        opened: Sequence[Network] = (),
        proxies: Collection[str] = (),
    ) -> None:
        """Wrap the resolver of `reactor`; `opened` networks and the hosts of `proxies` may be connected to."""
        super().__init__(reactor, cache_size)
        self.opened = tuple(opened)
        self.proxies = proxies
        self.objections: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:  # noqa: ANN401
        """As Scrapy makes it: the opened networks are process-wide, like the resolver."""
        opened = networks(crawler.settings.getlist("ALLOW_PRIVATE"))
        return cls(reactor, crawler.settings.getint("DNSCACHE_SIZE"), opened, proxy_hosts())

    def resolveHostName(  # noqa: N802 (Twisted's interface)
        self,
        resolutionReceiver: Receiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        """Resolve a name, dropping the addresses that must not be connected to."""
        if hostName in self.proxies:
            return super().resolveHostName(resolutionReceiver, hostName, portNumber, addressTypes, transportSemantics)
        if is_special(hostName):
            return _resolve_to_nothing(resolutionReceiver, hostName)
        checked: Receiver = _Checked(resolutionReceiver, hostName, self)
        return super().resolveHostName(checked, hostName, portNumber, addressTypes, transportSemantics)


class GuardMiddleware:
    """Tells a host that was refused from a host that does not exist, before anything is tried again."""

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise PrivateAddress in place of the resolver's silence."""
        if not isinstance(exception, CannotResolveHostError):
            return
        from twisted.internet import reactor

        host = host_of(request.url)
        objections: dict[str, str] = getattr(reactor.nameResolver, "objections", {})
        if host in objections:
            raise PrivateAddress(f"{host} is {objections[host]}")


@implementer(IResolutionReceiver)
class _Checked:
    """Stands between the resolver and the connection."""

    def __init__(self, receiver: Receiver, host: str, resolver: GuardedResolver) -> None:
        self.receiver = receiver
        self.host = host
        self.resolver = resolver

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802 (Twisted's interface)
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802 (Twisted's interface)
        number = str(getattr(address, "host", ""))
        refusal = objection(number, self.resolver.opened)
        if refusal:
            self.resolver.objections[self.host] = f"{number} ({refusal})"
        else:
            self.receiver.addressResolved(address)

    def resolutionComplete(self) -> None:  # noqa: N802 (Twisted's interface)
        self.receiver.resolutionComplete()


def _carried(address: Address) -> Address:
    if isinstance(address, IPv6Address) and int(address) > 1:
        for network, shift in CARRIERS:
            if address in network:
                return IPv4Address((int(address) >> shift) & 0xFFFFFFFF)
    return address


def _resolve_to_nothing(receiver: Receiver, host: str) -> IHostResolution:
    resolution: Any = HostResolution(host)
    receiver.resolutionBegan(resolution)
    receiver.resolutionComplete()
    return cast("IHostResolution", resolution)
