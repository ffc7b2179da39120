"""Time of a check of all units and years from the catalogue.

    python bench/check_speed.py
    python bench/check_speed.py --sizes 10000 --sizes 1000000 --units 1000 --years 10

Each size is an archive whose catalogue is filled with invented rows: records spread evenly over
the units and years, nine in ten filed under an item of the norms that ship. Measured are the
first check of everything, the same again with nothing changed, and again after one unit got
papers, by the clock and (in brackets) in seconds of processors; then the latter for each
record, against that of the first size: over 1 would be worse than linear. With few records a
unit's year the boxes weigh more than the papers. Every size runs in a process of its own, which
tells its greatest memory. danghe itself uses all cores for large checks; here it is one process
unless --jobs says otherwise, for the processor seconds of others are not told.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa

from danghe.archive import Archive
from danghe.catalogue import tables as t
from danghe.facts import edition, pack
from danghe.stated import Indicator, Passage, Statements
from danghe.survey import Scope

HEAD = """\
| records | unit-years | all, s | again, s | after an import, s | CPU µs a record | MiB |
|--:|--:|--:|--:|--:|--:|--:|"""
AT_ONCE = 20_000
TABLES = (t.sources, t.records, t.filings, t.statements)
RATES = ("参与率", "覆盖率", "及时率", "合格率", "满意率")
FIRST_YEAR = 2014
LEVELS = ("street", "community", "employer")
NOW = datetime.now(UTC).isoformat(timespec="seconds")


def rows(
    archive: Archive, records: int, units: int, years: int
) -> Iterator[tuple[dict[str, Any], ...]]:
    """A source, a record, a filing and statements for each invented paper."""
    dice = random.Random(6)
    norms = archive.norms
    reading = edition(norms.indicators, norms.relations)
    items = {
        level: [
            (box.id, item) for of, _, box in norms.boxes() if of.id == level for item in box.items
        ]
        for level in LEVELS
    }
    for number in range(records):
        place = number % (units * years)
        unit, year = place // years, FIRST_YEAR + place % years
        level = LEVELS[unit % len(LEVELS)]
        box, item = dice.choice(items[level])
        period = f"{year}-{dice.randint(1, 12):02}" if dice.random() < 0.5 else str(year)
        filed = dice.random() < 0.9
        sha256 = f"{dice.getrandbits(256):064x}"
        id = f"{number:012x}-1"
        path = f"{unit}/{year}/{number}.docx"
        source = {
            "id": number + 1, "locator": f"/{path}", "path": path, "sha256": sha256,
            "status": "imported", "seconds": 0.1, "linked": True, "imported_at": NOW,
            "kind": "file", "members": 0,
        }  # fmt: skip
        record = {
            "id": id, "source_id": number + 1, "ordinal": 1, "start": 0, "end": 900,
            "title": f"{year}年{item.name}", "title_made": False, "date": f"{period[:7]}-01"[:10],
            "doctype": next(iter(norms.kinds[item.kind]), None),
        }  # fmt: skip
        filing = {
            "record_id": id, "unit": f"单位{unit:05}", "level": level, "year": year,
            "period": period, "box_id": box if filed else None,
            "item_ids": f'["{item.id}"]' if filed else "[]", "confidence": 0.9, "reasons": "[]",
            "candidates": "[]", "decided_by": "rules", "decided_at": NOW, "boxless": False,
        }  # fmt: skip
        told = {
            "record_id": id,
            "edition": reading,
            "data": pack(said_by(dice, str(record["title"]), year)),
        }
        yield source, record, filing, told


def said_by(dice: random.Random, title: str, year: int) -> Statements:
    """What an invented paper states: some figures, as reports and tables do."""
    figures = tuple(
        Indicator(
            name, Decimal(dice.randint(0, 1000)) / 10, "%", Passage(0, 12, title[:12], 1),
            period=str(year),
        )
        for name in dice.sample(RATES, dice.randint(0, 3))
    )  # fmt: skip
    return Statements(indicators=figures, signed=f"{year}-12-01")


def fill(archive: Archive, records: int, units: int, years: int) -> None:
    made = rows(archive, records, units, years)
    with archive.catalogue._writing() as connection:
        while batch := list(islice(made, AT_ONCE)):
            for table, entries in zip(TABLES, zip(*batch, strict=True), strict=True):
                connection.execute(sa.insert(table), list(entries))


def add_papers(archive: Archive, unit: str, papers: int) -> None:
    """What an import of a few papers of one unit changes."""
    with archive.catalogue._writing() as connection:
        ids = connection.scalars(
            sa.select(t.filings.c.record_id)
            .where(t.filings.c.unit == unit, t.filings.c.superseded_at.is_(None))
            .limit(papers)
        ).all()
        for id in ids:
            mine = (t.filings.c.record_id == id) & t.filings.c.superseded_at.is_(None)
            row = dict(connection.execute(sa.select(t.filings).where(mine)).one()._mapping)
            connection.execute(sa.update(t.filings).where(mine).values(superseded_at=NOW))
            del row["id"]
            connection.execute(sa.insert(t.filings).values(row | {"confidence": 1.0}))


def timed(archive: Archive, jobs: int) -> tuple[float, float, int, int]:
    start = time.perf_counter(), time.process_time()
    survey = archive.survey(Scope(), jobs=jobs)
    survey.matrix  # noqa: B018
    took = time.perf_counter() - start[0], time.process_time() - start[1]
    return *took, len(survey.judged), survey.looked_at


def measure(records: int, units: int, years: int, jobs: int) -> None:
    """One size; prints figures for the parent to read."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Archive.create(Path(folder, "archive")) as archive,
    ):
        fill(archive, records, units, years)
        first, cpu, judged, _ = timed(archive, jobs)
        again, again_cpu, _, unchanged = timed(archive, jobs)
        assert unchanged == 0
        add_papers(archive, "单位00001", 5)
        after, after_cpu, _, changed = timed(archive, jobs)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(judged, first, cpu, again, again_cpu, after, after_cpu, changed, memory)


@click.command()
@click.option("--sizes", type=int, multiple=True, default=(10_000, 100_000, 1_000_000))
@click.option("--units", type=int, default=1000, show_default=True)
@click.option("--years", type=int, default=10, show_default=True)
@click.option("--jobs", type=int, default=1, show_default=True, help="processes")
@click.option("--one", is_flag=True, hidden=True)
def main(sizes: tuple[int, ...], units: int, years: int, jobs: int, one: bool) -> None:
    """Print the table."""
    if one:
        measure(sizes[0], units, years, jobs)
        return
    print(HEAD)
    base = None
    for size in sizes:
        called = [sys.executable, __file__, "--one", "--sizes", str(size)]
        called += ["--units", str(units), "--years", str(years), "--jobs", str(jobs)]
        told = subprocess.run(called, capture_output=True, text=True, check=True).stdout.split()
        judged, first, cpu, again, again_cpu, after, after_cpu, changed, memory = map(float, told)
        each = cpu / size * 1e6
        base = base or each
        print(
            f"| {size:,} | {judged:,.0f} | {first:.1f} ({cpu:.1f}) | {again:.1f} ({again_cpu:.1f}) "
            f"| {after:.1f} ({after_cpu:.1f}), {changed:.0f} checked "
            f"| {each:,.0f} (×{each / base:.2f}) | {memory:.0f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
