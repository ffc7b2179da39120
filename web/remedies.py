"""What one can do about it, as pages say it: where a page does what a command does, that page.

The one place for this: another remedy for pages is an entry ``web.remedy.KEY`` of the message
catalogue, KEY being that of the error or note, with placeholders of that error; a link to the
page that serves is a line in ``WAYS``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..check.words import say
from ..errors import DangheError
from ..messages import CATALOGUE, translate
from ..model import Note
from .access import DECIDE, Role

_PREFIX = "web.remedy."
_COMMAND = re.compile(r"danghe [a-z]|(?<![\w-])--[a-z]")


@dataclass(frozen=True, slots=True)
class Way:
    """A page that helps.

    Attributes:
        path: Of the page.
        name: Key of the message that names it.
        role: Least role of those whom it serves.
    """

    path: str
    name: str
    role: Role = Role.READER


_REVIEW = Way("/review", "web.review", DECIDE)
_INDEX = Way("/admin", "web.nav.admin", Role.ADMIN)

WAYS: Mapping[str, Way] = {
    "catalogue.no_record": Way("/", "web.nav.search"),
    "check.remedy.review": _REVIEW,
    "decision.open": _REVIEW,
    "index.damaged": _INDEX,
    "index.missing": _INDEX,
    "index.stale": _INDEX,
    "learn.few": _REVIEW,
}


def remedy(of: DangheError | Note | str) -> str:
    """What one can do, in the words of pages.

    Args:
        of: An error, a note that advises, or the key of either where it has no placeholders.

    Returns:
        The sentence for pages; else that of the command line. One that names a command is given
        to whoever looks after the machine, for a reader of pages has no terminal.
    """
    key = key_of(of)
    if _PREFIX + key in CATALOGUE:
        return translate(_PREFIX + key, **_values(of))
    return _for_pages(_said(of, key))


def remedy_of(note: Note) -> str | None:
    """What one can do about a file that an outcome's note tells of; None where nothing is known."""
    for name in (_PREFIX + note.key, note.key + ".remedy"):
        if name in CATALOGUE:
            return _for_pages(translate(name, **note.values))
    return None


def way(of: DangheError | Note | str, role: Role) -> Way | None:
    """The page that helps, if there is one for somebody of a role."""
    found = WAYS.get(key_of(of))
    return found if found is not None and role >= found.role else None


def key_of(of: DangheError | Note | str) -> str:
    """Of an error, or of what carries the name of one."""
    return of if isinstance(of, str) else of.key


def _for_pages(said: str) -> str:
    return translate("web.remedy", remedy=said) if _COMMAND.search(said) else said


def _values(of: DangheError | Note | str) -> Mapping[str, str]:
    return {} if isinstance(of, str) else of.values


def _said(of: DangheError | Note | str, key: str) -> str:
    if isinstance(of, Note):
        return say(of)
    if isinstance(of, DangheError):
        return of.remedy
    return translate(key + ".remedy")
