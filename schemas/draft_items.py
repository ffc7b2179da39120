"""The materials that the contents of a box list.

Lists part at 、，； and at numbered points. A piece that does not end like a paper's name (登记,
表, 档案 …) is no material of its own: 发放、走访登记本 is one register, 领出、退回登记表 one table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..text.normalise import fold, tidy
from .draft_kinds import is_material
from .draft_lists import Point

_OPENING, _CLOSING = "（(《“「【[", "）)》”」】]"
_MOST = 400
_LONGEST = 120
_LONG = 300


@dataclass(frozen=True, slots=True)
class Material:
    """One material as read from contents.

    Attributes:
        name: As printed, mended.
        part_of: Index of the material that it is a part of; None for a whole.
        each: The cadence that its name states.
        optional: It is one of several that may occur.
    """

    name: str
    part_of: int | None = None
    each: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read of a box's contents.

    Attributes:
        materials: In order.
        torn: A scrap at the end that is no name.
    """

    materials: tuple[Material, ...]
    torn: str | None = None


def read_contents(entries: Sequence[tuple[Point, str]], cut_off: bool = False) -> Contents:
    """The materials of a box.

    Args:
        entries: Its points with their words on one line.
        cut_off: Text was lost after them.
    """
    found: list[Material] = []
    torn = None
    for index, (point, words) in enumerate(entries):
        following = entries[index + 1][0] if index + 1 < len(entries) else None
        if following is not None and following.depth > point.depth and point.no:
            words = _below_cover(words, heading=True)
        else:
            words = _below_cover(words, heading=following is not None and not point.no)
        pieces = list(_pieces(words))
        if cut_off and following is None and words and words[-1] not in "。；;）)":
            torn = _scrap(pieces)
        for piece in pieces:
            if len(found) >= _MOST:
                break
            found += _materials(piece, len(found))
    return Contents(_unique(found), torn)


_COVER = re.compile(r"^.{0,60}?[（(][^（）()]{0,6}封面[）)]")


def _below_cover(words: str, heading: bool) -> str:
    """What stands below the title of a cover; a point that only heads others has nothing."""
    match = _COVER.match(words)
    if match:
        return words[match.end() :]
    bare = words.rstrip("：:。； ")
    heads = heading and (not is_material(bare) or words.rstrip().endswith(("：", ":")))
    return "" if heads and not re.search("[、，,；;。]", bare) else words


def _scrap(pieces: list[str]) -> str | None:
    """Take the last piece away where it breaks off within a word."""
    if pieces and not is_material(pieces[-1]) and len(pieces[-1]) <= 12:
        return pieces.pop()
    return None


_LEADING = re.compile(
    r"^(?:[、，,；;。.：:\s]+|(?:主要)?(?:包括|包含)[有以下]?|内?[含装](?:有)?(?=[\u4e00-\u9fff《])|以及|及其?|和|与"
    r"|各[种类项](?=[\u4e00-\u9fff])|相关(?:的)?(?=各)|有关(?=的)|本(?=[\u4e00-\u9fff]{8,}))"
)
_STORED = re.compile(
    r"(?:要|应)?(?:整齐|分类|统一|按序|集中|按[^，,、]{1,8})?(?:存放|摆放|装订|归档|保存|入盒)(?:成册|整齐)?\Z"
)
_ET_CETERA = re.compile(r"等(?:等)?\Z|等(?:等)?(?=[（(][^（）()]*[）)]\Z)")


def _tidied(piece: str) -> str:
    before = None
    while before != piece:
        before, piece = piece, _LEADING.sub("", piece)
    piece = piece.strip(" 。；;，,、.：:-—")
    piece = _ET_CETERA.sub("", piece)
    without = _STORED.sub("", re.sub(r"[（(][^（）()]{0,20}均可[）)]\Z", "", piece))
    piece = without if is_material(without) else piece
    return _balanced(piece.strip(" 。；;，,、.：:"))


