"""Parts of a compilation: by headings that count up, or by a table of contents."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..text.normalise import fold, tidy
from ..text.numerals import chinese_number
from .doctype import OTHER, type_of_title
from .residue import without_marks
from .rows import (
    LONGEST_TITLE,
    STANDING,
    Row,
    closes,
    ends_paper,
    is_about,
    is_addressee,
    is_form_number,
    is_issue_row,
    is_letterhead_row,
    is_number_row,
    is_numbered,
    is_office_row,
    is_title,
    signs,
    title_type,
)

_N = r"([一二三四五六七八九十]{1,3}|\d{1,2})"
_TAIL = r"\s*(?:[:：、.．\-—]\s*|\s+|$)(.*)$"
# Family → pattern with number and label. Of 部分 and 编 a single paper has some, too.
_FAMILIES = {
    "篇": re.compile(rf"^第{_N}[篇辑集份]{_TAIL}"),
    "部分": re.compile(rf"^第{_N}(?:部分|编|单元|板块){_TAIL}"),
    "附件": re.compile(rf"^附\s*(?:件|录){_N}{_TAIL}"),
    "材料": re.compile(rf"^(?:材料|范文|例文|文件|样本|篇)之?{_N}{_TAIL}"),
}
_COUNTED = re.compile(
    rf"^(.{{3,30}}?)(?:之{_N}|[（(]{_N}[)）]|[（(]?篇{_N}[)）]?|([一二三四五六七八九十]))$"
)
_WEAK = frozenset({"部分"})
_CONTENTS = re.compile(r"^目\s*[录次]$|^(?:文件|材料|资料|汇编)?目\s*[录次]\s*[:：]?$")
_ENTRY_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十\d]{1,3}[篇辑集份]\s*[:：、.．]?|附件\s*[一二三四五六七八九十\d]{1,3}\s*[:：、.．]?"
    r"|[一二三四五六七八九十]{1,3}\s*[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}\s*[、.．)])\s*"
)
_LEADER = re.compile(r"[.．·…。\s\-—_]*[（(]?\d{0,4}[)）]?$")
_HEADLIKE = re.compile(r"[^。；;，,：:！？]{2,30}$")
_CHAPTER = re.compile(r"^第([一二三四五六七八九十\d]{1,3})[章节条]")
_COLLECTS = re.compile(
    r"汇编|汇总|合集|大全|选编|选集|全集|文集|集锦|范文|专辑|资料|材料|文件|\d篇|[一二三四五六七八九十]篇"
)
_JUNK = re.compile(
    r"[\[【（(](?:大全|精选|推荐|汇总|优秀|最新|合集|范文|共)[^\])】）]{0,8}[\])】）]|\[bookmark[^\]]*\]"
)
_AT_LEAST = 80
_SHARE = 0.6
_ENTRIES = 200
_ALIKE = 0.85
_NEAR = 5
_RUNS = 6
_HEADING = LONGEST_TITLE + 20
_COVER = 60
_MASTHEAD = 20
_HEAD_ROWS = 4


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one part; ``label`` is what heading or contents call it."""

    first: int
    end: int
    label: str | None = None


def _clean(label: str) -> str:
    return tidy(_LEADER.sub("", _JUNK.sub("", label))) if label else ""


def parts_of(rows: Sequence[Row]) -> tuple[Part, ...]:
    """The parts of a compilation; none where the rows are no compilation for certain."""
    return _by_contents(rows) or _by_headings(rows)


def foreword(rows: Sequence[Row], dropped: Container[int]) -> tuple[Part, ...]:
    """A foreword before the first part: running text; cover and contents are none.

    Args:
        rows: Before the first part.
        dropped: Places of residue.
    """
    prose = [
        place
        for place, row in enumerate(rows)
        if place not in dropped and not row.is_table and row.length > LONGEST_TITLE
    ]
    if not prose:
        return ()
    first, end = prose[0], prose[-1] + 1
    if first and first - 1 not in dropped:
        first -= 1
    while end < len(rows) and (is_office_row(rows[end]) or signs(rows[end])):
        end += 1
    return (Part(first, end),)


# --- headings that count up ---


def _by_headings(rows: Sequence[Row]) -> tuple[Part, ...]:
    headings: dict[str, list[tuple[int, int, str]]] = {}
    for place, row in enumerate(rows):
        for family, number, label in _heading(row):
            headings.setdefault(family, []).append((place, number, label))
    best: tuple[Part, ...] = ()
    for family, found in headings.items():
        for run in sorted(_runs(found), key=len, reverse=True)[:_RUNS]:
            ends = [place for place, _, _ in run[1:]] + [len(rows)]
            parts = tuple(
                Part(place, end, label or None)
                for (place, _, label), end in zip(run, ends, strict=True)
            )
            if _length(rows, parts) > _length(rows, best) and _confident(rows, parts, family):
                best = parts
    return best


