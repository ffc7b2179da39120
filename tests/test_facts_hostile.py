from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danghe.facts import pack, statements_of, unpack
from danghe.model import Block, BlockKind, Document


def paper(text: str) -> Document:
    return Document((Block(BlockKind.PARAGRAPH, text),), "txt")


def table(cells: int, text: str = "12") -> Document:
    rows = tuple(tuple(text for _ in range(10)) for _ in range(cells // 10))
    return Document((Block.table((tuple(f"第{n}栏" for n in range(10)), *rows)),), "txt")


HOSTILE: dict[str, Callable[[int], Document]] = {
    "months": lambda size: paper("3月" * (size // 2)),
    "digits": lambda size: paper("9" * size),
    "digits and blanks": lambda size: paper("9 " * (size // 2)),
    "spoken numbers": lambda size: paper("一" * size),
    "rates": lambda size: paper("达9%" * (size // 3)),
    "changes": lambda size: paper("由9%到8%" * (size // 6)),
    "commas": lambda size: paper("，" * size),
    "names": lambda size: paper("率" * size),
    "dots": lambda size: paper("1.1" * (size // 3)),
    "lists": lambda size: paper("甲率、" * (size // 3) + "均达9%"),
    "brackets": lambda size: paper("（" * size + "9%"),
    "blanks": lambda size: paper(" " * size + "9%"),
    "cells": lambda size: table(size // 10),
    "dates": lambda size: paper("2023年5月4日：" * (size // 10)),
    "lines": lambda size: paper("甲\n" * (size // 2)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def it_takes_time_in_proportion(kind: str) -> None:
    def spent(size: int) -> float:
        document = HOSTILE[kind](size)
        start = time.perf_counter()
        statements_of(document, relations=(("甲", "=", "乙", "-", "丙"),), known_names=("甲率",))
        return time.perf_counter() - start

    spent(1000)
    small, large = spent(40_000), spent(160_000)
    assert large < 12 * small + 0.5, (small, large)


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def it_bears_a_megabyte(kind: str) -> None:
    start = time.perf_counter()
    statements_of(HOSTILE[kind](1_000_000))
    assert time.perf_counter() - start < 30


def it_keeps_no_more_than_a_bounded_number_of_figures() -> None:
    stated = statements_of(table(100_000))
    assert len(stated.indicators) <= 3000
    assert len(stated.doubts) <= 50


PIECES = (
    "由 从 下降到 上升 9% 3‰ 1.2万人 其中 占 共计 应检 实检 率 2023年 分别为 、 ， 。 （ ） "
    "： \t \n 百分之 九十五 年底 比上年 持平 0 合计 -5 １２ 男 女 〇 第 5日 ‰ . 以上 约"
)
pieces = st.sampled_from(PIECES.split(" "))


@given(st.lists(pieces, max_size=40).map("".join), st.booleans())
def it_reads_whatever_it_is_given(text: str, as_table: bool) -> None:
    if as_table:
        rows = tuple(tuple(line.split("\t")) for line in text.split("\n"))
        document = Document((Block.table(rows),), "txt")
    else:
        document = paper(text)
    stated = statements_of(document, relations=(("男", "=", "女", "+", "率"),))
    assert unpack(pack(stated)) == stated
    passages = [one.passage for one in stated.indicators]
    passages += [one.passage for one in stated.changes]
    passages += [one.passage for one in stated.dates]
    passages += [each for doubt in stated.doubts for each in doubt.passages]
    for one in passages:
        assert document.text[one.start : one.end] == one.text
