"""The words of a set of norms, prepared for matching: synonyms, phrases, weights."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ..schemas import Box, BoxState, Item, Level, Norms, Section
from ..text.normalise import fold
from ..text.segment import segmenter_for
from .doctype import OTHER, type_of_title, without_type

COMMON = frozenset(
    "工作 情况 年度 通知 活动 管理 办法 单位 办事处 公司 人员 有关 相关 使用 服务 开展 我区 全区 "
    "本季 季度 月份 上半年 下半年 第一 第二 第三 第四 表 及 和 与 等".split()
)
"""Words of titles that tell nothing of the subject, in any field."""

SUBJECT_SHARE = 0.7
_USUAL_TYPE = 2.0
_LONGEST_TERM = 6
_BOX_WORDS = re.compile(r"(?:文件|资料|档案|登记)?盒$|资料$|档案$")
_BRACKETS = re.compile(r"[\[\]()（）《》“”\"、,，·]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One writing of an item's or box's name.

    Attributes:
        text: Canonical.
        words: Of the part before the word that names the document type, weighted.
        weight: Their sum.
        doctype: The type that the writing ends with, or None.
    """

    text: str
    words: tuple[tuple[str, float], ...]
    weight: float
    doctype: str | None


@dataclass(frozen=True, slots=True)
class Writings:
    """How one item, or the box itself, may be called.

    Attributes:
        item: None for the box's own name and for items of a namesake.
        phrases: Its name first.
        kinds: Document types that it usually is; empty for the box's own name.
    """

    item: Item | None
    phrases: tuple[Phrase, ...]
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Target:
    """A box as a place to file into: the phrases of each item, and its subject words.

    Attributes:
        level: Its level.
        section: Its section.
        box: The box.
        writings: Of each item, and of the box's own name.
        own_terms: Folded words that speak for the box.
        sibling_terms: Those that speak for other boxes of the section, and not for this one.
        section_terms: Folded words that speak for its section.
    """

    level: Level
    section: Section
    box: Box
    writings: tuple[Writings, ...]
    own_terms: frozenset[str]
    sibling_terms: frozenset[str]
    section_terms: frozenset[str]


