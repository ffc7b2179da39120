"""What a search costs from a cold start: ``danghe search`` in fresh processes, and what loads.

    python bench/coldstart.py
    python bench/coldstart.py --times 30 --files 20000

The archive is an import of the sample papers, with ``--files`` one of so many small files
besides. Steps are laps of one process, in the order in which the program takes them. The other
columns do without the native parts, as a machine does for which they have no wheel: jieba for
rjieba, and whoosh for tantivy. "python" is a process that does nothing. Files are in the
system's cache, as after the first search of a day.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
from bulk_files import write_files

from danghe.archive import Archive
from danghe.extract import Ocr, Options

HERE = Path(__file__).resolve().parent
GOAL_MS = 500
QUERIES = ("药具", "社会抚养费 逾期", '"流动人口"')
WITHOUT = {"rjieba, tantivy": (), "jieba, tantivy": ("rjieba",)}
PORTABLE = {"jieba, whoosh": ("rjieba", "tantivy")}

START = """
import sys
for name in {blocked!r}:
    sys.modules[name] = None
"""
SEARCH = """
sys.argv = ["danghe", "search", *sys.argv[1:], "--json"]
from danghe.cli import main
main()
"""
LAPS = """
import gc, json, time
gc.set_threshold(100_000, 20, 20)  # As the program does.
laps, last = {}, time.perf_counter()
def lap(name):
    global last
    now = time.perf_counter()
    laps[name] = (now - last) * 1000
    last = now
