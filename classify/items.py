"""Which items of its box a paper is evidence of; several for a bound volume."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from ..schemas import Item
from .doctype import type_of_title
from .fit import Fit, Match
from .lexicon import Lexicon
from .zones import Zones

_COPY = "copy"
_COPIED = "复印"
_AS_CLEAR = 0.75
_CAPTION_SLACK = 8
_TYPE_CAPTION = 4
_MOST = 0.5


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
    chosen |= {item.id: item for item in _by_type(fit, zones, lexicon)}
    parts = _parts(fit, best)
    for zone in ("title", "head"):
        told = [part for part in parts if _told_apart(part, parts, best, zones, lexicon, zone)]
        if not told:
            continue
        chosen.pop(best.id)
        return tuple(({part.id: part for part in told} | chosen).values())
    return tuple(
        (chosen | {part.id: part for part in _in_cells(parts, best, zones, lexicon)}).values()
    )


def _by_type(fit: Fit, zones: Zones, lexicon: Lexicon) -> tuple[Item, ...]:
    """Items of a volume whose captions are nothing but document types: 试卷, 成绩单."""
    kinds, found = lexicon.norms.kinds, {}
    for caption in zones.captions:
        typed = type_of_title(caption) if len(caption) <= _TYPE_CAPTION else None
        of_type = [item for item in fit.box.items if typed and kinds[item.kind][:1] == typed[:1]]
        if len(of_type) == 1:
            found[of_type[0].id] = of_type[0]
    return tuple(found.values()) if len(found) > 1 else ()


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
    return named and match.coverage >= 1.0 and match.score >= fit.by_rules * _AS_CLEAR


def _captioned(item: Item, zones: Zones, lexicon: Lexicon) -> bool:
    """Whether a heading or caption is hardly more than the item's name."""
    return any(
        name in caption and len(caption) <= len(name) + _CAPTION_SLACK
        for caption in zones.captions
        for name in lexicon.names[item.id]
        if len(name) > 1
    )


def _parts(fit: Fit, whole: Item) -> tuple[Item, ...]:
    return tuple(item for item in fit.box.items if item.part_of == whole.id)


def _own_words(
    part: Item, parts: tuple[Item, ...], whole: Item, lexicon: Lexicon
) -> list[tuple[str, float]]:
    """Words of a part's name that neither the whole nor another part has, weighted."""
    others = [lexicon.canon(item.name) for item in (whole, *parts) if item is not part]
    words = dict.fromkeys(lexicon.words(lexicon.canon(part.name)))
    own = [w for w in words if not any(w in other for other in others)]
    return [(w, lexicon.weight(w)) for w in own if w not in lexicon.common]


def _told_apart(
    part: Item, parts: tuple[Item, ...], whole: Item, zones: Zones, lexicon: Lexicon, zone: str
) -> bool:
    """Whether a zone has most of what tells a part from the others."""
    own = _own_words(part, parts, whole, lexicon)
    seen = sum(weight for word, weight in own if word in zones.texts[zone])
    return bool(own) and seen >= _MOST * sum(weight for _, weight in own)


def _in_cells(
    parts: tuple[Item, ...], whole: Item, zones: Zones, lexicon: Lexicon
) -> Iterator[Item]:
    """Parts that a table of the whole names in its cells: 检查项目, 消防通道."""
    for part in parts:
        own = [word for word, _ in _own_words(part, parts, whole, lexicon)]
        if own and any(all(word in cell for word in own) for cell in zones.cells):
            yield part
