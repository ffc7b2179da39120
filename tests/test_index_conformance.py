"""What every search engine must do: one suite for all, written from the query language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from conformance_cases import CASES, PENDING, expected
from conformance_records import ALL, RECORDS
from engines import engine_in

from danghe.errors import QueryError
from danghe.index import ENGINES, Engine, IndexRecord, Query, parse
from danghe.index.face import Sort
from danghe.index.nodes import Phrase, Words
from danghe.text.segment import segmenter_for

if TYPE_CHECKING:
    from danghe.index.tantivy import TantivyEngine
    from danghe.index.whoosh import WhooshEngine

    FACES: tuple[type[Engine], ...] = (TantivyEngine, WhooshEngine)

SEGMENTER = segmenter_for(("社会抚养费", "药具"))
ANSWERS = [
    pytest.param(
        query,
        answer,
        id=f"{group}: {query}",
        marks=[pytest.mark.skip(reason=f"pending: {group}")] if group in PENDING else [],
    )
    for group, cases in CASES.items()
    for query, answer in cases
]

Opener = Callable[[Path], Engine]


@pytest.fixture(scope="module", params=ENGINES)
def opened(request: pytest.FixtureRequest) -> Opener:
    """Makes an empty index of one engine; skips where the engine is not installed."""
    pytest.importorskip(request.param)

    def make(directory: Path) -> Engine:
        return engine_in(directory, request.param, SEGMENTER)

    return make


@pytest.fixture(scope="module")
def engine(opened: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An index of the records of the cases, written in several commits."""
    engine = opened(tmp_path_factory.mktemp("index"))
    engine.write(RECORDS[:3])
    engine.write(RECORDS[3:])
    yield engine
    engine.close()


@pytest.fixture
def fresh(opened: Opener, tmp_path: Path) -> Iterator[Engine]:
    engine = opened(tmp_path / "index")
    yield engine
    engine.close()


def found(engine: Engine, query: str | Query) -> set[str]:
    tree = parse(query) if isinstance(query, str) else query
    result = engine.search(tree, limit=1000)
    ids = [id for id, _ in result.hits]
    assert len(ids) == len(set(ids)) == result.total
    return set(ids)


def order(engine: Engine, query: str, sort: Sort = "relevance") -> list[str]:
    return [id for id, _ in engine.search(parse(query), limit=1000, sort=sort).hits]


@pytest.mark.parametrize(("query", "answer"), ANSWERS)
def it_answers(engine: Engine, query: str, answer: str) -> None:
    assert found(engine, query) == expected(answer)


def it_has_a_case_for_every_part_of_the_language() -> None:
    queries = [query for cases in CASES.values() for query, _ in cases]
    assert len(queries) == len(set(queries)) >= 200
    assert CASES.keys() >= PENDING
    for cases in CASES.values():
        for query, answer in cases:
            assert parse(query)
            assert expected(answer) <= ALL


def it_finds_nothing_in_an_empty_index(fresh: Engine) -> None:
    assert fresh.count() == 0
    assert list(fresh.ids()) == []
    for query in ("药具", "*", "-药具", "单位:望湖", "hel*"):
        result = fresh.search(parse(query), limit=5, facets=["unit"])
        assert (result.total, result.hits, result.facets) == (0, (), {"unit": {}})


def it_ranks_a_match_in_the_title_above_many_in_the_text(fresh: Engine) -> None:
    fresh.write(
        [
            IndexRecord("text", "随访 " * 50, "会议纪要"),
            IndexRecord("title", "各社区" + "无关的话" * 200 + "完成随访", "随访工作总结"),
            IndexRecord("other", "别的内容", "别的"),
        ]
    )
    assert order(fresh, "随访") == ["title", "text"]


def it_ranks_more_and_denser_mentions_higher(fresh: Engine) -> None:
    fresh.write(
        [
            IndexRecord("one", "药具" + "工作" * 300, "甲"),
            IndexRecord("many", "药具发放,药具登记,药具随访" + "工作" * 30, "乙"),
            *(IndexRecord(f"none{number}", "工作" * 100, "丙") for number in range(20)),
        ]
    )
    assert order(fresh, "药具") == ["many", "one"]


