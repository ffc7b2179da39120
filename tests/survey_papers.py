"""An archive filled with filings straight away, for tests of checks over units and years."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from danghe.archive import Archive
from danghe.catalogue import Arrival, RecordContent
from danghe.model import FiledRecord, Filing, Outcome, Record, Status


@dataclass(frozen=True)
class Paper:
    """One paper to file.

    Attributes:
        unit: Name of the unit.
        year: It is about.
        item: Id of the item; None leaves it open.
        period: Finer than the year.
        level: Of the unit.
        name: Tells it from others of the same item and period.
    """

    unit: str
    year: int
    item: str | None
    period: str | None = None
    level: str = "street"
    name: str = ""

    def arrival(self) -> Arrival:
        path = f"{self.unit}/{self.year}/{self.item}{self.period}{self.name}.txt"
        sha256 = hashlib.sha256(path.encode()).hexdigest()
        id = f"{sha256[:12]}-1"
        record = Record(id, sha256, 1, 0, 4, f"题名{self.name}", date=f"{self.year}-03-01")
        filing = Filing(
            id,
            self.unit,
            self.level,
            self.year,
            self.period or str(self.year),
            self.item.rpartition(".")[0] if self.item else None,
            (self.item,) if self.item else (),
            0.9,
        )
        outcome = Outcome(path, Status.IMPORTED, sha256, filed=(FiledRecord(record, filing, path),))
        content = RecordContent("药具正文").pack()
        return Arrival(f"/{path}", outcome, 10, 20, "txt", contents=(content,))


def bring(archive: Archive, *papers: Paper) -> None:
    """File papers as an import would."""
    archive.catalogue.save([paper.arrival() for paper in papers])


def take_away(archive: Archive, papers: Sequence[Paper]) -> None:
    """Withdraw papers from their unit, as a decision by hand would."""
    for paper in papers:
        (filed,) = paper.arrival().outcome.filed
        archive.catalogue.refile(filed.record.id, Filing(filed.record.id))
