"""Duties judged by counting: of persons, of papers, of something that papers state."""

from __future__ import annotations

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
    box,
    check,
    duty,
    figure,
    id_of,
    item,
    norms,
    paper,
    stated,
)

from danghe.check import DutyFinding, problems
from danghe.model import FiledRecord, FindingStatus
from danghe.schemas.model import DutyKind
from danghe.stated import Statements

EACH: dict[str, Any] = {
    "kind": DutyKind.PER_PERSON,
    "counted": (f"{BOX}.contracts",),
    "against": (f"{BOX}.permits",),
}


def per_person(permits: str, *filed: FiledRecord, **people: int | None) -> DutyFinding:
    given = norms(
        box(1, item("contracts", "contract"), item("permits", permits)), duties=(duty("d", **EACH),)
    )
    said = {id_of(int(n[1:])): Statements(people=count) for n, count in people.items()}
    return check(given, *filed, statements=said or {"f-1": Statements()}).duties[0]


CONTRACTS = [paper(n, "contracts") for n in (1, 2, 3)]


@pytest.mark.parametrize(("permits", "status"), [(3, COMPLETE), (2, COMPLETE), (5, PARTIAL)])
def it_holds_contracts_against_permits_as_counts(permits: int, status: FindingStatus) -> None:
    found = per_person("register", *CONTRACTS, paper(9, "permits"), p9=permits)
    assert found.status is status
    if status is PARTIAL:
        assert found.reason
        assert dict(found.reason.values) == {"against": "5", "counted": "3", "lacking": "2"}


def it_counts_the_persons_of_a_bound_volume() -> None:
    found = per_person("register", paper(1, "contracts"), paper(9, "permits"), p1=40, p9=40)
    assert found.status is COMPLETE


def it_adds_up_registers_but_not_rolls() -> None:
    two = (paper(8, "permits", period="2023-H1"), paper(9, "permits", period="2023-H2"))
    assert per_person("register", *CONTRACTS, *two, p8=3, p9=3).status is PARTIAL
    assert per_person("roster", *CONTRACTS, *two, p8=3, p9=3).status is COMPLETE


def it_does_not_guess_how_many_an_unread_list_names() -> None:
    found = per_person("register", *CONTRACTS, paper(9, "permits"))
    assert (found.status, found.reason and found.reason.key) == (
        NOT_CHECKED,
        "check.why.people_unread",
    )


def it_leaves_a_missing_side_to_the_finding_on_its_item() -> None:
    assert per_person("register", *CONTRACTS, p1=1).status is NOT_CHECKED


def it_counts_papers_where_the_norms_say_which() -> None:
    asked = duty("q", kind=DutyKind.QUANTITY, minimum=3, counted=(f"{BOX}.photos",))
    given = norms(box(1, item("photos", "photo")), duties=(asked,))
    filed = [paper(n, "photos") for n in (1, 2, 3)]
    assert check(given, *filed).duties[0].status is COMPLETE
    short = check(given, *filed[:2])
    assert (short.duties[0].status, len(problems(short))) == (PARTIAL, 1)
    assert check(given).duties[0].status is MISSING
    assert check(given, *filed[:2], today=date(2023, 6, 1)).duties[0].status is NOT_CHECKED


@pytest.mark.parametrize(
    ("value", "more", "status"),
    [
        (4, {}, COMPLETE),
        (3, {}, COMPLETE),
        (2, {}, PARTIAL),
        (2, {"bound": ">="}, NOT_CHECKED),
        (3, {"bound": ">="}, COMPLETE),
        (4, {"goal": True}, NOT_CHECKED),
        (4, {"period": "2022"}, NOT_CHECKED),
        (4, {"unit": "%"}, NOT_CHECKED),
    ],
)
def it_holds_a_stated_number_against_the_least(
    value: int, more: dict[str, Any], status: FindingStatus
) -> None:
    asked = duty("q", BOX, kind=DutyKind.QUANTITY, minimum=3, indicator="演练次数")
    given = norms(box(1, item("a")), duties=(asked,))
    said = {id_of(1): stated(figure("演练次数", value, **({"unit": "次"} | more)))}
    found = check(given, paper(1, "a"), statements=said).duties[0]
    assert found.status is status
    assert UNIT not in str(found.reason)
