"""Search measured beside its peers, in one run on the same papers and questions.

    python bench/search.py
    python bench/search.py --sizes 20000 --sizes 200000
    python bench/search.py --only danghe --only tantivy --sizes 1000

Every contender indexes the same invented papers in batches of 500, each committed; every batch
and every question goes to all of them before the next does. All have to count the matches, give the
ten best and, where asked, count them by field. Times are the contender's own, with the parsing
of the question and without the pipe to those in a process of their own. "tantivy" is called
directly, by hand, with danghe's fields and tokens. FTS5 is SQLite's: with its trigrams, and
with jieba's words or bigrams made beforehand. Xapian and Recoll need Debian's python3-xapian,
recollcmd and python3-recoll and stay in processes of their own (they are under the GPL).

Not all mean the same by a question: "found" is the share of the true matches (by looking
through the folded texts) that a contender gives, "wrong" the share of what it gives that is
not one; a question it cannot put counts as nothing found. Ratios are over the questions that
the contender can put: over 1, danghe is ahead.
"""

from __future__ import annotations

import gc
import os
import statistics
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import click
from search_face import Contender, Danghe, UnavailableError
from search_others import Worker
from search_papers import BATCH, Asked, Papers, Shelf, questions, truth
from search_raw import RawTantivy
from search_sqlite import bigrams, jieba_words, trigrams

LIMIT = 10
WARMING = 3
Entrants = dict[str, Callable[[Path], Contender]]


def entrants(python: str) -> Entrants:
    """All who can take part, by the heads of their columns; danghe is the measure."""
    return {
        "danghe": partial(Danghe, engine="tantivy"),
        "tantivy": RawTantivy,
        "on whoosh": partial(Danghe, engine="whoosh"),
        "FTS5 3-gram": trigrams,
        "FTS5 jieba": jieba_words,
        "FTS5 2-gram": bigrams,
        "Xapian": partial(Worker, kind="xapian", python=python, most=10**9, filters=True),
        "Recoll": partial(Worker, kind="recoll", python=python, most=20_000, filters=False),
    }


@dataclass
class Course:
    """What one contender did.

    Attributes:
        seconds: For indexing.
        size: Bytes of its files.
        times: Kind → milliseconds for each question; None for one that it cannot put.
        found: Kind → share of the true matches.
        wrong: Kind → share of its matches that are none.
    """

    seconds: float = 0.0
    size: int = 0
    times: dict[str, list[float | None]] = field(default_factory=dict)
    found: dict[str, float] = field(default_factory=dict)
    wrong: dict[str, float] = field(default_factory=dict)


def index(
    contenders: dict[str, Contender], shelf: Shelf, homes: dict[str, Path]
) -> dict[str, Course]:
    """Index all papers, a batch with all before the next.

    Files that are the papers themselves do not count as index.
    """
    courses = {name: Course() for name in contenders}
    for batch in shelf.batches():
        for name, contender in contenders.items():
            courses[name].seconds += contender.add(batch)
    for name, contender in contenders.items():
        courses[name].seconds += contender.finish()
        files = [path for path in homes[name].rglob("*") if path.is_file()]
        own = [path for path in files if "files" not in path.relative_to(homes[name]).parts]
        courses[name].size = sum(path.stat().st_size for path in own)
    return courses


def ask(
    contenders: dict[str, Contender], asked: dict[str, list[Asked]], courses: dict[str, Course]
) -> None:
    """Put every question to all before the next; who comes first changes."""
    names = list(contenders)
    gc.collect()
    for kind, of_kind in asked.items():
        for name in names:
            courses[name].times[kind] = []
            for question in filter(contenders[name].can, of_kind[:WARMING]):
                contenders[name].ask(question, LIMIT)
        for number, question in enumerate(of_kind):
            turn = number % len(names)
            for name in names[turn:] + names[:turn]:
                able = contenders[name].can(question)
                ms = contenders[name].ask(question, LIMIT).ms if able else None
                courses[name].times[kind].append(ms)


def examine(
    contenders: dict[str, Contender],
    asked: dict[str, list[Asked]],
    shelf: Shelf,
    courses: dict[str, Course],
) -> None:
    """Compare all that each contender finds with what is there."""
    plain = [
        replace(question, offset=0, facets=False)
        for of_kind in asked.values()
        for question in of_kind
    ]
    marks = truth(shelf, plain)
    for name, contender in contenders.items():
        there, given, right = (dict.fromkeys(asked, 0) for _ in range(3))
        for question, mark in zip(plain, marks, strict=True):
            there[question.kind] += sum(mark)
            if contender.can(question):
                numbers = contender.ask(question, shelf.count).numbers
                given[question.kind] += len(numbers)
                right[question.kind] += sum(mark[number] for number in numbers)
        for kind in asked:
            courses[name].found[kind] = right[kind] / there[kind] if there[kind] else 1.0
            courses[name].wrong[kind] = 1 - right[kind] / given[kind] if given[kind] else 0.0


def cell(value: float | None, form: str = ".2f") -> str:
    return f"{'—' if value is None else format(value, form):>13}"


def beside(courses: dict[str, Course]) -> str:
    """Head of a row of ratios."""
    return f"   × {next(iter(courses))}"


