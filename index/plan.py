"""What all engines share: a record → what is indexed of it, a leaf of a query → what to look for.

Engines differ only in how they keep and look up these. Fields that are searched by substring
hold folded text as overlapping bigrams, and its distinct characters for queries of a single
one. Fields with few different values are kept whole: a query goes through the values.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from ..errors import QueryError
from ..text.normalise import fold
from ..text.segment import SPACE, Segmenter, bigrams, characters
from .face import IndexRecord
from .fields import months
from .nodes import FieldRange, FieldTerm, Phrase, Prefix, Words

SUBSTRING_FIELDS = ("text", "title", "doc_no")
VALUE_FIELDS = (
    "unit",
    "level",
    "level_name",
    "section",
    "section_id",
    "box_id",
    "box_name",
    "item",
    "doctype",
    "year",
    "period",
    "status",
)

TITLE_BONUS = 30.0
"""Score for each word of a term that stands in the title. No word scores as much by BM25 (its
weight times 2.2 is 30 where one record in a million has it), so titles come first."""
TEXT_WEIGHT = 0.1
"""Weight of a term's bigrams beside its words, for terms that are no words."""

# Longer than any word; such tokens are encoded data, found by bigrams all the same.
_LONGEST_WORD = 64
# A query is shorter, so that cutting here cannot be noticed.
_LONGEST_RUN = 1024
_LONGEST_VALUE = 4096
_RUNS = re.compile(r"[0-9a-z]+")
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed of a record.

    Attributes:
        id: Of the record.
        folded: Substring field → folded text.
        words: For ranking; title and text.
        runs: Distinct runs of Latin letters and digits, for prefixes.
        values: Value field → value as it came.
        date: As a number, 20230506; 20230500 without a day; 0 without a date.
    """

    id: str
    folded: dict[str, str]
    words: list[str]
    runs: set[str]
    values: dict[str, str]
    date: int


@dataclass(frozen=True, slots=True)
class Contains:
    """Records whose folded text in one of the fields contains a string.

    Attributes:
        fields: Substring fields.
        folded: Not empty.
        words: Of the string, for ranking; none for a filter.
    """

    fields: tuple[str, ...]
    folded: str
    words: tuple[str, ...] = ()

    @property
    def bonus(self) -> float:
        """Score for a match in the title."""
        return TITLE_BONUS * max(1, len(self.words))


@dataclass(frozen=True, slots=True)
class RunPrefix:
    """Records with a run of Latin letters and digits that starts with a string."""

    prefix: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """Records where the value of one of the fields passes its test."""

    tests: tuple[tuple[str, Callable[[str], bool]], ...]


Target: TypeAlias = Contains | RunPrefix | OneOf


def entry(record: IndexRecord, segmenter: Segmenter) -> Entry:
    """What is indexed of a record."""
    text, title = fold(record.text), fold(record.title)
    values = {name: _value(record, name) for name in VALUE_FIELDS}
    return Entry(
        id=record.id,
        folded={"text": text, "title": title, "doc_no": _fold_doc_no(record.doc_no or "")},
        words=[*_words(title, segmenter), *_words(text, segmenter)],
        runs={run[:_LONGEST_RUN] for run in _RUNS.findall(f"{title}\n{text}")},
        values={name: value for name, value in values.items() if value},
        date=_date_number(record.date),
    )


def tokens(folded: str) -> list[str]:
    """Bigrams of a folded text in order, then its distinct characters; none holds a space."""
    marked = _marked(folded)
    return [*bigrams(marked), *characters(marked)]


def cover(folded: str) -> list[tuple[int, str]]:
    """The fewest tokens that, at these positions, pin down a string.

    Args:
        folded: Not empty.

    Returns:
        (position, token): every other bigram, and the last; or the one character.
    """
    marked = _marked(folded)
    pairs = bigrams(marked)
    if not pairs:
        return [(0, marked)]
    places = [*range(0, len(pairs) - 1, 2), len(pairs) - 1]
    return [(place, pairs[place]) for place in places]


def target(leaf: Words | Phrase | Prefix | FieldTerm | FieldRange, segmenter: Segmenter) -> Target:
    """What to look for, for a leaf of a query.

    Raises:
        QueryError: A term folds to nothing, which ``parse`` never lets pass.
    """
    match leaf:
        case Words(text) | Phrase(text) | Prefix(text) | FieldTerm(_, text) if not fold(text):
            raise QueryError("query.nothing", position=1, term=text)
        case Prefix(text) if _RUNS.fullmatch(fold(text)):
            return RunPrefix(fold(text))
        case Words(text) | Phrase(text) | Prefix(text):
            folded = fold(text)
            words = tuple(dict.fromkeys(_words(folded, segmenter)))
            return Contains(("text", "title"), folded, words)
        case FieldRange(field, low, high):
            return OneOf(((field, _span_test(low, high)),))
        case FieldTerm(field, value):
            return _field_target(field, value)


def _field_target(field: str, value: str) -> Target:
    match field:
        case "title":
            return Contains(("title",), fold(value))
        case "doc_no":
            return Contains(("doc_no",), _fold_doc_no(value))
        case "level":
            same = _sameness_test(value)
            return OneOf((("level", same), ("level_name", same)))
        case "section":
            return OneOf((("section", _part_test(value)), ("section_id", _id_test(value))))
        case "box":
            return OneOf((("box_name", _part_test(value)), ("box_id", _id_test(value))))
        case "period":
            return OneOf(((field, _span_test(value, value)),))
        case "year" | "status":
            return OneOf(((field, _sameness_test(value)),))
        case _:
            return OneOf(((field, _part_test(value)),))


def _marked(folded: str) -> str:
    """A folded text where ``SPACE`` is free; folding leaves no control characters."""
    return folded.replace(SPACE, "\x1f")


def _words(folded: str, segmenter: Segmenter) -> list[str]:
    return [word for word in segmenter.words(folded) if len(word) <= _LONGEST_WORD]


def _value(record: IndexRecord, name: str) -> str | None:
    if name == "status":
        return "filed" if record.box_id else "open"
    value = getattr(record, name)
    if value is None:
        return None
    return str(value)[:_LONGEST_VALUE].encode("utf-8", "replace").decode("utf-8")


def _date_number(date: str | None) -> int:
    found = _DATE.fullmatch(date or "")
    return int("".join(part or "00" for part in found.groups())) if found else 0


def _fold_doc_no(value: str) -> str:
    """Folding for 文号, where all brackets count as one."""
    return fold(value).translate(_BRACKETS)


_BRACKETS = str.maketrans("(){}<>〈〉《》", "[][][][][]")

_folded_value = lru_cache(maxsize=50_000)(fold)


def _part_test(value: str) -> Callable[[str], bool]:
    wanted = fold(value)
    return lambda found: wanted in _folded_value(found)


def _sameness_test(value: str) -> Callable[[str], bool]:
    wanted = fold(value)
    return lambda found: _folded_value(found) == wanted


def _id_test(value: str) -> Callable[[str], bool]:
    wanted = value.strip().lower()
    return lambda found: found == wanted or found.startswith(wanted + ".")


def _span_test(low: str | None, high: str | None) -> Callable[[str], bool]:
    """Whether a year or period lies within a span of them, ends included."""
    first = months(low) if low else None
    last = months(high) if high else None

    def lies_within(found: str) -> bool:
        span = months(found)
        if span is None:
            return False
        return (first is None or first[0] <= span[0]) and (last is None or span[1] <= last[1])

    return lies_within