def _balanced(piece: str) -> str:
    """Without brackets that have lost their other half, and without 《》 or “” around the whole."""
    for opening, closing in ("（）", "()", "《》", "“”"):
        if piece.count(opening) != piece.count(closing):
            if piece.startswith(opening):
                piece = piece[1:]
            elif piece.endswith(closing):
                piece = piece[:-1]
    if piece[:1] == "《" and piece.find("》") == len(piece) - 1:
        piece = piece[1:-1]
    return piece


def _split(words: str, separators: str) -> list[str]:
    """Parts between separators that stand in no brackets."""
    parts, depth, begin = [], 0, 0
    for index, character in enumerate(words):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and character in separators:
            parts.append(words[begin:index])
            begin = index + 1
    parts.append(words[begin:])
    return [part for part in parts if part.strip(" 。；;，,、")]


def _pieces(words: str) -> Iterator[str]:
    """The materials a point's words list, coordinations still in one piece."""
    for clause in _split(words, "；;。，,"):
        for phrase in clause.split("以及"):
            yield from _joined(list(_blanks(_split(phrase, "、"))))


def _blanks(parts: list[str]) -> Iterator[str]:
    """Parts between blanks where papers stand on both sides; other blanks are idle."""
    for part in parts:
        apart = part.split()
        listed = len(apart) > 1 and all(len(one) > 1 and is_material(one) for one in apart)
        yield from apart if listed else [tidy(part)]


def _joined(parts: list[str]) -> Iterator[str]:
    """Parts that are no paper's name go with the next that is."""
    waiting: list[str] = []
    for part in parts:
        waiting.append(part)
        if _ends_material(part):
            yield "、".join(waiting)
            waiting = []
    # What has no such ending at the end of a list is taken as printed.
    yield from waiting if len(parts) > len(waiting) else ["、".join(waiting)] if waiting else []


def _ends_material(part: str) -> bool:
    inner = re.search(r"[（(]([^（）()]*[、，,][^（）()]*)[）)]\Z", part.strip(" 。；;"))
    if inner and all(is_material(_tidied(one)) for one in re.split("[、，,]", inner[1])):
        return True
    bare = re.sub(r"[（(][^（）()]*[）)]?\Z", "", part.strip(" 。；;"))
    return is_material(_ET_CETERA.sub("", bare)) or is_material(_STORED.sub("", bare))


def _materials(piece: str, base: int) -> Iterator[Material]:
    """The materials of one piece: a whole and its parts, or what a coordination stands for."""
    piece = piece.strip()[:_LONG]
    for expand in (_collected, _contracts, _bracketed):
        expanded = expand(piece, base)
        if expanded is not None:
            yield from (_stated(material) for material in expanded if material.name)
            return
    yield from _pair(piece)


def _stated(material: Material) -> Material:
    return replace(
        material, name=material.name[:_LONGEST], each=material.each or _each(material.name)
    )


def _pair(piece: str) -> Iterator[Material]:
    """A 和 B are two where both are papers."""
    name = _tidied(piece)
    left, word, right = name.partition("和")
    if word and is_material(left) and is_material(right) and len(right) > 3:
        name, rest = left, right
        yield _stated(Material(name))
        yield _stated(Material(rest))
    elif name:
        yield _stated(Material(name, optional=name.startswith(("其它", "其他"))))


_COLLECTED = re.compile(
    r"^(?P<list>[^等]+[、及][^等]+?)等(?P<all>各类|各种|各项|类)?(?P<head>[^、等]{2,16})$"
)


