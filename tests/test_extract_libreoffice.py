"""What is started outside our process ends with it, however it ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from danghe.errors import LimitExceededError
from danghe.extract import Limits, Options, end_orphans
from danghe.extract.libreoffice import GROUP_SUFFIX, read_converted
from danghe.extract.reading import Reading

PAPER = Path(__file__).parent / "fixtures" / "office" / "paper.doc"
pytestmark = pytest.mark.skipif(shutil.which("ps") is None, reason="ps is not installed")


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Stands in for LibreOffice, and starts a child of its own that never ends."""
    sleeper = f"sleep {1000 + os.getpid() % 997}.{time.time_ns() % 100_000}"
    script = tmp_path / "soffice"
    script.write_text(f"#!/bin/sh\n{sleeper} &\n{sleeper}\n")
    script.chmod(0o755)
    monkeypatch.setenv("DANGHE_SOFFICE", str(script))
    return sleeper


def running(sleeper: str) -> int:
    found = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    return found.stdout.splitlines().count(sleeper)


def comes_true(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


def it_ends_the_whole_group_at_the_time_limit(program: str) -> None:
    with pytest.raises(LimitExceededError):
        read_converted(PAPER, Reading(Options(Limits(max_seconds=1.5))), "doc")
    assert comes_true(lambda: running(program) == 0)


def it_ends_what_a_killed_worker_left_running(tmp_path: Path, program: str) -> None:
    room = tmp_path / "room"
    room.mkdir()
    code = (
        "from pathlib import Path; from danghe.extract import Options; "
        "from danghe.extract.libreoffice import read_converted; "
        "from danghe.extract.reading import Reading; "
        f"read_converted(Path({str(PAPER)!r}), Reading(Options()), 'doc')"
    )
    environment = {**os.environ, "TMPDIR": str(room)}
    worker = subprocess.Popen([sys.executable, "-c", code], env=environment)
    assert comes_true(lambda: running(program) == 2)
    assert list(room.glob(f"*{GROUP_SUFFIX}"))
    end_orphans(room)
    assert running(program) == 2, "a living worker keeps its own"
    worker.kill()
    worker.wait()
    end_orphans(room)
    assert comes_true(lambda: running(program) == 0)
    assert not list(room.glob(f"*{GROUP_SUFFIX}"))
