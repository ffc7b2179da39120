from __future__ import annotations

import pytest

from danghe.facts import doubts_between, statements_of
from danghe.model import Block, BlockKind, Document
from danghe.stated import Statements


def stated(*paragraphs: str) -> Statements:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in paragraphs)
    return statements_of(Document(blocks, "txt"))


def between(*papers: str) -> list[tuple[str, ...]]:
    told = [(f"r{n}", stated(*text.split("|"))) for n, text in enumerate(papers, 1)]
    return [records for _, records in doubts_between(told)]


def it_finds_two_papers_that_contradict_each_other() -> None:
    first, second = stated("2023年总结", "办结率98.5%。"), stated("2023年，我镇办结率91%。")
    ((doubt, records),) = doubts_between([("a", first), ("b", second)])
    assert records == ("a", "b")
    assert doubt.kind == "figures"
    assert [passage.text for passage in doubt.passages] == ["办结率98.5%", "我镇办结率91%"]
    assert doubt.values["period"] == "2023"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2023年，办结率98.53%。", "2023年，办结率98.5%。"),
        ("2023年，办结率98.56%。", "2023年，办结率98.5%。"),
        ("2023年，办结率98.5%。", "2023年上半年，办结率91%。"),
        ("2023年，办结率98.5%。", "2022年，办结率91%。"),
        ("2023年1-11月，办结率98.5%。", "2023年，办结率91%。"),
        ("2023年，办结率98.5%。", "截至2023年9月，办结率91%。"),
        ("2023年，办结率98.5%。", "2023年，办结率达90%以上。"),
        ("2023年，办结率98.5%。", "2023年，要求办结率达到95%。"),
        ("2023年，办结率98.5%。", "2023年度工作计划|2023年，办结率91%。"),
        ("2023年，办结率98.5%。", "2023年数据更正|2023年，办结率91%。"),
        ("2023年，办结率98.5%。", "2023年，东街社区办结率91%。"),
        ("2023年，总人口3200人。", "2023年，总人口0.32万人。"),
        ("2023年，参加人数30人。", "2023年，参加人数45人。"),
        ("2023年，发放宣传册总数300份。", "2023年，发放宣传册总数450份。"),
        ("办结率98.5%。", "办结率91%。"),
        ("2023年，办结率98.5%。|2023年，办结率96%。", "2023年，办结率91%。"),
    ],
)
def it_lets_what_is_not_the_same_figure_be(first: str, second: str) -> None:
    assert between(first, second) == []
    assert between(second, first) == []


def it_says_nothing_where_a_name_stands_for_many_things() -> None:
    assert between(*(f"2023年，总户数{n}户。" for n in (30, 45, 60))) == []


def it_names_each_contradiction_once() -> None:
    papers = ["2023年，办结率98%。", "2023年，办结率98%。", "2023年，办结率91%。"]
    assert between(*papers) == [("r1", "r3")]


def it_knows_the_unit_itself_by_what_papers_call_it() -> None:
    papers = [
        ("1", stated("2023年，全街道绿化覆盖率为35.1%。")),
        ("2", stated("2023年绿化覆盖率为38.4%。")),
    ]
    assert doubts_between(papers) == ()
    ((doubt, records),) = doubts_between(papers, ["全街道"])
    assert (doubt.kind, records) == ("figures", ("1", "2"))
