from __future__ import annotations

import importlib
import os
import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from danghe.archive import Archive
from danghe.catalogue.discovery import Bounds
from danghe.catalogue.settings import SENT
from danghe.catalogue.sqlite import WriterLock
from danghe.errors import ArchiveError, UsageError
from danghe.extract import Limits, Options
from danghe.importing import Job, Paused, Progress
from danghe.model import Outcome, Status
from danghe.stages.work import Steps


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    return folder


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive", who="档案员") as created:
        yield created


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    steps = Steps(read=importlib.import_module("import_steps").read)
    monkeypatch.setattr("danghe.importing.Job", partial(Job, steps=steps))


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"关于{text}的通知\n望湖街道办事处\n2023年5月6日\n", "utf-8")
    return path


def run(archive: Archive, *paths: Path, **options: object) -> dict[str, Outcome]:
    outcomes = list(archive.import_(paths, jobs=2, **options))  # type: ignore[arg-type]
    assert len({outcome.path for outcome in outcomes}) == len(outcomes)
    return {os.path.basename(outcome.path): outcome for outcome in outcomes}


def dump(archive: Archive) -> str:
    """All that an archive knows, but for the list of its imports."""
    with sqlite3.connect(archive.directory / "catalogue.db") as connection:
        lines = connection.iterdump()
        return "\n".join(line for line in lines if not line.startswith('INSERT INTO "runs"'))


def ids_in_index(archive: Archive) -> set[str]:
    return set(archive._upkeep.engine().ids())


def ids_in_catalogue(archive: Archive) -> set[str]:
    return {filed.record.id for filed in archive.filed()}


def it_gives_one_outcome_for_every_file(archive: Archive, papers: Path) -> None:
    for number in range(3):
        write(papers, f"街道/{number}.txt", f"第{number}次会议")
    shutil.copy(papers / "街道" / "0.txt", papers / "副本.txt")
    (papers / "x.bin").write_bytes(bytes(range(256)))
    (papers / "空.txt").touch()
    outcomes = run(archive, papers)
    assert outcomes["0.txt"].status is Status.DUPLICATE or outcomes["0.txt"].filed
    statuses = [outcome.status for outcome in outcomes.values()]
    assert statuses.count(Status.IMPORTED) == 3
    assert statuses.count(Status.DUPLICATE) == 1
    assert outcomes["x.bin"].status is Status.UNSUPPORTED
    assert outcomes["空.txt"].status is Status.FAILED
    assert sum(archive.counts().values()) == len(outcomes) == 6
    assert all(o.note for o in outcomes.values() if o.status is not Status.IMPORTED)
    assert ids_in_index(archive) == ids_in_catalogue(archive)


def it_takes_the_first_in_order_as_the_original_whoever_is_done_first(
    archive: Archive, papers: Path, misbehaving: None
) -> None:
    write(papers, "a.txt", "慢慢来")
    for name in ("b.txt", "c.txt", "d.txt"):
        shutil.copy(papers / "a.txt", papers / name)
    outcomes = run(archive, papers)
    assert outcomes["a.txt"].status is Status.IMPORTED
    for name in ("b.txt", "c.txt", "d.txt"):
        note = outcomes[name].note
        assert note is not None
        assert note.values["path"] == str(papers / "a.txt")


def it_changes_nothing_the_second_time(archive: Archive, papers: Path) -> None:
    for number in range(5):
        write(papers, f"{number}.txt", f"第{number}次会议")
    shutil.copy(papers / "0.txt", papers / "9.txt")
    (papers / ".DS_Store").touch()
    (papers / "空.txt").touch()
    first = run(archive, papers, unit="望湖街道", level="street")
    before = dump(archive)
    second = run(archive, papers, unit="望湖街道", level="street")
    assert dump(archive) == before
    assert all(outcome.known for outcome in second.values())
    for name, outcome in first.items():
        assert (second[name].status, second[name].filed) == (outcome.status, outcome.filed)


