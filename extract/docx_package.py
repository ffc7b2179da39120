"""The parts of an Office Open XML package: found by relationship, parsed safely, gaps borne."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx.opc.packuri import PackURI
from docx.opc.phys_pkg import PhysPkgReader
from lxml import etree

from ..errors import LimitExceededError
from .guard import Limits, parse_xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/presentationml/main",
        b"http://schemas.openxmlformats.org/presentationml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
)

_META = {
    "title": "title",
    "creator": "author",
    "created": "created",
    "modified": "modified",
    "Pages": "pages",
    "Company": "company",
}


@dataclass(frozen=True, slots=True)
class Relationship:
    """An internal relationship: ``kind`` is the last word of its type (``header`` …)."""

    id: str
    kind: str
    target: PackURI


class Package:
    """An Office file opened by python-docx's physical reader; parts are read on demand.

    External targets are never looked at. A part that is missing or damaged counts in
    ``lost_parts`` instead of ending the reading, except for the main document.

    Args:
        path: The file; ``inspect_zip`` must have passed it.
        limits: For the size of one part.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        # The factory returns one of two readers and carries no types.
        self._reader: Any = PhysPkgReader(str(path))  # type: ignore[no-untyped-call]
        self._path = path
        self._limits = limits
        self._known: dict[str, etree._Element | None] = {}
        self.lost_parts = 0

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.close()

    def relationships(self, source: PackURI) -> dict[str, Relationship]:
        """Relationship id → relationship of a part; external ones left out."""
        blob = self._reader.rels_xml_for(source)
        if blob is None:
            return {}
        return {found.id: found for found in _relationships(blob, source.baseURI)}

    def main(self) -> tuple[PackURI, etree._Element]:
        """Name and root element of the main document.

        Raises:
            ValueError: There is none.
            KeyError: It is named but missing.
            etree.XMLSyntaxError: It is not well formed.
        """
        for found in self.relationships(PackURI("/")).values():
            if found.kind == "officeDocument":
                return found.target, self._parse(found.target)
        raise ValueError("no main document")

    def part(self, name: PackURI) -> etree._Element | None:
        """Root element of a part; None, and counted as lost, where it cannot be read."""
        if name not in self._known:
            try:
                self._known[name] = self._parse(name)
            except LimitExceededError:
                raise
            except Exception:
                self.lost_parts += 1
                self._known[name] = None
        return self._known[name]

    def metadata(self) -> dict[str, str]:
        """Title, author and the like, as the file states them."""
        meta = {}
        for found in self.relationships(PackURI("/")).values():
            if found.kind not in ("core-properties", "extended-properties"):
                continue
            root = self.part(found.target)
            for element in () if root is None else root:
                name = _META.get(etree.QName(element).localname)
                if name and element.text and element.text.strip():
                    meta[name] = element.text.strip()
        return meta

    def names(self) -> list[PackURI]:
        """Names of all parts."""
        with zipfile.ZipFile(self._path) as container:
            return [PackURI("/" + name) for name in container.namelist() if name[-1:] != "/"]

    def blob(self, name: PackURI) -> bytes:
        """The bytes of a part, its names those of the transitional standard.

        Raises:
            KeyError: There is no such part.
            LimitExceededError: It is too large.
        """
        blob: bytes = self._reader.blob_for(name)
        if len(blob) > self._limits.max_part_bytes:
            raise LimitExceededError(
                "extract.limit.expanded", found=len(blob), limit=self._limits.max_part_bytes
            )
        if b"purl.oclc.org/ooxml" in blob:
            for strict, transitional in _STRICT:
                blob = blob.replace(strict, transitional)
        return blob

    def _parse(self, name: PackURI) -> etree._Element:
        return parse_xml(self.blob(name))


def _relationships(blob: bytes, base: str) -> Iterator[Relationship]:
    for element in parse_xml(blob):
        if element.get("TargetMode") == "External":
            continue
        target, id = element.get("Target", ""), element.get("Id", "")
        if not target or target.startswith("#"):
            continue
        kind = element.get("Type", "").rsplit("/", 1)[-1]
        name = PackURI(target) if target.startswith("/") else PackURI.from_rel_ref(base, target)
        yield Relationship(id, kind, name)


def value(element: etree._Element | None, attribute: str = "val") -> str | None:
    """A ``w:`` attribute of an element that may be absent."""
    return None if element is None else element.get(W + attribute)


def is_on(element: etree._Element | None) -> bool:
    """Whether an on/off property is present and not switched off."""
    return element is not None and value(element) not in ("0", "false", "off")


def integer(text: str | None, default: int) -> int:
    """A number from an attribute, or the default where it is none."""
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
