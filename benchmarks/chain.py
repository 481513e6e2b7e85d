"""Pages per CPU-second from portal to archive: bare download, a naive chain, and ours, on the same pages in one run.

usage: .venv/bin/python benchmarks/chain.py [--reports 1000]
"""

from __future__ import annotations

import argparse
import http.server
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from pages import site

ADDRESS = "127.0.2.1"
PORT = 8102


def main() -> None:
    """Serve the pages, run each chain in a process of its own, print what a CPU-second carried."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--chain", choices=CHAINS, help="run one chain here (used by the script itself)")
    asked = parser.parse_args()
    if asked.chain:
        print(json.dumps(_measure(CHAINS[asked.chain])))
        return
    with _served(site(asked.reports)):
        results = {name: _in_child(name) for name in CHAINS}
    _show(results)


def bare() -> int:
    """Scrapy downloads the pages and does nothing with them."""
    return _crawl_with(lambda response: None)


def naive() -> int:
    """What one would write first: LinkExtractor, trafilatura with metadata, warcio, one insert per item."""
    import trafilatura
    from scrapy.linkextractors import LinkExtractor
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    folder = Path(tempfile.mkdtemp())
    database = sqlite3.connect(folder / "naive.db")
    database.execute("create table pages (url text primary key, title text, text text, links integer)")
    extractor = LinkExtractor()
    with (folder / "naive.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)

        def keep(response: object) -> None:
            links = extractor.extract_links(response)
            said = trafilatura.bare_extraction(response.text, with_metadata=True, include_tables=True)
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            record = writer.create_warc_record(response.url, "response", BytesIO(response.body), http_headers=headers)
            writer.write_record(record)
            row = (response.url, said.title if said else None, said.text if said else None, len(links))
            database.execute("insert or replace into pages values (?, ?, ?, ?)", row)
            database.commit()

        return _crawl_with(keep)


def ours() -> int:
    """`nianbao crawl`: discovery, frontier, WARC, archive, and the reading of every report."""
    from crawler.archive import Archive
    from crawler.crawl import crawl
    from crawler.load import load

    db = Path(tempfile.mkdtemp()) / "archive.db"
    summaries = crawl(
        [f"http://{ADDRESS}:{PORT}/"],
        db=db,
        limit=None,
        delay=0,
        since=None,
        allow_private=("127.0.2.0/24",),
        progress=None,
    )
    with Archive.opened(db) as archive:
        loaded = load(archive)
    if not loaded.kinds.get("report"):
        raise SystemExit("our chain found no report: the comparison would be void")
    return sum(summary.pages for summary in summaries)


CHAINS: dict[str, Callable[[], int]] = {"bare": bare, "naive": naive, "ours": ours}


def _crawl_with(keep: Callable[[object], None]) -> int:
    """Every page of the site once, in Scrapy's ordinary way, each handed to `keep`."""
    import scrapy
    from scrapy.crawler import CrawlerProcess

    pages = []

    class Site(scrapy.Spider):
        name = "site"

        async def start(self):  # noqa: ANN202 (Scrapy's own shape)
            for path in site_paths():
                yield scrapy.Request(f"http://{ADDRESS}:{PORT}{path}")

        def parse(self, response):  # noqa: ANN001, ANN202
            keep(response)
            pages.append(response.url)

    process = CrawlerProcess(
        {"LOG_LEVEL": "ERROR", "ROBOTSTXT_OBEY": False, "CONCURRENT_REQUESTS": 1, "DOWNLOAD_DELAY": 0}
    )
    process.crawl(Site)
    process.start()
    return len(pages)


def site_paths() -> list[str]:
    """The addresses that our own chain visits, so that all chains carry the same pages."""
    return json.loads(os.environ["CHAIN_PATHS"])


@contextmanager
def _served(pages: dict[str, bytes]):  # noqa: ANN202
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # or each answer waits 40 ms, its head and its body being sent apart

        def do_GET(self) -> None:
            body = pages.get(self.path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *words: object) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer((ADDRESS, PORT), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.environ["CHAIN_PATHS"] = json.dumps([path for path in pages if path != "/robots.txt"])
    yield
    server.shutdown()


def _in_child(name: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, __file__, "--chain", name], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _measure(chain: Callable[[], int]) -> dict[str, float]:
    before = _processor_seconds()
    pages = chain()
    seconds = _processor_seconds() - before
    return {"pages": pages, "seconds": seconds, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _processor_seconds() -> float:
    """Of this process and of all it started: our chain reads in child processes."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _show(results: dict[str, dict[str, float]]) -> None:
    rates = {name: result["pages"] / result["seconds"] for name, result in results.items()}
    print(f"{'chain':8}{'pages':>8}{'CPU-s':>9}{'pages/CPU-s':>14}{'MB':>7}{'× naive':>9}")
    for name, result in results.items():
        ratio = rates[name] / rates["naive"]
        print(
            f"{name:8}{result['pages']:8.0f}{result['seconds']:9.1f}{rates[name]:14.0f}{result['memory']:7.0f}{ratio:9.1f}"
        )


if __name__ == "__main__":
    main()
