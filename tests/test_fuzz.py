"""Spoilt files of every format: each ends in a result or one understandable error.

``DANGHE_FUZZ_SECONDS`` lets the long test run longer, ``DANGHE_FUZZ_SEED`` repeats one that was
printed; ``spoilt_file`` makes a single file again.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
import trials
from pebble import ProcessExpired, ProcessPool
from samples import SAMPLES
from spoiling import spoilt

from danghe.extract import detect, members, read
from danghe.extract.formats import BY_NAME, FORMATS

USED = tuple(format.name for format in FORMATS if format.reader or format.unpacker)
PATIENCE = 30.0


def spoilt_file(seed: str, format: str, number: int, sample: bytes) -> bytes:
    """One of the files that are tried."""
    return spoilt(format, sample, Random(f"{seed} {format} {number}"))


@dataclass
class Report:
    """What became of all files tried."""

    seed: str
    outcomes: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def add(self, which: str, future: Any) -> None:
        """Take in the end of one trial."""
        try:
            trial: trials.Trial = future.result()
        except TimeoutError:
            self.crashes.append(f"{which}: hangs")
        except ProcessExpired as error:
            self.crashes.append(f"{which}: died, {error.exitcode}")
        except Exception as error:
            self.problems.append(f"{which}: escaped, {error!r}")
        else:
            self.outcomes.update(f"{call} {end}" for call, end in trial.outcomes.items())
            self.problems += [f"{which}: {problem}" for problem in trial.problems]
            self.slowest = max(self.slowest, (trial.seconds, which))

    def __str__(self) -> str:
        tried = sum(self.outcomes.values()) // 3 + len(self.crashes)
        lines = [f"seed {self.seed}, {tried} files, slowest {self.slowest}"]
        lines += [f"  {number:6} {end}" for end, number in self.outcomes.most_common()]
        return "\n".join(lines + sorted(self.crashes) + self.problems[:20])


def tried(seed: str, numbers: Iterable[int], sandbox: Path) -> Report:
    """Spoil each format's sample once for every number, and read the results in workers."""
    report, made = Report(seed), {name: SAMPLES[name]() for name in USED}
    (sandbox / "files").mkdir(parents=True)
    context = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
    pool: Any = ProcessPool(2, initializer=trials.set_up, initargs=[str(sandbox)], context=context)
    try:
        for number in numbers:
            running = [
                (which, path, pool.schedule(trials.attempt, args=[str(path)], timeout=PATIENCE))
                for which, path in _written(seed, number, made, sandbox / "files")
            ]
            for which, path, future in running:
                report.add(which, future)
                path.unlink()
    finally:
        pool.stop()
        pool.join()
    print(report)
    return report


def _written(
    seed: str, number: int, made: dict[str, bytes], folder: Path
) -> Iterator[tuple[str, Path]]:
    for name, sample in made.items():
        path = folder / f"{number}-{name}{(*BY_NAME[name].suffixes, '')[0]}"
        path.write_bytes(spoilt_file(seed, name, number, sample))
        yield f"{seed} {name} {number}", path


def it_has_a_sample_of_every_format_that_is_read_or_unpacked(tmp_path: Path) -> None:
    assert set(USED) - set(SAMPLES) == set(), "formats without a sample in tests/samples.py"
    for name, build in SAMPLES.items():
        path = tmp_path / f"sample{(*BY_NAME[name].suffixes, '')[0]}"
        path.write_bytes(build())
        assert detect(path) == name or name == "csv"
        if BY_NAME[name].reader:
            document = read(path, trials.OPTIONS, at_most=0)
            assert document.format == name or name == "office-encrypted"
            assert document.text or document.waiting
        else:
            assert all(member.data for member in members(path, trials.OPTIONS))


def it_spoils_files_the_same_way_for_the_same_seed() -> None:
    for name in ("docx", "html", "tar"):
        sample = SAMPLES[name]()
        one, same, other = (spoilt_file("a", name, n, sample) for n in (1, 1, 2))
        assert one == same != other


@pytest.mark.skipif(sys.platform != "linux", reason="address space limits")
def it_ends_every_spoilt_file_in_a_result_or_one_of_our_errors(tmp_path: Path) -> None:
    report = tried("fixed", range(5), tmp_path / "sandbox")
    assert report.problems == []
    assert report.crashes == []
    assert report.outcomes["read document"] > 20
    assert report.outcomes["members members"] > 10
    assert_nothing_left(tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="address space limits")
def it_withstands_spoilt_files_for_a_while(tmp_path: Path) -> None:
    seconds = float(os.environ.get("DANGHE_FUZZ_SECONDS", "60"))
    seed = os.environ.get("DANGHE_FUZZ_SEED") or str(Random().getrandbits(32))
    end = time.monotonic() + seconds
    report = tried(seed, _until(end), tmp_path / "sandbox")
    assert report.problems == [], f"seed {seed}"
    # A native library that dies takes down its file only, but it must stay a rarity.
    allowed = sum(report.outcomes.values()) // 3 // 1000
    assert len(report.crashes) <= allowed, f"seed {seed}: {report.crashes}"
    assert_nothing_left(tmp_path)


def _until(end: float) -> Iterator[int]:
    for number in count():
        if time.monotonic() >= end:
            return
        yield number


def assert_nothing_left(folder: Path) -> None:
    """Nothing but the sandbox, and in it no file."""
    assert [path.name for path in folder.iterdir()] == ["sandbox"]
    assert [path for path in folder.rglob("*") if path.is_file()] == []
