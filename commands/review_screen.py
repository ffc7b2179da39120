"""How the review shows a record, its candidates and what was decided: lines of text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..catalogue import Decision, place_of
from ..messages import translate
from ..model import FiledRecord, Filing, Reason
from ..schemas import Box, Level, Norms, Section
from ..text.mask import mask_personal
from .render_json import sentence

if TYPE_CHECKING:
    from ..classify import Considered

HEAD = 12
_REASONS = 3
_READ = 20_000
_NARROWEST = 20
_ZONES = ("title", "head", "table", "folder", "stem", "body")
_STEERING = (*range(32), *range(127, 160), 0x2028, 0x2029)
_UNSEEN = (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))
_CONTROLS = dict.fromkeys(_STEERING, " ") | dict.fromkeys(_UNSEEN, None)

Place = tuple[Level, Section, Box]


def printable(text: str) -> str:
    """Text of a paper as a terminal may have it: nothing that steers the terminal."""
    return mask_personal(text).translate(_CONTROLS)


def description(one: FiledRecord) -> list[str]:
    """Title, type, unit, year, source."""
    record, filing = one.record, one.filing
    facts = (
        ("doctype", record.doctype),
        ("date", record.date),
        ("unit", filing.unit),
        ("year", filing.year),
        ("period", filing.period),
    )
    title = f"[{record.title}]" if record.title_made else record.title
    return [
        f"{translate('field.title')}  {printable(title)}",
        "  ".join(f"{translate(f'field.{name}')} {value or '—'}" for name, value in facts),
        f"{translate('review.source')}  {printable(one.path)}  {record.id}",
    ]


def beginning(text: str, width: int, most: int = HEAD) -> list[str]:
    """The first lines of a paper that are not blank, each cut to the width of the screen."""
    lines = (line for line in printable_lines(text[:_READ]) if line.strip())
    return [
        f"│ {_cut(line.strip(), width - 2)}" for line, _ in zip(lines, range(most), strict=False)
    ]


def printable_lines(text: str) -> list[str]:
    """The lines of a text, each fit for a terminal."""
    return [printable(line.replace("\t", " │ ")) for line in mask_personal(text).split("\n")]


def wrapped(text: str, width: int) -> list[str]:
    """All lines of a paper, broken at the width of the screen."""
    from rich.cells import chop_cells

    width = max(width, _NARROWEST)
    return [part for line in printable_lines(text) for part in (chop_cells(line, width) or [""])]


def _cut(text: str, width: int) -> str:
    from rich.cells import chop_cells

    width = max(width, _NARROWEST)
    first, *rest = chop_cells(text[: 2 * width], width - 1) or [""]
    return f"{first}…" if rest or len(text) > 2 * width else first


def why_open(filing: Filing) -> list[str]:
    """Why the record is in the queue, as its filing says it."""
    box = [reason.note for reason in filing.reasons if reason.about == "box"]
    said = [note for note in box if not note.key.startswith("why.box.")][:1]
    return [f"  {sentence(note)}" for note in said]


def candidates(found: Sequence[Considered], norms: Norms, filed: str | None) -> list[str]:
    """The boxes to choose from, numbered, each with its strongest reasons."""
    lines = []
    for number, one in enumerate(found, 1):
        here = f"  {translate('review.filed_here')}" if one.box_id == filed else ""
        name = place_name(norms.box_places[one.box_id])
        lines.append(f"{number}  {name}{item_names(one.item_ids, norms)}  {one.score:.2f}{here}")
        said = list(dict.fromkeys(map(_reason, _strongest(one.reasons))))
        if said:
            lines.append(f"     {translate('review.joint').join(said)}")
    return lines or [translate("review.no_candidates")]


def _strongest(reasons: Sequence[Reason]) -> list[Reason]:
    order = {zone: number for number, zone in enumerate(_ZONES)}
    ranked = sorted(reasons, key=lambda reason: order.get(reason.where, len(order)))
    return ranked[:_REASONS]


def _reason(reason: Reason) -> str:
    said = printable(sentence(reason.note))
    if reason.where not in _ZONES:
        return said
    return translate("review.reason", said=said, where=translate(f"where.{reason.where}"))


def place_name(place: Place) -> str:
    """A box with its level and section, told apart from its namesakes elsewhere."""
    level, section, box = place
    number = "" if box.no is None else translate("review.box_no", no=box.no)
    return translate(
        "review.place", box=box.label, level=level.name, section=section.name, number=number
    )


def item_names(ids: Sequence[str], norms: Norms) -> str:
    """Items behind the name of their box."""
    names = "、".join(norms.items[id].name for id in ids if id in norms.items)
    return f" · {names}" if names else ""


def answer_name(box_id: str | None, items: Sequence[str], no_box: bool, norms: Norms) -> str:
    """What was decided, in short."""
    if no_box:
        return translate("cli.no_box")
    place = norms.box_places.get(box_id or "")
    if place is None:
        return box_id or translate("cli.open")
    return place[2].label + item_names(items, norms)


def change_lines(decision: Decision, norms: Norms) -> list[str]:
    """From what to what, a line for each record."""
    return [
        f"{change.record}  {change_name(place_of(change.former), place_of(change.filing), norms)}"
        for change in decision.changes
    ]


def change_name(before: Mapping[str, object], after: Mapping[str, object], norms: Norms) -> str:
    """From what to what: the box, and whatever else of the filing changed.

    Args:
        before: As the audit log keeps it; see ``catalogue.place_of``.
        after: Likewise.
        norms: That know the boxes.
    """
    parts = [f"{_place(before, norms)} → {_place(after, norms)}"]
    for name in ("unit", "year", "period"):
        if before.get(name) != after.get(name):
            field = translate(f"field.{name}")
            parts.append(f"{field} {before.get(name) or '—'} → {after.get(name) or '—'}")
    return translate("review.joint").join(parts)


def _place(place: Mapping[str, object], norms: Norms) -> str:
    items, box = place.get("items"), place.get("box_id")
    ids = [str(item) for item in items] if isinstance(items, list | tuple) else []
    return answer_name(str(box) if box else None, ids, bool(place.get("no_box")), norms)
