"""HTTPS as portals speak it: the strictest profile first, a weaker one only for the host that fails at it, all recorded.

The profiles answer what was seen on portals (CMS reference, section 9): servers without secure renegotiation, servers
that break on curves they do not know, short keys, and TLS 1.0. A certificate that cannot be verified is no reason not
to read a public report, but it is written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, TunnelError
from scrapy.exceptions import DownloadFailedError
from service_identity import CertificateError, VerificationError
from service_identity.pyopenssl import verify_hostname, verify_ip_address
from twisted.internet.abstract import isIPAddress, isIPv6Address
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.errors import NoSecureConnection, ProxyFailed
from crawler.outcomes import words_of_tls

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

LEGACY_SERVER = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT: talk to servers that cannot renegotiate securely


@dataclass(frozen=True, slots=True)
class Profile:
    """One way to speak TLS, as OpenSSL is told."""

    name: str
    ciphers: bytes = b"DEFAULT"
    options: int = 0
    curve: SECP256R1 | None = None
    oldest: int = SSL.TLS1_2_VERSION

    def context(self) -> SSL.Context:
        """A new context that trusts what this machine trusts."""
        context = SSL.Context(SSL.TLS_CLIENT_METHOD)
        context.set_default_verify_paths()
        context.set_cipher_list(self.ciphers)
        context.set_options(self.options)
        context.set_min_proto_version(self.oldest)
        if self.curve is not None:
            context.set_tmp_ecdh(self.curve)
        return context


DEFAULT = Profile("default")
PROFILES = (  # each is weaker than the one before
    DEFAULT,
    Profile("legacy_renegotiation", options=LEGACY_SERVER),
    Profile("small_curves", options=LEGACY_SERVER, curve=SECP256R1()),
    Profile("seclevel_1", b"DEFAULT:@SECLEVEL=1", LEGACY_SERVER),
    Profile("tls_1_0", b"ALL:!aNULL:!eNULL:@SECLEVEL=0", LEGACY_SERVER, oldest=SSL.TLS1_VERSION),
)
# What OpenSSL finds wrong with a certificate (X509_V_ERR_*), in its own words.
_OBJECTIONS = {
    9: "not yet valid",
    10: "expired",
    18: "self-signed",
    19: "self-signed in its chain",
    20: "issuer unknown",
    21: "cannot be verified",
    66: "key too short",
    68: "signed with a weak hash",
}


class Attempt:
    """One handshake with a host: whether it came to an end, and what was wrong with the certificate."""

    def __init__(self, host: str, profile: Profile) -> None:
        self.host = host
        self.profile = profile
        self.agreed = False
        self.objections: dict[str, None] = {}

    @property
    def words(self) -> str:
        """What was unusual, empty if nothing was."""
        profile = [] if self.profile is DEFAULT else [f"TLS profile {self.profile.name}"]
        certificate = [f"certificate not verified: {', '.join(self.objections)}"] if self.objections else []
        return "; ".join(profile + certificate)

    def judge(self, connection: SSL.Connection, certificate: object, error: int, depth: int, fine: int) -> bool:
        """Note what OpenSSL finds wrong with a certificate, and go on."""
        if not fine:
            self.objections[_OBJECTIONS.get(error, f"OpenSSL error {error}")] = None
        return True

    def follow(self, connection: SSL.Connection, where: int, result: int) -> None:
        """Note that a handshake came to an end, and whether the certificate is for this host."""
        if not where & SSL.SSL_CB_HANDSHAKE_DONE or self.agreed:
            return
        self.agreed = True
        try:
            (verify_ip_address if _is_number(self.host) else verify_hostname)(connection, self.host)
        except (CertificateError, VerificationError):
            self.objections["for another host"] = None


@implementer(IPolicyForHTTPS)
class Policy:
    """The profile to speak with now, and the latest handshake with each host: connections are used again."""

    def __init__(self) -> None:
        self.profile = DEFAULT
        self.attempts: dict[str, Attempt] = {}

    def creatorForNetloc(self, hostname: bytes, port: int) -> IOpenSSLClientConnectionCreator:  # noqa: N802 (Twisted's)
        """What Twisted makes a connection to a host with, if it makes a new one."""
        return cast("IOpenSSLClientConnectionCreator", _Creator(hostname.decode("ascii"), port, self))


@implementer(IOpenSSLClientConnectionCreator)
class _Creator:
    """Makes one connection, in the profile of the moment."""

    def __init__(self, host: str, port: int, policy: Policy) -> None:
        self.host = host
        self.port = port
        self.policy = policy

    def clientConnectionForTLS(self, tlsProtocol: object) -> SSL.Connection:  # noqa: N802, N803 (Twisted's interface)
        profile = self.policy.profile
        attempt = self.policy.attempts[f"{self.host}:{self.port}"] = Attempt(self.host, profile)
        context = profile.context()
        context.set_info_callback(attempt.follow)
        connection = SSL.Connection(context)
        if not _is_number(self.host):
            connection.set_tlsext_host_name(self.host.encode("ascii"))
        connection.set_verify(SSL.VERIFY_PEER, attempt.judge)
        return connection


class ProfiledHandler(HTTP11DownloadHandler):
    """Scrapy's handler for https, going through the profiles until a host agrees; no request is sent before."""

    def __init__(self, crawler: Crawler) -> None:
        """As Scrapy makes it, with our policy in place of its own."""
        super().__init__(crawler)
        self.policy = Policy()
        self._contextFactory = cast("IPolicyForHTTPS", self.policy)
        self._agreed: dict[str, Profile] = {}

    async def download_request(self, request: Request) -> Response:
        """The answer, with `security` in the request's meta. Raises NoSecureConnection if no profile is agreed on."""
        host, said = _host_and_port(request.url), []
        for profile in (self._agreed[host],) if host in self._agreed else PROFILES:
            self.policy.profile = profile
            try:
                response = await super().download_request(request)
            except DownloadFailedError as error:
                said.append(self._handshake_error(host, error))
            except TunnelError as error:
                raise ProxyFailed(str(error)) from error
            else:
                self._agreed[host] = profile
                request.meta["security"] = self.policy.attempts[host].words
                return response
        self._agreed.setdefault(host, DEFAULT)  # hopeless: its other addresses are not tried five times as well
        raise NoSecureConnection(said[0])

    def _handshake_error(self, host: str, error: DownloadFailedError) -> str:
        """What went wrong while shaking hands; anything that went wrong later is raised again."""
        attempt = self.policy.attempts.get(host)
        if attempt is None or attempt.agreed:
            raise error
        return words_of_tls(error) or "the connection was closed during the handshake"


def _host_and_port(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or 443}"


def _is_number(host: str) -> bool:
    return isIPAddress(host) or isIPv6Address(host)
