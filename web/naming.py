"""Names of boxes, levels and facets, as they stand on the pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from ..messages import CATALOGUE, translate
from ..schemas import Norms

FACETS = ("year", "unit", "level", "section", "box_id", "doctype")
"""In the order in which they are shown."""


def facet_value(field: str, value: str, norms: Norms) -> str:
    """A value of a facet, in words."""
    if field == "level":
        return level_name(value, norms)
    if field == "box_id":
        place = norms.box_places.get(value)
        return f"{place[0].name} › {place[2].label}" if place else value
    return value


def field_name(field: str) -> str:
    """The word for a field of the description; for one without a word, itself."""
    key = f"field.{field}"
    return translate(key) if key in CATALOGUE else field


def level_name(level: str | None, norms: Norms) -> str:
    """Name of a level, by its id."""
    return next((one.name for one in norms.levels if one.id == level), level or "")


def box_name(box_id: str | None, norms: Norms, *, boxless: bool = False) -> str:
    """Where a paper lies: level, section, number and name of the box; or that it lies in none."""
    if box_id is None:
        return translate("cli.no_box" if boxless else "cli.open")
    place = norms.box_places.get(box_id)
    if place is None:
        return box_id
    level, section, box = place
    no = translate("cli.schema.box", no=box.no) + " " if box.no else ""
    return " › ".join(dict.fromkeys((level.name, section.name, no + box.label)))


def item_names(ids: tuple[str, ...], norms: Norms) -> tuple[str, ...]:
    """Names of items, by their ids."""
    return tuple(norms.items[id].name for id in ids if id in norms.items)


def file_name(path: str) -> str:
    """The last part of a path as the user named it, for those who need not know the rest."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2] or path


def boxes_by_section(norms: Norms, level: str | None) -> Mapping[str, list[tuple[str, str]]]:
    """Section → (id, name) of its boxes; those of a level first, of other levels after it."""
    found: dict[str, list[tuple[str, str]]] = {}
    places = sorted(norms.box_places.values(), key=lambda place: place[0].id != level)
    for one, section, box in places:
        no = translate("cli.schema.box", no=box.no) + " " if box.no else ""
        heading = " › ".join(dict.fromkeys((one.name, section.name)))
        found.setdefault(heading, []).append((box.id, no + box.label))
    return found


def disposition(name: str, otherwise: str) -> str:
    """A Content-Disposition that no name can break out of, and that never opens in place."""
    name = "".join(sign for sign in name if sign.isprintable() and sign not in '/\\:*?"<>|')
    name = name.strip(". ")[:150] or otherwise
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
