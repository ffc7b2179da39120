"""Folding and tidying of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danghe.text.normalise import Folded, fold, fold_with_offsets, tidy

PIECES = st.sampled_from(
    [
        *"望湖街道登记薄簿帐账臵置徵征○〇人口与計劃生育藥具社會撫養費，。；：（）《》〔〕【】“”、—·",
        *"0123456789０５９％‰②⒈㈠ABCxyzＡｂ -+/.\t\n\r\u3000\xa0\u200b\xad\ufeff\ue5e5\x1b",
        *"é⼈⺠が한¨ﬁ№ẞİ㍿½𠮷\ud800",
        *["e\u0301", "か\u3099", "葛\U000e0100", "  ", " \n ", "foo", "bar", "2023 年"],
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=30)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("２０２３ 年５ 月", "2023年5月"),
        ("社会\n抚养费", "社会抚养费"),
        ("foo\nbar", "foo bar"),
        ("12\t34", "12 34"),
        ("a  \u3000 b", "a b"),
        ("B超 检查", "b超检查"),
        (" 药具\u3000", "药具"),
        ("計劃生育藥具發放登記簿", "计划生育药具发放登记簿"),
        ("放臵宫内节育器", "放置宫内节育器"),
        ("徵收", "征收"),
        ("瞭解", "了解"),
        ("二○○七年", "二〇〇七年"),
        ("“报告”„甲‟「乙」", '"报告""甲""乙"'),
        ("‘甲’", "'甲'"),
        ("柳政发〔2023〕5号", "柳政发[2023]5号"),
        ("柳政发［２０２３］５号", "柳政发[2023]5号"),
        ("1—3月", "1-3月"),
        ("99.5％", "99.5%"),
        ("⼈⼝与⺠政", "人口与民政"),
        ("抚\u200b养\xad费\ufeff", "抚养费"),
        ("计\x00划\x1b生\u202e育", "计划生育"),
        ("café cafe\u0301", "cafe cafe"),
        ("葛\U000e0100城", "葛城"),
        ("街道\ue5e5社区", "街道社区"),
        ("", ""),
        (" \n\t", ""),
    ],
)
def it_folds(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("登记薄", "登记簿"),
        ("台帐", "台账"),
        ("帳篷", "帐篷"),
        ("薄弱", "薄弱"),
        ("か\u3099", "が"),
    ],
)
def it_folds_writings_of_one_word_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("药具", "药县"), ("3.5", "35"), ("a b", "ab")])
def it_keeps_different_things_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(TEXTS)
def it_changes_nothing_when_folding_twice(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXTS, st.data())
def it_finds_the_folding_of_any_part_in_the_folding_of_the_whole(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert fold(text[start:end]) in fold(text)


@given(TEXTS)
def it_leaves_no_white_space_but_single_spaces_between_latin_words(text: str) -> None:
    folded = fold(text)
    assert not any(character.isspace() and character != " " for character in folded)
    for index, character in enumerate(folded):
        if character == " ":
            assert folded[index - 1].isalnum()
            assert folded[index - 1].isascii()
            assert folded[index + 1].isalnum()
            assert folded[index + 1].isascii()


@given(TEXTS)
def it_gives_every_folded_character_its_origin(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert folded.offsets[-1] == len(text)
    assert list(folded.offsets) == sorted(folded.offsets)
    for character, offset in zip(folded.text, folded.offsets, strict=False):
        assert character == " " or character in fold(text[offset])


@given(TEXTS, st.data())
def it_maps_a_folded_span_to_an_original_one_that_holds_it(text: str, data: st.DataObject) -> None:
    folded = fold_with_offsets(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = folded.span(start, end)
    assert 0 <= first <= last <= len(text)
    assert folded.text[start:end].strip() in fold(text[first:last])


def it_covers_white_space_within_a_span_but_not_around_it() -> None:
    text = "收取 社会\n抚养 费 的"
    folded = fold_with_offsets(text)
    start = folded.text.index("社会抚养费")
    first, last = folded.span(start, start + 5)
    assert text[first:last] == "社会\n抚养 费"


def it_covers_the_whole_character_that_a_part_came_from() -> None:
    text = "甲㈠e\u0301乙"
    folded = fold_with_offsets(text)
    assert folded.text == "甲(一)e乙"
    assert folded.span(2, 3) == (1, 2)
    assert folded.span(4, 5) == (2, 4)


def it_gives_an_empty_span_for_an_empty_span() -> None:
    folded = fold_with_offsets("甲 乙")
    assert folded.span(1, 1) == (2, 2)
    assert folded.span(2, 2) == (3, 3)


def it_can_be_made_without_the_original() -> None:
    assert Folded("ab", (0, 2, 3)).span(0, 2) == (0, 3)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("  关于 人口 计划\n的 报告 ", "关于人口计划的报告"),
        ("2023 年  B 超", "2023 年 B 超"),
        ("foo \t bar", "foo bar"),
        ("登 记 薄（二〇二三）", "登记薄（二〇二三）"),
        ("标题\x1b[31m\u202e尾", "标题[31m尾"),
        ("“ 通 知 ”", "“通知”"),
    ],
)
def it_tidies_for_display(written: str, shown: str) -> None:
    assert tidy(written) == shown


@given(TEXTS)
def it_tidies_once_and_for_all(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
