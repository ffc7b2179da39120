"""Over the sample papers as they are read: any substring finds its paper, minus excludes it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from danghe.extract import read
from danghe.index import Engine, IndexRecord, open_index, parse
from danghe.schemas import load
from danghe.text.normalise import fold
from danghe.text.segment import segmenter_for

CORPUS = Path(__file__).parent.parent / "corpus"
SAMPLES = 150


@cache
def papers() -> dict[str, str]:
    texts = {}
    for line in (CORPUS / "truth.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        if entry["outcome"] == "imported":
            texts[entry["path"]] = read(CORPUS / "papers" / entry["path"]).text
    chosen = random.Random(7).sample(sorted(texts), 90)
    return {path: texts[path] for path in chosen}


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    directory = tmp_path_factory.mktemp("index") / request.param
    segmenter = segmenter_for(load().vocabulary)
    opened = open_index(
        directory, engine=request.param, segmenter=segmenter, schema_version="1", create=True
    )
    opened.write(IndexRecord(id=path, text=text, title="") for path, text in papers().items())
    return opened


def substrings() -> Iterator[tuple[str, str]]:
    """Random pieces of random papers, as printed: with line breaks, tabs and blanks in them."""
    chance = random.Random(11)
    texts = papers()
    while True:
        path = chance.choice(sorted(texts))
        start = chance.randrange(len(texts[path]))
        piece = texts[path][start : start + chance.randint(2, 14)]
        if len(fold(piece)) >= 2 and not set(piece) & set('"“”「」'):
            yield path, piece


def found(engine: Engine, query: str) -> set[str]:
    result = engine.search(parse(query), limit=1000)
    return {id for id, _ in result.hits}


def it_finds_any_substring_as_a_phrase_and_nothing_without_it(engine: Engine) -> None:
    folded = {path: fold(text) for path, text in papers().items()}
    for (path, piece), _ in zip(substrings(), range(SAMPLES), strict=False):
        hits = found(engine, f'"{piece}"')
        assert path in hits, piece
        assert hits == {other for other, text in folded.items() if fold(piece) in text}, piece


def it_finds_none_of_them_behind_a_minus(engine: Engine) -> None:
    for (path, piece), _ in zip(substrings(), range(SAMPLES), strict=False):
        with_it, without = found(engine, f'"{piece}"'), found(engine, f'* -"{piece}"')
        assert path not in without, piece
        assert with_it | without == set(papers())
        assert not with_it & without
