"""Invented papers, the questions asked of them, and what a scan of the texts answers.

Papers come as a stream and lie in a file, so that any number of them takes no more memory.
"""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import resources
from itertools import accumulate, islice
from pathlib import Path

from danghe.index import IndexRecord
from danghe.text.normalise import fold
from danghe.text.segment import segmenter_for

BATCH = 500
SAMPLE = 2000
"""Papers that the words of the questions come from."""
DEEP = 1000
FACETS = ("unit", "year", "section", "doctype")
UNITS = ("望湖街道", "柳溪社区", "明泉机械厂", "东塘街道", "石桥社区")
TYPES = ("通知", "报告", "会议纪要", "报表", "登记表", "总结", "请示", "批复", "计划", "合同")
SECTIONS = ("药具", "流动人口", "宣传教育", "统计", "科技", "信访", "奖励扶助", "协会")
TERMS = (
    "计划生育",
    "社会抚养费",
    "避孕药具",
    "流动人口",
    "婚育证明",
    "随访",
    "征收决定书",
    "独生子女",
    "奖励扶助",
    "孕情检查",
    "生殖健康",
    "宣传月",
    "育龄妇女",
    "统计报表",
    "出生人口",
    "性别比",
    "技术服务",
    "优生优育",
    "村务公开",
    "法制宣传",
    "协议书",
    "登记簿",
    "入户走访",
    "例会",
    "培训班",
    "档案盒",
    "责任书",
    "考核",
    "督查",
    "整改",
)
CLAUSES = (
    "按照{0}工作安排,{1}于{2}月组织开展{3}专项检查",
    "{1}共有{4}人参加{3}培训,合格率达{5}%",
    "各单位要高度重视{0}工作,落实{3}责任,确保{6}任务按期完成",
    "截至{2}月底,全街道{3}随访率达{5}%,比上年提高{7}个百分点",
    "对逾期未办理{3}的{4}户家庭,逐户发放《{6}告知书》",
    "会议听取了{0}情况汇报,研究了{6}问题,形成如下意见",
    "附件:{1}{3}情况统计表({2}月)",
)


class Papers:
    """Invented papers: clauses of office papers among words of jieba's dictionary.

    The words come as often as the dictionary says they do; without that, an index of bigrams
    would look far larger and slower than it is on real papers.
    """

    def __init__(self, seed: int = 7) -> None:
        self.random = random.Random(seed)
        lines = resources.files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines()
        counted = sorted((line.split()[:2] for line in lines), key=lambda pair: -int(pair[1]))
        self.words = [word for word, _ in counted[:60_000]]
        self.weights = list(accumulate(int(count) for _, count in counted[:60_000]))

    def __iter__(self) -> Iterator[IndexRecord]:
        number = 0
        while True:
            yield self.paper(number)
            number += 1

    def paper(self, number: int) -> IndexRecord:
        pick = self.random
        year, month = pick.randint(2015, 2024), pick.randint(1, 12)
        topics = pick.sample(TERMS, 4)
        unit, section, kind = pick.choice(UNITS), pick.choice(SECTIONS), pick.choice(TYPES)
        title = f"{unit}{year}年{topics[0]}{kind}"
        length = int(pick.lognormvariate(7.1, 0.6))
        return IndexRecord(
            id=f"{number:012x}-1",
            text=title + "\n" + self.body(length, topics),
            title=title,
            unit=unit,
            section=section,
            section_id=f"street.{SECTIONS.index(section)}",
            box_id=f"street.{SECTIONS.index(section)}.{pick.randint(1, 5)}",
            doctype=kind,
            doc_no=f"望政发〔{year}〕{pick.randint(1, 90)}号",
            year=year,
            period=f"{year}-{month:02}",
            date=f"{year}-{month:02}-{pick.randint(1, 28):02}",
        )

    def body(self, length: int, topics: list[str]) -> str:
        pieces, written = [], 0
        while written < length:
            if self.random.random() < 0.4:
                piece = self.clause(topics)
            else:
                size = self.random.randint(6, 16)
                piece = "".join(self.random.choices(self.words, cum_weights=self.weights, k=size))
            piece += self.random.choice(",,,。。;\n")
            pieces.append(piece)
            written += len(piece)
        return "".join(pieces)

    def clause(self, topics: list[str]) -> str:
        pick = self.random
        return pick.choice(CLAUSES).format(
            pick.choice(topics),
            pick.choice(UNITS),
            pick.randint(1, 12),
            pick.choice(topics),
            pick.randint(2, 900),
            pick.randint(60, 100),
            pick.choice(topics),
            pick.randint(1, 9),
        )


