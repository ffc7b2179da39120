"""Papers in pairs: as a duty, and as an observation where no clause asks for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from checked import (
    BOX,
    COMPLETE,
    NOT_CHECKED,
    PARTIAL,
    UNIT,
    box,
    check,
    duty,
    id_of,
    item,
    norms,
    parts,
)
from checked import paper as filed_paper

from danghe.check import Observation, Severity, UnitCheck
from danghe.model import FiledRecord
from danghe.schemas.model import DutyKind, Pair, PairBy
from danghe.stated import Statements

PAIRED = duty("p", BOX, kind=DutyKind.PAIRING, pair=("请示", "批复"))
ASKED = norms(box(1, item("a"), item("b")), duties=(PAIRED,))


def request(number: int, about: str, **more: Any) -> FiledRecord:
    return filed_paper(number, "a", title=f"关于{about}的请示", doctype="请示", **more)


def reply(number: int, about: str, **more: Any) -> FiledRecord:
    return filed_paper(number, "b", title=f"关于{about}的批复", doctype="批复", **more)


def it_pairs_a_request_with_the_reply_on_the_same_matter() -> None:
    found = check(ASKED, request(1, "拨付培训经费"), reply(2, "同意拨付培训经费")).duties[0]
    assert found.status is COMPLETE


def it_names_the_request_that_no_reply_answers() -> None:
    filed = (request(1, "处置三组旧仓库"), request(2, "购置办公桌椅"), reply(3, "处置三组旧仓库"))
    found = check(ASKED, *filed).duties[0]
    assert (found.status, found.evidence) == (PARTIAL, (id_of(2),))


def it_lets_one_reply_answer_one_request() -> None:
    filed = (request(1, "处置三组旧仓库"), request(2, "处置五组旧仓库"), reply(3, "处置五组旧仓库"))
    assert check(ASKED, *filed).duties[0].evidence == (id_of(1),)


def it_has_nothing_to_pair_without_a_request_and_waits_for_the_year_to_end() -> None:
    assert check(ASKED, reply(1, "购置桌椅")).duties[0].status is NOT_CHECKED
    open_year = check(ASKED, request(1, "购置桌椅"), today=date(2023, 9, 1))
    assert open_year.duties[0].status is NOT_CHECKED


def it_pairs_what_is_bound_together() -> None:
    filed = (request(1, "甲事", source=7), reply(2, "乙事", source=7, ordinal=2))
    assert check(ASKED, *filed).duties[0].status is COMPLETE


MINUTES = Pair("minutes", ("签到册",), ("记录", "纪要"), by=(PairBy.DAY, PairBy.SUBJECT))
NOTICE = Pair("notice", ("通知",), ("记录",), about=("会议",), own=True)
BOTH = norms(box(1, item("a"), item("b")), pairs=(MINUTES, NOTICE))


def unpaired(found: UnitCheck) -> list[Observation]:
    assert not any(b.status is PARTIAL for b in found.boxes)
    return [one for one in found.observations if one.kind == "unpaired"]


def sign_in(number: int, day: str = "2023-05-06", **more: Any) -> FiledRecord:
    return filed_paper(number, "a", title="例会签到册", doctype="签到册", date=day, **more)


def minutes(number: int, day: str = "2023-05-06", title: str = "会议记录") -> FiledRecord:
    return filed_paper(number, "b", title=title, doctype="记录", date=day)


def it_observes_a_sign_in_sheet_without_minutes_of_its_day() -> None:
    found = unpaired(check(BOTH, sign_in(1), sign_in(2, "2023-06-06"), minutes(3)))
    assert [one.records for one in found] == [(id_of(2),)]
    assert found[0].severity is Severity.MINOR
    assert found[0].clause == ""


def it_looks_for_minutes_inside_the_volume_too() -> None:
    both = filed_paper(9, "b")
    said = {id_of(1): parts("签到册", "会议记录")}
    assert unpaired(check(BOTH, sign_in(1), both, statements=said)) == []


@pytest.mark.parametrize(
    ("title", "author", "count"),
    [
        ("关于召开安全例会议事会议的通知", None, 1),
        ("关于召开安全例会议事会议的通知", UNIT, 1),
        ("关于召开安全例会议事会议的通知", "区政府", 0),
        ("关于防汛的通知", None, 0),
    ],
)
def it_asks_for_the_partner_only_of_papers_that_the_norms_mean(
    title: str, author: str | None, count: int
) -> None:
    notice = filed_paper(1, "a", title=title, doctype="通知", author=author)
    assert len(unpaired(check(BOTH, notice, filed_paper(2, "b")))) == count


def it_observes_nothing_where_the_norms_name_no_pair() -> None:
    given = norms(box(1, item("a"), item("b")))
    assert check(given, sign_in(1), minutes(2, "2023-09-09")).observations == ()
    assert check(given, sign_in(1), statements={id_of(1): Statements()}).observations == ()


def it_does_not_say_which_of_many_alike_stands_alone() -> None:
    filed = [request(n, "发放补贴") for n in range(1, 62)]
    replies = [reply(n, "发放补贴") for n in range(100, 160)]
    assert check(ASKED, *filed, *replies).duties[0].status is COMPLETE
