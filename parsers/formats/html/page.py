"""Web pages: body text by trafilatura, tables by us from the same tree, metadata from the national-standard meta tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

import trafilatura
from lxml import etree, html

from parsers.encodings import decode
from parsers.errors import Damaged, EmptyDocument
from parsers.formats.html.metadata import metadata_of
from parsers.formats.html.tables import data_tables
from parsers.formats.html.trees import Element, finder, words_of
from parsers.model import Document, Image, Table

_SIGNS = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|meta|span|title)[\s>]", re.IGNORECASE)
_UNSEEN = ("script", "style", "noscript", "template", "select", "option", "object", "embed")
# Where publishing systems put the article (reference: their templates); the first with enough in it is taken.
_BODIES = (
    "ivs_content", "webeditorview", "TRS_Editor", "trs_editor_view", "TRS_UEDITOR", "Custom_UnionStyle", "UCAP-CONTENT",
    "zoom", "Zoom", "zoomcon", "art_con", "xxgkcont", "wzzw-article", "v_news_content", "article-content",
    "pages_content", "xxgk_content", "info_content", "js_contentBox", "neirong", "text", "content",
)  # fmt: skip
_CONTAINERS = finder(
    "//*[(@id or @class) and (self::div or self::td or self::section or self::article)] | //ucapcontent"
)
_ENOUGH = 120  # characters a body container must hold to be believed (shorter ones hold a player or a share bar)
_MARK = re.compile(r"nianbao(table|image)mark(\d+)end")
_TABLE_MARK = re.compile(r"nianbaotablemark\d+end")
_HEADING = re.compile(r"^\s*[一二三四五六]、", re.MULTILINE)
_BLOCKS = frozenset(
    (
        "body",
        "div",
        "td",
        "th",
        "p",
        "section",
        "article",
        "center",
        "h1",
        "h2",
        "h3",
        "h4",
        "li",
        "ul",
        "table",
        "ucapcontent",
    )
)
_ATTACHED = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|ofd|rtf|zip|rar|7z)(?:$|[?#])", re.IGNORECASE)


def recognises(body: bytes) -> bool:
    """Whether the first kilobytes hold a tag that only markup has."""
    return bool(_SIGNS.search(body[:8192].replace(b"\0", b"")))


def read(body: bytes) -> Document:
    """The article of a page: its prose, tables and pictures in order. Raises EmptyDocument or Damaged."""
    text, doubt = decode(body)
    tree = _tree(text)
    metadata = metadata_of(tree)
    article, known = _article(tree)
    etree.strip_elements(article, *_UNSEEN, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    found_tables = data_tables(article)
    links = tuple(_attachments(article))
    pictures = list(article.iter("img"))
    for kind, found in (("table", [element for element, _ in found_tables]), ("image", pictures)):
        for number, element in enumerate(found):
            _replace(element, f"nianbao{kind}mark{number}end")
    prose, places = _unmarked(_prose(article, known=known))
    tables = tuple(Table(rows, i, places.get(("table", i), 0)) for i, (_, rows) in enumerate(found_tables))
    images = tuple(_image(element, places.get(("image", i), 0)) for i, element in enumerate(pictures))
    return Document(prose, tables, images, metadata, "html", links, (doubt,) if doubt else ())


def _tree(text: str) -> Element:
    if not text.strip():
        raise EmptyDocument("the page is empty")
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    if tree is None:
        raise Damaged("the page has no readable markup")
    return tree


def _article(tree: Element) -> tuple[Element, bool]:
    """The known container that holds the article, and True; the whole page, and False, where there is none."""
    found: dict[str, Element] = {}
    for element in _CONTAINERS(tree):
        for name in (element.get("id") or "", *(element.get("class") or "").split()):
            found.setdefault("v_news_content" if name.startswith("vsb_content") else name, element)
    for container in (found[name] for name in _BODIES if name in found):
        if _is_enough(container):
            return container, True
    body = tree.find("body")
    return (tree if body is None else body), False


def _is_enough(element: Element) -> bool:
    return len(words_of(element).strip()) >= _ENOUGH or element.find(".//img") is not None


def _replace(element: Element, mark: str) -> None:
    """Put a mark where an element stood, so that the extractor keeps its place in the prose."""
    parent = element.getparent()
    if parent is None:
        return
    stand_in = etree.Element("p" if parent.tag in _BLOCKS else "span")
    stand_in.text = mark if parent.tag in _BLOCKS else f" {mark} "
    stand_in.tail = element.tail
    parent.replace(element, stand_in)


def _prose(article: Element, *, known: bool) -> str:
    """The article's paragraphs: the extractor says where the article begins and ends, and what else is chrome.

    Inside a known container nothing between the first and the last paragraph is given up (the extractor drops
    signatures); on a whole page its choice stands, unless it lost a table or a section's heading.
    """
    everything = _visible(article)
    page = html.document_fromstring(
        f"<body>{etree.tostring(article, encoding='unicode', method='html', with_tail=False)}</body>"
    )
    extracted = trafilatura.extract(
        page, fast=True, favor_recall=True, include_comments=False, include_tables=True, deduplicate=False
    )
    kept = [line for line in (" ".join(line.split()) for line in (extracted or "").split("\n")) if line]
    if known or not kept or _lost("\n".join(kept), "\n".join(everything)):
        return "\n".join(_between(everything, kept))
    return "\n".join(kept)


def _between(everything: list[str], kept: list[str]) -> list[str]:
    """All lines from the first to the last that the extractor kept, marks of tables and pictures included."""
    wanted = {"".join(line.split()) for line in kept}
    places = [i for i, line in enumerate(everything) if "".join(line.split()) in wanted or _MARK.search(line)]
    return everything[places[0] : places[-1] + 1] if places else everything


def _lost(extracted: str, everything: str) -> bool:
    return any(len(sign.findall(extracted)) < len(sign.findall(everything)) for sign in (_TABLE_MARK, _HEADING))


def _visible(element: Element) -> list[str]:
    """All text, one line for each block, none empty."""
    lines: list[str] = [""]
    for event, node in etree.iterwalk(element, events=("start", "end")):
        block = node.tag in _BLOCKS or node.tag in ("br", "tr", "li")
        if block:
            lines.append("")
        lines[-1] += (node.text if event == "start" else node.tail if node is not element else "") or ""
    return [line for line in (" ".join(line.split()) for line in lines) if line]


def _unmarked(prose: str) -> tuple[str, dict[tuple[str, int], int]]:
    """The prose without the marks, and where each of them stood."""
    places: dict[tuple[str, int], int] = {}
    parts: list[str] = []
    start = length = 0
    for match in _MARK.finditer(prose):
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
