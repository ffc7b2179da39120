"""The query language, from text to tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danghe.errors import QueryError
from danghe.index.query import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_TERMS,
    And,
    FieldRange,
    FieldTerm,
    MatchAll,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Words,
    parse,
)
from danghe.text.normalise import fold

A, B, C = Words("药具"), Words("培训"), Words("报表")

TREES: list[tuple[str, Query]] = [
    ("药具", A),
    ("  药具\t", A),
    ("药具 培训", And((A, B))),
    ("药具\u3000培训", And((A, B))),
    ("药具 培训 报表", And((A, B, C))),
    ("药具 AND 培训", And((A, B))),
    ("药具 并且 培训", And((A, B))),
    ("药具 OR 培训", Or((A, B))),
    ("药具 或者 培训", Or((A, B))),
    ("药具|培训", Or((A, B))),
    ("药具 ｜ 培训", Or((A, B))),
    ("药具 培训 OR 报表", Or((And((A, B)), C))),
    ("药具 (培训 OR 报表)", And((A, Or((B, C))))),
    ("药具 （培训 或者 报表）", And((A, Or((B, C))))),
    ("((药具))", A),
    ("(药具 培训) 报表", And((A, B, C))),
    ("药具 -培训", And((A, Not(B)))),
    ("药具 －培训", And((A, Not(B)))),
    ("药具 NOT 培训", And((A, Not(B)))),
    ("药具 不 培训", And((A, Not(B)))),
    ("不 药具", And((MatchAll(), Not(A)))),
    ("-药具", And((MatchAll(), Not(A)))),
    ("-药具 -培训", And((MatchAll(), Not(A), Not(B)))),
    ("NOT NOT 药具", A),
    ("-(药具 培训)", And((MatchAll(), Not(And((A, B)))))),
    ("药具 OR -培训", Or((A, And((MatchAll(), Not(B)))))),
    ('药具 -"培 训"', And((A, Not(Phrase("培 训"))))),
    ("药具 -类型:通知", And((A, Not(FieldTerm("doctype", "通知"))))),
    ("不合格", Words("不合格")),
    ("或者说", Words("或者说")),
    ("or and not", And((Words("or"), Words("and"), Words("not")))),
    ("2023-05", Words("2023-05")),
    ("10:30", Words("10:30")),
    ("随访率达20%", Words("随访率达20%")),
    ("柳政发〔2023〕5号", Words("柳政发〔2023〕5号")),
    ('"社会 抚养费"', Phrase("社会 抚养费")),
    ("“社会抚养费”", Phrase("社会抚养费")),
    ("「社会抚养费」", Phrase("社会抚养费")),
    ('"他说“好”"', Phrase("他说“好”")),
    ('"OR"', Phrase("OR")),
    ('"年度:2023"', Phrase("年度:2023")),
    ('"a*"', Phrase("a*")),
    ("药具*", Prefix("药具")),
    ("GB＊", Prefix("GB")),
    ("*", MatchAll()),
    ("* -药具", And((MatchAll(), Not(A)))),
    ("level:street", FieldTerm("level", "street")),
    ("层级:街道", FieldTerm("level", "街道")),
    ("层级：街道", FieldTerm("level", "街道")),
    ("条线:药具", FieldTerm("section", "药具")),
    ("盒:药具培训", FieldTerm("box", "药具培训")),
    ("BOX:street.contraceptives.2", FieldTerm("box", "street.contraceptives.2")),
    ("类型:通知", FieldTerm("doctype", "通知")),
    ("单位:望湖街道", FieldTerm("unit", "望湖街道")),
    ('单位:"望湖 街道"', FieldTerm("unit", "望湖 街道")),
    ("单位:“望湖街道”", FieldTerm("unit", "望湖街道")),
    ("题名:药具", FieldTerm("title", "药具")),
    ("题名:a:b", FieldTerm("title", "a:b")),
    ("材料:签到表", FieldTerm("item", "签到表")),
    ("文号:柳政发(2023)5号", FieldTerm("doc_no", "柳政发(2023)5号")),
    ("(文号:柳政发（2023）5号)", FieldTerm("doc_no", "柳政发（2023）5号")),
    ("年度:2023", FieldTerm("year", "2023")),
    ("年度:２０２３年", FieldTerm("year", "2023")),
    ("年度:2021..2023", FieldRange("year", "2021", "2023")),
    ("年度:2021～2023", FieldRange("year", "2021", "2023")),
    ("年度:2021至2023", FieldRange("year", "2021", "2023")),
    ("年度:2021..", FieldRange("year", "2021", None)),
    ("年度:..2023", FieldRange("year", None, "2023")),
    ("年度:>=2021", FieldRange("year", "2021", None)),
    ("年度:>2021", FieldRange("year", "2022", None)),
    ("年度:<2021", FieldRange("year", None, "2020")),
    ("年度:≤2021", FieldRange("year", None, "2021")),
    ("期间:2023-5", FieldTerm("period", "2023-05")),
    ("期间:2023-q2", FieldTerm("period", "2023-Q2")),
    ("时间:2023年上半年", FieldTerm("period", "2023-H1")),
    ("时间:2023年第二季度", FieldTerm("period", "2023-Q2")),
    ("时间:2023年5月", FieldTerm("period", "2023-05")),
    ("期间:2023-01..2023-Q2", FieldRange("period", "2023-01", "2023-Q2")),
    ("归盒:未归", FieldTerm("status", "open")),
    ("status:filed", FieldTerm("status", "filed")),
    ("年度:2023|年度:2022", Or((FieldTerm("year", "2023"), FieldTerm("year", "2022")))),
]

ERRORS: list[tuple[str, str, int]] = [
    ("", "query.empty", 1),
    (" \u3000", "query.empty", 1),
    ("药" * (MAX_LENGTH + 1), "query.long", MAX_LENGTH + 1),
    ('药具 "培训', "query.quote", 4),
    ("药具 “培训", "query.quote", 4),
    ("药具 ”培训", "query.quote", 4),
    ('""', "query.nothing", 1),
    ('药具 "  "', "query.nothing", 4),
    ("药具 \u200b", "query.nothing", 4),
    ("\u200b*", "query.nothing", 1),
    ("(药具", "query.parenthesis", 1),
    ("药具)", "query.parenthesis", 3),
    ("药具 (培训 (报表)", "query.parenthesis", 4),
    ("()", "query.operator", 1),
    ("药具 OR", "query.operator", 5),
    ("OR 药具", "query.operator", 1),
    ("药具 OR OR 培训", "query.operator", 7),
    ("药具 AND", "query.operator", 6),
    ("药具 AND OR 培训", "query.operator", 8),
    ("药具 -", "query.operator", 4),
    ("药具 - 培训", "query.operator", 4),
    ("--药具", "query.operator", 1),
    ("药具 NOT", "query.operator", 6),
    ("(药具 OR)", "query.operator", 5),
    ("(药具 ())", "query.operator", 5),
    ("药*具", "query.star", 1),
    ("*药具", "query.star", 1),
    ("药具**", "query.star", 1),
    ("题目:药具", "query.field", 1),
    ("药具 http://a", "query.field", 4),
    ("标号：5", "query.field", 1),
    ("年度:", "query.value", 4),
    ("年度: 2023", "query.value", 4),
    ("年度:今年", "query.year", 4),
    ("年度:2021..今年", "query.year", 4),
    ("年度:..", "query.range", 4),
    ("年度:2023..2021", "query.range", 4),
    ("年度:>=", "query.range", 4),
    ("期间:2023-13", "query.period", 4),
    ("期间:>2023", "query.range", 4),
    ("归盒:也许", "query.status", 4),
    ("单位:望湖*", "query.field_star", 6),
    ("通知(试行)", "query.touching", 3),
    ("关于“药具”的通知", "query.touching", 3),
    ('"药具"培训', "query.touching", 5),
    ("(药具)培训", "query.touching", 5),
    ("文号:柳政发(2023", "query.parenthesis", 4),
]


@pytest.mark.parametrize(("query", "tree"), TREES, ids=[query for query, _ in TREES])
def it_reads_a_query_into_its_tree(query: str, tree: Query) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(("query", "key", "position"), ERRORS, ids=[q[:20] for q, _, _ in ERRORS])
def it_refuses_a_query_that_it_cannot_honour_and_says_where(
    query: str, key: str, position: int
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.key == key
    assert caught.value.values["position"] == str(position)
    assert str(caught.value)
    assert caught.value.remedy


def it_names_the_fields_that_exist_when_one_does_not() -> None:
    with pytest.raises(QueryError) as caught:
        parse("题目:药具")
    assert "题名" in caught.value.remedy
    assert "title" in caught.value.remedy


def it_bounds_nesting() -> None:
    parse("(" * MAX_DEPTH + "药" + ")" * MAX_DEPTH)
    for query in ("(" * 400 + "药" + ")" * 400, "NOT " * 200 + "药"):
        with pytest.raises(QueryError) as caught:
            parse(query)
        assert caught.value.key == "query.deep"


def it_bounds_the_number_of_terms() -> None:
    with pytest.raises(QueryError) as caught:
        parse("药 " * (MAX_TERMS + 1))
    assert caught.value.key == "query.terms"


def refusal_of(query: str) -> QueryError | None:
    try:
        parse(query)
    except QueryError as error:
        return error
    return None


@given(st.text(alphabet='药具a1 -|()（）"“”「」*:：.不ORNT年度~\u3000\ud800', max_size=40))
def it_reads_any_text_or_refuses_it_with_a_place_inside(query: str) -> None:
    refusal = refusal_of(query)
    if refusal is not None:
        assert 1 <= int(refusal.values["position"]) <= max(1, len(query))


@given(st.text(max_size=60))
def it_takes_any_quoted_text_as_it_stands(text: str) -> None:
    query = f"「{text}」"
    if refusal_of(query) is None:
        assert parse(query) == Phrase(text) or "」" in text
    else:
        assert not fold(text) or "」" in text
