"""What paragraph styles say about headings and numbering, inheritance resolved."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from .docx_package import W, integer, value

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_BODY_OUTLINE = 9
_LONGEST_CHAIN = 32


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: heading depth from 1, list it belongs to, level in the list."""

    heading: int | None = None
    list_id: str | None = None
    list_level: int | None = None


class Styles:
    """Styles by id.

    Args:
        root: ``w:styles``, or None where the file has none.
    """

    def __init__(self, root: etree._Element | None) -> None:
        elements = [] if root is None else list(root.iterchildren(W + "style"))
        self._elements = {value(e, "styleId"): e for e in elements}
        self._known: dict[str | None, Style] = {}
        paragraphs = [e for e in elements if value(e, "type") == "paragraph"]
        defaults = [e for e in paragraphs if value(e, "default") in ("1", "true", "on")]
        self._default = value(defaults[0], "styleId") if defaults else None
        lists = {
            value(e, "styleId"): value(e.find(f"{W}pPr/{W}numPr/{W}numId"))
            for e in elements
            if value(e, "type") == "numbering"
        }
        self.list_styles = {id: list_id for id, list_id in lists.items() if id and list_id}

    def id_of(self, style_id: str | None) -> str | None:
        """The style's id, or that of the default paragraph style."""
        return style_id if style_id in self._elements else self._default

    def style(self, style_id: str | None) -> Style:
        """A style with what it inherits."""
        id = self.id_of(style_id)
        if id not in self._known:
            self._known[id] = self._resolve(id)
        return self._known[id]

    def _resolve(self, id: str | None) -> Style:
        chain: list[etree._Element] = []
        element = self._elements.get(id)
        while element is not None and len(chain) < _LONGEST_CHAIN:
            chain.append(element)
            element = self._elements.get(value(element.find(W + "basedOn")))
        style = Style()
        for element in reversed(chain):
            style = _overlaid(style, element)
        return style


def _overlaid(style: Style, element: etree._Element) -> Style:
    name = value(element.find(W + "name")) or ""
    if match := _HEADING_NAME.match(name):
        style = replace(style, heading=int(match[1]))
    elif name.lower() in ("title", "标题"):
        style = replace(style, heading=1)
    properties = element.find(W + "pPr")
    if properties is None:
        return style
    heading = heading_of(properties)
    if heading is not None:
        style = replace(style, heading=heading or None)
    numbers = properties.find(W + "numPr")
    if numbers is not None:
        list_id = value(numbers.find(W + "numId"))
        level = value(numbers.find(W + "ilvl"))
        style = replace(
            style,
            list_id=list_id or style.list_id,
            list_level=integer(level, 0) if level is not None else style.list_level,
        )
    return style


def heading_of(properties: etree._Element) -> int | None:
    """Depth by outline level in paragraph properties: None unsaid, 0 body text, else from 1."""
    outline = value(properties.find(W + "outlineLvl"))
    if outline is None:
        return None
    level = integer(outline, _BODY_OUTLINE)
    return level + 1 if 0 <= level < _BODY_OUTLINE else 0