class Lexicon:
    """Everything that matching needs from one set of norms; built once a process."""

    def __init__(self, norms: Norms) -> None:
        self.norms = norms
        self._canonical = {
            fold(other): fold(word) for word, others in norms.synonyms.items() for other in others
        }
        # The heads too, so that 村规 is not replaced within 乡村规划.
        self._canonical |= {fold(word): fold(word) for word in norms.synonyms}
        longest_first = sorted(self._canonical, key=len, reverse=True)
        self._synonyms = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
        # Whole names as words would hide that two names share a part.
        short = tuple(term for term in norms.terms if len(term) <= _LONGEST_TERM)
        self._segmenter = segmenter_for(short)

    def canon(self, text: str) -> str:
        """Folded text with every synonym replaced by its head word."""
        return self._synonyms.sub(lambda match: self._canonical[match.group()], fold(text))

    def replacements(self, folded: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and head word of every synonym that ``canon`` replaces in a folded text."""
        for match in self._synonyms.finditer(folded):
            yield match.start(), match.end(), self._canonical[match.group()]

    def words(self, canonical: str) -> list[str]:
        """Words of two characters and more; shorter ones where there is nothing else."""
        words = self._segmenter.cut(canonical)
        return [word for word in words if len(word) > 1] or words

    @cached_property
    def common(self) -> frozenset[str]:
        """Words that tell nothing of the subject: those of any field, and what units are called."""
        units = {word for level in self.norms.levels for word in (level.name, *level.unit_endings)}
        return COMMON | {self.canon(word) for word in units}

    @cached_property
    def field(self) -> str:
        """What the norms as a whole are about: their title, canonical."""
        return self.canon(self.norms.title)

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Item id → its name and synonyms, canonical."""
        return {
            id: tuple(map(self.canon, (item.name, *item.synonyms)))
            for id, item in self.norms.items.items()
        }

    @cached_property
    def signs(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Item id → its signs, as the norms write them and folded."""
        return {
            id: tuple((sign, fold(sign)) for sign in item.signs)
            for id, item in self.norms.items.items()
        }

    @cached_property
    def _spread(self) -> Counter[str]:
        """In how many boxes a word occurs."""
        spread: Counter[str] = Counter()
        for _, _, box in self.norms.boxes():
            texts = [box.label, *(t for i in box.items for t in (i.name, *i.synonyms))]
            spread.update({word for text in texts for word in self.words(self.canon(text))})
        return spread

    @cached_property
    def _boxes(self) -> int:
        return sum(1 for _ in self.norms.boxes())

    def weight(self, word: str) -> float:
        """How much a word tells: much when few boxes have it."""
        return math.log(1 + self._boxes / (1 + self._spread[word]))

    @cached_property
    def _typed(self) -> Counter[str]:
        """In how many boxes a document type is usual."""
        typed: Counter[str] = Counter()
        for _, _, box in self.norms.boxes():
            typed.update({type for item in box.items for type in self.norms.kinds[item.kind]})
        return typed

    def type_weight(self, doctype: str | None) -> float:
        """How much a document type tells: more when few boxes take it.

        A type is read off the paper and may be misread, so the rarity counts by its root only.
        """
        if doctype is None or doctype == OTHER:
            return _USUAL_TYPE
        rarity = math.log(1 + self._boxes / (1 + self._typed[doctype]))
        return math.sqrt(_USUAL_TYPE * rarity)

    def phrase(self, text: str) -> Phrase:
        """A writing cut and weighted."""
        bare = _BRACKETS.sub("", text)
        ending = type_of_title(bare)
        ending = None if ending and ending[0] == OTHER else ending
        stem = self.canon(without_type(bare) if ending else bare)
        words = tuple(
            (w, self.weight(w)) for w in dict.fromkeys(self.words(stem)) if w not in self.common
        )
        weight = sum(weight for _, weight in words)
        return Phrase(self.canon(bare), words, weight, ending[0] if ending else None)

    @cached_property
    def claims(self) -> Counter[str]:
        """How many sections of the norms' levels, at most, claim a word as their subject."""
        most: Counter[str] = Counter()
        for level in self.norms.levels:
            claims = Counter(
                word for s in level.sections for word in {self.canon(term) for term in s.terms}
            )
            most |= claims
        return most

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """All boxes that a paper can be filed into: every one but the lost."""
        return tuple(
            self._target(level, section, box)
            for level, section, box in self.norms.boxes()
            if box.state is not BoxState.LOST
        )

    def _writings(self, item: Item, subject: set[str]) -> Writings:
        """An item's name, and its synonyms but for those that are a document type alone."""
        name, *others = map(self.phrase, dict.fromkeys((item.name, *item.synonyms)))
        phrases = (name, *(phrase for phrase in others if phrase.words))
        kinds = self.norms.kinds[item.kind]
        return Writings(item, tuple(_less(phrase, subject) for phrase in phrases), kinds)

    def _namesakes(self, box: Box) -> list[Item]:
        """Items of the boxes of the same name at other levels: to recognise, never to demand."""
        same = (other for _, _, other in self.norms.boxes() if other.name == box.name)
        return [item for other in same for item in other.items]

    def _target(self, level: Level, section: Section, box: Box) -> Target:
        terms = {*box.terms}
        if box.items and all(item.issued_by for item in box.items):
            terms.update(term for one in level.sections for term in one.terms)
        own, of_section = ({*map(self.canon, words)} for words in (terms, section.terms))
        subject = own | of_section
        writings = [self._writings(item, subject) for item in box.items]
        if box.contents_lost and not box.items:
            namesakes = (self._writings(item, subject) for item in self._namesakes(box))
            writings += [replace(one, item=None) for one in namesakes]
        if box.name:
            named = self.phrase(_BOX_WORDS.sub("", box.name) or box.name)
            # 消防文件盒 without 文件盒 is the section's subject and tells no box from another.
            if not box.items or not {word for word, _ in named.words} <= subject:
                writings.append(Writings(None, (named,)))
        siblings = {
            self.canon(term) for other in section.boxes if other is not box for term in other.terms
        }
        return Target(
            level,
            section,
            box,
            tuple(writings),
            frozenset(own),
            frozenset(siblings - own),
            frozenset(of_section),
        )


def _less(phrase: Phrase, subject: set[str]) -> Phrase:
    """A phrase whose subject words weigh less: the subject is looked for on its own."""
    words = tuple(
        (word, weight * (SUBJECT_SHARE if any(word in term for term in subject) else 1.0))
        for word, weight in phrase.words
    )
    return replace(phrase, words=words, weight=sum(weight for _, weight in words))


_built: dict[int, Lexicon] = {}


def lexicon_of(norms: Norms) -> Lexicon:
    """The lexicon of these norms, built at the first call of a process."""
    found = _built.get(id(norms))
    if found is None or found.norms is not norms:
        found = _built[id(norms)] = Lexicon(norms)
    return found
