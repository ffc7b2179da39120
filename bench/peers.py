"""Other programs on the same papers, in one run: Recoll and Kreuzberg beside danghe.

    python bench/peers.py
    python bench/peers.py --times 3 --kreuzberg /tmp/peers/bin/python

Recoll is Debian's (recollcmd, with poppler-utils for PDF), with a configuration of its own
and at the priority of the others. Kreuzberg is run by the Python it is installed for (a
virtual environment apart from danghe's),
without recognition of images, for which it would download. Docling is left out: it downloads
its models. The programs do not do the same: Recoll indexes, Kreuzberg extracts, danghe copies
in, extracts, classifies, catalogues and indexes; and danghe alone recognises scans, so that
it is run both ways. "told" are the papers in which a program finds a word that many hold.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bulk import Watch
from multiplying import multiply

from danghe.archive import Archive
from danghe.errors import DangheError
from danghe.extract import Options, read
from danghe.extract.reading import Ocr

HERE = Path(__file__).resolve().parent
WORD = "药具"
NO_SCANS = Options(ocr=Ocr.NEVER)

KREUZBERG = """
import json, sys, time
from pathlib import Path
import kreuzberg
files = [str(p) for p in sorted(Path(sys.argv[1]).rglob("*")) if p.is_file()]
config = kreuzberg.ExtractionConfig(ocr=None, use_cache=False)
start, told, failed = time.perf_counter(), 0, 0
for file in files:
    try:
        told += sys.argv[2] in kreuzberg.extract_file_sync(file, config=config).content
    except Exception:
        failed += 1
print(json.dumps([time.perf_counter() - start, told, failed]))
"""


@dataclass
class Run:
    """What a program took and found.

    Attributes:
        seconds: By the clock.
        cpu: CPU seconds of all its processes.
        told: Papers it finds the word in.
        failed: Papers it could not read; None where it does not say.
    """

    seconds: float
    cpu: float
    told: int
    failed: int | None = None


Program = Callable[[Path, Path], Run]


def danghe_import(options: Options, papers: Path, room: Path) -> Run:
    watch = Watch()
    with Archive.create(room / "archive") as archive:
        start = time.perf_counter()
        with watch.running():
            outcomes = list(archive.import_([papers], options=options))
        seconds = time.perf_counter() - start
        failed = sum(1 for outcome in outcomes if not outcome.filed)
        return Run(seconds, watch.cpu, archive.search(WORD, limit=1).total, failed)


def danghe_read(papers: Path, room: Path) -> Run:
    start, busy, told, failed = time.perf_counter(), time.process_time(), 0, 0
    for path in sorted(papers.rglob("*")):
        if path.is_file():
            try:
                told += any(WORD in block.text for block in read(path, NO_SCANS).blocks)
            except DangheError:
                failed += 1
    return Run(time.perf_counter() - start, time.process_time() - busy, told, failed)


def recoll(papers: Path, room: Path) -> Run:
    config = room / "recoll"
    config.mkdir(parents=True)
    (config / "recoll.conf").write_text(
        f"topdirs = {papers}\ndbdir = {config / 'db'}\nloglevel = 1\nidxniceprio = 0\n"
    )
    command = ["recollindex", "-c", str(config), "-z"]
    start, busy = time.perf_counter(), children()
    subprocess.run(command, check=True, capture_output=True)
    seconds, cpu = time.perf_counter() - start, children() - busy
    query = ["recollq", "-c", str(config), "-C", "-n", "1", WORD]
    said = subprocess.run(query, check=True, capture_output=True, text=True).stdout
    found = re.search(r"^(\d+) results", said, re.MULTILINE)
    return Run(seconds, cpu, int(found[1]) if found else 0)


def kreuzberg(python: Path, papers: Path, room: Path) -> Run:
    command = [str(python), "-c", KREUZBERG, str(papers), WORD]
    busy = children()
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=room).stdout
    cpu = children() - busy
    seconds, told, failed = json.loads(said.splitlines()[-1])
    return Run(seconds, cpu, told, failed)


def children() -> float:
    """CPU seconds of processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def programs(python: Path | None) -> dict[str, Program | None]:
    """Each program that is present; None for one that is not."""
    usable = python is not None and python.exists()
    return {
        "danghe import": partial(danghe_import, Options()),
        "danghe import, no OCR": partial(danghe_import, NO_SCANS),
        "danghe read, no OCR": danghe_read,
        "recollindex": recoll if shutil.which("recollindex") else None,
        "kreuzberg": partial(kreuzberg, python) if usable and python else None,
        "docling": None,
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=Path, default=HERE.parent / "corpus" / "papers")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=2, help="in turn; the best counts")
    parser.add_argument("--kreuzberg", type=Path, help="Python that Kreuzberg is installed for")
    options = parser.parse_args()
    present = programs(options.kreuzberg)
    best: dict[str, Run] = {}
    with tempfile.TemporaryDirectory() as scratch:
        room = Path(scratch)
        files, size = multiply(options.papers, room / "papers", options.times)
        for number in range(options.rounds):
            for name, program in present.items():
                if program is None:
                    continue
                own = room / f"{number} {name}"
                own.mkdir()
                run = program(room / "papers", own)
                shutil.rmtree(own)
                if name not in best or run.seconds < best[name].seconds:
                    best[name] = run
    load = os.getloadavg()[0]
    print(f"{files} files, {size / 1e6:.1f} MB; load of the machine {load:.1f}")
    head = f"{'program':<24}{'s':>8}{'files/s':>9}{'× import':>10}{'CPU s':>8}{'× import':>10}"
    print(head + f"{'told':>7}{'failed':>8}")
    base = best["danghe import"]
    for name, run in best.items():
        failed = "?" if run.failed is None else run.failed
        print(
            f"{name:<24}{run.seconds:>8.2f}{files / run.seconds:>9.1f}"
            f"{base.seconds / run.seconds:>10.2f}"
            f"{run.cpu:>8.2f}{base.cpu / run.cpu:>10.2f}{run.told:>7}{failed:>8}"
        )
    print("absent: " + (", ".join(n for n, program in present.items() if not program) or "none"))


if __name__ == "__main__":
    main()
