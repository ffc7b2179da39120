"""Which unit's paper it is, and so which level of the norms."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from ..model import Unit
from ..schemas import Level, Norms
from .offices import Signed
from .paper import LONG_LINE, Paper

_HAN = "\u4e00-\u9fff"
_REGION = re.compile(
    rf"^.*(?:[{_HAN}](?:省|自治区|自治州|州|盟|市|区|县|旗)|[{_HAN}]{{2}}(?:开发区|新区|高新区))(?=[{_HAN}]{{2,}})"
)
# 18日柳湾村: what is left of a date.
_AFTER_DATE = r"(?:(?<=\d)[年月日号时分点])?"
_PARTIES = re.compile(r"[与和及、，,；;/]")
_PREFIXES = re.compile(r"中共|关于|纪工委|[致兹在由向对为]|我|本|[（(）)]")
_NO_PART_OF_NAME = re.compile(
    r"年|月|季度|期间|各|[（()）《》了请把的占被]|人员|妇女|职工|存根|回执"
)
_LONGEST_CORE = 6
_NOT_A_NAME = re.compile(
    r"^(?:各|本|我|该|全|每|某|其他|其它|所属|辖区|所在|户籍|居住|现居|下辖|有关|相关|上述|有|由|与|和|及|在|到|对|向|经|新|老|城市|农村|"
    r"基层|地|街道|社区|单位|乡镇|村|小)"
)
_WEIGHTS = {
    "signature": 6.0,
    "label": 6.0,
    "letterhead": 5.0,
    "head": 3.5,
    "running": 3.0,
    "title": 3.0,
    "party": 5.0,
    "second party": 2.5,
    "mention": 1.5,
    "recipient": 1.0,
    "path": 3.0,
    "body": 0.5,
}


_FRONT = 600
_SHORT_NAME = 2
_COMMON_ENDING = re.compile(r"(?:有限|股份|责任|集团)*(?:公司|厂)$")


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
    """The most specific unit that an office's name holds, by the endings of the norms.

    Regions before the name are dropped where the level's names do without, and of
    望湖街道桂花社区居委会 the community remains. Of two parties the first counts.
    """
    for party in _PARTIES.split(text.replace(" ", "")):
        found = _units_in(party, norms)
        if found:
            return found[-1]
    return None


def _units_in(text: str, norms: Norms) -> list[Unit]:
    """Units named in a text, in the order of their ends."""
    found: dict[int, Unit] = {}
    for level in norms.levels:
        others = [e for one in norms.levels if one.id != level.id for e in one.unit_endings]
        endings = sorted(level.unit_endings, key=len, reverse=True)
        if not endings:
            continue
        pattern = rf"{_AFTER_DATE}([{_HAN}（）()]{{2,24}}?)({'|'.join(map(re.escape, endings))})"
        for match in re.finditer(pattern, text):
            core = _core(match[1], level, others)
            ending = level.unit_endings[match[2]]
            name = core if core.endswith(ending) else core + ending
            fits = level.full_names or _is_short_name(core, ending, others)
            if fits and _is_name(core) and not _is_subject(core, name, norms):
                found[match.end()] = Unit(name, level.id)
    return [found[end] for end in sorted(found)]


def _core(before: str, level: Level, others: list[str]) -> str:
    """The name proper: without prefixes, regions and the names of greater units."""
    core = _PREFIXES.split(before)[-1]
    for ending in others:
        head, found, rest = core.rpartition(ending)
        if found and len(head) >= 2 and len(rest) >= 2:
            core = rest
    return core if level.full_names else _REGION.sub("", core)


def _is_short_name(core: str, ending: str, others: list[str]) -> bool:
    """Whether a name may be this: with 村 or 镇 alone behind it, 某某县农村 or 某某镇村 is none."""
    if len(core) > _LONGEST_CORE or len(ending) > 1:
        return len(core) <= _LONGEST_CORE
    bare = _REGION.sub("", core + ending).removesuffix(ending)
    within = any(core.endswith(other) and len(core) >= len(other) + 2 for other in others)
    return len(bare) >= 2 and not within


def _is_subject(core: str, name: str, norms: Norms) -> bool:
    """Whether the norms' own words make up one end of it."""
    return name.endswith(norms.terms) or core.startswith(norms.terms)


