"""The sample delivery: what a check of it finds is what was put in."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image, ImageChops, ImageStat

from danghe.delivery import Matching, known_numbers, match, page_sets, read_catalogue

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
DELIVERY = CORPUS / "delivery"
HANDED_OVER = DELIVERY / "移交"
FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")


@cache
def truth() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DELIVERY / "truth.json").read_text("utf-8"))
    return found


def cells(path: Path) -> list[tuple[str, ...]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [
        tuple("" if cell is None else str(cell) for cell in row)
        for row in sheet.iter_rows(values_only=True)
    ]


def paths() -> list[str]:
    found = (p for p in HANDED_OVER.rglob("*") if p.is_file() and p.suffix != ".xlsx")
    return [path.relative_to(HANDED_OVER).as_posix() for path in found]


@cache
def matching() -> Matching:
    rows = read_catalogue([("", cells(HANDED_OVER / truth()["catalogue"]))]).rows
    grouped = page_sets(paths(), known_numbers(rows))
    return match(rows, grouped.sets, grouped.rest)


def it_finds_exactly_the_deviations_that_were_put_in() -> None:
    found = matching().delivered
    assert len(found) == len(truth()["papers"])
    for paper, delivered in zip(truth()["papers"], found, strict=True):
        keys = [note.key.removeprefix("delivery.") for note in delivered.problems]
        assert keys == paper["problems"], paper["title"]
        assert list(delivered.pages) == [page["path"] for page in paper["pages"]]


def it_reads_the_catalogue_as_it_was_written() -> None:
    for paper, delivered in zip(truth()["papers"], matching().delivered, strict=True):
        row = delivered.row
        if row is None:
            assert paper["archival_no"] is None
            continue
        assert (row.line, row.archival_no, row.title) == (
            paper["line"],
            paper["archival_no"],
            paper["title"],
        )
        assert (row.date, row.doc_no, row.pages) == (
            paper["date"],
            paper["doc_no"],
            paper["stated_pages"],
        )


def it_holds_scans_of_the_quality_that_the_standard_asks_for() -> None:
    listed = {page["path"] for paper in truth()["papers"] for page in paper["pages"]}
    assert listed == set(paths())
    for path in listed:
        with Image.open(HANDED_OVER / path) as image:
            assert (image.format, image.mode) == ("JPEG", "L")
            assert min(image.info["dpi"]) >= 200
    total = sum(path.stat().st_size for path in DELIVERY.rglob("*") if path.is_file())
    assert total < 1_500_000


@pytest.mark.slow
@pytest.mark.skipif(not FONT.is_file(), reason="needs Noto Serif CJK (fonts-noto-cjk)")
def it_comes_out_the_same_again(tmp_path: Path) -> None:
    command = [sys.executable, str(CORPUS / "generate_delivery.py"), "--into", str(tmp_path)]
    subprocess.run(command, check=True, timeout=120)
    assert json.loads((tmp_path / "truth.json").read_text("utf-8")) == truth()
    made = {p.relative_to(tmp_path): p for p in tmp_path.rglob("*") if p.is_file()}
    assert made.keys() == {p.relative_to(DELIVERY) for p in DELIVERY.rglob("*") if p.is_file()}
    for name, path in made.items():
        if path.suffix == ".xlsx":
            assert cells(path) == cells(DELIVERY / name)
            assert path.read_bytes() == (DELIVERY / name).read_bytes()
        elif path.suffix == ".jpg":
            # Other versions of the font or the JPEG library shift single pixels.
            with Image.open(path) as new, Image.open(DELIVERY / name) as old:
                assert ImageStat.Stat(ImageChops.difference(new, old)).mean[0] < 3
