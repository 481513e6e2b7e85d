"""https_proxy and no_proxy of the environment: tunnels by CONNECT, what they answer by name, and no password kept."""

import base64
import socket
import threading
from contextlib import suppress

import pytest
from small_portal import SmallPortal, crawled
from test_crawl import portal_pages, rows_of
from test_twins import NAMES
from tls_servers import TlsPortal

FAST = {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 5}
FAR = "https://www.far-portal.cn/"
SLOW = {"RETRY_TIMES": 0, "DOWNLOAD_TIMEOUT": 1}


class Tunnel:
    """A proxy on loopback: `reply` is its answer to CONNECT; after a 200 it carries everything to `target`."""

    def __init__(self, reply, target=None):
        self.reply, self.target = reply, target
        self.asked = []
        self.listener = socket.create_server(("127.0.98.2", 0))
        self.url = f"127.0.98.2:{self.listener.getsockname()[1]}"

    def __enter__(self):
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.listener.close()

    def _serve(self):
        with suppress(OSError):
            while True:
                threading.Thread(target=self._carry, args=(self.listener.accept()[0],), daemon=True).start()

    def _carry(self, client):
        with client, suppress(OSError):
            self.asked.append(_head(client))
            if not self.reply:
                client.recv(1)  # never an answer: until the crawler hangs up
                return
            client.sendall(f"HTTP/1.1 {self.reply}\r\n\r\n".encode())
            if self.target:
                with socket.create_connection(self.target) as server:
                    threading.Thread(target=_pump, args=(client, server), daemon=True).start()
                    _pump(server, client)


def _head(client):
    head = b""
    while b"\r\n\r\n" not in head:
        head += client.recv(4096)
    return head.decode()


def _pump(source, sink):
    with suppress(OSError):
        while data := source.recv(1 << 16):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


@pytest.fixture
def environment(monkeypatch):
    """An environment that names no proxy; tests name theirs in it."""
    for name in ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_https_goes_through_a_tunnel_and_its_certificate_is_looked_at(environment, tmp_path):
    answers = {path: getattr(answer, "body", answer) for path, answer in portal_pages().items()}
    pages = {path: body if isinstance(body, bytes) else body.encode() for path, body in answers.items()}
    with TlsPortal(pages, tmp_path) as far:
        host, _, port = far.id.partition(":")
        with Tunnel("200 Connection established", (host, int(port))) as tunnel:
            environment.setenv("https_proxy", f"http://{tunnel.url}")
            summary = crawled(tmp_path / "a.db", FAR, settings=FAST, prelude=NAMES)["www.far-portal.cn"]
    assert (summary["outcome"], summary["reports"]) == ("done", 2)
    assert {head.splitlines()[0] for head in tunnel.asked} == {"CONNECT www.far-portal.cn:443 HTTP/1.1"}
    security = rows_of(tmp_path / "a.db", "select distinct security from visits where outcome = 'ok'")
    assert security == [("certificate not verified: self-signed, for another host",)]


@pytest.mark.parametrize("reply", ["403 Forbidden", "502 Bad Gateway", "407 Proxy Authentication Required"])
def test_a_proxy_that_opens_no_tunnel_is_named_and_its_password_is_not(reply, environment, tmp_path):
    db = tmp_path / "a.db"
    with Tunnel(reply) as tunnel:
        environment.setenv("https_proxy", f"http://archivist:secret@{tunnel.url}")
        summary = crawled(db, FAR, settings=FAST, prelude=NAMES)["www.far-portal.cn"]
    assert base64.b64encode(b"archivist:secret").decode() in tunnel.asked[0]
    assert (summary["outcome"], "the proxy could not open a way there" in summary["reason"]) == ("unreachable", True)
    assert {outcome for (outcome,) in rows_of(db, "select outcome from visits")} == {"proxy"}
    assert "secret" not in summary["reason"] + "".join(detail for (detail,) in rows_of(db, "select detail from visits"))


def test_a_proxy_that_never_answers_is_a_timeout_not_an_empty_portal(environment, tmp_path):
    with Tunnel("") as tunnel:
        for name in ("http_proxy", "https_proxy"):
            environment.setenv(name, f"http://{tunnel.url}")
        summary = crawled(tmp_path / "a.db", FAR, settings=SLOW, prelude=NAMES)["www.far-portal.cn"]
    assert summary["outcome"] == "unreachable"
    assert summary["reason"].startswith("every address timed out: ")
    assert {outcome for (outcome,) in rows_of(tmp_path / "a.db", "select outcome from visits")} == {"timeout"}


def test_hosts_that_no_proxy_names_are_asked_directly(environment, tmp_path):
    with Tunnel("502 Bad Gateway") as tunnel, SmallPortal(portal_pages()) as portal:
        for name in ("http_proxy", "https_proxy"):
            environment.setenv(name, f"http://{tunnel.url}")
        environment.setenv("no_proxy", ".far-portal.cn")
        address = portal.url.replace("127.0.31.1", "www.far-portal.cn")
        [summary] = crawled(tmp_path / "a.db", address, settings=FAST, prelude=NAMES).values()
    assert (summary["outcome"], summary["reports"], tunnel.asked) == ("done", 2, [])
