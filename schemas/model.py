"""Norms as frozen values: level → section → box → item, and duties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

import msgspec

from ..text.normalise import fold
from .kinds import Apart as Apart
from .kinds import BoxState as BoxState
from .kinds import DutyKind as DutyKind
from .kinds import Every as Every
from .kinds import IssuedBy as IssuedBy
from .kinds import PairBy as PairBy


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the norms something stands.

    Attributes:
        lines: Line numbers of the norms' text, from 1; first and last.
        clause: Such as ``第十三节 二、2``.
    """

    clause: str
    lines: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One material that a box must hold (一种材料).

    Attributes:
        id: Box id, a dot, and a short English name.
        name: As the norms print it, line breaks mended.
        kind: ``register``, ``report``, ``contract`` …; keys of ``Norms.kinds``.
        synonyms: What people also write.
        part_of: Id of the item that this one is a part of, where the norms say so in brackets.
        each: Cadence that the box's contents state for this item.
        issued_by: Whose papers it is, where the norms tell papers apart by their author.
        collected_from: Level whose units write it, for a box of another level that collects it.
        signs: Words that such papers carry in columns and labels, for those without a title.
        optional: Its lack alone makes no box incomplete: one of several that may occur.
    """

    id: str
    name: str
    kind: str
    synonyms: tuple[str, ...] = ()
    part_of: str | None = None
    each: Every | None = None
    issued_by: IssuedBy | None = None
    collected_from: str | None = None
    signs: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """盒N of a section.

    Attributes:
        id: Such as ``street.contraceptives.1``.
        no: Number in its section; None where it is lost.
        name: As printed; None where lost.
        label: Name for the screen; a made-up one stands in [ ].
        state: given, name_lost or lost.
        items: What it must hold; empty for lost contents.
        contents_lost: The contents are not printed, or only in part (then ``items`` has the part).
        fragment: A printed scrap of the contents that makes no item.
        terms: Words that speak for this box besides its name and items.
        retention: As the norms give it, or None.
        place: Where in the norms.
    """

    id: str
    no: int | None
    name: str | None
    label: str
    state: BoxState
    items: tuple[Item, ...] = ()
    contents_lost: bool = False
    fragment: str | None = None
    terms: tuple[str, ...] = ()
    retention: str | None = None
    place: Place | None = None

    @property
    def checkable(self) -> bool:
        """Whether the norms say enough to call it missing."""
        return self.state is not BoxState.LOST


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing the norms ask for (工作要求).

    Attributes:
        id: Section id, ``.duty.`` and a short English name.
        what: The fact in few words.
        kind: How it is checked.
        every: For cadences.
        months: For ``given_months``: the months; for ``window``: first and last.
        due_day: Day of the month by which it is due.
        due_in: ``same`` or ``next``: the month in which ``due_day`` falls.
        days: For time limits.
        since: For time limits: what papers call the day from which it runs.
        until: For time limits: what papers call the day on which it must be done.
        least: For time limits: it must last at least so many days, the first and the last
            one counted; else at most so many lie between.
        op: For rates: ``>=``, ``<=`` or ``=``.
        percent: For rates.
        indicator: Name of the rate or count.
        also: What papers also call the indicator; where it sums up several, each is one.
        order: For bindings: parts from top to bottom.
        pair: For pairings: two types of paper; each of the first needs one of the second.
        evidence: Box or item ids that evidence it; empty where the text does not say.
        materials: Papers that the clause itself lists.
        minimum: For quantities.
        counted: Item ids whose papers or persons are counted, for quantities and per person.
        against: For per person: item ids whose persons the count must reach.
        truncated: The excerpt breaks off inside the clause.
        place: Where in the norms.
    """

    id: str
    what: str
    kind: DutyKind
    every: Every | None = None
    months: tuple[int, ...] = ()
    due_day: int | None = None
    due_in: str | None = None
    days: int | None = None
    since: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    least: bool = False
    op: str | None = None
    percent: float | None = None
    indicator: str | None = None
    also: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    minimum: int | None = None
    counted: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    truncated: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Papers that an inspector looks for together; a lone one is an observation.

    Attributes:
        id: Short English name.
        of: Document types of the paper that calls for another.
        needs: Document types of the other; any of them will do.
        about: Words of which the title must hold one; empty for any title.
        by: What shows that two belong together.
        own: Only papers that the unit itself wrote call for another.
    """

    id: str
    of: tuple[str, ...]
    needs: tuple[str, ...]
    about: tuple[str, ...] = ()
    by: tuple[PairBy, ...] = (PairBy.SUBJECT,)
    own: bool = False


@dataclass(frozen=True, slots=True)
class Separation:
    """What one box, and so one bound file, may not mix.

    Attributes:
        by: Of what there may be only one.
        clause: Where that is laid down.
    """

    by: tuple[Apart, ...] = ()
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A line of work inside a level (条线, 第N节).

    Attributes:
        id: Level id, a dot, and a short English name.
        no: Number of the section; None for a level without sections.
        name: As printed, or inferred where ``heading_lost``.
        heading_lost: The heading is gone; name and number follow from the sequence.
        stated_boxes: How many boxes the norms say it has; None where that is lost or unsaid.
        boxes_lost: The list of boxes itself is lost, so that even their number is unknown.
        boxes: In order.
        responsibilities: 工作职责, each in few words.
        duties: In order.
        losses: What of this section the excerpt lost.
        fragments: Printed scraps that cannot be tied to a box or duty.
        terms: Words that speak for this section.
    """

    id: str
    no: int | None
    name: str
    heading_lost: bool = False
    stated_boxes: int | None = None
    boxes_lost: bool = False
    boxes: tuple[Box, ...] = ()
    responsibilities: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    losses: tuple[str, ...] = ()
    fragments: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """层级: a kind of unit.

    Attributes:
        id: ``street`` …
        name: 街道 …
        unit_endings: How names of such units end → the ending to write (街道办事处 → 街道).
        terms: Words that speak for this level where a paper names no unit.
        full_names: A region before the name belongs to it (江城某某有限公司).
        sections: In order.
    """

    id: str
    name: str
    unit_endings: dict[str, str] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    full_names: bool = False
    sections: tuple[Section, ...] = ()
    heading_lost: bool = False
    place: Place | None = None


