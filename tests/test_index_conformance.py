"""What every search engine must do: one suite for all, written from the query language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from danghe.errors import QueryError
from danghe.index import ENGINES, Engine, IndexRecord, Query, open_index, parse
from danghe.index.face import Sort
from danghe.index.nodes import And, MatchAll, Not, Or, Phrase, Words
from danghe.text.normalise import fold
from danghe.text.segment import segmenter_for

if TYPE_CHECKING:
    from danghe.index.tantivy import TantivyEngine
    from danghe.index.whoosh import WhooshEngine

    FACES: tuple[type[Engine], ...] = (TantivyEngine, WhooshEngine)

SEGMENTER = segmenter_for(("社会抚养费", "药具"))

STREET = IndexRecord(
    id="",
    text="",
    unit="望湖街道",
    level="street",
    level_name="街道",
    section="药具",
    section_id="street.contraceptives",
)
RECORDS = (
    replace(
        STREET,
        id="training",
        title="关于开展药具培训的通知",
        text="关于开展药具培训的通知\n各社区:\n  为做好避孕药具发放工作,定于5月10日在B超室培训。\n"
        "联系电话0512-1234567。",
        box_id="street.contraceptives.2",
        box_name="药具培训盒",
        item="培训通知 签到表",
        doctype="通知",
        doc_no="望政发〔2023〕5号",
        year=2023,
        period="2023-05",
        date="2023-05-06",
    ),
    replace(
        STREET,
        id="report",
        title="药具人数报表",
        text="已发放 100 盒 药 具\n人数 25\n填表人:",
        box_id="street.contraceptives.1",
        box_name="药具报表盒",
        item="药具人数报表",
        doctype="报表",
        year=2023,
        period="2023-04",
        date="2023-04-20",
    ),
    replace(
        STREET,
        id="minutes",
        title="会议纪要",
        text="会议研究了社会抚养费问题,「征收」与“返还”……参照GB/T 9704-2012。Hello  World "
        "编号2023001与12023",
        section="流动人口",
        section_id="street.migrants",
        box_id="street.migrants.10",
        box_name="流动人口服务盒",
        doctype="会议纪要",
        year=2021,
        period="2021",
        date="2021-12",
    ),
    IndexRecord(
        id="levy",
        title="社会抚养费征收情况报告",
        text="本季度社会抚养费逾期未缴3户,随访率达20%。社会抚\n养费征收决定书已送达,逾期二○○七年三月六日。",
        unit="柳溪社区",
        level="community",
        level_name="社区",
        section="统计",
        section_id="community.statistics",
        box_id="community.statistics.1",
        box_name="统计报表盒",
        doctype="报告",
        doc_no="柳社〔2022〕12号",
        year=2022,
        period="2022-Q2",
        date="2022-06-30",
    ),
    IndexRecord(
        id="contract",
        title="计划生育合同",
        text="計劃生育協議書 帳簿 登記薄 臵办 ＡＢＣ１２３ 甲方(章):乙方(章)",
        unit="明泉机械厂",
        level="employer",
        level_name="单位",
        section="科技",
        section_id="employer.science",
        box_id="employer.science.1",
        box_name="科技盒",
        doctype="合同",
        doc_no="明机[2023]15号",
        year=2023,
        period="2023-H1",
        date="2023",
    ),
    IndexRecord(id="loose", title="", text="aaaa哈哈哈哈😀𠮷野家 ab\u200bcd é\ud800尾"),
    IndexRecord(id="empty", title="空白", text="", year=2020, period="2020-12"),
)
ALL = {record.id for record in RECORDS}

ANSWERS: list[tuple[str, set[str]]] = [
    # substrings, bare and quoted
    ("药具", {"training", "report"}),
    ("社会抚养费", {"minutes", "levy"}),
    ("会抚养", {"minutes", "levy"}),
    ("展药具培", {"training"}),
    ("费逾", {"levy"}),
    ("抚养费征收", {"levy"}),
    ('"社会抚养费征收"', {"levy"}),
    ('"药 具"', {"training", "report"}),
    ("“逾期未缴”", {"levy"}),
    ("具人", {"report"}),
    ("具\u3000人", {"report"}),
    ("随访率达20%", {"levy"}),
    ("二○○七年三月六日", {"levy"}),
    ("二〇〇七年", {"levy"}),
    ("盒药具人数25填表", {"report"}),
    ("社会抚养费 逾期", {"levy"}),
    ("没有的话", set()),
    # a phrase never runs from the title into the text
    ("会议纪要会议", set()),
    ("报表已发放", set()),
    ("空白", {"empty"}),
    # single characters
    ("药", {"training", "report"}),
    ("空", {"empty"}),
    ("%", {"levy"}),
    ("尾", {"loose"}),
    ("😀", {"loose"}),
    ('"("', {"contract"}),
    # punctuation, repeats, rare characters
    ("题,", {"minutes"}),
    ("“「征收」与”", {"minutes"}),
    ('"征收与"', set()),
    ("哈哈", {"loose"}),
    ("哈哈哈哈", {"loose"}),
    ("哈哈哈哈哈", set()),
    ("aaaa", {"loose"}),
    ("aaaaa", set()),
    ("哈😀", {"loose"}),
    ("😀𠮷野", {"loose"}),
    ("𠮷", {"loose"}),
    ("abcd", {"loose"}),
    ("é", {"minutes", "loose"}),
    # folding
    ("计划生育协议书", {"contract"}),
    ("計劃生育", {"contract"}),
    ("账簿", {"contract"}),
    ("登记簿", {"contract"}),
    ("记薄", {"contract"}),
    ("置办", {"contract"}),
    ("abc123", {"contract"}),
    ("ＧＢ", {"minutes"}),
    ("gb/t", {"minutes"}),
    # Latin words keep one space
    ('"hello world"', {"minutes"}),
    ('"HELLO   wor"', {"minutes"}),
    ("helloworld", set()),
    ('"o w"', {"minutes"}),
    ("0512-123", {"training"}),
    # and, or, not
    ("药具 培训", {"training"}),
    ("药具 AND 人数", {"report"}),
    ("培训 OR 逾期", {"training", "levy"}),
    ("培训 或者 逾期 或者 空白", {"training", "levy", "empty"}),
    ("药具 培训 OR 逾期", {"training", "levy"}),
    ("药具 (培训 OR 人数)", {"training", "report"}),
    ("药具 -培训", {"report"}),
    ("药具 不 培训", {"report"}),
    ('药具 -"药具人数"', {"training"}),
    ("-社会抚养费", ALL - {"minutes", "levy"}),
    ('-"会抚养"', ALL - {"minutes", "levy"}),
    ("-药 -社", ALL - {"training", "report", "minutes", "levy"}),
    ("-(药具 OR 社会)", ALL - {"training", "report", "minutes", "levy"}),
    ("-(药具 培训)", ALL - {"training"}),
    ("培训 OR -药", ALL - {"report"}),
    ("NOT NOT 药具", {"training", "report"}),
    ("药具 -药具", set()),
    ("*", ALL),
    ("* -年度:2023", ALL - {"training", "report", "contract"}),
    # prefixes
    ("hel*", {"minutes"}),
    ("ello*", set()),
    ("2023*", {"minutes"}),
    ("2023001*", {"minutes"}),
    ("12*", {"minutes", "training"}),
    ("aaaa*", {"loose"}),
    ("抚养*", {"minutes", "levy"}),
    ("B超*", {"training"}),
    ("培训 -B*", set()),
    # fields
    ("单位:望湖街道", {"training", "report", "minutes"}),
    ("单位:望湖", {"training", "report", "minutes"}),
    ("unit:望湖街道 -条线:药具", {"minutes"}),
    ("层级:街道", {"training", "report", "minutes"}),
    ("level:community", {"levy"}),
    ("层级:单位", {"contract"}),
    ("层级:街", set()),
    ("条线:流动", {"minutes"}),
    ("条线:street.contraceptives", {"training", "report"}),
    ("盒:药具培训", {"training"}),
    ("盒:street.contraceptives.2", {"training"}),
    ("盒:street.contraceptives", {"training", "report"}),
    ("盒:street.migrants.1", set()),
    ("盒:street", {"training", "report", "minutes"}),
    ("材料:签到表", {"training"}),
    ('材料:"培训通知"', {"training"}),
    ("类型:报", {"report", "levy"}),
    ("类型:報告", {"levy"}),
    ("题名:药具", {"training", "report"}),
    ("题名:社会抚", {"levy"}),
    ("题名:逾期", set()),
    ("题名:药", {"training", "report"}),
    ("文号:望政发〔2023〕5号", {"training"}),
    ("文号:望政发(2023)5号", {"training"}),
    ("文号:明机〔2023〕15号", {"contract"}),
    ("文号:[2023]", {"training", "contract"}),
    ("文号:柳", {"levy"}),
    ("年度:2023", {"training", "report", "contract"}),
    ("年度:2021..2022", {"minutes", "levy"}),
    ("年度:2022..", {"training", "report", "contract", "levy"}),
    ("年度:..2020", {"empty"}),
    ("年度:>2022", {"training", "report", "contract"}),
    ("-年度:2000..", {"loose"}),
    ("期间:2023-05", {"training"}),
    ("期间:2023-Q2", {"training", "report"}),
    ("期间:2023", {"training", "report", "contract"}),
    ("期间:2023年上半年", {"training", "report", "contract"}),
    ("期间:2022-05", set()),
    ("期间:2021..2022-Q2", {"minutes", "levy"}),
    ("归盒:未归", {"loose", "empty"}),
    ("归盒:已归 年度:2022", {"levy"}),
    ("药具 单位:柳溪", set()),
    ("单位:柳溪 OR 单位:明泉", {"levy", "contract"}),
]

Opener = Callable[[Path], Engine]


@pytest.fixture(scope="module", params=ENGINES)
def opened(request: pytest.FixtureRequest) -> Opener:
    """Makes an empty index of one engine; skips where the engine is not installed."""
    pytest.importorskip(request.param)

    def make(directory: Path) -> Engine:
        return open_index(
            directory, engine=request.param, segmenter=SEGMENTER, schema_version="1", create=True
        )

    return make


@pytest.fixture(scope="module")
def engine(opened: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An index of the records above, written in several commits."""
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