def it_ranks_records_with_more_of_the_alternatives_higher(fresh: Engine) -> None:
    fresh.write(
        [
            IndexRecord("one", "培训" + "工作" * 20, "甲"),
            IndexRecord("both", "药具培训" + "工作" * 20, "乙"),
            *(IndexRecord(f"none{number}", "工作" * 20, "丙") for number in range(20)),
        ]
    )
    assert order(fresh, "药具 OR 培训")[0] == "both"


def it_scores_hits_from_best_to_worst(engine: Engine) -> None:
    scores = [score for _, score in engine.search(parse("药具 OR 社会"), limit=10).hits]
    assert scores == sorted(scores, reverse=True)
    assert all(score >= 0 for score in scores)


def it_sorts_by_date_with_the_newest_first_and_the_undated_last(engine: Engine) -> None:
    ids = order(engine, "*", sort="date")
    dated = (
        "roster allowance annual receipt training ukey report contract handover levy election "
        "minutes census certificate eleven ten five apart funds"
    ).split()
    assert ids[: len(dated)] == dated
    assert set(ids[len(dated) :]) == ALL - set(dated)


def it_pages_without_gaps_and_overlaps(engine: Engine) -> None:
    sorts: tuple[Sort, ...] = ("relevance", "date")
    for sort in sorts:
        pages: list[str] = []
        for offset in range(0, 28, 4):
            result = engine.search(parse("*"), limit=4, offset=offset, sort=sort)
            assert result.total == len(ALL)
            pages.extend(id for id, _ in result.hits)
        assert len(pages) == len(ALL)
        assert set(pages) == ALL


def it_counts_without_hits_when_the_limit_is_zero(engine: Engine) -> None:
    result = engine.search(parse("药具"), limit=0, facets=["doctype"])
    assert (result.total, result.hits) == (2, ())
    assert result.facets == {"doctype": {"通知": 1, "报表": 1}}


def it_counts_the_values_of_all_matches_not_only_of_the_hits_shown(engine: Engine) -> None:
    result = engine.search(
        parse("* -空白"), limit=1, facets=["unit", "year", "level", "section", "status", "box_id"]
    )
    assert result.facets["unit"] == {
        "望湖街道": 3,
        "柳溪社区": 1,
        "明泉机械厂": 1,
        "桂花社区": 3,
        "江城纺织厂": 2,
        "江城街道": 2,
        "望湖街道卫生院": 1,
    }
    assert result.facets["year"] == {
        "2018": 5,
        "2019": 1,
        "2020": 1,
        "2021": 1,
        "2022": 3,
        "2023": 6,
        "2024": 2,
    }
    assert result.facets["level"] == {"street": 5, "community": 4, "employer": 4}
    assert result.facets["status"] == {"filed": 10, "open": 14}
    assert result.facets["box_id"]["street.migrants.10"] == 1


def it_refuses_to_count_what_it_does_not_keep(engine: Engine) -> None:
    with pytest.raises(ValueError, match="text"):
        engine.search(parse("药具"), limit=1, facets=["text"])


def it_refuses_a_term_without_content_built_past_the_parser(engine: Engine) -> None:
    with pytest.raises(QueryError):
        engine.search(Words(" "), limit=1)


def it_replaces_a_record_instead_of_keeping_two(fresh: Engine) -> None:
    fresh.write([IndexRecord("a", "旧的内容", "旧"), IndexRecord("b", "别的", "乙")])
    fresh.write([IndexRecord("a", "新的内容", "新", year=2023)])
    assert fresh.count() == 2
    assert found(fresh, "内容") == {"a"}
    assert found(fresh, "旧的") == set()
    assert found(fresh, "题名:旧") == set()
    assert found(fresh, "新的 年度:2023") == {"a"}


def it_keeps_the_last_of_several_records_with_one_id_in_a_batch(fresh: Engine) -> None:
    fresh.write([IndexRecord("a", "第一稿"), IndexRecord("a", "第二稿")])
    assert fresh.count() == 1
    assert found(fresh, "第一稿 OR 第二稿") == {"a"}
    assert found(fresh, "第二稿") == {"a"}


def it_removes_records_and_minds_no_unknown_ids(fresh: Engine) -> None:
    fresh.write(RECORDS)
    fresh.write([], ["training", "unknown"])
    fresh.write([IndexRecord("levy", "改写")], ["levy", "minutes"])
    assert set(fresh.ids()) == ALL - {"training", "minutes"}
    assert found(fresh, "药具") == {"report"}
    assert found(fresh, "改写") == {"levy"}
    assert found(fresh, "-药具") == ALL - {"training", "minutes", "report"}


