"""A check says the same in whatever order the papers came in."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from danghe.archive import Archive
from danghe.check import render_json

PAPERS = Path(__file__).parent.parent / "corpus" / "papers"
UNITS = ("望湖街道", "桂花社区", "江城恒盛纺织有限公司")


@pytest.mark.slow
def it_gives_the_same_report_whatever_the_order_of_the_import(tmp_path: Path) -> None:
    files = sorted(path for path in PAPERS.rglob("*") if path.is_file())
    shuffled = random.Random(5).sample(files, len(files))
    reports = []
    for name, order in (("sorted", files), ("shuffled", shuffled)):
        with Archive.create(tmp_path / name) as archive:
            list(archive.import_(order, jobs=2))
            reports.append([json.dumps(render_json(archive.check(u, 2023))) for u in UNITS])
    assert reports[0] == reports[1]
    assert all(json.loads(report)["problems"] for report in reports[0])