def _is_name(core: str) -> bool:
    return len(core) >= 2 and not _NOT_A_NAME.match(core) and not _NO_PART_OF_NAME.search(core)


def attribute(
    paper: Paper,
    title: str,
    offices: tuple[Signed, ...],
    path: str,
    known: tuple[Unit, ...],
    norms: Norms,
) -> Attributed:
    """Weigh signature, letterhead, labels, parties, title, mentions and folders.

    A folder named for another unit than the content speaks for loses against it, unless the
    content mentions or addresses the folder's unit: then the paper was received and kept there.
    """
    content: dict[str, float] = defaultdict(float)
    seen: dict[str, tuple[Unit, str, str]] = {}
    for unit, text, where in dict.fromkeys(_mentions(paper, title, offices, known, norms)):
        content[unit.name] += _WEIGHTS[where]
        if unit.name not in seen or _WEIGHTS[where] > _WEIGHTS[seen[unit.name][2]]:
            seen[unit.name] = (unit, text, where)
    folder = _in_full(folder_unit(path, known, norms), seen)
    own = max(content, key=lambda name: content[name], default=None)
    if folder and (own is None or own == folder.name):
        sure = 0.95 if own else 0.7
        _, text, where = seen.get(folder.name, (folder, folder.name, "path"))
        return Attributed(folder, text, where, sure)
    if folder and own:
        weak = content[own] < _WEIGHTS["path"]
        addressed = _mentioned(folder, paper.text) or _addressed(folder, paper, norms)
        # 桂花社区老年协会 in 桂花社区/协会 signs for itself.
        within = own.startswith(folder.name) and own.endswith(PurePath(path).parts[:-1])
        if (weak or addressed) and not within:
            return Attributed(folder, folder.name, "path", 0.8, superior=not weak)
    if own is None:
        return Attributed(None, "", "", 0.0)
    total = sum(content.values()) + (_WEIGHTS["path"] if folder else 0.0)
    unit, text, where = seen[own]
    return Attributed(unit, text, where, min(0.97, content[own] / total))


def _in_full(folder: Unit | None, seen: dict[str, tuple[Unit, str, str]]) -> Unit | None:
    """The unit that a folder names in short, where the paper names it in full."""
    if folder is None or folder.name in seen:
        return folder
    others = (unit for unit, _, _ in seen.values())
    full = [u for u in others if u.level == folder.level and _is_short(folder.name, u.name)]
    return full[0] if len(full) == 1 else folder


def _mentions(
    paper: Paper, title: str, offices: tuple[Signed, ...], known: tuple[Unit, ...], norms: Norms
) -> Iterator[tuple[Unit, str, str]]:
    for signed in offices:
        unit = resolve(signed.office, known, norms)
        if unit:
            yield unit, signed.office, signed.where
    unit = resolve(title, known, norms)
    if unit:
        yield unit, title, "title"
    yield from _labelled(paper, known, norms)
    for line in paper.head[:10]:
        addressee = line.text.endswith(("：", ":")) and len(line.text) <= LONG_LINE
        for unit in _units_in(line.text[:LONG_LINE], norms)[:3]:
            if addressee:
                yield _merged(unit, known), unit.name, "recipient"
            elif paper.text.count(unit.name) > 1 or _merged(unit, known) in known:
                yield _merged(unit, known), unit.name, "mention"
    for unit in known:
        if _mentioned(unit, paper.text):
            yield unit, unit.name, "body"


def _labelled(
    paper: Paper, known: tuple[Unit, ...], norms: Norms
) -> Iterator[tuple[Unit, str, str]]:
    """The first unit of a form's labels, which name its level: 街道：清溪　社区：西关."""
    levels = {level.name: level for level in norms.levels if level.unit_endings}
    names = "|".join(map(re.escape, sorted(levels, key=len, reverse=True)))
    if not names:
        return
    pattern = rf"(?<![{_HAN}])({names})[:：]\s*([{_HAN}]{{2,{_LONGEST_CORE}}})(?![{_HAN}])"
    match = re.search(pattern, paper.text[:_FRONT])
    if match is None:
        return
    level, core = levels[match[1]], match[2]
    named = [unit for unit in known if unit.level == level.id and unit.name.startswith(core)]
    if len(named) == 1:
        yield named[0], match.group(), "label"


