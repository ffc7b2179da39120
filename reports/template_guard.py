"""What a notice's template may be: a plain Word file that does nothing and reaches nowhere."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from lxml import etree

from ..errors import DangheError, LimitExceededError, UsageError
from ..extract.guard import MIB, Limits, inspect_zip, parse_xml
from ..messages import translate

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LIMITS = Limits(
    max_bytes=20 * MIB,
    max_expanded_bytes=64 * MIB,
    max_ratio=100.0,
    ratio_floor=4 * MIB,
    max_members=1000,
    max_part_bytes=8 * MIB,
)
_COMPRESSION = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_TYPES = "[Content_Types].xml"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN = tuple(f"{_WORD_TYPE}{kind}.main+xml" for kind in ("document", "template"))
_FILLED = (*_MAIN, *(f"{_WORD_TYPE}{k}+xml" for k in ("header", "footer", "footnotes", "endnotes")))
_ALLOWED = (
    _WORD_TYPE,
    "application/vnd.openxmlformats-package.",
    "application/vnd.openxmlformats-officedocument.extended-properties",
    "application/vnd.openxmlformats-officedocument.custom-properties",
    "application/vnd.openxmlformats-officedocument.customXmlProperties",
    "application/vnd.openxmlformats-officedocument.theme",
    "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    "application/vnd.ms-word.stylesWithEffects",
    "application/xml",
    "image/",
)
_LOADED = (
    "{urn:schemas-microsoft-com:office:office}OLEObject",
    *(f"{W}{name}" for name in ("object", "control", "altChunk", "subDoc", "mailMerge")),
)
_FIELDS = frozenset(
    "PAGE NUMPAGES SECTION SECTIONPAGES DATE TIME CREATEDATE SAVEDATE PRINTDATE TITLE SUBJECT "
    "AUTHOR FILENAME TOC PAGEREF REF NOTEREF STYLEREF SEQ HYPERLINK = IF EQ SYMBOL FORMTEXT "
    "FORMCHECKBOX FORMDROPDOWN DOCPROPERTY NUMWORDS".split()
)
_BROKEN = (OSError, EOFError, ValueError, KeyError, RuntimeError, zipfile.BadZipFile, zlib.error,
           etree.XMLSyntaxError)  # fmt: skip
_REACHING = ("http://", "https://", "mailto:")


class Template:
    """A Word template that has passed: its parts, and which of them are to be filled.

    Attributes:
        parts: Name → bytes, as they came.
        filled: Name → XML of document, headers, footers and notes.
    """

    def __init__(self, path: Path) -> None:
        """Read and judge it.

        Args:
            path: A .docx or .dotx file.

        Raises:
            UsageError: It cannot be read, is too large, or holds what a notice must not:
                macros, embedded objects, references to outside content, fields that fetch.
        """
        self._path = path
        self.parts: dict[str, bytes] = {}
        self.filled: dict[str, etree._Element] = {}
        try:
            self._read()
            self._judge()
        except UsageError:
            raise
        except LimitExceededError:
            self._refuse("large")
        except (DangheError, *_BROKEN):
            self._refuse("unreadable")

    def written(self) -> bytes:
        """The file with the filled parts as they are now."""
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as container:
            for name, blob in self.parts.items():
                root = self.filled.get(name)
                if root is not None:
                    blob = etree.tostring(
                        root, xml_declaration=True, encoding="UTF-8", standalone=True
                    )
                elif name == _TYPES:
                    blob = blob.replace(_MAIN[1].encode(), _MAIN[0].encode())
                container.writestr(name, blob)
        return held.getvalue()

    def _refuse(self, why: str, **details: str) -> NoReturn:
        reason = translate(f"report.template.{why}", **details)
        raise UsageError("report.error.template", path=self._path, why=reason)

    def _read(self) -> None:
        if self._path.stat().st_size > LIMITS.max_bytes:
            self._refuse("large")
        inspect_zip(self._path, LIMITS, "docx")
        seen: set[str] = set()
        with zipfile.ZipFile(self._path) as container:
            for entry in container.infolist():
                if entry.is_dir():
                    continue
                if entry.file_size > LIMITS.max_part_bytes:
                    self._refuse("large")
                known = entry.filename.lower() in seen
                if known or entry.compress_type not in _COMPRESSION:
                    self._refuse("part", part=entry.filename)
                seen.add(entry.filename.lower())
                self.parts[entry.filename] = container.read(entry)

    def _judge(self) -> None:
        kinds = dict(self._kinds())
        for name, kind in kinds.items():
            if any(word in kind.lower() or word in name.lower() for word in ("macro", "vba")):
                self._refuse("macros")
            if not kind.startswith(_ALLOWED):
                self._refuse("part", part=name)
        for name in self.parts:
            if name.endswith(".rels"):
                self._judge_relations(parse_xml(self.parts[name]))
        self.filled = {
            name: parse_xml(self.parts[name]) for name, kind in kinds.items() if kind in _FILLED
        }
        if not any(root.tag == W + "document" for root in self.filled.values()):
            self._refuse("unreadable")
        for name, kind in kinds.items():
            if kind.startswith(_WORD_TYPE):
                root = self.filled.get(name)
                self._judge_content(parse_xml(self.parts[name]) if root is None else root)

    def _kinds(self) -> Iterator[tuple[str, str]]:
        """Name and content type of every part, as its list of types tells."""
        types = parse_xml(self.parts[_TYPES])
        by_ending: dict[str, str] = {}
        by_name: dict[str, str] = {}
        for entry in types:
            kind = entry.get("ContentType", "")
            if entry.get("Extension") is not None:
                by_ending[entry.get("Extension", "").lower()] = kind
            elif entry.get("PartName") is not None:
                by_name[entry.get("PartName", "").lower()] = kind
        for name in self.parts:
            if name != _TYPES:
                ending = name.rpartition(".")[2].lower()
                yield name, by_name.get(f"/{name}".lower(), by_ending.get(ending, ""))

    def _judge_relations(self, root: etree._Element) -> None:
        for relation in root:
            if relation.get("TargetMode", "").lower() != "external":
                continue
            target = relation.get("Target", "")
            link = relation.get("Type", "").endswith("/hyperlink")
            if not (link and target.lower().startswith(_REACHING)):
                self._refuse("external", target=target[:80])

    def _judge_content(self, root: etree._Element) -> None:
        loaded = next(root.iter(*_LOADED), None)
        if loaded is not None:
            self._refuse("part", part=etree.QName(loaded).localname)
        for instruction in _instructions(root):
            name, _, rest = instruction.strip().partition(" ")
            if instruction.strip().startswith("="):
                continue
            target = rest.strip().lstrip('"“').lower()
            astray = name.upper() == "HYPERLINK" and not target.startswith((*_REACHING, "\\l"))
            if name.upper() not in _FIELDS or astray:
                self._refuse("field", field=instruction.strip()[:40] or "?")


def _instructions(root: etree._Element) -> Iterator[str]:
    """Instruction of every field, without that of the fields inside it."""
    open_fields: list[list[str]] = []
    for element in root.iter(W + "fldSimple", W + "fldChar", W + "instrText"):
        if element.tag == W + "fldSimple":
            yield element.get(W + "instr", "")
        elif element.tag == W + "instrText":
            if not open_fields:
                yield element.text or ""
            else:
                open_fields[-1].append(element.text or "")
        elif element.get(W + "fldCharType") == "begin":
            open_fields.append([])
        elif element.get(W + "fldCharType") == "end" and open_fields:
            yield "".join(open_fields.pop())
    for rest in open_fields:
        yield "".join(rest)
