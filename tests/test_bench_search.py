"""The benchmarks of search still run, and what they compare is the same search."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parent.parent / "bench"


def run(name: str, *arguments: str) -> str:
    command = [sys.executable, str(BENCH / name), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout


@pytest.mark.slow
def it_finds_all_that_a_scan_finds_as_do_its_closest_peers() -> None:
    pytest.importorskip("tantivy")
    columns = ("danghe", "tantivy", "on whoosh", "FTS5 2-gram")
    table = run("search.py", "--quick", *(f"--only={name}" for name in columns))
    assert "filter+facets p99" in table
    # Shares are printed only where they are not as they should be.
    assert "found %" not in table


@pytest.mark.slow
def it_tells_the_steps_of_a_cold_start() -> None:
    pytest.importorskip("tantivy")
    table = run("coldstart.py", "--quick")
    for step in ("import sqlalchemy", "read the norms", "load the dictionary", "whole, median"):
        assert step in table
