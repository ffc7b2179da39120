"""The parts of a bound file: headings and lines that stand alone above what they name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import Block, BlockKind
from ..stated import BoundPart, Passage
from ..text.numerals import find_dates

_LONGEST = 30
_NUMBER = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[、.．)）]|[（(]?[0-9]{1,2}[、.．)）](?![0-9])"
    r"|第[一二三四五六七八九十]{1,3}部分)[ 　]*"
)
_SENTENCE = re.compile(r"[。；;！!？?，,：:]|[0-9]{5}")
_BRACKETED = re.compile(r"^【(?P<name>[^【】]{2,16})】")
_DATED = re.compile("[0-9〇一二三四五六七八九十]\\s*[日号.年-]")
_HAN = re.compile("[\u4e00-\u9fff]")


def parts_of(spans: Sequence[tuple[int, int, Block]]) -> tuple[BoundPart, ...]:
    """The parts in the order bound; none for a paper without at least two.

    Args:
        spans: Start and end of each block of a body.
    """
    found: list[BoundPart] = []
    page: int | None = None
    body = [one for one in spans if one[2].text.strip()]
    body = [one for one in body if one[2].kind not in (BlockKind.HEADER, BlockKind.FOOTER)]
    for place, (start, _, block) in enumerate(body):
        opens = block.page is not None and block.page != page
        page = block.page
        if block.kind is BlockKind.TABLE:
            continue
        following = body[place + 1][2] if place + 1 < len(body) else None
        name = _name(block, following, opens)
        if name:
            line = block.text.split("\n")[0]
            where = Passage(start, start + len(line), line, block.page)
            found.append(BoundPart(name, where))
    return tuple(found) if len(found) > 1 else ()


def _name(block: Block, following: Block | None, opens: bool) -> str:
    line = block.text.split("\n")[0].strip()
    bracketed = _BRACKETED.match(line)
    if bracketed:
        return bracketed["name"]
    if len(line) > _LONGEST or not _HAN.search(line):
        return ""
    bare = _NUMBER.sub("", line)
    if _SENTENCE.search(bare) or len(bare) < 2 or "\t" in bare:
        return ""
    if block.kind is BlockKind.HEADING or opens:
        return "".join(bare.split())
    dated = bool(_DATED.search(line)) and any(len(one.date) == 10 for one in find_dates(line))
    if dated or "\n" in block.text.strip():
        return ""
    # What stands alone must have something to stand above.
    if following is None or _is_foot(following):
        return ""
    return "".join(bare.split())


def _is_foot(block: Block) -> bool:
    text = block.text.strip()
    return (
        block.kind is not BlockKind.TABLE
        and len(text) <= _LONGEST
        and bool(_DATED.search(text))
        and bool(find_dates(text))
        and not _HAN.search(re.sub("[年月日〇零一二三四五六七八九十元]", "", text))
    )
