"""A portal of a few pages on loopback, which logs what was asked, and a crawl of it in a process of its own."""

import json
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import crawler.settings
from crawler.crawl import crawl
from crawler.errors import CrawlerError

ROOT = Path(__file__).parent.parent
OPENED = "127.0.31.0/24"
_TEMPLATE = get_context("forkserver")  # forks what has Scrapy loaded already, which takes a second each time
_TEMPLATE.set_forkserver_preload(["crawler.crawl", "crawler.tls", "crawler.frontier", "spiders.reports"])


@dataclass
class Answer:
    """What a path answers with; `write` sends it over the connection itself, in whatever way is wrong."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = "text/html; charset=utf-8"
    seconds: float = 0.0
    write: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass(frozen=True)
class Exchange:
    """One request as the server saw it."""

    method: str
    path: str
    headers: dict[str, str]
    form: str
    in_flight: int
    at: float


class SmallPortal:
    """Serves `pages`, a dict of paths to Answers or text; `asked` is called before each answer with its number."""

    def __init__(self, pages, host="127.0.31.1", asked=lambda number: None):
        self.pages = pages
        self.asked = asked
        self.log = []
        self.in_flight = 0
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer((host, 0), _handler(self))
        self.server.daemon_threads = True
        self.server.handle_error = lambda request, address: None  # a killed crawl resets its connection
        self.url = f"http://{host}:{self.server.server_port}/"
        self.id = f"{host}:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.server.server_close()

    def paths(self):
        return [exchange.path for exchange in self.log]


def _handler(portal):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # or each answer waits 40 ms, its head and its body being sent apart

        def do_GET(self):
            length = int(self.headers.get("Content-Length") or 0)
            form = self.rfile.read(length).decode()
            with portal.lock:
                portal.in_flight += 1
                exchange = Exchange(
                    self.command, self.path, dict(self.headers), form, portal.in_flight, time.monotonic()
                )
                portal.log.append(exchange)
                number = len(portal.log)
            portal.asked(number)
            self.answer(exchange)
            with portal.lock:
                portal.in_flight -= 1

        do_POST = do_GET  # noqa: N815 (named by http.server)

        def answer(self, exchange):
            found = portal.pages.get(self.path, Answer(b"nothing here", 404))
            found = found(exchange) if callable(found) else found
            found = Answer(found.encode()) if isinstance(found, str) else found
            time.sleep(found.seconds)
            if found.write is not None:
                self.close_connection = True
                with suppress(OSError):  # the crawler hangs up on what it will not have
                    found.write(self)
                return
            tag = found.headers.get("ETag")
            if tag is not None and exchange.headers.get("If-None-Match") == tag:
                found = Answer(b"", 304)
            self.send_response(found.status)
            for name, value in found.headers.items():
                self.send_header(name, value)
            if found.media_type:
                self.send_header("Content-Type", found.media_type)
            self.send_header("Content-Length", str(len(found.body)))
            self.end_headers()
            self.wfile.write(found.body)

        def log_message(self, *words):
            pass

    return Handler


class Child:
    """A crawl in a process of its own, which is waited for as one waits for a Popen."""

    def __init__(self, options):
        self._written = TemporaryDirectory()
        self._files = [Path(self._written.name, name) for name in ("output", "errors")]
        self._process = _TEMPLATE.Process(target=_crawl, args=(options, dict(os.environ), self._files))
        self._process.start()
        self.pid, self.kill = self._process.pid, self._process.kill

    @property
    def returncode(self):
        return self._process.exitcode

    def send_signal(self, number):
        os.kill(self.pid, number)

    def communicate(self, timeout=None):
        """What it wrote, once it has ended."""
        self._process.join(timeout)
        if self.returncode is None:
            self.kill()
            raise TimeoutError(f"the crawl took more than {timeout} s")
        with self._written:
            return [file.read_text(encoding="utf-8") if file.exists() else "" for file in self._files]


def _crawl(options, environment, files):
    """Crawl and write the summaries as JSON, in the child, under the environment of who started it."""
    os.environ.clear()
    os.environ.update(environment)
    for number, file in enumerate(files, 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    os.chdir(ROOT)
    vars(crawler.settings).update(options.pop("settings"))
    exec(options.pop("prelude"), {})  # noqa: S102 (words of the test)
    portals, db = options.pop("portals"), Path(options.pop("db"))
    try:
        print(json.dumps([asdict(summary) for summary in crawl(portals, db=db, **options)]))
    except CrawlerError as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}))


def started(db, *portals, settings=None, prelude="", **options):
    """A crawl in a child process, not waited for; `prelude` is run there first."""
    options = {"allow_private": [OPENED], "delay": 0} | options
    return Child(options | {"portals": portals, "db": str(db), "settings": settings or {}, "prelude": prelude})


def crawled(db, *portals, **options):
    """The summaries of a crawl in a child process, as dicts by portal; the error's words where it would not begin."""
    output, errors = started(db, *portals, **options).communicate(timeout=120)
    assert errors == "", errors
    answer = json.loads(output)
    return answer["error"] if "error" in answer else {summary["portal"]: summary for summary in answer}


def killed_before(number, db, portal, **options):
    """Crawl, and kill the process with signal 9 before the portal answers its request of that number."""
    begun = threading.Event()
    portal.log.clear()

    def kill(count):
        if count == number:
            begun.wait()
            child.kill()

    portal.asked = kill
    child = started(db, portal.url, **options)
    begun.set()
    child.communicate(timeout=120)
    portal.asked = lambda count: None
    return child.returncode


def page(*links, title="", text="", head=""):
    """A page with links, each (href, words) or (href, words, title attribute)."""
    anchors = "".join(
        f'<li><a href="{href}"{"".join(f" title={chr(34)}{each}{chr(34)}" for each in more)}>{words}</a></li>'
        for href, words, *more in links
    )
    return (
        f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{text}<ul>{anchors}</ul></body></html>"
    )


def row(href, words, date="2024-01-20"):
    """One row of a list."""
    return f'<li><a href="{href}">{words}</a><span>{date}</span></li>'


SECTIONS = "".join(
    f"<h2>{heading}</h2><p>本机关按照条例要求开展工作，情况如下。</p>"
    for heading in (
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    )
)
