"""What travels through the crawl: an address found, the bytes as fetched, and what became of the address."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from crawler.addresses import is_web, key_of

ROBOTS, PAGE, REPORT = "robots", "page", "report"
ATTACHMENT, IMAGE, DOCUMENT = "attachment", "image", "document"
PARTS = (ATTACHMENT, IMAGE)

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An address to visit. `asked` is the address a redirect came from, `unlike` the first entry of the page before.

    `refused` names an outcome when the address is only recorded, never asked for.
    """

    url: str
    role: str = PAGE
    priority: int = 0
    depth: int = 0
    found_on: str | None = None
    anchor: str | None = None
    part_of: str | None = None
    method: str = "GET"
    body: bytes = b""
    headers: Headers = ()
    hops: int = 0
    asked: str | None = None
    unlike: str | None = None
    refused: str | None = None

    @property
    def key(self) -> str:
        """What makes two addresses the same: the canonical address, and the form sent to it."""
        key = key_of(self.url) if is_web(self.url) else self.url
        return f"{key} {hashlib.sha256(self.body).hexdigest()[:16]}" if self.body else key


@dataclass(frozen=True)
class Capture:
    """Bytes as fetched from an address, with where it was found; times are UTC ISO 8601."""

    url: str
    final_url: str
    fetched_at: str
    status: int
    media_type: str
    body: bytes
    portal: str | None = None
    found_on: str | None = None
    anchor: str | None = None
    role: str = DOCUMENT
    part_of: str | None = None
    etag: str | None = None
    last_modified: str | None = None

    @cached_property
    def sha256(self) -> str:
        """Of the body, in hexadecimal digits."""
        return hashlib.sha256(self.body).hexdigest()

    @cached_property
    def id(self) -> str:
        """The same address with the same bytes is the same capture, on every machine."""
        return capture_id(self.url, self.sha256)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the bytes of an earlier capture of an address are, with the validators its server gave."""

    id: str
    warc: str
    offset: int
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose portal it is, as its home page says: the body's name and its region's code."""

    name: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Visited:
    """What became of one address: the outcome, the bytes if they are worth keeping, and what they led to.

    `security` says what was unusual about the encryption, `owner` whose portal it is (home pages only).
    """

    found: Found
    outcome: str
    detail: str = ""
    status: int | None = None
    capture: Capture | None = None
    kept: str | None = None
    headers: Headers = ()
    leads: tuple[Found, ...] = ()
    platform: str | None = None
    tries: int = 1
    security: str = ""
    owner: Owner | None = None


def capture_id(url: str, sha256: str) -> str:
    """The id of these bytes from this address."""
    digest = hashlib.sha256(f"{url}\n{sha256}".encode()).digest()
    return b32encode(digest).decode().lower()[:12]


def utc_now() -> str:
    """The time, to the second, as the archive writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
