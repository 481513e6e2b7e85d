"""OFD, China's own page format (GB/T 33190-2016): a zip of XML whose pages hold characters, paths and pictures."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from parsers.errors import Damaged, TooLarge
from parsers.formats import parts
from parsers.formats.ofd.grid import Grid, find_grids
from parsers.formats.ofd.lines import TextLine, paragraphs, text_lines
from parsers.formats.ofd.page import Page, Picture, read_page
from parsers.formats.parts import Parts, parse_xml
from parsers.formats.word.flow import Flow
from parsers.model import Document

MAX_PAGES = 500
MAX_GLYPHS = 500_000  # of all pages: about 10 seconds

Placed = tuple[float, TextLine | Grid | Picture]  # how far down the page, what


def recognises(body: bytes) -> bool:
    """A zip with OFD.xml at its root."""
    return "ofd.xml" in parts.names(body)


def read(body: bytes) -> Document:
    """The text of each page in lines from top to bottom, its ruled tables and its pictures."""
    package = Parts(body)
    flow = Flow("ofd")
    entry = _text(_xml(package, "OFD.xml").find(".//{*}DocRoot"))
    if entry is None:
        raise Damaged("an OFD file that names no document")
    document = _xml(package, entry)
    folder = posixpath.dirname(entry)
    media = dict(_media(package, document, folder))
    templates = {item.get("ID", ""): item.get("BaseLoc", "") for item in document.iterfind(".//{*}TemplatePage")}
    pages = document.findall(".//{*}Pages/{*}Page")
    if len(pages) > MAX_PAGES:
        raise TooLarge(f"an OFD file of {len(pages)} pages")
    left = MAX_GLYPHS
    for number, page in enumerate(pages, 1):
        content = read_page(list(_layers(package, folder, page.get("BaseLoc", ""), templates)))
        left -= len(content.glyphs)
        if left < 0:
            raise TooLarge(f"an OFD file of more than {MAX_GLYPHS} characters")
        _add_page(flow, number, content, package, media)
    return flow.document()


def _layers(package: Parts, folder: str, place: str, templates: dict[str, str]) -> Iterator[etree._Element]:
    """The template pages that a page lies on, then the page itself."""
    page = _xml(package, _join(folder, place))
    for template in page.iterfind("{*}Template"):
        name = _join(folder, templates.get(template.get("TemplateID", ""), ""))
        if name in package:
            yield _xml(package, name)
    yield page


def _add_page(flow: Flow, number: int, content: Page, package: Parts, media: dict[str, str]) -> None:
    grids, rest = find_grids(content.rules, content.glyphs)
    placed: list[Placed] = [(grid.top, grid) for grid in grids]
    placed += [(line.y0, line) for line in text_lines(rest)]
    placed += [(picture.top, picture) for picture in content.pictures]
    lines: list[TextLine] = []
    margins = [line for _, line in placed if isinstance(line, TextLine)]
    for _, item in sorted(placed, key=lambda pair: pair[0]):
        if isinstance(item, TextLine):
            lines.append(item)
            continue
        _add_lines(flow, lines, margins)
        if isinstance(item, Grid):
            flow.close_table(flow.open_table(number), item.rows(number))
        else:
            _add_picture(flow, item, package, media)
    _add_lines(flow, lines, margins)


def _add_lines(flow: Flow, lines: list[TextLine], page: list[TextLine]) -> None:
    for paragraph in paragraphs(lines, page):
        flow.paragraph(paragraph)
    lines.clear()


def _add_picture(flow: Flow, picture: Picture, package: Parts, media: dict[str, str]) -> None:
    name = media.get(picture.resource, "")
    if name:
        flow.image(name, package.read(name) if name in package else None)


def _media(package: Parts, document: etree._Element, folder: str) -> Iterator[tuple[str, str]]:
    """(resource id, part name) of each picture that the document's resource files list."""
    for listing in document.iterfind(".//{*}CommonData/*"):
        name = _join(folder, _text(listing) or "")
        if etree.QName(listing).localname in ("PublicRes", "DocumentRes") and name in package:
            resources = _xml(package, name)
            base = _join(posixpath.dirname(name), resources.get("BaseLoc", ""))
            for item in resources.iterfind(".//{*}MultiMedia"):
                yield item.get("ID", ""), _join(base, _text(item.find("{*}MediaFile")) or "")


def _xml(package: Parts, name: str) -> etree._Element:
    return parse_xml(package.read(name), name)


def _join(folder: str, name: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, name)).lstrip("/")


def _text(item: etree._Element | None) -> str | None:
    return item.text.strip().lstrip("/") if item is not None and item.text else None
