"""Doubts about what papers state, put to the unit as questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..messages import CATALOGUE
from ..model import Note
from ..stated import Doubt
from .case import Case
from .findings import Evidence, Question
from .shelf import record_ids


def ask(case: Case, between: Sequence[tuple[Doubt, Sequence[str]]]) -> tuple[Question, ...]:
    """Questions about this year's papers, paper by paper, then those between papers.

    Args:
        case: What to judge.
        between: Doubts that rest on several papers, each with the id of the record of every
            passage; those that rest on no paper of this year are left out.
    """
    own = record_ids(case.shelf.this_year)
    pages = {paper.record.id: paper.record.first_page for paper in case.shelf.this_year}
    asked = [*_within(case, own, pages), *_between(between, pages)]
    return tuple(asked)


def _within(case: Case, own: Sequence[str], pages: Mapping[str, int | None]) -> Iterator[Question]:
    for record in own:
        if record in case.statements:
            for doubt in case.statements[record].doubts:
                yield _question(doubt, [record] * len(doubt.passages), pages)


def _between(
    between: Sequence[tuple[Doubt, Sequence[str]]], pages: Mapping[str, int | None]
) -> list[Question]:
    found = [
        _question(doubt, records, pages)
        for doubt, records in between
        if not pages.keys().isdisjoint(records)
    ]
    return sorted(found, key=lambda q: (q.kind, [(p.record, p.passage) for p in q.passages]))


def _question(doubt: Doubt, records: Sequence[str], pages: Mapping[str, int | None]) -> Question:
    key = f"check.doubt.{doubt.kind}"
    note = Note(key, doubt.values) if key in CATALOGUE else Note("check.doubt.other")
    passages = tuple(
        Evidence(record, passage.text, passage.page or pages.get(record))
        for record, passage in zip(records, doubt.passages, strict=True)
    )
    return Question(doubt.kind, note, passages)
