"""Duties that ask a rate to reach a percentage, read from what reports and tables state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..model import FiledRecord, FindingStatus, Note
from ..schemas.model import Duty
from ..stated import Indicator, Statements
from .case import Case
from .findings import Close, Evidence
from .looking import MOST_DETAILS, Look, cite, left_open, look, unread
from .naming import about, canonical, same_figure, section_words
from .periods import Span, parse_period
from .verdict import Verdict

_SHARE = {"%": Decimal(1), "％": Decimal(1), "‰": Decimal("0.1")}
_CLOSE = 3
_DISTINCT = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a paper of the unit and year states, matched to what is asked.

    Attributes:
        paper: That states it.
        stated: As read.
        asked: The asked name that it answers, as the norms print it.
        period: What time it is about, within the year.
        percent: Its value in per cent.
    """

    paper: FiledRecord
    stated: Indicator
    asked: str
    period: str
    percent: Decimal

    @property
    def shown(self) -> str:
        """Value and unit as printed."""
        return f"{self.stated.value.normalize():f}{self.stated.unit}"

    @property
    def note(self) -> Note:
        """The figure in words."""
        values = {"name": self.asked, "periods": self.period, "value": self.shown}
        return Note("check.detail.rate", values)


def judge_rate(case: Case, duty: Duty) -> Verdict:
    """Judge a rate: of each period the latest paper counts, and each period must reach it.

    Aims (plans) never evidence it, nor figures of other years or of other units. A figure
    that is only a bound (98%以上) counts as far as it settles the matter.
    """
    looked = look(case, duty)
    if not case.statements:
        return left_open(looked, Note("check.why.figures_unread"))
    if duty.percent is None or not duty.indicator:
        return left_open(looked, Note("check.why.no_threshold"))
    figures = list(_figures(case, duty, looked))
    if not figures and duty.evidence and len(duty.indicator) >= _DISTINCT:
        # What a pledge leaves unsaid, the summary in the next box may tell; a short name
        # such as 合格率 is that of many things.
        wider = look(case, duty, wide=True)
        figures = list(_figures(case, duty, wider))
        looked = wider if figures else looked
    nothing = None if figures else unread(case, looked)
    if nothing is not None:
        return nothing
    values = {"indicator": duty.indicator, "count": str(len(looked.read))}
    if not figures:
        verdict = left_open(looked, Note("check.why.not_stated", values))
        return Verdict(
            verdict.status,
            verdict.evidence,
            reason=verdict.reason,
            searched=looked.targets,
            close=_near(case, duty, looked),
        )
    return _judged(duty, looked, list(_latest(figures)))


def _judged(duty: Duty, looked: Look, groups: Sequence[Sequence[Figure]]) -> Verdict:
    outcomes = [_outcome(duty, group) for group in groups]
    short = [group[0] for group, met in zip(groups, outcomes, strict=True) if met is False]
    short.sort(key=lambda figure: figure.percent)
    settled = [group[0] for group, met in zip(groups, outcomes, strict=True) if met]
    told = short or settled or [figure for group in groups for figure in group]
    evidence = tuple(dict.fromkeys(figure.paper.record.id for figure in told))
    passages = tuple(cite(figure.paper, figure.stated.passage) for figure in told[:MOST_DETAILS])
    # The reason tells the worst by itself.
    details = tuple(figure.note for figure in short[:MOST_DETAILS]) if short[1:] else ()
    unclear = Note("check.why.figure_unclear", {"indicator": duty.indicator or ""})
    open_too = unclear if None in outcomes else None
    if short:
        status, reason = FindingStatus.PARTIAL, _reason(duty, short)
    elif open_too:
        status, reason = FindingStatus.NOT_CHECKED, unclear
    else:
        worst = min(settled, key=lambda figure: figure.percent)
        status, reason = FindingStatus.COMPLETE, _reason(duty, [worst])
    return Verdict(
        status,
        evidence,
        reason=reason,
        why_open=open_too,
        details=details,
        passages=passages,
        searched=looked.targets,
    )


def _reason(duty: Duty, figures: Sequence[Figure]) -> Note:
    worst = figures[0]
    asked = f"{(duty.op or '>=').replace('>=', '≥').replace('<=', '≤')}{duty.percent:g}%"
    values = {"name": worst.asked, "periods": worst.period, "value": worst.shown, "asked": asked}
    if len(figures) == 1:
        return Note("check.reason.rate", values)
    return Note("check.reason.rate_more", values | {"count": str(len(figures))})


