"""Between Scrapy's responses and captures: a response becomes a capture, and a 304 the capture it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.http import Headers as ScrapyHeaders
from scrapy.responsetypes import responsetypes

from crawler import warc
from crawler.errors import MissingBytes
from crawler.items import Capture, Found, Headers, Kept, utc_now

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

CONDITIONS = ("If-None-Match", "If-Modified-Since")


def capture_of(response: Response, found: Found, role: str, portal: str) -> Capture:
    """The bytes of a response, with all that is known of where they came from."""
    return Capture(
        url=found.asked or found.url,
        final_url=response.url,
        fetched_at=utc_now(),
        status=response.status,
        media_type=media_type_of(response),
        body=response.body,
        portal=portal,
        found_on=found.found_on,
        anchor=found.anchor,
        role=role,
        part_of=found.part_of,
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
    )


def headers_of(response: Response) -> Headers:
    """The headers as the server sent them, in order, repeated ones repeated."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )


def media_type_of(response: Response) -> str:
    """The media type the server names, without parameters; empty if it names none."""
    return (_header(response, "Content-Type") or "").partition(";")[0].strip().lower()


class KeptMiddleware:
    """Answers a 304 with the kept bytes, so that the spider follows their links again."""

    def __init__(self, crawler: Crawler) -> None:
        """As Scrapy makes it."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeptMiddleware:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The kept response for a 304; without its bytes, the request again, with no condition."""
        kept: Kept | None = request.meta.get("kept")
        if response.status != 304 or kept is None:
            return response
        try:
            return _kept_response(response, self._folder, kept)
        except MissingBytes:
            return _unconditional(request)

    @property
    def _folder(self) -> Path:
        folder: Path = self.crawler.engine.scheduler.archive.warc_folder  # type: ignore[union-attr]
        return folder


def _kept_response(response: Response, folder: Path, kept: Kept) -> Response:
    pairs, body = warc.read(folder, kept.warc, kept.offset)
    headers = ScrapyHeaders()
    for name, value in pairs:
        headers.appendlist(name, value)
    kind = responsetypes.from_args(headers=headers, url=response.url, body=body)
    return kind(response.url, status=200, headers=headers, body=body, request=response.request)


def _unconditional(request: Request) -> Request:
    again = request.replace(meta={**request.meta, "kept": None}, dont_filter=True)
    for name in CONDITIONS:
        again.headers.pop(name, None)
    return again


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
