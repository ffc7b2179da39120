"""The norms that ship, and what the loader refuses."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from danghe.errors import SchemaError
from danghe.schemas import Box, BoxState, DutyKind, Every, compiled, load, parse
from danghe.schemas.model import Apart, PairBy, Separation

CADENCE = "kind: cadence, every: month,"
SMALL = """
id: small
title: 试用规范
version: "1"
in_force: [null, null]
kinds: {table: [统计表]}
levels:
- id: village
  name: 村
  unit_endings: {村委会: 村}
  sections:
  - id: fire
    no: 1
    name: 消防
    stated_boxes: 2
    boxes:
    - no: 1
      name: 巡查盒
      items:
      - {id: rounds, name: 巡查月报表, kind: table, each: month}
    - {no: 2, state: lost}
    duties:
    - {id: rounds, what: 每月巡查, kind: cadence, every: month, evidence: [fire.1.rounds]}
"""


def box(id: str) -> Box:
    return load().box_places[id][2]


def it_counts_the_boxes_of_the_norms() -> None:
    states = Counter(box.state for _, _, box in load().boxes())
    assert states == {BoxState.GIVEN: 46, BoxState.NAME_LOST: 5, BoxState.LOST: 18}


def it_has_every_section_that_is_printed_or_implied() -> None:
    numbers = {level.id: [s.no for s in level.sections] for level in load().levels}
    assert numbers == {
        "street": list(range(1, 14)),
        "community": list(range(1, 12)),
        "grid": [None],
        "employer": list(range(1, 6)),
        "association": [1],
    }


def it_marks_the_headings_that_the_excerpt_lost() -> None:
    lost = {s.id for level in load().levels for s in level.sections if s.heading_lost}
    assert lost == {
        "street.documents",
        "street.sex_ratio",
        "street.self_governance",
        "street.contraceptives",
        "community.documents",
        "community.technology",
        "community.migrants",
        "community.benefits",
        "community.contraceptives",
        "employer.benefits",
        "employer.contraceptives",
    }


@pytest.mark.parametrize(
    ("section", "stated", "printed"),
    [
        ("street.migrants", 4, 1),
        ("street.sex_ratio", 4, 4),
        ("street.benefits", 3, 1),
        ("street.contraceptives", 3, 2),
        ("community.publicity", 2, 1),
        ("community.sex_ratio", 3, 1),
        ("employer.technology", 4, 4),
    ],
)
def it_keeps_the_stated_number_of_boxes_beside_the_printed(
    section: str, stated: int, printed: int
) -> None:
    found = next(s for level in load().levels for s in level.sections if s.id == section)
    assert found.stated_boxes == stated
    assert sum(b.state is BoxState.GIVEN for b in found.boxes) == printed


def it_takes_apart_items_that_run_together_in_one_line() -> None:
    names = [item.name for item in box("street.discipline.4").items]
    assert len(names) == 17
    assert "整改台账" in names
    assert "为群众办好事办实事活动总结" in names


def it_mends_words_that_a_line_break_cut() -> None:
    names = [item.name for item in box("employer.benefits.1").items]
    assert "独生子女父母光荣证申请登记表" in names
    assert not any(re.search(r"\s", item.name) for item in load().items.values())


def it_ties_the_monthly_report_to_the_item_that_evidences_it() -> None:
    duties = {d.id: d for level in load().levels for s in level.sections for d in s.duties}
    duty = duties["employer.contraceptives.duty.monthly-users"]
    assert (duty.kind, duty.every, duty.due_in) == (DutyKind.CADENCE, Every.MONTH, "next")
    assert duty.evidence == ("employer.contraceptives.3.users",)
    training = duties["street.contraceptives.duty.training"]
    assert training.months == (2, 5, 8, 11)
    selection = duties["street.personnel.duty.selection"]
    assert selection.every is Every.THREE_YEARS


@pytest.mark.parametrize(
    ("duty", "op", "percent"),
    [
        ("street.planning.duty.home-delivery", ">=", 90),
        ("street.contraceptives.duty.effective-use", ">=", 98),
        ("street.contraceptives.duty.follow-up-rate", ">=", 20),
        ("street.technology.duty.examination-rate", "=", 100),
    ],
)
def it_states_the_rates(duty: str, op: str, percent: float) -> None:
    duties = {d.id: d for level in load().levels for s in level.sections for d in s.duties}
    assert (duties[duty].op, duties[duty].percent) == (op, percent)


def it_states_limits_order_and_completeness_per_person() -> None:
    duties = {d.id: d for level in load().levels for s in level.sections for d in s.duties}
    assert duties["street.migrants.duty.inspection-30-days"].days == 30
    assert duties["community.discipline.duty.cases-2-days"].days == 2
    assert duties["community.sex_ratio.duty.contracts"].kind is DutyKind.PER_PERSON
    order = duties["community.publicity.duty.training-binding"].order
    assert (order[0], order[-1], len(order)) == ("封面", "培训记录", 9)
    assert duties["street.petitions.duty.monthly-survey"].due_day == 20


def it_names_the_place_of_every_section_and_duty() -> None:
    for level in load().levels:
        for section in level.sections:
            assert section.place
            assert section.place.lines
            for duty in section.duties:
                assert duty.place, duty.id
                first, last = section.place.lines
                assert duty.place.lines
                assert first <= duty.place.lines[0] <= last, duty.id


def it_never_lists_contents_or_a_name_for_a_lost_box() -> None:
    for _, _, found in load().boxes():
        if found.state is BoxState.LOST:
            assert found.name is None
            assert not found.items
        if found.state is BoxState.NAME_LOST:
            assert found.name is None
            assert found.label.startswith("[")


def it_reads_other_norms() -> None:
    norms = parse(SMALL, "small.yaml")
    assert norms.box_places["village.fire.1"][2].items[0].id == "village.fire.1.rounds"
    assert norms.levels[0].sections[0].duties[0].evidence == ("village.fire.1.rounds",)


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ("kind: table,", "kind: tabel,", "tabel"),
        ("stated_boxes: 2", "stated_boxes: 3", "stated_boxes"),
        ("every: month", "every: moon", "moon"),
        ("name: 巡查盒", "nam: 巡查盒", "nam"),
        ("no: 1\n      name", "no: one\n      name", "no"),
        ("[fire.1.rounds]", "[fire.9]", "fire.9"),
        ("- no: 1\n      name: 巡查盒", "- no: 1\n      label: 巡查盒", "boxes[0]"),
        ("kind: cadence, every: month,", "kind: cadence,", "every"),
        ("{no: 2, state: lost}", "{no: 1, state: lost}", "village.fire.1"),
        (CADENCE, 'kind: rate, indicator: 到岗率, op: "~", percent: 9,', "~"),
        (CADENCE, "kind: time_limit, days: 3, since: [受理日期],", "until"),
        (CADENCE, "kind: pairing, pair: [请示],", "duties[0].pair"),
        (CADENCE, "kind: quantity, minimum: 3,", "indicator"),
        (CADENCE, "kind: per_person, against: [fire.1.rounds],", "counted"),
        (CADENCE, "kind: per_person, counted: [fire.9],", "fire.9"),
    ],
)
def it_names_line_and_key_of_an_error(right: str, wrong: str, named: str) -> None:
    line = SMALL[: SMALL.index(right)].count("\n") + 1
    with pytest.raises(SchemaError) as caught:
        parse(SMALL.replace(right, wrong, 1), "small.yaml")
    assert f"第 {line} 行" in str(caught.value)
    assert named in str(caught.value)
    assert caught.value.remedy


def it_reads_pairs_and_what_no_box_may_mix() -> None:
    more = "pairs:\n- {id: p, of: [请示], needs: [批复], by: [day]}\n"
    found = parse(SMALL + more + "separate: {by: [year, unit], clause: 第五条}\n", "x.yaml")
    assert (found.pairs[0].needs, found.pairs[0].by) == (("批复",), (PairBy.DAY,))
    assert found.separate == Separation((Apart.YEAR, Apart.UNIT), "第五条")
    with pytest.raises(SchemaError, match="pairs"):
        parse(SMALL + more.replace("needs: [批复]", "needs: []"), "x.yaml")


def it_names_the_line_of_broken_yaml() -> None:
    with pytest.raises(SchemaError) as caught:
        parse(SMALL.replace("title: 试用规范", "title: [试用规范", 1), "small.yaml")
    assert re.search(r"第 [34] 行", str(caught.value))


@pytest.mark.parametrize("text", ["", "- 1", "- {a: 1}", "levels: 3", "a: &a [*a]", "{", "\t"])
def it_refuses_what_is_no_norms_file(text: str) -> None:
    with pytest.raises(SchemaError):
        parse(text, "x.yaml")


def it_refuses_an_alias_that_holds_itself() -> None:
    with pytest.raises(SchemaError):
        parse(SMALL + "\nsynonyms: &s {a: *s}", "x.yaml")


def it_ships_norms_compiled_from_their_yaml_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    stale = "run: python -m danghe.schemas.compiled"
    read_from_yaml = compiled.read(compiled.SOURCE.read_bytes())
    monkeypatch.setattr(compiled, "read", lambda source: pytest.fail(stale))
    assert compiled.own() == read_from_yaml, stale


@pytest.mark.parametrize("change", [b"{", b"[]", b'{"source":"0","norms":{}}', None])
def it_reads_the_yaml_where_what_was_compiled_does_not_fit(
    change: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "norms.json"
    if change is not None:
        damaged.write_bytes(change)
    monkeypatch.setattr(compiled, "COMPILED", damaged)
    assert compiled.own() == load()


def it_follows_the_yaml_when_that_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "archive_boxes.yaml"
    text = compiled.SOURCE.read_text("utf-8")
    changed.write_text(text.replace("药具文件盒", "药具公文盒"), "utf-8")
    monkeypatch.setattr(compiled, "SOURCE", changed)
    names = {box[2].name for box in compiled.own().box_places.values()}
    assert "药具公文盒" in names
    assert "药具文件盒" not in names


def it_says_that_a_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SchemaError) as caught:
        load(tmp_path / "none.yaml")
    assert caught.value.exit_code == 3


def it_reads_no_as_a_key_and_not_as_false() -> None:
    assert parse(SMALL, "x.yaml").levels[0].sections[0].no == 1
