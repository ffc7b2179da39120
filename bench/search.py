"""Indexing and query speed of the engines, side by side: ``python bench/search.py [SIZES]``."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import resources
from itertools import accumulate, islice
from pathlib import Path

import click

from danghe.index import ENGINES, Engine, IndexRecord, Query, open_index, parse
from danghe.text.segment import Segmenter, segmenter_for

BATCH = 500
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


def queries(papers: list[IndexRecord], count: int) -> dict[str, list[str]]:
    """Queries of each kind; their words come from the papers, frequent and rare ones."""
    pick = random.Random(11)
    segmenter = segmenter_for(())

    def words(number: int) -> list[str]:
        text = pick.choice(papers).text
        start = pick.randrange(max(1, len(text) - 200))
        cut = segmenter.words(text[start : start + 200])
        found = [word for word in cut if len(word) > 1 and word not in ("或者", "并且")]
        return pick.sample(found, number) if len(found) >= number else words(number)

    def quoted() -> str:
        while True:
            text = pick.choice(papers).text
            start = pick.randrange(max(1, len(text) - 12))
            part = text[start : start + pick.randint(4, 10)]
            if part.isalnum():
                return f'"{part}"'

    def filtered() -> str:
        year = pick.randint(2015, 2022)
        return f"{words(1)[0]} 单位:{pick.choice(UNITS)} 年度:{year}..{year + 2}"

    kinds: dict[str, Callable[[], str]] = {
        "word": lambda: words(1)[0],
        "AND of 3": lambda: " ".join(words(3)),
        "OR of 3": lambda: " OR ".join(words(3)),
        "phrase": quoted,
        "prefix": lambda: f"{words(1)[0]}*",
        "not": lambda: f"{words(1)[0]} -{words(1)[0]}",
        "filter+facets": filtered,
    }
    return {kind: [make() for _ in range(count)] for kind, make in kinds.items()}


def timed(engine: Engine, query: Query, facets: tuple[str, ...]) -> float:
    begin = time.perf_counter()
    engine.search(query, limit=10, facets=facets)
    return (time.perf_counter() - begin) * 1000


def size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def batches(papers: list[IndexRecord]) -> Iterator[list[IndexRecord]]:
    stream = iter(papers)
    while batch := list(islice(stream, BATCH)):
        yield batch


def measure(name: str, papers: list[IndexRecord], asked: dict[str, list[str]]) -> dict[str, float]:
    """Figures of one engine; latencies as (p50, p99) under two names each."""
    segmenter: Segmenter = segmenter_for(())
    segmenter.words("预热")
    raw = sum(len(paper.text.encode()) for paper in papers)
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder, "index")
        engine = open_index(
            directory, engine=name, segmenter=segmenter, schema_version="bench", create=True
        )
        begin = time.perf_counter()
        for batch in batches(papers):
            engine.write(batch)
        seconds = time.perf_counter() - begin
        figures = {
            "index records/s": len(papers) / seconds,
            "index MB/s": raw / 1e6 / seconds,
            "size / raw text": size(directory) / raw,
        }
        engine.search(parse("预热"), limit=1, facets=FACETS)
        for kind, texts in asked.items():
            facets = FACETS if kind == "filter+facets" else ()
            times = [timed(engine, parse(text), facets) for text in texts]
            figures[f"{kind} p50 ms"] = statistics.median(times)
            figures[f"{kind} p99 ms"] = statistics.quantiles(times, n=100, method="inclusive")[98]
        engine.close()
    return figures


def show(count: int, papers: list[IndexRecord], table: dict[str, dict[str, float]]) -> None:
    characters = sum(len(paper.text) for paper in papers) / len(papers)
    click.echo(f"\n{count} records of {characters:.0f} characters, batches of {BATCH}")
    names = list(table)
    head = "".join(f"{name:>12}" for name in names)
    click.echo(f"{'':24}{head}" + (f"{'ratio':>10}" if len(names) > 1 else ""))
    for row in table[names[0]]:
        values = [table[name][row] for name in names]
        line = f"{row:24}" + "".join(f"{value:12.2f}" for value in values)
        if len(values) > 1:
            line += f"{values[1] / values[0]:10.2f}"
        click.echo(line)


@click.command()
@click.argument("sizes", nargs=-1, type=click.IntRange(min=1))
@click.option("--engine", "engines", multiple=True, type=click.Choice(ENGINES))
@click.option("--quick", is_flag=True, help="200 records and few queries.")
def main(sizes: tuple[int, ...], engines: tuple[str, ...], quick: bool) -> None:
    """Measure the engines on SIZES records (1000 and 20000)."""
    for count in (200,) if quick else sizes or (1000, 20_000):
        papers = list(islice(Papers(), count))
        asked = queries(papers, 20 if quick else 200)
        table = {name: measure(name, papers, asked) for name in engines or ENGINES}
        show(count, papers, table)


if __name__ == "__main__":
    main()
