"""What changed from one check of a unit's year to a later one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ..messages import translate
from ..schemas.model import Level
from .findings import Paper
from .snapshot import Lack, Snapshot
from .words import compact_periods, printable


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of what was lacking, and which papers came.

    Attributes:
        now_there: Was lacking and has come.
        still_missing: Is lacking as before.
        newly_missing: Is lacking and was not.
        waived: Was lacking and is waived.
        no_longer_checked: Was lacking and is not judged any more: other norms, or not checkable.
        supplements: Ids of papers that the former check did not see (补充材料).
        gone: Ids of papers that it saw and that are not there any more.
        other_norms: The norms are not those of the former check.
    """

    now_there: tuple[Lack, ...] = ()
    still_missing: tuple[Lack, ...] = ()
    newly_missing: tuple[Lack, ...] = ()
    waived: tuple[Lack, ...] = ()
    no_longer_checked: tuple[Lack, ...] = ()
    supplements: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    other_norms: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything is otherwise than before."""
        moved = (self.now_there, self.newly_missing, self.waived, self.no_longer_checked)
        return any((*moved, self.supplements, self.gone))


def compare(before: Snapshot, after: Snapshot, known: Collection[str] | None = None) -> Comparison:
    """Compare two checks of a unit's year.

    Args:
        before: The former.
        after: The later.
        known: Ids of all boxes, items and duties of the later check's norms; None where the
            norms are the same.
    """
    was, now = frozenset(before.lacks), frozenset(after.lacks)
    ended = [lack for lack in before.lacks if lack not in now]
    waived, open_ = frozenset(after.waived), frozenset(after.unchecked)

    def asked(lack: Lack) -> bool:
        return lack.target not in open_ and (known is None or lack.target in known)

    had, have = frozenset(before.papers), frozenset(after.papers)
    return Comparison(
        now_there=tuple(k for k in ended if k.target not in waived and asked(k)),
        still_missing=tuple(k for k in after.lacks if k in was),
        newly_missing=tuple(k for k in after.lacks if k not in was),
        waived=tuple(k for k in ended if k.target in waived),
        no_longer_checked=tuple(k for k in ended if k.target not in waived and not asked(k)),
        supplements=tuple(id for id in after.papers if id not in had),
        gone=tuple(id for id in before.papers if id not in have),
        other_norms=(before.norms, before.norms_version) != (after.norms, after.norms_version),
    )


def target_names(level: Level) -> dict[str, str]:
    """Id of every box, item and duty of a level → its name, items behind their box."""
    names: dict[str, str] = {}
    for section in level.sections:
        for box in section.boxes:
            names[box.id] = box.name or box.label
            names.update({item.id: f"{names[box.id]} · {item.name}" for item in box.items})
        names.update({duty.id: duty.what for duty in section.duties})
    return names


_KINDS = ("now_there", "newly_missing", "waived", "no_longer_checked", "still_missing")
_SHOWN = 20


def comparison_lines(
    found: Comparison, names: Mapping[str, str], papers: Mapping[str, Paper], year: int
) -> list[str]:
    """A comparison for the terminal: what moved is named, what is lacking as before counted."""
    lines = [translate("check.changes.other_norms")] if found.other_norms else []
    for kind in _KINDS:
        lacks: tuple[Lack, ...] = getattr(found, kind)
        lines.append(translate(f"check.changes.{kind}", count=len(lacks)))
        if kind != "still_missing":
            lines += [f"  {text}" for text in _named(lacks, names, year)]
    for kind, ids in (("supplements", found.supplements), ("gone", found.gone)):
        if ids:
            lines.append(translate(f"check.changes.{kind}", count=len(ids)))
            shown = [papers[id].title if id in papers else id for id in ids[:_SHOWN]]
            lines += [f"  {id}  {printable(title)}" for id, title in zip(ids, shown, strict=False)]
            lines += ["  …"] if len(ids) > _SHOWN else []
    return lines


def _named(lacks: Collection[Lack], names: Mapping[str, str], year: int) -> list[str]:
    periods: dict[str, list[str]] = {}
    for lack in lacks:
        periods.setdefault(lack.target, []).extend(filter(None, [lack.period]))
    lines = []
    for target, lacking in periods.items():
        name = printable(names.get(target, target))
        if lacking:
            written = compact_periods(lacking, year)
            name = translate("check.phrase.periods", name=name, periods=written)
        lines.append(name)
    return lines


def comparison_json(found: Comparison, names: Mapping[str, str]) -> dict[str, Any]:
    """A comparison as plain values."""
    told: dict[str, Any] = {
        kind: [
            {"id": lack.target, "name": names.get(lack.target), "period": lack.period or None}
            for lack in getattr(found, kind)
        ]
        for kind in ("now_there", "still_missing", "newly_missing", "waived", "no_longer_checked")
    }
    told["supplements"] = list(found.supplements)
    told["gone"] = list(found.gone)
    told["other_norms"] = found.other_norms
    return told