def _heading(row: Row) -> Iterator[tuple[str, int, str]]:
    text = row.text
    if row.is_table or len(text) > _HEADING or text.endswith(("。", "；", "…", "...")):
        return
    for family, pattern in _FAMILIES.items():
        match = pattern.match(without_marks(row.raw))
        if match:
            yield family, _value(match[1]), _clean(match[2])
    counted = _COUNTED.match(text)
    if counted and title_type(counted[1]) in STANDING:
        number = next(group for group in counted.groups()[1:] if group)
        yield f"之{fold(counted[1])}", _value(number), _clean(counted[1])


def _value(written: str) -> int:
    value = chinese_number(written)
    return int(value) if value is not None else 0


def _runs(found: list[tuple[int, int, str]]) -> Iterator[list[tuple[int, int, str]]]:
    """Stretches that count 1, 2, 3 …; a table of contents is one, too, and a short one.

    One number may be missing, such as one misread: its part stays with the one before.
    """
    run: list[tuple[int, int, str]] = []
    for heading in found:
        if heading[1] == 1 or (run and heading[1] - run[-1][1] not in (1, 2)):
            if len(run) > 1:
                yield run
            run = []
        if heading[1] == 1 or run:
            run.append(heading)
    if len(run) > 1:
        yield run


def _length(rows: Sequence[Row], parts: tuple[Part, ...]) -> int:
    return sum(row.length for part in parts for row in rows[part.first : part.end])


# --- table of contents ---


def _by_contents(rows: Sequence[Row]) -> tuple[Part, ...]:
    place = next((n for n, row in enumerate(rows[:60]) if _CONTENTS.match(row.text)), None)
    if place is None:
        return ()
    listed = tuple(rows[place + 1 : place + 1 + _ENTRIES])
    first = _entry(listed[0]) if listed else ""
    # The contents end where their first entry stands again.
    count = _again(rows, place + 1, len(listed), first) if first else 0
    while count and (_heads(listed[count - 1]) or is_office_row(listed[count - 1])):
        count -= 1
    listed = listed[:count]
    names = [name for name in map(_entry, listed) if name]
    if len(names) < 2 or any(_CHAPTER.match(row.text) for row in listed):
        return ()
    starts = _recurrences(rows, names, place + 1 + count)
    if len(starts) < max(2, _SHARE * len(names)):
        return ()
    firsts = [_head_start(rows, start, place + 2) for start, _ in starts]
    parts = tuple(
        Part(first, end, name)
        for first, end, (_, name) in zip(firsts, [*firsts[1:], len(rows)], starts, strict=True)
    )
    sections = sum(bool(re.match(r"[一二三四五六七八九十（(]", row.text)) for row in listed)
    family = "部分" if sections > len(listed) / 2 else "目录"
    return parts if _confident(rows, parts, family) else ()


def _again(rows: Sequence[Row], place: int, count: int, name: str) -> int:
    """How many rows on a name stands again: exactly, or else with a character misread."""
    later = range(2, count)
    exact = (n for n in later if name in (_entry(rows[place + n]), _joined(rows, place + n)))
    close = (n for n in later if _same(rows, place + n, name))
    return next(exact, 0) or next(close, 0)


def _joined(rows: Sequence[Row], place: int) -> str:
    """A row and the next one, as an entry of the contents would name them."""
    after = _entry(rows[place + 1]) if place + 1 < len(rows) else ""
    return _entry(rows[place]) + after


def _entry(row: Row) -> str:
    text = "" if row.is_table else row.text
    return fold(_LEADER.sub("", _ENTRY_NUMBER.sub("", text)))[:LONGEST_TITLE]


def _same(rows: Sequence[Row], place: int, name: str) -> bool:
    """Whether a row, perhaps with the next one, is what the contents name."""
    if place >= len(rows) or rows[place].is_table or rows[place].length > LONGEST_TITLE + 10:
        return False
    return any(_alike(text, name) for text in (_entry(rows[place]), _joined(rows, place)))


def _alike(text: str, name: str) -> bool:
    if text == name:
        return True
    if len(name) < 6 or abs(len(text) - len(name)) > 2:
        return False
    return SequenceMatcher(None, text, name, autojunk=False).ratio() >= _ALIKE


