"""How well a paper fits each box and item of the norms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePath

from ..model import BlockKind
from ..schemas import Box, IssuedBy, Item, Norms
from ..text.normalise import fold
from .doctype import bare_title, without_type
from .learned import Vote
from .lexicon import COMMON, Lexicon, Phrase, Target, Writings, lexicon_of
from .paper import Paper
from .title import Titled

_BODY_CHARS = 8000
_CAPTION = 20
_CAPTIONS = 60
# What an office issues; its reports and requests go up and are kept with their subject.
_ISSUED = frozenset({"通知", "通报", "方案", "计划", "办法", "制度"})
_MARKS = re.compile(r"[《》“”\"、·]")
_SENTENCE = re.compile(r"[。，；：:,;]|\d{4}年")
_ZONE_WEIGHTS = {"title": 1.0, "head": 0.75, "table": 0.7, "folder": 0.5, "stem": 0.45, "body": 0.4}
_ORDER = tuple(_ZONE_WEIGHTS)
_SUBJECT = {"title": 1.0, "head": 0.85, "table": 0.8, "folder": 0.6, "stem": 0.6}
_SECTION = 0.9
_OTHER_LEVEL = 0.85
_BASE = 0.2
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
_TYPE_WEIGHT = 2.0
_FILLER = re.compile(
    r"关于|印发|开展|做好|进一步|加强|切实|的|年度|年|月份|月|第.季度|季度|上半年|下半年|全年|\d+|[一二三四五六七八九十〇○]+|[^\u4e00-\u9fff]"
)


@dataclass(frozen=True)
class Zones:
    """A paper's folded, canonical text by zone, and what kind of paper it is."""

    texts: dict[str, str]
    title_words: tuple[tuple[str, float], ...]
    titled: bool
    doctype: str | None
    superior: bool
    own: bool
    official: bool
    captions: tuple[str, ...] = ()
    raw: str = ""

    def where(self, word: str) -> str | None:
        """The strongest zone that holds a word."""
        return next((zone for zone in _ORDER if word in self.texts[zone]), None)


@dataclass(frozen=True, slots=True)
class Match:
    """How one item (or the box's own name) fits.

    Attributes:
        score: 0 to about 1.1.
        phrase: The writing that fitted best.
        found: Its words with the zones they were found in.
        subject: Word of the subject, and its zone.
    """

    item: Item | None
    score: float
    phrase: str
    found: tuple[tuple[str, str], ...]
    subject: tuple[str, str]
    coverage: float


@dataclass(frozen=True)
class Fit:
    """How a box fits: its best match, every match of its items, what a model says for it."""

    target: Target
    best: Match
    matches: tuple[Match, ...]
    vote: Vote | None = None

    @property
    def box(self) -> Box:
        """The box."""
        return self.target.box

    @property
    def score(self) -> float:
        """Of the best match, with the model's vote."""
        return self.best.score + (self.vote.lift if self.vote else 0.0)

    def weakened(self, factor: float) -> Fit:
        """The same fit with a lower score."""
        return replace(self, best=replace(self.best, score=self.best.score * factor))


def zones_of(
    paper: Paper,
    titled: Titled,
    doctype: str | None,
    path: str,
    lexicon: Lexicon,
    names: Iterable[str],
    superior: bool,
    official: bool,
) -> Zones:
    """Cut a paper into the zones that weigh differently.

    Args:
        paper: The paper.
        titled: Its title.
        doctype: Its document type.
        path: As the user named the file.
        lexicon: Of the norms.
        names: Names of units, which say nothing of the subject.
        superior: Another office wrote it.
        official: It is built as an official paper: numbered or signed.
    """
    headings = [line.text for line in paper.lines if line.kind is BlockKind.HEADING][:12]
    head = [line.text for line in paper.head[:10] if len(line.text) <= 40]
    head += [*paper.running, *headings]
    folders = " ".join(PurePath(path).parts[:-1])
    title = "" if titled.made and titled.where == "path" else titled.text
    texts = {
        "title": lexicon.canon(_MARKS.sub("", _without(title, names))),
        "head": lexicon.canon(_without(" ".join(head), names)),
        "table": lexicon.canon(_without(" ".join(paper.column_names[:40]), names)),
        "folder": lexicon.canon(_without(folders, names)),
        "stem": lexicon.canon(_without(PurePath(path).stem, names)),
        "body": lexicon.canon(_without(paper.text[:_BODY_CHARS], names)),
    }
    words = () if titled.made else _title_words(texts["title"], lexicon)
    own = official and not superior and doctype in _ISSUED
    captions = tuple(lexicon.canon(text) for text in headings + _bare_lines(paper))
    raw = fold(paper.text[:_BODY_CHARS])
    return Zones(texts, words, not titled.made, doctype, superior, own, official, captions, raw)


