"""The sample archive: truth and files agree, and both follow from the generator."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from danghe.errors import ExtractionError
from danghe.extract import read
from danghe.schemas import BoxState, load

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
PAPERS = CORPUS / "papers"
TYPES = (
    "报告 总结 计划 方案 通知 通报 请示 批复 函 纪要 制度 办法 责任书 合同 申请表 审批表 "
    "登记表 花名册 统计表 证明 存根 签到册 教案 试卷 成绩单 记录 调查问卷 台账 账本 宣传品 "
    "照片 简报 讲话 档卡 公示 名单 其他"
)
DOCTYPES = frozenset(TYPES.split())
PERIOD = re.compile(r"20\d\d(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?")


@cache
def truth() -> tuple[dict[str, Any], ...]:
    lines = (CORPUS / "truth.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def records() -> list[dict[str, Any]]:
    return [record for line in truth() for record in line["records"]]


@cache
def text_of(path: str) -> str:
    return read(PAPERS / path).text


def files() -> set[str]:
    return {p.relative_to(PAPERS).as_posix() for p in PAPERS.rglob("*") if p.is_file()}


def it_lists_every_file_once() -> None:
    listed = [line["path"] for line in truth()]
    assert len(listed) == len(set(listed))
    assert set(listed) == files()


def it_names_only_boxes_and_items_that_the_norms_have() -> None:
    norms = load()
    for record in records():
        if record["box_id"] is None:
            assert record["items"] == []
            continue
        level, section, box = norms.box_places[record["box_id"]]
        assert (record["level"], record["section_no"]) == (level.id, section.no)
        assert record["box_no"] == box.no
        assert box.state is not BoxState.LOST
        assert set(record["items"]) <= {item.id for item in box.items}
        assert record["items"] or not box.items
        assert set(record["also"]) <= set(norms.box_places)


def it_is_large_and_varied_enough() -> None:
    found = records()
    assert len(found) >= 130
    assert len({r["box_id"] for r in found if r["box_id"]}) >= 45
    assert sum(r["section"] is None for r in found) >= 28
    assert {r["level"] for r in found} >= {"street", "community", "employer"}
    assert {r["year"] for r in found} >= {2022, 2023, 2024}
    assert {Path(path).suffix for path in files()} >= {".docx", ".pdf", ".txt"}
    assert len({line["encoding"] for line in truth() if "encoding" in line}) >= 3
    assert {line["outcome"] for line in truth()} == {
        "imported",
        "duplicate",
        "partial",
        "failed",
    }


def it_stays_small() -> None:
    assert sum(path.stat().st_size for path in PAPERS.rglob("*") if path.is_file()) < 3_000_000


def it_uses_only_agreed_types_and_periods() -> None:
    for record in records():
        assert record["doctype"] in DOCTYPES
        assert record["date"] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", record["date"])
        if record["period"]:
            assert PERIOD.fullmatch(record["period"])
            assert record["period"].startswith(str(record["year"]))


def it_holds_duplicates_byte_for_byte() -> None:
    twins = [line for line in truth() if line["outcome"] == "duplicate"]
    assert len(twins) == 2
    for line in twins:
        original = (PAPERS / line["duplicate_of"]).read_bytes()
        assert (PAPERS / line["path"]).read_bytes() == original


def it_prints_the_titles_and_numbers_that_the_truth_states() -> None:
    for line in truth():
        for record in line["records"]:
            text = re.sub(r"\s", "", text_of(line["path"]))
            for stated in (record["title"], record["doc_no"]):
                assert not stated or re.sub(r"\s", "", stated) in text, line["path"]


def it_has_no_paper_without_substance() -> None:
    for line in truth():
        if line["outcome"] == "imported":
            assert len(re.sub(r"\s", "", text_of(line["path"]))) >= 80, line["path"]


def it_cannot_be_read_where_the_truth_says_so() -> None:
    for line in truth():
        if line["outcome"] in ("failed",):
            with pytest.raises(ExtractionError):
                read(PAPERS / line["path"])


def it_holds_valid_id_numbers_only_where_marked() -> None:
    for line in truth():
        if line["outcome"] == "imported":
            numbers = re.findall(r"(?<!\d)\d{17}[\dX](?!\d)", text_of(line["path"]))
            valid = [number for number in numbers if _checks(number)]
            assert bool(valid) == line.get("valid_ids", False), line["path"]
            assert all(number.startswith("99") for number in valid)


def _checks(number: str) -> bool:
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
    return "10X98765432"[total % 11] == number[-1]


def it_holds_phone_numbers_of_the_fictional_range_only() -> None:
    for line in truth():
        if line["outcome"] == "imported":
            for number in re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", text_of(line["path"])):
                assert number.startswith("1540000"), line["path"]


def it_expects_every_box_of_each_unit() -> None:
    norms = load()
    expected = json.loads((CORPUS / "expected_check.json").read_text("utf-8"))
    levels = {r["unit"]: r["level"] for r in records() if r["unit"]}
    assert set(expected) == set(levels)
    statuses = []
    for unit, found in expected.items():
        boxes = [box for section in norms.level(levels[unit]).sections for box in section.boxes]
        assert set(found["boxes"]) == {box.id for box in boxes}
        statuses += [box["status"] for box in found["boxes"].values()]
    assert set(statuses) == {"complete", "partial", "missing", "not_checked"}
    assert statuses.count("complete") >= 6


@pytest.mark.slow
def it_comes_out_byte_for_byte_the_same(tmp_path: Path) -> None:
    command = [sys.executable, str(CORPUS / "generate.py"), "--into", str(tmp_path)]
    subprocess.run(command, check=True, timeout=120)
    made = {p.relative_to(tmp_path).as_posix(): p for p in tmp_path.rglob("*") if p.is_file()}
    assert {name for name in made if name.startswith("papers/")} == {f"papers/{f}" for f in files()}
    for name, path in made.items():
        assert path.read_bytes() == (CORPUS / name).read_bytes(), name
