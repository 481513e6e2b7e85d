"""What a replica portal is asked and what it answers: plain values, no sockets."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

BUILT = datetime(2025, 2, 28, 1, 30, tzinfo=UTC)
"""When pages without a date of their own were last touched; fixed, so that every run answers alike."""


@dataclass(frozen=True)
class Request:
    """One request as a page sees it; query and form hold the first value of each name, headers are in lower case."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str, otherwise: str = "") -> str:
        """Look a field up in the form, then in the query, as the JSP pages of these systems do."""
        return self.form.get(name, self.query.get(name, otherwise))


@dataclass(frozen=True)
class Response:
    """One answer; its entity tag follows from its bytes."""

    body: bytes
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    modified: datetime = BUILT
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        """Strong: equal tags mean equal bytes."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


Page = Response | Callable[[Request], Response]


@dataclass(frozen=True)
class Portal:
    """One replica: who it stands for, the loopback address it listens on, and what it answers by path.

    `reports` maps the address of each founding report to its name in `demo/reports`; `decoys` are the
    addresses of every other document; `absent` are addresses it links to that answer 404, as on the real one.
    """

    slug: str
    name: str
    address: str
    pages: Mapping[str, Page]
    reports: Mapping[str, str]
    decoys: tuple[str, ...]
    absent: tuple[str, ...] = ()


def html(text: str, modified: datetime = BUILT) -> Response:
    """A page in UTF-8."""
    return Response(text.encode(), modified=modified)


def plain(text: str, media_type: str) -> Response:
    """A script, a style sheet, a datastore or robots.txt."""
    return Response(text.encode(), media_type=f"{media_type}; charset=utf-8")


def not_found() -> Response:
    """The short page these portals send for an address they do not know."""
    text = "<!DOCTYPE html><html><meta charset='utf-8'><title>404</title><body>您访问的页面不存在</body></html>"
    return Response(text.encode(), status=404)


def answer(portal: Portal, request: Request) -> Response:
    """What the portal says to a request; static pages ignore the query, as real servers do."""
    page = portal.pages.get(request.path)
    if page is None:
        return not_found()
    return page if isinstance(page, Response) else page(request)
