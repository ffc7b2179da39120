"""Files embedded in Office Open XML files: packages, OLE objects, imported chunks."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import olefile
from docx.opc.packuri import PackURI

from ..errors import LimitExceededError
from ..model import Note
from .allowance import Allowance
from .docx_package import Package, Relationship
from .encoding import decode
from .guard import inspect_zip
from .member_names import MemberNames
from .reading import Member, Reading

_KINDS = ("package", "oleObject", "aFChunk")
_PARTS = ("charts/", "diagrams/")  # a chart's own numbers are read with the chart
_DOCUMENTS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
_NATIVE = "\x01Ole10Native"


def members(path: Path, reading: Reading) -> Iterator[Member]:
    """The files embedded in a document, workbook or presentation.

    Raises:
        LimitExceededError: They are too many or too large.
    """
    inspect_zip(path, reading.limits, "ooxml")
    allowance = Allowance(reading.limits, path.stat().st_size)
    names = MemberNames()
    with Package(path, reading.limits) as package:
        for found in attached(package):
            reading.deadline.check()
            allowance.take_member()
            part = PurePosixPath(found.target)
            try:
                data = package.blob(found.target)
            except LimitExceededError:
                raise
            except Exception:
                note = Note("extract.damaged", {"type": part.suffix, "reason": "missing part"})
                yield Member(names.harmless(part.name), refusal=note)
                continue
            name, content = _unwrapped(part.name, data)
            allowance.take_bytes(len(content))
            yield Member(names.harmless(name), io.BytesIO(content))


def attached(package: Package) -> list[Relationship]:
    """Relationships to embedded files, each file once, in the order of the parts."""
    found: dict[PackURI, Relationship] = {}
    for name in package.names():
        source = _source(name)
        if source is None or any(part in source for part in _PARTS):
            continue
        for relationship in package.relationships(PackURI(source)).values():
            if relationship.kind in _KINDS:
                found.setdefault(relationship.target, relationship)
    return list(found.values())


def _source(name: str) -> str | None:
    """The part whose relationships a part lists: /word/_rels/document.xml.rels."""
    folder, _, last = name.rpartition("/")
    if not folder.endswith("/_rels") or not last.endswith(".rels") or last == ".rels":
        return None
    return f"{folder.removesuffix('/_rels')}/{last.removesuffix('.rels')}"


def _unwrapped(name: str, data: bytes) -> tuple[str, bytes]:
    """The file inside an OLE object, under its own name where it has one."""
    if not data.startswith(olefile.MAGIC):
        return name, data
    stem = PurePosixPath(name).stem
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            streams = {entry[0] for entry in container.listdir()}
            for stream, suffix in _DOCUMENTS.items():
                if stream in streams:
                    return f"{stem}.{suffix}", data
            if _NATIVE in streams:
                return _native(container.openstream(_NATIVE).read()) or (name, data)
            for stream in ("Package", "CONTENTS", "EmbeddedOdf"):
                if stream in streams:
                    return stem, container.openstream(stream).read()
    except Exception:
        return name, data
    return name, data


def _native(data: bytes) -> tuple[str, bytes] | None:
    """Label and bytes of an Ole10Native stream (MS-OLEDS 2.3.6, as packagers write it)."""
    label_end = data.find(b"\0", 6)
    path_end = data.find(b"\0", label_end + 1)
    at = path_end + 1 + 4
    if label_end < 0 or path_end < 0 or at + 4 > len(data):
        return None
    at += 4 + struct.unpack_from("<I", data, at)[0]  # where it lay while it was packed
    if at + 4 > len(data):
        return None
    size = struct.unpack_from("<I", data, at)[0]
    content = data[at + 4 : at + 4 + size]
    label = decode(data[6:label_end]).text.replace("\\", "/").rpartition("/")[2]
    return (label or "attachment", content) if len(content) == size else None