def it_forgets_the_values_of_replaced_records(fresh: Engine) -> None:
    fresh.write([IndexRecord("a", "甲", unit="旧街道")])
    fresh.write([IndexRecord("a", "甲", unit="新街道")])
    assert found(fresh, "单位:旧街道") == set()
    assert fresh.search(parse("*"), limit=1, facets=["unit"]).facets == {"unit": {"新街道": 1}}


def it_leaves_the_last_commit_when_a_batch_fails(fresh: Engine) -> None:
    def failing() -> Iterator[IndexRecord]:
        yield IndexRecord("b", "半途")
        raise RuntimeError("the source of records failed")

    fresh.write([IndexRecord("a", "甲稿")])
    with pytest.raises(RuntimeError):
        fresh.write(failing(), ["a"])
    assert set(fresh.ids()) == {"a"}
    fresh.write([IndexRecord("c", "再来")])
    assert set(fresh.ids()) == {"a", "c"}


def it_stays_right_over_many_commits_that_add_replace_and_remove(fresh: Engine) -> None:
    pick = Random(5)
    texts: dict[str, str] = {}
    for _ in range(24):
        ids = [str(number) for number in pick.sample(range(60), 8)]
        gone, added = (
            ids[:3],
            {id: f"甲{pick.randrange(9)}乙丙{pick.randrange(9)}" for id in ids[2:]},
        )
        for id in gone:
            texts.pop(id, None)
        texts.update(added)
        fresh.write([IndexRecord(id, text) for id, text in added.items()], gone)
    assert set(fresh.ids()) == set(texts)
    assert fresh.count() == len(texts)
    for digit in range(9):
        expected = {id for id, text in texts.items() if f"丙{digit}" in text}
        assert found(fresh, f"丙{digit}") == expected
        assert found(fresh, f"-丙{digit}") == set(texts) - expected


def it_shows_a_commit_to_an_engine_that_was_already_open(opened: Opener, tmp_path: Path) -> None:
    writer, reader = opened(tmp_path / "index"), opened(tmp_path / "index")
    assert found(reader, "药具") == set()
    writer.write(RECORDS)
    assert found(reader, "药具") == {"training", "report"}
    writer.write([], ["report"])
    assert found(reader, "药具") == {"training"}
    writer.close()
    reader.close()


def it_finds_a_phrase_of_many_hundred_characters(fresh: Engine) -> None:
    pick = Random(3)
    text = "".join(chr(0x4E00 + pick.randrange(400)) for _ in range(3000))
    fresh.write([IndexRecord("a", text), IndexRecord("b", text[:500] + text[501:])])
    assert found(fresh, Phrase(text[200:1100])) == {"a"}
    assert found(fresh, Phrase(text[700:1600])) == {"a", "b"}
    assert found(fresh, f'"{text[1000:1990]}"') == {"a", "b"}


def it_finds_text_in_a_long_run_without_spaces(fresh: Engine) -> None:
    code = "".join(Random(4).choices("0123456789abcdef", k=70_000))
    fresh.write([IndexRecord("a", f"附件{code}尾页", unit="单" * 5000)])
    assert found(fresh, code[40_000:40_050]) == {"a"}
    assert found(fresh, f"{code[:500]}*") == {"a"}
    assert found(fresh, "尾页") == {"a"}


def it_tells_a_printed_space_mark_from_a_space(fresh: Engine) -> None:
    fresh.write([IndexRecord("mark", "a␣b"), IndexRecord("space", "a b")])
    assert found(fresh, Phrase("a b")) == {"space"}
    assert found(fresh, Phrase("a␣b")) == {"mark"}
    assert found(fresh, Phrase("␣")) == {"mark"}


def it_takes_ids_and_names_with_any_characters(fresh: Engine) -> None:
    names = ["a b", "a", "🗄", "x:y", "\x00z", "'\"\\"]
    fresh.write([IndexRecord(name, "同文", unit=f"{name}办") for name in names])
    assert found(fresh, "同文") == set(names)
    fresh.write([], ["a"])
    assert set(fresh.ids()) == set(names) - {"a"}
