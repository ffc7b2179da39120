"""Numbers in Chinese and Arabic writing as equals in search."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from danghe.text.normalise import fold
from danghe.text.number_forms import MOST_TOKENS, number_tokens, other_forms
from danghe.text.number_mentions import find_numbers
from danghe.text.number_writings import MOST_IN_WORDS, in_words
from danghe.text.numerals import chinese_number

NEIGHBOURS = st.sampled_from("共计为达有社区，。(")
COUNTED = st.sampled_from("年月日号个户人名次件份张页条款项章节届期岁元倍级类种台家组批孩")
DIGITS = "〇一二三四五六七八九"


def folded_forms(term: str) -> set[str]:
    return {form.folded for form in other_forms(fold(term), most=100)}


def found_by(term: str, text: str) -> bool:
    """What an index answers: the term itself, or another writing with its tokens."""
    term, text = fold(term), fold(text)
    tokens = number_tokens(text)
    return term in text or any(
        form.folded in text and tokens.issuperset(form.needs) for form in other_forms(term)
    )


EQUAL = [
    ("二〇二三", "2023"),
    ("二○二三年", "２０２３ 年"),
    ("二〇二三年", "二零二三年"),
    ("2023年", "2 0 2 3 年"),
    ("二〇二三年十二月五日", "2023年12月5日"),
    ("2023年5月6日", "2023年05月06日"),
    ("百分之九十", "90%"),
    ("百分之九十以上", "９０％以上"),
    ("3.5%", "百分之三点五"),
    ("百分之百", "100%"),
    ("千分之三", "3‰"),
    ("0.3%", "3‰"),
    ("第三章", "第3章"),
    ("十二月", "12月"),
    ("一万二千", "12000"),
    ("一万二千", "1.2万"),
    ("1.2万", "12,000"),
    ("12,000元", "一万二千元"),
    ("叁仟元", "3000元"),
    ("两户", "2户"),
    ("二孩", "两孩"),
    ("三至五年", "3至5年"),
    ("柳政发〔2023〕12号", "柳政发〔二〇二三〕十二号"),
    ("一百零三户", "103户"),
    ("一百〇三户", "一百零三户"),
    ("八十年代", "80年代"),
    ("98年", "九八年"),
    ("三点五倍", "3.5倍"),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def it_finds_a_number_in_either_writing(one: str, other: str) -> None:
    for left, right in (("", ""), ("共计", "。"), ("(", "以上")):
        assert found_by(one, f"{left}{other}{right}")
        assert found_by(other, f"{left}{one}{right}")


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("三年", "2023年"),
        ("三年", "2 0 2 3 年"),
        ("3月", "十三月"),
        ("3月", "二十三月"),
        ("二十三", "1923"),
        ("三月", "13月"),
        ("第3", "第三十条"),
        ("第三", "第31条"),
        ("共3", "共三十户"),
        ("90%", "百分之九十五"),
        ("百分之五", "95%"),
        ("三户", "1.3户"),
        ("2万", "一十二万"),
        ("二百", "1200"),
        ("12", "一百一十二"),
        ("五年", "3.5年"),
        ("三十", "30000000000000000000000000"),
        ("十二月", "b12月"),
    ],
)
def it_does_not_find_a_part_of_a_longer_number(term: str, text: str) -> None:
    assert not found_by(term, text)


@pytest.mark.parametrize(
    "word",
    "一般 一些 一定 一样 一方面 统一 统一年度 同一天 唯一 十分 十几个 几十个 数十万户 三八妇女节 "
    "万一 千万 百姓 四术 两非 一书三状 三四个 五六十 十七八岁 一两年 十四五规划 一二三产业 五一 "
    "千方百计 陆家 零零散散 进一步 之一 一点 一时 三点五十分 b12 a4纸 gb2312".split(),
)
def it_takes_no_numeral_of_a_word_for_a_number(word: str) -> None:
    assert number_tokens(word) == set()
    assert other_forms(word) == ()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("共二〇二三年", {"#2023", "#2023年", "共#2023", "共#2023年"}),
        ("2.50", {"#2.5"}),
        ("2023.5.6", {"#2023", "#5", "#6", "#2023.", ".#5", "#5.", ".#6", ".#5."}),
        ("12 人 34", {"#12", "#34", "#12人", "人#34"}),
        ("5 6", {"#5", "#6"}),
        ("0571", {"#0571"}),
        ("05月", {"#5", "#5月"}),
        ("1,5", {"#1", "#5", "#1,", ",#5"}),
        ("1" * 21, set()),
    ],
)
def it_gives_tokens_for_whole_numbers(text: str, tokens: set[str]) -> None:
    assert number_tokens(fold(text)) == tokens


def it_needs_tokens_only_at_the_edges_of_a_term() -> None:
    needs = {form.folded: form.needs for form in other_forms("三年共5户第7")}
    assert needs["3年共五户第七"] == ("#3年", "第#7")
    assert needs["三年共五户第7"] == ()
    assert {form.needs for form in other_forms("2023")} == {("#2023",)}
    assert {form.needs for form in other_forms("共三户的")} == {()}


def it_puts_the_likeliest_writing_first() -> None:
    likeliest = {
        "2023年12月5日": "二〇二三年十二月五日",
        "二〇二三年十二月五日": "2023年12月5日",
        "12000": "一万二千",
        "2户": "两户",
        "第2章": "第二章",
        "90%": "百分之九十",
    }
    assert {term: other_forms(term)[0].folded for term in likeliest} == likeliest


def it_gives_no_more_forms_than_asked_for() -> None:
    term = "2023年12月5日至2024年11月30日共12000人"
    assert len(other_forms(term)) == 24
    assert len(other_forms(term, most=5)) == 5
    assert other_forms(term, most=0) == ()


WHOLE = st.one_of(
    st.integers(1, 30),
    st.integers(31, 9999),
    st.integers(10_000, 10**9),
    st.integers(1, 999).map(lambda head: head * 10_000),
)


def styles(number: int) -> set[str]:
    """Writings of a whole number, made here by other means than in the code."""
    words = in_words(number)
    made = {str(number), f"{number:,}", words, words.replace("零", "〇")}
    if 1000 <= number <= 9999:
        made.add("".join(DIGITS[int(digit)] for digit in str(number)))
    if number >= 10_000 and number % 100 == 0:
        made.add(f"{number / 10_000:.6f}".rstrip("0").rstrip(".") + "万")
    return made


@given(WHOLE, NEIGHBOURS, COUNTED)
@example(2, "第", "章")
@example(12_000, "共", "元")
def it_gives_each_writing_from_each_other(number: int, before: str, after: str) -> None:
    terms = {fold(f"{before}{style}{after}") for style in styles(number)}
    for term in terms:
        assert terms - {term} <= folded_forms(term)


@given(WHOLE, NEIGHBOURS, COUNTED, NEIGHBOURS, st.sampled_from(["left", "right", "both"]))
def it_needs_what_a_text_with_the_same_neighbours_holds(
    number: int, before: str, after: str, beyond: str, edge: str
) -> None:
    for style in styles(number):
        term = fold({"left": f"{style}{after}", "right": f"{before}{style}", "both": style}[edge])
        for form in other_forms(term):
            text = fold({"left": before, "right": "", "both": before}[edge] + form.folded)
            text += fold({"left": beyond, "right": after, "both": after}[edge])
            if number_tokens(text) >= {f"#{number}"}:
                assert number_tokens(text).issuperset(form.needs)


@given(st.integers(1, 999), st.integers(1, 999), COUNTED)
def it_needs_what_a_longer_number_does_not_hold(number: int, head: int, after: str) -> None:
    longer = int(f"{head}{number}")
    for form in other_forms(f"{number}{after}"):
        if form.needs:
            for style in styles(longer):
                assert not number_tokens(fold(f"共{style}{after}")).issuperset(form.needs)


@given(st.integers(1, 10**6) | st.integers(1, MOST_IN_WORDS))
@example(100_500)
@example(1_000_100_000_000)
@example(120_010)
def it_reads_back_what_it_writes_in_words(number: int) -> None:
    assert chinese_number(in_words(number)) == number
    if number > 10:
        assert [found.canonical for found in find_numbers(in_words(number))] == [str(number)]


PIECES = st.sampled_from(
    [*"0123456789.,%‰〇零一二三十百千万亿两点分之年第几至 壹a", "百分之", "2 0 2 3"]
)


@given(st.lists(PIECES, max_size=40).map("".join).map(fold))
def it_finds_numbers_in_any_text(text: str) -> None:
    numbers = list(find_numbers(text))
    for left, right in pairwise(numbers):
        assert left.end <= right.start
    for form in other_forms(text):
        assert fold(form.folded) == form.folded != text


@pytest.mark.parametrize(
    "piece", ["1", "一", "1,", "1.", "万", "百分之", "1万", "1 ", "三点", "点", "12年", "一,二 3%"]
)
def it_takes_time_that_grows_with_the_text_only(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    begin = time.process_time()
    tokens = number_tokens(text)
    assert time.process_time() - begin < 4
    assert max(map(len, tokens), default=0) <= 24


def it_bounds_the_tokens_of_one_text() -> None:
    text = "".join(f"共{number}户" for number in range(60_000))
    assert len(number_tokens(text)) <= MOST_TOKENS
