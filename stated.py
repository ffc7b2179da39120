"""What a paper states that a check can hold against norms and other papers; part of ``model``.

Offsets count the characters of the text of the record's own document, from 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a paper, as printed.

    Attributes:
        start: Of the words.
        end: Past the words.
        text: The words; personal numbers are not masked.
        page: Where pages exist.
    """

    start: int
    end: int
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure with what it counts (指标).

    Attributes:
        name: As printed, without the words of its subject and period.
        value: As printed; 1.2万人 is 12000.
        unit: ``%``, ``‰``, ``人``, ``例`` …; empty where none is printed.
        passage: The sentence part or the cell.
        subject: Whose figure it is, where the words say so (某社区, 六十岁以上老人); else empty.
        period: What time it is about, such as ``2023`` or ``2023-05``; None where unsaid.
        bound: ``>=``, ``<=`` or ``~`` for 以上, 以下, 约; else ``=``.
        goal: It states what is aimed at, not what was reached.
    """

    name: str
    value: Decimal
    unit: str
    passage: Passage
    subject: str = ""
    period: str | None = None
    bound: str = "="
    goal: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A statement that a figure rose or fell.

    Attributes:
        name: Of the figure.
        direction: 1 for a rise, -1 for a fall, 0 for 持平.
        passage: The sentence part.
        before: The figure from which, if printed.
        after: The figure to which, if printed.
        by: The printed difference, if any.
        unit: Of ``before`` and ``after``.
        by_unit: ``%``, ``个百分点``, ``人`` …
        before_period: As in ``Indicator.period``.
        after_period: Likewise.
    """

    name: str
    direction: int
    passage: Passage
    before: Decimal | None = None
    after: Decimal | None = None
    by: Decimal | None = None
    unit: str = ""
    by_unit: str = ""
    before_period: str | None = None
    after_period: str | None = None


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A day in a paper with the words that say whose day it is.

    Attributes:
        day: ISO.
        label: Such as 查验日期, 举办时间; empty where nothing names it.
        passage: Where.
        row: In a table: its number, from 1 below the header, counted on over further tables;
            dates of one row belong together, and so do all of a form.
    """

    day: str
    label: str
    passage: Passage
    row: int | None = None


@dataclass(frozen=True, slots=True)
class BoundPart:
    """A part of a bound file, in the order bound: its heading and where it begins."""

    name: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Doubt:
    """Statements of papers that do not agree; worded as a question to the unit.

    Attributes:
        kind: Such as ``sum``, ``rate``, ``direction``, ``same_year``, ``early_signature``.
        values: What the sentence of that kind needs (key ``check.doubt.<kind>``).
        passages: All that it rests on, at least one.
    """

    kind: str
    values: Mapping[str, str]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Statements:
    """Everything of use that one record states.

    Attributes:
        indicators: In reading order, tables included.
        changes: In reading order.
        dates: Likewise.
        parts: Parts of a bound file; empty for a single paper.
        people: Rows about one person each, or papers signed by one person each, counted in
            this record; None where the record holds no such thing.
        signed: The day of signature at the foot, ISO.
        doubts: What does not agree inside this record.
        amends: It corrects other papers, or is a draft: its figures need not agree with theirs.
        attachments: What it names as its attachments (附件), in order.
    """

    indicators: tuple[Indicator, ...] = ()
    changes: tuple[Change, ...] = ()
    dates: tuple[StatedDate, ...] = ()
    parts: tuple[BoundPart, ...] = ()
    people: int | None = None
    signed: str | None = None
    doubts: tuple[Doubt, ...] = field(default_factory=tuple)
    amends: bool = False
    attachments: tuple[BoundPart, ...] = ()
