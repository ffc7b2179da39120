"""A big import: rate, memory from beginning to end, and what a second import costs.

    python bench/bulk.py
    python bench/bulk.py --files 100000 --jobs 2

Files are small and of many formats (see ``bulk_files.py``), so that what is measured is the
cost of a file and not of its text. Memory is the resident set of this process and of its
workers (Linux), sampled while the import runs; flat means that the last quarter of the files
takes no more than the second.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bulk_files import write_files

from danghe.archive import Archive
from danghe.importing import Progress
from danghe.model import Status

SECOND_GOAL = 50


@dataclass
class Sample:
    """Memory at one moment, in MB."""

    done: int
    parent: float
    workers: float
    biggest: float


@dataclass
class Watch:
    """Samples memory four times a second, from a thread of its own."""

    done: int = 0
    samples: list[Sample] = field(default_factory=list)
    own: float = 0.0
    by_worker: dict[int, float] = field(default_factory=dict)

    @property
    def cpu(self) -> float:
        """CPU seconds of this process and of its workers, to within a sample."""
        return self.own + sum(self.by_worker.values())

    def note(self, progress: Progress) -> None:
        self.done = progress.done

    @contextmanager
    def running(self) -> Iterator[None]:
        ended = threading.Event()

        def sample() -> None:
            while not ended.wait(0.25):
                workers = descendants(os.getpid())
                sizes = [resident(pid) for pid in workers]
                for pid in workers:
                    self.by_worker[pid] = max(self.by_worker.get(pid, 0.0), cpu_seconds(pid))
                parent = resident(os.getpid())
                kept = Sample(self.done, parent, sum(sizes), max(sizes, default=0.0))
                self.samples.append(kept)

        thread = threading.Thread(target=sample, daemon=True)
        thread.start()
        start = time.process_time()
        try:
            yield
        finally:
            self.own = time.process_time() - start
            ended.set()
            thread.join()


def resident(pid: int) -> float:
    """Memory of a process in MB; 0 once it has gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0


def cpu_seconds(pid: int) -> float:
    """What a process has computed so far; 0 once it has gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def descendants(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *descendants(child)]
    return found


def run(home: Path, papers: Path, jobs: int | None) -> tuple[float, Counter[Status], Watch]:
    """One import. Returns seconds, outcomes, and memory."""
    watch = Watch()
    outcomes: Counter[Status] = Counter()
    archive = Archive.open(home) if home.exists() else Archive.create(home)
    with archive, watch.running():
        start = time.perf_counter()
        for outcome in archive.import_([papers], jobs=jobs, progress=watch.note):
            outcomes[outcome.status] += 1
        seconds = time.perf_counter() - start
    return seconds, outcomes, watch


def print_memory(watch: Watch) -> None:
    """Quarter by quarter of the files: mean and peak, in MB."""
    print(f"{'files':>12}{'parent':>9}{'peak':>7}{'workers':>9}{'peak':>7}{'biggest one':>13}")
    quarters = []
    for quarter in range(4):
        low, high = (watch.done * n // 4 for n in (quarter, quarter + 1))
        kept = [s for s in watch.samples if low <= s.done < max(high, low + 1)]
        if not kept:
            continue
        parent = sum(s.parent for s in kept) / len(kept)
        workers = sum(s.workers for s in kept) / len(kept)
        quarters.append(parent + workers)
        print(
            f"{f'{low}-{high}':>12}{parent:>9.0f}{max(s.parent for s in kept):>7.0f}{workers:>9.0f}"
            f"{max(s.workers for s in kept):>7.0f}{max(s.biggest for s in kept):>13.0f}"
        )
    if len(quarters) == 4:
        print(
            f"all processes, last quarter over first {quarters[3] / quarters[0]:.2f}, "
            f"over second {quarters[3] / quarters[1]:.2f}"
        )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, help="by default one for each core")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        papers, home = Path(scratch) / "papers", Path(scratch) / "archive"
        start = time.perf_counter()
        size, inside = write_files(papers, options.files)
        made = time.perf_counter() - start
        print(
            f"{options.files} files and {inside} in ZIPs, {size / 1e6:.1f} MB, made in {made:.0f} s"
        )
        first, outcomes, watch = run(home, papers, options.jobs)
        sources = outcomes.total()
        print(
            f"first import: {first:.1f} s, {sources} outcomes, {sources / first:.0f} files/s, "
            f"{watch.cpu * 1000 / sources:.0f} ms of CPU a file, "
            f"load of the machine {os.getloadavg()[0]:.1f}"
        )
        print("  " + ", ".join(f"{status} {number}" for status, number in sorted(outcomes.items())))
        print_memory(watch)
        second, again, watched = run(home, papers, options.jobs)
        print(
            f"second import: {second:.2f} s, {again.total() / second:.0f} files/s; "
            f"ratio {first / second:.0f}, "
            f"in CPU seconds {watch.cpu / watched.cpu:.0f} (goal at least {SECOND_GOAL})"
        )
        print("  " + ", ".join(f"{status} {number}" for status, number in sorted(again.items())))
        kept = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
        print(f"archive: {kept / 1e6:.1f} MB, {kept / size:.1f} of the files")


if __name__ == "__main__":
    main()
