"""What engines offer beside queries: passages, sources, pairs; the same from each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from danghe.index import ENGINES, Engine, IndexRecord, open_index
from danghe.index.face import Asked
from danghe.index.nodes import Among, And, MatchAll, Not, Ranked, Sources, Words
from danghe.text.segment import segmenter_for

ARTICLES = (
    "第一条 为了规范租赁行为，制定本办法。",
    "第二条 出租人应当保证房屋安全。",
    "第三条 押金由承租人交付，租赁期满，出租人应当在三日内退还押金。",
    "第四条 承租人逾期不支付租金的，出租人可以解除合同。",
    "第五条 本办法自公布之日起施行。",
)
LAW = IndexRecord("law-1", "\n".join(ARTICLES), "房屋租赁管理办法")
BOUND = tuple(
    IndexRecord(f"bound-{number}", f"第{number}篇说到租金与押金", f"汇编第{number}篇")
    for number in range(1, 5)
)
NOTICE = IndexRecord("notice-1", "关于收取租金的通知,今年租金不变。", "租金通知")
RECORDS = (LAW, *BOUND, NOTICE)


@pytest.fixture(scope="module", params=ENGINES)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    pytest.importorskip(request.param)
    engine = open_index(
        tmp_path_factory.mktemp("index"),
        engine=request.param,
        segmenter=segmenter_for(()),
        schema_version="1",
        create=True,
    )
    engine.write(RECORDS)
    yield engine
    engine.close()


def asked(*words: str) -> list[Asked]:
    return [Asked(((word, 1.0),)) for word in words]


def it_answers_with_the_article_that_holds_most_of_the_words(engine: Engine) -> None:
    best = engine.passages(asked("押金", "退还", "期满"), limit=5)[0]
    assert best.record == "law-1"
    assert LAW.text[best.start : best.end].strip() == ARTICLES[2]


def it_lets_the_title_and_headings_above_a_passage_count(engine: Engine) -> None:
    best = engine.passages(asked("租赁", "安全"), limit=1)[0]
    assert LAW.text[best.start : best.end].strip() == ARTICLES[1]


def it_ranks_titles_above_headings_of_clauses_and_those_above_text(
    tmp_path: Path, engine: Engine
) -> None:
    fresh = open_index(
        tmp_path / "index",
        engine=engine.name,
        segmenter=segmenter_for(()),
        schema_version="1",
        create=True,
    )
    chapters = "\n".join(
        f"第{n}章 {name}\n第{n}条 各单位应当遵守本章的规定。" + "各项工作照此办理。" * 40
        for n, name in zip("一二三", ("总则", "随访服务", "附则"), strict=True)
    )
    fresh.write(
        [
            IndexRecord("body-1", "随访 随访 随访 随访服务好", "工作记录"),
            IndexRecord("heading-1", chapters, "管理办法"),
            IndexRecord("title-1", "各项工作。" * 200 + "做好随访", "关于随访的通知"),
            *(IndexRecord(f"other-{n}", "别的工作" * 20, "别的") for n in range(20)),
        ]
    )
    found = fresh.search(Words("随访"), limit=9).hits
    assert [id for id, _ in found] == ["title-1", "heading-1", "body-1"]
    fresh.close()


def it_takes_the_best_of_several_words_for_one_thing(engine: Engine) -> None:
    one = engine.passages([Asked((("房客", 1.0), ("承租人", 0.5)))], limit=9)
    full = engine.passages(asked("承租人"), limit=9)
    assert [hit.start for hit in one] == [hit.start for hit in full]
    assert one[0].score == pytest.approx(full[0].score / 2)


def it_finds_no_passage_for_nothing(engine: Engine) -> None:
    assert engine.passages([], limit=5) == ()
    assert engine.passages(asked("查无此词"), limit=5) == ()


def it_gives_the_best_record_of_each_source_and_counts_all(engine: Engine) -> None:
    found = engine.search(Words("租金"), limit=10, collapse=True)
    assert found.total == 6
    assert sorted(id.split("-")[0] for id, _ in found.hits) == ["bound", "law", "notice"]
    pages = [engine.search(Words("租金"), limit=1, offset=n, collapse=True) for n in range(4)]
    assert [hit for page in pages for hit in page.hits] == list(found.hits)


def it_knows_how_many_records_a_source_has(engine: Engine) -> None:
    assert [engine.source_size(name) for name in ("bound", "law", "none")] == [4, 1, 0]
    others = And((MatchAll(), Sources(("bound",)), Not(Among(("bound-2",)))))
    assert {id for id, _ in engine.search(others, limit=9).hits} == {
        *("bound-1", "bound-3", "bound-4")
    }


def it_ranks_records_by_any_of_some_weighted_words(engine: Engine) -> None:
    ranked = Ranked((("租金", 1.0), ("通知", 2.0)))
    found = engine.search(ranked, limit=10)
    assert found.total == 6
    assert found.hits[0][0] == "notice-1"


def it_counts_records_and_not_their_passages(engine: Engine) -> None:
    assert engine.count() == len(RECORDS)
    assert engine.search(MatchAll(), limit=1).total == len(RECORDS)
    assert engine.frequency("租金") == 6
    assert engine.frequency("查无") == 0


def it_tells_which_characters_stand_side_by_side(engine: Engine) -> None:
    pairs = engine.pairs()
    assert {"金", "赁"} <= set(pairs.after("租"))
    assert pairs.holds("押金")
    assert not pairs.holds("金押")


def it_forgets_the_passages_of_what_was_removed(tmp_path: Path, engine: Engine) -> None:
    fresh = open_index(
        tmp_path / "index",
        engine=engine.name,
        segmenter=segmenter_for(()),
        schema_version="1",
        create=True,
    )
    fresh.write(RECORDS)
    fresh.write([IndexRecord("notice-1", "改了")], ["law-1"])
    assert {hit.record for hit in fresh.passages(asked("押金"), limit=9)} <= {
        record.id for record in BOUND
    }
    assert fresh.passages(asked("施行"), limit=9) == ()
    fresh.close()


@pytest.mark.slow
@pytest.mark.parametrize("share", [1, 10])
def it_keeps_its_size_over_fifty_updates_of_the_same_records(
    engine: Engine, tmp_path: Path, share: int
) -> None:
    """Whole updates, and updates of a tenth at a time, of which each is a commit."""
    pick = Random(3)

    def records(numbers: list[int]) -> Iterator[IndexRecord]:
        for number in numbers:
            text = "".join(chr(0x4E00 + pick.randrange(800)) for _ in range(100))
            yield IndexRecord(f"{number}-1", text, f"第{number}号")

    directory = tmp_path / "index"
    fresh = open_index(
        directory,
        engine=engine.name,
        segmenter=segmenter_for(()),
        schema_version="1",
        create=True,
    )
    everything = list(range(1000))
    fresh.write(records(everything))
    first = _size(directory)
    sizes = []
    for _ in range(50):
        numbers = everything if share == 1 else pick.sample(everything, len(everything) // share)
        fresh.write(records(numbers))
        sizes.append(_size(directory))
    assert fresh.count() == len(everything)
    fresh.close()
    assert max(sizes) <= 2 * first


def _size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
