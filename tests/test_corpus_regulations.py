"""The invented regulations: files, list of articles and questions agree with their sources."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest

from danghe.extract import read
from danghe.text.normalise import fold

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
REGULATIONS = CORPUS / "regulations"
OWN_ARTICLE = re.compile("本(?:条例|办法|规定)(第[一二三四五六七八九十]+条)")
KINDS = {
    "lay_question": 100,
    "policy_question": 30,
    "topic": 20,
    "typo": 12,
    "traditional": 8,
    "number_form": 6,
    "synonym": 10,
}


@cache
def listed() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]]
    found = json.loads((REGULATIONS / "articles.json").read_text("utf-8"))
    return found


@cache
def questions() -> tuple[dict[str, Any], ...]:
    lines = (CORPUS / "questions.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def paragraphs(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def it_holds_exactly_what_the_generator_makes(tmp_path: Path) -> None:
    command = [sys.executable, str(CORPUS / "generate_regulations.py"), "--into", str(tmp_path)]
    subprocess.run(command, check=True, timeout=60)
    made = {p.relative_to(tmp_path).as_posix(): p for p in tmp_path.rglob("*") if p.is_file()}
    lying = {f"regulations/{path.name}" for path in REGULATIONS.iterdir()} | {"questions.jsonl"}
    assert made.keys() == lying
    for path, data in ((path, file.read_bytes()) for path, file in made.items()):
        stored = (CORPUS / path).read_bytes()
        if path.endswith(".docx"):
            # Other versions of zlib and python-docx pack the same words differently.
            assert paragraphs(stored) == paragraphs(data), path
        else:
            assert stored == data, path


@pytest.mark.parametrize("name", sorted(path.name for path in REGULATIONS.glob("*.[td]*")))
def it_is_read_as_its_articles_say(name: str) -> None:
    text = fold(read(REGULATIONS / name).text)
    place = 0
    for article in listed()[name]:
        begins = text.find(fold(f"{article['article']}　{article['text']}"), place)
        assert begins >= 0, article["key"]
        place = begins + 1


def it_has_the_regulations_and_articles_that_a_measure_needs() -> None:
    assert sum(len(found) for found in listed().values()) >= 700
    assert listed().keys() == {path.name for path in REGULATIONS.glob("*.[td]*")}
    for name, found in listed().items():
        assert len({article["key"] for article in found}) == len(found), name
    texts = [a["text"] for found in listed().values() for a in found if len(a["text"]) > 40]
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def it_refers_to_other_articles_by_numbers_that_are_there() -> None:
    for found in listed().values():
        numbers = {(article["regulation"], article["article"]) for article in found}
        for article in found:
            assert "{" not in article["text"]
            for number in re.findall(
                "本(?:条例|办法|规定)(第[一二三四五六七八九十]+条)", article["text"]
            ):
                assert (article["regulation"], number) in numbers


def it_asks_enough_questions_of_every_kind_and_none_twice() -> None:
    kinds = Counter(question["kind"] for question in questions())
    assert kinds.keys() == KINDS.keys()
    assert all(kinds[kind] >= least for kind, least in KINDS.items()), kinds
    queries = [fold(question["query"]) for question in questions()]
    assert [query for query, times in Counter(queries).items() if times > 1] == []


def it_grades_articles_that_exist_and_always_names_an_answer() -> None:
    known = {f"{name}#{article['key']}" for name, found in listed().items() for article in found}
    for question in questions():
        assert question.keys() == {"query", "kind", "relevant", "split"}
        assert set(question["relevant"]) <= known, question["query"]
        assert set(question["relevant"].values()) <= {1, 2, 3}
        assert 3 in question["relevant"].values(), question["query"]


def it_parts_each_kind_evenly_into_development_and_test() -> None:
    for kind in KINDS:
        splits = [question["split"] for question in questions() if question["kind"] == kind]
        assert splits == [("dev", "test")[place % 2] for place in range(len(splits))]


def it_asks_as_people_do_not_in_the_words_of_the_answer() -> None:
    texts = {
        f"{name}#{article['key']}": fold(article["text"])
        for name, found in listed().items()
        for article in found
    }
    asked = [question for question in questions() if question["kind"] == "lay_question"]
    shares = []
    for question in asked:
        query = fold(question["query"])
        pairs = {query[i : i + 2] for i in range(len(query) - 1)}
        best = max(question["relevant"], key=question["relevant"].__getitem__)
        shares.append(sum(pair in texts[best] for pair in pairs) / len(pairs))
    assert sum(shares) / len(shares) < 0.25
