from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from danghe.cli import cli
from danghe.errors import UsageError
from danghe.extract import Limits, limits_from, read_passwords
from danghe.stages.watching import Arrivals


def danghe(*arguments: str | Path, archive: Path) -> tuple[int, str]:
    environment = {"DANGHE_ARCHIVE": str(archive), "DANGHE_LANG": "zh"}
    result = CliRunner().invoke(cli, [str(a) for a in arguments], env=environment)
    return result.exit_code, result.output


def write(directory: Path, name: str, text: str) -> Path:
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    write(tmp_path, "papers/一.txt", "第一次会议记录")
    write(tmp_path, "papers/二.txt", "第二次会议记录")
    write(tmp_path, "papers/三.txt", "第一次会议记录")
    write(tmp_path, "papers/空.txt", "")
    (tmp_path / "papers/未知.bin").write_bytes(bytes(range(256)) * 8)
    return tmp_path / "papers"


def it_reads_limits_as_people_write_them() -> None:
    limits = limits_from(["max_bytes=1GB", "max_pages = 50000", "max_seconds=10min"])
    assert limits == Limits(max_bytes=1 << 30, max_pages=50_000, max_seconds=600.0)
    assert limits_from(["max_expanded_bytes=512MiB"]).max_expanded_bytes == 512 << 20
    assert limits_from(["max_memory=1.5g", "ratio_floor=2M"]) == Limits(
        max_memory=3 << 29, ratio_floor=2 << 20
    )
    assert limits_from(["max_seconds=10m", "max_page_seconds=90s"]) == Limits(
        max_seconds=600.0, max_page_seconds=90.0
    )
    assert limits_from(["max_members=100k"]).max_members == 100_000
    assert limits_from([]) == Limits()


@pytest.mark.parametrize(
    "pair",
    [
        *("max_size=3", "max_pages", "max_pages=", "max_pages=-1", "max_pages=0.5", "=3"),
        *("max_pages=5MiB", "max_seconds=3GB", "max_bytes=10min", "max_bytes=nan", "max_pages=1e3"),
    ],
)
def it_refuses_a_limit_that_is_none_and_names_those_there_are(pair: str) -> None:
    with pytest.raises(UsageError) as caught:
        limits_from([pair])
    assert "max_pages" in caught.value.remedy


def it_reads_a_file_of_passwords_in_any_usual_encoding(tmp_path: Path) -> None:
    path = tmp_path / "密码.txt"
    path.write_bytes("清泉社区\r\n\r\nabc 123\r\n".encode("gb18030"))
    assert read_passwords(path) == ("清泉社区", "abc 123")
    for content in ("", "\n".join(map(str, range(101)))):
        path.write_text(content)
        with pytest.raises(UsageError):
            read_passwords(path)
    with pytest.raises(UsageError):
        read_passwords(tmp_path / "none")


def it_says_what_would_happen_and_writes_nothing(tmp_path: Path, papers: Path) -> None:
    archive, report = tmp_path / "archive", tmp_path / "report.jsonl"
    code, said = danghe("import", papers, "--dry-run", "--report", report, archive=archive)
    assert code == 0
    assert "将读取 2" in said
    assert "重复 1" in said
    assert "读不了 1" in said
    assert "不支持 1" in said
    assert not archive.exists()
    lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    assert len(lines) == 5
    danghe("import", papers, archive=archive)
    before = sorted((p, p.stat().st_mtime_ns) for p in archive.rglob("*") if p.is_file())
    _, said = danghe("import", papers, "--dry-run", archive=archive)
    assert "以前已导入 5" in said
    originals = [entry for entry in before if "originals" in str(entry[0])]
    after = sorted((p, p.stat().st_mtime_ns) for p in archive.rglob("*") if p.is_file())
    assert [entry for entry in after if "originals" in str(entry[0])] == originals


def it_lists_failures_by_cause_with_their_remedies(tmp_path: Path, papers: Path) -> None:
    archive = tmp_path / "archive"
    danghe("import", papers, archive=archive)
    code, said = danghe("failures", archive=archive)
    assert code == 0
    assert "空.txt" in said
    assert "未知.bin" in said
    assert said.count("办法：") == 2
    _, lines = danghe("failures", "--json", archive=archive)
    found = [json.loads(line) for line in lines.splitlines()]
    assert {one["cause"] for one in found} == {"extract.empty", "extract.unsupported.unknown"}
    assert all(one["remedy"] for one in found)


