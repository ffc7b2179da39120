"""Which of the periods that a rhythm expects have their paper.

A paper evidences a period when its own period lies within it: a monthly report also
answers for its quarter. Three kinds of paper are read more widely:

- a continuous record (register, ledger …) covers every period inside its own, for it is
  written on all year and bound once;
- a paper of an event (training, meeting …) that is filed under a longer period counts for
  the month of its date;
- for a window of months, a paper dated in the window or filed under the whole year counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Note
from ..schemas.model import Every, Norms
from .case import Case, Sighting
from .periods import Expected, Rhythm, Span, expected_periods, months_of, parse_period
from .shelf import year_of

CONTINUOUS = frozenset({"register", "ledger", "card", "account", "album"})
EVENTS = frozenset({"training", "lesson", "exam", "marks", "meeting", "minutes", "activity"})
# Papers about an event that are not written on its day: their date says nothing of it.
_AROUND = ("plan", "summary", "report", "notice", "document")


@dataclass(frozen=True, slots=True)
class Attendance:
    """Periods of one rhythm in one year, each in exactly one of three lists.

    Attributes:
        present: A paper was found.
        missing: Due, searched, and none was found.
        open: Not judged.
        why: Why they were not judged, or why the rhythm as a whole cannot be.
        continuous: Some period is covered only by one continuous record.
    """

    present: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    why: Note | None = None
    continuous: bool = False


def attend(case: Case, rhythm: Rhythm, sightings: Sequence[Sighting]) -> Attendance:
    """Judge one rhythm over the papers that could evidence it.

    Returns:
        Only ``why`` for a rhythm that papers cannot be counted by.
    """
    expected = expected_periods(rhythm, case.year)
    if not expected:
        return Attendance(why=Note("check.why.uncountable", {"every": rhythm.every.value}))
    direct = {e.name for e in expected if any(answers(case.norms, e, rhythm, s) for s in sightings)}
    covered = {e.name for e in expected if any(_covers(s, e) for s in sightings)} - direct
    absent = [e for e in expected if e.name not in direct | covered]
    early = [e for e in absent if case.today is not None and case.today <= e.due]
    unsearched = [e for e in absent if e not in early and not _searched(case, rhythm)]
    judged = [e for e in absent if e not in early and e not in unsearched]
    return Attendance(
        present=tuple(e.name for e in expected if e not in absent),
        missing=tuple(e.name for e in judged),
        open=tuple(e.name for e in (*early, *unsearched)),
        why=_why_open(case, early, unsearched),
        continuous=bool(covered),
    )


def span_of(sighting: Sighting) -> Span | None:
    """The months a paper is about: its period, else its year."""
    filing = sighting.paper.filing
    year = year_of(filing)
    return parse_period(filing.period) or (months_of(year, 1, 12) if year else None)


def answers(norms: Norms, expected: Expected, rhythm: Rhythm, sighting: Sighting) -> bool:
    """Whether a paper is one that a rhythm expects for a period."""
    span = span_of(sighting)
    if span is None:
        return False
    if span.within(expected.span):
        return True
    dated = parse_period((sighting.paper.record.date or "")[:7])
    in_span = dated is not None and dated.within(expected.span)
    if rhythm.every is Every.WINDOW:
        return span.is_year or in_span
    return in_span and dated is not None and dated.within(span) and _of_event(norms, sighting)


def _of_event(norms: Norms, sighting: Sighting) -> bool:
    if sighting.kinds:
        return not EVENTS.isdisjoint(sighting.kinds)
    types = {doctype for kind in EVENTS for doctype in norms.kinds.get(kind, ())}
    around = {doctype for kind in _AROUND for doctype in norms.kinds.get(kind, ())}
    return sighting.paper.record.doctype in types - around


def _covers(sighting: Sighting, expected: Expected) -> bool:
    span = span_of(sighting)
    return (
        span is not None
        and not CONTINUOUS.isdisjoint(sighting.kinds)
        and expected.span.within(span)
    )


def _searched(case: Case, rhythm: Rhythm) -> bool:
    if rhythm.every is not Every.THREE_YEARS:
        return True
    return {case.year - 2, case.year - 1} <= case.shelf.years


def _why_open(case: Case, early: list[Expected], unsearched: list[Expected]) -> Note | None:
    if early:
        periods = ",".join(e.name for e in early)
        return Note("check.why.not_yet_due", {"periods": periods, "day": str(case.today)})
    if unsearched:
        return Note("check.why.not_searched", {"first": str(case.year - 2)})
    return None
