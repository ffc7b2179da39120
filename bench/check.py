"""Findings of the check against an archive's ground truth: bench/check.py [--corpus village].

Twice: with the true filings (the check alone) and with the filings that an import decides
(end to end). Prints precision and recall of missing items and missing periods, and the share
of boxes with the right status.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filing import CORPORA

from danghe.archive import Archive
from danghe.check import UnitCheck, check_unit
from danghe.model import FiledRecord, Filing, Record
from danghe.schemas import load

Facts = set[tuple[str, str, str]]


def true_filings(truth: Path) -> Iterator[FiledRecord]:
    for number, line in enumerate(truth.read_text("utf-8").splitlines()):
        entry = json.loads(line)
        if entry["outcome"] not in ("imported", "partial"):
            continue
        for n, want in enumerate(entry["records"]):
            id = f"{number}-{n}"
            record = Record(
                id, str(number), n, 0, 1, want["title"] or "", doctype=want["doctype"],
                date=want["date"],
            )  # fmt: skip
            filing = Filing(
                id,
                want["unit"],
                want["level"],
                want["year"],
                want["period"] or (str(want["year"]) if want["year"] else None),
                want["box_id"],
                tuple(want["items"]),
                1.0,
            )
            yield FiledRecord(record, filing, entry["path"])


def facts_of(check: UnitCheck) -> Facts:
    items = {
        (check.unit, "item", item.item_id)
        for box in check.boxes
        for item in box.items
        if item.status.value == "missing"
    }
    periods = {
        (check.unit, "period", f"{item.item_id} {period}")
        for box in check.boxes
        for item in box.items
        for period in item.missing_periods
        if item.status.value != "missing"
    }
    whole = {
        (check.unit, "period", f"{box.box_id} {period}")
        for box in check.boxes
        for period in box.missing_periods
        if not any(period in item.missing_periods for item in box.items)
    }
    return items | periods | whole


def wanted(unit: str, expected: dict[str, Any]) -> Facts:
    facts: Facts = set()
    for box in expected["boxes"].values():
        facts |= {(unit, "item", id) for id in box["missing_items"]}
        for target, periods in box["missing_periods"].items():
            if target not in box["missing_items"]:
                facts |= {(unit, "period", f"{target} {period}") for period in periods}
    return facts


def score(name: str, checks: list[UnitCheck], expected: dict[str, Any], show: bool) -> None:
    found: Facts = set().union(*map(facts_of, checks))
    want: Facts = set().union(*(wanted(check.unit, expected[check.unit]) for check in checks))
    statuses: Counter[bool] = Counter()
    for check in checks:
        for box in check.boxes:
            right = expected[check.unit]["boxes"][box.box_id]["status"]
            statuses[box.status.value == right] += 1
            if show and box.status.value != right:
                print(f"  {box.box_id}: want {right} got {box.status.value}")
    hit = len(found & want)
    print(f"{name:<28} boxes right {statuses[True]}/{statuses.total()}", end="")
    print(f"  precision {hit / max(1, len(found)):.3f}  recall {hit / max(1, len(want)):.3f}")
    if show:
        for fact in sorted(found ^ want):
            print("  ", "extra " if fact in found else "lacks ", *fact)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", choices=CORPORA, default="sample", help="papers and norms")
    corpus, schema = CORPORA[parser.parse_args().corpus]
    norms = load(schema)
    expected = json.loads((corpus / "expected_check.json").read_text("utf-8"))
    filed = list(true_filings(corpus / "truth.jsonl"))
    levels = {f.filing.unit: f.filing.level for f in filed}
    units = [(unit, levels[unit], expected[unit]["year"]) for unit in expected]
    checks = [check_unit(norms, unit, level or "", year, filed) for unit, level, year in units]
    score("true filings", checks, expected, show=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        Archive.create(Path(folder, "archive"), schema) as archive,
    ):
        list(archive.import_([corpus / "papers"]))
        decided = list(archive.filed())
    checks = [check_unit(norms, unit, level or "", year, decided) for unit, level, year in units]
    score("filings of an import", checks, expected, show=False)


if __name__ == "__main__":
    main()