def it_knows_touched_files_by_their_bytes(archive: Archive, papers: Path) -> None:
    path = write(papers, "a.txt", "会议")
    run(archive, papers)
    before = dump(archive)
    os.utime(path, (1, 1))
    assert run(archive, papers)["a.txt"].known
    assert dump(archive) == before


def it_replaces_the_records_of_a_file_that_changed(archive: Archive, papers: Path) -> None:
    write(papers, "a.txt", "药具发放")
    run(archive, papers)
    write(papers, "a.txt", "流动人口")
    outcome = run(archive, papers)["a.txt"]
    assert (outcome.status, outcome.known) == (Status.IMPORTED, False)
    assert archive.search("药具发放").total == 0
    assert archive.search("流动人口").total == 1
    assert ids_in_index(archive) == ids_in_catalogue(archive)


def it_keeps_originals_or_leaves_them_in_place(archive: Archive, papers: Path) -> None:
    kept = write(papers, "a.txt", "会议")
    (first,) = run(archive, kept).values()
    left = write(papers, "b.txt", "培训")
    (second,) = run(archive, left, link=True).values()
    kept.unlink()
    place = archive.original(first.filed[0].record.id)
    assert place is not None
    assert place.is_relative_to(archive.directory / "originals")
    assert archive.original(second.filed[0].record.id) == left
    left.unlink()
    assert archive.original(second.filed[0].record.id) is None


def it_loses_a_file_and_not_the_import_when_a_worker_hangs_dies_or_trips(
    archive: Archive, papers: Path, misbehaving: None
) -> None:
    for word in ("挂起", "崩溃", "内存", "错误", "残缺", "空白", "改动"):
        write(papers, f"{word}.txt", word)
    for number in range(6):
        write(papers, f"{number}.txt", f"第{number}次会议")
    outcomes = run(archive, papers, options=Options(Limits(max_seconds=3)))
    keys = {name: outcome.note.key for name, outcome in outcomes.items() if outcome.note}
    assert keys == {
        "挂起.txt": "extract.limit.seconds",
        "崩溃.txt": "import.died",
        "内存.txt": "extract.limit.memory",
        "错误.txt": "import.internal",
        "残缺.txt": "import.no_text",
        "空白.txt": "import.no_text",
        "改动.txt": "import.changed",
    }
    assert outcomes["残缺.txt"].status is Status.PARTIAL
    assert outcomes["空白.txt"].status is Status.PARTIAL
    assert sum(outcomes[f"{n}.txt"].status is Status.IMPORTED for n in range(6)) == 6
    assert outcomes["改动.txt"].sha256 is None
    assert sum(archive.counts().values()) == 13


def it_reads_a_file_again_that_changed_while_it_was_read(
    archive: Archive, papers: Path, misbehaving: None
) -> None:
    path = write(papers, "a.txt", "改动")
    assert run(archive, papers)["a.txt"].status is Status.FAILED
    path.write_text("关于会议的通知", "utf-8")
    assert run(archive, papers)["a.txt"].status is Status.IMPORTED


