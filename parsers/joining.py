"""A page, its pictures and its attachments are one report: their tables brought into one document, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote, urldefrag, urljoin

from parsers.errors import ParseError
from parsers.model import Document, Image, Metadata, Table
from parsers.sections import spans_of

Reader = Callable[[bytes], Document]
PagesReader = Callable[[Sequence[bytes]], Document]
_PAGE_BREAK = 12  # characters between two pictures that may show one table: a page's number, no caption of another


@dataclass(frozen=True, slots=True)
class Part:
    """Something that belongs to a page: a picture in it or a file it offers, as kept from `address`."""

    address: str
    body: bytes


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part that was read, and where in the page's text it stands (None: at the end).

    The words of a `worded` one are the report's, and its tables stand in them.
    """

    name: str
    document: Document
    offset: int | None = None
    worded: bool = False


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


def joined(
    document: Document, images: Sequence[Image], files: Sequence[Part], read: Reader, read_pages: PagesReader
) -> Document:
    """The document with the tables of some of its pictures, where they stand, and of attachments, at the end.

    Pictures that follow each other are read as pages of one document. A part that cannot be read leaves a doubt. Web
    pages among the parts go on with its text. Where the document itself has no sections but an attachment has
    (`见附件`), the attachment's words are taken; where it has no words at all (a scan), those of its pictures.
    """
    doubts: list[str] = []
    named = [replace(image, source=image.source or f"picture {number}") for number, image in enumerate(images, 1)]
    pictures = [piece for run in _runs(named) for piece in _in_a_row(run, read_pages, doubts)]
    pictures = pictures if document.text.strip() else _end_to_end(pictures)
    attached = [_Piece(p.address, other) for p in files for other in _read(p.address, p.body, read, doubts)]
    main = _continued(_main(document, pictures, attached), attached)
    pieces = [piece for piece in (*pictures, *attached) if piece.document is not main]
    return replace(main, tables=_numbered(main, pieces), doubts=(*main.doubts, *doubts))


def plain_address(address: str) -> str:
    """An address without what may be written in two ways: a fragment, percent signs."""
    return unquote(urldefrag(address).url)


def _runs(images: Sequence[Image]) -> list[list[Image]]:
    """The pictures parted into those that stand next to each other, with hardly a word between."""
    runs: list[list[Image]] = []
    for image in images:
        if runs and image.offset - runs[-1][-1].offset <= _PAGE_BREAK:
            runs[-1].append(image)
        else:
            runs.append([image])
    return runs


def _in_a_row(images: Sequence[Image], read_pages: PagesReader, doubts: list[str]) -> Iterator[_Piece]:
    """Pictures read together; where one of them cannot be read, each by itself."""
    try:
        document = read_pages([image.body or b"" for image in images])
    except ParseError as error:
        if len(images) > 1:
            for image in images:
                yield from _in_a_row([image], read_pages, doubts)
        else:
            doubts.append(f"{images[0].source}: {error}")
        return
    names = [image.source for image in images]
    tables = tuple(_in_parts(table, names) for table in document.tables)
    yield _Piece(names[0], replace(document, tables=tables), images[0].offset)


def _end_to_end(pictures: Sequence[_Piece]) -> list[_Piece]:
    """The pictures of a document without words of its own: theirs follow each other."""
    worded: list[_Piece] = []
    offset = 0
    for piece in pictures:
        worded.append(replace(piece, offset=offset, worded=True))
        offset += len(piece.document.text) + 1
    return worded


def _in_parts(table: Table, names: Sequence[str]) -> Table:
    """A table with the pictures that its cells are in, instead of pages."""
    cells = {id(cell): cell for row in table.rows for cell in row}
    parts = {key: cell._replace(page=None, part=names[(cell.page or 1) - 1]) for key, cell in cells.items()}
    rows = tuple(tuple(parts[id(cell)] for cell in row) for row in table.rows)
    return replace(table, rows=rows, page=None, part=names[(table.page or 1) - 1])


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
    if pictures and pictures[0].worded:
        metadata = page.metadata if page.metadata != Metadata() else pictures[0].document.metadata
        return replace(page, text="\n".join(piece.document.text for piece in pictures), metadata=metadata)
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
    placed = [(table.offset, table) for table in main.tables]
    for piece in pieces:
        offset = len(main.text) if piece.offset is None else piece.offset
        tables = (replace(table, part=table.part or piece.name) for table in piece.document.tables)
        placed += [(offset + table.offset * piece.worded, table) for table in tables]
    ordered = sorted(placed, key=lambda entry: entry[0])
    return tuple(replace(table, index=index, offset=offset) for index, (offset, table) in enumerate(ordered))
