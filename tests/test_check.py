"""The check: what is complete, partial, missing, waived or not checked, and why."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from checked import (
    BOX,
    COMPLETE,
    MISSING,
    NOT_CHECKED,
    PARTIAL,
    UNIT,
    WAIVED,
    box,
    check,
    duty,
    item,
    norms,
    paper,
    reasons,
    waiver,
)
from hypothesis import given
from hypothesis import strategies as st

from danghe.check import UnitCheck, check_unit, render_json
from danghe.errors import UsageError
from danghe.messages import CATALOGUE
from danghe.model import FiledRecord, FindingStatus, Waiver
from danghe.schemas import load
from danghe.schemas.model import (
    BoxState,
    DutyKind,
    Every,
)

# --- boxes and items ---


def it_calls_a_box_complete_when_every_item_has_a_paper() -> None:
    found = check(norms(box(1, item("a"), item("b"))), paper(1, "a"), paper(2, "b"))
    assert found.boxes[0].status is COMPLETE
    assert [i.records for i in found.boxes[0].items] == [
        ("000000000001-1",),
        ("000000000002-1",),
    ]


def it_names_the_missing_item_of_a_partial_box() -> None:
    found = check(norms(box(1, item("a"), item("b"))), paper(1, "a")).boxes[0]
    assert (found.status, found.missing_items) == (PARTIAL, ("材料b",))


def it_calls_a_box_without_any_paper_missing() -> None:
    found = check(norms(box(1, item("a")))).boxes[0]
    assert (found.status, found.missing_items) == (MISSING, ("材料a",))


def it_counts_a_bound_volume_for_each_item_it_carries() -> None:
    assert (
        check(norms(box(1, item("a"), item("b"))), paper(1, "a", "b")).boxes[0].status is COMPLETE
    )


@pytest.mark.parametrize(
    "other", [{"unit": "云桥街道"}, {"year": 2022, "period": "2022"}, {"unit": None}]
)
def it_leaves_out_papers_of_other_units_and_years(other: dict[str, Any]) -> None:
    assert check(norms(box(1, item("a"))), paper(1, "a", **other)).boxes[0].status is MISSING


def it_takes_the_year_from_the_period_where_only_that_is_known() -> None:
    filed = paper(1, "a", year=None, period="2023-Q2")
    assert check(norms(box(1, item("a"))), filed).boxes[0].status is COMPLETE


def it_keeps_a_paper_without_an_item_as_evidence_for_its_box() -> None:
    found = check(norms(box(1, item("a"))), paper(1)).boxes[0]
    assert (found.status, found.unassigned) == (PARTIAL, ("000000000001-1",))


def it_notes_a_paper_that_lies_in_another_box_than_its_item() -> None:
    given = norms(box(1, item("a")), box(2, item("b", box="street.supplies.2")))
    astray = paper(1, "a")
    astray = replace(astray, filing=replace(astray.filing, box_id="street.supplies.2"))
    home, other = check(given, astray).boxes
    assert home.status is COMPLETE
    assert [note.key for note in home.items[0].notes] == ["check.note.other_box"]
    assert (other.status, other.misplaced) == (PARTIAL, ("000000000001-1",))


def it_lets_a_paper_of_the_whole_cover_its_parts() -> None:
    given = norms(box(1, item("whole"), item("x", part_of="whole"), item("y", part_of="whole")))
    found = check(given, paper(1, "whole")).boxes[0]
    assert found.status is COMPLETE
    assert {i.status for i in found.items} == {COMPLETE}


def it_asks_for_the_other_parts_when_only_one_part_is_there() -> None:
    given = norms(box(1, item("whole"), item("x", part_of="whole"), item("y", part_of="whole")))
    found = check(given, paper(1, "x")).boxes[0]
    assert [i.status for i in found.items] == [COMPLETE, COMPLETE, MISSING]
    assert found.missing_items == ("材料y",)


def it_survives_items_that_are_parts_of_each_other() -> None:
    given = norms(box(1, item("x", part_of="y"), item("y", part_of="x")))
    assert check(given, paper(1, "x")).boxes[0].status is COMPLETE


def it_never_lets_an_optional_item_make_a_box_partial() -> None:
    found = check(norms(box(1, item("a"), item("rare", optional=True))), paper(1, "a"))
    assert found.boxes[0].status is COMPLETE
    assert found.boxes[0].items[1].status is NOT_CHECKED
    assert reasons(found) == ["optional"]


# --- what the norms lost ---


def it_never_calls_a_lost_box_missing_and_says_why() -> None:
    given = norms(box(1, item("a")), box(2, state=BoxState.LOST), stated_boxes=2)
    found = check(given, paper(1, "a"))
    assert found.boxes[1].status is NOT_CHECKED
    why = found.not_checked[0].why
    assert (why.key, why.values) == ("check.why.fewer_printed", {"stated": "2", "printed": "1"})


def it_leaves_a_lost_box_unchecked_even_with_papers_in_it() -> None:
    found = check(norms(box(1, state=BoxState.LOST)), paper(1)).boxes[0]
    assert (found.status, found.records) == (NOT_CHECKED, ("000000000001-1",))


def it_checks_a_box_whose_name_is_lost_by_its_contents() -> None:
    found = check(norms(box(1, item("a"), state=BoxState.NAME_LOST))).boxes[0]
    assert (found.status, found.name) == (MISSING, "[盒1]")


def it_judges_a_box_with_lost_contents_by_any_paper_at_all() -> None:
    given = norms(box(1, contents_lost=True))
    assert check(given, paper(1)).boxes[0].status is COMPLETE
    assert check(given).boxes[0].status is MISSING
    assert [n.key for n in check(given).boxes[0].notes] == ["check.note.contents_unknown"]


def it_says_that_a_section_lost_its_list_of_boxes() -> None:
    assert reasons(check(norms(boxes_lost=True))) == ["boxes_lost"]


def it_does_not_blame_a_duty_whose_evidence_lies_in_a_lost_box() -> None:
    asked = duty("d", BOX, every=Every.MONTH)
    found = check(norms(box(1, state=BoxState.LOST), duties=(asked,)))
    assert found.duties[0].status is NOT_CHECKED
    assert found.boxes[0].missing_periods == ()


# --- cadences ---


def months(*numbers: int) -> tuple[str, ...]:
    return tuple(f"2023-{number:02d}" for number in numbers)


def papers_of(periods: tuple[str, ...], name: str = "a", **more: Any) -> list[FiledRecord]:
    return [paper(n, name, period=period, **more) for n, period in enumerate(periods, 1)]


@pytest.mark.parametrize(
    ("every", "present", "missing"),
    [
        (Every.MONTH, months(1, 2, 3, 4, 5, 6, 7, 9, 10, 12), months(8, 11)),
        (Every.TWO_MONTHS, months(1, 4, 6, 7, 9), months(12)),
        (Every.QUARTER, ("2023-Q1", "2023-05", "2023-Q4"), ("2023-Q3",)),
        (Every.HALF_YEAR, ("2023-Q3",), ("2023-H1",)),
    ],
)
def it_names_the_periods_without_a_paper(
    every: Every, present: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    found = check(norms(box(1, item("a", each=every))), *papers_of(present)).boxes[0]
    assert (found.status, found.items[0].status) == (PARTIAL, PARTIAL)
    assert found.items[0].missing_periods == found.missing_periods == missing


def it_lists_every_period_of_an_item_that_is_missing_altogether() -> None:
    found = check(norms(box(1, item("a", each=Every.QUARTER)))).boxes[0]
    assert found.items[0].status is MISSING
    assert found.missing_periods == ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4")


def it_brings_a_duty_on_one_item_into_that_item() -> None:
    asked = duty("d", f"{BOX}.a", every=Every.GIVEN_MONTHS, months=(2, 5, 8, 11))
    found = check(norms(box(1, item("a")), duties=(asked,)), *papers_of(months(2, 8)))
    assert found.duties[0].status is PARTIAL
    assert found.duties[0].missing_periods == months(5, 11)
    assert found.boxes[0].items[0].missing_periods == months(5, 11)
    assert found.boxes[0].items[0].clauses == ("第二节 二、1",)


def it_brings_a_duty_on_several_items_of_a_box_into_the_box() -> None:
    asked = duty("d", f"{BOX}.a", f"{BOX}.b", every=Every.HALF_YEAR)
    given = norms(box(1, item("a"), item("b")), duties=(asked,))
    found = check(given, paper(1, "a", period="2023-H1"), paper(2, "b", period="2023-H1"))
    assert [i.status for i in found.boxes[0].items] == [COMPLETE, COMPLETE]
    assert (found.boxes[0].status, found.boxes[0].missing_periods) == (PARTIAL, ("2023-H2",))


def it_lets_one_yearly_register_answer_for_every_month_but_not_a_yearly_report() -> None:
    register = norms(box(1, item("a", "register", each=Every.MONTH)))
    found = check(register, paper(1, "a")).boxes[0].items[0]
    assert (found.status, found.notes[0].key) == (COMPLETE, "check.note.continuous")
    report = norms(box(1, item("a", "report", each=Every.MONTH)))
    assert len(check(report, paper(1, "a")).boxes[0].missing_periods) == 12


def it_takes_the_month_of_an_event_from_its_date() -> None:
    asked = duty("d", BOX, every=Every.GIVEN_MONTHS, months=(2, 8))
    lesson = paper(1, "a", date="2023-02-14")
    training = norms(box(1, item("a", "training")), duties=(asked,))
    assert check(training, lesson).duties[0].missing_periods == months(8)
    table = norms(box(1, item("a", "table")), duties=(asked,))
    assert check(table, lesson).duties[0].missing_periods == months(2, 8)


def it_knows_an_event_in_a_box_of_unknown_contents_by_its_doctype() -> None:
    asked = duty("d", BOX, every=Every.GIVEN_MONTHS, months=(2, 8))
    given = norms(box(1, contents_lost=True), duties=(asked,))
    lesson = paper(1, date="2023-02-14", doctype="教案")
    summary = paper(2, date="2023-08-30", doctype="总结")
    assert check(given, lesson, summary).duties[0].missing_periods == months(8)


@pytest.mark.parametrize(
    ("filed", "status"),
    [
        ({"period": "2023-02"}, COMPLETE),
        ({"period": "2023"}, COMPLETE),
        ({"period": "2023-Q2", "date": "2023-03-30"}, COMPLETE),
        ({"period": "2023-05", "date": "2023-06-01"}, PARTIAL),
    ],
)
def it_accepts_a_paper_in_the_window_or_for_the_year(
    filed: dict[str, Any], status: FindingStatus
) -> None:
    asked = duty("d", f"{BOX}.a", every=Every.WINDOW, months=(1, 3))
    found = check(norms(box(1, item("a")), duties=(asked,)), paper(1, "a", **filed))
    assert found.duties[0].status is status


def it_looks_three_years_back_for_what_is_due_every_three_years() -> None:
    given = norms(box(1, item("a")), duties=(duty("d", BOX, every=Every.THREE_YEARS),))
    found = check(given, paper(1, "a", year=2021, period="2021"))
    assert (found.duties[0].status, found.boxes[0].items[0].status) == (COMPLETE, COMPLETE)


def it_does_not_call_a_three_yearly_paper_missing_before_three_years_were_searched() -> None:
    given = norms(
        box(1, item("a")),
        box(2, item("b", box="street.supplies.2")),
        duties=(duty("d", BOX, every=Every.THREE_YEARS),),
    )
    years = [paper(y, "b", box="street.supplies.2", year=y, period=str(y)) for y in (2021, 2022)]
    young = check(given, *years[1:])
    assert (young.duties[0].status, young.boxes[0].status) == (NOT_CHECKED, NOT_CHECKED)
    old = check(given, *years)
    assert (old.duties[0].status, old.boxes[0].status) == (MISSING, MISSING)


def it_waits_with_a_box_of_unknown_contents_until_something_is_due() -> None:
    asked = duty("d", BOX, every=Every.GIVEN_MONTHS, months=(2, 8))
    given = norms(box(1, contents_lost=True), duties=(asked,))
    assert check(given, today=date(2023, 1, 20)).boxes[0].status is NOT_CHECKED
    assert check(given, today=date(2023, 3, 1)).boxes[0].status is MISSING


def it_counts_earlier_papers_of_a_box_of_unknown_contents_for_a_three_yearly_duty() -> None:
    asked = duty("d", BOX, every=Every.THREE_YEARS)
    given = norms(box(1, contents_lost=True), duties=(asked,))
    earlier = paper(1, year=2021, period="2021")
    assert check(given, earlier).boxes[0].status is COMPLETE


@pytest.mark.parametrize("every", [Every.DAY, Every.WEEK])
def it_does_not_count_papers_of_a_daily_or_weekly_duty(every: Every) -> None:
    found = check(norms(box(1, item("a")), duties=(duty("d", BOX, every=every),)), paper(1, "a"))
    assert found.duties[0].status is NOT_CHECKED
    assert found.boxes[0].status is COMPLETE
    assert reasons(found) == ["uncountable"]


def it_sums_up_no_finer_periods_of_one_item() -> None:
    asked = duty("d", f"{BOX}.a", every=Every.QUARTER)
    given = norms(box(1, item("a", each=Every.MONTH)), duties=(asked,))
    found = check(given, *papers_of(months(1, 2, 3, 7, 8, 9, 10, 11, 12)))
    assert found.boxes[0].missing_periods == months(4, 5, 6)
    assert found.duties[0].missing_periods == ("2023-Q2",)


# --- a year in progress ---


def it_leaves_open_what_is_not_yet_due() -> None:
    asked = duty("d", f"{BOX}.a", every=Every.MONTH, due_day=5, due_in="next")
    given = norms(box(1, item("a")), duties=(asked,))
    found = check(given, paper(1, "a", period="2023-01"), today=date(2023, 4, 5))
    assert found.duties[0].missing_periods == months(2)
    assert found.duties[0].open_periods == months(*range(3, 13))
    assert reasons(found) == ["year_open", "not_yet_due"]
    later = check(given, paper(1, "a", period="2023-01"), today=date(2023, 4, 6))
    assert later.duties[0].missing_periods == months(2, 3)


def it_judges_nothing_of_a_year_that_has_not_begun() -> None:
    asked = duty("p", f"{BOX}.a", kind=DutyKind.PRESENCE)
    given = norms(box(1, item("a")), box(2, contents_lost=True), duties=(asked,))
    found = check(given, today=date(2022, 12, 31))
    assert {b.status for b in found.boxes} == {NOT_CHECKED}
    assert found.duties[0].status is NOT_CHECKED


# --- waivers ---


def it_honours_a_waiver_of_an_item_a_box_or_a_duty() -> None:
    asked = duty("d", f"{BOX}.a", every=Every.MONTH)
    given = norms(box(1, item("a"), item("b")), duties=(asked,))
    one = check(given, paper(1, "a", period="2023-01"), waivers=[waiver(f"{BOX}.b")])
    assert [i.status for i in one.boxes[0].items] == [PARTIAL, WAIVED]
    cadence = check(given, paper(1, "a", "b"), waivers=[waiver("street.supplies.duty.d")])
    assert (cadence.duties[0].status, cadence.boxes[0].status) == (WAIVED, COMPLETE)
    whole = check(given, waivers=[waiver(BOX)])
    assert (whole.duties[0].status, whole.boxes[0].status) == (WAIVED, WAIVED)
    assert whole.boxes[0].missing_items == whole.boxes[0].missing_periods == ()


@pytest.mark.parametrize(
    "void",
    [
        waiver(BOX, reason=" "),
        waiver(BOX, person=""),
        waiver(BOX, date=""),
        waiver("street.nowhere.1"),
    ],
)
def it_refuses_a_waiver_without_a_reason_a_person_a_date_or_a_known_target(void: Waiver) -> None:
    found = check(norms(box(1, item("a"))), waivers=[void])
    assert found.boxes[0].status is MISSING
    assert found.waivers == ()
    assert reasons(found)[0].startswith("waiver_")


def it_ignores_waivers_of_other_units_and_years() -> None:
    others = [replace(waiver(BOX), unit="云桥街道"), replace(waiver(BOX), year=2022)]
    assert check(norms(box(1, item("a"))), waivers=others).boxes[0].status is MISSING


# --- duties ---


@pytest.mark.parametrize(
    "kind", [k for k in DutyKind if k not in (DutyKind.PRESENCE, DutyKind.CADENCE)]
)
def it_says_of_each_kind_it_cannot_judge_why(kind: DutyKind) -> None:
    found = check(norms(box(1, item("a")), duties=(duty("d", BOX, kind=kind),)), paper(1, "a"))
    judged = found.duties[0]
    assert (judged.status, judged.evidence) == (NOT_CHECKED, ("000000000001-1",))
    assert found.not_checked[0].why.key in CATALOGUE


@pytest.mark.parametrize(
    "kind", [DutyKind.RATE, DutyKind.TIME_LIMIT, DutyKind.BINDING, DutyKind.PER_PERSON]
)
def it_leaves_open_what_only_the_words_of_papers_tell(kind: DutyKind) -> None:
    found = check(norms(box(1, item("a")), duties=(duty("d", BOX, kind=kind),)), paper(1, "a"))
    assert reasons(found) == ["figures_unread"]


def it_does_not_judge_a_duty_that_names_no_evidence() -> None:
    asked = (duty("p", kind=DutyKind.PRESENCE), duty("c", every=Every.MONTH))
    found = check(norms(duties=asked))
    assert [d.status for d in found.duties] == [NOT_CHECKED, NOT_CHECKED]


def it_wants_everything_that_a_duty_of_presence_names() -> None:
    asked = duty("p", f"{BOX}.a", f"{BOX}.b", kind=DutyKind.PRESENCE)
    given = norms(box(1, item("a"), item("b")), duties=(asked,))
    assert check(given).duties[0].status is MISSING
    found = check(given, paper(1, "a")).duties[0]
    assert (found.status, found.searched) == (PARTIAL, (f"{BOX}.a", f"{BOX}.b"))


# --- what else was not looked at ---


def it_tells_of_papers_that_no_box_could_be_given_to() -> None:
    filed = [
        paper(1, box=None),
        paper(2, box="community.supplies.1"),
        paper(3, year=None, period=None),
    ]
    assert reasons(check(norms(box(1, item("a"))), *filed)) == ["unfiled", "elsewhere", "undated"]


def it_tells_of_norms_that_were_not_in_force() -> None:
    given = replace(norms(box(1, item("a"))), in_force=("2024-01-01", None))
    assert reasons(check(given)) == ["not_in_force"]


def it_refuses_a_level_that_the_norms_lack() -> None:
    with pytest.raises(UsageError) as caught:
        check_unit(norms(), UNIT, "village", 2023, ())
    assert "street" in caught.value.remedy


# --- JSON and properties ---


def it_writes_the_json_of_the_design() -> None:
    found = render_json(check(norms(box(1, item("a")), duties=(duty("d", BOX, every=Every.YEAR),))))
    assert {"unit", "year", "level", "norms", "boxes", "duties", "not_checked"} <= set(found)
    boxes = {"box_id", "level", "section_no", "section", "no", "name", "state", "status", "items"}
    assert boxes | {"missing_items", "missing_periods"} <= set(found["boxes"][0])
    items = {"name", "status", "records", "missing_periods"}
    assert items <= set(found["boxes"][0]["items"][0])
    duties = {"duty", "status", "evidence", "missing_periods", "reason"}
    assert duties <= set(found["duties"][0])
    assert found["duties"][0]["reason"] == "缺 2023年"
    json.dumps(found, ensure_ascii=False)


RICH = norms(
    box(1, item("a"), item("b", each=Every.QUARTER), item("c", part_of="a"), item("d", "register")),
    box(2, state=BoxState.LOST),
    box(3, contents_lost=True),
    duties=(
        duty("m", f"{BOX}.d", every=Every.MONTH),
        duty("t", "street.supplies.3", every=Every.THREE_YEARS),
        duty("p", f"{BOX}.a", kind=DutyKind.PRESENCE),
    ),
    stated_boxes=3,
)
PERIODS = st.sampled_from(["2023", "2023-H1", "2023-Q2", "2023-05", "2021", "junk", None])
PAPERS: st.SearchStrategy[FiledRecord] = st.builds(
    lambda number, names, no, period, year: paper(
        number,
        *names,
        box=f"street.supplies.{no}" if no else None,
        period=period,
        year=year,
    ),
    st.integers(1, 9),
    st.sets(st.sampled_from("abcdz")).map(sorted),
    st.sampled_from([None, 1, 2, 3]),
    PERIODS,
    st.sampled_from([2023, 2022, 2021, None]),
)


@given(st.lists(PAPERS, max_size=8), st.randoms(use_true_random=False))
def it_answers_alike_whatever_the_order_of_the_filings(filed: list[FiledRecord], dice: Any) -> None:
    shuffled = dice.sample(filed, len(filed))
    assert render_json(check(RICH, *filed)) == render_json(check(RICH, *shuffled))


@given(st.lists(PAPERS, max_size=8), st.dates(date(2022, 1, 1), date(2024, 12, 31)))
def it_never_calls_a_lost_box_missing(filed: list[FiledRecord], today: date) -> None:
    assert check(RICH, *filed, today=today).boxes[1].status is NOT_CHECKED


@given(st.lists(PAPERS, max_size=8))
def it_counts_every_box_item_and_duty_once(filed: list[FiledRecord]) -> None:
    counts = check(RICH, *filed).summary
    assert {kind: sum(found.values()) for kind, found in counts.items()} == {
        "boxes": 3,
        "items": 4,
        "duties": 3,
    }


@given(st.lists(PAPERS, max_size=6), PAPERS)
def it_never_finds_less_with_one_paper_more(filed: list[FiledRecord], more: FiledRecord) -> None:
    def missing(found: UnitCheck) -> set[str]:
        return {i.item_id for b in found.boxes for i in b.items if i.status is MISSING}

    assert missing(check(RICH, *filed, more)) <= missing(check(RICH, *filed))


@given(st.integers(2, 12), st.data())
def it_changes_exactly_one_item_when_the_only_paper_of_it_is_taken_away(
    size: int, data: st.DataObject
) -> None:
    given = norms(box(1, *(item(f"i{n}") for n in range(size))))
    filed = [paper(n, f"i{n}") for n in range(size)]
    gone = data.draw(st.integers(0, size - 1))
    before, after = (
        check(given, *some).boxes[0].items for some in (filed, filed[:gone] + filed[gone + 1 :])
    )
    changed = [n for n in range(size) if before[n].status is not after[n].status]
    assert changed == [gone]
    assert after[gone].status is MISSING


def it_judges_every_level_of_the_norms_that_ship() -> None:
    given = load()
    for level in given.levels:
        found = check_unit(given, UNIT, level.id, 2023, ())
        assert len(found.boxes) == sum(len(section.boxes) for section in level.sections)
        lost = {b.status for b in found.boxes if b.state is BoxState.LOST}
        assert lost <= {NOT_CHECKED}
        assert {b.status for b in found.boxes} <= {NOT_CHECKED, MISSING}
        render_json(found)
