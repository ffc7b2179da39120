"""How well a paper fits each box and item of the norms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from ..model import BlockKind
from ..schemas import Box, IssuedBy, Item, Norms
from .doctype import bare_title, type_of_title
from .lexicon import Lexicon, Phrase, Target, lexicon_of
from .paper import Paper
from .title import Titled

_BODY_CHARS = 8000
_ZONE_WEIGHTS = {"title": 1.0, "head": 0.75, "folder": 0.5, "stem": 0.45, "body": 0.4}
_ORDER = tuple(_ZONE_WEIGHTS)
_FILLER = re.compile(
    r"关于|印发|开展|做好|进一步|加强|切实|的|年度|年|月份|月|第.季度|季度|上半年|下半年|全年|\d+|[一二三四五六七八九十〇○]+|[^\u4e00-\u9fff]"
)
_COMMON = frozenset(
    ["工作", "情况", "年度", "通知", "活动", "管理", "办法", "单位", "街道", "社区", "居委会", "办事处", "有限公司", "公司", "人员", "有关", "相关", "我区", "全区", "本季", "季度", "月份", "上半年", "下半年", "第一", "第二", "第三", "第四", "表", "及", "和", "与"]
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
    """How a box fits: its best match and every match of its items."""

    target: Target
    best: Match
    matches: tuple[Match, ...]

    @property
    def box(self) -> Box:
        """The box."""
        return self.target.box

    @property
    def score(self) -> float:
        """Of the best match."""
        return self.best.score


def zones_of(
    paper: Paper,
    titled: Titled,
    doctype: str | None,
    path: str,
    lexicon: Lexicon,
    names: Iterable[str],
    superior: bool,
    own: bool,
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
        own: The unit itself issued it as an official paper.
    """
    headings = [line.text for line in paper.lines if line.kind is BlockKind.HEADING][:12]
    head = [line.text for line in paper.head[:10] if len(line.text) <= 40]
    head += [*paper.running, *paper.column_names[:40], *headings]
    folders = " ".join(PurePath(path).parts[:-1])
    title = "" if titled.made and titled.where == "path" else titled.text
    texts = {
        "title": lexicon.canon(_without(title, names)),
        "head": lexicon.canon(_without(" ".join(head), names)),
        "folder": lexicon.canon(_without(folders, names)),
        "stem": lexicon.canon(_without(PurePath(path).stem, names)),
        "body": lexicon.canon(_without(paper.text[:_BODY_CHARS], names)),
    }
    words = () if titled.made else _title_words(texts["title"], lexicon)
    return Zones(texts, words, not titled.made, doctype, superior, own)


def _without(text: str, names: Iterable[str]) -> str:
    for name in names:
        text = text.replace(name, "")
    return text


def _title_words(title: str, lexicon: Lexicon) -> tuple[tuple[str, float], ...]:
    """The words of a title that tell its subject, weighted; none for 登记表 alone."""
    bare = bare_title(title)
    ending = type_of_title(bare)
    bare = bare.removesuffix(ending[1]) if ending else bare
    words = dict.fromkeys(lexicon.words(_FILLER.sub(" ", bare)))
    return tuple((w, lexicon.weight(w)) for w in words if w not in _COMMON and len(w) > 1)


def fits(zones: Zones, norms: Norms, level: str | None) -> tuple[Fit, ...]:
    """Every box of a level (of all levels if it is unknown), best first."""
    lexicon = lexicon_of(norms)
    targets = [t for t in lexicon.targets if level is None or t.level.id == level]
    found = [fit for target in targets if (fit := _fit(target, zones, norms))]
    return tuple(sorted(found, key=lambda fit: (-fit.score, fit.box.id)))


def _fit(target: Target, zones: Zones, norms: Norms) -> Fit | None:
    own = _subject(target.own_terms, zones)
    section = _subject(target.section_terms, zones)
    subject = max(own, (section[0] * 0.85, *section[1:]))
    matches = [
        _match(item, phrases, target, subject, zones, norms) for item, phrases in target.phrases
    ]
    if not matches:
        return None
    ranked = sorted(matches, key=lambda m: -m.score)
    return Fit(target, ranked[0], tuple(ranked))


def _subject(terms: frozenset[str], zones: Zones) -> tuple[float, str, str]:
    """How clearly a paper is about something: strength, word, zone."""
    best = (0.0, "", "")
    for term in terms:
        zone = zones.where(term)
        if zone is None:
            continue
        strength = {"title": 1.0, "head": 0.85, "folder": 0.6, "stem": 0.6}.get(zone)
        if strength is None:
            strength = min(0.7, 0.2 + 0.1 * zones.texts["body"].count(term))
        best = max(best, (strength, term, zone))
    return best


def _match(
    item: Item | None,
    phrases: tuple[Phrase, ...],
    target: Target,
    subject: tuple[float, str, str],
    zones: Zones,
    norms: Norms,
) -> Match:
    best = Match(item, 0.0, "", (), ("", ""), 0.0)
    for phrase in phrases:
        coverage, found = _coverage(phrase, zones)
        about = max(subject[0], _self_sufficient(phrase, target, coverage))
        score = coverage * (0.3 + 0.7 * about)
        score *= _explained(phrase, target, zones)
        if score > best.score:
            best = Match(item, score, phrase.text, found, subject[1:], coverage)
    factor = _kind_factor(item, zones, norms) * _author_factor(item, zones)
    return Match(item, best.score * factor, best.phrase, best.found, best.subject, best.coverage)


def _coverage(phrase: Phrase, zones: Zones) -> tuple[float, tuple[tuple[str, str], ...]]:
    """Weighted share of a phrase's words that the paper has, by the zone that has them."""
    if phrase.text in zones.texts["title"]:
        bonus = 0.05 * min(3, len(phrase.words) - 1)
        return 1.0 + bonus, ((phrase.text, "title"),)
    total, found = 0.0, []
    for word, weight in phrase.words:
        zone = zones.where(word)
        if zone:
            total += weight * _ZONE_WEIGHTS[zone]
            found.append((word, zone))
    if phrase.text in zones.texts["head"]:
        total = max(total, 0.85 * phrase.weight)
        found = [(phrase.text, "head")]
    return total / phrase.weight if phrase.weight else 0.0, tuple(found)


def _self_sufficient(phrase: Phrase, target: Target, coverage: float) -> float:
    """A phrase that names the subject itself needs no further sign of it."""
    if any(t in phrase.text for t in target.own_terms | target.section_terms):
        return 0.9 * min(1.0, coverage)
    return 0.0


def _explained(phrase: Phrase, target: Target, zones: Zones) -> float:
    """Less than 1 when the title speaks of things that neither item nor box knows."""
    if not zones.title_words:
        return 0.95 if zones.titled else 0.9
    known = [phrase.text, *target.own_terms, *target.section_terms]
    total = sum(weight for _, weight in zones.title_words)
    told = sum(w for word, w in zones.title_words if any(word in text for text in known))
    return 0.5 + 0.5 * told / total


def _kind_factor(item: Item | None, zones: Zones, norms: Norms) -> float:
    if item is None:
        return 0.9
    if zones.doctype is None:
        return 0.9
    return 1.0 if zones.doctype in norms.kinds[item.kind] else 0.7


def _author_factor(item: Item | None, zones: Zones) -> float:
    if item is None or item.issued_by is None:
        return 1.0
    if item.issued_by is IssuedBy.SUPERIOR:
        return 1.0 if zones.superior else 0.3
    return 1.0 if zones.own else 0.3
