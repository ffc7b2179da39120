"""What someone may be about to type: names of forms, boxes, sections and units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..model import Unit
from ..schemas import Norms
from ..text.normalise import fold

MOST = 8
_LONGEST = 40
_MOST_PLACES = 3
_SPACES, _OPENING = " \u3000", "(（"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One name.

    Attributes:
        kind: ``item``, ``box``, ``section`` or ``unit``.
        name: As shown.
        hint: Where it belongs.
        query: The whole query, with the name in the place of what was typed last.
    """

    kind: str
    name: str
    hint: str
    query: str


@dataclass(frozen=True, slots=True)
class _Name:
    kind: str
    name: str
    hint: str
    term: str
    folded: tuple[str, ...]


def suggestions(typed: str, norms: Norms, units: Iterable[Unit]) -> tuple[Suggestion, ...]:
    """Names that hold what was typed last, those that begin with it first.

    Args:
        typed: The query so far.
        norms: Whose names.
        units: That the person sees.
    """
    start = _start_of_last(typed)
    wanted = fold(typed[start : start + _LONGEST + 1])
    if not wanted or len(wanted) > _LONGEST or '"' in wanted:
        return ()
    found = [
        (rank, len(one.name), one.name, one)
        for one in (*_names(norms), *map(_unit, units))
        if (rank := _rank(one, wanted)) is not None
    ]
    best = sorted(found, key=lambda entry: entry[:3])[:MOST]
    return tuple(
        Suggestion(one.kind, one.name, one.hint, typed[:start] + one.term) for *_, one in best
    )


def _start_of_last(typed: str) -> int:
    """Where the last term begins: behind a space, and behind brackets that open there."""
    start = max(typed.rfind(sign) for sign in _SPACES) + 1
    while start < len(typed) and typed[start] in _OPENING:
        start += 1
    return start


def _rank(one: _Name, wanted: str) -> int | None:
    """0 where a name begins with what is wanted, 1 where it holds it; synonyms come after."""
    own, *others = one.folded
    if wanted in own:
        return 0 if own.startswith(wanted) else 1
    return 2 if any(wanted in other for other in others) else None


def _names(norms: Norms) -> tuple[_Name, ...]:
    """All names of some norms; norms are compared as objects, for they cannot be hashed."""
    held = _known.get(id(norms))
    if held is None or held[0] is not norms:
        if len(_known) >= _MOST_NORMS:
            _known.clear()
        held = _known[id(norms)] = norms, tuple(_of_norms(norms))
    return held[1]


_MOST_NORMS = 32
_known: dict[int, tuple[Norms, tuple[_Name, ...]]] = {}


def _of_norms(norms: Norms) -> Iterator[_Name]:
    """Each name once, with all places where it belongs."""
    found: dict[str, tuple[str, str, tuple[str, ...], dict[str, None]]] = {}

    def note(kind: str, name: str, place: str, term: str, others: Sequence[str] = ()) -> None:
        folded = tuple(map(fold, (name, *others)))
        found.setdefault(term, (kind, name, folded, {}))[3][place] = None

    for level in norms.levels:
        for section in level.sections:
            note("section", section.name, level.name, _field("条线", section.name))
    for level, section, box in norms.boxes():
        if box.name:
            note("box", box.name, section.name or level.name, _field("盒", box.name))
        for item in box.items:
            place = box.name or section.name
            note("item", item.name, place, _quoted(item.name), item.synonyms)
    for term, (kind, name, folded, places) in found.items():
        hint = "、".join(list(places)[:_MOST_PLACES]) + ("…" if len(places) > _MOST_PLACES else "")
        yield _Name(kind, name, hint, term, folded)


def _unit(unit: Unit) -> _Name:
    names = tuple(map(fold, (unit.name, *unit.aliases)))
    return _Name("unit", unit.name, "", _field("单位", unit.name), names)


def _field(field: str, value: str) -> str:
    return f"{field}:{_quoted(value)}"


def _quoted(value: str) -> str:
    """A value that the query language takes whole."""
    plain = all(sign.isalnum() for sign in value)
    return value if plain else '"' + value.replace('"', " ") + '"'
