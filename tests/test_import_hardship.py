from __future__ import annotations

import hashlib
import io
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_images import FONT, page
from PIL import Image

from danghe.archive import Archive
from danghe.errors import ArchiveError
from danghe.model import Status


def letter(number: int, size: int = 200) -> str:
    body = "各社区要高度重视，认真落实。" * size
    return f"关于第{number}项工作的通知\n{body}\n望湖街道办事处\n2023年5月6日\n"


def mounted(options: str, folder: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if shutil.which("mount") is None or not mounted("size=6m", folder):
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def it_stops_cleanly_on_a_full_disk_and_goes_on_when_there_is_room(
    tmp_path: Path, small_disk: Path
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(20):
        (papers / f"{number:03}.txt").write_text(letter(number, 3), "utf-8")
    for number in range(20, 60):
        (papers / f"{number:03}.bin").write_bytes(random.Random(number).randbytes(200_000))
    home = small_disk / "archive"
    with Archive.create(home) as archive, pytest.raises(ArchiveError) as caught:
        list(archive.import_([papers], jobs=2))
    assert caught.value.key == "archive.disk_full"
    assert caught.value.remedy
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    with Archive.open(home) as archive:
        outcomes = list(archive.import_([papers], jobs=2))
        assert len(outcomes) == 60
        counts = archive.counts()
        assert (counts[Status.IMPORTED], counts[Status.UNSUPPORTED]) == (20, 40)
        assert archive.search("第7项").total == 1
        for one in archive.filed():
            original = archive.original(one.record.id)
            assert original is not None
            assert hashlib.sha256(original.read_bytes()).hexdigest() == one.record.source_sha256
    assert not list((home / "originals" / "incoming").iterdir())


def it_takes_every_name_that_a_file_system_allows(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    names = [
        "长" * 83 + ".txt",
        unicodedata.normalize("NFD", "ガイド.txt"),
        "换\n行.txt",
        " 空 格 .txt",
        "!/像是压缩包.txt",
        "-rf.txt",
    ]
    for number, name in enumerate(names):
        (papers / name).parent.mkdir(exist_ok=True)
        (papers / name).write_text(letter(number), "utf-8")
    raw = os.fsencode(papers) + b"/\xcd\xa8\xd6\xaa\xff.txt"
    Path(os.fsdecode(raw)).write_text(letter(99), "utf-8")
    (papers / "循环").symlink_to(papers)
    os.mkfifo(papers / "管道")
    with Archive.create(tmp_path / "archive") as archive:
        outcomes = list(archive.import_([papers], jobs=2))
        assert len(outcomes) == len(names) + 3
        imported = [one for one in outcomes if one.status is Status.IMPORTED]
        assert len(imported) == len(names) + 1
        assert sum(archive.counts().values()) == len(outcomes)
        assert all(one.known for one in archive.import_([papers], jobs=2))


PROGRAM = """
import sys
from pathlib import Path
from danghe import importing
from danghe.archive import Archive
importing.BATCH = 4
home = Path(sys.argv[1])
archive = Archive.open(home) if (home / "danghe.json").exists() else Archive.create(home)
print("open", flush=True)
for outcome in archive.import_([sys.argv[2]], jobs=2):
    pass
archive.close()
"""


def mixed_papers(folder: Path) -> int:
    """Letters, a container in a container, page images; returns how many sources there are."""
    folder.mkdir()
    for number in range(20):
        (folder / f"{number}.txt").write_text(letter(number), "utf-8")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as container:
        for number in range(20, 40):
            container.writestr(f"{number}.txt", letter(number))
    with zipfile.ZipFile(folder / "外.zip", "w") as container:
        container.writestr("内.zip", inner.getvalue())
        for number in range(30, 50):
            container.writestr(f"{number}.txt", letter(number))
    pages = folder / "0001"
    pages.mkdir()
    for number in range(1, 7):
        shown = page((f"第{number}页",)) if FONT else Image.new("L", (90 + number, 90), 255)
        shown.save(pages / f"{number:04d}.png")
    return 20 + 2 + 20 + 20 + 6


def killed_after(home: Path, papers: Path, seconds: float) -> bool:
    command = [sys.executable, "-c", PROGRAM, str(home), str(papers)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(seconds)
    ended = process.poll() is not None
    if not ended:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return not ended


@pytest.mark.slow
def it_goes_on_after_kills_amid_containers_and_pages(tmp_path: Path) -> None:
    papers, home = tmp_path / "papers", tmp_path / "archive"
    sources = mixed_papers(papers)
    chance = random.Random(7)
    kills = sum(killed_after(home, papers, chance.uniform(0.3, 3.0)) for _ in range(8))
    assert kills >= 3
    with Archive.open(home) as archive:
        outcomes = list(archive.import_([papers], jobs=2))
        assert len(outcomes) == sources
        assert sum(archive.counts().values()) == sources
        assert archive.counts()[Status.FAILED] == 0
        filed = [one.record.id for one in archive.filed()]
        assert len(filed) == len(set(filed)) == 50 + 1
        assert sorted(archive._upkeep.engine().ids()) == sorted(filed)
        statuses = {one.path: one.status for one in outcomes}
    with Archive.create(tmp_path / "fresh") as fresh:
        at_once = {one.path: one.status for one in fresh.import_([papers], jobs=2)}
    assert statuses.keys() == at_once.keys()
    assert not (home / "temporary").exists() or not list((home / "temporary").iterdir())


@pytest.mark.slow
@pytest.mark.skipif(FONT is None, reason="fonts-noto-cjk is not installed")
def it_reads_large_colour_pages_within_the_memory_of_a_worker(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    large = page(dpi=150, points=14).convert("RGB").resize((4960, 7016))
    large.save(papers / "A3.png")
    page(dpi=300).convert("RGB").save(papers / "A4.jpg")
    with Archive.create(tmp_path / "archive") as archive:
        outcomes = list(archive.import_([papers], jobs=2))
        assert [one.status for one in outcomes] == [Status.IMPORTED] * 2
        assert archive.search("安全用电检查").total == 2
