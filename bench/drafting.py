"""How near ``danghe schema draft`` comes to schemas made by hand: python bench/drafting.py [TEXT].

TEXT is the norms' text that schemas/archive_boxes.yaml was made from by hand; it is not in the
repository. Then follow invented norms of other fields from tests/fixtures/norms with their truth.
Boxes count as the same by level, section and number; items by name, folded, one to one, "near"
also where one name holds the other or four fifths of the pairs of characters agree; duties where
line, kind and all facts agree, "near" whatever the kind. ``--show NAME`` lists what differs.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from danghe.extract import read
from danghe.schemas import load
from danghe.schemas.norms import draft

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from drafted import Figure, compare  # noqa: E402

SEED = Path("../shared/seeds/norms-compilation.txt")


def pairs(seed: Path) -> list[tuple[str, Path, Path | None]]:
    found: list[tuple[str, Path, Path | None]] = []
    if seed.is_file():
        found.append(("source text", seed, None))
    else:
        print(f"{seed}: not there (it is not in the repository); give its path as an argument")
    for truth in sorted((ROOT / "tests/fixtures/norms").glob("*.yaml")):
        papers = [path for path in truth.parent.glob(f"{truth.stem}.*") if path != truth]
        found += [(path.name, path, truth) for path in papers]
    return found


def row(name: str, figure: Figure) -> str:
    return (
        f"  {name:14s} precision {figure.same:4d}/{figure.drafted:<4d} {figure.precision:6.1%}"
        f"   recall {figure.same:4d}/{figure.true:<4d} {figure.recall:6.1%}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text", nargs="?", type=Path, default=SEED)
    parser.add_argument("--show", action="append", default=[], metavar="NAME")
    asked = parser.parse_args()
    for name, path, truth in pairs(asked.text):
        text = read(path).text
        begun = time.perf_counter()
        drafted = draft(text)
        seconds = time.perf_counter() - begun
        figures = compare(drafted.norms, load(truth))
        print(f"\n{name}: {len(text)} characters, {seconds:.2f} s, {len(drafted.doubts)} doubts")
        for sort, figure in figures.items():
            print(row(sort, figure))
            if sort in asked.show:
                print(*(f"      + {one}" for one in figure.extra), sep="\n")
                print(*(f"      - {one}" for one in figure.missing), sep="\n")
    print("\nNames and duties of the schema made by hand are partly its makers' wording: short")
    print("names for sections without heading, items named after what they are copies of, duties")
    print("that sum up several sentences. Those differences are by intention and stay.")


if __name__ == "__main__":
    main()
