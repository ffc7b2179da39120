"""Time limits: days between two dates of one row or paper."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from checked import BOX, COMPLETE, NOT_CHECKED, PARTIAL, box, check, days, duty, id_of, item, norms
from checked import paper as filed_paper
from hypothesis import given
from hypothesis import strategies as st

from danghe.check import DutyFinding, render_json
from danghe.messages import translate
from danghe.model import FindingStatus
from danghe.schemas.model import DutyKind
from danghe.stated import StatedDate, Statements

LIMIT: dict[str, Any] = {
    "kind": DutyKind.TIME_LIMIT,
    "days": 5,
    "since": ("受理日期",),
    "until": ("办结日期", "办结时间"),
}


def judged(*dates: StatedDate, **more: Any) -> DutyFinding:
    given = norms(box(1, item("a", "register")), duties=(duty("d", BOX, **(LIMIT | more)),))
    said = {id_of(1): Statements(dates=dates)}
    return check(given, filed_paper(1, "a", title="来件登记簿"), statements=said).duties[0]


def row(since: str, until: str, number: int = 1, page: int | None = None) -> tuple[StatedDate, ...]:
    found: tuple[StatedDate, ...] = days(
        ("受理日期", since), ("办结时间", until), row=number, page=page
    )
    return found


@pytest.mark.parametrize(
    ("until", "status"),
    [("2023-03-01", COMPLETE), ("2023-03-06", COMPLETE), ("2023-03-07", PARTIAL)],
)
def it_counts_the_days_of_a_row(until: str, status: FindingStatus) -> None:
    assert judged(*row("2023-03-01", until)).status is status


@pytest.mark.parametrize(
    ("until", "status"),
    [("2023-03-29", COMPLETE), ("2023-03-28", PARTIAL), ("2023-04-20", COMPLETE)],
)
def it_counts_both_ends_of_a_least_time(until: str, status: FindingStatus) -> None:
    assert judged(*row("2023-03-23", until), days=7, least=True).status is status


def it_names_rows_and_pages_and_no_more_of_a_row() -> None:
    dates = (
        *row("2023-03-01", "2023-03-02", 1, 1),
        *row("2023-03-01", "2023-03-20", 2, 1),
        *row("2023-04-01", "2023-04-30", 3, 2),
    )
    found = judged(*dates)
    assert found.reason
    assert (found.reason.values["count"], found.reason.values["worst"]) == ("2", "29")
    assert [translate(n.key, **n.values) for n in found.details] == [
        "《来件登记簿》第 2 页第 3 行，相隔 29 天",
        "《来件登记簿》第 1 页第 2 行，相隔 19 天",
    ]
    assert {e.passage for e in found.passages} == {
        "受理日期 2023-04-01", "办结时间 2023-04-30", "受理日期 2023-03-01", "办结时间 2023-03-20",
    }  # fmt: skip


def it_keeps_rows_of_two_tables_apart() -> None:
    dates = (*row("2023-03-01", "2023-03-02", 1), *row("2023-05-01", "2023-05-02", 1))
    # A heading's date between the tables parts the rows that bear one number.
    between = days(("编制日期", "2023-04-01"))
    assert judged(*dates[:2], *between, *dates[2:]).status is COMPLETE


def it_reads_the_dates_of_a_paper_without_a_table() -> None:
    found = judged(*days(("受理日期", "2023-03-01"), ("办结日期", "2023-03-09")))
    assert (found.status, found.details[0].key) == (PARTIAL, "check.detail.paper_days")


def it_leaves_open_a_row_without_one_of_the_dates() -> None:
    lone = days(("受理日期", "2023-03-01"), row=2)
    found = judged(*row("2023-03-01", "2023-03-02"), *lone)
    assert found.status is COMPLETE
    assert found.why_open
    assert found.why_open.values["count"] == "1"
    assert judged(*lone).status is NOT_CHECKED


@pytest.mark.parametrize(
    "dates",
    [
        (),
        days(("登记日期", "2023-03-01"), ("销号日期", "2023-04-09"), row=1),
        days(("受理日期", "2023-03"), ("办结日期", "2023-04-09"), row=1),
        days(("受理日期", "2023-03-01"), ("受理日期", "2023-03-02"), ("办结日期", "2023-04-09")),
    ],
)
def it_does_not_judge_what_is_not_stated_or_ambiguous(dates: tuple[StatedDate, ...]) -> None:
    assert judged(*dates).status is NOT_CHECKED


def it_does_not_judge_where_the_norms_name_no_dates() -> None:
    found = judged(*row("2023-03-01", "2023-06-02"), since=(), until=())
    assert found.reason
    assert found.reason.key == "check.why.no_dates_named"


@given(st.lists(st.tuples(st.dates(date(2023, 1, 1), date(2023, 12, 31)), st.integers(0, 40))))
def it_finds_exactly_the_rows_beyond_the_limit(rows: list[tuple[date, int]]) -> None:
    dates = [
        one
        for n, (since, lapse) in enumerate(rows, 1)
        for one in row(since.isoformat(), (since + timedelta(lapse)).isoformat(), n)
    ]
    beyond = sum(lapse > 5 for _, lapse in rows)
    found = judged(*dates)
    assert found.status is (NOT_CHECKED if not rows else PARTIAL if beyond else COMPLETE)
    if beyond:
        assert found.reason
        assert found.reason.values["count"] == str(beyond)


def it_tells_passages_in_json() -> None:
    given = norms(box(1, item("a", "register")), duties=(duty("d", BOX, **LIMIT),))
    said = {id_of(1): Statements(dates=row("2023-03-01", "2023-06-02", page=4))}
    found = render_json(check(given, filed_paper(1, "a"), statements=said))["duties"][0]
    assert found["passages"][0] == {
        "record": id_of(1),
        "page": 4,
        "passage": "受理日期 2023-03-01",
    }
    assert (found["severity"], bool(found["remedy"])) == ("ordinary", True)
