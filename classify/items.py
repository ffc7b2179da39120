"""Which items of its box a paper is evidence of; several for a bound volume."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from ..schemas import Item
from .boxes import Fit, Match, Zones
from .lexicon import Lexicon

_COPY = "copy"
_COPIED = "复印"
_AS_CLEAR = 0.75
_CAPTION_SLACK = 8


def items_of(fit: Fit, zones: Zones, lexicon: Lexicon) -> tuple[Item, ...]:
    """The best item, and others that title or headings name as clearly.

    Parts that the title or head tells apart stand for their whole: a pledge with the police
    station is evidence of that part and no other.
    """
    best = fit.best.item
    if best is None:
        return ()
    chosen = {best.id: best}
    for match in fit.matches:
        item = match.item
        if item and (_in_title(match, fit) or _captioned(item, zones, lexicon)):
            chosen.setdefault(item.id, item)
    for item in tuple(chosen.values()):
        chosen |= {copy.id: copy for copy in _copies(item, fit) if _enclosed(copy, zones, lexicon)}
    parts = [part for part in _parts(fit, best) if _told_apart(part, best, zones, lexicon)]
    if parts:
        chosen.pop(best.id)
        chosen = {part.id: part for part in parts} | chosen
    return tuple(chosen.values())


def _copies(item: Item, fit: Fit) -> Iterator[Item]:
    """Copies that the norms list behind an item, or behind the one that follows it."""
    following = fit.box.items[fit.box.items.index(item) + 1 :]
    first = next((n for n, other in enumerate(following[:2]) if other.kind == _COPY), None)
    if item.kind == _COPY or first is None:
        return iter(())
    return takewhile(lambda other: other.kind == _COPY, following[first:])


def _enclosed(copy: Item, zones: Zones, lexicon: Lexicon) -> bool:
    """Whether a paper says that it encloses copies, and names this one."""
    return _COPIED in zones.raw and any(folded in zones.raw for _, folded in lexicon.signs[copy.id])


def _in_title(match: Match, fit: Fit) -> bool:
    named = any(zone == "title" and len(word) > 3 for word, zone in match.found)
    return named and match.coverage >= 1.0 and match.score >= fit.best.score * _AS_CLEAR


def _captioned(item: Item, zones: Zones, lexicon: Lexicon) -> bool:
    """Whether a heading or caption is hardly more than the item's name."""
    return any(
        name in caption and len(caption) <= len(name) + _CAPTION_SLACK
        for caption in zones.captions
        for name in lexicon.names[item.id]
        if len(name) > 1
    )


def _parts(fit: Fit, whole: Item) -> Iterator[Item]:
    return (item for item in fit.box.items if item.part_of == whole.id)


def _told_apart(part: Item, whole: Item, zones: Zones, lexicon: Lexicon) -> bool:
    """Whether title or head has a word that the part's name adds to the whole's."""
    general = set(lexicon.words(lexicon.canon(whole.name)))
    own = [word for word in lexicon.words(lexicon.canon(part.name)) if word not in general]
    return bool(own) and all(zones.where(word) in ("title", "head") for word in own)
