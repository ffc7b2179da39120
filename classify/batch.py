"""A second look at papers, with what the rest of their batch told about units.

One paper writes 恒盛公司 where another has the full name, a third names no unit but lies
among papers that do. Only papers whose unit was not certain are classified again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from ..model import RULES, Document, FiledRecord, Filing, Unit
from ..schemas import Norms
from .divide import Span
from .filing import classify
from .learned import Learned
from .neighbours import Folders, neighbours_of
from .reading import Context
from .unit import folder_unit, settle_units

_CERTAIN = frozenset({"option", "signature", "label", "letterhead", "head", "running"})
_LESS = frozenset({"party", "mention"})
_SHORTEST = 2
_ENOUGH = 3
_DOUBTFUL = 0.75
_MOST = 0.8
_MAIN = 0.6


def named_units(filed: Iterable[FiledRecord], at_least: int = 1) -> tuple[Unit, ...]:
    """Units that papers name for certain, different writings of one name merged.

    Args:
        filed: Records of a batch.
        at_least: So many papers must name the unit by one of its writings.
    """
    named = [unit for one in filed if (unit := _certain_unit(one))]
    counts = Counter(unit.name for unit in named)
    return tuple(
        unit
        for unit in settle_units(named)
        if sum(counts[name] for name in (unit.name, *unit.aliases)) >= at_least
    )


def second_look(
    filed: Sequence[FiledRecord],
    known: Sequence[Unit],
    document_of: Callable[[FiledRecord], Document],
    norms: Norms,
    learned: Learned | None = None,
) -> Iterator[Filing]:
    """A settled filing for every record, in the same order.

    Args:
        filed: Records as filed at first look.
        known: Units declared, or known from earlier batches.
        document_of: Gives a record as a document again.
        norms: In force.
        learned: What confirmed filings taught.
    """
    units = _together(known, named_units(filed))
    names = {name: unit for unit in units for name in (unit.name, *unit.aliases)}
    folders, around = _folders(filed, names), Folders(filed, norms)
    mains = _mains(filed, names)
    for one in filed:
        certain = _certain_unit(one)
        unit = names.get(certain.name) if certain else None
        if unit and not _doubtful(one) and not _kept_elsewhere(one, unit, units, norms):
            yield replace(one.filing, unit=unit.name, decided_by=RULES)
            continue
        context = Context(
            one.path,
            unit=one.filing.unit if _where(one, "unit") == "option" else None,
            year=one.filing.year,
            units=units,
            neighbours=folders.get(_folder(one)),
            around=around.around(one),
            mains=mains,
            learned=learned,
        )
        yield _again(one, document_of(one), norms, context)


def look_again(
    one: FiledRecord,
    document: Document,
    units: Sequence[Unit],
    norms: Norms,
    learned: Learned,
) -> Filing:
    """A filing of one record with what was learned since it was filed."""
    return _again(one, document, norms, context_again(one, units, learned))


def context_again(
    one: FiledRecord, units: Sequence[Unit], learned: Learned | None = None
) -> Context:
    """What was known beside a record when the rules filed it."""
    filing, where = one.filing, _where(one, "unit")
    given = filing.unit if where == "option" else None
    level = filing.level if given else None
    unit = Unit(filing.unit, filing.level) if filing.unit else None
    return Context(
        one.path,
        unit=given,
        level=level,
        year=filing.year,
        units=tuple(units),
        neighbours=unit if where == "neighbours" else None,
        around=neighbours_of(filing),
        learned=learned,
    )


def _again(one: FiledRecord, document: Document, norms: Norms, context: Context) -> Filing:
    record, span = one.record, span_of(one, document)
    again = classify(
        document, span, record.id, record.source_sha256, record.ordinal, norms, context
    )
    return replace(again.filing, decided_by=RULES)


def span_of(one: FiledRecord, document: Document) -> Span:
    """The whole of a record's own document, as the span that it was in its source."""
    return Span(0, len(document.text), _label_of(one), part=one.record.ordinal > 1)


def _label_of(one: FiledRecord) -> str | None:
    """The title of a record that took it from contents, a heading or a delivery's catalogue."""
    given = _where(one, "title") == "contents" or one.record.archival_no is not None
    return one.record.title if given else None


def _certain_unit(one: FiledRecord) -> Unit | None:
    """The unit that a paper names for certain, or in its text what a folder around it is called."""
    filing = one.filing
    if filing.unit is None:
        return None
    where = _where(one, "unit")
    certain = where in _CERTAIN or (where in _LESS and _folder_says(one.path, filing.unit))
    return Unit(filing.unit, filing.level) if certain else None


def _folder_says(path: str, unit: str) -> bool:
    parts = PurePath(path).parts[:-1]
    return any(len(part) > _SHORTEST and part in unit for part in parts)


def _where(one: FiledRecord, about: str) -> str:
    return next((reason.where for reason in one.filing.reasons if reason.about == about), "")


def _kept_elsewhere(one: FiledRecord, unit: Unit, units: tuple[Unit, ...], norms: Norms) -> bool:
    """Whether the paper lies in a folder that is named for another unit."""
    kept_by = folder_unit(one.path, units, norms)
    return kept_by is not None and kept_by.name != unit.name


def _doubtful(one: FiledRecord) -> bool:
    """Whether the papers of its folder might change the decision."""
    return one.filing.confidence < _DOUBTFUL and bool(one.filing.candidates)


def _together(known: Sequence[Unit], named: Sequence[Unit]) -> tuple[Unit, ...]:
    """Known units first; a named one that is another writing of a known one adds an alias."""
    merged = {unit.name: unit for unit in known}
    writings = {alias: unit.name for unit in known for alias in unit.aliases}
    for unit in named:
        name = next((writings[n] for n in (unit.name, *unit.aliases) if n in writings), unit.name)
        former = merged.get(name, Unit(name, unit.level))
        others = dict.fromkeys((*former.aliases, unit.name, *unit.aliases))
        others.pop(name, None)
        merged[name] = Unit(name, former.level or unit.level, tuple(others))
    return tuple(merged.values())


def _mains(filed: Sequence[FiledRecord], names: dict[str, Unit]) -> tuple[Unit, ...]:
    """Of each level the unit that most of its papers are certain to be of."""
    counts: dict[str | None, Counter[str]] = defaultdict(Counter)
    for one in filed:
        certain = _certain_unit(one)
        if certain and certain.name in names:
            counts[certain.level][names[certain.name].name] += 1
    best = [(units.most_common(1)[0], units.total()) for units in counts.values()]
    return tuple(
        names[name] for (name, count), total in best if count >= _ENOUGH and count >= _MAIN * total
    )


def _folder(one: FiledRecord) -> str:
    return str(PurePath(one.path).parent)


def _folders(filed: Sequence[FiledRecord], names: dict[str, Unit]) -> dict[str, Unit]:
    """Folder → the unit that nearly all papers in it are certain to be of."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in filed:
        certain = _certain_unit(one)
        if certain and certain.name in names:
            counts[_folder(one)][names[certain.name].name] += 1
    found = {}
    for folder, units in counts.items():
        name, count = units.most_common(1)[0]
        if count >= _ENOUGH and count >= _MOST * units.total():
            found[folder] = names[name]
    return found
