"""The one catalogue of what users read: Chinese first, English beside it.

Each entry is ``key: (中文, English)``. Placeholders are named. Rooms keep their
entries under their own heading; nothing user-facing stands anywhere else.
"""

from __future__ import annotations

import os

LANGUAGES = ("zh", "en")


def language() -> str:
    """The language in force: ``DANGHE_LANG``, else Chinese.

    The environment variable is set by ``--lang`` and so reaches worker processes.
    """
    return "en" if os.environ.get("DANGHE_LANG", "zh").lower().startswith("en") else "zh"


def translate(key: str, **values: object) -> str:
    """The sentence for a key in the language in force.

    Args:
        key: Entry of the catalogue; an unknown key is a programming error.
        values: Fills the placeholders.

    Raises:
        KeyError: The catalogue has no such entry.
    """
    return CATALOGUE[key][LANGUAGES.index(language())].format(**values)


CATALOGUE: dict[str, tuple[str, str]] = {
    # --- archive, importing ---
    # --- extract ---
    # --- catalogue ---
    # --- schemas ---
    # --- classify (reasons) ---
    # --- index and query ---
    # --- check ---
    # --- command line ---
}
