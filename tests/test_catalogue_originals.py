from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from danghe.catalogue.originals import Originals, identify, unchanged
from danghe.catalogue.settings import Builds, Settings
from danghe.catalogue.sqlite import WriterLock
from danghe.errors import ArchiveError, ExtractionError

HOLD = """
import sys, time
from pathlib import Path
from danghe.catalogue.sqlite import WriterLock
with WriterLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def it_keeps_bytes_under_their_hash(tmp_path: Path) -> None:
    source = tmp_path / "通知.txt"
    source.write_bytes(b"paper" * 1000)
    store = Originals(tmp_path / "originals")
    identity = identify(str(source))
    place = store.keep(str(source), identity)
    assert identity.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert place == tmp_path / "originals" / identity.sha256[:2] / identity.sha256
    assert place.read_bytes() == source.read_bytes()
    assert store.keep(str(source), identity) == place


def it_refuses_bytes_that_are_no_longer_those_that_were_hashed(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes(b"one")
    store = Originals(tmp_path / "originals")
    identity = identify(str(source))
    source.write_bytes(b"two!")
    with pytest.raises(ExtractionError):
        store.keep(str(source), identity)
    assert not unchanged(str(source), identity)
    assert [path for path in (tmp_path / "originals").rglob("*") if path.is_file()] == []


def it_leaves_nothing_behind_when_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "a.txt"
    source.write_bytes(b"one")
    store = Originals(tmp_path / "originals")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ArchiveError) as caught:
        store.keep(str(source), identify(str(source)))
    assert caught.value.key == "archive.disk_full"
    assert [path for path in (tmp_path / "originals").rglob("*") if path.is_file()] == []


def it_tidies_half_copied_files(tmp_path: Path) -> None:
    incoming = tmp_path / "originals" / "incoming"
    incoming.mkdir(parents=True)
    (incoming / "abc.123").write_bytes(b"half")
    Originals(tmp_path / "originals").tidy()
    assert list(incoming.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def it_does_not_wait_on_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a regular file"):
        identify(str(tmp_path / "pipe"))


def it_lets_one_writer_in_at_a_time(tmp_path: Path) -> None:
    lock = tmp_path / "lock.db"
    with WriterLock(lock), pytest.raises(ArchiveError) as caught, WriterLock(lock):
        pass
    assert caught.value.key == "archive.busy"
    with WriterLock(lock):
        pass


def it_takes_over_from_a_writer_that_was_killed(tmp_path: Path) -> None:
    lock = tmp_path / "lock.db"
    command = [sys.executable, "-c", HOLD, str(lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(ArchiveError), WriterLock(lock):
            pass
        holder.kill()
    with WriterLock(lock):
        pass


def it_reads_the_settings_it_wrote(tmp_path: Path) -> None:
    Settings("地方.yaml", "whoosh").write(tmp_path)
    assert Settings.read(tmp_path) == Settings("地方.yaml", "whoosh")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{", "archive.damaged"),
        ("[]", "archive.damaged"),
        ('{"format": 9, "norms": null, "engine": null}', "archive.newer"),
    ],
)
def it_refuses_settings_that_it_cannot_honour(tmp_path: Path, text: str, key: str) -> None:
    (tmp_path / "danghe.json").write_text(text)
    with pytest.raises(ArchiveError) as caught:
        Settings.read(tmp_path)
    assert caught.value.key == key


def it_switches_from_one_build_to_the_next(tmp_path: Path) -> None:
    builds = Builds(tmp_path / "index")
    assert builds.current() is None
    for wanted in ("1", "2"):
        name = builds.begin()
        assert name == wanted
        builds.place(name).mkdir(parents=True)
        builds.switch(name)
    builds.place("3").mkdir()
    assert builds.begin() == "3"
    assert sorted(path.name for path in (tmp_path / "index").iterdir()) == ["2", "current"]
