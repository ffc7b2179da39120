"""PowerPoint presentations: .pptx, .pptm, .ppsx, .potx; slides in order, notes after each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from docx.opc.packuri import PackURI
from lxml import etree

from ..errors import LimitExceededError
from ..model import Block, BlockKind, Document, Note
from .docx_numbering import format_number
from .docx_package import Package, R, Relationship, integer
from .guard import TextBudget, inspect_zip
from .lines import clean
from .reading import Reading

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEADINGS = {"title": 1, "ctrTitle": 1, "subTitle": 2}
_MARGINS = {
    "sldNum": BlockKind.PAGE_NUMBER,
    "dt": BlockKind.FOOTER,
    "ftr": BlockKind.FOOTER,
    "hdr": BlockKind.HEADER,
}
_NUMBERED = re.compile(
    r"(arabicDb|arabic|alphaLc|alphaUc|romanLc|romanUc|ea1Ch[st]|ea1Jpn\w{3}|circleNum\w*?)"
    r"(Period|ParenR|ParenBoth|Plain|Minus)?"
)
_FORMATS = {
    "arabicDb": "decimalFullWidth",
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
    "ea1Chs": "chineseCounting",
    "ea1Cht": "taiwaneseCounting",
}
_FRAMES = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Minus": "{}-"}


def read(path: Path, reading: Reading) -> Document:
    """Read a presentation; the number of a slide is its page, hidden ones are read too.

    Raises:
        LimitExceededError: It would cost more than ``limits`` allow.
        Exception: Whatever the libraries raise on a damaged file.
    """
    inspect_zip(path, reading.limits, "pptx")
    with Package(path, reading.limits) as package:
        name, root = package.main()
        parts = package.relationships(name)
        entries = root.findall(f"{P}sldIdLst/{P}sldId")
        if len(entries) > reading.limits.max_pages:
            limit = reading.limits.max_pages
            raise LimitExceededError("extract.limit.pages", found=len(entries), limit=limit)
        budget = TextBudget(reading.limits.max_text_chars)
        blocks: list[Block] = []
        hidden = []
        for number, entry in enumerate(entries, 1):
            reading.deadline.check()
            part = parts.get(entry.get(R + "id", ""))
            slide = None if part is None else package.part(part.target)
            if part is None or slide is None:
                package.lost_parts += part is None
                continue
            if slide.get("show") in ("0", "false"):
                hidden.append(str(number))
            found = list(_Slide(package, part.target, number, reading).blocks(slide))
            budget.spend_on(found)
            blocks += found
        meta = package.metadata()
        if hidden:
            meta["hidden_slides"] = "、".join(hidden)
        meta.pop("pages", None)
        lost = package.lost_parts
        losses = (Note("extract.loss.parts", {"count": str(lost)}),) if lost else ()
        return Document(tuple(blocks), "pptx", len(entries) or None, meta, losses)


class _Slide:
    def __init__(self, package: Package, name: PackURI, number: int, reading: Reading) -> None:
        self._package = package
        self._number = number
        self._limit = reading.limits.max_nesting
        self._parts: dict[str, Relationship] = package.relationships(name)

    def blocks(self, slide: etree._Element) -> Iterator[Block]:
        found = list(self._shapes(slide.find(f"{P}cSld/{P}spTree"), 0))
        # Shapes stand in the order in which they are painted; a title is read first.
        yield from (block for block in found if block.level == 1)
        yield from (block for block in found if block.level != 1)
        for part in self._parts.values():
            root = self._package.part(part.target) if part.kind == "notesSlide" else None
            for shape in () if root is None else root.iter(P + "sp"):
                if _placeholder(shape) == "body":
                    yield from self._text(shape.find(P + "txBody"), "")

    def _shapes(self, tree: etree._Element | None, depth: int) -> Iterator[Block]:
        if depth > self._limit:
            raise LimitExceededError("extract.limit.nesting", limit=self._limit)
        for shape in () if tree is None else tree:
            if shape.tag == P + "sp":
                yield from self._text(shape.find(P + "txBody"), _placeholder(shape))
            elif shape.tag == P + "grpSp":
                yield from self._shapes(shape, depth + 1)
            elif shape.tag == P + "graphicFrame":
                yield from self._frame(shape)
            elif shape.tag == MC + "AlternateContent":
                choice = shape.find(MC + "Choice")
                yield from self._shapes(shape[0] if choice is None else choice, depth + 1)

    def _text(self, body: etree._Element | None, placeholder: str) -> Iterator[Block]:
        counts: dict[int, int] = {}
        paragraphs = () if body is None else body.findall(A + "p")
        lines = [_numbered(paragraph, counts) for paragraph in paragraphs]
        level = _HEADINGS.get(placeholder)
        if level is not None:
            title = " ".join(line.replace("\n", " ") for line in lines if line)
            if title:
                yield Block(BlockKind.HEADING, title, page=self._number, level=level)
            return
        kind = _MARGINS.get(placeholder, BlockKind.PARAGRAPH)
        yield from (Block(kind, line, page=self._number) for line in lines if line)

    def _frame(self, frame: etree._Element) -> Iterator[Block]:
        for table in frame.iter(A + "tbl"):
            rows = tuple(
                tuple(_cell(cell) for cell in row.findall(A + "tc"))
                for row in table.findall(A + "tr")
            )
            if any(any(row) for row in rows):
                yield Block.table(rows, self._number)
        for chart in frame.iter(C + "chart"):
            root = self._part(chart.get(R + "id", ""))
            if root is not None:
                yield from (replace(block, page=self._number) for block in chart_blocks(root))
        for diagram in frame.iter(DGM + "relIds"):
            root = self._part(diagram.get(R + "dm", ""))
            for point in () if root is None else root.iter(DGM + "t"):
                yield from self._text(point, "")

    def _part(self, id: str) -> etree._Element | None:
        found = self._parts.get(id)
        return None if found is None else self._package.part(found.target)


def chart_blocks(root: etree._Element) -> Iterator[Block]:
    """A chart's title, and its series as a table."""
    title = root.find(f".//{C}title")
    if title is not None:
        text = "".join(run.text or "" for run in title.iter(A + "t")).strip()
        if text:
            yield Block(BlockKind.PARAGRAPH, clean(text))
    rows: dict[int, list[str]] = {}
    heads = [""]
    for series in root.iter(C + "ser"):
        heads.append(" ".join(v.text or "" for v in series.findall(f"{C}tx//{C}v")))
        for at, text in _points(series.find(C + "cat")):
            rows.setdefault(at, [text])
        for at, text in _points(series.find(C + "val")):
            row = rows.setdefault(at, [""])
            row += [""] * (len(heads) - 1 - len(row)) + [text]
    if rows:
        table = [heads, *(rows[at] for at in sorted(rows))]
        width = len(heads)
        yield Block.table(
            tuple(tuple(clean(c) for c in (*row, *[""] * width)[:width]) for row in table)
        )