def it_tells_in_the_status_how_the_last_import_went(tmp_path: Path, papers: Path) -> None:
    archive = tmp_path / "archive"
    danghe("import", papers, archive=archive)
    _, said = danghe("status", archive=archive)
    assert "5/5" in said
    assert "已完成" in said
    assert "未读出的原因" in said
    _, line = danghe("status", "--json", archive=archive)
    facts = json.loads(line)
    assert facts["run"]["state"] == "finished"
    assert (facts["run"]["found"], facts["run"]["done"]) == (5, 5)
    assert facts["failures"] == {"extract.empty": 1, "extract.unsupported.unknown": 1}


def it_pauses_at_one_interrupt_and_goes_on_with_the_same_command(tmp_path: Path) -> None:
    papers, archive = tmp_path / "papers", tmp_path / "archive"
    for number in range(150):
        write(papers, f"{number}.txt", f"第{number}号通知\n" + "各社区要高度重视。" * 200)
    command = [sys.executable, "-m", "danghe", "import", str(papers), "--jobs", "1"]
    environment = {**os.environ, "DANGHE_ARCHIVE": str(archive), "DANGHE_LANG": "zh"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    originals = archive / "originals"
    while process.poll() is None and len(list(originals.glob("??/*"))) < 10:
        time.sleep(0.05)
    # As a terminal does it: to the whole group, workers too.
    os.killpg(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "已暂停" in said
    _, line = danghe("status", "--json", archive=archive)
    state = json.loads(line)
    assert state["run"]["state"] == "paused"
    assert 0 < state["sources"] < 150
    assert state["imported"] == state["sources"]
    code, said = danghe("import", papers, archive=archive)
    assert code == 0
    assert "来源文件 150 个" in said


def it_waits_for_files_that_are_still_written(tmp_path: Path) -> None:
    folder = tmp_path / "收件"
    first = write(folder, "一.txt", "通知")
    arrivals = Arrivals(folder, tmp_path / "archive", settle=5)
    assert arrivals.ready(100.0) == ()
    second = write(folder, "二.txt", "通")
    assert arrivals.ready(104.0) == ()
    assert arrivals.ready(105.5) == (str(first),)
    arrivals.imported((str(first),))
    write(folder, "二.txt", "通知")
    assert arrivals.ready(109.5) == ()
    assert arrivals.unfinished == 1
    assert arrivals.ready(114.6) == (str(second),)
    arrivals.imported((str(second),))
    write(folder, "三.txt.part", "通知")
    assert arrivals.ready(200.0) == ()
    assert arrivals.unfinished == 0
    write(folder, "一.txt", "又改过的通知")
    assert arrivals.ready(300.0) == ()
    assert arrivals.ready(306.0) == (str(first),)


def it_waits_for_all_page_images_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "收件"
    first = write(folder, "0001/0001.jpg", "甲")
    letter = write(folder, "0001/说明.txt", "乙")
    arrivals = Arrivals(folder, tmp_path / "archive", settle=5)
    arrivals.ready(100.0)
    second = write(folder, "0001/0002.jpg", "丙")
    arrivals.ready(104.0)
    assert arrivals.ready(106.0) == (str(letter),)
    assert arrivals.ready(110.0) == tuple(sorted(map(str, (first, second, letter))))
    arrivals.imported(arrivals.ready(110.0))
    third = write(folder, "0001/0003.jpg", "丁")
    arrivals.ready(120.0)
    assert arrivals.ready(126.0) == tuple(map(str, (first, second, third)))


def it_imports_what_lies_in_a_watched_folder(tmp_path: Path, papers: Path) -> None:
    archive = tmp_path / "archive"
    watch = ("watch", papers, "--once", "--settle", "0.2", "--interval", "0.1")
    code, said = danghe(*watch, archive=archive)
    assert code == 0, said
    assert "一.txt" in said
    _, line = danghe("status", "--json", archive=archive)
    assert json.loads(line)["sources"] == 5
    code, said = danghe("watch", tmp_path / "nowhere", archive=archive)
    assert code == 2
    assert "办法" in said
