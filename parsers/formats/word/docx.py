"""Word documents of 2007 and later: .docx in both its namespaces (ISO/IEC 29500 transitional and strict)."""

from __future__ import annotations

from parsers.errors import Damaged
from parsers.formats import parts
from parsers.formats.word.docx_names import W
from parsers.formats.word.docx_numbering import read_numbering
from parsers.formats.word.docx_package import Package
from parsers.formats.word.docx_walk import Walker
from parsers.formats.word.flow import Flow
from parsers.model import Document


def recognises(body: bytes) -> bool:
    """A zip whose members are those of a Word document; one cut off is known by its first member."""
    names = parts.names(body)
    if names == ["[content_types].xml"]:
        return b"word/" in body
    return any(name.startswith("word/") and name.endswith(".xml") for name in names)


def read(body: bytes) -> Document:
    """The document with its tables, pictures and printed numbers, as Word shows it with all changes accepted."""
    package = Package(body)
    content = package.xml(package.main).find(f"{W}body")
    if content is None:
        raise Damaged(f"{package.main} has no body")
    flow = Flow("docx")
    numbering = read_numbering(package.sibling("numbering"), package.sibling("styles"))
    Walker(flow, package, numbering).blocks(content, flow.paragraph)
    return flow.document()
