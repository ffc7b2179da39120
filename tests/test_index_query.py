"""The query language, from text to tree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danghe.errors import QueryError
from danghe.index.fields import days
from danghe.index.query import (
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_TERMS,
    And,
    FieldRange,
    FieldTerm,
    Fuzzy,
    MatchAll,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Words,
    parse,
    render,
)
from danghe.text.normalise import fold

A, B, C = Words("药具"), Words("培训"), Words("报表")


def dated(day: str) -> FieldRange:
    return FieldRange("date", day, day)


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
    ("日期:2023-05-06", dated("2023-05-06")),
    ("成文日期:2023-5-6", dated("2023-05-06")),
    ("date:2023-05", dated("2023-05")),
    ("日期:2023", dated("2023")),
    ("日期:2023年", dated("2023")),
    ("日期:2023年5月", dated("2023-05")),
    ("日期:2023年5月份", dated("2023-05")),
    ("日期:2023年5月6日", dated("2023-05-06")),
    ("日期:２０２３年０５月０６号", dated("2023-05-06")),
    ('日期:"2023 年 5 月 6 日"', dated("2023-05-06")),
    ("日期:20230506", dated("2023-05-06")),
    ("日期:2023/5/6", dated("2023-05-06")),
    ("日期:2023.5.6", dated("2023-05-06")),
    ("日期:2023．05", dated("2023-05")),
    ("日期:2024-02-29", dated("2024-02-29")),
    ("日期:2023-05-01..2023-06-30", FieldRange("date", "2023-05-01", "2023-06-30")),
    ("日期：2023.5.1～2023.6.30", FieldRange("date", "2023-05-01", "2023-06-30")),
    ("日期:2023年5月至2023年6月", FieldRange("date", "2023-05", "2023-06")),
    ("日期:2023-05-06..2023-05", FieldRange("date", "2023-05-06", "2023-05")),
    ("日期:2023..", FieldRange("date", "2023", None)),
    ("日期:..2023-05", FieldRange("date", None, "2023-05")),
    ("日期:>=2023-05-01", FieldRange("date", "2023-05-01", None)),
    ("日期:≤2023-05", FieldRange("date", None, "2023-05")),
    ("日期:>2023-12-31", FieldRange("date", "2024-01-01", None)),
    ("日期:<2024-03-01", FieldRange("date", None, "2024-02-29")),
    ("日期:>2023-12", FieldRange("date", "2024-01", None)),
    ("日期:<2023-01", FieldRange("date", None, "2022-12")),
    ("日期:<2023", FieldRange("date", None, "2022")),
    ("药具 -日期:2023", And((A, Not(dated("2023"))))),
    ("年度:2021~", FieldRange("year", "2021", None)),
    ("药具~", Fuzzy("药具")),
    ("药具～", Fuzzy("药具")),
    ("药具~ 培训", And((Fuzzy("药具"), B))),
    ("(药具~|培训)", Or((Fuzzy("药具"), B))),
    ("-药具~", And((MatchAll(), Not(Fuzzy("药具"))))),
    ("OR~", Fuzzy("OR")),
    ("5～10人", Words("5～10人")),
    ("~5", Words("~5")),
    ('"药具~"', Phrase("药具~")),
    ("近(药具 培训, 10)", Near((A, B), 10)),
    ("近（药具 培训，５）", Near((A, B), 5)),
    ("NEAR(药具 培训,0)", Near((A, B), 0)),
    ("近(药具 培训)", Near((A, B), 10)),
    ("近(  药具\u3000培训  报表 , 200 )", Near((A, B, C), 200)),
    ('近("药 具" 培训，3)', Near((Phrase("药 具"), B), 3)),
    ('近("a,b" 培训, 3)', Near((Phrase("a,b"), B), 3)),
    ("近(药具 药具, 3)", Near((A, A), 3)),
    ("近(药 具 发 放 表, 3)", Near(tuple(map(Words, "药具发放表")), 3)),
    ("近(10:30 2023-05, 3)", Near((Words("10:30"), Words("2023-05")), 3)),
    ("近(近 不合格, 3)", Near((Words("近"), Words("不合格")), 3)),
    ("报表 近(药具 培训)|报表", Or((And((C, Near((A, B), 10))), C))),
    ("-近(药具 培训, 4)", And((MatchAll(), Not(Near((A, B), 4))))),
    ("近", Words("近")),
    ("近 (药具)", And((Words("近"), A))),
    ("近期", Words("近期")),
    ("NEAR*", Prefix("NEAR")),
    ('"近(药具 培训)"', Phrase("近(药具 培训)")),
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
    ("药*具", "query.star", 2),
    ("*药具", "query.star", 1),
    ("药具**", "query.star", 4),
    ("题目:药具", "query.field", 1),
    ("药具 http://a", "query.field", 4),
    ("标号：5", "query.field", 1),
    ("年度:", "query.value", 4),
    ("年度: 2023", "query.value", 4),
    ("年度:今年", "query.year", 4),
    ("年度:2021..今年", "query.year", 10),
    ("年度:２０２１～今年", "query.year", 9),
    ('年度:" 今年"', "query.year", 6),
    ("年度:>9999", "query.range", 4),
    ("年度:<0000", "query.range", 4),
    ("年度:٢٠٢٣", "query.year", 4),
    ("年度:..", "query.range", 4),
    ("年度:2023..2021", "query.range", 4),
    ("年度:>=", "query.range", 4),
    ("期间:2023-13", "query.period", 4),
    ("期间:>2023", "query.range", 4),
    ("日期:今天", "query.date", 4),
    ("日期:2023-02-30", "query.date", 4),
    ("日期:2023-13", "query.date", 4),
    ("日期:2023年2月29日", "query.date", 4),
    ("日期:20230431", "query.date", 4),
    ("日期:0000", "query.date", 4),
    ("日期:2023-5/6", "query.date", 4),
    ("日期:2023-05-06-07", "query.date", 4),
    ("药具 日期:2023-05-01..2023-06-31", "query.date", 19),
    ("日期:2023-00..2023-06", "query.date", 4),
    ("日期:>=2023-02-30", "query.date", 6),
    ("日期:2023-06..2023-05", "query.range", 4),
    ("日期:..", "query.range", 4),
    ("日期:>", "query.range", 4),
    ("日期:>9999-12-31", "query.range", 4),
    ("日期:<0001", "query.range", 4),
    ("日期:2023*", "query.field_star", 8),
    ("~", "query.tilde", 1),
    ("药具 ~ 培训", "query.tilde", 4),
    ("药具~~", "query.tilde", 4),
    ("药具*~", "query.tilde", 4),
    ("药具~*", "query.tilde", 4),
    ("药*具~", "query.star", 2),
    ('"药具"~', "query.tilde", 5),
    ("(药具)～", "query.tilde", 5),
    ("药~", "query.tilde_short", 2),
    ("\u200b~", "query.nothing", 1),
    ("单位:望湖~", "query.field_tilde", 6),
    ('单位:"望湖"~', "query.tilde", 8),
    ("题名:药具～ 培训", "query.field_tilde", 6),
    ("近()", "query.near_terms", 1),
    ("药具 近(培训, 10)", "query.near_terms", 4),
    ("近(, 10)", "query.near_terms", 1),
    ("近(a b c d e f, 10)", "query.near_terms", 13),
    ("近(药具 培训, x)", "query.near_number", 10),
    ("近(药具 培训，)", "query.near_number", 8),
    ("近(药具 培训, -1)", "query.near_number", 10),
    ("近(药具 培训, 201)", "query.near_number", 10),
    ("近(药具 培训, 5, 6)", "query.near_number", 10),
    ("近(药具, 培训)", "query.near_number", 7),
    ("近(药具 培训, 99999999999)", "query.near_number", 10),
    ("近(药具 OR 培训, 5)", "query.near_operator", 6),
    ("近(药具|培训, 5)", "query.near_operator", 5),
    ("近(药具 -培训, 5)", "query.near_operator", 6),
    ("近(药具 不 培训, 5)", "query.near_operator", 6),
    ("近(药具 (培训 报表), 5)", "query.near_operator", 6),
    ("近(药具 近(培训 报表), 5)", "query.near_operator", 6),
    ("近(药具 培训*, 5)", "query.near_operator", 8),
    ("近(药具 *, 5)", "query.near_operator", 6),
    ("近(药具~ 培训, 5)", "query.near_operator", 5),
    ("近(药具 题名:培训, 5)", "query.near_operator", 8),
    ("近(药具 \u200b, 5)", "query.nothing", 6),
    ('近("药具"培训, 5)', "query.touching", 7),
    ('近(药具"培训", 5)', "query.touching", 5),
    ('近(药具 "培训, 5)', "query.quote", 6),
    ("近(药具 培训", "query.parenthesis", 2),
    ("近（药具 培训，10", "query.parenthesis", 2),
    ("近(药具 培训, x", "query.parenthesis", 2),
    ("近(药具 培训)报表", "query.touching", 9),
    ("近(药具 培训))", "query.parenthesis", 9),
    ("远近(药具 培训)", "query.touching", 3),
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
    assert caught.value.values["query"] == query
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
    for query, position in (("药 " * (MAX_TERMS + 1), 201), ("近(a b c d e) " * 21, 261)):
        with pytest.raises(QueryError) as caught:
            parse(query)
        assert caught.value.key == "query.terms"
        assert caught.value.values["position"] == str(position)


def it_knows_the_first_and_last_day_of_a_date() -> None:
    assert days("2023-05-06") == (20230506, 20230506)
    assert days("2024-02") == (20240201, 20240229)
    assert days("2023") == (20230101, 20231231)
    assert days("2023-02-30") is None
    assert days("") is None


CANONICAL = [
    ("药具　AND （培训 或者 报表）", "药具 (培训 OR 报表)"),
    ("(药具 培训)|报表", "药具 培训 OR 报表"),
    ("药具 | (培训 | 报表)", "药具 OR (培训 OR 报表)"),
    ("NOT 药具", "-药具"),
    ("* 不 药具 -培训", "-药具 -培训"),
    ("-(-药具)", "药具"),
    ("-(* -药具)", "-(* -药具)"),
    ("-(药具 OR NOT 培训)", "-(药具 OR -培训)"),
    ("“药 具”", '"药 具"'),
    ('「他说"好"」', '“他说"好"”'),
    ("药具＊ 培训～", "药具* 培训~"),
    ("NEAR（药具 「培训」）", '近(药具 "培训", 10)'),
    ("doc_no:柳政发(2023)5号", '文号:"柳政发(2023)5号"'),
    ("unit:“望湖街道”", "单位:望湖街道"),
    ("status:open", "归盒:未归盒"),
    ("year:>2021", "年度:2022.."),
    ("期间:2023年第二季度", "期间:2023-Q2"),
    ("日期:2023年5月6日", "日期:2023-05-06"),
    ("日期:2023/5/6至2023/6/1", "日期:2023-05-06..2023-06-01"),
]


@pytest.mark.parametrize(("query", "canonical"), CANONICAL, ids=[query for query, _ in CANONICAL])
def it_writes_a_tree_as_its_shortest_query(query: str, canonical: str) -> None:
    assert render(parse(query)) == canonical


@pytest.mark.parametrize("query", [query for query, _ in TREES])
def it_reads_its_own_writing(query: str) -> None:
    assert parse(render(parse(query))) == parse(query)


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


BITS = [
    *'药具|()（）,，“”「」*~～:： -"\u200b\ud800',
    *"培训 a1 2023-05 近 近( NEAR( OR 或者 AND 不 NOT .. >= < 是 2021 2023年5月6日".split(" "),
    *"题名: 文号: 年度: 期间: 日期: 归盒:".split(" "),
]
LEAVES = [
    *'药具 a1 “a"b” 「”“」 "”」" 培训* GB~ * 年度:<2023 日期:2023年5月..'.split(" "),
    *"文号:柳(2023)5号 归盒:否 期间:2023q2 近(药具\u3000培训)".split(" "),
    '"药 具"',
    "NEAR(a1 “x y” 近，200)",
    "题名:“a (b” ",
]
TYPED = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(" OR ".join),
        inner.map("({})".format),
        inner.map("-({})".format),
        inner.map("NOT {}".format),
    ),
    max_leaves=12,
)


@given(TYPED)
def it_writes_every_tree_so_that_it_reads_the_same(query: str) -> None:
    tree = parse(query)
    assert parse(render(tree)) == tree
    assert render(parse(render(tree))) == render(tree)


@settings(max_examples=1000)
@given(st.lists(st.sampled_from(BITS), max_size=12).map("".join))
def it_writes_whatever_it_can_read_so_that_it_reads_the_same(query: str) -> None:
    refusal = refusal_of(query)
    if refusal is None:
        assert parse(render(parse(query))) == parse(query)
    else:
        assert 1 <= int(refusal.values["position"]) <= len(query) + 1