def _points(values: etree._Element | None) -> Iterator[tuple[int, str]]:
    for point in () if values is None else values.iter(C + "pt"):
        text = (point.findtext(C + "v") or "").strip()
        try:
            number = float(text)
        except ValueError:
            number = 0.5
        yield integer(point.get("idx"), 0), text if number % 1 else str(int(number))


def _placeholder(shape: etree._Element) -> str:
    """Kind of a placeholder: ``title``, ``body`` …; empty for other shapes."""
    found = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
    return "" if found is None else found.get("type", "obj")


def _cell(cell: etree._Element) -> str:
    if cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true"):
        return ""
    lines = (_line(paragraph) for paragraph in cell.iter(A + "p"))
    return " ".join(line.replace("\n", " ").replace("\t", " ") for line in lines if line)


def _line(paragraph: etree._Element) -> str:
    pieces = []
    for element in paragraph.iter(A + "t", A + "br"):
        pieces.append("\n" if element.tag == A + "br" else element.text or "")
    return clean("".join(pieces)).replace("\x0b", "\n").strip()


def _numbered(paragraph: etree._Element, counts: dict[int, int]) -> str:
    """A paragraph's text behind its automatic number."""
    text = _line(paragraph)
    properties = paragraph.find(A + "pPr")
    level = 0 if properties is None else integer(properties.get("lvl"), 0)
    auto = None if properties is None else properties.find(A + "buAutoNum")
    if not text:
        return ""
    for deeper in [at for at in counts if at > level or (at == level and auto is None)]:
        del counts[deeper]
    match = None if auto is None else _NUMBERED.fullmatch(auto.get("type", ""))
    if auto is None or match is None:
        return text
    counts[level] = counts.get(level, integer(auto.get("startAt"), 1) - 1) + 1
    name = "decimalEnclosedCircle" if match[1].startswith("circle") else match[1]
    label = _FRAMES.get(match[2] or "", "{}").format(
        format_number(counts[level], _FORMATS.get(name, name))
    )
    return label + (" " if label[-1].isalnum() else "") + text
