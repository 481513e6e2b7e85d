"""A page, its pictures and its attachments are one report: their tables brought into one document, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote, urldefrag, urljoin

from parsers.errors import ParseError
from parsers.model import Document, Image, Metadata, Table
from parsers.sections import spans_of

Reader = Callable[[bytes], Document]


@dataclass(frozen=True, slots=True)
class Part:
    """Something that belongs to a page: a picture in it or a file it offers, as kept from `address`."""

    address: str
    body: bytes


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part that was read, and where in the page's text it stands (None: at the end)."""

    name: str
    document: Document
    offset: int | None = None


def at_hand(document: Document, parts: Sequence[Part], base: str) -> Document:
    """The document with the bytes of those of its pictures that were kept; addresses are relative to `base`."""
    kept = {plain_address(part.address): part.body for part in parts}
    images = (
        replace(image, body=image.body or kept.get(plain_address(urljoin(base, image.source))))
        for image in document.images
    )
    return replace(document, images=tuple(images))


def attachments(document: Document, parts: Sequence[Part], base: str) -> list[Part]:
    """The parts that are no picture of the document."""
    shown = {plain_address(urljoin(base, image.source)) for image in document.images}
    return [part for part in parts if plain_address(part.address) not in shown]


def joined(document: Document, images: Sequence[Image], files: Sequence[Part], read: Reader) -> Document:
    """The document with the tables of some of its pictures, where they stand, and of attachments, at the end.

    A part that cannot be read leaves a doubt. Web pages among the parts go on with its text. Where the document itself has no sections but an attachment has
    (`见附件`), the attachment's words are taken; where it has no words at all (a scan), those of its pictures.
    """
    doubts: list[str] = []
    pictures = [
        _Piece(image.source or f"picture {number}", seen, image.offset)
        for number, image in enumerate(images, 1)
        for seen in _read(image.source or f"picture {number}", image.body or b"", read, doubts)
    ]
    attached = [_Piece(p.address, other) for p in files for other in _read(p.address, p.body, read, doubts)]
    main = _continued(_main(document, pictures, attached), attached)
    pieces = [piece for piece in (*pictures, *attached) if piece.document is not main]
    return replace(main, tables=_numbered(main, pieces), doubts=(*main.doubts, *doubts))


def plain_address(address: str) -> str:
    """An address without what may be written in two ways: a fragment, percent signs."""
    return unquote(urldefrag(address).url)


def _read(name: str, body: bytes, read: Reader, doubts: list[str]) -> Iterator[Document]:
    try:
        yield read(body)
    except ParseError as error:
        doubts.append(f"{name}: {error}")


def _main(page: Document, pictures: Sequence[_Piece], attached: Sequence[_Piece]) -> Document:
    """The document whose words are the report's."""
    if len(spans_of(page.text)) >= 2:
        return page
    fuller = next((piece.document for piece in attached if len(spans_of(piece.document.text)) >= 2), None)
    if fuller:
        return replace(fuller, metadata=page.metadata if page.metadata != Metadata() else fuller.metadata)
    if not page.text.strip():
        return replace(page, text="\n".join(piece.document.text for piece in pictures if piece.document.text))
    return page


def _continued(main: Document, attached: Sequence[_Piece]) -> Document:
    """The document with the words of the web pages that go on where it ends: articles and books cut into pages."""
    said = max(spans_of(main.text), default=0)
    for piece in attached:
        more = spans_of(piece.document.text)
        if piece.document.method == "html" and piece.document is not main and min(more, default=said + 1) > said:
            main = replace(main, text=f"{main.text}\n{piece.document.text}")
            said = max(more, default=said)
    return main


def _numbered(main: Document, pieces: Iterable[_Piece]) -> tuple[Table, ...]:
    end = len(main.text)
    placed = [(table.offset, table) for table in main.tables]
    for piece in pieces:
        offset = end if piece.offset is None else piece.offset
        placed += [(offset, replace(table, part=piece.name)) for table in piece.document.tables]
    ordered = sorted(placed, key=lambda entry: entry[0])
    return tuple(replace(table, index=index, offset=offset) for index, (offset, table) in enumerate(ordered))
