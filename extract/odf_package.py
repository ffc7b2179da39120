"""The parts of an OpenDocument package (ISO/IEC 26300): parsed safely, styles looked up."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ..errors import ExtractionError, LimitExceededError
from .docx_numbering import ListLevel, Numbering
from .docx_package import integer
from .guard import Limits, inspect_zip, parse_xml

_NS = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE = _NS + "office:1.0}", _NS + "text:1.0}", _NS + "table:1.0}"
STYLE, DRAW, PRESENTATION = _NS + "style:1.0}", _NS + "drawing:1.0}", _NS + "presentation:1.0}"
META, MANIFEST, DC = (
    _NS + "meta:1.0}",
    _NS + "manifest:1.0}",
    "{http://purl.org/dc/elements/1.1/}",
)
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_META = {
    DC + "title": "title",
    META + "initial-creator": "author",
    DC + "creator": "author",
    META + "creation-date": "created",
    DC + "date": "modified",
}
_NUMBER_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一": "chineseCounting",
    "壹": "chineseLegalSimplified",
    "甲": "ideographTraditional",
    "子": "ideographZodiac",
    "①": "decimalEnclosedCircle",
    "１": "decimalFullWidth",
}
_MOST_LEVELS = 10
_STATED = re.compile(r"%(\d)%")


class Package:
    """An OpenDocument file.

    Args:
        path: The file.
        limits: For its parts.
        type: Name of the format, for errors.

    Raises:
        ExtractionError: It is encrypted.
    """

    def __init__(self, path: Path, limits: Limits, type: str) -> None:
        inspect_zip(path, limits, type)
        self._limits = limits
        self._container = zipfile.ZipFile(path)
        self.lost_parts = 0
        manifest = self.part("META-INF/manifest.xml")
        if (
            manifest is not None
            and next(manifest.iter(MANIFEST + "encryption-data"), None) is not None
        ):
            raise ExtractionError("extract.encrypted", type=type)
        self.content = self._parse("content.xml")
        self.styles = self.part("styles.xml")

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    def part(self, name: str) -> etree._Element | None:
        """Root of a part; None where there is none, counted as lost where it is damaged."""
        try:
            return self._parse(name)
        except KeyError:
            return None
        except (etree.XMLSyntaxError, ValueError, zipfile.BadZipFile):
            self.lost_parts += 1
            return None

    def body(self) -> etree._Element:
        """The text, spreadsheet or presentation itself.

        Raises:
            ValueError: There is none.
        """
        body = self.content.find(OFFICE + "body")
        if body is None or not len(body):
            raise ValueError("no body")
        return body[0]

    def metadata(self) -> dict[str, str]:
        """Title, author and times, as the file states them."""
        root = self.part("meta.xml")
        meta: dict[str, str] = {}
        for element in () if root is None else root.iter(*_META):
            if element.text and element.text.strip():
                meta.setdefault(_META[str(element.tag)], element.text.strip())
        return meta

    def all_styles(self) -> Iterator[etree._Element]:
        """Every style, those of the file's own paragraphs last."""
        for root in (self.styles, self.content):
            if root is not None:
                yield from root.iter(STYLE + "style")

    def hidden(self, family: str, attribute: str, value: str) -> frozenset[str]:
        """Names of styles of a family whose properties say something."""
        return frozenset(
            style.get(STYLE + "name", "")
            for style in self.all_styles()
            if style.get(STYLE + "family") == family
            and any(properties.get(attribute) == value for properties in style)
        )

    def numbering(self) -> Numbering:
        """All list styles; that of headings is called ``outline``."""
        numbering = Numbering(None, {})
        for root in (self.styles, self.content):
            if root is None:
                continue
            for style in root.iter(TEXT + "list-style"):
                numbering.define(style.get(STYLE + "name", ""), _levels(style))
            for style in root.iter(TEXT + "outline-style"):
                numbering.define("outline", _levels(style))
        return numbering

    def _parse(self, name: str) -> etree._Element:
        size = self._container.getinfo(name).file_size
        if size > self._limits.max_part_bytes:
            limit = self._limits.max_part_bytes
            raise LimitExceededError("extract.limit.expanded", found=size, limit=limit)
        return parse_xml(self._container.read(name))


def _levels(style: etree._Element) -> dict[int, ListLevel]:
    levels = {}
    for element in style:
        index = integer(element.get(TEXT + "level"), 0) - 1
        if not 0 <= index < _MOST_LEVELS:
            continue
        format = element.get(STYLE + "num-format")
        if not format:
            levels[index] = ListLevel(format="bullet")
            continue
        shown = max(1, min(index + 1, integer(element.get(TEXT + "display-levels"), 1)))
        numbers = ".".join(f"%{at}" for at in range(index + 2 - shown, index + 2))
        text = (
            element.get(STYLE + "num-prefix", "") + numbers + element.get(STYLE + "num-suffix", "")
        )
        levels[index] = ListLevel(
            start=integer(element.get(TEXT + "start-value"), 1),
            format=_NUMBER_FORMATS.get(format[0], "decimal"),
            text=_STATED.sub(r"%\1", element.get(LOEXT + "num-list-format") or text),
        )
    return levels
