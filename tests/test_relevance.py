"""The graded queries over the sample papers: well formed, graded, the certain ones answered."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from danghe.archive import Archive
from danghe.extract import read
from danghe.text.normalise import fold

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
PAPERS = CORPUS / "papers"
KIND_NAMES = (
    "form_name topic policy synonym typo traditional number_form phrase title doc_no question"
)
KINDS = frozenset(KIND_NAMES.split())
CERTAIN = frozenset({"phrase", "title", "doc_no"})
QUOTED = re.compile(r'["“]([^"”]+)["”]')
AT_MOST = 20


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (CORPUS / name).read_text("utf-8").splitlines()]


@cache
def queries() -> tuple[dict[str, Any], ...]:
    return tuple(lines("queries.jsonl"))


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [query for query in queries() if query["kind"] == kind]


def best(query: dict[str, Any]) -> set[str]:
    return {path for path, grade in query["relevant"].items() if grade == 3}


@cache
def folded_texts() -> dict[str, str]:
    read_ones = [entry["path"] for entry in lines("truth.jsonl") if entry["outcome"] == "imported"]
    return {path: fold(read(PAPERS / path).text) for path in read_ones}


def it_has_enough_queries_of_every_kind() -> None:
    assert len(queries()) >= 90
    for kind in KINDS:
        assert len(of_kind(kind)) >= 10, kind
    assert {query["kind"] for query in queries()} == KINDS


def it_names_only_papers_that_can_be_found_and_grades_them_one_to_three() -> None:
    findable = {entry["path"] for entry in lines("truth.jsonl") if entry["outcome"] == "imported"}
    for query in queries():
        assert set(query) == {"query", "kind", "relevant", "split"}, query
        assert query["relevant"], query
        assert set(query["relevant"]) <= findable, query
        assert set(query["relevant"].values()) <= {1, 2, 3}, query


def it_asks_no_query_twice() -> None:
    asked = [query["query"] for query in queries()]
    assert len(asked) == len(set(asked))


def it_splits_each_kind_in_turn() -> None:
    splits = defaultdict(list)
    for query in queries():
        splits[query["kind"]].append(query["split"])
    for kind, found in splits.items():
        assert found == [("dev", "test")[place % 2] for place in range(len(found))], kind


def it_asks_for_no_more_papers_than_the_measure_looks_at() -> None:
    for query in queries():
        assert len(query["relevant"]) <= AT_MOST, query["query"]


def it_grades_exactly_the_papers_that_hold_a_quoted_phrase() -> None:
    for query in of_kind("phrase"):
        phrases = list(map(fold, QUOTED.findall(query["query"])))
        assert phrases, query
        holding = {path for path, text in folded_texts().items() if all(p in text for p in phrases)}
        assert set(query["relevant"]) == holding, query["query"]


def it_grades_best_every_paper_whose_title_holds_a_title_query() -> None:
    titles = [
        (entry["path"], fold(record["title"]))
        for entry in lines("truth.jsonl")
        for record in entry["records"] or ()
        if entry["outcome"] == "imported" and record["title"]
    ]
    for query in of_kind("title"):
        holding = {path for path, title in titles if fold(query["query"]) in title}
        assert best(query) == holding, query["query"]


def it_writes_the_queries_in_traditional_characters_in_them() -> None:
    for query in of_kind("traditional"):
        plain = query["query"].replace(" ", "")
        assert fold(plain) != plain, query["query"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.create(tmp_path_factory.mktemp("relevance") / "archive") as made:
        for _ in made.import_([PAPERS], reasons=False):
            pass
        yield made


def found(archive: Archive, query: str) -> set[bytes]:
    hits = archive.search(query, limit=AT_MOST).hits
    return {Path(hit.path).read_bytes() for hit in hits}


@pytest.mark.slow
def it_finds_every_best_paper_of_a_phrase_a_number_or_a_title(archive: Archive) -> None:
    missed = {}
    for query in queries():
        if query["kind"] in CERTAIN and query["split"] == "test":
            hits = found(archive, query["query"])
            lost = {path for path in best(query) if (PAPERS / path).read_bytes() not in hits}
            if lost:
                missed[query["query"]] = lost
    assert not missed
