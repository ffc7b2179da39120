"""From the text of a paper to what it states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..model import Block, BlockKind, Document
from ..stated import Change, Doubt, Indicator, StatedDate, Statements
from ..text.numbers import level
from ..text.numerals import find_periods
from . import days, doubts_prose, doubts_table, tables
from . import relations as sums
from .changes import changes, is_only_change
from .parts import parts_of
from .prose import Mention, Setting, mentions
from .times import Times

MOST = 3000
_MOST_SEEN = 4 * MOST
_MOST_DOUBTS = 50
_MOST_TEXT = 2_000_000
_TIMED = re.compile("[年月季度]|[0-9]{4}")
_ANY_FIGURE = re.compile("[0-9一二三四五六七八九十百千万两]")
_HEAD = 6
_LONGEST_TITLE = 80
_PLAN = re.compile(
    r"责任书|责任状|计划|方案|规划|办法|制度|意见|要点|规定|细则|标准|合同|协议|条例|目标|章程|公约|承诺|规范|预案|守则|须知|公告|教案"
)
_RESULT = re.compile(
    r"总结|报告|完成情况|统计|报表|公示|情况|通报|汇总|月报|季报|年报|落实|执行|结果|台账|记录|简报|名册|登记"
)
_AMENDS = re.compile(
    r"更正|勘误|订正|更改|作废|重报|修订稿|征求意见稿|初稿|草案|讨论稿|送审稿|预测|测算"
)


def statements_of(
    document: Document,
    start: int = 0,
    end: int | None = None,
    *,
    known_names: Sequence[str] = (),
    relations: Sequence[Sequence[str]] = (),
) -> Statements:
    """Read what a paper states.

    Figures come from sentences and tables; what they count is said in the paper's own words.
    A doubt is raised only where nothing but a mistake explains the figures: bounds, goals and
    what rounding or cutting off may do never raise one.

    Args:
        document: The paper, or a source that it is a part of.
        start: First character of the paper in the document's text.
        end: One past its last.
        known_names: Of indicators that the norms speak of; a name that ends in one is cut to it.
        relations: Sums between indicators; see ``Norms.relations``.

    Returns:
        Statements whose offsets count from ``start``.
    """
    if start or end is not None:
        document = _cut(document, start, len(document.text) if end is None else end)
    return _Reader(document, known_names).read(relations)


def _cut(document: Document, start: int, end: int) -> Document:
    blocks, offset = [], 0
    for block in document.body:
        first, last = max(offset, start), min(offset + len(block.text), end)
        if first < last or (first == last and not block.text):
            blocks.append(replace(block, text=block.text[first - offset : last - offset], rows=()))
        offset += len(block.text) + 1
    return Document(tuple(blocks), document.format)


@dataclass
class _Found:
    indicators: list[Indicator] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    dates: list[StatedDate] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    people: int | None = None
    rows: int = 0
    seen: int = 0


class _Reader:
    """Reads one paper."""

    def __init__(self, document: Document, known_names: Sequence[str]) -> None:
        self.document = document
        self.text = document.text[:_MOST_TEXT]
        self.plain = level(self.text)
        # A short name needs its own words before it: 准确率 of what?
        self.known = sorted((n for n in known_names if len(n) > 3), key=len, reverse=True)
        self.spans: list[tuple[int, int, Block]] = []
        offset = 0
        for block in document.body:
            if offset + len(block.text) > _MOST_TEXT:
                break
            self.spans.append((offset, offset + len(block.text), block))
            offset += len(block.text) + 1
        self.signed = days.signature(document, self.spans)
        self.setting = self._setting()
        self.found = _Found()

    def _setting(self) -> Setting:
        head = [one[2].text for one in self.spans if one[2].text.strip()][:_HEAD]
        title = next((text for text in head if len(text) > 3), "").split("\n")[0]
        title = title if len(title) <= _LONGEST_TITLE and "。" not in title else ""
        lead = "\n".join(text for text in head if len(text) < 100)[:400]
        period = _period_of(title) or _period_of(lead)
        year = int(period[:4]) if period else None
        if year is None and self.signed:
            year = int(self.signed[0][:4])
        times = Times(self.text, self.plain, year)
        goal = bool(_PLAN.search(title)) and not _RESULT.search(title)
        return Setting(self.text, self.plain, times, period, goal)

    def read(self, relations: Sequence[Sequence[str]]) -> Statements:
        """Read it all."""
        for place, (start, end, block) in enumerate(self.spans):
            if block.kind in (BlockKind.HEADER, BlockKind.FOOTER):
                continue
            setting = replace(self.setting, page=block.page)
            if block.kind is BlockKind.TABLE:
                self._table(setting, place, start, block)
            else:
                self._prose(setting, start, end)
        found = self.found
        figures = found.indicators[:MOST]
        doubts = [*found.doubts, *sums.broken(figures, relations)]
        return Statements(
            indicators=tuple(figures),
            changes=tuple(found.changes[:MOST]),
            dates=tuple(found.dates[:MOST]),
            parts=parts_of(self.spans),
            people=found.people,
            signed=self.signed[0] if self.signed else None,
            doubts=_unique(doubts),
            amends=bool(_AMENDS.search(self.text[:200])),
        )

    def _prose(self, setting: Setting, start: int, end: int) -> None:
        found = self.found
        dates = setting.times.dates_between(start, end)[:MOST]
        found.dates += days.labelled(setting, dates, start, end)
        if self.signed:
            found.doubts += days.early_signature(setting, dates, self.signed, start, end)
        if not _ANY_FIGURE.search(self.plain, start, end):
            return
        for sentence in mentions(setting, start, end):
            if len(found.indicators) >= MOST or found.seen >= _MOST_SEEN:
                return
            found.seen += len(sentence)
            changed = list(changes(setting, sentence))
            found.changes += changed
            found.doubts += doubts_prose.of_sentence(setting, sentence, changed)
            found.indicators += self._own(setting, sentence, changed)

    def _own(
        self, setting: Setting, sentence: Sequence[Mention], changed: Sequence[Change]
    ) -> Iterator[Indicator]:
        """The figures of a sentence that stand for themselves, named as the norms name them."""
        for mention in sentence:
            if not is_only_change(setting, mention, changed):
                one = _of_change(mention, changed)
                if one.name:
                    yield replace(one, name=self._known(one.name))

    def _known(self, name: str) -> str:
        return next((known for known in self.known if name.endswith(known)), name)

    def _table(self, setting: Setting, place: int, start: int, block: Block) -> None:
        found = self.found
        around = self._around(place)
        own = self._caption_period(place)
        if own:
            setting = replace(setting, period=own)
        rows, grid = tables.read(setting, block, start, around)
        if grid is None:
            dates = list(tables.form_days(setting, rows, block.page))
            if len(found.indicators) < MOST:
                found.indicators += tables.form_figures(setting, rows, block.page)
        else:
            dates = list(tables.days(setting, grid))
            if len(found.indicators) < MOST:
                found.indicators += self._limited(tables.figures(setting, grid, around))
            found.doubts += doubts_table.of_table(setting, grid)
            people = tables.persons_in(grid)
            if people is not None:
                found.people = (found.people or 0) + people
        found.dates += (replace(one, row=(one.row or 0) + found.rows) for one in dates)
        found.rows += len(rows)

    def _limited(self, figures: Iterator[Indicator]) -> Iterator[Indicator]:
        for _, one in zip(range(MOST), figures, strict=False):
            yield replace(one, name=self._known(one.name))

    def _around(self, place: int) -> str:
        near = self.spans[max(0, place - 3) : place]
        return "\n".join(one[2].text[-200:] for one in near if one[2].kind is not BlockKind.TABLE)

    def _caption_period(self, place: int) -> str | None:
        """The period in the words right above a table."""
        if place and self.spans[place - 1][2].kind is not BlockKind.TABLE:
            text = self.spans[place - 1][2].text
            if len(text) < 60:
                return _period_of(text, self.setting.times.year)
        return None


def _period_of(text: str, year: int | None = None) -> str | None:
    """The one period that a title names."""
    if not _TIMED.search(text):
        return None
    named = {one.period for one in find_periods(text, year)}
    return named.pop() if len(named) == 1 else None


def _of_change(mention: Mention, changed: Sequence[Change]) -> Indicator:
    """A figure on either side of 由…下降到…, with the name and the time of that change."""
    one = mention.indicator
    for change in changed:
        start, end = change.passage.start, change.passage.end
        if change.before is None or not start <= mention.quantity.start < end:
            continue
        if one.value == change.after:
            period = (change.after_period or "").rstrip("初中底") or one.period
            return replace(one, name=change.name or one.name, period=period)
        if one.value == change.before:
            period = (change.before_period or "").rstrip("初中底") or None
            return replace(one, name=change.name or one.name, period=period)
    return one


def _unique(doubts: Sequence[Doubt]) -> tuple[Doubt, ...]:
    seen: dict[tuple[object, ...], Doubt] = {}
    for one in doubts:
        seen.setdefault((one.kind, *one.passages), one)
    return tuple(seen.values())[:_MOST_DOUBTS]
