from __future__ import annotations

from decimal import Decimal

import pytest

from danghe.facts import statements_of
from danghe.model import Block, BlockKind, Document
from danghe.stated import Change


def read(*paragraphs: str) -> tuple[Change, ...]:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs)
    return statements_of(Document(blocks, "txt")).changes


def only(text: str) -> Change:
    (one,) = read(text)
    return one


def it_reads_both_ends_of_a_change() -> None:
    one = only("事故起数由2022年的15起下降到2023年的12起，下降20%。")
    assert (one.name, one.direction) == ("事故起数", -1)
    assert (one.before, one.after, one.unit) == (Decimal(15), Decimal(12), "起")
    assert (one.before_period, one.after_period) == ("2022", "2023")
    assert (one.by, one.by_unit) == (Decimal(20), "%")


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("水质达标率从68%提升至91%。", 1),
        ("近视率由46.2%降至44.8%。", -1),
        ("报销比例由50%提高到60%。", 1),
    ],
)
def it_reads_the_direction(text: str, direction: int) -> None:
    assert only(text).direction == direction


def it_reads_a_difference_to_a_former_time() -> None:
    one = only("无害化处理率达98.5%，比上年提高2.3个百分点。")
    assert (one.name, one.after) == ("无害化处理率", Decimal("98.5"))
    assert (one.by, one.by_unit) == (Decimal("2.3"), "个百分点")
    one = only("办件量1200件，同比增长8%。")
    assert (one.name, one.by, one.by_unit) == ("办件量", Decimal(8), "%")


def it_reads_that_nothing_changed() -> None:
    one = only("参保人数320人，与上年持平。")
    assert (one.name, one.direction, one.after) == ("参保人数", 0, Decimal(320))


def it_takes_a_difference_to_a_plan_or_another_place_for_no_change() -> None:
    assert not read("巩固率99.2%，高于全省平均水平1.1个百分点。")
    assert not read("增长率3.18‰，比下达的计划指标低0.62个千分点。")


def it_takes_a_difference_for_no_figure_of_its_own() -> None:
    blocks = (Block(BlockKind.PARAGRAPH, "合格率98.5%，比上年提高2.3个百分点。"),)
    (one,) = statements_of(Document(blocks, "txt")).indicators
    assert one.value == Decimal("98.5")