def resolve(text: str, known: tuple[Unit, ...], norms: Norms) -> Unit | None:
    """The unit that an office's name or a title speaks of, known ones first."""
    named = unit_named(text, norms)
    if named:
        return _merged(named, known)
    places = [(text.find(name), unit) for unit in known for name in (unit.name, *unit.aliases)]
    found = [(at, unit) for at, unit in places if at >= 0]
    return min(found, key=lambda place: place[0])[1] if found else None


def unit_of_name(name: str, known: Iterable[Unit], norms: Norms) -> Unit:
    """The known unit of a name or alias, else a new one with the level its ending shows."""
    writings = {other: one for one in known for other in (*one.aliases, one.name)}
    named = unit_named(name, norms)
    found = writings.get(name) or (writings.get(named.name) if named else None)
    level = named.level if named else None
    return replace(found, level=found.level or level) if found else Unit(name, level)


def _merged(unit: Unit, known: tuple[Unit, ...]) -> Unit:
    """The known unit that this is another writing of, else the unit itself."""
    for one in known:
        if unit.name in (one.name, *one.aliases):
            return one
    return unit


def _mentioned(unit: Unit, text: str) -> bool:
    return any(name in text for name in (unit.name, *unit.aliases))


def _addressed(unit: Unit, paper: Paper, norms: Norms) -> bool:
    """Whether the paper is addressed to all units of this one's level: 各社区居委会：…."""
    level = next((one for one in norms.levels if one.id == unit.level), None)
    if level is None:
        return False
    endings = (level.name, *level.unit_endings)
    for line in paper.head:
        text = line.text.rstrip("：:")
        if text == line.text or len(text) > LONG_LINE:
            continue
        if "各" in text:
            return any(ending in text for ending in endings)
        core = next((unit.name.removesuffix(e) for e in endings if unit.name.endswith(e)), "")
        if len(core) > 1 and core in text and text.endswith(endings):
            return True
    return False


def folder_unit(path: str, known: tuple[Unit, ...], norms: Norms) -> Unit | None:
    """The unit that the innermost folder is named for, perhaps in short (恒盛纺织, 望湖办)."""
    for part in reversed(PurePath(path).parts[:-1]):
        unit = resolve(part, known, norms)
        if unit in known:
            return unit
        short = [one for one in known if _calls(part, one, norms)]
        if len(short) == 1:
            return short[0]
        if unit:
            return unit
    return None


def _calls(part: str, unit: Unit, norms: Norms) -> bool:
    """Whether a folder's name is a unit's in short: a piece of it, or its characters in order."""
    if len(part) < _SHORT_NAME:
        return False
    if part in unit.name or _is_short(part, unit.name):
        return True
    level = next((one for one in norms.levels if one.id == unit.level), None)
    for ending, written in level.unit_endings.items() if level else ():
        core = unit.name.removesuffix(written)
        whole = core != unit.name and len(core) >= _SHORT_NAME
        if whole and part.startswith(core) and _in_order(part, core + ending):
            return True
    return False


def settle_units(named: Iterable[Unit]) -> tuple[Unit, ...]:
    """Units of a batch, different writings of one name merged.

    A shorter name whose characters all stand in a longer one of the same level, in order
    and without its common ending, is an alias of it, if it fits just one:
    恒盛公司 → 江城恒盛纺织有限公司.

    Args:
        named: One entry per paper that names a unit for certain.
    """
    counts = Counter((unit.name, unit.level) for unit in named)
    aliases: dict[tuple[str, str | None], list[str]] = {key: [] for key in counts}
    for name, level in sorted(counts, key=lambda key: len(key[0])):
        longer = [
            key for key in counts if key[1] == level and key[0] != name and _is_short(name, key[0])
        ]
        if len(longer) == 1:
            whole, short = longer[0], (name, level)
            if whole[0].endswith(name) and counts[short] >= counts[whole]:
                whole, short = short, whole
            aliases[whole] = [*aliases.get(whole, []), short[0], *aliases.pop(short, [])]
    return tuple(Unit(name, level, tuple(short)) for (name, level), short in aliases.items())


def _is_short(name: str, whole: str) -> bool:
    core = _COMMON_ENDING.sub("", name)
    return len(core) >= 2 and len(name) < len(whole) and core in whole and _in_order(name, whole)


def _in_order(name: str, whole: str) -> bool:
    rest = iter(whole)
    return all(character in rest for character in name)
