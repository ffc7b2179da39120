"""Characters that sound or look alike, and terms near a term."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from danghe.text.characters import TABLE, characters
from danghe.text.likeness import (
    alike,
    candidates,
    likeness,
    looks_like,
    neighbours,
    sounds_like,
)
from danghe.text.near_terms import LONGEST, MOST_LOOKUPS
from danghe.text.normalise import fold

TEXTS = (
    "社会抚养费征收管理办法",
    "社会扶贫救助和社会抚恤工作",
    "避孕药具发放登记簿",
    "避孕节育和约具名册",
    "计划生育技术服务",
    "柳溪社区药具发放站",
    "药店和药的管理",
    "康检通知书送达回执",
    "健康检查和抗生素",
    "流动人口婚育证明查验",
    "独生子女父母光荣证",
    "奖励扶助对象确认",
    "全员人口信息系统excel导入documentation说明",
    "2023年2024年度考核",
    "身份证330102197001011234号",
)


class PairsOf:
    """The pairs of some texts; counts what it is asked."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.asked = 0
        self.all = {one + other for text in texts for one, other in pairwise(fold(text))}

    def after(self, character: str) -> Iterable[str]:
        self.asked += 1
        return [pair[1] for pair in self.all if pair[0] == character]

    def holds(self, pair: str) -> bool:
        self.asked += 1
        return pair in self.all


class Everything:
    """An index in which any two characters stand side by side."""

    def __init__(self) -> None:
        self.asked = 0
        self.signs = [*characters().rank, *"abcdefghijklmnopqrstuvwxyz0123456789"]

    def after(self, character: str) -> Iterable[str]:
        self.asked += 1
        return self.signs

    def holds(self, pair: str) -> bool:
        self.asked += 1
        return True


def near(term: str, texts: Iterable[str] = TEXTS, most: int = 200) -> list[str]:
    return [found.text for found in neighbours(fold(term), PairsOf(texts), most)]


@pytest.mark.parametrize("pair", "抚扶 养样 剧具 约药 征证 康抗 检捡 行型 绿率 女努".split())
def it_hears_homophones_as_alike(pair: str) -> None:
    if pair != "女努":
        assert sounds_like(*pair) >= 0.9
        assert likeness(*pair) >= 0.8
    else:
        assert sounds_like(*pair) == 0


def it_hears_the_same_reading_as_the_same() -> None:
    assert sounds_like("计", "记") == 1
    assert sounds_like("计", "及") < 1


@pytest.mark.parametrize("pair", "制字 参惨 上伤 宁林 跟更 音英 流牛 湖福 人仍".split())
def it_hears_what_is_often_mixed_up_as_less_alike(pair: str) -> None:
    assert 0 < sounds_like(*pair) <= 0.95


def it_ranks_tones_before_initials_and_finals_before_the_unlike() -> None:
    degrees = [sounds_like("山", other) for other in "删善三商桑店"]
    assert degrees == sorted(degrees, reverse=True)
    assert degrees[0] == 1
    assert degrees[2] == degrees[3] > degrees[4] > degrees[5] == 0


@pytest.mark.parametrize(
    "pair",
    "己已 已巳 末未 人入 日曰 士土 天夭 侯候 辩辨 育盲 牛生 大太 乎平 干千 贷货 析折 抢抡 管菅 "
    "享亨 免兔 鸟乌 戊戌 戌戍 拔拨 徽微 毫亳 赢羸 祟崇 "
    "因困 问间 准淮 冶治 技枝 杜社 睛晴 术木 住往 冷泠 杨扬 城域".split(),
)
def it_sees_close_shapes_as_alike(pair: str) -> None:
    assert looks_like(*pair) >= 0.7
    assert looks_like(*pair) == looks_like(*reversed(pair))
    assert likeness(*pair) >= 0.7


@pytest.mark.parametrize("pair", "药约 入八 抚无 环不 征正 请青 0o 0〇 1l 5s 8b".split())
def it_sees_what_lost_a_part_and_the_signs_of_ocr(pair: str) -> None:
    assert looks_like(*pair) >= 0.5


@pytest.mark.parametrize("pair", "药的 具店 社人 口药 计避 育口 a药 1药 费检 𠮷药 的。".split())
def it_takes_the_unlike_for_unlike(pair: str) -> None:
    assert likeness(*pair) < 0.2


HAN = st.sampled_from(sorted(characters().rank)) | st.characters()


