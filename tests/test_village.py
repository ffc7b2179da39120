"""A second field: the same code files a village's papers by a village's norms."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from danghe.archive import Archive
from danghe.check import UnitCheck, check_unit
from danghe.extract import Ocr, Options, read
from danghe.model import FiledRecord, Filing, Record
from danghe.schemas import Norms, load, shipped

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
VILLAGE = CORPUS / "village"
PAPERS = VILLAGE / "papers"
PERIOD = re.compile(r"20\d\d(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?")
UNITS = {"柳湾村": "village", "禾塘镇": "town"}
Pair = tuple[dict[str, Any], FiledRecord]


@cache
def norms() -> Norms:
    return load(shipped("village"))


@cache
def truth() -> dict[str, dict[str, Any]]:
    lines = (VILLAGE / "truth.jsonl").read_text("utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    assert all(len(entry["records"]) == 1 for entry in entries)
    return {entry["path"]: entry["records"][0] for entry in entries}


@cache
def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((VILLAGE / "expected_check.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[FiledRecord]]:
    """Every paper but the scans, as an import files it."""
    directory = tmp_path_factory.mktemp("village") / "archive"
    with Archive.create(directory, shipped("village")) as archive:
        outcomes = list(archive.import_([PAPERS], jobs=1, options=Options(ocr=Ocr.NEVER)))
        assert len(outcomes) == len(truth())
        yield [one for one in archive.filed() if not one.path.endswith(".jpg")]


@pytest.fixture(scope="module")
def pairs(decided: list[FiledRecord]) -> list[Pair]:
    return [(truth()[str(Path(one.path).relative_to(PAPERS))], one) for one in decided]


def share(pairs: list[Pair], good: Callable[[dict[str, Any], FiledRecord], bool]) -> float:
    assert len(pairs) > 20
    return sum(good(want, got) for want, got in pairs) / len(pairs)


def boxes_of(want: dict[str, Any]) -> set[str]:
    return {box for box in (want["box_id"], *want["also"]) if box}


def has_right_box(want: dict[str, Any], got: FiledRecord) -> bool:
    return got.filing.box_id in boxes_of(want)


# The papers and their truth


def it_lists_every_paper_once() -> None:
    files = {p.relative_to(PAPERS).as_posix() for p in PAPERS.rglob("*") if p.is_file()}
    assert set(truth()) == files


def it_names_only_what_the_norms_have() -> None:
    for path, record in truth().items():
        box = record["box_id"]
        if box is None:
            assert not record["items"]
            continue
        level, section, found = norms().box_places[box]
        assert (record["level"], record["section"]) == (level.id, section.id), path
        assert record["items"]
        assert set(record["items"]) <= {item.id for item in found.items}


def it_is_large_and_varied_enough() -> None:
    records = truth().values()
    assert len(records) >= 150
    assert {r["box_id"] for r in records} >= {box.id for _, _, box in norms().boxes()}
    assert sum(r["section"] is None for r in records) >= 20
    assert {Path(p).suffix for p in truth()} == {".docx", ".txt", ".pdf", ".xlsx", ".jpg"}
    assert sum(p.stat().st_size for p in PAPERS.rglob("*") if p.is_file()) < 3_000_000


def it_prints_what_the_truth_states() -> None:
    for path, record in truth().items():
        if path.endswith(".jpg"):
            continue
        printed = read(PAPERS / path).text
        text = re.sub(r"\s", "", printed)
        assert len(text) >= 60, path
        for stated in (record["title"], record["doc_no"]):
            assert not stated or re.sub(r"\s", "", stated) in text, path
        numbers = re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", printed)
        assert all(number.startswith("1540000") for number in numbers), path


def it_states_periods_of_the_year_that_a_paper_is_about() -> None:
    for path, record in truth().items():
        if record["period"]:
            assert PERIOD.fullmatch(record["period"]), path
            assert record["period"].startswith(str(record["year"])), path


@pytest.mark.slow
def it_comes_out_byte_for_byte_the_same(tmp_path: Path) -> None:
    command = [sys.executable, str(CORPUS / "generate_village.py"), "--into", str(tmp_path)]
    subprocess.run(command, check=True, timeout=120)
    made = {p.relative_to(tmp_path).as_posix(): p for p in tmp_path.rglob("*") if p.is_file()}
    there = {p.relative_to(VILLAGE).as_posix() for p in VILLAGE.rglob("*") if p.is_file()}
    assert set(made) == there
    for name, path in made.items():
        assert path.read_bytes() == (VILLAGE / name).read_bytes(), name


# Filing


def it_files_rightly_what_it_files(pairs: list[Pair]) -> None:
    filed = [(want, got) for want, got in pairs if got.filing.box_id]
    assert share(filed, has_right_box) >= 0.96
    assert share(pairs, lambda w, g: not g.filing.box_id or has_right_box(w, g)) >= 0.97


def it_leaves_few_papers_open_and_those_without_a_box_nearly_all(pairs: list[Pair]) -> None:
    boxed = [(want, got) for want, got in pairs if boxes_of(want)]
    boxless = [(want, got) for want, got in pairs if not boxes_of(want)]
    assert share(boxed, has_right_box) >= 0.88
    assert share(boxless, lambda _, got: got.filing.box_id is None) >= 0.95


def it_finds_the_item_the_year_and_the_period(pairs: list[Pair]) -> None:
    right = [(want, got) for want, got in pairs if has_right_box(want, got)]
    assert share(right, lambda w, g: bool({*w["items"]} & {*g.filing.item_ids})) >= 0.96
    dated = [(want, got) for want, got in pairs if want["year"]]
    assert share(dated, lambda w, g: g.filing.year == w["year"]) >= 0.98
    spans = [(want, got) for want, got in pairs if want["period"]]
    assert share(spans, lambda w, g: g.filing.period == w["period"]) >= 0.9


def it_tells_type_and_unit(pairs: list[Pair]) -> None:
    assert share(pairs, lambda w, g: g.record.doctype == w["doctype"]) >= 0.82
    units = [(want, got) for want, got in pairs if want["unit"]]
    assert share(units, lambda w, g: g.filing.unit == w["unit"]) >= 0.88


# The check of a year


def check(unit: str, filed: list[FiledRecord]) -> UnitCheck:
    return check_unit(norms(), unit, UNITS[unit], 2023, filed)


def true_filings() -> list[FiledRecord]:
    found = []
    for number, (path, want) in enumerate(truth().items()):
        year = want["year"]
        record = Record(
            f"{number}-1", str(number), 1, 0, 1, want["title"] or "",
            doctype=want["doctype"], date=want["date"],
        )  # fmt: skip
        filing = Filing(
            record.id, want["unit"], want["level"], year, want["period"] or (year and str(year)),
            want["box_id"], tuple(want["items"]), 1.0,
        )  # fmt: skip
        found.append(FiledRecord(record, filing, path))
    return found


@pytest.mark.parametrize("unit", UNITS)
def it_judges_every_box_of_the_year_by_the_village_norms(unit: str) -> None:
    found = {box.box_id: box.status.value for box in check(unit, true_filings()).boxes}
    assert found == {id: box["status"] for id, box in expected()[unit]["boxes"].items()}
    assert {"partial", "complete", "missing"} & set(found.values())


@pytest.mark.parametrize(
    ("unit", "item"),
    [
        ("柳湾村", "village.mediation.1.survey-table"),
        ("柳湾村", "village.finance.1.disclosure"),
        ("柳湾村", "village.environment.2.score"),
        ("禾塘镇", "town.cadres.1.payroll"),
        ("禾塘镇", "town.relief.1.table"),
    ],
)
def it_finds_the_missing_months_and_quarters_of_imported_papers(
    decided: list[FiledRecord], unit: str, item: str
) -> None:
    box = item.rpartition(".")[0]
    items = {i.item_id: i for b in check(unit, decided).boxes for i in b.items}
    assert (
        list(items[item].missing_periods) == expected()[unit]["boxes"][box]["missing_periods"][item]
    )
    assert items[item].records
