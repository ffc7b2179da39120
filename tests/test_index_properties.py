"""What holds for every engine whatever the records: nothing is missed, nothing is made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from conformance_cases import PENDING
from corpus_texts import corpus_texts
from engines import engine_in
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from search_rules import holds

from danghe.index import ENGINES, Engine, IndexRecord, Query, parse
from danghe.index.nodes import And, MatchAll, Near, Not, Or, Phrase, Words
from danghe.text.normalise import fold
from danghe.text.segment import segmenter_for

SEGMENTER = segmenter_for(("社会抚养费", "药具"))
NASTY = (
    "药具社会抚养费记薄簿的一二a bB1 2\n\t\u3000,。()（）「」“”"
    '"-*|:é\u0301ＡǅßﬁΣ㎏…␣😀𠮷\u200b\x00\x1f\ud800計劃'
)
TEXTS = st.text(alphabet=NASTY, max_size=60)
BULK = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

Opener = Callable[[Path], Engine]
Everything = MatchAll()


@pytest.fixture(scope="module", params=ENGINES)
def opened(request: pytest.FixtureRequest) -> Opener:
    """Makes an empty index of one engine; skips where the engine is not installed."""
    pytest.importorskip(request.param)

    def make(directory: Path) -> Engine:
        return engine_in(directory, request.param, SEGMENTER)

    return make


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


@pytest.fixture(scope="module")
def papers(opened: Opener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The sample papers."""
    engine = opened(tmp_path_factory.mktemp("papers"))
    engine.write(IndexRecord(path, text) for path, text in corpus_texts().items())
    yield engine
    engine.close()


def found(engine: Engine, query: str | Query) -> set[str]:
    tree = parse(query) if isinstance(query, str) else query
    return {id for id, _ in engine.search(tree, limit=1000).hits}


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
    phrase = Phrase(pieces(data, texts))
    expected = {id for id, record in random_texts.items() if holds(*record, phrase)}
    assert expected
    assert found(bulk, phrase) == expected
    assert found(bulk, And((Everything, Not(phrase)))) == set(random_texts) - expected
    assert found(bulk, Words(phrase.text)) >= expected
    assert not found(bulk, And((Everything, Not(Words(phrase.text))))) & expected
    if not set('"”「」') & set(phrase.text):
        assert found(bulk, f'"{phrase.text}"') == expected
        assert found(bulk, f'-"{phrase.text}"') == set(random_texts) - expected


def terms_of(texts: Mapping[str, tuple[str, str]]) -> st.SearchStrategy[Phrase]:
    """Short pieces of some texts, so that most of them stand in several."""
    starts = [
        text[start : start + length]
        for _, text in texts.values()
        for start in range(20)
        for length in (1, 2)
    ]
    return st.sampled_from([start for start in starts if fold(start)]).map(Phrase)


def nears(terms: st.SearchStrategy[Phrase]) -> st.SearchStrategy[Near]:
    several = st.lists(terms, min_size=2, max_size=3).map(tuple)
    return st.builds(Near, several, st.integers(0, 40))


@settings(BULK, max_examples=100)
@given(st.data())
def it_agrees_with_the_rules_on_any_tree(
    bulk: Engine, random_texts: dict[str, tuple[str, str]], data: st.DataObject
) -> None:
    terms = terms_of(random_texts)
    leaves: st.SearchStrategy[Query] = st.one_of(terms, st.just(Everything))
    if "near" not in PENDING:
        leaves = st.one_of(leaves, nears(terms))
    trees = st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: Or(tuple(parts))),
            inner.map(Not),
        ),
        max_leaves=6,
    )
    query = data.draw(trees)
    expected = {id for id, record in random_texts.items() if holds(*record, query)}
    assert found(bulk, query) == expected


@pytest.mark.skipif("near" in PENDING, reason="pending: near")
@settings(BULK, max_examples=200)
@given(st.data())
def it_finds_terms_near_one_another_and_no_others(
    bulk: Engine, random_texts: dict[str, tuple[str, str]], data: st.DataObject
) -> None:
    near = data.draw(nears(terms_of(random_texts)))
    expected = {id for id, record in random_texts.items() if holds(*record, near)}
    assert found(bulk, near) == expected


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
    assert found(engine, Phrase(piece)) == expected
    assert found(engine, Not(Phrase(piece))) == set(map(str, range(len(texts)))) - expected
    assert found(engine, Words(piece)) >= expected
    engine.close()


# --- the sample papers ---


def substrings(seed: int) -> Iterator[str]:
    """Random pieces of random papers, with all that stands between their characters."""
    pick = Random(seed)
    texts = sorted(corpus_texts().values())
    while True:
        text = pick.choice(texts)
        start = pick.randrange(len(text))
        piece = text[start : start + pick.randint(2, 12)]
        if len(fold(piece)) >= 2 and '"' not in piece:
            yield piece


def find_and_exclude(engine: Engine, seed: int, number: int) -> None:
    """Look for substrings in quotes, and for what does not hold them."""
    folded = {path: fold(text) for path, text in corpus_texts().items()}
    for piece in islice(substrings(seed), number):
        expected = {path for path, text in folded.items() if fold(piece) in text}
        assert expected
        assert found(engine, f'"{piece}"') == expected, piece
        assert found(engine, f'-"{piece}"') == folded.keys() - expected, piece


def it_finds_substrings_of_the_sample_papers_and_excludes_them(papers: Engine) -> None:
    find_and_exclude(papers, seed=1, number=200)


@pytest.mark.slow
def it_finds_and_excludes_ten_thousand_substrings_of_the_sample_papers(papers: Engine) -> None:
    find_and_exclude(papers, seed=2, number=10_000)
