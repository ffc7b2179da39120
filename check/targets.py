"""Boxes, items and duties of a level by id or by name, for who waives one of them."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import UsageError
from ..schemas.model import Level, Norms
from ..text.normalise import fold
from .completeness import level_of

_SHOWN = 12


def targets(level: Level) -> Iterator[tuple[str, str]]:
    """Id and name of every box, item and duty of a level, in the norms' order."""
    for section in level.sections:
        for box in section.boxes:
            yield box.id, box.name or box.label
            for item in box.items:
                yield item.id, item.name
        for duty in section.duties:
            yield duty.id, duty.what


def target_of(norms: Norms, level: str, text: str) -> str:
    """Id of the box, item or duty of a level that has this id or exactly this name.

    Raises:
        UsageError: The norms have no such level; or none has it, or several have.
    """
    known = tuple(targets(level_of(norms, level)))
    if any(id == text for id, _ in known):
        return text
    wanted = fold(text).strip()
    found = [id for id, name in known if fold(name).strip() == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError("waive.ambiguous", target=text, ids=_listed(found))
    near = [f"{id} {name}" for id, name in known if wanted and wanted in fold(name)]
    raise UsageError("waive.unknown", target=text, near=_listed(near) or "—")


def _listed(entries: list[str]) -> str:
    more = " …" if len(entries) > _SHOWN else ""
    return "、".join(entries[:_SHOWN]) + more