@pytest.mark.parametrize(("query", "expected"), ANSWERS, ids=[query for query, _ in ANSWERS])
def it_answers(engine: Engine, query: str, expected: set[str]) -> None:
    assert found(engine, query) == expected


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
    assert ids[:5] == ["training", "report", "contract", "levy", "minutes"]
    assert set(ids[5:]) == {"loose", "empty"}


def it_pages_without_gaps_and_overlaps(engine: Engine) -> None:
    sorts: tuple[Sort, ...] = ("relevance", "date")
    for sort in sorts:
        pages: list[str] = []
        for offset in range(0, 8, 2):
            result = engine.search(parse("*"), limit=2, offset=offset, sort=sort)
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
    assert result.facets["unit"] == {"望湖街道": 3, "柳溪社区": 1, "明泉机械厂": 1}
    assert result.facets["year"] == {"2023": 3, "2022": 1, "2021": 1}
    assert result.facets["level"] == {"street": 3, "community": 1, "employer": 1}
    assert result.facets["status"] == {"filed": 5, "open": 1}
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


# --- properties ---

NASTY = (
    "药具社会抚养费记薄簿的一二a bB1 2\n\t\u3000,。()（）「」“”"
    '"-*|:é\u0301ＡǅßﬁΣ㎏…␣😀𠮷\u200b\x00\x1f\ud800計劃'
)
TEXTS = st.text(alphabet=NASTY, max_size=60)
BULK = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def random_texts() -> dict[str, tuple[str, str]]:
    """Id → (title, text) of random records."""
    pick = Random(9)

    def some(most: int) -> str:
        return "".join(pick.choices(NASTY, k=pick.randrange(most)))

    return {str(number): (some(12), some(120)) for number in range(120)}


