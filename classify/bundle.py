"""Several papers one after the other, without headings that number them: bundles and loose scans.

A new paper begins where a head stands *and* the paper before has ended. Either alone is not
enough: an official paper quotes numbers and encloses forms with titles, and what is signed may
go on with its attachments. Kept together, as one 件 (DA/T 22-2015, 件的构成):

* a paper and its attachments: nothing below a line 附件 is cut off but by a letterhead or 文号;
  nor is a form that the paper lists;
* a paper that forwards or issues another, and that other one;
* a register, a roll, a book of forms (报表、名册、图册一册为一件): pages with one title are one
  paper, even where every page is signed, and so are several certificates of a kind in one
  scan: they were put together as a set, and a set of one kind is filed and found as such;
* a volume bound for one event (notice, sign-in, lesson, test): the norms ask for it as one file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

from ..text.normalise import fold
from ..text.numerals import find_doc_numbers
from .doctype import bare_title, without_type
from .layout import Layout
from .rows import (
    LONGEST_TITLE,
    STANDING,
    Row,
    ends_paper,
    is_about,
    is_addressee,
    is_attachment,
    is_form_number,
    is_issue_row,
    is_letterhead_row,
    is_number_row,
    is_office_row,
    is_title,
    signs,
    title_type,
)

_OF_A_VOLUME = frozenset("签到册 教案 试卷 成绩单 照片 调查问卷".split())
_FORWARDS = re.compile(r"转发|批转|印发|转送")
# A title that says by itself what it is about, and is not that of a part: 某某意见.
_TELLING = re.compile(r"关于.{4}|\d{4}|第.季度|半年|月份")
_ENCLOSES = re.compile(r"附\s*件|附\s*表|附\s*后|后附|随文|见附")
_NAMED = re.compile(r"《([^《》]{4,60})》")
_FILLING = re.compile(r"\d|[年月日第度季上下半的关于]")
_ALIKE = 0.8
_HEAD = 5
_NEIGHBOURS = 6
_TAIL = 4
_MOST_NAMED = 100
_LEAST = 60


@dataclass(frozen=True)
class Head:
    """Where a paper may begin.

    Attributes:
        first: Row.
        title: Row of its title.
        text: The title, joined.
        strong: It has a letterhead or 文号.
        number: Its 文号, or nothing.
        addressed: Those whom it is for stand below the title.
    """

    first: int
    title: int
    text: str
    strong: bool
    number: str
    addressed: bool

    @cached_property
    def doctype(self) -> str:
        """Type that the title names."""
        return title_type(self.text)

    @cached_property
    def subject(self) -> str:
        """What the title is about, folded, without type, dates and small words."""
        return _FILLING.sub("", fold(without_type(bare_title(self.text))))


def papers_in(rows: Sequence[Row], layout: Layout) -> tuple[int, ...]:
    """First rows of the papers of a bundle but the first one's; none where it is one paper.

    Args:
        rows: Of the bundle.
        layout: Page starts, page numbers and geometry of the source.
    """
    heads = tuple(_on_its_page(head, rows, layout) for head in _heads(rows))
    later = [head for head in heads if head.first > 0]
    if not later:
        return ()
    again = Counter(fold(head.text) for head in heads)
    seen = _Seen(rows, _is_volume(rows), layout)
    seen.start(heads[0] if heads[0].first <= _HEAD else None, 0)
    cuts: list[int] = []
    for place, head in enumerate(later):
        near = later[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]
        seen.read_to(head.first)
        if head is seen.head or seen.length < _LEAST or _enclosed(seen, head):
            continue
        series = again[fold(head.text)] > 1 or _in_series(head, seen.head, near)
        if series and not head.strong:
            continue
        if not _begins(seen, head):
            seen.forwards |= _forwards(head)
        elif seen.forwards and not _of_same_office(seen, head):
            seen.forwards = False
        else:
            cuts.append(head.first)
            seen.start(head, head.first)
    return tuple(cuts)


class _Seen:
    """The paper under way, as far as its rows have been read; each row is read once."""

    def __init__(self, rows: Sequence[Row], volume: bool, layout: Layout) -> None:
        self.rows = rows
        self.volume = volume
        self.layout = layout

    def start(self, head: Head | None, first: int) -> None:
        """Begin a paper at a row."""
        self.head = head
        self.first = self.end = first
        self.length = 0
        self.forwards = _forwards(head)
        self.attachments = self.encloses = False
        self.named: set[str] = set()

    def read_to(self, end: int) -> None:
        """Read on up to a row."""
        for row in self.rows[self.end : end]:
            self.length += row.length
            self.attachments |= not row.is_table and is_attachment(row.text)
            self.encloses |= bool(_ENCLOSES.search(row.text))
            if len(self.named) < _MOST_NAMED:
                self.named.update(_NAMED.findall(row.text))
        self.end = max(self.end, end)

    @cached_property
    def last_signed(self) -> int:
        """The last row of all that is signed and dated."""
        places = range(len(self.rows) - 1, -1, -1)
        return next((place for place in places if signs(self.rows[place])), -1)


# --- heads ---


def _heads(rows: Sequence[Row]) -> tuple[Head, ...]:
    heads: list[Head] = []
    place = 0
    while place < len(rows):
        head = _head_at(rows, place)
        if head:
            heads.append(head)
            place = head.title
        place += 1
    return tuple(heads)


def _on_its_page(head: Head, rows: Sequence[Row], layout: Layout) -> Head:
    """A head without an office above it that still stands on the page before, and signs there."""
    places = range(head.first, head.title + 1)
    first = next((place for place in places if layout.opens_page(rows[place])), head.first)
    return head if first == head.first else replace(head, first=first)


def _head_at(rows: Sequence[Row], place: int) -> Head | None:
    row = rows[place]
    if row.is_table or row.length > LONGEST_TITLE + 10 or row.text[-1:] in "。；，、：":
        return None
    if is_office_row(row) and any(
        is_letterhead_row(after) or is_office_row(after) for after in rows[place + 1 : place + 2]
    ):
        # It signs the paper before.
        return None
    title, strong = place, False
    while title + 1 < len(rows) and title - place < 4:
        numbered = is_number_row(rows[title]) or is_issue_row(rows[title])
        masthead = is_issue_row(rows[title + 1]) and rows[title].length <= LONGEST_TITLE
        strong = strong or numbered or masthead or is_letterhead_row(rows[title])
        if not (numbered or masthead or _above_title(rows[title])):
            break
        title += 1
    text, end = _title_at(rows, title)
    if not text or (place != title and ends_paper((row,))):
        return None
    addressed = any(is_addressee(row) for row in rows[end : end + 2])
    return Head(place, title, text, strong, _number(rows[place:title]), addressed)


def _above_title(row: Row) -> bool:
    return is_letterhead_row(row) or is_office_row(row) or is_form_number(row)


def _title_at(rows: Sequence[Row], place: int) -> tuple[str, int]:
    """A title that begins in a row, joined with what it runs on to; and the row behind it."""
    row = rows[place]
    if is_title(row):
        return row.text, place + 1
    text = row.text
    opens = "关于" in text and not row.is_table and len(text) <= 45
    if not opens or re.search(r"[。；：:！？]", text):
        return "", place
    for after in rows[place + 1 : place + 3]:
        if after.is_table or len(after.text) > 45 or re.search(r"[。；：:！？]", after.text):
            break
        text += after.text
        place += 1
        if is_about(text):
            return text, place + 1
    return "", place


# --- what keeps together ---


def _is_volume(rows: Sequence[Row]) -> bool:
    """Parts of a bound volume: sign-in, lesson, test, marks … of one event."""
    kinds = {title_type(row.text) for row in rows if is_title(row) and row.length <= 30}
    return len(kinds & _OF_A_VOLUME) >= 2


def _enclosed(seen: _Seen, head: Head) -> bool:
    """Whether a head is that of an attachment to the paper before it."""
    if head.strong:
        above = seen.rows[max(0, head.first - 2) : head.first]
        return any(_stands_above(row, head) for row in above)
    if seen.attachments or head.addressed:
        return seen.attachments
    return seen.encloses or any(_alike(head.text, name) for name in seen.named)


def _stands_above(row: Row, head: Head) -> bool:
    """A line 附件2, or 附件2：with the title, above an attachment rather than listing it."""
    alone = len(row.text) <= 8 or fold(head.text) in fold(row.text)
    return is_attachment(row.text) and alone


def _in_series(head: Head, current: Head | None, near: Sequence[Head]) -> bool:
    """Whether a title stands again nearby: running heads, registers, sets of one form."""
    if current is not None and _alike(current.text, head.text):
        return True
    return not head.addressed and any(
        other is not head and _alike(head.text, other.text) for other in near
    )


def _alike(one: str, other: str) -> bool:
    one, other = fold(one), fold(other)
    if abs(len(one) - len(other)) > 4:
        return False
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _forwards(head: Head | None) -> bool:
    """Whether a paper goes with another that it forwards or issues."""
    return head is not None and bool(_FORWARDS.search(head.text))


def _of_same_office(seen: _Seen, head: Head) -> bool:
    """Whether two papers are numbered by one office: neither forwards the other."""
    own = _number(seen.rows[seen.first : seen.first + _HEAD]).partition("〔")[0]
    return bool(own) and own == head.number.partition("〔")[0]


def _number(rows: Sequence[Row]) -> str:
    """The first 文号 that is a row of its own."""
    found = (find_doc_numbers(row.text) for row in rows if is_number_row(row))
    return next((numbers[0].doc_no for numbers in found if numbers), "")


# --- does a paper begin here? ---


def _begins(seen: _Seen, head: Head) -> bool:
    rows, layout, current = seen.rows, seen.layout, seen.head
    ended = ends_paper(tuple(rows[max(seen.first, head.first - _TAIL) : head.first]))
    opens = layout.opens_page(rows[head.first])
    restarts = opens and layout.restarts(rows[head.first])
    if head.strong:
        if current is not None and head.number and head.number == current.number:
            return False
        whole = bool(head.number) and head.title - head.first > 1
        return ended or restarts or whole or (opens and not _breaks_off(rows[head.first - 1]))
    if seen.volume or not layout.title_looks(rows[head.title]):
        return False
    if restarts:
        return True
    if head.addressed and is_about(head.text):
        return ended
    if current is None or not ended:
        return False
    if head.doctype in STANDING:
        signed = seen.last_signed >= head.title + 2
        return opens or (signed and bool(_TELLING.search(head.text)))
    return opens and layout.is_scanned(rows[head.title]) and _unrelated(current, head)


def _breaks_off(row: Row) -> bool:
    """Whether a page ends in the middle of a sentence."""
    return not row.is_table and row.length > 20 and row.last[-1:] not in "。！？；：）)”》"


def _unrelated(one: Head, other: Head) -> bool:
    """Whether two titles share no word: a form on other business than the paper before."""
    pairs = {a + b for a, b in pairwise(one.subject)}
    return bool(pairs) and not pairs & {a + b for a, b in pairwise(other.subject)}
