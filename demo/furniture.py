"""What every replica has, whatever system it imitates: home, search, a closed administration, robots.txt, articles."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from demo.documents import Column, Entry, Site, read_page
from demo.expected import names_of
from demo.messages import Page, Portal, html, plain

ROBOTS = "User-agent: *\nDisallow: /admin/\n"
ADMIN = "/admin/login.html"
STYLE = "/style/site.css"


def publish(site: Site, columns: Iterable[Column], pages: Mapping[str, Page], absent: Iterable[str] = ()) -> Portal:
    """The portal of a site: its pages, and which of its documents are founding reports."""
    reports = names_of(site.slug)
    paths = (entry.path for column in columns for entry in column.entries)
    decoys = tuple(path for path in paths if path not in reports)
    return Portal(site.slug, site.name, site.address, pages, reports, decoys, tuple(absent))


def furniture(home: str, search_path: str, search: str, scripts: Mapping[str, str]) -> Iterator[tuple[str, Page]]:
    """The pages beside the documents; `scripts` maps a path to the file in `demo/pages` that is served there."""
    yield "/", html(home)
    yield "/index.html", html(home)
    yield search_path, html(search)
    yield ADMIN, html(search)
    yield "/robots.txt", plain(ROBOTS, "text/plain")
    yield STYLE, plain(read_page("site.css"), "text/css")
    for path, name in scripts.items():
        yield path, plain(read_page(name), "text/javascript")


def articles(columns: Iterable[Column], drawn: Callable[[Column, Entry], str]) -> Iterator[tuple[str, Page]]:
    """Every document of every column at its address."""
    for column in columns:
        for entry in column.entries:
            yield entry.path, html(drawn(column, entry), entry.document.modified)
