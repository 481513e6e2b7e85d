"""The package around a Word document: its parts and what they point to (ISO/IEC 29500-2, open packaging)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from lxml import etree

from parsers.errors import Damaged
from parsers.formats.parts import Parts, parse_xml
from parsers.formats.word.docx_names import RELATIONSHIP, transitional

_USUAL_MAIN = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a relationship leads: to the part `name`, or to an address outside the package; `kind` says as what."""

    kind: str
    name: str
    external: bool


class Package:
    """A .docx with its main part found."""

    def __init__(self, body: bytes) -> None:
        """Open the zip; Damaged where no main part is found."""
        self._parts = Parts(body)
        self.main = self._main_part()
        self.targets = self._relationships(self.main)

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part, in transitional names."""
        return parse_xml(transitional(self._parts.read(name)), name)

    def sibling(self, kind: str) -> etree._Element | None:
        """The part the main part names as its `numbering`, `styles` ...; None where it has none."""
        for target in self.targets.values():
            if target.kind == kind and target.name in self._parts:
                return self.xml(target.name)
        return None

    def content(self, target: Target) -> bytes | None:
        """The bytes a relationship leads to; None outside the package, or where they are missing."""
        return self._parts.read(target.name) if not target.external and target.name in self._parts else None

    def _main_part(self) -> str:
        for target in self._relationships("").values():
            if target.kind == "officeDocument" and target.name in self._parts:
                return target.name.lstrip("/")
        if _USUAL_MAIN not in self._parts:
            raise Damaged("the package has no Word document in it")
        return _USUAL_MAIN

    def _relationships(self, name: str) -> dict[str, Target]:
        folder, file = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", f"{file}.rels")
        if listing not in self._parts:
            return {}
        return {item.get("Id", ""): _target(item, folder) for item in self.xml(listing).iter(RELATIONSHIP)}


def _target(item: etree._Element, folder: str) -> Target:
    kind = item.get("Type", "").rpartition("/")[2]
    name = item.get("Target", "")
    if item.get("TargetMode") == "External":
        return Target(kind, name, True)
    return Target(kind, posixpath.normpath(posixpath.join("/", folder, name)), False)
