"""What portals publish: documents, their places in columns, and the small facts every template prints."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

BEIJING = timezone(timedelta(hours=8))
PAGES = Path(__file__).parent / "pages"
TEMPLATES = Environment(
    loader=FileSystemLoader(PAGES), autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
)


@dataclass(frozen=True)
class Document:
    """One page's content; `heading` is the title as broken over lines, `published` is Beijing time."""

    kind: str
    heading: tuple[str, ...]
    source: str
    published: datetime
    body: Markup

    @property
    def title(self) -> str:
        """The title in one line, as metas and lists give it."""
        return "".join(self.heading)

    @property
    def modified(self) -> datetime:
        """When it was put up, in UTC."""
        return self.published.astimezone(UTC)


@dataclass(frozen=True)
class Entry:
    """A document at its address."""

    path: str
    document: Document

    @property
    def day(self) -> str:
        """The date as lists print it."""
        return self.document.published.date().isoformat()


@dataclass(frozen=True)
class Column:
    """A named list of documents at an address; `key` is what its publishing system calls it."""

    key: str
    name: str
    path: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Site:
    """Who a portal stands for: what the foot and the metas of its pages say, and where the replica listens."""

    slug: str
    address: str
    name: str
    domain: str
    code: str
    place: str


FRIENDS = (("中国政府网", "https://www.gov.cn/"), ("国务院客户端", "https://app.www.gov.cn/download/"))
"""Friendly links leave the portal; the templates put them in a select box, which no crawl should follow."""


def at(day: str, clock: str = "09:00:00") -> datetime:
    """Read a day and a time of day as Beijing time."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=BEIJING)


def newest_first(documents: Iterable[Document]) -> list[Document]:
    """Order a list as portals do."""
    return sorted(documents, key=lambda document: (document.published, document.title), reverse=True)


def draw(template: str, **values: object) -> str:
    """Fill one template of `demo/pages`."""
    return TEMPLATES.get_template(template).render(friends=FRIENDS, **values)


def read_page(name: str) -> str:
    """Read a script or a style sheet of `demo/pages` as it is."""
    return (PAGES / name).read_text("utf-8")
