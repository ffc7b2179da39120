from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danghe.classify.resemblance import column_form, title_form, together
from danghe.model import Block, Document, FiledRecord, Filing, Record


def titled(title: str, unit: str | None = None, made: bool = False) -> FiledRecord:
    record = Record("a-1", "a", 1, 0, 1, title, title_made=made)
    return FiledRecord(record, Filing("a-1", unit=unit), "x.txt")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("桂湾社区2023年1月药具人数报表", "桂湾社区2023年12月药具人数报表"),
        ("二〇二三年第一季度药具不良反应表", "2022年第四季度药具不良反应表"),
        ("柳塘街道上半年流动人口工作总结", "流动人口工作总结"),
        ("药具發放登記簿（第三册）", "药具发放登记簿(第１册)"),
    ],
)
def it_sees_through_unit_date_number_and_writing(one: str, other: str) -> None:
    names = ("柳塘街道",)
    form = title_form(titled(one, "桂湾社区"), names)
    assert form is not None
    assert form == title_form(titled(other, "桂湾社区"), names)


@pytest.mark.parametrize("title", ["2023年1月", "通知", "桂湾社区2023年报表", "一", ""])
def it_takes_no_title_for_telling_that_names_no_subject(title: str) -> None:
    assert title_form(titled(title, "桂湾社区")) is None


def it_takes_no_title_that_was_made_up() -> None:
    assert title_form(titled("药具人数报表", made=True)) is None


def it_tells_subjects_apart() -> None:
    assert title_form(titled("药具人数报表")) != title_form(titled("药具发放报表"))


def it_knows_a_form_by_its_column_names() -> None:
    def form(*rows: tuple[str, ...]) -> str | None:
        return column_form(Document((Block.table(rows),), "docx"))

    head = ("序号", "姓 名", "领取日期")
    assert form(head, ("1", "", "")) == form(("序号", "姓名", "领取日期"), ("2", "", ""))
    assert form(head, ("1", "", "")) != form(("序号", "姓名", "发放日期"), ("1", "", ""))
    assert form(("序号", "姓名"), ("1", "")) is None


@given(st.lists(st.none() | st.integers(0, 4), max_size=30))
def it_puts_equal_keys_together_larger_groups_first(keys: list[int | None]) -> None:
    groups = together(keys)
    assert sorted(place for group in groups for place in group) == list(range(len(keys)))
    assert [len(group) for group in groups] == sorted(map(len, groups), reverse=True)
    for group in groups:
        assert len({keys[place] for place in group}) == 1
        assert len(group) == 1 or keys[group[0]] is not None
    told = [keys[group[0]] for group in groups if keys[group[0]] is not None]
    assert len(told) == len(set(told))


@given(st.text(max_size=200))
def it_makes_a_form_of_any_title(title: str) -> None:
    form = title_form(titled(title))
    assert form is None or len(form) >= 2
