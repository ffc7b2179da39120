"""Writes the trial papers of all sets, and the truth about each.

Run as ``python corpus/generate_trials.py`` from anywhere; ``--into DIR`` writes elsewhere.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

from corpus.trials_files import main  # noqa: E402

if __name__ == "__main__":
    main(HERE)