@given(HAN, HAN)
@example("检", "捡")
def it_measures_likeness_the_same_both_ways(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == sounds_like(one, one) == looks_like(one, one) == 1
    assert likeness(one, other) >= looks_like(one, other)


@given(HAN)
def it_lists_candidates_that_are_alike_and_folded(one: str) -> None:
    found = candidates(one)
    assert len(set(found)) == len(found) <= 60
    assert one not in found
    for other in found:
        assert fold(other) == other
        assert likeness(one, other) == alike(one)[other] >= 0.5


def it_lists_likely_candidates_first() -> None:
    assert "捡" in candidates("检")[:3]
    assert "已" in candidates("己")[:5]
    assert "扶" in candidates("抚")
    assert "医" in candidates("区")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # Pinyin.
        ("抚养废", "抚养费"),
        ("抚样费", "抚养费"),
        ("社会扶养费", "社会抚养费"),
        ("扶样废", "抚养费"),
        ("社会府样费", "社会抚养费"),
        ("抗捡", "康检"),
        ("药剧", "药具"),
        ("避孕要具", "避孕药具"),
        ("流动人口昏育证明", "流动人口婚育证明"),
        ("将励扶助", "奖励扶助"),
        ("独身子女", "独生子女"),
        ("计划圣育", "计划生育"),
        # OCR.
        ("计划牛育", "计划生育"),
        ("计划生盲", "计划生育"),
        ("流动入口", "流动人口"),
        ("独生了女", "独生子女"),
        ("药县", "药具"),
        ("社会抚养贾", "社会抚养费"),
        ("docurnentation", "documentation"),
        ("exce1", "excel"),
        # One too many, one too few, two swapped, one altogether wrong.
        ("抚抚养费", "抚养费"),
        ("社会抚养养费", "社会抚养费"),
        ("计划技生育", "计划生育"),
        ("社抚养费", "社会抚养费"),
        ("流人口婚育", "流动人口婚育"),
        ("计划育生", "计划生育"),
        ("独生女子", "独生子女"),
        ("社会抚药费", "社会抚养费"),
        ("独大子女", "独生子女"),
        ("excle", "excel"),
        ("documntatoin", "documentation"),
        # Traditional characters, folded before.
        ("社會撫養廢", "社会抚养费"),
        ("計劃牛育", "计划生育"),
    ],
)
def it_finds_the_term_that_was_meant(typed: str, meant: str) -> None:
    assert meant in near(typed)[:5]


def it_finds_a_term_of_ocr_though_its_wrong_form_stands_elsewhere() -> None:
    assert "避孕药具" in near("避孕约具")[:5]


@pytest.mark.parametrize("term", ["药具", "康检", "管理", "证明"])
def it_gives_for_two_characters_only_what_sounds_or_looks_alike(term: str) -> None:
    for pairs in (PairsOf(TEXTS), Everything()):
        for found in neighbours(term, pairs):
            assert len(found.text) == 2
            assert all(likeness(*both) >= 0.5 for both in zip(term, found.text, strict=True))
    assert not {"药店", "药的"} & set(near(term))


def it_ranks_alikes_before_any_other_character() -> None:
    texts = ("药具站里", "药剧站里", "药店站里")
    found = {one.text: one.likeness for one in neighbours("药句站", PairsOf(texts))}
    assert found["药具站"] > found["药店站"]
    assert near("药句站", texts)[0] in ("药具站", "药剧站")


def it_leaves_figures_as_they_are() -> None:
    assert "2024年" not in near("2023年")
    assert "2024年度" not in near("2023年度")
    assert "330102197001011234" in near("330102197001011284")
    assert "2023年" in near("2o23年")


@pytest.mark.parametrize("term", ["", "药", " ", "药" * (LONGEST + 1), "a"])
def it_has_nothing_near_the_very_short_and_the_very_long(term: str) -> None:
    assert neighbours(term, PairsOf(TEXTS)) == ()


TERMS = st.lists(
    st.sampled_from([*"社会抚养费药具康检生育人口2023excl ", "docu"]), max_size=12
).map(lambda parts: fold("".join(parts)))


@given(TERMS, st.integers(0, 30))
def it_gives_only_terms_that_could_stand_in_the_index(term: str, most: int) -> None:
    pairs = PairsOf(TEXTS)
    found = neighbours(term, pairs, most)
    assert len(found) <= most
    assert [one.likeness for one in found] == sorted((one.likeness for one in found), reverse=True)
    texts = [one.text for one in found]
    assert len(set(texts)) == len(texts)
    assert term not in texts
    for one in found:
        assert 0 < one.likeness < 1
        assert all(left + right in pairs.all for left, right in pairwise(one.text))


@given(st.sampled_from(["社会抚养费征收管理办法", "计划生育技术", "避孕药具", "抚养费"]), st.data())
def it_finds_any_term_with_one_fault_inside(term: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(term) - 2))
    fault = data.draw(st.sampled_from(["swap", "double", "change", "add", "drop"]))
    other = data.draw(st.sampled_from("的一是不了在有和"))
    before, here, after = term[:place], term[place], term[place + 1 :]
    spoiled = {
        "swap": before + after[0] + here + after[1:],
        "double": before + here + here + after,
        "change": before + other + after,
        "add": before + other + here + after,
        "drop": before + after if len(term) > 3 else before + other + after,
    }[fault]
    assert term in near(spoiled)


@pytest.mark.parametrize(
    "term", ["药具", "社会抚养费", "意义议", "社会抚养费征收管理办法" * 5, "documentation"]
)
def it_asks_a_bounded_number_of_questions(term: str) -> None:
    everything = Everything()
    begin = time.process_time()
    found = neighbours(term, everything)
    assert time.process_time() - begin < 3
    assert everything.asked <= MOST_LOOKUPS
    assert len(found) <= 200


def it_loads_only_when_it_is_used() -> None:
    code = (
        "import danghe.text.likeness, danghe.text.characters as table\n"
        "assert table.characters.cache_info().currsize == 0\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def it_has_a_table_of_folded_characters_that_names_its_sources() -> None:
    table = characters()
    assert len(table.rank) > 6500
    assert all(fold(character) == character for character in table.rank)
    assert all(
        reading[-1] in "12345" for line in table.readings.values() for reading in line.split()
    )
    assert TABLE.read_text("utf-8").startswith("# Derived from data files of Unicode")
