"""The order of parts in a bound file."""

from __future__ import annotations

from typing import Any

import pytest
from checked import BOX, COMPLETE, NOT_CHECKED, PARTIAL, box, check, duty, id_of, item, norms, parts
from checked import paper as filed_paper
from hypothesis import given
from hypothesis import strategies as st

from danghe.check import DutyFinding
from danghe.messages import translate
from danghe.schemas.model import DutyKind
from danghe.stated import Statements

ORDER = ("会议通知", "签到册", "会议记录", "决议", "公告")
NORMS = norms(box(1, item("a")), duties=(duty("d", BOX, kind=DutyKind.BINDING, order=ORDER),))


def judged(statements: Statements, order: tuple[str, ...] = ORDER) -> DutyFinding:
    asked = duty("d", BOX, kind=DutyKind.BINDING, order=order)
    filed = filed_paper(1, "a", title="三月议事卷")
    given = norms(box(1, item("a")), duties=(asked,))
    return check(given, filed, statements={id_of(1): statements}).duties[0]


def told(found: DutyFinding) -> list[str]:
    return [translate(note.key, **note.values) for note in found.details]


def it_accepts_the_parts_in_their_order() -> None:
    found = judged(parts(*ORDER))
    assert (found.status, found.details) == (COMPLETE, ())
    assert [(e.passage, e.page) for e in found.passages][:2] == [("会议通知", 1), ("签到册", 2)]


def it_knows_parts_by_headings_that_say_more_or_less() -> None:
    said = parts("关于召开村民代表会议的通知", "村民代表会议签到册", "会议记录", "决议事项", "公告")
    assert judged(said).status is COMPLETE


def it_names_what_is_absent() -> None:
    found = judged(parts("会议通知", "会议记录", "公告"))
    assert (found.status, told(found)) == (PARTIAL, ["《三月议事卷》缺 签到册、决议"])


def it_names_what_lies_too_early_with_its_page() -> None:
    found = judged(parts("会议通知", "会议记录", "签到册", "决议", "公告"))
    assert found.status is PARTIAL
    assert told(found) == ["《三月议事卷》会议记录（第 2 页）应在签到册之后"]


def it_takes_what_lies_before_the_first_heading_for_the_cover() -> None:
    order = ("封面", "会议通知", "签到册")
    assert judged(parts("会议通知", "签到册", first_page=2), order).status is COMPLETE
    found = judged(parts("会议通知", "签到册"), order)
    assert told(found) == ["《三月议事卷》缺 封面"]


def it_gives_no_place_to_a_heading_that_could_be_two_parts() -> None:
    found = judged(parts("申请表", "记录"), ("申请表", "调查记录", "回访记录"))
    assert told(found) == ["《三月议事卷》缺 调查记录、回访记录"]


def it_reads_records_of_one_source_as_one_bound_file() -> None:
    given = NORMS
    filed = [
        filed_paper(n, "a", title=title, source=7, ordinal=n, first_page=n)
        for n, title in enumerate(("会议通知", "决议", "签到册", "会议记录", "公告"), 1)
    ]
    said = {paper.record.id: Statements() for paper in filed}
    found = check(given, *reversed(filed), statements=said).duties[0]
    assert found.status is PARTIAL
    assert [n.values["name"] for n in found.details] == ["决议"]


def it_sees_no_order_in_papers_that_lie_apart() -> None:
    filed = [filed_paper(n, "a", title=title) for n, title in enumerate(ORDER, 1)]
    said = {paper.record.id: Statements() for paper in filed}
    found = check(NORMS, *filed, statements=said).duties[0]
    assert found.status is NOT_CHECKED
    assert found.reason
    assert found.reason.key == "check.why.not_bound"


@given(st.permutations(ORDER), st.integers(2, 5))
def it_finds_a_fault_exactly_where_there_is_one(order: list[str], kept: int) -> None:
    bound = order[:kept]
    right = bound == [name for name in ORDER if name in bound] and kept == len(ORDER)
    assert (judged(parts(*bound)).status is COMPLETE) is right


@pytest.mark.parametrize("name", ["", " ", "x" * 500])
def it_survives_odd_headings(name: Any) -> None:
    assert judged(parts(name, "会议通知")).status is PARTIAL


def it_takes_the_title_of_the_whole_for_the_cover_and_knows_parts_by_their_type() -> None:
    order = ("封面", "会议通知", "花名册", "签到册", "试卷", "成绩单")
    said = parts("三月学习班资料", "通知", "花名册和签到册", "测验题", "成绩册")
    found = judged(said, order)
    assert (found.status, told(found)) == (COMPLETE, [])


def it_judges_a_bound_file_by_the_order_that_fits_it_best() -> None:
    asked = (
        duty("d", BOX, kind=DutyKind.BINDING, order=ORDER),
        duty("e", BOX, kind=DutyKind.BINDING, order=("书面通知", "筹备记录", "活动信息")),
    )
    filed = filed_paper(1, "a", title="三月议事卷")
    given = norms(box(1, item("a")), duties=asked)
    first, second = check(given, filed, statements={id_of(1): parts(*ORDER)}).duties
    assert (first.status, second.status) == (COMPLETE, NOT_CHECKED)
