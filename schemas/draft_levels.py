"""Which level each section belongs to, and the numbers of sections whose heading is lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .draft_marks import Heading, System
from .draft_sections import Portion

_MOST_LOST = 10


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of unit that norms speak of.

    Attributes:
        id: Of the level.
        name: For the screen.
        words: What names it in a heading.
        endings: How names of such units end → the ending to write.
    """

    id: str
    name: str
    words: str
    endings: dict[str, str]


_COMPANY = ("有限责任公司", "股份有限公司", "有限公司", "公司", "集团", "厂")
KINDS = (
    Kind(
        "street",
        "街道",
        "街道|乡镇",
        {"街道办事处": "街道", "街道": "街道", "镇人民政府": "镇", "乡人民政府": "乡"},
    ),
    Kind(
        "community",
        "社区",
        "社区|居委会|居民委员会",
        {"社区居民委员会": "社区", "社区居委会": "社区", "社区": "社区", "居委会": "社区"},
    ),
    Kind("grid", "网格", "网格", {"网格": "网格"}),
    Kind("employer", "单位", "单位|企业|公司", {ending: ending for ending in _COMPANY}),
    Kind("association", "协会", "协会", {"协会": "协会"}),
    Kind(
        "village",
        "村",
        "村级|行政村|村委会|村民委员会|村",
        {"村民委员会": "村", "村委会": "村", "村": "村"},
    ),
)


@dataclass
class Group:
    """The sections of one level.

    Attributes:
        heading: As printed; None where it is lost, or where the document has no levels.
        portions: In order.
        lost: The heading is lost.
        kind: What kind of unit, if that is told.
        inferred: The kind follows from how the text speaks of its own unit.
    """

    heading: Heading | None
    portions: list[Portion]
    lost: bool = False
    kind: Kind | None = None
    inferred: bool = False
    gaps: list[int] = field(default_factory=list)


def groups(plain: str, portions: Sequence[Portion], title: str) -> list[Group]:
    """Sections by level, with their numbers.

    Args:
        plain: The levelled text.
        portions: The sections in order.
        title: Of the norms: it names the kind of unit where no chapter does.
    """
    found = _grouped(portions, _section_system(portions))
    has_levels = any(group.heading for group in found) or len(found) > 1
    for group in found:
        group.lost = has_levels and group.heading is None
        _number(group)
    _name_kinds(plain, found)
    if len(found) == 1 and not has_levels and found[0].kind is None:
        found[0].kind = kind_of(title)
    return found


def _section_system(portions: Sequence[Portion]) -> System | None:
    """The system that heads sections; None where the headings in print are levels."""
    own = Counter(p.own.system for p in portions if p.own)
    if not own:
        return None
    system = max(own)
    heads = [p.own.name for p in portions if p.own and p.own.system is system]
    alone = len(own) == 1 and not any(p.above for p in portions)
    kinds = {kind.id for name in heads if (kind := kind_of(name))}
    if alone and len(kinds) * 2 > len(heads):
        return None
    return system


def kind_of(name: str) -> Kind | None:
    """The kind of unit that a heading names first."""
    places = [(m.start(), kind) for kind in KINDS if (m := re.search(kind.words, name))]
    return min(places, key=lambda place: place[0])[1] if places else None


def _grouped(portions: Sequence[Portion], system: System | None) -> list[Group]:
    found: list[Group] = []
    last = 0
    for portion in portions:
        own = portion.own
        if own is not None and own.system is not system:
            found.append(Group(own, [portion]))
            last = 0
            continue
        heading = portion.above[-1] if portion.above else None
        if not found or heading is not found[-1].heading:
            found.append(Group(heading, []))
            last = 0
        if own is not None and own.no <= last:
            found.append(Group(None, _taken_over(found[-1], own.no - 1)))
        if own is not None:
            last = own.no
        found[-1].portions.append(portion)
    return [group for group in found if group.portions]


def _taken_over(group: Group, count: int) -> list[Portion]:
    """The last sections without a heading, that begin the next level."""
    first = len(group.portions)
    while first and count and group.portions[first - 1].own is None:
        first, count = first - 1, count - 1
    group.portions, taken = group.portions[:first], group.portions[first:]
    return taken


def _number(group: Group) -> None:
    """Number the sections whose heading is lost from their printed neighbours.

    Where the neighbours leave no number free there was no heading: the text belongs to the
    section before.
    """
    numbered: list[Portion] = []
    run: list[Portion] = []
    last = 0
    for portion in group.portions:
        if portion.own is None:
            run.append(portion)
            continue
        is_level = portion.own is group.heading
        free = portion.own.no - 1 - last if not is_level else 0
        _assign(numbered, run, last, free, group.gaps)
        portion.no = None if is_level else portion.own.no
        portion.name = portion.own.name or None
        numbered.append(portion)
        run, last = [], portion.no or 0
    if run:
        _assign(numbered, run, last, len(run), group.gaps)
    group.portions = numbered


def _assign(
    numbered: list[Portion], run: list[Portion], last: int, free: int, gaps: list[int]
) -> None:
    kept = run[: max(free, 0)] if numbered else run[max(len(run) - max(free, 0), 0) :]
    if numbered and len(kept) < len(run):
        for portion in run[len(kept) :]:
            (kept or numbered)[-1].stretches += portion.stretches
    first = last + 1 if numbered else last + 1 + max(free - len(kept), 0)
    for no, portion in enumerate(kept, first):
        portion.no = no
        numbered.append(portion)
    missing = range(last + 1, last + 1 + min(max(free, 0), _MOST_LOST * 10))
    taken = {portion.no for portion in kept}
    if free - len(kept) <= _MOST_LOST:
        gaps += [no for no in missing if no not in taken]


_OWN = re.compile("[本我](?P<word>街道|乡镇?|镇|社区|居委会|网格|单位|企业|公司|协会|村)")
_OWN_FORMS = {"乡": "乡镇", "镇": "乡镇"}


def _name_kinds(plain: str, found: Sequence[Group]) -> None:
    for group in found:
        if group.heading is not None:
            group.kind = kind_of(group.heading.name)
    printed = {group.kind.id for group in found if group.kind}
    for group in found:
        if group.heading is not None:
            continue
        text = plain[group.portions[0].start : group.portions[-1].end]
        counts = _own_kinds(text, printed)
        if counts:
            group.kind, group.inferred = max(counts, key=lambda pair: pair[1])[0], True
            printed.add(group.kind.id)


def _own_kinds(text: str, taken: set[str]) -> list[tuple[Kind, int]]:
    """How often a text says 本社区, 我村 …; kinds that printed headings name are taken."""
    counts: Counter[str] = Counter()
    for match in _OWN.finditer(text):
        kind = kind_of(_OWN_FORMS.get(match["word"], match["word"]))
        if kind is not None and kind.id not in taken:
            counts[kind.id] += 1
    return [(kind, counts[kind.id]) for kind in KINDS if counts[kind.id]]