@dataclass(frozen=True)
class Asked:
    """A question, in terms that every contender can put in its own way.

    Attributes:
        kind: Row of the table.
        words: Folded strings; a record must hold all of them, or one if ``any``.
        any: Whether one of the words is enough.
        without: What a record must not hold.
        quoted: The one word is a piece of text, across the borders of words.
        bare: As users type it to danghe; matches words apart, and numbers otherwise written.
        star: The one word is the beginning of one.
        unit: Filter: name of the unit.
        years: Filter: first and last year.
        facets: Whether to count by ``FACETS``.
        offset: Hits to pass over.
    """

    kind: str
    words: tuple[str, ...]
    any: bool = False
    without: str | None = None
    quoted: bool = False
    bare: bool = False
    star: bool = False
    unit: str | None = None
    years: tuple[int, int] | None = None
    facets: bool = False
    offset: int = 0

    @property
    def danghe(self) -> str:
        """In danghe's query language; quoted, for bare words need not stand together there."""
        words = self.words if self.star or self.bare else [f'"{word}"' for word in self.words]
        text = (" OR " if self.any else " ").join(words) + ("*" if self.star else "")
        if self.without:
            text += f" -{self.without}"
        if self.unit:
            text += f" 单位:{self.unit}"
        if self.years:
            text += " 年度:{}..{}".format(*self.years)
        return text

    def holds(self, paper: IndexRecord, folded: str) -> bool:
        """Whether a paper answers it, by looking through its text."""
        if self.unit and paper.unit != self.unit:
            return False
        if self.years and not self.years[0] <= (paper.year or 0) <= self.years[1]:
            return False
        if self.without and self.without in folded:
            return False
        return (any if self.any else all)(word in folded for word in self.words)


class _Asking:
    """Draws questions from papers, words as frequent as they are."""

    def __init__(self, papers: list[IndexRecord]) -> None:
        self.texts = [fold(paper.text) for paper in papers]
        self.random = random.Random(11)
        self.segmenter = segmenter_for(())

    def words(self, number: int) -> tuple[str, ...]:
        while True:
            text = self.random.choice(self.texts)
            start = self.random.randrange(max(1, len(text) - 200))
            cut = self.segmenter.words(text[start : start + 200])
            found = [word for word in dict.fromkeys(cut) if _is_plain(word)]
            if len(found) >= number:
                return tuple(self.random.sample(found, number))

    def piece(self) -> str:
        while True:
            text = self.random.choice(self.texts)
            start = self.random.randrange(max(1, len(text) - 12))
            part = text[start : start + self.random.randint(4, 10)]
            if part.isalnum() and len(part) > 3:
                return part

    def years(self) -> tuple[int, int]:
        year = self.random.randint(2015, 2022)
        return year, year + 2


def _is_plain(word: str) -> bool:
    """Whether a word of Chinese characters that means nothing to a query language."""
    return len(word) > 1 and not word.isascii() and word not in ("或者", "并且")


def questions(papers: list[IndexRecord], count: int) -> dict[str, list[Asked]]:
    """So many questions of each kind; their words come from the papers."""
    draw = _Asking(papers)
    kinds: dict[str, Callable[[str], Asked]] = {
        "word": lambda kind: Asked(kind, draw.words(1)),
        "AND of 3": lambda kind: Asked(kind, draw.words(3)),
        "OR of 3": lambda kind: Asked(kind, draw.words(3), any=True),
        "phrase": lambda kind: Asked(kind, (draw.piece(),), quoted=True),
        "prefix": lambda kind: Asked(kind, draw.words(1), star=True),
        "not": lambda kind: Asked(kind, draw.words(1), without=draw.words(1)[0]),
        "filter+facets": lambda kind: Asked(
            kind, draw.words(1), unit=draw.random.choice(UNITS), years=draw.years(), facets=True
        ),
        "deep page": lambda kind: Asked(kind, (fold(draw.random.choice(TERMS)),), offset=DEEP),
    }
    return {kind: [make(kind) for _ in range(count)] for kind, make in kinds.items()}


@dataclass
class Shelf:
    """Papers in a file, and what they weigh.

    Attributes:
        path: Of the file; this program's own, read back with ``pickle``.
        count: Papers.
        size: UTF-8 bytes of their texts.
        characters: Of their texts.
        sample: The first of them.
    """

    path: Path
    count: int = 0
    size: int = 0
    characters: int = 0
    sample: list[IndexRecord] = field(default_factory=list)

    @classmethod
    def filled(cls, path: Path, papers: Iterable[IndexRecord], count: int) -> Shelf:
        """Write so many papers into a file."""
        shelf, stream = cls(path), iter(islice(papers, count))
        with path.open("wb") as file:
            while batch := list(islice(stream, BATCH)):
                pickle.dump(batch, file)
                shelf.count += len(batch)
                shelf.size += sum(len(paper.text.encode()) for paper in batch)
                shelf.characters += sum(len(paper.text) for paper in batch)
                shelf.sample += batch[: SAMPLE - len(shelf.sample)]
        return shelf

    def batches(self) -> Iterator[list[IndexRecord]]:
        """The papers again, some hundred at a time."""
        with self.path.open("rb") as file:
            while file.peek(1):
                yield pickle.load(file)


def number_of(paper: IndexRecord) -> int:
    """Number of a paper in the stream, which every contender can keep as its id."""
    return int(paper.id[:12], 16)


def truth(shelf: Shelf, asked: list[Asked]) -> list[bytearray]:
    """For each question, a byte for each paper: 1 where it answers the question."""
    marks = [bytearray(shelf.count) for _ in asked]
    for batch in shelf.batches():
        for paper in batch:
            folded = fold(paper.text)
            for question, mark in zip(asked, marks, strict=True):
                mark[number_of(paper)] = question.holds(paper, folded)
    return marks
