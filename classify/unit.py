"""Which unit's paper it is, and so which level of the norms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from ..model import Unit
from ..schemas import Level, Norms
from .paper import Paper
from .title import Signed

_HAN = "\u4e00-\u9fff"
_REGION = re.compile(
    rf"^.*(?:[{_HAN}](?:省|自治区|自治州|州|盟|市|区|县|旗)|[{_HAN}]{{2}}(?:开发区|新区|高新区))(?=[{_HAN}]{{2,}})"
)
_NOT_A_NAME = re.compile(
    r"^(?:各|本|我|该|全|每|某|其他|其它|所属|辖区|所在|户籍|居住|现居|下辖|有关|相关|上述|有|由|与|和|及|在|到|对|向|经|新|老|城市|农村|"
    r"基层|地|街道|社区|单位|流入|流出|乡镇|村|小)"
)
_WEIGHTS = {
    "signature": 6.0,
    "label": 6.0,
    "letterhead": 5.0,
    "head": 3.5,
    "running": 3.0,
    "title": 3.0,
    "party": 5.0,
    "recipient": 1.0,
    "path": 3.0,
    "body": 0.5,
}


@dataclass(frozen=True, slots=True)
class Attributed:
    """The unit found for a paper.

    Attributes:
        unit: Canonical name and level, or None.
        seen: Words it was read from.
        where: Zone, or ``option``.
        confidence: 0 to 1.
        superior: The author is another office than the unit: a paper received.
    """

    unit: Unit | None
    seen: str
    where: str
    confidence: float
    superior: bool = False


def unit_named(text: str, norms: Norms) -> Unit | None:
    """The most specific unit that an office's name begins with, by the endings of the norms.

    Regions before the name are dropped, and of 望湖街道桂花社区居委会 the community remains.
    The canonical name keeps the shortest ending: 望湖街道办事处 → 望湖街道.
    """
    best: tuple[int, Unit] | None = None
    for level in norms.levels:
        for found in _named_of_level(text.replace(" ", ""), level, norms):
            if best is None or found[0] > best[0]:
                best = found
    return best[1] if best else None


def _core(before: str, level: Level, others: list[str]) -> str:
    """The name proper: without party prefixes, regions and the names of greater units."""
    core = re.split(r"中共|关于|[与和及、]", before)[-1]
    for ending in others:
        head, found, rest = core.rpartition(ending)
        if found and len(head) >= 2 and len(rest) >= 2:
            core = rest
    return _REGION.sub("", core)


def _named_of_level(text: str, level: Level, norms: Norms) -> Iterator[tuple[int, Unit]]:
    endings = sorted(level.unit_endings, key=len, reverse=True)
    if not endings:
        return
    others = [e for one in norms.levels if one.id != level.id for e in one.unit_endings]
    pattern = rf"([{_HAN}（）()]{{2,24}}?)({'|'.join(map(re.escape, endings))})"
    position = 0
    while match := re.compile(pattern).search(text, position):
        position = match.end()
        core = _core(match[1], level, others)
        if len(core) < 2 or _NOT_A_NAME.match(core) or re.search(r"年|月|季度", core):
            continue
        shortest = min((e for e in endings if match[2].startswith(e)), key=len)
        yield match.end(), Unit(core + shortest, level.id)


def attribute(
    paper: Paper,
    title: str,
    offices: tuple[Signed, ...],
    path: str,
    known: tuple[Unit, ...],
    norms: Norms,
) -> Attributed:
    """Weigh signature, letterhead, labels, title and folders.

    A folder named for another unit than the content speaks for loses against it, unless the
    content mentions the folder's unit too: then the paper was received and kept there.
    """
    content: dict[Unit, float] = defaultdict(float)
    seen: dict[Unit, tuple[str, str]] = {}
    for unit, text, where in _mentions(paper, title, offices, known, norms):
        if where not in {w for u, (_, w) in seen.items() if u == unit}:
            content[unit] += _WEIGHTS[where]
        seen.setdefault(unit, (text, where))
    folder = _folder_unit(path, known, norms)
    own = max(content, key=lambda u: content[u], default=None)
    if folder and (own is None or own == folder):
        sure = 0.95 if own else 0.7
        return Attributed(folder, *seen.get(folder, (folder.name, "path")), sure)
    if folder and own and _mentioned(folder, paper.text):
        return Attributed(folder, folder.name, "path", 0.8, superior=True)
    if own is None:
        return Attributed(None, "", "", 0.0)
    total = sum(content.values()) + (_WEIGHTS["path"] if folder else 0.0)
    text, where = seen[own]
    return Attributed(own, text, where, min(0.97, content[own] / total))


def _mentions(
    paper: Paper, title: str, offices: tuple[Signed, ...], known: tuple[Unit, ...], norms: Norms
) -> Iterator[tuple[Unit, str, str]]:
    for signed in offices:
        unit = _known(signed.office, known) or unit_named(signed.office, norms)
        if unit:
            yield unit, signed.office, signed.where
    unit = _known(title, known) or unit_named(title, norms)
    if unit:
        yield unit, title, "title"
    for line in paper.head[:10]:
        if line.text.endswith(("：", ":")) and len(line.text) <= 60:
            addressee = unit_named(line.text, norms)
            if addressee:
                yield addressee, line.text, "recipient"
    for unit in known:
        if _mentioned(unit, paper.text):
            yield unit, unit.name, "body"


def _known(text: str, known: tuple[Unit, ...]) -> Unit | None:
    """The known unit whose name stands last in a text."""
    places = [(text.rfind(name), unit) for unit in known for name in (unit.name, *unit.aliases)]
    best = max(places, key=lambda place: place[0], default=(-1, None))
    return best[1] if best[0] >= 0 else None


def _mentioned(unit: Unit, text: str) -> bool:
    return any(name in text for name in (unit.name, *unit.aliases))


def _folder_unit(path: str, known: tuple[Unit, ...], norms: Norms) -> Unit | None:
    """The unit that the innermost folder is named for."""
    for part in reversed(PurePath(path).parts[:-1]):
        unit = _known(part, known) or unit_named(part, norms)
        if unit:
            return unit
    return None
