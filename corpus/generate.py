"""Writes the sample archive: its papers, the truth about each, and what a check should find.

Run as ``python corpus/generate.py`` from anywhere; ``--into DIR`` writes elsewhere.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

from corpus.build import main  # noqa: E402

if __name__ == "__main__":
    main(HERE)
