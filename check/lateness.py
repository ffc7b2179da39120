"""Papers that came behind the day on which a cadence makes them due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..model import FiledRecord, Note
from ..schemas.model import Duty
from .attendance import answers
from .case import Case
from .findings import Evidence
from .periods import Expected, Rhythm, expected_periods


@dataclass(frozen=True, slots=True)
class Late:
    """A period whose first paper is dated behind its due day."""

    paper: FiledRecord
    period: str
    due: date
    day: date

    @property
    def values(self) -> dict[str, str]:
        """What a sentence about it needs."""
        return {
            "periods": self.period,
            "due": self.due.isoformat(),
            "day": self.day.isoformat(),
            "days": str((self.day - self.due).days),
        }

    @property
    def detail(self) -> Note:
        """It in words."""
        return Note("check.detail.late", self.values)

    @property
    def evidence(self) -> Evidence:
        """The day that the paper bears."""
        record = self.paper.record
        return Evidence(record.id, self.day.isoformat(), record.last_page or record.first_page)


def late_papers(case: Case, duty: Duty) -> Iterator[Late]:
    """Late papers of a duty that states when its papers are due.

    The day of signature counts, else the paper's date. A period for which some paper bears
    no full date is left out: that one may have come in time.
    """
    rhythm = Rhythm.of(duty)
    if rhythm is None or not (duty.due_day or duty.due_in):
        return
    sightings = [seen for target in duty.evidence for seen in case.sightings(target)]
    for expected in expected_periods(rhythm, case.year):
        papers = [s.paper for s in sightings if answers(case.norms, expected, rhythm, s)]
        late = _late(case, expected, papers)
        if late is not None:
            yield late


def _late(case: Case, expected: Expected, papers: list[FiledRecord]) -> Late | None:
    dated = [(day, n) for n, paper in enumerate(papers) if (day := _signed(case, paper))]
    if not dated or len(dated) < len(papers):
        return None
    day, first = min(dated)
    return Late(papers[first], expected.name, expected.due, day) if day > expected.due else None


def _signed(case: Case, paper: FiledRecord) -> date | None:
    statements = case.statements.get(paper.record.id)
    for text in (statements.signed if statements else None, paper.record.date):
        try:
            return date.fromisoformat(text or "")
        except ValueError:
            continue
    return None