import click
lap("import click")
import danghe.cli
lap("import danghe.cli")
import sqlalchemy
lap("import sqlalchemy")
import danghe.catalogue
lap("import danghe.catalogue")
import danghe.schemas
lap("import danghe.schemas")
import danghe.index.answer
lap("import danghe.index")
import danghe.commands.search
lap("import the command")
from danghe.text.segment import segmenter_for
from pathlib import Path
archive = danghe.archive.Archive.open(Path(sys.argv[3]))
lap("open the catalogue")
norms = archive.norms
lap("read the norms")
segmenter_for(norms.vocabulary).words("药具")
lap("load the dictionary")
archive.search(sys.argv[1])
first = time.perf_counter() - last
lap("open the index")
archive.search(sys.argv[1])
again = (time.perf_counter() - last) * 1000
laps["open the index"] -= again
laps["search and answer"] = again
print(json.dumps(laps))
"""


def command(script: str, blocked: tuple[str, ...], archive: Path, query: str) -> list[str]:
    whole = START.format(blocked=blocked) + script
    return [sys.executable, "-c", whole, query, "--archive", str(archive)]


def cost(arguments: list[str]) -> tuple[float, float]:
    """Milliseconds of a process: by the clock, and of the processor."""
    begin, busy = time.perf_counter(), os.times()
    subprocess.run(arguments, check=True, capture_output=True)
    spent, done = time.perf_counter() - begin, os.times()
    cpu = done.children_user + done.children_system - busy.children_user - busy.children_system
    return spent * 1000, cpu * 1000


def searches(blocked: tuple[str, ...], archive: Path, times: int) -> list[tuple[float, float]]:
    """Costs of so many searches, each by a process of its own."""
    asked = [QUERIES[number % len(QUERIES)] for number in range(times)]
    return [cost(command(SEARCH, blocked, archive, query)) for query in asked]


def steps(blocked: tuple[str, ...], archive: Path, times: int) -> dict[str, float]:
    """Milliseconds of each step, in the middle of so many processes."""
    laps: dict[str, list[float]] = {}
    for _ in range(times):
        run = command(LAPS, blocked, archive, QUERIES[0])
        said = subprocess.run(run, check=True, capture_output=True).stdout
        for name, ms in json.loads(said).items():
            laps.setdefault(name, []).append(ms)
    return {name: statistics.median(found) for name, found in laps.items()}


def imports(archive: Path) -> Counter[str]:
    """Milliseconds of importing, by package, as ``-X importtime`` has them (which slows it)."""
    run = command(SEARCH, (), archive, QUERIES[0])
    said = subprocess.run([run[0], "-X", "importtime", *run[1:]], check=True, capture_output=True)
    spent: Counter[str] = Counter()
    for line in said.stderr.decode("utf-8").splitlines():
        own, _, name = line.removeprefix("import time:").split("|")
        if own.strip().isdigit():
            parts = name.strip().split(".")
            package = ".".join(parts[:2]) if parts[0] == "danghe" else parts[0]
            spent[package] += int(own) / 1000  # type: ignore[assignment]  # floats add up as well
    return spent


def filled(home: Path, papers: list[Path], engine: str | None = None) -> Path:
    with Archive.create(home, engine=engine) as archive:
        done = sum(1 for _ in archive.import_(papers, options=Options(ocr=Ocr.NEVER)))
        assert done, "nothing was imported"
    return home


@dataclass
class Column:
    """Costs of whole searches by the clock and of the processor, and laps of one by step."""

    clock: list[float]
    cpu: list[float]
    laps: dict[str, float]

    @classmethod
    def of(cls, blocked: tuple[str, ...], archive: Path, times: int) -> Column:
        costs = searches(blocked, archive, times)
        clock, cpu = map(list, zip(*costs, strict=True))
        return cls(clock, cpu, steps(blocked, archive, times))


def show(columns: dict[str, Column], nothing: float) -> None:
    def row(head: str, value: Callable[[Column], float]) -> None:
        cells = (f"{value(column):18.1f}" for column in columns.values())
        click.echo(f"{head:26}" + "".join(cells))

    click.echo(" " * 26 + "".join(f"{name:>18}" for name in columns))
    row("python", lambda column: nothing)
    for step in next(iter(columns.values())).laps:
        row(step, lambda column, step=step: column.laps[step])  # type: ignore[misc]
    row("output, end of process", lambda column: rest(column, nothing))
    row("whole, median ms", lambda column: statistics.median(column.clock))
    row("whole, slowest ms", lambda column: max(column.clock))
    row("processor, median ms", lambda column: statistics.median(column.cpu))
    met = [statistics.median(column.clock) < GOAL_MS for column in columns.values()]
    click.echo(f"{f'under {GOAL_MS} ms':26}" + "".join(f"{'yes' if m else 'no':>18}" for m in met))


def rest(column: Column, nothing: float) -> float:
    return statistics.median(column.clock) - nothing - sum(column.laps.values())


@click.command()
@click.option("--times", type=click.IntRange(min=2), default=15)
@click.option("--files", type=click.IntRange(min=0), default=0, help="Small files besides.")
@click.option("--papers", type=click.Path(path_type=Path), default=HERE.parent / "corpus/papers")
@click.option("--quick", is_flag=True, help="Few papers, few processes.")
def main(times: int, files: int, papers: Path, quick: bool) -> None:
    """Measure the start of a search."""
    os.environ["DANGHE_LANG"] = "zh"
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        sources = [papers]
        if quick:
            times, files, sources = 2, 20, []
        if files:
            (room / "files").mkdir()
            write_files(room / "files", files)
            sources.append(room / "files")
        archive = filled(room / "archive", sources)
        portable = filled(room / "portable", sources, "whoosh")
        idle = [sys.executable, "-c", "pass"]
        nothing = statistics.median([cost(idle)[0] for _ in range(times)])
        columns = {
            name: Column.of(blocked, home, times)
            for home, variants in ((archive, WITHOUT), (portable, PORTABLE))
            for name, blocked in variants.items()
        }
        with Archive.open(archive) as opened:
            count = opened.search("*", limit=1).total
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        click.echo(f"{count} records, {times} processes; load of the machine {load:.1f}")
        show(columns, nothing)
        dear = ", ".join(f"{name} {ms:.0f}" for name, ms in imports(archive).most_common(14))
        click.echo(f"\nimports by package, ms: {dear}")


if __name__ == "__main__":
    main()