def it_reads_failed_sources_again_when_asked(
    archive: Archive, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(papers, "a.txt", "会议")
    shutil.copy(path, papers / "b.txt")
    small = Limits(max_text_chars=3)
    assert run(archive, papers, options=Options(small))["a.txt"].status is Status.FAILED
    assert run(archive, papers)["a.txt"].known
    outcomes = run(archive, papers, retry=True)
    assert outcomes["a.txt"].status is Status.IMPORTED
    assert outcomes["b.txt"].status is Status.DUPLICATE
    assert sum(archive.counts().values()) == 2


def it_reads_bytes_that_failed_elsewhere_when_asked(
    archive: Archive, papers: Path, tmp_path: Path
) -> None:
    path = write(papers, "a.txt", "会议")
    shutil.copy(path, papers / "b.txt")
    small = Options(Limits(max_text_chars=3))
    run(archive, papers, options=small)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.move(path, elsewhere / "c.txt")
    assert run(archive, elsewhere)["c.txt"].status is Status.DUPLICATE
    shutil.copy(elsewhere / "c.txt", elsewhere / "d.txt")
    again = run(archive, elsewhere / "d.txt", retry=True, options=small)
    assert again["d.txt"].status is Status.FAILED
    assert [one.path for one in archive.troubled()] == [str(elsewhere / "d.txt")]
    shutil.copy(elsewhere / "c.txt", elsewhere / "e.txt")
    read = run(archive, elsewhere / "e.txt", retry=True)["e.txt"]
    assert read.status is Status.IMPORTED
    assert list(archive.troubled()) == []
    counts = archive.counts()
    assert (counts[Status.IMPORTED], counts[Status.DUPLICATE]) == (1, 4)
    assert sum(counts.values()) == 5
    known = run(archive, elsewhere, papers, retry=True)
    assert [known[name].status for name in ("b.txt", "e.txt")] == [
        Status.DUPLICATE,
        Status.IMPORTED,
    ]
    assert ids_in_index(archive) == ids_in_catalogue(archive)


def it_stops_in_good_order_when_its_caller_says_so(archive: Archive, papers: Path) -> None:
    for number in range(300):
        write(papers, f"{number:03}.txt", f"第{number}次会议")
    stop, told = threading.Event(), list[Outcome]()

    def advance(progress: Progress) -> None:
        assert progress.status is Status.IMPORTED
        stop.set()

    with pytest.raises(Paused):
        told.extend(archive.import_([papers], jobs=1, stop=stop, progress=advance))
    # Whatever was read by then is told and kept.
    assert 1 <= archive.counts()[Status.IMPORTED] == len(told) < 300
    assert ids_in_index(archive) == ids_in_catalogue(archive)
    assert len(run(archive, papers)) == 300


def it_tells_paths_from_a_base_and_keeps_links_within(
    archive: Archive, papers: Path, tmp_path: Path
) -> None:
    write(papers, "望湖街道/2023年/a.txt", "会议")
    secret = write(tmp_path, "secret.txt", "绝密")
    (papers / "out.txt").symlink_to(secret)
    (papers / "in.txt").symlink_to(papers / "望湖街道" / "2023年" / "a.txt")
    outcomes = {
        one.path: one
        for one in archive.import_([papers], jobs=1, bounds=Bounds(tmp_path, papers.resolve()))
    }
    assert set(outcomes) == {"papers/望湖街道/2023年/a.txt", "papers/in.txt", "papers/out.txt"}
    refused = outcomes["papers/out.txt"]
    assert refused.note is not None
    assert (refused.status, refused.note.key) == (Status.UNSUPPORTED, "import.link_out")
    assert {one.path for one in archive.filed()} <= set(outcomes)
    assert "绝密" not in "".join(archive.text(one.record.id) for one in archive.filed())


def it_imports_what_was_sent_to_the_archive_and_nothing_else_in_it(archive: Archive) -> None:
    sent = archive.directory / SENT
    write(sent / "one", "a.txt", "会议")
    assert run(archive, sent / "one")["a.txt"].status is Status.IMPORTED
    for path in (sent, archive.directory, archive.directory / "originals"):
        with pytest.raises(UsageError):
            run(archive, path)


def it_refuses_a_large_file_unread(archive: Archive, papers: Path) -> None:
    write(papers, "a.txt", "会议" * 100)
    outcome = run(archive, papers, options=Options(Limits(max_bytes=100)))["a.txt"]
    assert outcome.note is not None
    assert (outcome.note.key, outcome.sha256) == ("extract.limit.bytes", None)
    assert run(archive, papers, options=Options(Limits(max_bytes=100)))["a.txt"].known


def it_stops_cleanly_on_a_full_disk_and_goes_on_later(
    archive: Archive, papers: Path, monkeypatch: pytest.MonkeyPatch, misbehaving: None
) -> None:
    for number in range(5):
        write(papers, f"{number}.txt", f"第{number}次会议")
    home = archive.directory / "originals"
    full = importlib.import_module("import_steps").FullOriginals(home)
    with monkeypatch.context() as patched:
        patched.setattr(archive, "_originals", full)
        with pytest.raises(ArchiveError) as caught:
            run(archive, papers)
    assert caught.value.key == "archive.disk_full"
    assert archive.counts()[Status.IMPORTED] < 5
    assert ids_in_index(archive) == ids_in_catalogue(archive)
    assert len(run(archive, papers)) == 5
    assert archive.counts()[Status.IMPORTED] == 5
    assert ids_in_index(archive) == ids_in_catalogue(archive)


def it_keeps_what_is_done_on_an_interrupt_and_goes_on_later(
    archive: Archive, papers: Path, misbehaving: None
) -> None:
    for number in range(12):
        write(papers, f"{number:02}.txt", f"第{number}次慢会议")
    before = signal.getsignal(signal.SIGINT)
    threading.Timer(1.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(archive.import_([papers], jobs=1))
    assert time.monotonic() - start < 8
    done = archive.counts()[Status.IMPORTED]
    assert 1 <= done < 12
    assert ids_in_index(archive) == ids_in_catalogue(archive)
    assert signal.getsignal(signal.SIGINT) is before


def it_keeps_what_is_done_when_the_caller_stops_listening(archive: Archive, papers: Path) -> None:
    for number in range(80):
        write(papers, f"{number}.txt", f"第{number}次会议")
    outcomes = archive.import_([papers], jobs=2)
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert archive.counts()[Status.IMPORTED] >= 64
    assert len(run(archive, papers)) == 80


def it_makes_good_what_a_killed_import_left_unindexed(archive: Archive, papers: Path) -> None:
    write(papers, "a.txt", "会议")
    run(archive, papers)
    engine = archive._upkeep.engine()
    (record,) = ids_in_catalogue(archive)
    engine.write([], [record])
    with sqlite3.connect(archive.directory / "catalogue.db") as connection:
        connection.execute("INSERT INTO pending_index VALUES (?)", [record])
    run(archive, papers)
    assert ids_in_index(archive) == {record}
    assert archive.catalogue.pending_index() == ()


def it_lets_one_import_run_at_a_time(archive: Archive, papers: Path) -> None:
    write(papers, "a.txt", "会议")
    with WriterLock(archive.directory / "lock.db"), pytest.raises(ArchiveError) as caught:
        run(archive, papers)
    assert caught.value.key == "archive.busy"


def it_refuses_paths_and_levels_that_do_not_exist(archive: Archive, papers: Path) -> None:
    with pytest.raises(UsageError):
        run(archive, papers / "nothing")
    with pytest.raises(UsageError):
        run(archive, papers, level="planet")
    with pytest.raises(UsageError):
        run(archive, archive.directory / "originals")
    assert sum(archive.counts().values()) == 0


def it_tells_how_far_it_is(archive: Archive, papers: Path) -> None:
    for number in range(4):
        write(papers, f"{number}.txt", f"第{number}次会议")
    seen: list[Progress] = []
    run(archive, papers, progress=seen.append)
    assert [(progress.done, progress.found) for progress in seen] == [(n, 4) for n in (1, 2, 3, 4)]


def it_logs_an_import_and_declares_its_unit(archive: Archive, papers: Path) -> None:
    write(papers, "a.txt", "会议")
    run(archive, papers, unit="清溪社区", level="community", year=2022)
    (filed,) = archive.filed("清溪社区", 2022)
    assert filed.filing.level == "community"
    assert [unit.name for unit in archive.units()] == ["清溪社区"]
    assert [entry.event for entry in archive.catalogue.audit_log()] == [
        "unit",
        "import",
        "file",
        "file",
    ]
