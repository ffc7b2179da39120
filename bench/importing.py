"""How fast papers are imported: files/s and MB/s, split by stage, by number of workers.

    python bench/importing.py
    python bench/importing.py --papers FOLDER --times 5

Papers are read in full, copied in, classified, catalogued and indexed, as an archivist
would. With ``--times N`` every paper comes N times, made different at its end, where its
format lets one do so.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from multiplying import multiply

from danghe.archive import Archive
from danghe.model import Status

HERE = Path(__file__).resolve().parent
STAGES = ("hash", "store", "extract", "classify", "pack", "catalogue", "index")


def measure(home: Path, papers: Path, jobs: int) -> tuple[float, Counter[Status], dict[str, float]]:
    """One import into an archive. Returns seconds, outcomes and seconds by stage."""
    spent: dict[str, float] = {}

    def keep(seconds: Mapping[str, float]) -> None:
        spent.update(seconds)

    archive = Archive.open(home) if home.exists() else Archive.create(home)
    with archive:
        start = time.perf_counter()
        outcomes = Counter(
            outcome.status for outcome in archive.import_([papers], jobs=jobs, spent=keep)
        )
        return time.perf_counter() - start, outcomes, spent


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=Path, default=HERE.parent / "corpus" / "papers")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        room = Path(scratch)
        files, size = multiply(options.papers, room / "papers", options.times)
        megabytes = size / 1e6
        print(f"{files} files, {megabytes:.1f} MB")
        columns = "".join(f"{stage:>10}" for stage in STAGES)
        print(f"{'run':<16}{'s':>7}{'files/s':>9}{'MB/s':>7}{'ratio':>7} |{columns}  (ms/file)")
        base = 0.0
        for jobs in options.jobs:
            for run in ("first", "second"):
                seconds, outcomes, spent = measure(room / f"archive{jobs}", room / "papers", jobs)
                base = base or seconds
                per_file = "".join(f"{spent.get(s, 0.0) * 1000 / files:>10.2f}" for s in STAGES)
                print(
                    f"{f'{run}, jobs={jobs}':<16}{seconds:>7.2f}{files / seconds:>9.0f}"
                    f"{megabytes / seconds:>7.2f}{base / seconds:>7.1f} |{per_file}"
                )
        print(", ".join(f"{status} {number}" for status, number in sorted(outcomes.items())))


if __name__ == "__main__":
    main()
