"""Duties that ask for so many: of something that papers state, or of papers themselves."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from ..model import FiledRecord, FindingStatus, Note
from ..schemas.model import Duty
from ..stated import Indicator
from .case import Case
from .counting import count_papers
from .looking import MOST_DETAILS, Look, cite, left_open, look, unread
from .naming import about, canonical, same_figure, section_words
from .periods import parse_period
from .verdict import Verdict


def judge_quantity(case: Case, duty: Duty) -> Verdict:
    """Judge a least number: papers where the norms say which to count, else a stated figure."""
    looked = look(case, duty)
    if duty.minimum is None:
        return left_open(looked, Note("check.why.no_threshold"))
    if duty.counted:
        return _by_papers(case, duty, duty.minimum)
    return unread(case, looked) or _by_figures(case, duty, duty.minimum, looked)


def _by_papers(case: Case, duty: Duty, minimum: int) -> Verdict:
    found = count_papers(case, duty.counted)
    number = len(found.records)
    values = {"count": str(number), "minimum": str(minimum)}
    if number >= minimum:
        return Verdict(FindingStatus.COMPLETE, found.records, searched=duty.counted)
    if not case.over:
        why = Note("check.why.count_open", values | {"day": str(case.today)})
        return Verdict(FindingStatus.NOT_CHECKED, found.records, reason=why, searched=duty.counted)
    status = FindingStatus.PARTIAL if number else FindingStatus.MISSING
    reason = Note("check.reason.count", values)
    return Verdict(status, found.records, reason=reason, searched=duty.counted)


def _by_figures(case: Case, duty: Duty, minimum: int, looked: Look) -> Verdict:
    words = section_words(case, duty)
    found = [
        (paper, stated)
        for paper, statements in looked.read
        for stated in statements.indicators
        if _answers(case, duty, words, paper, stated)
    ]
    if not found:
        values = {"indicator": duty.indicator or "", "count": str(len(looked.read))}
        return left_open(looked, Note("check.why.not_stated", values))
    # What was reached counts, in whichever paper it stands.
    paper, best = max(found, key=lambda one: one[1].value)
    met = _met(best, minimum)
    values = {"count": f"{best.value.normalize():f}{best.unit}", "minimum": str(minimum)}
    status = FindingStatus.COMPLETE if met else FindingStatus.PARTIAL
    reason = None if met else Note("check.reason.count", values)
    if met is None:
        status = FindingStatus.NOT_CHECKED
        reason = Note("check.why.figure_unclear", {"indicator": duty.indicator or ""})
    return Verdict(
        status,
        tuple(dict.fromkeys(one.record.id for one, _ in found)),
        reason=reason,
        passages=(cite(paper, best.passage),)
        if met
        else tuple(cite(one, stated.passage) for one, stated in found[:MOST_DETAILS]),
        searched=looked.targets,
    )


def _answers(
    case: Case, duty: Duty, words: Collection[str], paper: FiledRecord, stated: Indicator
) -> bool:
    if stated.goal or stated.unit in ("%", "％", "‰"):
        return False
    span = parse_period(stated.period)
    if span is not None and span.year != case.year:
        return False
    of = about(case, paper.record.title, stated.subject)
    name = canonical(case, stated.name)
    return any(
        same_figure(canonical(case, asked), name, words, of)
        for asked in (duty.indicator or "", *duty.also)
    )


def _met(stated: Indicator, minimum: int) -> bool | None:
    if stated.bound == "<=":
        return None if stated.value >= minimum else False
    if stated.bound == ">=" and stated.value < Decimal(minimum):
        return None
    return stated.value >= Decimal(minimum)
