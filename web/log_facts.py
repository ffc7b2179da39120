"""What an entry of the audit log tells, as labelled facts; personal numbers are masked."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..catalogue import AuditEntry
from ..commands.log import event_name
from ..commands.review_screen import change_name
from ..messages import CATALOGUE, translate
from ..model import FIRST_LOOK, RULES
from ..schemas import Norms
from ..text.cells import harmless
from ..text.mask import mask_personal
from .naming import box_name, level_name
from .times import moment

RECORD = re.compile(r"[0-9a-f]{12}-[0-9]{1,9}")
_MOST_SHOWN = 300
_MOST_RECORDS = 6
_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the things that an entry tells.

    Attributes:
        label: In words.
        value: In words, masked.
        records: Ids of papers that it names, which are shown as links.
        more: Papers that it names besides.
    """

    label: str
    value: str = ""
    records: tuple[str, ...] = ()
    more: int = 0

    def __str__(self) -> str:
        return f"{self.label}{translate('log.joint')}{self.value or '、'.join(self.records)}"


def facts_of(entry: AuditEntry, norms: Norms, about: str | None = None) -> tuple[Fact, ...]:
    """What an entry tells.

    Args:
        entry: Of the audit log.
        norms: That know boxes and levels.
        about: Of a line on many records, tell what it says of this one.
    """
    detail = dict(entry.detail)
    boxes = detail.get("boxes")
    if about and isinstance(boxes, Mapping) and about in boxes:
        detail.pop("boxes")
        detail = {"record": about, "box_id": boxes[about], **detail}
    found = []
    before, after = detail.get("from"), detail.get("to")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        detail = {name: value for name, value in detail.items() if name not in ("from", "to")}
        change = mask_personal(change_name(before, after, norms))
        found.append(Fact(translate("log.fact.change"), change[:_MOST_SHOWN]))
    if "units" in detail and detail["units"] is None:
        detail["units"] = translate("web.all_units")
    for name, value in detail.items():
        if value not in (None, "", [], {}, False):
            found.append(_fact(entry.event, name, value, norms))
    return tuple(found)


def _fact(event: str, name: str, value: object, norms: Norms) -> Fact:
    label = _label(event, name)
    ids = _records(name, value)
    if ids:
        return Fact(label, "", ids[:_MOST_RECORDS], max(0, len(ids) - _MOST_RECORDS))
    said = mask_personal(_said(name, value, norms))
    return Fact(label, said if len(said) <= _MOST_SHOWN else said[:_MOST_SHOWN] + "…")


def _label(event: str, name: str) -> str:
    for key in (f"log.fact.{event}.{name}", f"log.fact.{name}"):
        if key in CATALOGUE:
            return translate(key)
    return mask_personal(name[:60])


def _records(name: str, value: object) -> tuple[str, ...]:
    """Ids, where a fact is nothing but such."""
    if name == "boxes" and isinstance(value, Mapping):
        return tuple(id for id in map(str, value) if RECORD.fullmatch(id))
    values = value if isinstance(value, list) else [value]
    if name in ("record", "records") and all(
        isinstance(one, str) and RECORD.fullmatch(one) for one in values
    ):
        return tuple(values)
    return ()


def _said(name: str, value: object, norms: Norms) -> str:
    if value is True:
        return translate("log.yes")
    if name == "sources" and isinstance(value, Mapping):
        return "，".join(f"{_word('status', str(key))} {count}" for key, count in value.items())
    if isinstance(value, list):
        return "、".join(one if isinstance(one, str) else _json(one) for one in value)
    if not isinstance(value, str):
        return _json(value)
    match name:
        case "role":
            return _word("role", value)
        case "level":
            return level_name(value, norms)
        case "box_id":
            return box_name(value, norms)
        case "undone":
            return event_name(value)
        case "at":
            return moment(value)
        case "by" | "decided_by" if value in (RULES, FIRST_LOOK):
            return translate("web.why.rules")
    return value


def _word(family: str, value: str) -> str:
    key = f"{family}.{value}"
    return translate(key) if key in CATALOGUE else value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def masked_detail(value: object, depth: int = 0) -> object:
    """A detail with personal numbers masked, at any depth; ids of records stay."""
    if isinstance(value, str):
        return value if RECORD.fullmatch(value) else mask_personal(value)
    if depth >= _DEPTH:
        return None
    if isinstance(value, Mapping):
        return {
            str(masked_detail(str(name), depth + 1)): masked_detail(one, depth + 1)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [masked_detail(one, depth + 1) for one in value]
    if isinstance(value, int) and mask_personal(str(value)) != str(value):
        return mask_personal(str(value))
    return value


def as_jsonl(entries: Iterable[AuditEntry], norms: Norms) -> Iterator[str]:
    """Lines of JSON, one for each entry."""
    for one in entries:
        detail = masked_detail(one.detail)
        facts = {"number": one.number, "at": one.at, "who": one.who, "event": one.event}
        yield json.dumps({**facts, "detail": detail}, ensure_ascii=False) + "\n"


def as_csv(entries: Iterable[AuditEntry], norms: Norms) -> Iterator[str]:
    """Lines of CSV with titles, in words; nothing in it works as a formula in a spreadsheet."""
    names = ("number", "at", "who", "event", "detail")
    yield _line([translate(f"log.column.{name}") for name in names])
    for one in entries:
        said = translate("review.joint").join(map(str, facts_of(one, norms)))
        cells = (str(one.number), moment(one.at), one.who, event_name(one.event), said)
        yield _line([harmless(cell) for cell in cells])


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