def _recurrences(rows: Sequence[Row], names: Sequence[str], place: int) -> list[tuple[int, str]]:
    found = []
    for name in names:
        again = next((n for n in range(place, len(rows)) if _same(rows, n, name)), None)
        if again is not None:
            found.append((again, _clean(_ENTRY_NUMBER.sub("", rows[again].text))))
            place = again + 1
    return found


def _head_start(rows: Sequence[Row], title: int, floor: int) -> int:
    """The first row of the head above a title: letterhead, number, office, masthead."""
    lowest = max(floor, title - _HEAD_ROWS)
    for place in range(title - 1, lowest - 1, -1):
        if closes(rows[place]):
            # What is between the end of one paper and the title of the next is its head.
            return place + 1
        if rows[place].is_table or not _HEADLIKE.match(rows[place].text):
            break
    first = title
    for place in range(title - 1, lowest - 1, -1):
        row = rows[place]
        masthead = is_issue_row(rows[place + 1]) and row.length <= _MASTHEAD
        if ends_paper((row,)) or not (_heads(row) or is_office_row(row) or masthead):
            break
        first = place
    # An office at the end of the paper before signs that one.
    return first + 1 if first < title and _only_signs(rows[first:title]) else first


def _heads(row: Row) -> bool:
    """Whether a row can stand in the head of a paper only."""
    return is_letterhead_row(row) or is_number_row(row) or is_issue_row(row) or is_form_number(row)


def _only_signs(rows: Sequence[Row]) -> bool:
    return len(rows) == 1 and is_office_row(rows[0])


# --- are they papers? ---


def _confident(rows: Sequence[Row], parts: tuple[Part, ...], family: str) -> bool:
    """Whether most parts are papers of their own, and nothing before them is one.

    What stands before the first part decides between a compilation and one paper with
    attachments: main paper and attachments are one 件 (DA/T 22-2015), and so they stay together
    however well built the attachments are. Only where there is no main paper, just a cover
    or contents, are 附件1, 附件2 … the papers themselves.
    """
    front = _front(rows, parts)
    if len(parts) < 2 or _is_paper(front, family) or _chapters_run_on(rows, parts):
        return False
    needed = 2 if family in _WEAK else 1
    good = sum(_evidence(rows, part, family) >= needed for part in parts)
    return good >= (len(parts) if len(parts) == 2 else _SHARE * len(parts))


def _front(rows: Sequence[Row], parts: tuple[Part, ...]) -> list[Row]:
    """What stands before the first part, but for a list of the parts."""
    names = {fold(part.label) for part in parts if part.label}
    return [row for row in rows[: parts[0].first] if _entry(row) not in names]


def _is_paper(rows: Sequence[Row], family: str) -> bool:
    """Whether rows before the first part are a paper rather than cover, contents, foreword."""
    prose = sum(row.length for row in rows if not row.is_table and row.length > LONGEST_TITLE)
    titles = [row for row in rows[:12] if is_title(row) and not _COLLECTS.search(row.text)]
    official = any(is_addressee(row) or is_number_row(row) for row in rows[:12])
    named = any(title_type(row.text) != OTHER for row in titles)
    length = sum(row.length for row in rows)
    if family == "附件" and length > _COVER:
        return True
    return (prose > 0 and official) or (length >= _AT_LEAST and named)


def _chapters_run_on(rows: Sequence[Row], parts: tuple[Part, ...]) -> bool:
    """Chapters that count on from part to part make one work of them."""
    for part in parts[1:]:
        for row in rows[part.first : part.end]:
            match = _CHAPTER.match(row.text)
            if match:
                if _value(match[1]) > 1 and "章" in match.group():
                    return True
                break
    return False


def _evidence(rows: Sequence[Row], part: Part, family: str) -> int:
    """Signs that a part is a paper: title, addressee, signature; 0 where it has no substance."""
    own = tuple(rows[part.first : part.end])
    body = sum(row.length for row in own) - own[0].length
    if body < _AT_LEAST:
        return 0
    head = own[1 : 1 + _NEAR]
    found = int(any(is_title(row) and row.text not in (part.label or "") for row in head[:3]))
    label = part.label or ""
    if family not in _WEAK:
        found += int(bool(label) and (type_of_title(label) is not None or is_about(label)))
        found += int(any(label and fold(row.text) == fold(label) for row in head[:3]))
    found += int(any(is_addressee(row) and not is_numbered(row.text) for row in own[:8]))
    return found + int(ends_paper(own))