def middle(times: list[float]) -> float | None:
    return statistics.median(times) if times else None


def slowest(times: list[float]) -> float | None:
    return statistics.quantiles(times, n=100, method="inclusive")[98] if len(times) > 1 else None


def latencies(courses: dict[str, Course], kind: str) -> list[str]:
    """The rows of a kind of question: milliseconds, then how many times danghe's."""
    base = next(iter(courses.values())).times[kind]
    lines = []
    for label, measure in (("p50", middle), ("p99", slowest)):
        times, ratios = [], []
        for course in courses.values():
            both = [(a, b) for a, b in zip(course.times[kind], base, strict=True) if a and b]
            own, danghe = measure([a for a, _ in both]), measure([b for _, b in both])
            times.append(cell(own))
            ratios.append(cell(own / danghe if own and danghe else None))
        lines.append(f"{f'{kind} {label} ms':20}" + "".join(times))
        lines.append(f"{beside(courses):20}" + "".join(ratios))
    return lines


def shares(courses: dict[str, Course], kind: str) -> list[str]:
    """What was asked and found: only where not all is as it should be."""
    asked = [
        100 * sum(time is not None for time in course.times[kind]) / len(course.times[kind])
        for course in courses.values()
    ]
    found = [100 * course.found[kind] for course in courses.values()]
    wrong = [100 * course.wrong[kind] for course in courses.values()]
    rows = (("asked %", asked, 100), ("found %", found, 100), ("wrong %", wrong, 0))
    return [
        f"   {label:17}" + "".join(cell(value, ".1f") for value in values)
        for label, values, ideal in rows
        if any(abs(value - ideal) >= 0.05 for value in values)
    ]


def show(shelf: Shelf, courses: dict[str, Course], kinds: list[str]) -> None:
    characters = shelf.characters / shelf.count
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    click.echo(
        f"\n{shelf.count} records of {characters:.0f} characters, batches of {BATCH}; "
        f"load of the machine {load:.1f}"
    )
    ran = list(courses.values())
    click.echo(" " * 20 + "".join(f"{name:>13}" for name in courses))
    rates = [shelf.count / course.seconds for course in ran]
    click.echo(f"{'index records/s':20}" + "".join(cell(rate, ".0f") for rate in rates))
    speeds = [shelf.size / 1e6 / course.seconds for course in ran]
    click.echo(f"{'index MB/s':20}" + "".join(map(cell, speeds)))
    click.echo(
        f"{f'   × {next(iter(courses))}':20}" + "".join(cell(rates[0] / rate) for rate in rates)
    )
    sizes = [course.size / shelf.size for course in ran]
    click.echo(f"{'size / raw text':20}" + "".join(map(cell, sizes)))
    for kind in kinds:
        for line in (*latencies(courses, kind), *shares(courses, kind)):
            click.echo(line)


def enter(
    chosen: Entrants, named: tuple[str, ...], room: Path, count: int, stack: ExitStack
) -> tuple[dict[str, Contender], dict[str, Path]]:
    """Those who take part, closed with the stack, and where their files lie."""
    contenders, homes = {}, {}
    for name, make in chosen.items():
        home = room / name
        home.mkdir()
        try:
            contender = make(home)
        except UnavailableError as reason:
            click.echo(f"left out: {reason}")
            continue
        stack.callback(contender.close)
        if count > contender.most and not named:
            click.echo(f"left out: {name}, beyond {contender.most} records only when named")
            continue
        contenders[name], homes[name] = contender, home
    return contenders, homes


def run(chosen: Entrants, named: tuple[str, ...], count: int, asking: int, checked: int) -> None:
    """One table."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        room = Path(folder)
        shelf = Shelf.filled(room / "papers", Papers(), count)
        asked = questions(shelf.sample, asking)
        contenders, homes = enter(chosen, named, room, count, stack)
        courses = index(contenders, shelf, homes)
        ask(contenders, asked, courses)
        examine(contenders, {kind: of[:checked] for kind, of in asked.items()}, shelf, courses)
        show(shelf, courses, list(asked))


@click.command()
@click.option("--sizes", multiple=True, type=click.IntRange(min=1), default=(20_000,))
@click.option("--only", multiple=True, help="Columns; the first is the measure.")
@click.option("--asking", type=click.IntRange(min=2), default=200, help="Questions of a kind.")
@click.option("--checked", type=click.IntRange(min=1), default=10, help="Of them, looked up.")
@click.option("--python", default="/usr/bin/python3", help="Has the bindings of the others.")
@click.option("--quick", is_flag=True, help="200 records and few questions.")
def main(
    sizes: tuple[int, ...],
    only: tuple[str, ...],
    asking: int,
    checked: int,
    python: str,
    quick: bool,
) -> None:
    """Measure search on so many records."""
    able = entrants(python)
    if unknown := set(only) - set(able):
        raise click.UsageError(f"no such column: {unknown}; there are {list(able)}")
    chosen = {name: able[name] for name in only or able}
    for count in (200,) if quick else sizes:
        run(chosen, only, count, 5 if quick else asking, 2 if quick else checked)


if __name__ == "__main__":
    main()
