"""Opening an index; several processes at one; and what a kill leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from danghe.errors import ArchiveError
from danghe.index import ENGINES, Engine, IndexRecord, discard_index, open_index, parse
from danghe.text.segment import segmenter_for

SEGMENTER = segmenter_for(())
WRITER = """
import os, signal, sys
from pathlib import Path
from danghe.index import IndexRecord, open_index
from danghe.text.segment import segmenter_for

def records(count):
    for number in range(count):
        yield IndexRecord(f"new{number}", "第二批药具" + chr(0x4E00 + number) * 50)

def dying():
    yield from records(300)
    os.kill(os.getpid(), signal.SIGKILL)

def waiting():
    yield from records(30)
    print("ready", flush=True)
    sys.stdin.readline()

engine = open_index(
    Path(sys.argv[1]), engine=None, segmenter=segmenter_for(()), schema_version="1"
)
if sys.argv[2] == "dying":
    engine.write(dying(), ["old0"])
elif sys.argv[2] == "waiting":
    engine.write(waiting())
else:
    print("ready", flush=True)
    for number in range(1000):
        engine.write(records(40), [f"old{number}"])
        print(number, flush=True)
"""


@pytest.fixture(params=ENGINES)
def name(request: pytest.FixtureRequest) -> str:
    pytest.importorskip(request.param)
    return str(request.param)


@pytest.fixture
def directory(name: str, tmp_path: Path) -> Path:
    """An index of forty records."""
    directory = tmp_path / "index"
    engine = create(directory, name)
    engine.write(IndexRecord(f"old{number}", "第一批社会抚养费") for number in range(40))
    engine.close()
    return directory


def create(directory: Path, name: str | None) -> Engine:
    return open_index(directory, engine=name, segmenter=SEGMENTER, schema_version="1", create=True)


def reopen(directory: Path, patience: float = 30.0) -> Engine:
    return open_index(
        directory, engine=None, segmenter=SEGMENTER, schema_version="1", patience=patience
    )


def total(engine: Engine, query: str) -> int:
    return engine.search(parse(query), limit=1).total


def writer_process(directory: Path, manner: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(directory), manner],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def held(directory: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of a write."""
    process = writer_process(directory, "waiting")
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.communicate()


# --- opening ---


def it_opens_again_what_it_wrote(directory: Path, name: str) -> None:
    engine = reopen(directory)
    assert engine.name == name
    assert engine.count() == 40
    assert total(engine, "会抚养") == 40


def it_takes_the_best_engine_that_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert create(tmp_path / "a", None).name == next(e for e in ENGINES if installed(e))
    monkeypatch.setitem(sys.modules, "tantivy", None)
    monkeypatch.delitem(sys.modules, "danghe.index.tantivy", raising=False)
    assert create(tmp_path / "b", None).name == "whoosh"


def installed(name: str) -> bool:
    try:
        __import__(name)
    except ImportError:
        return False
    return True


def it_says_which_engine_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tantivy", None)
    monkeypatch.delitem(sys.modules, "danghe.index.tantivy", raising=False)
    with pytest.raises(ArchiveError) as caught:
        create(tmp_path, "tantivy")
    assert caught.value.key == "index.engine_missing"
    assert "whoosh" in caught.value.remedy


def it_knows_no_other_engines(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError) as caught:
        create(tmp_path, "lucene")
    assert caught.value.key == "index.engine"
    assert "tantivy" in caught.value.remedy


def it_says_that_there_is_no_index(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError) as caught:
        reopen(tmp_path)
    assert caught.value.key == "index.missing"
    assert "reindex" in caught.value.remedy


@pytest.mark.parametrize("part", ["format", "folding", "segmenter", "norms", "engine"])
def it_refuses_an_index_that_another_program_built(directory: Path, part: str) -> None:
    path = directory / "meta.json"
    meta = json.loads(path.read_text("utf-8"))
    meta[part] = "other"
    path.write_text(json.dumps(meta), "utf-8")
    with pytest.raises(ArchiveError) as caught:
        reopen(directory)
    assert caught.value.key == ("index.engine" if part == "engine" else "index.stale")


