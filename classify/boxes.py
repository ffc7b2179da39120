"""How well a paper fits each box and item of the norms."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from ..schemas import Box, IssuedBy, Item, Norms
from .fit import Evidence, Match, evidence_of, fitness
from .fit import Fit as Fit
from .lexicon import Lexicon, Phrase, Target, Writings, lexicon_of
from .zones import Zones as Zones

_ZONE_WEIGHTS = {"title": 1.0, "head": 0.75, "table": 0.7, "folder": 0.5, "stem": 0.45, "body": 0.4}
_SUBJECT = {"title": 1.0, "head": 0.85, "table": 0.8, "folder": 0.6, "stem": 0.6}
_SECTION = 0.9
_OTHER_LEVEL = 0.85
_FIELD_ONLY = 0.5
_UNTOLD = 0.5
_UNTOLD_OUTSIDE = 0.35
_SIBLING = 0.6
_FITS = 0.5
_BY_NAME = 0.5
_LONG_NAME = 4
_FEW_SIGNS = 2
_MANY_SIGNS = 0.6
_SIGN_HELP = 0.15
_BY_SIGNS = 0.75
_NAME_ONLY = 0.93
_FOREIGN = 0.85
_AUTHOR = 0.85


def fits(
    zones: Zones, norms: Norms, level: str | None, firm: bool, collected: bool = False
) -> tuple[Fit, ...]:
    """Every box of a level, best first.

    Args:
        zones: Of the paper.
        norms: In force.
        level: Of the unit, or None if that is unknown.
        firm: Boxes of other levels are out of the question; else they only count less.
        collected: But for those that collect papers of this level's units.
    """
    lexicon = lexicon_of(norms)
    targets = [
        target
        for target in lexicon.targets
        if not (level and firm)
        or target.level.id == level
        or (collected and _collects(target, level))
    ]
    found = [fit for target in targets if (fit := _fit(target, zones, norms))]
    found = [
        fit.weakened(_FIELD_ONLY, "field") if _names_the_field(fit, lexicon) else fit
        for fit in found
    ]
    if level:
        found = [
            fit if fit.target.level.id == level else fit.weakened(_OTHER_LEVEL, "level")
            for fit in found
        ]
    return tuple(sorted(found, key=lambda fit: (-fit.score, fit.box.id)))


def _names_the_field(fit: Fit, lexicon: Lexicon) -> bool:
    """Whether all that speaks for a box is the field of work that the norms are for."""
    words = [word for word, _ in fit.best.found]
    return bool(words) and all(word in lexicon.field for word in words)


def _collects(target: Target, level: str) -> bool:
    return any(item.collected_from == level for item in target.box.items)


def _fit(target: Target, zones: Zones, norms: Norms) -> Fit | None:
    lexicon = lexicon_of(norms)
    own = _subject(target.own_terms, target, zones, lexicon)
    section = _subject(target.section_terms, target, zones, lexicon)
    subject = max(own, (section[0] * _SECTION, *section[1:]))
    matches = [_match(writings, target, subject, zones, norms) for writings in target.writings]
    if not matches:
        return None
    ranked = sorted(matches, key=lambda m: -m.score)
    return Fit(target, ranked[0], tuple(ranked))


def _subject(
    terms: frozenset[str], target: Target, zones: Zones, lexicon: Lexicon
) -> tuple[float, str, str]:
    """How clearly a paper is about something: strength, word, zone."""
    best = (0.0, "", "")
    for term in terms:
        zone = zones.where(term)
        if zone is None:
            continue
        strength = _SUBJECT.get(zone) or min(0.7, 0.2 + 0.1 * zones.texts["body"].count(term))
        foreign = lexicon.claims[term] - (term in target.section_terms)
        strength *= _FOREIGN if foreign > 0 else 1.0
        strength *= _SIBLING if term in target.sibling_terms else 1.0
        best = max(best, (strength, term, zone))
    return best


def _match(
    writings: Writings,
    target: Target,
    subject: tuple[float, str, str],
    zones: Zones,
    norms: Norms,
) -> Match:
    item = writings.item
    if item and item.issued_by:
        return _by_author(item, subject, target, zones)
    best, highest = Match(item), 0.0
    factor = 1.0 if item else _NAME_ONLY
    kinds = writings.kinds or _kinds_of(target.box, norms)
    for number, phrase in enumerate(writings.phrases):
        covered = _coverage(phrase, zones, kinds if kinds else None)
        itself = _self_sufficient(phrase, target, covered)
        if item and number == 0 and _unmistakable(phrase, covered.total):
            itself = max(itself, _BY_NAME)
        told_of = subject[0]
        if subject[2] == "body" and not _names_subject(phrase.text, target):
            told_of *= told_of
        about = max(told_of, itself)
        told = _explained(phrase.text, target, zones, subject[2])
        score = fitness(covered.total, about, told, factor)
        if score > highest:
            highest = score
            best = Match(
                item,
                phrase.text,
                covered.found,
                subject[1:],
                covered.total,
                covered.shares,
                covered.typed,
                about,
                itself > told_of,
                told,
                factor,
            )
    return _with_signs(best, subject, zones, lexicon_of(norms))


def _kinds_of(box: Box, norms: Norms) -> tuple[str, ...]:
    """Document types that the items of a box usually are."""
    return tuple(doctype for item in box.items for doctype in norms.kinds[item.kind])


def _with_signs(
    match: Match, subject: tuple[float, str, str], zones: Zones, lexicon: Lexicon
) -> Match:
    """Columns and labels that such papers carry: a help, and enough where no title tells."""
    item = match.item
    if item is None:
        return match
    signs = [sign for sign, folded in lexicon.signs[item.id] if folded in zones.raw]
    if len(signs) < _FEW_SIGNS:
        return match
    share = min(1.0, len(signs) / (_MANY_SIGNS * len(item.signs)))
    score = match.score + _SIGN_HELP * share * subject[0]
    if not zones.title_words:
        score = max(score, _BY_SIGNS * share * (0.4 + 0.6 * subject[0]))
    found = (*match.found, *((sign, "table") for sign in signs))
    return replace(match, signed=score - match.score, found=found)


def _by_author(item: Item, subject: tuple[float, str, str], target: Target, zones: Zones) -> Match:
    """A box of received or of own official papers takes them by author and subject alone."""
    right = zones.superior if item.issued_by is IssuedBy.SUPERIOR else zones.own
    if not right or not zones.official:
        return Match(item, subject=subject[1:])
    strength = subject[0] if subject[2] in ("title", "head") else subject[0] * 0.8
    told = 0.5 + 0.5 * _explained("", target, zones, subject[2])
    return Match(
        item,
        subject=subject[1:],
        coverage=_AUTHOR,
        typed=_AUTHOR,
        about=strength,
        told=told,
        base=0.0,
    )


class _Covered(NamedTuple):
    """The weighted share of a phrase that a paper has, and what it consists of."""

    total: float
    found: tuple[tuple[str, str], ...]
    shares: tuple[float, ...]
    typed: float = 0.0


def _coverage(phrase: Phrase, zones: Zones, kinds: tuple[str, ...] | None) -> _Covered:
    """Weighted share of a phrase that the paper has, its document type included."""
    named = phrase.words and phrase.text in zones.texts["title"]
    if named and (kinds is None or phrase.doctype or _type_fit(phrase, zones, kinds) >= _FITS):
        total = 1.0 + 0.05 * min(3, len(phrase.words) - 1)
        return _Covered(total, ((phrase.text, "title"),), (total,))
    found, parts = [], []
    for word, weight in phrase.words:
        zone, part = _found(word, zones)
        if zone:
            parts.append(weight * _ZONE_WEIGHTS[zone] * part)
            found.append((word, zone))
    if phrase.words and phrase.text in zones.texts["head"]:
        found, parts = [(phrase.text, "head")], [max(sum(parts), 0.85 * phrase.weight)]
    whole = phrase.weight + zones.type_weight
    typed = zones.type_weight * _type_fit(phrase, zones, kinds) / whole
    shares = tuple(part / whole for part in parts)
    return _Covered(sum(shares) + typed, tuple(found), shares, typed)


def _found(word: str, zones: Zones) -> tuple[str | None, float]:
    """Where a word stands; half a long word counts half."""
    zone = zones.where(word)
    if zone in ("title", "head") or len(word) < 4:
        return zone, 1.0
    half = len(word) // 2
    for place in ("title", "head"):
        if word[:half] in zones.texts[place] or word[half:] in zones.texts[place]:
            return place, 0.5
    return zone, 1.0


def _type_fit(phrase: Phrase, zones: Zones, kinds: tuple[str, ...] | None) -> float:
    if kinds is None:
        return 0.7
    if zones.doctype is None or zones.doctype == "其他":
        return 0.5
    if zones.doctype == phrase.doctype:
        return 1.0
    return 0.8 if zones.doctype in kinds else 0.05


def _self_sufficient(phrase: Phrase, target: Target, covered: _Covered) -> float:
    """A phrase that names the subject itself, found in the paper, needs no further sign of it."""
    found = any(_names_subject(word, target) for word, _ in covered.found)
    return 0.9 * min(1.0, covered.total) if found else 0.0


def _unmistakable(phrase: Phrase, coverage: float) -> bool:
    """The full name of an item, long enough to be no accident, though it names no subject."""
    return coverage >= 1.0 and sum(len(word) for word, _ in phrase.words) >= _LONG_NAME


def _names_subject(text: str, target: Target) -> bool:
    return any(term in text for term in target.own_terms | target.section_terms)


def _explained(phrase: str, target: Target, zones: Zones, subject: str) -> float:
    """Less than 1 when the title speaks of things that neither item nor box knows."""
    if not zones.title_words:
        return 0.95 if zones.titled else 0.9
    total = told = 0.0
    for word, weight in zones.title_words:
        total += weight
        told += weight * _known(word, phrase, target)
    untold = _UNTOLD_OUTSIDE if subject in ("table", "body") else _UNTOLD
    return untold + (1 - untold) * told / total


def _known(word: str, phrase: str, target: Target) -> float:
    """How well a word of the title is known to an item and its box; half to its section."""
    if word in phrase or any(word in term for term in target.own_terms):
        return 1.0
    return 0.5 if any(word in term for term in target.section_terms) else 0.0


def evidence(fit: Fit, zones: Zones) -> tuple[Evidence, ...]:
    """What a box's score consists of; see ``fit.evidence_of``."""
    words = (word for word, _ in zones.title_words)
    unknown = (word for word in words if _known(word, fit.best.phrase, fit.target) < 1)
    return evidence_of(fit, tuple(unknown))