@pytest.fixture(scope="module")
def bulk(
    opened: Opener,
    random_texts: dict[str, tuple[str, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Engine]:
    engine = opened(tmp_path_factory.mktemp("bulk"))
    records = [IndexRecord(id, text, title) for id, (title, text) in random_texts.items()]
    for start in range(0, len(records), 25):
        engine.write(records[start : start + 25])
    yield engine
    engine.close()


def holds(record: tuple[str, str], query: Query) -> bool:
    """Whether a record matches, read off the rules and nothing else."""
    match query:
        case MatchAll():
            return True
        case Not(part):
            return not holds(record, part)
        case And(parts):
            return all(holds(record, part) for part in parts)
        case Or(parts):
            return any(holds(record, part) for part in parts)
        case Words(text) | Phrase(text):
            return any(fold(text) in fold(part) for part in record)
    raise AssertionError(query)


def pieces(data: st.DataObject, texts: Sequence[str]) -> str:
    text = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(text) - 2))
    piece = text[start : data.draw(st.integers(start + 2, len(text)))]
    assume(fold(piece))
    return piece


@settings(BULK, max_examples=150)
@given(st.data())
def it_finds_every_substring_and_leaves_it_out_when_negated(
    bulk: Engine, random_texts: dict[str, tuple[str, str]], data: st.DataObject
) -> None:
    texts = [part for parts in random_texts.values() for part in parts if len(part) > 1]
    piece = pieces(data, texts)
    expected = {id for id, record in random_texts.items() if holds(record, Words(piece))}
    assert expected
    assert found(bulk, Words(piece)) == expected
    assert found(bulk, Phrase(piece)) == expected
    assert found(bulk, And((MatchAll(), Not(Phrase(piece))))) == set(random_texts) - expected
    if not set('"”「」') & set(piece):
        assert found(bulk, f'"{piece}"') == expected
        assert found(bulk, f'-"{piece}"') == set(random_texts) - expected