def _outcome(duty: Duty, group: Sequence[Figure]) -> bool | None:
    """Whether figures of one period reach the percentage; None where they leave it open."""
    met = {_met(duty, figure) for figure in group}
    return met.pop() if len(met) == 1 else None


def _met(duty: Duty, figure: Figure) -> bool | None:
    asked, value = Decimal(str(duty.percent)), figure.percent
    bound = figure.stated.bound
    if duty.op == "<=":
        if bound == ">=":
            return False if value > asked else None
        return True if value <= asked else (None if bound == "<=" else False)
    if bound == "<=":
        return False if value < asked else None
    if bound == ">=" and value < asked:
        return None
    return value >= asked if duty.op != "=" or bound == ">=" else value == asked


def _figures(case: Case, duty: Duty, looked: Look) -> Iterator[Figure]:
    """Figures that answer a duty: where it looks by any fitting name, elsewhere by the full one."""
    section = case.section_of(duty)
    words = section_words(case, duty)
    topics = [canonical(case, term) for term in section.terms]
    inside = {paper.record.id for paper, _ in looked.read}
    names = {name: canonical(case, name) for name in (duty.indicator or "", *duty.also)}
    for paper, statements in looked.read:
        for stated in _usable(case, statements):
            of = about(case, paper.record.title, stated.subject)
            name = canonical(case, stated.name)
            for asked, wanted in names.items():
                if same_figure(wanted, name, words, of):
                    yield from _figure(case, paper, stated, asked)
                    break
    telling = {wanted: asked for asked, wanted in names.items() if _tells(wanted, topics)}
    for paper in case.shelf.this_year if telling else ():
        if paper.record.id in case.statements and paper.record.id not in inside:
            for stated in _usable(case, case.statements[paper.record.id]):
                name = canonical(case, stated.name)
                if name in telling:
                    yield from _figure(case, paper, stated, telling[name])


def _tells(name: str, topics: Iterable[str]) -> bool:
    """Whether a name says by itself what it is about, so that it can be looked for anywhere."""
    return any(topic and topic in name for topic in topics)


def _usable(case: Case, statements: Statements) -> Iterator[Indicator]:
    for stated in statements.indicators:
        if stated.unit in _SHARE and not stated.goal and not _of_another(case, stated.subject):
            yield stated


def _of_another(case: Case, subject: str) -> bool:
    """Whether a subject is named like a unit, and is not this one."""
    if subject in case.unit:
        return False
    rest = subject.replace(case.unit, "") if case.unit else subject
    return any(rest.endswith(end) and len(rest) > len(end) + 1 for end in case.unit_endings)


def _figure(case: Case, paper: FiledRecord, stated: Indicator, asked: str) -> Iterator[Figure]:
    period = stated.period or paper.filing.period or str(case.year)
    if _in_year(parse_period(period), case.year):
        yield Figure(paper, stated, asked, period, stated.value * _SHARE[stated.unit])


def _in_year(span: Span | None, year: int) -> bool:
    return span is not None and span.first // 12 == year == span.last // 12


def _latest(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Of each name, subject and period the figures of the latest paper, in the order of periods."""
    groups: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[(figure.period, figure.asked, figure.stated.subject)].append(figure)
    for _, group in sorted(groups.items()):
        last = max(group, key=lambda figure: (figure.paper.record.date or "", _id(figure)))
        yield [figure for figure in group if _id(figure) == _id(last)]


def _id(figure: Figure) -> str:
    return figure.paper.record.id


def _near(case: Case, duty: Duty, looked: Look) -> tuple[Close, ...]:
    """Rates stated where the asked one was sought, whose names end alike."""
    end = canonical(case, duty.indicator or "")[-2:]
    names: dict[str, Evidence] = {}
    for paper, statements in looked.read:
        for stated in _usable(case, statements):
            if canonical(case, stated.name).endswith(end):
                names.setdefault(stated.name, cite(paper, stated.passage))
    if not names:
        return ()
    listed = list(names)[:_CLOSE]
    records = tuple(dict.fromkeys(names[name].record for name in listed))
    return (Close(Note("check.close.figures", {"names": "、".join(listed)}), records),)
