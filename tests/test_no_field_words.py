"""Norms are data: the code does not know the words of the field that the shipped norms are for.

Which words are telling is read from the norms themselves: the names and synonyms of sections,
boxes, items and terms, and the dictionary words they are made of. A word is *general* when
material about quite other matters uses it too (the norms and papers of a village, invented
regulations on traffic, fire, wages …), or when it stands in ``OFFICE`` below. The rest must
not occur anywhere in the package: not in code, not in its comments, not in its word lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from danghe.schemas import Norms, load
from danghe.text.segment import segmenter_for

ROOT = Path(__file__).resolve().parent.parent
HAN = re.compile("[\u4e00-\u9fff]")
ROOMS = sorted(path.parent for path in ROOT.glob("*/__init__.py"))
PACKAGE = sorted(
    path
    for path in (*ROOT.glob("*"), *(p for room in ROOMS for p in room.rglob("*")))
    if path.suffix in (".py", ".txt", ".html")
)

# Cut from jieba's general dictionary, characters of a general standard: not words of ours.
FROM_DICTIONARIES = {"text/folded_words.txt", "text/light_words.txt", "text/characters.txt"}

# About people as this field sees them; every other regulation of the corpus is of another field.
OWN_FIELD = {"population.txt"}

# Words of any office that the material about other fields happens not to use: forms of papers,
# then words of stores, households and administration.
OFFICE = frozenset(
    "成绩单 成绩册 试卷 测试题 调查问卷 问卷 个人档案 信息卡 登记卡 管理卡 账卡 通知单 通报单 "
    "情况通报 申报表 计划表 证明书 死亡证明 复印件 手册 宣传册 明白卡 相册 图片 工作台账 日程安排 "
    "数据 档案盒 成绩 身份证 员工 应聘 反应 "
    "入库 出库 出入库 调拨 需求 动员 普查 宣传教育 其它 会员 管理员 辞退 户口本 户籍本 贫困户 上访 "
    "各类 月度 签定 调出 调入 "
    "业绩 市民 打击 诚信 胎儿 女工 工商所 实名制 辞职报告 教职工 夫妻关系 病残 光荣 已婚 不良反应 "
    "全区 自治 村民自治 村民自治章程 综合治理 流入 流动人口 生殖".split()
)


@cache
def general_text() -> str:
    content = ROOT / "corpus" / "content"
    paths = [p for p in sorted((content / "regulations").glob("*.txt")) if p.name not in OWN_FIELD]
    paths += [ROOT / "schemas" / "village_boxes.yaml", *sorted((content / "village").glob("*.py"))]
    return cut("\n".join(path.read_text("utf-8") for path in paths))


def cut(text: str) -> str:
    """Dictionary words between bars: 健康检查 holds no 康检."""
    return f"|{'|'.join(segmenter_for(()).cut(text))}|"


def names(norms: Norms) -> Iterator[str]:
    yield from norms.terms
    for groups in (norms.synonyms, norms.search_synonyms):
        for head, others in groups.items():
            yield from (head, *others)
    for level in norms.levels:
        yield from (section.name for section in level.sections)
    for _, _, box in norms.boxes():
        yield box.label
        for item in box.items:
            yield from (item.name, *item.synonyms)


@cache
def words() -> frozenset[str]:
    """All names of the norms and the dictionary words in them, bare of brackets."""
    whole = {re.sub(r"[\[\]（）()《》“”]", "", name) for name in names(load())}
    parts = {part for name in whole for part in cut(name).split("|")}
    return frozenset(word for word in whole | parts if len(word) > 1 and HAN.search(word))


@cache
def general() -> frozenset[str]:
    return frozenset(word for word in words() if cut(word) in general_text()) | OFFICE


@cache
def telling() -> frozenset[str]:
    """Words of the field alone."""
    return words() - general()


@cache
def hiding() -> tuple[str, ...]:
    """General words in which a telling one stands by accident."""
    return tuple(word for word in general() if any(part in word for part in telling()))


def found_in(text: str) -> set[str]:
    for word in hiding():
        text = text.replace(word, " ")
    return {word for word in telling() if word in text}


def it_knows_the_words_of_the_field() -> None:
    assert len(telling()) > 500
    assert {"避孕", "药具", "康检", "计生", "育龄"} <= telling()
    assert {"登记", "培训", "职工", "信访", "健康检查"} <= general()
    assert found_in("康检") == {"康检"}
    assert not found_in("健康检查")


@pytest.mark.parametrize("path", PACKAGE, ids=lambda p: p.relative_to(ROOT).as_posix())
def it_has_no_word_of_the_field_in_the_package(path: Path) -> None:
    if path.relative_to(ROOT).as_posix() not in FROM_DICTIONARIES:
        assert not found_in(path.read_text("utf-8"))
