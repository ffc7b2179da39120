"""The trial papers: files equal their sources, the truth about them is well-formed."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from danghe.extract import read
from danghe.schemas import load

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SETS = ("a", "b", "c", "d")
TYPES = set(
    "报告 总结 计划 方案 通知 通报 请示 批复 函 纪要 制度 办法 责任书 合同 申请表 审批表 登记表 "
    "花名册 统计表 证明 存根 签到册 教案 试卷 成绩单 记录 调查问卷 台账 账本 宣传品 照片 简报 "
    "讲话 其他".split()
)
FIELDS = {
    *("unit", "level", "section_no", "section", "box_no", "box_id", "items", "also"),
    *("doctype", "title", "doc_no", "date", "year", "period"),
}
PERIOD = re.compile(r"\d{4}(-H[12]|-Q[1-4]|-(0[1-9]|1[0-2]))?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@cache
def truth(name: str) -> tuple[dict[str, Any], ...]:
    lines = (CORPUS / "trials" / name / "truth.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def records(name: str) -> list[dict[str, Any]]:
    return [entry["records"][0] for entry in truth(name)]


@cache
def words(path: Path) -> str:
    return re.sub(r"\s", "", "".join(block.text for block in read(path).blocks))


def parts(data: bytes) -> dict[str, bytes]:
    """Members of an office file; deflate's output differs between versions of zlib."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def it_holds_exactly_what_the_generator_makes(tmp_path: Path) -> None:
    command = [sys.executable, str(CORPUS / "generate_trials.py"), "--into", str(tmp_path)]
    subprocess.run(command, check=True, timeout=120)
    lying = CORPUS / "trials"
    made = {p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file()}
    assert made == {p.relative_to(lying) for p in lying.rglob("*") if p.is_file()}
    for path in made:
        new, old = (tmp_path / path).read_bytes(), (lying / path).read_bytes()
        if path.suffix in (".docx", ".xlsx"):
            assert parts(new) == parts(old), path
        else:
            assert new == old, path


@pytest.mark.parametrize("name", SETS)
def it_states_the_truth_about_every_file_once(name: str) -> None:
    folder = CORPUS / "trials" / name
    paths = [entry["path"] for entry in truth(name)]
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert len(paths) == len(set(paths))
    assert set(paths) == files - {"truth.jsonl"}
    assert len(paths) >= 100


@pytest.mark.parametrize("name", SETS)
def it_names_known_types_boxes_and_items(name: str) -> None:
    norms = load()
    boxes = {box.id: box for level in norms.levels for s in level.sections for box in s.boxes}
    for record in records(name):
        assert record.keys() == FIELDS
        assert record["doctype"] in TYPES
        if record["box_id"] is None:
            assert (record["items"], record["also"]) == ([], [])
            continue
        box = boxes[record["box_id"]]
        assert box.checkable
        assert record["box_id"].startswith(record["section"] + ".")
        assert record["section"].startswith(record["level"] + ".")
        assert set(record["items"]) <= {item.id for item in box.items}
        assert set(record["also"]) <= boxes.keys() - {record["box_id"]}


@pytest.mark.parametrize("name", SETS)
def it_dates_papers_as_the_archive_writes_dates(name: str) -> None:
    for record in records(name):
        assert record["date"] is None or DAY.fullmatch(record["date"])
        if record["period"] is not None:
            assert PERIOD.fullmatch(record["period"])
            assert record["year"] == int(record["period"][:4])


@pytest.mark.parametrize("name", SETS)
def it_names_only_titles_and_numbers_that_are_printed(name: str) -> None:
    for entry in truth(name):
        text = words(CORPUS / "trials" / name / entry["path"])
        for field in ("title", "doc_no"):
            printed = entry["records"][0][field]
            assert printed is None or re.sub(r"\s", "", printed) in text, entry["path"]


@pytest.mark.parametrize("name", SETS)
def it_keeps_a_fifth_for_papers_of_no_box(name: str) -> None:
    boxless = [record for record in records(name) if record["box_id"] is None]
    elsewhere = [record for record in boxless if record["section"] is None]
    assert len(elsewhere) >= 25
    assert len(boxless) >= len(records(name)) / 5


def it_meets_every_box_that_the_norms_give() -> None:
    met = {record["box_id"] for name in SETS for record in records(name)}
    given = {
        box.id
        for level in load().levels
        for section in level.sections
        for box in section.boxes
        if box.checkable
    }
    assert met >= given
