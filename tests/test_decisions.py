"""Undoing, whatever was decided before: the catalogue ends where it should."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danghe.catalogue import Arrival, Catalogue, RecordContent
from danghe.classify.by_hand import filed_by_hand, reopened
from danghe.errors import UsageError
from danghe.model import Candidate, FiledRecord, Filing, Outcome, Record, Status
from danghe.schemas import load

NORMS = load()
BOXES = ("street.contraceptives.1", "street.contraceptives.2", "community.contraceptives.1")
IDS = ("aaaaaaaaaaaa-1", "aaaaaaaaaaaa-2", "aaaaaaaaaaaa-3")


def arrival() -> Arrival:
    filed = []
    for number, id in enumerate(IDS, 1):
        record = Record(id, "a" * 64, number, 0, 4, f"药具通知{number}")
        box = BOXES[0] if number == 1 else None
        filing = Filing(id, "望湖街道", "street", 2023, "2023-05", box, confidence=0.4)
        candidates = (Candidate(BOXES[0], 0.4),)
        filed.append(FiledRecord(record, replace(filing, candidates=candidates), "一.txt"))
    content = RecordContent("药具通知").pack()
    outcome = Outcome("一.txt", Status.IMPORTED, "a" * 64, filed=tuple(filed))
    return Arrival("/一.txt", outcome, contents=(content,) * len(filed))


@contextmanager
def a_catalogue() -> Iterator[Catalogue]:
    with (
        tempfile.TemporaryDirectory() as directory,
        Catalogue.open(Path(directory) / "catalogue.db", who="档案员") as catalogue,
    ):
        catalogue.save([arrival()])
        yield catalogue


def filings(catalogue: Catalogue) -> dict[str, Filing]:
    return {id: one.filing for id, one in catalogue.records(IDS).items()}


some = st.lists(st.sampled_from(IDS), min_size=1, max_size=3, unique=True)
place = st.sampled_from([*BOXES, None, "none"])
year = st.sampled_from([None, 2022, 2023])
Act = tuple[str, list[str], str | None, int | None]
act: st.SearchStrategy[Act] = st.one_of(
    st.tuples(st.just("assign"), some, place, year),
    st.tuples(st.just("reopen"), some, st.none(), st.none()),
    st.tuples(st.just("undo"), st.just([]), st.none(), st.none()),
)


def after(filing: Filing, what: str, where: str | None, year: int | None) -> Filing:
    if what == "reopen":
        return reopened(filing, "档案员")
    box = None if where == "none" else where
    return filed_by_hand(filing, NORMS, "档案员", box, year=year, no_box=where == "none")


@settings(max_examples=40)
@given(st.lists(act, max_size=12))
def it_undoes_any_run_of_decisions_step_by_step(
    acts: list[Act],
) -> None:
    with a_catalogue() as catalogue:
        first = state = filings(catalogue)
        past: list[dict[str, Filing]] = []
        for what, ids, where, year in acts:
            if what == "undo":
                if not past:
                    with pytest.raises(UsageError):
                        catalogue.undo()
                    continue
                state = past.pop()
                catalogue.undo()
            else:
                new = {id: after(state[id], what, where, year) for id in ids}
                catalogue.decide(what, list(new.values()))
                past.append(state)
                state = state | new
            assert filings(catalogue) == state
        open_ones = {one.record.id for one in catalogue.undecided()}
        assert open_ones == {id for id, filing in state.items() if filing.is_open}
        while past:
            catalogue.undo()
            assert filings(catalogue) == past.pop()
        assert filings(catalogue) == first


def it_adds_to_the_history_of_a_record_and_never_takes_from_it() -> None:
    with a_catalogue() as catalogue:
        filing = filings(catalogue)[IDS[1]]
        catalogue.decide("assign", [after(filing, "assign", BOXES[1], None)])
        catalogue.undo()
        boxes = [filing.box_id for _, filing in catalogue.history(IDS[1])]
        assert boxes == [None, BOXES[1], None]


def it_undoes_a_decision_by_its_number_only_while_it_is_in_force() -> None:
    with a_catalogue() as catalogue:
        state = filings(catalogue)
        first = catalogue.decide("assign", [after(state[IDS[1]], "assign", BOXES[1], None)])
        other = catalogue.decide("assign", [after(state[IDS[2]], "assign", BOXES[1], None)])
        assert catalogue.undo(first.number).changes[0].filing.is_open
        with pytest.raises(UsageError):
            catalogue.undo(first.number)
        now = filings(catalogue)[IDS[2]]
        catalogue.decide("reopen", [reopened(now, "档案员")])
        with pytest.raises(UsageError) as caught:
            catalogue.undo(other.number)
        assert caught.value.key == "decision.changed"
        assert filings(catalogue)[IDS[2]].is_open


def it_undoes_in_the_name_of_who_undoes_and_restores_who_decided() -> None:
    with a_catalogue() as catalogue:
        filing = filings(catalogue)[IDS[0]]
        catalogue.decide("assign", [after(filing, "assign", BOXES[1], None)], who="章明")
        undone = catalogue.undo(who="李经办")
        assert (undone.who, undone.changes[0].former.box_id) == ("章明", BOXES[1])
        assert filings(catalogue)[IDS[0]].decided_by == "rules"
        last = list(catalogue.audit_log())[-1]
        assert (last.who, last.detail["decided_by"]) == ("李经办", "章明")


def it_undoes_what_concerns_a_paper_that_is_gone_and_may_come_back() -> None:
    with a_catalogue() as catalogue:
        filing = filings(catalogue)[IDS[0]]
        catalogue.decide("assign", [after(filing, "assign", BOXES[1], None)])
        gone = Arrival("/一.txt", Outcome("一.txt", Status.FAILED, "b" * 64))
        catalogue.save([gone])
        catalogue.undo()
        assert filings(catalogue) == {}
        catalogue.save([arrival()])
        assert filings(catalogue)[IDS[0]].box_id == BOXES[0]
