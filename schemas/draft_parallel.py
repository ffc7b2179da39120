"""What the chapters of norms have in common: the same line of work, a level further down.

The sections of one level mostly come again at the next in other words of the same kind. So a
stretch after a loss that is like a section of another level, and unlike the one it stands in,
has lost its heading; and a section without heading has the name of its counterpart.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..text.normalise import fold
from .draft_levels import Group
from .draft_marks import ClauseMark, Role
from .draft_sections import Portion, split_at

_LIKE = 0.4
_LIKER = 1.4
_NAMESAKE = 0.35
_FEWEST = 40
_MOST = 200
_MOST_WORDS = 4000


def _pairs(text: str) -> frozenset[str]:
    folded = fold(text[:_MOST_WORDS])
    return frozenset(a + b for a, b in pairwise(folded) if a.isalnum() and b.isalnum())


def _held(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / len(part) if part else 0.0


def cut_unlike(plain: str, portions: list[Portion]) -> list[Portion]:
    """Cut sections at a loss after which they read like another level's section."""
    if len(portions) > _MOST:
        return portions
    texts = [_pairs(plain[p.start : p.end]) if p.stretches else frozenset() for p in portions]
    found: list[Portion] = []
    for portion in portions:
        found.append(portion)
        for at in _weak(portion):
            part = _pairs(plain[at : portion.end])
            if len(part) < _FEWEST:
                continue
            like, unlike = 0.0, _held(part, _pairs(plain[portion.start : at]))
            for other, text in zip(portions, texts, strict=True):
                if other is portion or other.above == portion.above:
                    continue
                same = other.own and portion.own and other.own.name == portion.own.name
                likeness = _held(part, text)
                like, unlike = (
                    (like, max(unlike, likeness)) if same else (max(like, likeness), unlike)
                )
            if like >= _LIKE and like > unlike * _LIKER:
                found.append(split_at(plain, portion, at))
                break
    return found


def _weak(portion: Portion) -> list[int]:
    """Places of a printed section where another may begin: a loss, or an empty clause."""
    if portion.own is None:
        return []
    places: list[int] = []
    for stretch, following in pairwise(portion.stretches):
        if not isinstance(stretch.mark, ClauseMark) or stretch.mark.role is Role.ARCHIVE:
            continue
        places += stretch.breaks[:1]
        if not stretch.points and isinstance(following.mark, ClauseMark):
            places.append(following.start)
    return [at for at in places if at > portion.start]


def name_lost(plain: str, groups: Sequence[Group]) -> dict[int, str]:
    """Names of sections without heading, by ``id`` of the portion: those of their counterparts."""
    everything = [(group, p) for group in groups for p in group.portions if p.stretches]
    if len(everything) > _MOST:
        return {}
    texts = [_pairs(plain[p.start : p.end]) for _, p in everything]
    names: dict[int, str] = {}
    for (group, portion), text in zip(everything, texts, strict=True):
        if portion.name is not None or portion.own is not None or len(text) < _FEWEST:
            continue
        taken = {other.name for other in group.portions}
        likeness: dict[str, float] = {}
        for (other_group, other), other_text in zip(everything, texts, strict=True):
            if other_group is not group and other.name and other.name not in taken:
                held = _held(text, other_text)
                likeness[other.name] = max(held, likeness.get(other.name, 0.0))
        ranked = sorted(likeness, key=lambda name: -likeness[name])[:2]
        first, second = ([likeness[name] for name in ranked] + [0.0, 0.0])[:2]
        if first >= _NAMESAKE and first > second * _LIKER:
            names[id(portion)] = ranked[0]
    return names
