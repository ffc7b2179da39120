"""The documents inside an OFD file: pages in order, with what their objects draw."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from ..errors import ExtractionError, LimitExceededError
from .guard import Limits
from .ofd_content import POINTS, Drawn, Walker, numbers, page_matrix, placed_at
from .ofd_package import Package, child, children, text_of

_A4 = (0.0, 0.0, 210.0, 297.0)
_LARGEST_SIDE = 20_000.0
_UNSHOWN = ("Link", "Highlight", "Watermark")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as its document lists it; ``location`` None where its content is missing."""

    body: Body
    id: str
    location: str | None


@dataclass(slots=True)
class Body:
    """One DocBody: the document's own part, its resources and templates.

    Attributes:
        root: Root element of Document.xml.
        location: Entry of Document.xml.
        info: DocInfo.
        signatures: Location of the list of signatures, as written.
    """

    root: etree._Element
    location: str
    info: etree._Element | None
    signatures: str
    templates: dict[str, str] = field(default_factory=dict)
    units: dict[str, etree._Element] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    annotations: dict[str, list[etree._Element]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """One page's size in points, what it draws, and its images by resource id."""

    width: float
    height: float
    drawn: Drawn
    media: dict[str, str]


class OfdFile:
    """All documents of an open package.

    Raises:
        ExtractionError: No document can be read, or all is encrypted.
    """

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package, self._limits = package, limits
        self.bodies = list(self._bodies())
        self.pages = [page for body in self.bodies for page in self._pages(body)]
        if len(self.pages) > limits.max_pages:
            raise LimitExceededError(
                "extract.limit.pages", found=len(self.pages), limit=limits.max_pages
            )

    def _bodies(self) -> Iterator[Body]:
        package = self._package
        entry = package.find("OFD.xml")
        encrypted = package.find("Encryptions.xml") is not None
        if entry is None:
            raise ExtractionError("extract.damaged", type="ofd", reason="no OFD.xml")
        found = 0
        for body in children(package.root(entry), "DocBody"):
            name, root = package.optional(entry, self._current(entry, body))
            if root is None:
                continue
            found += 1
            made = Body(root, name, child(body, "DocInfo"), text_of(body, "Signatures"))
            self._load(made)
            yield made
        if not found:
            if encrypted:
                raise ExtractionError("extract.encrypted", type="ofd")
            raise ExtractionError("extract.damaged", type="ofd", reason="no Document.xml")

    def _current(self, entry: str, body: etree._Element) -> str:
        """Location of the document: of the version in force, where there are versions."""
        for version in children(child(body, "Versions"), "Version"):
            if version.get("Current") == "true":
                name, root = self._package.optional(entry, version.get("BaseLoc"))
                location = text_of(root, "DocRoot")
                if self._package.resolve(name, location):
                    return "/" + (self._package.resolve(name, location) or "")
        return text_of(body, "DocRoot")

    def _load(self, body: Body) -> None:
        common = child(body.root, "CommonData")
        for template in children(common, "TemplatePage"):
            location = self._package.resolve(body.location, template.get("BaseLoc"))
            if location:
                body.templates[(template.get("ID") or "").strip()] = location
        for kind in ("PublicRes", "DocumentRes"):
            for resource in children(common, kind):
                self._resources(body.location, resource.text, body.units, body.media)
        self._annotations(body)

    def _resources(
        self,
        base: str,
        location: str | None,
        units: dict[str, etree._Element],
        media: dict[str, str],
    ) -> None:
        name, root = self._package.optional(base, location)
        if root is None:
            return
        folder = posixpath.join(posixpath.dirname(name), (root.get("BaseLoc") or "").strip())
        for unit in children(child(root, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
            units.setdefault((unit.get("ID") or "").strip(), unit)
        for medium in children(child(root, "MultiMedias"), "MultiMedia"):
            file = text_of(medium, "MediaFile")
            resolve = self._package.resolve
            entry = resolve(posixpath.join(folder, "_"), file) or resolve(name, file)
            if entry:
                media.setdefault((medium.get("ID") or "").strip(), entry)

    def _annotations(self, body: Body) -> None:
        name, root = self._package.optional(body.location, text_of(body.root, "Annotations"))
        for page in children(root, "Page"):
            _, found = self._package.optional(name, text_of(page, "FileLoc"))
            if found is not None:
                body.annotations.setdefault((page.get("PageID") or "").strip(), []).append(found)

    def _pages(self, body: Body) -> Iterator[Page]:
        for page in children(child(body.root, "Pages"), "Page"):
            location = self._package.resolve(body.location, page.get("BaseLoc"))
            yield Page(body, (page.get("ID") or "").strip(), location)

    def content(self, page: Page, check: Callable[[], None]) -> Content:
        """What a page draws: its templates, its own objects, its stamps and notes.

        Args:
            page: One of ``pages``.
            check: Raises when the time is over.

        Raises:
            ValueError: Its content is missing.
            LimitExceededError: It draws too much.
        """
        if page.location is None:
            raise ValueError("page content missing")
        root = self._package.root(page.location)
        area = child(root, "Area")
        if area is None:
            area = child(child(page.body.root, "CommonData"), "PageArea")
        box = _box(text_of(area, "PhysicalBox"))
        units, media = dict(page.body.units), dict(page.body.media)
        for resource in children(root, "PageRes"):
            self._resources(page.location, resource.text, units, media)
        walker = Walker(units, self._limits, check)
        matrix = page_matrix(box)
        for layer in self._layers(page, root):
            walker.walk(layer, matrix)
        for notes in page.body.annotations.get(page.id, ()):
            for note in children(notes, "Annot"):
                appearance = child(note, "Appearance")
                shown = note.get("Visible", "true").strip() != "false"
                if appearance is not None and shown and note.get("Type") not in _UNSHOWN:
                    walker.walk(appearance, placed_at(appearance, matrix))
        return Content(box[2] * POINTS, box[3] * POINTS, walker.drawn, media)

    def _layers(self, page: Page, root: etree._Element) -> Iterator[etree._Element]:
        for used in children(root, "Template"):
            location = page.body.templates.get((used.get("TemplateID") or "").strip())
            _, template = self._package.optional(page.body.location, "/" + (location or "?"))
            yield from children(child(template, "Content"), "Layer")
        yield from children(child(root, "Content"), "Layer")


def _box(text: str) -> tuple[float, ...]:
    """A page box in millimetres; A4 where it makes no sense."""
    box = numbers(text, 4)
    return box if box and all(0 < side < _LARGEST_SIDE for side in box[2:]) else _A4
