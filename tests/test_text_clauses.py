"""Clauses of regulations and outlines, their paths, and the passages made of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from regulations import ANNEXES, LAW, LAYOUTS, NORMS, PAGED, PLEDGE

from danghe.text.clauses import (
    Clause,
    Passage,
    clause_label,
    clauses,
    is_regulation,
    passages,
)

HAN = "〇一二三四五六七八九"


def counted(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else HAN[tens]) + ("十" if tens else "") + (HAN[ones] if ones else "")


def cited(text: str) -> list[str]:
    return [clause_label(clause.path) for clause in clauses(text)]


def covers(text: str, parts: Sequence[Clause | Passage]) -> bool:
    """Whether stretches follow one another without gaps and are the whole text."""
    edges = [0, *(part.end for part in parts)]
    return edges[-1] == len(text) and all(
        part.start == edge < part.end for part, edge in zip(parts, edges, strict=False)
    )


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def it_reads_the_paths_of_a_layout(layout: str) -> None:
    text, paths = LAYOUTS[layout]
    assert cited(text) == paths


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def it_covers_the_text_with_clauses_and_passages(layout: str) -> None:
    text, _ = LAYOUTS[layout]
    assert covers(text, clauses(text))
    assert covers(text, passages(text, target=40, most=80))


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def it_reads_the_same_paths_after_other_line_ends(layout: str) -> None:
    text, paths = LAYOUTS[layout]
    assert cited(text.replace("\n", "\r\n")) == paths


def it_begins_each_clause_with_its_label() -> None:
    starts = [LAW[clause.start :][:5] for clause in clauses(LAW)]
    assert "第四条之一" in starts
    assert "前款所称社" in starts


def it_gives_the_headings_of_chapters_and_none_for_sentences() -> None:
    found = {clause_label(clause.path): clause.headings for clause in clauses(LAW)}
    assert found["第三章 第五条"] == ("法律责任", "")
    assert found["第二章 第一节 第三条"] == ("服务职责", "街道办事处", "")
    assert found["第一章"] == ("总则",)


def it_gives_the_headings_of_points_and_boxes() -> None:
    found = {clause_label(clause.path): clause.headings for clause in clauses(NORMS)}
    assert found["第二章 第一节 一、1"][2:] == ("工作职责", "")
    assert found["第二章 第一节 三、盒2"][3] == "药具培训盒"


def it_gives_a_heading_that_its_text_follows_on_the_line() -> None:
    found = {clause_label(clause.path): clause.headings for clause in clauses(PLEDGE)}
    assert found["一"] == ("责任目标",)
    assert found["二、（一）（1）"] == ("责任内容", "组织领导", "")


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("第四条【适用范围】本办法适用于全区。", "适用范围"),
        ("第四条（适用范围）\n本办法适用于全区。", "适用范围"),
        ("第四条　适用范围\n本办法适用于全区。", "适用范围"),
        ("第四条　本办法适用于全区。", ""),
    ],
)
def it_gives_the_title_of_an_article(line: str, heading: str) -> None:
    text = f"第三条　为了规范管理，制定本办法。\n{line}\n第五条　本办法由区民政局解释。\n"
    assert clauses(text)[1].path == ("第四条",)
    assert clauses(text)[1].headings == (heading,)


def it_takes_a_heading_from_the_line_below_its_label() -> None:
    text = "第一章\n总　则\n第一条　制定本办法。\n第二章\n职　责\n第二条　各负其责。\n"
    assert [clause.headings[0] for clause in clauses(text)] == ["总则", "总则", "职责", "职责"]


@pytest.mark.parametrize(
    "reference",
    [
        "依照本法\n第二条的规定",
        "依照本法\n第二条、第三条处理",
        "按照前条\n（二）项",
        "见本办法\n第二章规定的程序",
        "本条第一款和\n第二条第一款",
        "共计\n3．5万元",
        "自\n2023年1月起",
        "分为\n一、二、三级",
        "定于\n5.1节期间",
        "自\n12.30起",
    ],
)
def it_takes_no_reference_date_or_amount_for_a_label(reference: str) -> None:
    text = (
        f"第一条　各单位{reference}，由街道办理有关事项。\n"
        "第二条　办理事项应当登记：\n（一）本人申请；\n（二）代理人申请。\n第三条　即日起施行。\n"
    )
    assert cited(text) == ["第一条", "第二条", "第二条（一）", "第二条（二）", "第三条"]


def it_takes_dates_after_a_number_for_the_text_of_a_point() -> None:
    assert cited("1.5月底前摸底。\n2.6月底前登记。\n3.2024年总结。\n") == ["1", "2", "3"]


def it_takes_no_amount_for_the_next_point() -> None:
    text = "1.完成登记\n2.完成回访\n12.5万元经费到位\n3.完成归档\n"
    assert cited(text) == ["1", "2", "3"]


def it_reads_articles_and_chapters_within_one_line() -> None:
    text = (
        "档案办法 第一章 总则 第一条 为了管理档案，制定本办法。第二条 依照第一条的规定办理。"
        "第二章 附则 第三条 自发布之日起施行。"
    )
    assert cited(text) == [
        "",
        "第一章",
        "第一章 第一条",
        "第一章 第二条",
        "第二章",
        "第二章 第三条",
    ]


def it_leaves_quoted_articles_to_the_decision_that_amends_them() -> None:
    text = "一、第三条改为：“第三条 居民应当登记。”\n二、删去第五条。\n三、本决定即日施行。\n"
    assert cited(text) == ["一", "二", "三"]


def it_counts_no_paragraphs_in_an_article_of_one() -> None:
    assert cited("第一条　甲应当登记。\n第二条　乙应当登记。\n") == ["第一条", "第二条"]


def it_parts_the_signature_from_the_last_article() -> None:
    text = "第一条　登记。\n第二条　公示。\n望湖街道办事处\n2023年5月1日\n"
    found = clauses(text)
    assert found[-1].path == ()
    assert text[found[-1].start :].startswith("望湖街道")


def it_parts_the_title_of_a_second_outline() -> None:
    text = "一、登记。\n二、公示。\n桂花社区值班制度\n一、值班。\n二、交接。\n"
    assert cited(text) == ["一", "二", "", "一", "二"]


def it_keeps_a_table_of_contents_out_of_the_body() -> None:
    found = clauses(PAGED)
    assert "公司简介…" in PAGED[found[1].start : found[1].end]
    assert sum("公司简介" in clause.headings for clause in found) == 1


def it_keeps_annexes_apart_from_the_list_that_names_them() -> None:
    found = [clause for clause in clauses(ANNEXES) if clause.path[:1] == ("附件1",)]
    assert [clause.headings[0] for clause in found] == ["检查表"] * 3


def it_finds_no_clauses_in_running_text() -> None:
    text = "今年以来，街道办理登记300件。\n3月5日，走访居民12户。\n"
    assert [clause.path for clause in clauses(text)] == [()]


def it_finds_nothing_in_nothing() -> None:
    assert clauses("") == ()
    assert passages("") == ()


def it_reads_compatibility_forms_of_labels() -> None:
    text = "㈠登记。\n㈡公示。\n⒈张贴。\n⒉公告。\n⑴上墙。\n⑵上网。\n"
    assert cited(text) == [
        "（一）",
        "（二）",
        "（二）1",
        "（二）2",
        "（二）2（1）",
        "（二）2（2）",
    ]


@pytest.mark.parametrize(
    ("path", "label"),
    [
        (("第四章", "第二节", "三、", "2"), "第四章 第二节 三、2"),
        (("第三十二条", "第二款", "（二）"), "第三十二条第二款（二）"),
        (("第一章", "第三条", "（二）"), "第一章 第三条（二）"),
        (("二、", "（一）", "3", "（1）", "①"), "二、（一）3（1）①"),
        (("2", "2.1", "2.1.3"), "2.1.3"),
        (("三、",), "三"),
        (("三、", "盒1", "2"), "三、盒1 2"),
        (("附件2", "一、"), "附件2 一"),
        ((), ""),
    ],
)
def it_cites_a_path(path: tuple[str, ...], label: str) -> None:
    assert clause_label(path) == label


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def it_knows_regulations_and_outlines(layout: str) -> None:
    assert is_regulation(LAYOUTS[layout][0])


@pytest.mark.parametrize(
    "text",
    [
        "今年以来，街道认真落实各项工作，取得明显成效。居民满意度有所提高。",
        "根据条例第三条、第五条和第七条的规定，\n第九条除外，请按期办理。",
        "各社区：\n" + "请按要求做好登记和回访。" * 30 + "\n一、登记。\n二、回访。\n",
        "姓名\t年龄\n张三\t35\n李四\t40\n王五\t38\n",
        "",
    ],
)
def it_knows_what_is_no_regulation(text: str) -> None:
    assert not is_regulation(text)


def article(number: int, length: int = 60) -> str:
    return f"第{counted(number)}条　" + "各单位应当按期登记。" * (length // 10) + "\n"


def it_makes_one_passage_of_an_article_with_its_items() -> None:
    found = {clause_label(passage.path): passage for passage in passages(LAW)}
    second = found["第一章 第二条"]
    assert LAW[second.start : second.end].startswith("第二条")
    assert "（三）法律" in LAW[second.start : second.end]


def it_gives_a_heading_to_the_passage_it_heads() -> None:
    found = {clause_label(passage.path): passage for passage in passages(LAW)}
    assert LAW[found["第二章 第一节 第三条"].start :].startswith("第二章　服务职责")
    assert found["第二章 第一节 第三条"].headings == ("服务职责", "街道办事处", "")
    ends = [LAW[passage.start : passage.end].rstrip()[-1] for passage in passages(LAW)]
    assert set(ends[1:]) == {"。"}


def it_leaves_an_article_whole_below_the_most() -> None:
    text = article(1) + article(2, 700) + article(3)
    assert [clause_label(passage.path) for passage in passages(text)] == [
        "第一条",
        "第二条",
        "第三条",
    ]


def it_splits_an_article_above_the_most_at_its_items() -> None:
    items = "".join(f"（{counted(n)}）" + "登记事项齐全；" * 20 + "\n" for n in range(1, 9))
    text = "第一条　下列情形应当登记：\n" + items + article(2)
    found = passages(text)
    assert len(found) > 2
    assert all(passage.path[0] == "第一条" for passage in found[:-1])
    assert all(text[passage.start] == "（" for passage in found[1:-1])


def it_joins_small_points_within_their_section_only() -> None:
    for passage in passages(NORMS):
        held = NORMS[passage.start : passage.end]
        assert not ("第一节" in held and "第二节" in held)
    assert len(passages(NORMS)) == 2


def it_does_not_join_points_beyond_the_target() -> None:
    points = "".join(f"{n}、" + "按期完成登记工作。" * 8 + "\n" for n in range(1, 20))
    text = "一、工作职责\n" + points + "二、工作要求\n" + points
    found = passages(text, target=300)
    assert all(passage.end - passage.start <= 450 for passage in found)
    assert {passage.path[:1] for passage in found} == {("一、",), ("二、",)}
    assert {passage.headings[0] for passage in found} == {"工作职责", "工作要求"}


def it_cuts_running_text_between_paragraphs() -> None:
    text = ("今年以来，街道开展登记。" * 15 + "\n") * 10
    found = passages(text, target=300)
    assert covers(text, found)
    assert all(text[passage.end - 1] == "\n" for passage in found)
    assert all(150 <= passage.end - passage.start <= 450 for passage in found)


def it_cuts_a_long_paragraph_between_sentences() -> None:
    text = "街道开展走访活动，居民反映良好。" * 100
    found = passages(text, target=300)
    assert all(text[passage.start : passage.end].endswith("。") for passage in found)


def it_cuts_endless_text_at_the_most() -> None:
    assert [p.end - p.start for p in passages("甲" * 2000, target=300, most=800)] == [800, 800, 400]


def it_refuses_a_target_above_the_most() -> None:
    with pytest.raises(ValueError, match="900"):
        passages("甲", target=900, most=800)


WORDS = st.sampled_from(
    [
        "应当登记",
        "依照第三条的规定",
        "按照前条第（二）项",
        "共计3.5万元",
        "由街道办理",
        "不少于10人",
    ]
)
SENTENCES = st.lists(WORDS, min_size=2, max_size=9).map(lambda words: "，".join(words) + "。")
ARTICLES = st.lists(st.lists(SENTENCES, min_size=1, max_size=3), min_size=3, max_size=14)
WIDTHS = st.integers(16, 45)


def written(articles: Sequence[Sequence[str]], indent: str) -> list[str]:
    lines = []
    for number, paragraphs in enumerate(articles, 1):
        if number % 4 == 1:
            lines.append(f"第{counted(number // 4 + 1)}章　工作职责")
        lines.append(f"{indent}第{counted(number)}条　{paragraphs[0]}")
        lines += [indent + paragraph for paragraph in paragraphs[1:]]
    return lines


def wrapped(lines: Sequence[str], width: int) -> str:
    broken = []
    for line in lines:
        broken += [line[at : at + width] for at in range(0, len(line), width)]
    return "\n".join(broken) + "\n"


def article_paths(text: str) -> list[tuple[str, ...]]:
    paths = dict.fromkeys(clause.path for clause in clauses(text))
    cut = [tuple(label for label in path if not label.endswith("款")) for path in paths]
    return list(dict.fromkeys(path for path in cut if path and path[-1].endswith("条")))


@given(ARTICLES, WIDTHS, st.sampled_from(["", "　　"]))
def it_reads_the_same_articles_however_lines_are_wrapped(
    articles: list[list[str]], width: int, indent: str
) -> None:
    lines = written(articles, indent)
    plain = article_paths("\n".join(lines))
    assert plain == [
        (f"第{counted((n - 1) // 4 + 1)}章", f"第{counted(n)}条")
        for n in range(1, len(articles) + 1)
    ]
    assert article_paths(wrapped(lines, width)) == plain


PIECES = st.sampled_from(
    "\n \r\n \t 　　 ： 。 ， 第 条 甲 12 总则 甲乙丙丁 ① ② ⒈ ㈠ ㊣ 𠀀 \ud800 目录\n ……3\n "
    "第一条_ 第二条　 第三章\n 第三条的规定 附件1\n 盒1名称： 一_总则\n 2_术语\n "
    "一、 二、 （一） （2） 1. 2． 3.5万元 1.1".split(" ")
).map(lambda piece: piece.replace("_", " "))


@given(st.lists(PIECES, max_size=60).map("".join), st.integers(1, 60), st.integers(0, 90))
def it_covers_any_text_within_the_bounds(text: str, target: int, more: int) -> None:
    found = clauses(text)
    parts = passages(text, found, target=target, most=target + more)
    if text:
        assert covers(text, found)
        assert covers(text, parts)
    assert all(part.end - part.start <= target + more for part in parts)
    both: list[Clause | Passage] = [*found, *parts]
    for each in both:
        assert len(each.path) == len(each.headings)
        assert clause_label(each.path) or not each.path


HOSTILE: dict[str, Callable[[int], str]] = {
    "restarts": lambda n: "一、甲乙丙丁\n" * n,
    "articles": lambda n: "第一条　甲乙丙丁。\n" * n,
    "labels only": lambda n: "一、\n" * n,
    "one line": lambda n: "1、甲。" * n,
    "brackets": lambda n: "（一）（二）" * n,
    "decimals": lambda n: "1.1 甲乙丙\n1.2 甲乙丙\n" * n,
    "contents": lambda n: "第一章 甲乙丙……3\n" * n,
    "same chapters": lambda n: "第一章 甲\n第二章 乙\n" * n,
    "blanks": lambda n: "第　　　\n        " * n,
    "paragraphs": lambda n: "第一条 甲。\n" + "乙，丙丁戊己庚辛。\n" * n,
    "pauses": lambda n: "，" * n * 8,
    "annexes": lambda n: "附件\n甲乙丙丁戊己庚\n" * n,
}


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def it_takes_time_in_line_with_the_length(kind: str) -> None:
    def spent(count: int) -> float:
        text = HOSTILE[kind](count)
        best = float("inf")
        for _ in range(2):
            begin = time.process_time()
            passages(text)
            best = min(best, time.process_time() - begin)
        return best

    # Eight times the text: in line it takes some 8 times as long, in square 64 times.
    assert spent(4_800) < 28 * max(spent(600), 0.002)
