"""A person's decision where a record belongs, made into a filing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..errors import UsageError
from ..model import Filing, Note, Reason
from ..schemas import Box, Norms


def filed_by_hand(
    former: Filing,
    norms: Norms,
    who: str,
    box_id: str | None,
    *,
    items: Sequence[str] = (),
    year: int | None = None,
    period: str | None = None,
    unit: str | None = None,
) -> Filing:
    """A filing by a person; what is not given stays as it was.

    Args:
        former: The filing in force.
        norms: That know the box.
        who: The person.
        box_id: Id of a box; None leaves the record open.
        items: Ids or names of items of that box.
        year: Year the paper is about.
        period: Likewise, finer.
        unit: Name of the unit.

    Raises:
        UsageError: The norms have no such box, or the box no such item.
    """
    place = norms.box_places.get(box_id or "")
    if box_id is not None and place is None:
        raise UsageError("archive.no_box", box=box_id)
    return replace(
        former,
        unit=unit or former.unit,
        level=place[0].id if place else former.level,
        year=year or former.year,
        period=period or (str(year) if year else former.period),
        box_id=box_id,
        item_ids=_item_ids(place[2] if place else None, items),
        confidence=1.0 if place else 0.0,
        reasons=(Reason("box", Note("archive.by_hand", {"who": who}), "person"),),
        candidates=(),
        decided_by=who,
    )


def _item_ids(box: Box | None, items: Sequence[str]) -> tuple[str, ...]:
    own = box.items if box else ()
    known = {name: item.id for item in own for name in (item.id, item.name)}
    for item in items:
        if item not in known:
            names = "、".join(item.name for item in own)
            raise UsageError("archive.no_item", item=item, known=names or "—")
    return tuple(known[item] for item in items)
