"""The parts of zipped XML formats (OOXML, ODF): parsed safely, streamed when large."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from ..errors import ExtractionError, LimitExceededError
from .guard import Limits, inspect_zip, parse_xml
from .reading import Reading

_RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class ZipParts:
    """A zipped document, opened after its limits were checked; a context manager.

    Args:
        path: The file.
        reading: For limits.
        type: Name of the format, for errors.

    Raises:
        LimitExceededError: It would unpack to too much.
        zipfile.BadZipFile: It cannot be opened.
    """

    def __init__(self, path: Path, reading: Reading, type: str) -> None:
        inspect_zip(path, reading.limits, type)
        self._limits: Limits = reading.limits
        self._zip = zipfile.ZipFile(path)
        self._names = set(self._zip.namelist())

    def __enter__(self) -> ZipParts:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def bytes(self, name: str) -> bytes:
        """Bytes of a part.

        Raises:
            KeyError: There is no such part.
            LimitExceededError: It is too large.
        """
        size = self._zip.getinfo(name).file_size
        if size > self._limits.max_part_bytes:
            raise LimitExceededError(
                "extract.limit.expanded", found=size, limit=self._limits.max_part_bytes
            )
        return self._zip.read(name)

    def xml(self, name: str) -> etree._Element | None:
        """Root of a part; None where it is absent or not well formed."""
        if name not in self._names:
            return None
        try:
            return parse_xml(self.bytes(name))
        except (etree.XMLSyntaxError, ValueError, zipfile.BadZipFile):
            return None

    def main_xml(self, name: str, type: str) -> etree._Element:
        """Root of a part that the document cannot do without.

        Raises:
            ExtractionError: It is absent or not well formed.
        """
        root = self.xml(name)
        if root is None:
            raise ExtractionError("extract.damaged", type=type, reason=f"no {name}")
        return root

    def elements(self, name: str, tag: str) -> Iterator[etree._Element]:
        """Elements of one local name in a large part, each forgotten after its turn.

        Raises:
            etree.XMLSyntaxError: The part is not well formed, or bears a document type.
        """
        with self._zip.open(name) as stream:
            events: Any = etree.iterparse(
                stream,
                events=("end",),
                tag=f"{{*}}{tag}",
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            for _, element in events:
                yield element
                element.clear()
                while (before := element.getprevious()) is not None:
                    element.getparent().remove(before)

    def relationships(self, source: str) -> dict[str, tuple[str, str]]:
        """Id → kind (last word of its type) and target of the internal relationships of a part."""
        folder, name = posixpath.split(source)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for element in () if root is None else root:
            if element.get("TargetMode") == "External":
                continue
            target = element.get("Target", "")
            full = posixpath.normpath(
                target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            )
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            found[element.get("Id", "")] = kind, full
        return found


def relationship_id(element: etree._Element) -> str:
    """The ``r:id`` of an element, of either edition of the standard."""
    return element.get(_RELATIONSHIP_ID) or element.get(_STRICT_ID) or ""


_META = {
    "title": "title",
    "creator": "author",
    "initial-creator": "author",
    "created": "created",
    "creation-date": "created",
    "modified": "modified",
    "date": "modified",
    "subject": "subject",
}


def described(root: etree._Element | None) -> dict[str, str]:
    """Title, author and dates of a document's properties (OOXML core, ODF meta)."""
    meta: dict[str, str] = {}
    for element in () if root is None else root.iter("{*}*"):
        name = _META.get(etree.QName(element).localname)
        if name and element.text and element.text.strip():
            meta.setdefault(name, element.text.strip())
    return meta
