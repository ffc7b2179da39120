"""Synonyms as data: sources, syntax, what they lead to, and what is refused."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danghe.errors import ArchiveError, SchemaError, UsageError
from danghe.index.lists import MAX_BYTES, MAX_LINE
from danghe.index.thesaurus import (
    DANGHE,
    FILE,
    MAX_GROUP,
    MAX_SAME,
    Entry,
    Thesaurus,
    lines_without,
    new_line,
    parse_line,
    thesaurus,
)
from danghe.schemas import Norms, load, parse
from danghe.text.normalise import fold

NO_NORMS = Norms("none", "无", "1", (None, None), ())


WORDS = st.sampled_from([f"词{letter}" for letter in "abcdefghijklmnop"])


def of_lines(*lines: str) -> Thesaurus:
    return Thesaurus(tuple(map(parse_line, lines)))


def of_file(home: Path, content: str | bytes) -> Thesaurus:
    raw = content.encode() if isinstance(content, str) else content
    (home / FILE).write_bytes(raw)
    return thesaurus(NO_NORMS, home)


# --- what words lead to ---


def it_finds_every_word_of_a_group_from_each_of_them() -> None:
    found = of_lines("残联 = 残疾人联合会 = 残协")
    assert found.same("残协") == ("残联", "残疾人联合会")
    assert found.same("残联") == ("残疾人联合会", "残协")
    assert found.same("残疾") == ()


@given(st.lists(WORDS, min_size=1, unique=True), st.sampled_from("、,，"), st.sampled_from(">＞"))
def it_reads_a_list_alike_whatever_its_signs(words: list[str], comma: str, arrow: str) -> None:
    line = f"{comma.join(words)}{arrow}官一 {comma} 官二"
    assert parse_line(line) == Entry(tuple(words), ("官一", "官二"))
    assert parse_line(f"{'、'.join(words)} > 官一、官二") == parse_line(line)


def it_goes_from_lay_words_to_official_ones_and_never_back() -> None:
    found = of_lines("老板、东家 > 用人单位, 雇主")
    assert found.related("东家") == ("用人单位", "雇主")
    assert found.related("用人单位") == ()
    assert found.same("老板") == ()


def it_asks_for_what_is_related_to_a_word_that_means_the_same() -> None:
    assert of_lines("工钱 = 薪水", "工钱 > 劳动报酬").related("薪水") == ("劳动报酬",)


def it_looks_up_folded_words_whatever_their_writing_in_the_file() -> None:
    assert of_lines("殘聯 ＝ ＡＢＣ中心").same(fold("残联")) == ("abc中心",)


def it_joins_lines_that_share_a_word_nearest_first() -> None:
    found = of_lines("甲甲 = 乙乙", "丙丙 = 丁丁", "乙乙 = 丙丙")
    assert found.same("甲甲") == ("乙乙", "丙丙", "丁丁")


def it_never_searches_for_more_than_some_words_though_lines_join_without_end() -> None:
    chain = [f"词{n:04} = 词{n + 1:04}" for n in range(5000)]
    assert of_lines(*chain).same("词0000") == tuple(f"词{n:04}" for n in range(1, MAX_SAME + 1))


GROUPS = st.lists(st.lists(WORDS, min_size=2, max_size=4, unique=True), max_size=8)


@given(GROUPS)
def it_means_the_same_both_ways(groups: list[list[str]]) -> None:
    found = of_lines(*(" = ".join(group) for group in groups))
    for group in groups:
        for word in group:
            others = found.same(word)
            assert set(group) - {word} <= set(others)
            assert word not in others
            assert all(word in found.same(other) for other in others)


@given(GROUPS, WORDS)
def it_leaves_nothing_of_a_word_that_is_taken_out(groups: list[list[str]], word: str) -> None:
    lines = [" = ".join(group) for group in groups]
    if any(word in group for group in groups):
        left = of_lines(*lines_without(lines, [word]))
        assert left.same(word) == ()
    else:
        with pytest.raises(UsageError):
            lines_without(lines, [word])


# --- lay words in questions ---


def it_tells_the_lay_words_of_a_question_the_longest_of_those_that_overlap() -> None:
    found = of_lines("工资 > 劳动报酬", "拖欠工资 > 无故拖欠", "老板 > 用人单位")
    assert found.lay_words_in("老板拖欠工资怎么办") == ("老板", "拖欠工资")


def it_takes_no_lay_word_out_of_a_longer_word_that_it_knows() -> None:
    found = of_lines("抚养费 > 给付抚养费", "社会抚养费 = 超生罚款")
    assert found.lay_words_in("社会抚养费怎么收") == ()
    assert found.lay_words_in("离婚后抚养费怎么收") == ("抚养费",)


# --- the sources ---


def it_adds_up_the_archive_the_norms_and_what_ships(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("健康检查 = 三查\n", "utf-8")
    found = thesaurus(load(), tmp_path)
    assert found.same("三查")[0] == "健康检查"
    assert {"康检", "孕环检"} <= set(found.same("三查"))
    assert "人力资源和社会保障局" in found.same("人社局")
    assert {entry.origin for entry in found.entries} == {"archive", "norms", "danghe"}


@pytest.mark.parametrize(
    ("word", "other"),
    [("计生委", "人口计生委"), ("卫计委", "计生委"), ("康检", "健康检查"), ("孕环检", "康检")],
)
def it_knows_the_words_of_the_field_from_the_norms(word: str, other: str, tmp_path: Path) -> None:
    assert other in thesaurus(load(), tmp_path).same(word)


def it_lets_norms_say_another_group_for_searching_than_for_filing(tmp_path: Path) -> None:
    norms = Norms(
        "n",
        "试用",
        "1",
        (None, None),
        (),
        synonyms={"流动人口": ("流入人口", "流出人口"), "交接": ("移交",)},
        search_synonyms={"流动人口": ("流动人员",), "交接": ()},
    )
    found = thesaurus(norms, tmp_path)
    assert found.same("流动人口") == ("流动人员",)
    assert found.same("流入人口") == ()
    assert found.same("移交") == ()


def it_keeps_the_words_for_searching_whole_but_out_of_filing() -> None:
    norms = load()
    assert "人口计生委" in norms.vocabulary
    assert "人口计生委" not in norms.terms


def it_refuses_norms_with_a_search_word_of_one_character() -> None:
    text = "id: x\ntitle: 试用\nversion: '1'\nin_force: [null, null]\nlevels: []\n"
    with pytest.raises(SchemaError) as caught:
        parse(text + "search_synonyms:\n  费用: [费]\n", "x.yaml")
    assert "第 7 行" in str(caught.value)


@pytest.fixture(scope="module")
def shipped() -> tuple[Entry, ...]:
    return tuple(e for e in thesaurus(NO_NORMS, Path("nowhere")).entries if e.origin == DANGHE)


def it_ships_general_words_in_plenty(shipped: tuple[Entry, ...]) -> None:
    assert sum(not entry.official for entry in shipped) >= 500
    assert sum(bool(entry.official) for entry in shipped) >= 2000


def it_ships_no_word_in_two_groups(shipped: tuple[Entry, ...]) -> None:
    words = Counter(fold(w) for entry in shipped if not entry.official for w in entry.words)
    assert [word for word, count in words.items() if count > 1] == []


@pytest.mark.parametrize(
    ("lay", "official"),
    [
        ("老板", "用人单位"),
        ("工资", "劳动报酬"),
        ("房东", "出租人"),
        ("酒驾", "饮酒后驾驶机动车"),
        ("小偷", "盗窃"),
        ("辞退", "解除劳动合同"),
        ("口头遗嘱", "两个以上见证人"),
        ("撞人跑了", "交通肇事逃逸"),
        ("黑户", "无户口人员"),
    ],
)
def it_bridges_lay_words_and_statutes(lay: str, official: str) -> None:
    assert official in thesaurus(NO_NORMS, Path("nowhere")).related(lay)


def it_keeps_words_of_one_field_of_work_out_of_the_general_file(
    shipped: tuple[Entry, ...],
) -> None:
    words = {fold(w) for entry in shipped if not entry.official for w in entry.words}
    own = {fold(word) for word in load().synonyms} - {fold("户口簿")}
    assert words & own == set()


# --- the archive's file ---


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def it_reads_the_usual_encodings_comments_and_line_ends(encoding: str, tmp_path: Path) -> None:
    text = "# 说明\r\n\r\n  甲甲 = 乙乙  \r\n丙 > 丁丁，戊戊\r\n"
    found = of_file(tmp_path, text.encode(encoding))
    assert found.same("甲甲") == ("乙乙",)
    assert found.related("丙") == ("丁丁", "戊戊")


@pytest.mark.parametrize(
    "line",
    [
        "孤词",
        "甲甲 = ",
        "甲甲 = 甲甲",
        "甲甲 = ＝ 乙乙",
        "费 = 费用",
        "甲甲 > 乙乙 > 丙丙",
        "甲甲 = 乙乙 > 丙丙",
        "> 乙乙",
        "甲甲 >",
        "甲甲 = ……",
        "甲甲 = " + "长" * 51,
        " = ".join(f"词{n:02}" for n in range(MAX_GROUP + 1)),
    ],
)
def it_names_the_line_that_cannot_be_read_with_a_remedy(line: str, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError) as caught:
        of_file(tmp_path, f"好词 = 佳词\n\n{line}\n")
    assert caught.value.key == "synonyms.line"
    assert caught.value.values["line"] == "3"
    assert caught.value.remedy
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"# " + b"x" * MAX_BYTES, "list.too_large"),
        (b"#\n" + b"x" * (MAX_LINE + 1), "list.long_line"),
        (b"\xff\xfe\xff\xff", "list.encoding"),
    ],
)
def it_refuses_files_that_are_no_list(content: bytes, key: str, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError) as caught:
        of_file(tmp_path, content)
    assert caught.value.key == key
    assert caught.value.remedy


@given(st.text(max_size=60))
def it_reads_or_refuses_any_line_that_is_added(text: str) -> None:
    try:
        line = new_line([text, "佳词"])
    except UsageError:
        return
    entry = parse_line(line)
    assert len(entry.words) >= 2
    assert str(entry) == line


def it_writes_a_line_anew_only_where_a_word_is_taken_out() -> None:
    lines = ["# 说明", "甲甲 =乙乙= 丙丙", "丁丁=戊戊", "老甲，老乙 > 官一, 官二"]
    assert lines_without(lines, ["丙丙"]) == ["# 说明", "甲甲 = 乙乙", *lines[2:]]
    assert lines_without(lines, ["丁丁"]) == [*lines[:2], lines[3]]
    assert lines_without(lines, ["官一"], "老乙")[3:] == ["老甲 > 官一、官二", "老乙 > 官二"]
    assert lines_without(lines, [], "老甲")[3:] == ["老乙 > 官一、官二"]


@pytest.mark.parametrize(("words", "lay"), [(["官一"], None), (["官三"], "老甲"), ([], "老丙")])
def it_says_which_word_is_not_there_to_be_taken_out(words: list[str], lay: str | None) -> None:
    with pytest.raises(UsageError) as caught:
        lines_without(["老甲、老乙 > 官一、官二"], words, lay)
    assert caught.value.key == "synonyms.not_own"
