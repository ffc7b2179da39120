"""The parts of an OFD file (GB/T 33190): found by location, parsed safely, gaps counted.

Elements are matched by local name: ``http://www.ofdspec.org/2016``, the older
``http://www.ofdspec.org`` and files without a namespace read alike.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

from lxml import etree

from ..errors import LimitExceededError
from .encoding import decode
from .guard import Limits, parse_xml

_UTF8_FLAG = 0x800
_DECLARATION_END = "?>"


def local(element: etree._Element) -> str:
    """Tag without namespace or prefix; empty for comments and the like."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1] if isinstance(tag, str) else ""


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Direct children of a local name."""
    if element is not None:
        yield from (child for child in element if local(child) == name)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of a local name."""
    return next(children(element, name), None)


def text_of(element: etree._Element | None, name: str) -> str:
    """Text of the first child of a local name; empty where there is none."""
    found = child(element, name)
    return "" if found is None or found.text is None else found.text.strip()


class Package:
    """An OFD container; nothing is unpacked to disk, no location leads out of it.

    Args:
        path: The file; ``inspect_zip`` must have passed it.
        limits: For the size of one part.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self._zip = zipfile.ZipFile(path)
        self._limits = limits
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            if not info.is_dir():
                self._entries.setdefault(_normal(_name(info)), info)
        self._folded = {name.casefold(): name for name in reversed(self._entries)}
        self._known: dict[str, etree._Element | None] = {}
        self.lost: set[str] = set()

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def find(self, name: str) -> str | None:
        """Name of an entry as stored; producers differ in case."""
        return name if name in self._entries else self._folded.get(name.casefold())

    def resolve(self, base: str, location: str | None) -> str | None:
        """Entry that a location (ST_Loc) written in the part ``base`` means.

        ``/`` starts at the root, all else at the part's folder; as producers err, the root is
        tried too. A location that leads out of the package means nothing.
        """
        location = (location or "").strip().replace("\\", "/")
        if not location:
            return None
        folder = "" if location.startswith("/") else posixpath.dirname(base)
        for start in (folder, ""):
            wanted = posixpath.normpath(posixpath.join(start, location.lstrip("/")))
            if not wanted.startswith("../") and (found := self.find(_normal(wanted))):
                return found
        return None

    def read(self, name: str) -> bytes:
        """Bytes of an entry.

        Raises:
            LimitExceededError: It is larger than one part may be.
            zipfile.BadZipFile: It is damaged.
        """
        info = self._entries[name]
        if info.file_size > self._limits.max_part_bytes:
            raise LimitExceededError(
                "extract.limit.expanded", found=info.file_size, limit=self._limits.max_part_bytes
            )
        return self._zip.read(info)

    def root(self, name: str) -> etree._Element:
        """Root element of a part; what had to be mended counts in ``lost``.

        Raises:
            etree.XMLSyntaxError: Nothing of it can be read.
            ValueError: It has a document type declaration.
            zipfile.BadZipFile: It is damaged.
        """
        blob = self.read(name)
        try:
            return parse_xml(blob)
        except etree.XMLSyntaxError:
            root, harmless = _mended(blob)
        if not harmless:
            self.lost.add(name)
        return root

    def optional(self, base: str, location: str | None) -> tuple[str, etree._Element | None]:
        """Name and root of a part that may be missing; then None, and counted as lost."""
        if not (location or "").strip():
            return "", None
        name = self.resolve(base, location)
        if name is None:
            self.lost.add(str(location))
            return "", None
        if name not in self._known:
            try:
                self._known[name] = self.root(name)
            except LimitExceededError:
                raise
            except Exception:
                self.lost.add(name)
                self._known[name] = None
        return name, self._known[name]

    @property
    def names(self) -> tuple[str, ...]:
        """All entries."""
        return tuple(self._entries)


def _mended(blob: bytes) -> tuple[etree._Element, bool]:
    """Parse what is readable of a spoilt part: lost end, undeclared prefixes or encoding.

    Returns:
        Its root, and whether nothing is lost: undeclared prefixes cost nothing.
    """
    text = decode(blob).text.lstrip()
    if text.startswith("<?xml"):
        text = text[text.find(_DECLARATION_END) + 2 :]
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True
    )
    root = etree.fromstring(text.encode(), parser)
    if root is None:
        raise ValueError("no XML")
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("document type declaration")
    # The parser's own log: that of an exception also holds errors of earlier files.
    log = cast("Iterable[Any]", parser.error_log)
    return root, all(entry.domain_name == "NAMESPACE" for entry in log)


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").removeprefix("./")


def _name(info: zipfile.ZipInfo) -> str:
    """Name of an entry; without the UTF-8 flag producers write UTF-8 or GBK bytes."""
    if info.flag_bits & _UTF8_FLAG or info.filename.isascii():
        return info.filename
    try:
        return decode(info.filename.encode("cp437")).text
    except UnicodeEncodeError:
        return info.filename
