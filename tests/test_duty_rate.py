"""Rates: the figure that a paper states against the percentage that the norms ask for."""

from __future__ import annotations

from typing import Any

import pytest
from checked import (
    BOX,
    COMPLETE,
    NOT_CHECKED,
    PARTIAL,
    box,
    check,
    duty,
    figure,
    id_of,
    item,
    norms,
    paper,
    reasons,
    stated,
    waiver,
)
from hypothesis import given
from hypothesis import strategies as st

from danghe.check import DutyFinding, Evidence, Severity, problems
from danghe.model import FiledRecord, FindingStatus
from danghe.schemas import load
from danghe.schemas.model import DutyKind, Norms
from danghe.stated import Indicator, Statements

RATE: dict[str, Any] = {
    "kind": DutyKind.RATE,
    "op": ">=",
    "percent": 98.0,
    "indicator": "设备完好率",
}


def asked(*evidence: str, **more: Any) -> Norms:
    return norms(
        box(1, item("a"), item("b")),
        duties=(duty("d", *(evidence or (BOX,)), **(RATE | more)),),
        synonyms={"设备": ("机具设备", "器械")},
        terms=("抢险", "设备"),
    )


def judged(
    *figures: Indicator, given: Norms | None = None, filed: FiledRecord | None = None
) -> DutyFinding:
    papers = filed or paper(1, "a", "b", period="2023")
    return check(given or asked(), papers, statements={id_of(1): stated(*figures)}).duties[0]


@pytest.mark.parametrize(
    ("value", "op", "percent", "status"),
    [
        ("98.1", ">=", 98, COMPLETE),
        ("98", ">=", 98, COMPLETE),
        ("97.99", ">=", 98, PARTIAL),
        ("100", "=", 100, COMPLETE),
        ("100.0", "=", 100, COMPLETE),
        ("99.9", "=", 100, PARTIAL),
        ("3", "<=", 5, COMPLETE),
        ("5.1", "<=", 5, PARTIAL),
    ],
)
def it_compares_a_stated_rate_with_the_norms(
    value: str, op: str, percent: float, status: FindingStatus
) -> None:
    found = judged(figure("设备完好率", value), given=asked(op=op, percent=percent))
    assert found.status is status


def it_shows_the_passage_and_the_page() -> None:
    found = judged(figure("设备完好率", "95.5", page=3))
    assert found.passages == (Evidence(id_of(1), "设备完好率95.5%", 3),)
    assert found.reason
    assert found.reason.values["value"] == "95.5%"
    assert found.reason.values["asked"] == "≥98%"
    assert found.severity is Severity.ORDINARY


@pytest.mark.parametrize(
    "name", ["设备完好率", "器械完好率", "完好率", "全街道设备完好率", "完好率（%）"]
)
def it_knows_a_rate_by_its_other_names(name: str) -> None:
    assert judged(figure(name, 97)).status is PARTIAL


@pytest.mark.parametrize("name", ["道路完好率", "设备使用率", "率", "设备完好率增幅"])
def it_takes_no_other_rate_for_it(name: str) -> None:
    found = judged(figure(name, 97))
    assert found.status is NOT_CHECKED
    assert found.reason
    assert found.reason.key == "check.why.not_stated"
    assert found.searched == (BOX,)
    assert found.evidence == (id_of(1),)


def it_names_rates_that_are_close() -> None:
    found = judged(figure("道路完好率", 97))
    assert [close.what.values["names"] for close in found.close] == ["道路完好率"]


def it_reads_a_name_that_the_norms_give_besides() -> None:
    given = asked(also=("设备在位率",))
    found = judged(figure("设备在位率", 90), figure("设备完好率", 99), given=given)
    assert found.status is PARTIAL
    assert found.reason
    assert found.reason.values["name"] == "设备在位率"


@pytest.mark.parametrize(
    "no_proof",
    [
        figure("设备完好率", 99, goal=True),
        figure("设备完好率", 99, period="2022"),
        figure("设备完好率", 99, unit="台"),
        figure("设备完好率", 99, subject="湖滨社区"),
    ],
)
def it_takes_no_aim_other_year_other_unit_or_count_for_the_rate(no_proof: Indicator) -> None:
    assert judged(no_proof).status is NOT_CHECKED


@pytest.mark.parametrize(
    ("bound", "value", "status"),
    [
        (">=", 98, COMPLETE),
        (">=", 95, NOT_CHECKED),
        ("<=", 97, PARTIAL),
        ("<=", 99, NOT_CHECKED),
        ("~", 98, COMPLETE),
    ],
)
def it_judges_a_bound_as_far_as_it_settles_the_matter(
    bound: str, value: int, status: FindingStatus
) -> None:
    assert judged(figure("设备完好率", value, bound=bound)).status is status


