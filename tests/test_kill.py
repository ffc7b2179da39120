"""An import that is killed at any moment goes on where it stopped: nothing lost, nothing twice."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from danghe.archive import Archive
from danghe.catalogue.discovery import locator_of
from danghe.model import Note, Status

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs process groups")

# Small batches, so that kills meet many commits.
IMPORT = """
import sys
from pathlib import Path
from danghe import importing
from danghe.archive import Archive
importing.BATCH = 8
home = Path(sys.argv[1])
archive = Archive.open(home) if (home / "danghe.json").exists() else Archive.create(home)
print("open", flush=True)
for outcome in archive.import_([sys.argv[2]], jobs=2):
    pass
archive.close()
"""
TOPICS = ("避孕药具发放", "流动人口登记", "奖励扶助申报", "宣传教育活动", "协会换届选举")


def write_papers(folder: Path, number: int) -> int:
    for n in range(number):
        drawer = folder / f"{n % 7}"
        drawer.mkdir(parents=True, exist_ok=True)
        topic = TOPICS[n % len(TOPICS)]
        text = f"关于做好{topic}工作的通知\n\n各社区:\n第{n}号通知,请认真落实{topic}。\n" * 20
        (drawer / f"{n:03}.txt").write_text(
            f"{text}望湖街道办事处\n2023年{n % 12 + 1}月6日", "utf-8"
        )
    for n in range(0, number, 10):
        shutil.copy(folder / f"{n % 7}" / f"{n:03}.txt", folder / f"副本{n}.txt")
    (folder / "空.txt").touch()
    (folder / "x.bin").write_bytes(bytes(range(256)))
    (folder / ".DS_Store").touch()
    return sum(path.is_file() for path in folder.rglob("*"))


def killed_after(archive: Path, papers: Path, seconds: float) -> bool:
    """Import in a process group of its own; kill it. Returns False when it was done before.

    An import that ends by itself must end well: a crash is no kill.
    """
    command = [sys.executable, "-c", IMPORT, str(archive), str(papers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        # Some kills fall into opening, most into importing.
        if seconds > 0.1:
            process.stdout.readline()
        try:
            assert process.wait(timeout=seconds) == 0
            return False
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return True


def dump(archive: Path) -> str:
    with sqlite3.connect(archive / "catalogue.db") as connection:
        lines = connection.iterdump()
        return "\n".join(line for line in lines if not line.startswith('INSERT INTO "runs"'))


def require_sound(archive: Path) -> None:
    """What must hold after every kill, before anything mends it."""
    path = archive / "catalogue.db"
    if not path.exists() or not (archive / "danghe.json").exists():
        return
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        twice = (
            "SELECT locator FROM sources WHERE superseded_at IS NULL GROUP BY 1 HAVING COUNT(*) > 1"
        )
        assert connection.execute(twice).fetchall() == []
        kept = "SELECT sha256 FROM sources WHERE status = 'imported'"
        for (sha256,) in connection.execute(kept):
            assert (archive / "originals" / sha256[:2] / sha256).is_file()


def require_complete(home: Path, papers: Path, files: int) -> dict[str, tuple[object, ...]]:
    """What must hold in the end; returns what became of every file, without times."""
    with Archive.open(home) as archive:
        outcomes = list(archive.import_([papers], jobs=2))
        assert len(outcomes) == files
        counts = archive.counts()
        assert sum(counts.values()) == files
        assert counts[Status.UNSUPPORTED] == 2
        failed = [one.note for one in outcomes if one.status is Status.FAILED]
        assert failed == [Note("extract.empty", {"type": "empty"})]
        filed = {one.record.id for one in archive.filed()}
        assert len(filed) == counts[Status.IMPORTED]
        engine = archive._upkeep.engine()
        assert sorted(engine.ids()) == sorted(filed)
        assert engine.count() == len(filed)
        assert archive.catalogue.pending_index() == ()
        assert archive.search("通知").total == len(filed)
    before = dump(home)
    with Archive.open(home) as archive:
        again = list(archive.import_([papers], jobs=2))
        assert all(outcome.known for outcome in again)
    assert dump(home) == before
    assert list((home / "originals" / "incoming").iterdir()) == []
    return {locator_of(one.path): (one.status, one.sha256, one.note, one.filed) for one in outcomes}


def kill_and_go_on(tmp_path: Path, papers: int, kills: int, seed: int) -> None:
    print(f"seed {seed}")
    dice = random.Random(seed)
    folder = tmp_path / "papers"
    files = write_papers(folder, papers)
    undisturbed = tmp_path / "undisturbed"
    start = time.monotonic()
    assert not killed_after(undisturbed, folder, 120)
    usual = time.monotonic() - start
    wanted = require_complete(undisturbed, folder, files)
    round, done = 0, 0
    while done < kills:
        home = tmp_path / f"archive{round}"
        round += 1
        while done < kills:
            moment = dice.uniform(0, usual * 0.8)
            if not killed_after(home, folder, moment):
                break
            done += 1
            print(f"kill {done} after {moment:.2f} s")
            require_sound(home)
        if not (home / "danghe.json").exists():
            Archive.create(home).close()
        assert require_complete(home, folder, files) == wanted


def it_goes_on_after_two_kills(tmp_path: Path) -> None:
    kill_and_go_on(tmp_path, papers=40, kills=2, seed=7)


@pytest.mark.slow
def it_goes_on_after_twenty_kills(tmp_path: Path) -> None:
    seed = int(os.environ.get("DANGHE_SEED", random.SystemRandom().randrange(10**6)))
    kill_and_go_on(tmp_path, papers=150, kills=20, seed=seed)
