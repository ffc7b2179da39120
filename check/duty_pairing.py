"""Duties that papers come in pairs: to each of one type one of another."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import FindingStatus, Note
from ..schemas.model import Duty, PairBy
from .case import Case
from .looking import MOST_DETAILS, Look, left_open, look
from .pairs import lone
from .shelf import record_ids
from .verdict import Verdict


def judge_pairing(case: Case, duty: Duty) -> Verdict:
    """Judge pairs by document type and subject; without the first type there is nothing to pair.

    Until the year is over the other one may still come.
    """
    looked = look(case, duty)
    if len(duty.pair) != 2:
        return left_open(looked, Note("check.why.no_threshold"))
    of, needs = duty.pair
    ones = [paper for paper in looked.papers if paper.record.doctype == of]
    others = [paper for paper in looked.papers if paper.record.doctype == needs]
    if not ones:
        return left_open(looked, Note("check.why.optional"))
    left = lone(case, ones, others, (needs,), (PairBy.SUBJECT,))
    if not left:
        return Verdict(FindingStatus.COMPLETE, record_ids([*ones, *others]))
    reason = Note("check.reason.unpaired", {"count": str(len(left)), "of": of, "needs": needs})
    if not case.over:
        return left_open(looked, reason)
    details = [Note("check.detail.unpaired", {"title": p.record.title}) for p in left]
    return Verdict(
        FindingStatus.PARTIAL,
        record_ids(left),
        reason=reason,
        details=tuple(details[:MOST_DETAILS]),
        explained_by=tuple(_items_of(case, looked, needs)),
    )


def _items_of(case: Case, looked: Look, doctype: str) -> Iterator[str]:
    """Items that hold papers of a type, among what was looked at."""
    for target in looked.targets:
        items = case.boxes[target].items if target in case.boxes else ()
        one = case.norms.items.get(target)
        for item in (one,) if one else items:
            if doctype in case.norms.kinds.get(item.kind, ()):
                yield item.id