@settings(BULK, max_examples=100)
@given(st.data())
def it_agrees_with_the_rules_on_any_tree(
    bulk: Engine, random_texts: dict[str, tuple[str, str]], data: st.DataObject
) -> None:
    texts = [text[start : start + 2] for _, text in random_texts.values() for start in range(20)]
    terms = st.sampled_from([text for text in texts if fold(text)]).map(Words)
    trees = st.recursive(
        terms | st.just(MatchAll()),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: Or(tuple(parts))),
            inner.map(Not),
        ),
        max_leaves=6,
    )
    query = data.draw(trees)
    expected = {id for id, record in random_texts.items() if holds(record, query)}
    assert found(bulk, query) == expected


@settings(BULK, max_examples=15)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.data())
def it_finds_every_substring_of_any_records(
    opened: Opener, tmp_path_factory: pytest.TempPathFactory, texts: list[str], data: st.DataObject
) -> None:
    assume(any(len(text) > 1 for text in texts))
    piece = pieces(data, [text for text in texts if len(text) > 1])
    engine = opened(tmp_path_factory.mktemp("each"))
    engine.write(IndexRecord(str(number), text) for number, text in enumerate(texts))
    expected = {str(number) for number, text in enumerate(texts) if fold(piece) in fold(text)}
    assert found(engine, Words(piece)) == expected
    assert found(engine, Not(Words(piece))) == set(map(str, range(len(texts)))) - expected
    engine.close()
