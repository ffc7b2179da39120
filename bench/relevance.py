"""How well a search ranks: graded queries over the sample papers and regulations.

    python bench/relevance.py                      # the queries that one may look at (dev)
    python bench/relevance.py --split test
    python bench/relevance.py --failures --kind typo
    python bench/relevance.py --texts DIR --queries FILE.jsonl [--articles FILE.json]

Four designs beside each other: BM25 over words, over bigrams, over both, and danghe as a user
meets it. All of them read what danghe extracted. A query's line is {"query", "kind",
"relevant": {"path below the folder": grade 1 to 3}, "split"}. With articles (file → [{"key",
"article": "第三十二条", "text"}]) an answer is an article, "file#key": of danghe's hits
first the clause that it shows, then the others it names, hit by hit.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import file_digest
from pathlib import Path
from typing import Any

import click
from ranking import Figures, Question, judge, load_questions, mean, plain_designs

from danghe.archive import Archive
from danghe.errors import QueryError
from danghe.model import Hit
from danghe.text.normalise import fold
from danghe.text.segment import segmenter_for

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SHOWN = 20
ARTICLE = re.compile(
    r"第[0-9〇零一二两三四五六七八九十百千]{1,12}条(?:之[一二三四五六七八九十]{1,3})?"
)

Ask = Callable[[str], Sequence[str]]
"""Query → ranked keys."""


@dataclass(frozen=True)
class Collection:
    """What is searched, cut into what counts as an answer.

    Attributes:
        name: For the heading.
        texts: Key → text.
        ask: danghe.
        words: Kept whole by the segmenter of all designs.
        first: Path → the key that stands for it, where it is a copy.
        remarks: What was left out, and why.
    """

    name: str
    texts: Mapping[str, str]
    ask: Ask
    words: tuple[str, ...]
    first: Mapping[str, str]
    remarks: tuple[str, ...] = ()


class Danghe:
    """An archive of some files; a query gives the keys that its hits stand for."""

    def __init__(self, archive: Archive, keys_of: Callable[[Hit], Sequence[str]]) -> None:
        self.archive, self.keys_of = archive, keys_of
        self.refused: list[str] = []

    def __call__(self, query: str) -> list[str]:
        try:
            hits = self.archive.search(query, limit=SHOWN).hits
        except QueryError:
            self.refused.append(query)
            return []
        return list(dict.fromkeys(key for hit in hits for key in self.keys_of(hit)))


@contextmanager
def archived(paths: Sequence[Path]) -> Iterator[Archive]:
    """An archive of these files that goes with the block."""
    with tempfile.TemporaryDirectory() as folder, Archive.create(Path(folder, "a")) as archive:
        for _ in archive.import_(paths, reasons=False):
            pass
        yield archive


@contextmanager
def papers(folder: Path, name: str) -> Iterator[Collection]:
    """A folder whose files are the answers."""
    first = same_bytes(folder)
    with archived([folder]) as archive:
        texts: dict[str, str] = {}
        for filed in archive.filed():
            key = first[relative(filed.path, folder)]
            text = archive.catalogue.content(filed.record.id).text
            texts[key] = f"{texts[key]}\n{text}" if key in texts else text
        ask = Danghe(archive, lambda hit: [first[relative(hit.path, folder)]])
        yield Collection(name, texts, ask, archive.norms.vocabulary, first)


def relative(path: str, folder: Path) -> str:
    return Path(os.path.relpath(path, folder)).as_posix()


class Firsts(dict[str, str]):
    """Path → path of the first file of the same bytes; a path within a file is itself."""

    def __missing__(self, path: str) -> str:
        return path


def same_bytes(folder: Path) -> Firsts:
    """Every file of a folder; copies count as one paper."""
    seen: dict[bytes, str] = {}
    firsts = Firsts()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").digest()
        key = relative(str(path), folder)
        firsts[key] = seen.setdefault(digest, key)
    return firsts


@contextmanager
def articles(folder: Path, listed: Path, name: str) -> Iterator[Collection]:
    """A folder of regulations whose articles are the answers."""
    by_file: dict[str, list[dict[str, str]]] = json.loads(listed.read_text("utf-8"))
    unclear = [file for file, entries in by_file.items() if repeats(entries)]
    clear = {file: entries for file, entries in by_file.items() if file not in unclear}
    remarks = tuple(f"left out, its article numbers repeat: {file}" for file in unclear)
    texts = {f"{file}#{e['key']}": e["text"] for file, entries in clear.items() for e in entries}
    with archived([folder / file for file in clear]) as archive:
        ask = Danghe(archive, lambda hit: named(hit, relative(hit.path, folder), clear))
        yield Collection(name, texts, ask, archive.norms.vocabulary, {}, remarks)


def repeats(entries: Sequence[Mapping[str, str]]) -> bool:
    """Whether an article's number does not tell which one it is (a compilation's do not)."""
    return max(Counter(entry["article"] for entry in entries).values(), default=0) > 1


def named(hit: Hit, file: str, by_file: Mapping[str, list[dict[str, str]]]) -> list[str]:
    """The articles that a hit names, the clause it shows first."""
    shown: Any = getattr(hit, "clause", None)
    others: Any = getattr(hit, "clauses", None) or ()
    labels = [str(getattr(one, "label", one)) for one in (shown or "", *others)]
    entries = by_file.get(file, [])
    return [f"{file}#{e['key']}" for label in labels for e in entries if names(label, e["article"])]


def names(label: str, article: str) -> bool:
    """Whether a label such as 第三章 第三十二条第二款 names an article."""
    label, article = fold(label), fold(article)
    if ARTICLE.fullmatch(article):
        return article in ARTICLE.findall(label)
    return bool(label) and article in label


# --- the table ---


@dataclass(frozen=True)
class Answered:
    """One query, and what each design answered."""

    question: Question
    ranked: Mapping[str, Sequence[str]]


def chosen(path: Path, split: str, kinds: Sequence[str], among: Collection) -> list[Question]:
    """The queries to ask, without answers that the collection does not have."""
    questions = [
        replace(one, relevant={among.first.get(k, k): g for k, g in one.relevant.items()})
        for one in load_questions(path)
        if split in ("all", one.split) and (not kinds or one.kind in kinds)
    ]
    for key in sorted({key for one in questions for key in one.relevant} - set(among.texts)):
        click.echo(f"left out, not in the collection: {key}")
    kept = [
        replace(one, relevant={k: g for k, g in one.relevant.items() if k in among.texts})
        for one in questions
    ]
    return [one for one in kept if one.relevant]


def table(answers: Sequence[Answered]) -> None:
    """Figures by kind, and of all."""
    head = f"{'MRR@10':>8}{'nDCG@10':>9}{'recall@20':>11}{'no answer':>11}"
    click.echo(f"{'kind':<14}{'queries':>8}  {'design':<14}{head}")
    kinds = sorted({one.question.kind for one in answers})
    for kind in [*kinds, "ALL"]:
        asked = [one for one in answers if kind in ("ALL", one.question.kind)]
        for number, design in enumerate(asked[0].ranked):
            figures = mean([judge(one.question, one.ranked[design]) for one in asked])
            left = f"{kind:<14}{len(asked):>8}" if not number else " " * 22
            click.echo(f"{left}  {design:<14}{row(figures)}")


def row(one: Figures) -> str:
    return f"{one.mrr:8.3f}{one.ndcg:9.3f}{one.recall:11.3f}{one.nothing:11.1%}"


def failures(answers: Sequence[Answered], design: str) -> None:
    """Queries whose best answer is not among the first 10, and what came first."""
    click.echo(f"\n{design}: best answer not among the first 10")
    for one in answers:
        ranked, best = one.ranked[design], one.question.best
        if best & set(ranked[:10]):
            continue
        place = next((n for n, key in enumerate(ranked, 1) if key in best), None)
        click.echo(f"{one.question.kind}: {one.question.query}")
        click.echo(f"    wanted {'、'.join(sorted(best)[:3])}  at {place or '–'} of {len(ranked)}")
        click.echo(f"    first  {'、'.join(ranked[:3]) or '–'}")


def measure(
    collection: Collection, queries: Path, split: str, kinds: Sequence[str], failing: bool
) -> None:
    """Ask all designs all queries; print the figures."""
    known = collection.texts
    click.echo(f"\n{collection.name}: {len(known)} possible answers; split {split}")
    for remark in collection.remarks:
        click.echo(remark)
    questions = chosen(queries, split, kinds, collection)
    if not questions:
        click.echo("no such query")
        return
    segmenter = segmenter_for(collection.words)
    plain = plain_designs(list(known), list(known.values()), segmenter)
    designs: dict[str, Ask] = {**plain, "danghe": collection.ask}
    answers = [
        Answered(q, {name: ask(q.query) for name, ask in designs.items()}) for q in questions
    ]
    for query in getattr(collection.ask, "refused", ()):
        click.echo(f"refused by danghe: {query}")
    table(answers)
    if failing:
        failures(answers, "danghe")


def opened(folder: Path, listed: Path | None) -> Any:
    return articles(folder, listed, folder.name) if listed else papers(folder, folder.name)


@click.command()
@click.option("--split", type=click.Choice(["dev", "test", "all"]), default="dev")
@click.option("--kind", "kinds", multiple=True, help="Only queries of this kind; repeatable.")
@click.option("--failures", "failing", is_flag=True, help="List what danghe did not find.")
@click.option("--texts", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--queries", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--articles", "listed", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(
    split: str,
    kinds: tuple[str, ...],
    failing: bool,
    texts: Path | None,
    queries: Path | None,
    listed: Path | None,
) -> None:
    """Measure the relevance of searches over the sample papers and regulations, or over TEXTS."""
    if (texts is None) != (queries is None):
        raise click.UsageError("--texts and --queries go together")
    regulations = CORPUS / "regulations"
    sets = [
        (CORPUS / "papers", CORPUS / "queries.jsonl", None),
        (regulations, CORPUS / "questions.jsonl", regulations / "articles.json"),
    ]
    if texts and queries:
        sets = [(texts, queries, listed)]
    for folder, asked, its_articles in sets:
        absent = [path for path in (asked, its_articles) if path and not path.exists()]
        if absent:
            click.echo(f"left out, not there: {absent[0].name}")
            continue
        with opened(folder.resolve(), its_articles) as collection:
            measure(collection, asked, split, kinds, failing)


if __name__ == "__main__":
    main()
