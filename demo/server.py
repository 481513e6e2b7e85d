"""Serve replica portals, one threaded HTTP server on one loopback address each, and log every request."""

import socketserver
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from email.utils import format_datetime, mktime_tz, parsedate_tz
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from demo.messages import Portal, Request, Response, answer

LONGEST_PAGE = 1 << 20
"""A whole answer is held back until its line is in the log, so that whoever has read a page finds it there."""

LONGEST_FORM = 65_536
"""Bytes of a posted form that are read; a list page posts a few hundred."""


@dataclass(frozen=True)
class Exchange:
    """One line of the request log; times in seconds of `time.perf_counter`."""

    portal: str
    method: str
    path: str
    status: int
    size: int
    started: float
    ended: float
    in_flight: int


class Replicas(dict[str, str]):
    """The base address of each portal by its slug, and the log of what was asked of them."""

    def __init__(self) -> None:
        """Start with no portal and an empty log."""
        super().__init__()
        self.log: list[Exchange] = []


@contextmanager
def serve(portals: Iterable[Portal], port: int = 0) -> Iterator[Replicas]:
    """Serve the portals until the block ends; port 0 lets the system choose a free one for each."""
    replicas = Replicas()
    with ExitStack() as stack:
        for portal in portals:
            server = stack.enter_context(_Server(portal, port, replicas.log))
            thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            replicas[portal.slug] = f"http://{portal.address}:{server.server_address[1]}/"
        yield replicas


class _Server(ThreadingHTTPServer):
    """One portal on one address."""

    request_queue_size = 64

    def __init__(self, portal: Portal, port: int, log: list[Exchange]) -> None:
        self.portal = portal
        self.log = log
        self.in_flight = 0
        self.counting = threading.Lock()
        super().__init__((portal.address, port), _Handler)

    def server_bind(self) -> None:
        """Bind without the reverse lookup of HTTPServer, which waits for DNS where there is no network."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.portal.address, int(self.server_address[1])

    @contextmanager
    def counted(self) -> Iterator[int]:
        """Count a request while it is answered, and say how many are under way with it."""
        with self.counting:
            self.in_flight += 1
            now = self.in_flight
        try:
            yield now
        finally:
            with self.counting:
                self.in_flight -= 1


class _Handler(BaseHTTPRequestHandler):
    """Turn what came over the wire into a Request and send the Response back."""

    protocol_version = "HTTP/1.1"
    server_version = "nianbao-replica"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = LONGEST_PAGE
    server: _Server

    def handle(self) -> None:
        """Answer until the other side hangs up; a crawler that was killed is no error of ours."""
        with suppress(ConnectionError):
            super().handle()

    def do_GET(self) -> None:
        """Answer, and write the exchange into the log."""
        started = time.perf_counter()
        with self.server.counted() as in_flight:
            response = self._respond()
            size = self._send(response)
        slug, ended = self.server.portal.slug, time.perf_counter()
        self.server.log.append(
            Exchange(slug, self.command, self.path, response.status, size, started, ended, in_flight)
        )

    do_HEAD = do_POST = do_GET  # noqa: N815 (named by http.server)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent: the log is a list."""

    def _respond(self) -> Response:
        request = self._request()
        response = answer(self.server.portal, request)
        if request.method != "POST" and response.status == 200 and _unchanged(response, request.headers):
            return replace(response, status=304)
        return response

    def _request(self) -> Request:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        length = min(int(headers.get("content-length", "0")), LONGEST_FORM)
        form = self.rfile.read(length).decode("utf-8", "replace")
        return Request(self.command, parts.path, _fields(parts.query), _fields(form), headers)

    def _send(self, response: Response) -> int:
        body = b"" if response.status == 304 or self.command == "HEAD" else response.body
        self.send_response(response.status)
        self.send_header("ETag", response.etag)
        self.send_header("Last-Modified", format_datetime(response.modified, usegmt=True))
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status != 304:
            self.send_header("Content-Type", response.media_type)
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        self.wfile.write(body)
        return len(body)


def _fields(encoded: str) -> dict[str, str]:
    return dict(reversed(parse_qsl(encoded, keep_blank_values=True)))


def _unchanged(response: Response, headers: Mapping[str, str]) -> bool:
    """Judge a conditional request; an entity tag outranks a date (RFC 9110, 13.2.2)."""
    if "if-none-match" in headers:
        tags = {tag.strip().removeprefix("W/") for tag in headers["if-none-match"].split(",")}
        return bool(tags & {response.etag, "*"})
    since = parsedate_tz(headers.get("if-modified-since", ""))
    return since is not None and response.modified.timestamp() <= mktime_tz(since)
