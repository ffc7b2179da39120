"""What the other papers of a folder tell: where they lie, a doubtful one may lie too."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath

from ..model import FiledRecord, Filing
from ..schemas import Norms
from .fit import Evidence, Fit

ABOUT = "neighbours"

_HELP = 0.2
_OWN_SHARE = 0.35
_IN_SECTION = 0.7
_MOST = 6
_LEAST_SHARE = 0.4
_FEW = 1
_DOUBT = 2
_OPEN_COUNTS = 0.5
_ITEM = "="
_BETWEEN = " "


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Where the other papers of a folder lie.

    Attributes:
        shares: Section or box id → share of the folder's papers, the greatest first.
        most: The section that most lie in, for the screen.
    """

    shares: tuple[tuple[str, float], ...] = ()
    most: str = ""

    def evidence(self, fit: Fit) -> Evidence | None:
        """What they add to a box: more to one that the paper itself speaks for."""
        shares = dict(self.shares)
        section = shares.get(fit.target.section.id, 0.0)
        box = shares.get(fit.box.id, 0.0)
        share = _IN_SECTION * section + (1 - _IN_SECTION) * box
        weight = _HELP * share * min(1.0, fit.score / _OWN_SHARE)
        return Evidence("neighbours", (), "folder", weight) if weight > 0 else None

    def written(self) -> str:
        """As a value of a reason."""
        return _BETWEEN.join(f"{id}{_ITEM}{share}" for id, share in self.shares)

    @staticmethod
    def read(written: str) -> Neighbours:
        """The opposite of ``written``; what is no such value is left out."""
        pairs = (part.partition(_ITEM) for part in written.split(_BETWEEN))
        good = ((id, share) for id, _, share in pairs if share.replace(".", "", 1).isdigit())
        return Neighbours(tuple((id, float(share)) for id, share in good))


def neighbours_of(filing: Filing) -> Neighbours | None:
    """The neighbours that a filing was decided with, read from its reasons."""
    for reason in filing.reasons:
        if reason.about == ABOUT:
            return Neighbours.read(reason.note.values.get("shares", ""))
    return None


@dataclass
class _Folder:
    filed: Counter[str] = field(default_factory=Counter)
    papers: int = 0


class Folders:
    """Where the papers of each folder lie, its subfolders included.

    Args:
        filed: Of the batch.
        norms: In force.
    """

    def __init__(self, filed: Iterable[FiledRecord], norms: Norms) -> None:
        self._norms = norms
        self._folders: dict[str, _Folder] = defaultdict(_Folder)
        for one in filed:
            for folder in self._above(one):
                self._folders[folder].papers += 1
                if one.filing.box_id:
                    self._folders[folder].filed[one.filing.box_id] += 1

    @staticmethod
    def _above(one: FiledRecord) -> list[str]:
        """The folder of a paper and the one above, but for the root of an import."""
        return [str(folder) for folder in list(PurePath(one.path).parents)[:2] if folder.name]

    def around(self, one: FiledRecord) -> Neighbours | None:
        """The nearest folder's other papers, if they are a few at least."""
        for folder in map(self._folders.__getitem__, self._above(one)):
            others = folder.papers - 1
            boxes = folder.filed.copy()
            if one.filing.box_id:
                boxes[one.filing.box_id] -= 1
            if boxes.total() >= _FEW:
                return self._shares(+boxes, others)
        return None

    def _shares(self, boxes: Counter[str], others: int) -> Neighbours | None:
        filed = boxes.total()
        whole = filed + _DOUBT + _OPEN_COUNTS * (others - filed)
        counts: Counter[str] = Counter(boxes)
        for box, count in boxes.items():
            counts[self._norms.box_places[box][1].id] += count
        shares = ((id, round(count / whole, 3)) for id, count in counts.most_common(_MOST))
        told = tuple((id, share) for id, share in shares if share >= _LEAST_SHARE)
        if not told:
            return None
        box = max(boxes, key=lambda id: (boxes[id], id))
        level, section, _ = self._norms.box_places[box]
        return Neighbours(told, f"{level.name} · {section.name}")
