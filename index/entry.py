"""A record → what is indexed of it, the same for all engines."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

from ..text.normalise import fold
from ..text.segment import SPACE, Segmenter, bigrams, characters
from .face import IndexRecord

SUBSTRING_FIELDS = ("text", "title", "doc_no", "headings")
"""Hold folded text as overlapping bigrams, and its distinct characters."""

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
    "date_text",
    "status",
)
"""Fields with few different values, kept whole: a query goes through the values."""

BREAK = "\x1e"
"""Parts texts that do not follow one another; folding leaves no such character in a query."""

_RUNS = re.compile(r"[0-9a-z]+")
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_BRACKETS = str.maketrans("(){}<>〈〉《》", "[][][][][]")
# Longer than any word; such tokens are encoded data, found by bigrams all the same.
_LONGEST_WORD = 64
# A query is shorter, so that cutting here cannot be noticed.
_LONGEST_RUN = 1024
_LONGEST_VALUE = 4096
_MOST_PASSAGES = 20_000


@dataclass(frozen=True, slots=True)
class PassageEntry:
    """A clause or stretch of a record's text, to answer questions with.

    Attributes:
        start: First character in the record's text.
        end: One past the last.
        words: Of the passage.
        context: Words of the record's title and of the headings above the passage.
    """

    start: int
    end: int
    words: list[str]
    context: list[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed of a record.

    Attributes:
        id: Of the record.
        source: Beginning of the id, the same for all records of one source.
        folded: Substring field → folded text.
        words: For ranking; title and text.
        runs: Distinct runs of Latin letters and digits, for prefixes.
        numbers: Number tokens of title and text.
        values: Value field → value as it came.
        date: As a number, 20230506; 20230500 without a day; 0 without a date.
        passages: Of the text, in order; at least one.
    """

    id: str
    source: str
    folded: dict[str, str]
    words: list[str]
    runs: set[str]
    numbers: set[str]
    values: dict[str, str]
    date: int
    passages: tuple[PassageEntry, ...]


def entry(record: IndexRecord, segmenter: Segmenter) -> Entry:
    """What is indexed of a record."""
    # Only writing needs them, and their patterns take long to compile.
    from ..text.clauses import passages
    from ..text.number_forms import number_tokens

    title, headings, parts = fold(record.title), [], []
    title_words = words_of(title, segmenter)
    for passage in passages(record.text)[:_MOST_PASSAGES]:
        words = words_of(fold(record.text[passage.start : passage.end]), segmenter)
        above = [heading for heading in passage.headings if heading]
        headings.extend(above)
        context = [*title_words, *words_of(fold("\n".join(above)), segmenter)]
        parts.append(PassageEntry(passage.start, passage.end, words, context))
    text = folded_text(record)
    values = {name: _value(record, name) for name in VALUE_FIELDS}
    return Entry(
        id=record.id,
        source=source_of(record.id),
        folded={
            "text": text,
            "title": title,
            "doc_no": fold_doc_no(record.doc_no or ""),
            "headings": BREAK.join(dict.fromkeys(map(fold, headings))),
        },
        words=[*title_words, *(word for part in parts for word in part.words)],
        runs={run[:_LONGEST_RUN] for run in _RUNS.findall(f"{title}\n{text}")},
        numbers=set(map(number_term, number_tokens(f"{title}{BREAK}{text}"))),
        values={name: value for name, value in values.items() if value},
        date=_date_number(record.date),
        passages=tuple(parts) or (PassageEntry(0, len(record.text), [], title_words),),
    )


def folded_text(record: IndexRecord) -> str:
    """The text of a record as searched, with what follows on over page breaks at its end."""
    return BREAK.join(map(fold, (record.text, *record.seams)))


def source_of(record_id: str) -> str:
    """The part of a record's id that all records of its source share."""
    return record_id.rpartition("-")[0] or record_id


def source_number(source: str) -> int:
    """A number of 63 bits that stands for a source."""
    digest = hashlib.blake2b(source.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def tokens(folded: str) -> list[str]:
    """Bigrams of a folded text in order, then its distinct characters; none holds a space."""
    marked = _marked(folded)
    return [*bigrams(marked), *characters(marked)]


@lru_cache(maxsize=1000)
def cover(folded: str) -> tuple[tuple[int, str], ...]:
    """The fewest tokens that, at these positions, pin down a string.

    Args:
        folded: Not empty.

    Returns:
        (position, token): every other bigram, and the last; or the one character.
    """
    marked = _marked(folded)
    pairs = bigrams(marked)
    if not pairs:
        return ((0, marked),)
    places = (*range(0, len(pairs) - 1, 2), len(pairs) - 1)
    return tuple((place, pairs[place]) for place in places)


def words_of(folded: str, segmenter: Segmenter) -> list[str]:
    """Words for ranking, in order, shorter ones within longer ones too."""
    return [word for word in segmenter.words(folded) if len(word) <= _LONGEST_WORD]


def number_term(token: str) -> str:
    """A number token without white space, as indexed."""
    return token.replace(" ", SPACE)


def fold_doc_no(value: str) -> str:
    """Folding for 文号, where all brackets count as one."""
    return fold(value).translate(_BRACKETS)


folded_value = lru_cache(maxsize=50_000)(fold)


def _marked(folded: str) -> str:
    """A folded text where ``SPACE`` is free; folding leaves no control characters."""
    return folded.replace(SPACE, "\x1f")


def _value(record: IndexRecord, name: str) -> str | None:
    if name == "status":
        return "filed" if record.box_id else "open"
    value = record.date if name == "date_text" else getattr(record, name)
    if value is None:
        return None
    return str(value)[:_LONGEST_VALUE].encode("utf-8", "replace").decode("utf-8")


def _date_number(date: str | None) -> int:
    found = _DATE.fullmatch(date or "")
    return int("".join(part or "00" for part in found.groups())) if found else 0
