"""Duties that leave so many days between two dates, which one row or one paper states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ..model import FiledRecord, FindingStatus, Note
from ..schemas.model import Duty
from ..stated import StatedDate, Statements
from ..text.normalise import fold
from .case import Case
from .findings import Evidence
from .looking import MOST_DETAILS, Look, left_open, look, unread
from .verdict import Verdict


@dataclass(frozen=True, slots=True)
class Lapse:
    """The two days of one row, or of one paper; never whose they are.

    Attributes:
        paper: That states them.
        since: From which the days run.
        until: With which they end.
        days: From the one to the other; negative where the order is turned.
    """

    paper: FiledRecord
    since: StatedDate
    until: StatedDate
    days: int

    @property
    def page(self) -> int | None:
        """Page of the later words."""
        return self.until.passage.page or self.paper.record.first_page


def judge_time_limit(case: Case, duty: Duty) -> Verdict:
    """Judge a time limit row by row; a row that lacks one of the dates stays open."""
    looked = look(case, duty)
    if case.statements and not (duty.since and duty.until and duty.days is not None):
        return left_open(looked, Note("check.why.no_dates_named"))
    nothing = unread(case, looked)
    if nothing is not None or duty.days is None:
        return nothing or left_open(looked, Note("check.why.no_dates_named"))
    found = [_lapses(duty, paper, statements) for paper, statements in looked.read]
    lapses = [lapse for of_paper, _ in found for lapse in of_paper]
    halves = sum(lacking for _, lacking in found)
    if not lapses:
        values = {"count": str(len(looked.read))}
        return left_open(looked, Note("check.why.dates_not_stated", values))
    return _judged(duty, duty.days, looked, lapses, halves)


def _judged(duty: Duty, days: int, looked: Look, lapses: Sequence[Lapse], halves: int) -> Verdict:
    # 3月23日至3月29日 are seven days: for a least time the first and the last day both count.
    beyond = [one for one in lapses if (one.days + 1 < days if duty.least else one.days > days)]
    beyond.sort(key=lambda lapse: lapse.days if duty.least else -lapse.days)
    told = beyond or lapses
    reason = None
    if beyond:
        values = {"count": str(len(beyond)), "days": str(days), "worst": str(beyond[0].days)}
        reason = Note(f"check.reason.{'at_least' if duty.least else 'within'}", values)
    return Verdict(
        FindingStatus.PARTIAL if beyond else FindingStatus.COMPLETE,
        tuple(dict.fromkeys(lapse.paper.record.id for lapse in told)),
        reason=reason,
        why_open=Note("check.why.rows_undated", {"count": str(halves)}) if halves else None,
        details=tuple(_detail(lapse) for lapse in beyond[:MOST_DETAILS]),
        passages=tuple(place for lapse in told[:MOST_DETAILS] for place in _cited(lapse)),
        searched=looked.targets,
    )


def _lapses(duty: Duty, paper: FiledRecord, statements: Statements) -> tuple[list[Lapse], int]:
    """Lapses of a paper, and in how many rows only one of the dates stands."""
    found: list[Lapse] = []
    halves = 0
    for dates in _together(statements.dates):
        since, until = _of(dates, duty.since), _of(dates, duty.until)
        if since and until:
            days = (date.fromisoformat(until.day) - date.fromisoformat(since.day)).days
            found.append(Lapse(paper, since, until, days))
        elif since or until:
            halves += 1
    return found, halves


def _together(dates: Sequence[StatedDate]) -> Iterator[list[StatedDate]]:
    """Dates that belong together: those of each row, and those outside tables."""
    for row, group in groupby(dates, key=lambda stated: stated.row):
        if row is not None:
            yield list(group)
    yield [stated for stated in dates if stated.row is None]


def _of(dates: Sequence[StatedDate], labels: Sequence[str]) -> StatedDate | None:
    """The date that goes by one of the labels; None where two different ones do."""
    words = [fold(label) for label in labels]
    found = [s for s in dates if _whole(s.day) and any(word in fold(s.label) for word in words)]
    return found[0] if len({stated.day for stated in found}) == 1 else None


def _whole(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def _detail(lapse: Lapse) -> Note:
    values = {"title": lapse.paper.record.title, "days": str(lapse.days)}
    if lapse.until.row is None:
        return Note("check.detail.paper_days", values)
    values["row"] = str(lapse.until.row)
    if lapse.page is None:
        return Note("check.detail.row", values)
    return Note("check.detail.row_at", values | {"page": str(lapse.page)})


def _cited(lapse: Lapse) -> Iterator[Evidence]:
    """Label and day alone: the rest of a row is about a person."""
    for stated in (lapse.since, lapse.until):
        page = stated.passage.page or lapse.paper.record.first_page
        yield Evidence(lapse.paper.record.id, f"{stated.label} {stated.day}", page)