def _collected(piece: str, base: int) -> list[Material] | None:
    """财务、信访等文件: 财务文件 and 信访文件; with 各类 also the whole."""
    match = _COLLECTED.match(_tidied(piece))
    if match is None or not is_material(match["head"]) or "）" in match["head"]:
        return None
    parts = [part for part in re.split("[、及]", match["list"]) if part]
    if len(parts) < 2 or any(is_material(part) for part in parts):
        return None
    lead, of, first = parts[0].rpartition("的")
    lead, parts[0] = lead + of, first or parts[0]
    names = [f"{lead}{part}{match['head']}" for part in parts]
    if not match["all"]:
        return [Material(name) for name in names]
    whole = Material(f"{lead}{match['all']}{match['head']}")
    return [whole, *(Material(name, part_of=base, optional=True) for name in names)]


_CONTRACT = re.compile(
    r"^(?P<lead>.{0,24}?)与(?P<list>[^与]+、[^与]+?)(?P<tail>签[订定署]的?.{2,20})$"
)


def _contracts(piece: str, base: int) -> list[Material] | None:
    """与甲、乙签订的责任书: one with each."""
    match = _CONTRACT.match(_ET_CETERA.sub("", piece.strip(" 。；;，,、")))
    if match is None:
        return None
    return [
        Material(f"{match['lead']}与{part}{match['tail']}") for part in match["list"].split("、")
    ]


_BRACKET = re.compile(
    r"^(?P<head>.*?)[（(](?P<inner>[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)](?P<tail>.*)$"
)


def _bracketed(piece: str, base: int) -> list[Material] | None:
    """甲（子、丑、寅）: parts of a paper, or what a heading stands for; else a remark."""
    match = _BRACKET.match(piece.strip(" 。；;，,"))
    if match is None:
        return None
    head, inner, tail = _tidied(match["head"]), match["inner"], match["tail"].strip(" 。；;")
    parts = [_tidied(part) for part in _split(inner, "、，,")]
    if inner.startswith(("如", "含", "或", "例如", "包括：")) or len(parts) < 2:
        example = inner.startswith(("如", "例如"))
        return (
            [Material(_tidied(match["head"] + tail), optional=head.startswith(("其它", "其他")))]
            if example
            else None
        )
    if tail and tail != "等":
        whole = Material(head + tail)
        rest = [Material(part + tail, part_of=base, optional=True) for part in parts]
        return [whole, *rest] if is_material(head + tail) else None
    papers = [is_material(part) for part in parts]
    if all(papers) and is_material(head):
        return [Material(head), *(Material(part, part_of=base) for part in parts)]
    if all(papers):
        return [Material(head + part) for part in parts]
    return [Material(head)] if head and is_material(head) else None


_CADENCES = (
    ("month", re.compile("每月|月报|月份|月度")),
    ("quarter", re.compile("每季度?|季度|季报")),
    ("half_year", re.compile("每?半年")),
    ("year", re.compile("每年|年报|年度")),
)


def _each(name: str) -> str | None:
    return next((each for each, pattern in _CADENCES if pattern.search(name)), None)


_CERTIFICATE = re.compile(r"(?:证|簿|本|证明|证明书|[》）])\Z")


def _unique(found: list[Material]) -> tuple[Material, ...]:
    """Each name once; 身份证、房产证复印件 are copies both."""
    copied = list(found)
    for index, material in enumerate(found):
        match = re.search(r"(?:等)?(复印件|原件)\Z", material.name)
        if not match:
            continue
        copied[index] = replace(material, name=material.name[: match.start()] + match[1])
        for before in range(index - 1, -1, -1):
            if not _CERTIFICATE.search(copied[before].name) or copied[before].part_of is not None:
                break
            copied[before] = replace(copied[before], name=copied[before].name + match[1])
    return _once(copied)


def _once(found: list[Material]) -> tuple[Material, ...]:
    seen: dict[str, int] = {}
    places: list[int] = []
    kept: list[Material] = []
    for material in found:
        name = fold(material.name)
        if name not in seen:
            seen[name] = len(kept)
            parent = None if material.part_of is None else places[material.part_of]
            kept.append(replace(material, part_of=parent if parent != len(kept) else None))
        places.append(seen[name])
    return tuple(kept)