def _bare_lines(paper: Paper) -> list[str]:
    """Lines that may be captions of the parts of a volume."""
    lines = [line.text for line in paper.lines if len(line.text) <= _CAPTION]
    return [text for text in lines if not _SENTENCE.search(text)][:_CAPTIONS]


def _without(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, "")
    return text


def _title_words(title: str, lexicon: Lexicon) -> tuple[tuple[str, float], ...]:
    """The words of a title that tell its subject, weighted; none for 登记表 alone."""
    bare = without_type(bare_title(title))
    words = dict.fromkeys(lexicon.words(_FILLER.sub(" ", bare)))
    return tuple((w, lexicon.weight(w)) for w in words if w not in COMMON and len(w) > 1)


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
    found = [fit.weakened(_FIELD_ONLY) if _names_the_field(fit, lexicon) else fit for fit in found]
    if level:
        found = [
            fit if fit.target.level.id == level else fit.weakened(_OTHER_LEVEL) for fit in found
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
    best = Match(item, 0.0, "", (), ("", ""), 0.0)
    kinds = writings.kinds or _kinds_of(target.box, norms)
    for number, phrase in enumerate(writings.phrases):
        coverage, found = _coverage(phrase, zones, kinds if kinds else None)
        about = max(subject[0], _self_sufficient(phrase, target, coverage))
        if item and number == 0 and _unmistakable(phrase, coverage):
            about = max(about, _BY_NAME)
        if subject[2] == "body" and not _names_subject(phrase, target):
            about *= about
        score = (
            coverage
            * (_BASE + (1 - _BASE) * about)
            * _explained(phrase.text, target, zones, subject[2])
        )
        score *= 1.0 if item else _NAME_ONLY
        if score > best.score:
            best = Match(item, score, phrase.text, found, subject[1:], coverage)
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
    return replace(match, score=score, found=found)


def _by_author(item: Item, subject: tuple[float, str, str], target: Target, zones: Zones) -> Match:
    """A box of received or of own official papers takes them by author and subject alone."""
    right = zones.superior if item.issued_by is IssuedBy.SUPERIOR else zones.own
    if not right or not zones.official:
        return Match(item, 0.0, "", (), subject[1:], 0.0)
    strength = subject[0] if subject[2] in ("title", "head") else subject[0] * 0.8
    told = 0.5 + 0.5 * _explained("", target, zones, subject[2])
    return Match(item, 0.85 * strength * told, "", (), subject[1:], 0.85)


def _coverage(
    phrase: Phrase, zones: Zones, kinds: tuple[str, ...] | None
) -> tuple[float, tuple[tuple[str, str], ...]]:
    """Weighted share of a phrase that the paper has, its document type included."""
    named = phrase.words and phrase.text in zones.texts["title"]
    if named and (kinds is None or phrase.doctype or _type_fit(phrase, zones, kinds) >= _FITS):
        bonus = 0.05 * min(3, len(phrase.words) - 1)
        return 1.0 + bonus, ((phrase.text, "title"),)
    total, found = 0.0, []
    for word, weight in phrase.words:
        zone, part = _found(word, zones)
        if zone:
            total += weight * _ZONE_WEIGHTS[zone] * part
            found.append((word, zone))
    if phrase.words and phrase.text in zones.texts["head"]:
        total = max(total, 0.85 * phrase.weight)
        found = [(phrase.text, "head")]
    total += _TYPE_WEIGHT * _type_fit(phrase, zones, kinds)
    return total / (phrase.weight + _TYPE_WEIGHT), tuple(found)


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


def _self_sufficient(phrase: Phrase, target: Target, coverage: float) -> float:
    """A phrase that names the subject itself needs no further sign of it."""
    return 0.9 * min(1.0, coverage) if _names_subject(phrase, target) else 0.0


def _unmistakable(phrase: Phrase, coverage: float) -> bool:
    """The full name of an item, long enough to be no accident, though it names no subject."""
    return coverage >= 1.0 and sum(len(word) for word, _ in phrase.words) >= _LONG_NAME


def _names_subject(phrase: Phrase, target: Target) -> bool:
    return any(term in phrase.text for term in target.own_terms | target.section_terms)


def _explained(phrase: str, target: Target, zones: Zones, subject: str) -> float:
    """Less than 1 when the title speaks of things that neither item nor box knows."""
    if not zones.title_words:
        return 0.95 if zones.titled else 0.9
    total = told = 0.0
    for word, weight in zones.title_words:
        total += weight
        if word in phrase or any(word in term for term in target.own_terms):
            told += weight
        elif any(word in term for term in target.section_terms):
            told += weight / 2
    untold = _UNTOLD_OUTSIDE if subject in ("table", "body") else _UNTOLD
    return untold + (1 - untold) * told / total
