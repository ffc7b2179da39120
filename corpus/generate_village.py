"""Writes the archive of a village and its town, filed by schemas/village_boxes.yaml.

Run as ``python corpus/generate_village.py`` from anywhere; ``--into DIR`` writes elsewhere.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

from corpus.build import rendered_papers, write  # noqa: E402
from corpus.content.village import (  # noqa: E402
    affairs,
    elsewhere,
    party,
    peace,
    people,
    town,
)
from danghe.schemas import load  # noqa: E402

UNITS = {"village": "柳湾村", "town": "禾塘镇"}
NORMS = HERE.parent / "schemas" / "village_boxes.yaml"


def main() -> None:
    """The command: writes papers/, truth.jsonl and expected_check.json."""
    parser = argparse.ArgumentParser(description="Writes the sample archive of a village.")
    parser.add_argument("--into", type=Path, default=HERE / "village", help="where to write")
    papers = rendered_papers((party, affairs, people, peace, town, elsewhere))
    write(parser.parse_args().into, papers, load(NORMS), UNITS)


if __name__ == "__main__":
    main()
