"""Word documents: .docx, .docm, .dotx, .dotm. Macros and outside links are never touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from ..errors import UnsupportedFormatError
from ..model import Block, BlockKind, Document, Note
from .docx_numbering import Numbering
from .docx_package import Package, R, Relationship, W, is_on, value
from .docx_styles import Styles
from .docx_text import Context, Story
from .embedded import attached
from .guard import TextBudget, inspect_zip
from .reading import Reading

if TYPE_CHECKING:
    from .docx_pictures import Pictured

CHARACTERS_A_PAGE = 20  # of text beside page images that still make a scan
_MARGINS = (BlockKind.HEADER, BlockKind.FOOTER, BlockKind.PAGE_NUMBER)


def read(path: Path, reading: Reading) -> Document:
    """Read a Word document as it would print, with tracked changes accepted.

    Footnotes and endnotes that the text refers to follow at the end. Of ruby, the base
    text stands. Pages are unknown: Word makes them when it shows the file.

    Raises:
        LimitExceededError: It would cost more than ``limits`` allow.
        UnsupportedFormatError: It holds nothing but pictures.
        Exception: Whatever the libraries raise on a damaged file.
    """
    inspect_zip(path, reading.limits, "docx")
    with Package(path, reading.limits) as package:
        return _Reader(package, reading).document()


class _Reader:
    def __init__(self, package: Package, reading: Reading) -> None:
        self._package = package
        self._reading = reading
        self._name, self._root = package.main()
        self._parts = package.relationships(self._name)
        styles = Styles(self._part("styles"))
        numbering = Numbering(self._part("numbering"), styles.list_styles)
        limits = reading.limits
        budget = TextBudget(limits.max_text_chars)
        self._context = Context(package, styles, numbering, limits, reading.deadline, budget)
        settings = self._part("settings")
        self._even_pages = settings is not None and is_on(settings.find(W + "evenAndOddHeaders"))
        self._shown: set[tuple[BlockKind, str]] = set()

    def document(self) -> Document:
        blocks = tuple(self._blocks())
        pictured = self._pictured(blocks)
        if pictured is not None:
            blocks += pictured.blocks
        elif not blocks and self._has_pictures:
            raise UnsupportedFormatError("extract.unsupported.image", type="docx-scan")
        pages = pictured.pages if pictured else None
        losses = (*self._losses(), *(pictured.losses if pictured else ()))
        return Document(blocks, "docx", pages, self._package.metadata(), losses)

    @property
    def _has_pictures(self) -> bool:
        return any(part.kind == "image" for part in self._parts.values())

    def _pictured(self, blocks: tuple[Block, ...]) -> Pictured | None:
        """The text of page images, where there is hardly any other."""
        pictures = sum(part.kind == "image" for part in self._parts.values())
        characters = sum(len(b.text) for b in blocks if b.kind not in _MARGINS)
        if characters > CHARACTERS_A_PAGE * pictures or not pictures:
            return None
        if not self._reading.recognises and not characters:
            return None
        from .docx_pictures import read_pictures

        return read_pictures(self._package, self._reading, characters)

    def _losses(self) -> Iterator[Note]:
        embedded = self._context.embedded
        missing = embedded - len(attached(self._package)) if embedded else 0
        if missing > 0:
            yield Note("extract.loss.attachments", {"count": str(missing)})
        if self._package.lost_parts:
            yield Note("extract.loss.parts", {"count": str(self._package.lost_parts)})

    def _part(self, kind: str) -> etree._Element | None:
        found = next((part for part in self._parts.values() if part.kind == kind), None)
        return None if found is None else self._package.part(found.target)

    def _blocks(self) -> Iterator[Block]:
        body = self._root.find(W + "body")
        if body is None:
            raise ValueError("no body")
        story = Story(self._context, self._name)
        for elements, section in _sections(body):
            yield from self._margins(section, "header", BlockKind.HEADER)
            yield from story.blocks(elements)
            yield from self._margins(section, "footer", BlockKind.FOOTER)
        yield from self._notes()

    def _margins(
        self, section: etree._Element | None, name: str, kind: BlockKind
    ) -> Iterator[Block]:
        """Headers or footers of a section that show on some page, each distinct text once."""
        if section is None:
            return
        for reference in section.findall(f"{W}{name}Reference"):
            when = value(reference, "type")
            if when == "first" and not is_on(section.find(W + "titlePg")):
                continue
            if when == "even" and not self._even_pages:
                continue
            part = self._parts.get(reference.get(R + "id", ""))
            if part is not None:
                yield from self._margin(part, kind)

    def _margin(self, part: Relationship, kind: BlockKind) -> Iterator[Block]:
        root = self._package.part(part.target)
        if root is None:
            return
        for block in Story(self._context, part.target, margin=kind).blocks(root):
            if (block.kind, block.text) not in self._shown:
                self._shown.add((block.kind, block.text))
                yield block

    def _notes(self) -> Iterator[Block]:
        """Footnotes and endnotes in the order of their references."""
        for kind in ("footnotes", "endnotes"):
            root = self._part(kind)
            part = next((part for part in self._parts.values() if part.kind == kind), None)
            wanted = [id for found, id in self._context.notes if found == kind]
            if root is None or part is None or not wanted:
                continue
            notes = {value(note, "id"): note for note in root}
            story = Story(self._context, part.target)
            for id in dict.fromkeys(wanted):
                yield from story.blocks(notes.get(id, ()))


def _sections(
    body: etree._Element,
) -> Iterator[tuple[list[etree._Element], etree._Element | None]]:
    """Block-level elements section by section, with the properties that end each."""
    elements: list[etree._Element] = []
    for child in body:
        if child.tag == W + "sectPr":
            yield elements, child
            elements = []
            continue
        elements.append(child)
        section = child.find(f"{W}pPr/{W}sectPr")
        if section is not None:
            yield elements, section
            elements = []
    if elements:
        yield elements, None
