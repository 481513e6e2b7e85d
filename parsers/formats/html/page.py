"""Web pages: where the article is, its prose, tables and pictures in order, and what the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from parsers.encodings import decode
from parsers.errors import Damaged, EmptyDocument, TooLarge
from parsers.formats.html.article import MARK, article_of, prose_of
from parsers.formats.html.blocks import BLOCKS
from parsers.formats.html.metadata import metadata_of
from parsers.formats.html.scripted import printed
from parsers.formats.html.tables import bracket_footnotes, data_tables, is_card
from parsers.formats.html.trees import Element, words_of
from parsers.model import Document, Image, Table

_SIGNS = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|meta|span|title)[\s>]", re.IGNORECASE)
_UNSEEN = ("script", "style", "noscript", "template", "select", "option", "object", "embed")
_ATTACHED = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|ofd|rtf|zip|rar|7z)(?:$|[?#])", re.IGNORECASE)
_MOST_CELLS = 60_000  # of a page; the longest reports of whole provinces have a few thousand
_MOST_TABLES = 4_000
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{65536,}")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")  # which lxml gives out and does not take back
_CONTROL_BYTES = bytes({*range(32)} - {*b"\t\n\f\r"})  # the same as bytes, but for the last two
_MOST_WORDS_IN_TAG = 2_000  # libxml2 compares every attribute with every other


def recognises(body: bytes) -> bool:
    """Whether the first kilobytes hold a tag that only markup has."""
    return bool(_SIGNS.search(body[:8192].replace(b"\0", b"")))


def read(body: bytes) -> Document:
    """The article of a page: its prose, tables and pictures in order. Raises EmptyDocument, TooLarge or Damaged."""
    text, doubt = decode(body)
    tree, cut = _tree(printed(text))
    _refuse_giants(tree)
    etree.strip_elements(tree, *_UNSEEN, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    metadata = metadata_of(tree)
    article, known = article_of(tree)
    bracket_footnotes(article)
    found_tables = data_tables(article)
    for element, rows in found_tables:
        if is_card(rows):
            _replace(element, "")
    held = [(element, rows) for element, rows in found_tables if not is_card(rows)]
    links = tuple(_attachments(article))
    pictures = list(article.iter("img"))
    for kind, found in (("table", [element for element, _ in held]), ("image", pictures)):
        for number, element in enumerate(found):
            _replace(element, f"nianbao{kind}mark{number}end")
    prose, places = _unmarked(prose_of(article, known=known))
    tables = tuple(Table(rows, i, places.get(("table", i), 0)) for i, (_, rows) in enumerate(held))
    images = tuple(_image(element, places.get(("image", i), 0)) for i, element in enumerate(pictures))
    return Document(prose, tables, images, metadata, "html", links, tuple(filter(None, (doubt, cut))))


def _tree(text: str) -> tuple[Element, str | None]:
    """The page as a tree, and a sentence where the parser gave up before its end."""
    if not text.strip():
        raise EmptyDocument("the page is empty")
    if any(len(tag[0].split(None, _MOST_WORDS_IN_TAG)) > _MOST_WORDS_IN_TAG for tag in _LONG_TAG.finditer(text)):
        raise TooLarge(f"a tag has more than {_MOST_WORDS_IN_TAG} attributes")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    tree = etree.fromstring(_encoded(text), parser)
    if tree is None:
        raise Damaged("the page has no readable markup")
    limits = [entry for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT"]
    return tree, f"the page was read only up to line {limits[0].line}: {limits[0].message}" if limits else None


def _encoded(text: str) -> bytes:
    """UTF-8 without control characters, which is quicker to clean than the text."""
    encoded = text.encode("utf-8", "replace").translate(None, _CONTROL_BYTES)
    return encoded.replace("\ufffe".encode(), b"").replace("\uffff".encode(), b"")


def _refuse_giants(tree: Element) -> None:
    for most, names in ((_MOST_CELLS, ("td", "th")), (_MOST_TABLES, ("table",))):
        if sum(1 for _ in tree.iter(*names)) > most:
            raise TooLarge(f"the page has more than {most} <{names[0]}>: no report is that long")


def _replace(element: Element, mark: str) -> None:
    """Put a mark where an element stood, so that its place in the prose is kept."""
    parent = element.getparent()
    if parent is None:
        return
    stand_in = etree.Element("p" if parent.tag in BLOCKS else "span")
    stand_in.text = mark if parent.tag in BLOCKS else f" {mark} "
    stand_in.tail = _CONTROLS.sub("", element.tail or "")  # &#1; puts one there
    parent.replace(element, stand_in)


def _unmarked(prose: str) -> tuple[str, dict[tuple[str, int], int]]:
    """The prose without the marks, and where each of them stood."""
    places: dict[tuple[str, int], int] = {}
    parts: list[str] = []
    start = length = 0
    for match in MARK.finditer(prose):
        parts.append(prose[start : match.start()].rstrip(" |"))
        length += len(parts[-1])
        places[match[1], int(match[2])] = length
        start = match.end()
    return "".join((*parts, prose[start:])), places


def _image(element: Element, offset: int) -> Image:
    return Image(element.get("src") or "", offset, element.get("alt") or element.get("title") or "")


def _attachments(article: Element) -> Iterator[tuple[str, str]]:
    for link in article.iter("a"):
        address = (link.get("href") or "").strip()
        if _ATTACHED.search(address):
            yield address, " ".join(words_of(link).split()) or (link.get("title") or "")