def it_refuses_an_index_of_other_norms_or_words_or_engine(directory: Path, name: str) -> None:
    other = next(engine for engine in ENGINES if engine != name)
    words = segmenter_for(("逐人签订",))
    for options in (
        {"engine": None, "segmenter": SEGMENTER, "schema_version": "2"},
        {"engine": None, "segmenter": words, "schema_version": "1"},
        {"engine": other, "segmenter": SEGMENTER, "schema_version": "1"},
    ):
        with pytest.raises(ArchiveError) as caught:
            open_index(directory, create=True, **options)
        assert caught.value.key == "index.stale"
        assert "reindex" in caught.value.remedy


@pytest.mark.parametrize("meta", ["", "{", "[]", '"text"', "\ud800".encode(errors="replace")])
def it_says_that_a_description_is_damaged(directory: Path, meta: str | bytes) -> None:
    content = meta if isinstance(meta, bytes) else meta.encode()
    (directory / "meta.json").write_bytes(content)
    with pytest.raises(ArchiveError) as caught:
        reopen(directory)
    assert caught.value.key == "index.damaged"


def it_says_that_the_files_are_damaged(directory: Path) -> None:
    for path in (directory / "data").iterdir():
        path.write_bytes(b"not an index")
    with pytest.raises(ArchiveError) as caught:
        total(reopen(directory), "社会")
    assert caught.value.key == "index.damaged"
    assert caught.value.exit_code == 3


def it_starts_anew_where_making_an_index_was_cut_short(directory: Path, name: str) -> None:
    (directory / "meta.json").unlink()
    assert create(directory, name).count() == 0


def it_can_be_discarded_and_rebuilt(directory: Path, name: str) -> None:
    discard_index(directory)
    assert not directory.exists()
    assert create(directory, name).count() == 0


# --- several processes ---


def it_reads_the_last_commit_while_another_process_writes(
    directory: Path, held: subprocess.Popen[str]
) -> None:
    engine = reopen(directory)
    assert (engine.count(), total(engine, "药具")) == (40, 0)
    held.communicate("\n", timeout=30)
    assert (engine.count(), total(engine, "药具")) == (70, 30)


def it_says_that_another_process_is_writing(directory: Path, held: subprocess.Popen[str]) -> None:
    engine = reopen(directory, patience=0.3)
    with pytest.raises(ArchiveError) as caught:
        engine.write([IndexRecord("mine", "第三批")])
    assert caught.value.key == "index.locked"
    held.communicate("\n", timeout=30)
    engine.write([IndexRecord("mine", "第三批")])
    assert engine.count() == 71


def it_waits_for_another_process_that_finishes_in_time(
    directory: Path, held: subprocess.Popen[str]
) -> None:
    assert held.stdin
    held.stdin.write("\n")
    held.stdin.close()
    held.stdin = None
    engine = reopen(directory)
    engine.write([IndexRecord("mine", "第三批")])
    held.wait(30)
    assert engine.count() == 71


# --- kills ---


def it_keeps_the_last_commit_when_the_writer_is_killed(directory: Path) -> None:
    process = writer_process(directory, "dying")
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    engine = reopen(directory, patience=0.3)
    assert sorted(engine.ids()) == sorted(f"old{number}" for number in range(40))
    assert (total(engine, "社会抚养费"), total(engine, "药具")) == (40, 0)
    engine.write([IndexRecord("after", "第三批药具")], ["old0"])
    assert (engine.count(), total(engine, "药具")) == (40, 1)


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.01 * 1.6**step for step in range(10)])
def it_holds_whole_commits_only_wherever_the_writer_is_killed(
    directory: Path, delay: float
) -> None:
    process = writer_process(directory, "looping")
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    time.sleep(delay)
    os.kill(process.pid, signal.SIGKILL)
    output, _ = process.communicate()
    committed = len(output.split())
    engine = reopen(directory, patience=5)
    removed = 40 - total(engine, "社会抚养费")
    assert removed in (min(committed, 40), min(committed + 1, 40))
    assert total(engine, "药具") == (40 if removed else 0)
    engine.write([IndexRecord("after", "第三批")])
    assert total(engine, "第三批") == 1
