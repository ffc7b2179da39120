"""What the readable renderings share: grouping and short phrases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ..messages import translate
from ..model import FindingStatus
from .findings import BoxFinding, ItemFinding, NotChecked, UnitCheck
from .words import compact_periods, printable, say, worth_naming

_DONE = (FindingStatus.COMPLETE, FindingStatus.WAIVED)


def by_section(check: UnitCheck) -> list[tuple[BoxFinding, list[BoxFinding]]]:
    """Boxes of each section, headed by the first of them."""
    groups = groupby(check.boxes, key=lambda box: box.section_id)
    return [(boxes[0], boxes) for boxes in (list(group) for _, group in groups)]


def share(box: BoxFinding) -> str:
    """How many of the required items are there: ``5/6``; empty where none can be named."""
    required = [item for item in box.items if not item.optional]
    if not required:
        return ""
    return f"{sum(item.status in _DONE for item in required)}/{len(required)}"


def lacks(box: BoxFinding, year: int) -> list[str]:
    """What a box lacks, in short phrases."""
    if box.status not in (FindingStatus.PARTIAL, FindingStatus.MISSING):
        return []
    lacking = worth_naming(box.items)
    phrases = [_lack(item, year) for item in lacking]
    named = {period for item in lacking for period in item.missing_periods}
    own = [period for period in box.missing_periods if period not in named]
    if own:
        phrases.append(compact_periods(own, year))
    return phrases


def _lack(item: ItemFinding, year: int) -> str:
    if item.status is FindingStatus.MISSING or not item.missing_periods:
        return item.name
    periods = compact_periods(item.missing_periods, year)
    return translate("check.phrase.periods", name=item.name, periods=periods)


def remarks(box: BoxFinding) -> list[str]:
    """The notes of a box, and those of its items behind the items' names."""
    own = [say(note) for note in box.notes]
    names: dict[str, list[str]] = {}
    for item in box.items:
        for note in item.notes:
            names.setdefault(say(note), []).append(item.name)
    return own + [
        translate("check.phrase.note", name="、".join(names[note]), note=note) for note in names
    ]


@dataclass(frozen=True, slots=True)
class Unchecked:
    """What one reason leaves unchecked.

    Attributes:
        why: The reason.
        count: Entries it stands for.
        places: Sections with what of them is unchecked; without a section the names alone.
    """

    why: str
    count: int
    places: tuple[tuple[str, tuple[str, ...]], ...]


def unchecked_by_reason(check: UnitCheck) -> list[Unchecked]:
    """Reasons in order of first appearance, each with what it leaves unchecked."""
    reasons: dict[str, list[NotChecked]] = {}
    for entry in check.not_checked:
        reasons.setdefault(say(entry.why), []).append(entry)
    return [Unchecked(why, len(group), _places(group)) for why, group in reasons.items()]


def _places(group: Sequence[NotChecked]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    places: dict[str, list[str]] = {}
    for entry in group:
        section = entry.what.values.get("section", "")
        inside = entry.what.key.replace(".what.", ".inside.") if section else entry.what.key
        places.setdefault(section, []).append(translate(inside, **entry.what.values))
    return tuple((section, tuple(filter(None, names))) for section, names in places.items())


def place_line(section: str, names: Sequence[str], limit: int | None = None) -> str:
    """A section and what of it is unchecked, in one line."""
    if not names:
        return section
    listed = first_few(names, limit or len(names))
    return translate("check.phrase.note", name=section, note=listed) if section else listed


def tally(check: UnitCheck, kind: str) -> str:
    """One line of counts for ``boxes``, ``items`` or ``duties``."""
    counts = check.summary[kind]
    values = {status.value: count for status, count in counts.items()}
    total = translate(f"check.total.{kind}", count=sum(counts.values()))
    return translate("check.tally", total=total, **values)


def names(check: UnitCheck) -> dict[str, str]:
    """Id of a box, item or duty → its name, for waivers."""
    found = {duty.duty_id: duty.duty for duty in check.duties}
    for box in check.boxes:
        found[box.box_id] = box.name
        found.update({item.item_id: f"{box.name} · {item.name}" for item in box.items})
    return found


def first_few(entries: Sequence[str], limit: int) -> str:
    """The first names of a list, and how many there are where some are left out."""
    shown = translate("check.list_joint").join(printable(entry) for entry in entries[:limit])
    if len(entries) <= limit:
        return shown
    return f"{shown} {translate('check.and_more', count=len(entries))}"
