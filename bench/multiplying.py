"""Many papers of a few: copies made different from each other."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path


def multiply(papers: Path, target: Path, times: int) -> tuple[int, int]:
    """Copy papers so that no two have the same bytes. Returns files and bytes."""
    files = [path for path in sorted(papers.rglob("*")) if path.is_file()]
    for number in range(times):
        for path in files:
            copy = target / str(number) / path.relative_to(papers)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            if number:
                _make_different(copy, number)
    copies = [path for path in target.rglob("*") if path.is_file()]
    return len(copies), sum(path.stat().st_size for path in copies)


def _make_different(path: Path, number: int) -> None:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path, "a") as container:
            container.comment = str(number).encode()
    else:
        with path.open("ab") as file:
            file.write(f"\n% {number}\n".encode())