def it_judges_every_month_and_names_the_worst() -> None:
    months = [
        figure("设备完好率", v, period=f"2023-{m:02d}") for m, v in enumerate((99, 90, 95), 1)
    ]
    found = judged(*months)
    assert found.status is PARTIAL
    assert found.reason
    assert (found.reason.values["periods"], found.reason.values["count"]) == ("2023-02", "2")
    assert [note.values["value"] for note in found.details] == ["90%", "95%"]


def it_lets_the_latest_paper_of_a_period_count() -> None:
    early = paper(1, "a", date="2023-10-08")
    late = paper(2, "b", date="2024-01-05")
    said = {id_of(1): stated(figure("设备完好率", 90)), id_of(2): stated(figure("设备完好率", 99))}
    found = check(asked(), early, late, statements=said).duties[0]
    assert (found.status, found.evidence) == (COMPLETE, (id_of(2),))


def it_does_not_choose_between_two_figures_of_one_paper() -> None:
    found = judged(figure("设备完好率", 90), figure("设备完好率", 99))
    assert found.status is NOT_CHECKED
    assert found.reason
    assert found.reason.key == "check.why.figure_unclear"
    assert len(found.passages) == 2


def it_finds_a_telling_name_in_papers_that_lie_elsewhere() -> None:
    given = asked(f"{BOX}.a")
    filed = paper(1, "b", box=BOX)
    said = {id_of(1): stated(figure("设备完好率", 90))}
    assert check(given, filed, statements=said).duties[0].status is PARTIAL
    plain = asked(f"{BOX}.a", indicator="完好率")
    said = {id_of(1): stated(figure("完好率", 90))}
    assert check(plain, filed, statements=said).duties[0].status is NOT_CHECKED


def it_says_that_figures_were_not_read() -> None:
    found = check(asked(), paper(1, "a", "b"))
    assert found.duties[0].status is NOT_CHECKED
    assert "figures_unread" in reasons(found)
    other = check(asked(), paper(1, "a", "b"), statements={"f-1": Statements()})
    assert "figures_unread" in reasons(other)


def it_leaves_a_box_complete_and_tells_the_rate_as_one_problem() -> None:
    found = check(
        asked(), paper(1, "a", "b"), statements={id_of(1): stated(figure("设备完好率", 90))}
    )
    assert found.boxes[0].status is COMPLETE
    assert [line.what.key for line in problems(found)] == ["check.problem.duty"]
    assert found.lacking


def it_honours_a_waiver_only_where_one_is_given() -> None:
    given = norms(box(1, item("a")), duties=(duty("d", **RATE),), terms=("设备",))
    said = {id_of(1): stated(figure("设备完好率", 90))}
    assert check(given, paper(1, "a"), statements=said).duties[0].status is PARTIAL
    waived = check(
        given, paper(1, "a"), statements=said, waivers=[waiver("street.supplies.duty.d")]
    )
    assert waived.duties[0].status is FindingStatus.WAIVED


@given(st.text(max_size=30), st.decimals(allow_nan=False, allow_infinity=False, places=2))
def it_survives_any_name_and_value(name: str, value: Any) -> None:
    assert judged(figure(name, value)).status in (COMPLETE, PARTIAL, NOT_CHECKED)


@pytest.mark.parametrize(
    ("name", "value", "duty_id", "status"),
    [
        ("随访率", "24.3", "follow-up-rate", COMPLETE),
        ("药具回访率", "18", "follow-up-rate", PARTIAL),
        ("应用有效率", "98.6", "effective-use", COMPLETE),
        ("应用率", "97", "effective-use", PARTIAL),
        ("药管员持证上岗率", "100", "certified-rate", COMPLETE),
        ("签订率", "99", "pledge-rate", PARTIAL),
        ("合格率", "99", "pledge-rate", NOT_CHECKED),
    ],
)
def it_reads_the_rates_of_the_norms_that_ship_as_papers_name_them(
    name: str, value: str, duty_id: str, status: FindingStatus
) -> None:
    home = "street.contraceptives.1"
    title = "药具工作总结" if duty_id != "pledge-rate" else "目标责任书"
    filed = paper(1, "summary", "pledge", box=home, title=title)
    said = {id_of(1): stated(figure(name, value))}
    found = check(load(), filed, statements=said)
    [judged] = [d for d in found.duties if d.duty_id == f"street.contraceptives.duty.{duty_id}"]
    assert judged.status is status


def it_looks_into_the_next_box_for_what_the_named_evidence_leaves_unsaid() -> None:
    given = norms(
        box(1, item("a")),
        box(2, item("c")),
        duties=(duty("d", f"{BOX}.a", **RATE),),
    )
    filed = (paper(1, "a", period="2023"), paper(2, "c", box=BOX[:-1] + "2", period="2023"))
    said = {id_of(1): Statements(), id_of(2): stated(figure("设备完好率", 97))}
    found = check(given, *filed, statements=said).duties[0]
    assert (found.status, [one.record for one in found.passages]) == (PARTIAL, [id_of(2)])
