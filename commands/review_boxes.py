"""Choosing a box, its items, a unit or a year by typing a part of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import click

from ..messages import translate
from ..model import Unit
from ..schemas import Box, Norms
from ..text.normalise import fold
from .keys import Keys
from .review_screen import Place, place_name

MOST = 20

T = TypeVar("T")


def boxes_matching(text: str, norms: Norms, level: str | None) -> list[Place]:
    """Boxes whose id, name, section, level or items hold every word of a text.

    Args:
        text: Words, parted by spaces.
        norms: In force.
        level: Of the record's unit.

    Returns:
        First those that hold the words without their items, then those of the unit's level,
        then those whose own name has all the words.
    """
    words = [fold(word) for word in text.split()]
    found = []
    for place in norms.box_places.values():
        own, *names = map(fold, _writings(place))
        items = [fold(item.name) for item in place[2].items]
        if words and _has_all((own, *names, *items), words):
            around = not _has_all((own, *names), words)
            found.append(((around, place[0].id != level, not _has_all([own], words)), place))
    return [place for _, place in sorted(found, key=lambda pair: pair[0])]


def _writings(place: Place) -> tuple[str, ...]:
    level, section, box = place
    return (box.label, box.id, section.name, level.name)


def _has_all(texts: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word in text for text in texts) for word in words)


def units_matching(text: str, units: Iterable[Unit]) -> list[Unit]:
    """Units whose name or an alias holds a text."""
    wanted = fold(text)
    return [
        unit
        for unit in units
        if wanted and any(wanted in fold(name) for name in (unit.name, *unit.aliases))
    ]


def ask_box(keys: Keys, norms: Norms, level: str | None) -> Box | None:
    """A box by a part of its name; None if the person gives up."""
    while text := keys.line(translate("review.ask_box")):
        found = boxes_matching(text, norms, level)
        if not found:
            click.echo(translate("review.no_match", text=text))
            continue
        place = _pick(keys, found, [place_name(place) for place in found])
        if place is not None:
            return place[2]
    return None


def ask_items(keys: Keys, box: Box, suggested: Sequence[str]) -> tuple[str, ...]:
    """Items of a box; Enter takes those suggested, 0 none."""
    if not box.items:
        return ()
    for number, item in enumerate(box.items, 1):
        mark = "*" if item.id in suggested else " "
        click.echo(f" {mark}{number:3}  {item.name}")
    while True:
        answer = keys.line(translate("review.ask_items")).replace("，", " ").replace(",", " ")
        numbers = [int(word) for word in answer.split() if word.isdecimal() and len(word) < 4]
        if not answer:
            return tuple(suggested)
        if answer == "0":
            return ()
        if len(numbers) == len(answer.split()) and all(1 <= n <= len(box.items) for n in numbers):
            return tuple(dict.fromkeys(box.items[n - 1].id for n in numbers))
        click.echo(translate("review.no_match", text=answer))


def ask_unit(keys: Keys, units: Sequence[Unit]) -> str | None:
    """A unit by a part of its name, or a new one; None leaves it as it was."""
    text = keys.line(translate("review.ask_unit"))
    if not text:
        return None
    found = units_matching(text, units)
    if found:
        unit = _pick(keys, found, [unit.name for unit in found])
        return unit.name if unit else None
    return text if keys.agrees(translate("review.new_unit", unit=text)) else None


def _pick(keys: Keys, found: Sequence[T], names: Sequence[str]) -> T | None:
    """One of several by its number; the only one without asking."""
    if len(found) == 1:
        click.echo(f"  {names[0]}")
        return found[0]
    for number, name in enumerate(names[:MOST], 1):
        click.echo(f"{number:3}  {name}")
    if len(found) > MOST:
        click.echo(translate("review.more", more=len(found) - MOST))
    answer = keys.line(translate("review.ask_number"))
    if answer.isdecimal() and len(answer) < 4 and 1 <= int(answer) <= min(MOST, len(found)):
        return found[int(answer) - 1]
    return None