@dataclass(frozen=True)
class Norms:
    """A set of norms, validated.

    Attributes:
        id: Short English name.
        title: As printed.
        version: Of the data.
        in_force: First and last day, ISO; None for an open or unknown end.
        levels: In order.
        kinds: Kind of material → document types that such a material usually is.
        synonyms: Word → other words for the same thing in this field.
        search_synonyms: Likewise, for searching alone; a word that ``synonyms`` has too stands
            there for other words, or for none.
        lay: Word that people use → what papers say for it; for questions.
        relations: Sums between figures that hold in any paper of the field, each as a row of
            words: a name, ``=``, a name, ``-`` or ``+``, a name …; a name of several writings
            parts them by ``|``. A report whose figures break one raises a question.
        pairs: Papers looked for together, where no duty asks for it.
        separate: What one box may not mix; None where nothing is laid down.
    """

    id: str
    title: str
    version: str
    in_force: tuple[str | None, str | None]
    levels: tuple[Level, ...]
    kinds: dict[str, tuple[str, ...]] = field(default_factory=dict)
    synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    search_synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lay: dict[str, tuple[str, ...]] = field(default_factory=dict)
    relations: tuple[tuple[str, ...], ...] = ()
    pairs: tuple[Pair, ...] = ()
    separate: Separation | None = None

    def boxes(self) -> Iterator[tuple[Level, Section, Box]]:
        """Every box with the section and level it stands in."""
        for level in self.levels:
            for section in level.sections:
                for box in section.boxes:
                    yield level, section, box

    @cached_property
    def heads(self) -> dict[str, str]:
        """Word → head of its group of synonyms, both folded; the first group of a word holds."""
        found: dict[str, str] = {}
        for head, others in self.synonyms.items():
            for word in (head, *others):
                found.setdefault(fold(word), fold(head))
        return found

    @cached_property
    def box_places(self) -> dict[str, tuple[Level, Section, Box]]:
        """Box id → level, section, box."""
        return {found[2].id: found for found in self.boxes()}

    @cached_property
    def items(self) -> dict[str, Item]:
        """Item id → item."""
        return {item.id: item for _, _, box in self.boxes() for item in box.items}

    @cached_property
    def box_of(self) -> dict[str, str]:
        """Item id → id of the box that holds it."""
        return {item.id: box.id for _, _, box in self.boxes() for item in box.items}

    @cached_property
    def kind_of(self) -> dict[str, frozenset[str]]:
        """Item id → its kind, as a set of one."""
        return {id: frozenset((item.kind,)) for id, item in self.items.items()}

    @cached_property
    def wholes(self) -> dict[str, tuple[Item, ...]]:
        """Item id → the items that it is a part of, nearest first."""
        return {id: tuple(self._wholes(item)) for id, item in self.items.items()}

    def _wholes(self, item: Item) -> Iterator[Item]:
        seen = {item.id}
        while item.part_of in self.items and item.part_of not in seen:
            item = self.items[item.part_of]
            seen.add(item.id)
            yield item

    @cached_property
    def kin(self) -> dict[str, frozenset[str]]:
        """Item id → ids of it, of what it is a part of and of its parts."""
        kin = {id: {id, *(whole.id for whole in wholes)} for id, wholes in self.wholes.items()}
        for id, wholes in self.wholes.items():
            for whole in wholes:
                kin[whole.id].add(id)
        return {id: frozenset(ids) for id, ids in kin.items()}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that they state."""
        return sha256(msgspec.json.encode(self)).hexdigest()

    def level(self, id: str) -> Level:
        """The level with an id.

        Raises:
            KeyError: There is none.
        """
        for level in self.levels:
            if level.id == id:
                return level
        raise KeyError(id)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Subject words of sections and boxes and the heads of synonyms, each once."""
        words = dict.fromkeys(self.synonyms)
        for level in self.levels:
            for section in level.sections:
                words.update(dict.fromkeys(section.terms))
        for _, _, box in self.boxes():
            words.update(dict.fromkeys(box.terms))
        return tuple(words)

    @cached_property
    def indicators(self) -> tuple[str, ...]:
        """Names of the figures that duties ask for, each once."""
        duties = (duty for level in self.levels for s in level.sections for duty in s.duties)
        return tuple(dict.fromkeys(duty.indicator for duty in duties if duty.indicator))

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        """Terms of the field for the segmenter: names, synonyms, terms; longest first."""
        words: set[str] = set(self.terms)
        words.update(self.search_synonyms)
        for others in (*self.synonyms.values(), *self.search_synonyms.values()):
            words.update(others)
        for item in self.items.values():
            words.update((item.name, *item.synonyms))
        return tuple(sorted((w for w in words if 2 <= len(w) <= 12), key=lambda w: (-len(w), w)))
