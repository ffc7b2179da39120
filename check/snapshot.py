"""What a check came to, in short: enough to show it in a matrix and to compare a later one."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..model import FindingStatus
from .findings import LACKING, BoxFinding, UnitCheck

LETTERS = {
    FindingStatus.COMPLETE: "c",
    FindingStatus.PARTIAL: "p",
    FindingStatus.MISSING: "m",
    FindingStatus.WAIVED: "w",
    FindingStatus.NOT_CHECKED: "n",
}
_STATUSES = {letter: status for status, letter in LETTERS.items()}
_JUDGED = frozenset({FindingStatus.COMPLETE, *LACKING})


class Lack(NamedTuple):
    """One thing that is not there.

    Attributes:
        target: Id of the box, item or duty.
        period: That lacks a paper; empty where the whole target does.
    """

    target: str
    period: str = ""


@dataclass(frozen=True)
class Snapshot:
    """What a check came to.

    Attributes:
        unit: Name of the unit.
        year: The year judged.
        level: Level id.
        norms: Id of the norms.
        norms_version: Of their data.
        boxes: Status of every box, a letter each, in the norms' order.
        there: Required things that are complete: items, and boxes whose contents are not listed.
        required: Required things that could be judged and are not waived.
        lacks: What is not there, in the norms' order.
        waived: Ids of the boxes, items and duties with that status.
        unchecked: Likewise.
        papers: Ids of the records that bear on any of it.
    """

    unit: str
    year: int
    level: str
    norms: str
    norms_version: str
    boxes: str
    there: int
    required: int
    lacks: tuple[Lack, ...]
    waived: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()

    @property
    def statuses(self) -> tuple[FindingStatus, ...]:
        """Status of every box, in the norms' order."""
        return tuple(map(_STATUSES.__getitem__, self.boxes))

    def pack(self) -> bytes:
        """As stored: JSON, compressed."""
        return zlib.compress(msgspec.json.encode(self), 1)

    @staticmethod
    def unpack(data: bytes) -> Snapshot:
        """The opposite of ``pack``."""
        return msgspec.json.decode(zlib.decompress(data), type=Snapshot)


def snapshot(check: UnitCheck) -> Snapshot:
    """The short form of a check."""
    judged = [status for box in check.boxes for status in _required(box) if status in _JUDGED]
    found = [(box.box_id, box.status) for box in check.boxes]
    found += [(item.item_id, item.status) for box in check.boxes for item in box.items]
    found += [(duty.duty_id, duty.status) for duty in check.duties]
    return Snapshot(
        unit=check.unit,
        year=check.year,
        level=check.level,
        norms=check.norms,
        norms_version=check.norms_version,
        boxes="".join(LETTERS[box.status] for box in check.boxes),
        there=judged.count(FindingStatus.COMPLETE),
        required=len(judged),
        lacks=tuple(dict.fromkeys(_lacks(check))),
        waived=tuple(id for id, status in found if status is FindingStatus.WAIVED),
        unchecked=tuple(id for id, status in found if status is FindingStatus.NOT_CHECKED),
        papers=tuple(sorted(_papers(check))),
    )


def _papers(check: UnitCheck) -> set[str]:
    lists = [box.records for box in check.boxes]
    lists += [item.records for box in check.boxes for item in box.items]
    return set().union(*lists, *(duty.evidence for duty in check.duties))


def _required(box: BoxFinding) -> Iterator[FindingStatus]:
    if not box.items:
        yield box.status
    elif box.status is not FindingStatus.WAIVED:
        yield from (item.status for item in box.items if not item.optional)


def _lacks(check: UnitCheck) -> Iterator[Lack]:
    told: set[str] = set()
    for box in check.boxes:
        for lack in _of_box(box):
            told.add(lack.target)
            yield lack
    for duty in check.duties:
        if duty.status in LACKING and duty.lands_on not in told:
            periods = duty.missing_periods
            yield from (Lack(duty.duty_id, period) for period in periods or ("",))


def _of_box(box: BoxFinding) -> Iterator[Lack]:
    if box.status not in LACKING:
        return
    if box.status is FindingStatus.MISSING and not box.items:
        yield Lack(box.box_id)
    named: set[str] = set()
    for item in box.items:
        if item.optional or item.status not in LACKING:
            continue
        if item.status is FindingStatus.MISSING or not item.missing_periods:
            yield Lack(item.item_id)
        named.update(item.missing_periods)
        yield from (Lack(item.item_id, period) for period in item.missing_periods)
    yield from (Lack(box.box_id, period) for period in box.missing_periods if period not in named)


@cache
def rules_digest() -> str:
    """A hash of the rules by which this program checks; what was kept under others is stale."""
    digest = sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
