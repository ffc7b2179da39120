"""A person's decision where a record belongs, made into a filing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..errors import UsageError
from ..model import Filing, Note, Reason, Unit
from ..schemas import Box, Norms
from ..text.periods import is_period

PERSON = "person"
"""Where a reason comes from that is a person's word."""


def filed_by_hand(
    former: Filing,
    norms: Norms,
    who: str,
    box_id: str | None,
    *,
    items: Sequence[str] = (),
    year: int | None = None,
    period: str | None = None,
    unit: Unit | None = None,
    no_box: bool = False,
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
        unit: The unit.
        no_box: No box takes the record; ``box_id`` is None then.

    Raises:
        UsageError: The norms have no such box, or the box no such item; the period is none,
            or of another year.
    """
    place = norms.box_places.get(box_id or "")
    if box_id is not None and place is None:
        raise UsageError("archive.no_box", box=box_id)
    key = "archive.no_box_by_hand" if no_box else "archive.by_hand"
    corrected = corrected_by_hand(former, who, year=year, period=period, unit=unit)
    return replace(
        corrected,
        level=place[0].id if place else corrected.level,
        box_id=box_id,
        item_ids=_item_ids(place[2] if place else None, items),
        confidence=1.0 if place or no_box else 0.0,
        reasons=_decided(corrected.reasons, "box", Note(key, {"who": who})),
        decided_by=who,
        boxless=no_box,
    )


def reopened(former: Filing, who: str) -> Filing:
    """A filing that a person takes back; the boxes that were considered stay."""
    return replace(
        former,
        box_id=None,
        item_ids=(),
        confidence=0.0,
        reasons=_decided(former.reasons, "box", Note("archive.reopened", {"who": who})),
        decided_by=who,
        boxless=False,
    )


def corrected_by_hand(
    former: Filing,
    who: str,
    *,
    year: int | None = None,
    period: str | None = None,
    unit: Unit | None = None,
) -> Filing:
    """A filing with another unit, year or period; its box stays as it was.

    Args:
        former: The filing in force.
        who: The person.
        year: Year the paper is about; a period of that year stays.
        period: Likewise, finer; its year becomes the filing's.
        unit: The unit; its level becomes the filing's, where it is known.

    Raises:
        UsageError: The period is none, or of another year than ``year``.
    """
    reasons, said = former.reasons, Note("archive.by_hand", {"who": who})
    if period is not None:
        if not is_period(period):
            raise UsageError("cli.assign.period", period=period)
        if year not in (None, int(period[:4])):
            raise UsageError("archive.period_year", period=period, year=year)
        year = int(period[:4])
    elif year is not None:
        period = former.period if year == former.year else str(year)
    if year is not None and (year, period) != (former.year, former.period):
        reasons = _decided(reasons, "year", said)
    if unit is not None and unit.name != former.unit:
        reasons = _decided(reasons, "unit", said)
    return replace(
        former,
        unit=unit.name if unit else former.unit,
        level=(unit.level if unit else None) or former.level,
        year=year or former.year,
        period=period or former.period,
        reasons=reasons,
    )


def _decided(reasons: tuple[Reason, ...], about: str, said: Note) -> tuple[Reason, ...]:
    """The reasons with a person's word in the place of all others about a field."""
    gone = {about, "item"} if about == "box" else {about}
    return (Reason(about, said, PERSON), *(one for one in reasons if one.about not in gone))


def _item_ids(box: Box | None, items: Sequence[str]) -> tuple[str, ...]:
    own = box.items if box else ()
    known = {name: item.id for item in own for name in (item.id, item.name)}
    for item in items:
        if item not in known:
            names = "、".join(item.name for item in own)
            raise UsageError("archive.no_item", item=item, known=names or "—")
    return tuple(known[item] for item in items)
