"""The explanation of a filing as JSON values and as sentences; the keys are stable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..classify import THRESHOLD, Explanation
from ..classify.doctype import OTHER
from ..classify.explain import Contest, Difference, FieldWhy, Told, Weighed, is_ruled
from ..classify.fit import Evidence
from ..classify.passages import Passage
from ..messages import CATALOGUE, translate
from ..model import Filing
from ..schemas import Norms
from ..text.mask import mask_personal
from .render_json import sentence

History = Sequence[tuple[str, Filing]]


def why_json(why: Explanation, history: History, norms: Norms) -> dict[str, Any]:
    """All of an explanation; personal numbers are masked."""
    filing = why.filed.filing
    return {
        "record": filing.record,
        "title": mask_personal(why.filed.record.title),
        "path": why.filed.path,
        "box_id": filing.box_id,
        "box": box_label(filing.box_id, norms),
        "item_ids": list(filing.item_ids),
        "confidence": filing.confidence,
        "decided_by": filing.decided_by,
        "decided_at": history[-1][0] if history else None,
        "fields": [_field(field) for field in why.fields],
        "levels": {"sought": why.level, "firm": why.firm},
        "rules": {
            "box_id": why.box_id,
            "confidence": round(why.confidence, 3),
            "threshold": THRESHOLD,
            "lead": round(why.lead, 3),
            "open_by": why.rule,
            "needs": _needs(why),
            "text": open_sentences(why),
            "same_as_filed": why.same,
            "same_scores": why.exact,
        },
        "candidates": [_weighed(one, why, norms) for one in why.weighed],
        "between": _contest(why.contest, why) if why.contest else None,
        "history": [_decided(at, former, norms) for at, former in history],
    }


def _field(field: FieldWhy) -> dict[str, Any]:
    value = mask_personal(field.value) if field.value else field.value
    return {"field": field.name, "value": value, "reasons": [_told(t) for t in field.reasons]}


def _told(told: Told) -> dict[str, Any]:
    return {
        "text": mask_personal(sentence(told.reason.note)),
        "where": told.reason.where,
        "weight": told.reason.weight,
        "passage": _passage(told.passage) if told.passage else None,
    }


def _passage(passage: Passage) -> dict[str, str]:
    return {
        "where": passage.where,
        "before": passage.before,
        "word": passage.word,
        "after": passage.after,
    }


def _needs(why: Explanation) -> dict[str, Any] | None:
    if why.needs is None:
        return None
    lead = why.needs.lead
    return {
        "score": round(why.needs.score, 3),
        "lead": None if lead is None else round(lead, 3),
        "unit": why.needs.levels,
        "words": list(why.needs.lacking),
    }


def _weighed(one: Weighed, why: Explanation, norms: Norms) -> dict[str, Any]:
    level, section, box = norms.box_places[one.box_id]
    return {
        "rank": one.rank,
        "box_id": one.box_id,
        "level": level.id,
        "section_no": section.no,
        "section": section.name,
        "box_no": box.no,
        "box": box.label,
        "item_ids": list(one.item_ids),
        "score": round(one.score, 6),
        "evidence": [
            {
                **_evidence(line.evidence, why),
                "passages": [_passage(passage) for passage in line.passages],
            }
            for line in one.lines
        ],
    }


def _evidence(one: Evidence, why: Explanation) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "words": list(map(mask_personal, one.words)),
        "where": one.where,
        "weight": round(one.weight, 6),
        "text": line_sentence(one, why),
    }


def _contest(contest: Contest, why: Explanation) -> dict[str, Any]:
    return {
        "first": contest.first,
        "second": contest.second,
        "lead": round(contest.lead, 3),
        "differences": [
            {
                "kind": one.evidence.kind,
                "words": list(one.evidence.words),
                "where": one.evidence.where,
                "first": round(one.first, 3),
                "second": round(one.second, 3),
                "text": difference_sentence(one, why),
            }
            for one in contest.differences
        ],
        "its_best": _evidence(contest.its_best, why) if contest.its_best else None,
    }


def _decided(at: str, filing: Filing, norms: Norms) -> dict[str, Any]:
    return {
        "at": at,
        "who": filing.decided_by,
        "by_rules": is_ruled(filing),
        "box_id": filing.box_id,
        "box": box_label(filing.box_id, norms),
        "unit": filing.unit,
        "year": filing.year,
        "confidence": filing.confidence,
    }


# --- sentences ---


def box_label(box_id: str | None, norms: Norms) -> str | None:
    """Level, section, number and name of a box."""
    place = norms.box_places.get(box_id or "")
    if place is None:
        return box_id
    level, section, box = place
    parts = [level.name, section.name, translate("cli.schema.box", no=box.no) if box.no else ""]
    return " · ".join(dict.fromkeys(part for part in (*parts, box.label) if part))


def zone_name(where: str) -> str:
    """A zone, in the language in force."""
    key = f"zone.{where}"
    return translate(key) if key in CATALOGUE else ""


def line_sentence(one: Evidence, why: Explanation) -> str:
    """One line of evidence without its weight."""
    key = f"why.line.{one.kind}"
    if one.kind in ("untold", "learned") and not one.words:
        key += ".none"
    if one.kind == "type" and why.filed.record.doctype in (None, OTHER):
        key += ".none"
    words = mask_personal("、".join(f"“{word}”" for word in one.words))
    text = translate(key, words=words, type=why.filed.record.doctype or "—")
    where = zone_name(one.where) if one.kind in ("word", "subject") else ""
    return f"{where} {text}" if where else text


def difference_sentence(one: Difference, why: Explanation) -> str:
    """What the first has before the second."""
    key = "why.difference" if one.second else "why.difference.none"
    line = line_sentence(one.evidence, why)
    return translate(key, line=line, first=f"{one.first:+.2f}", second=f"{one.second:+.2f}")


def open_sentences(why: Explanation) -> list[str]:
    """Which rule leaves a record open, and what would have decided it."""
    if why.rule is None:
        return []
    needs, score = why.needs, why.weighed[0].score if why.weighed else 0.0
    if needs is None:
        return [translate(f"why.rule.{why.rule}")]
    needed = needs.score if why.rule == "weak" else needs.lead or 0.0
    values = {"score": f"{score:.2f}", "lead": f"{why.lead:.2f}", "needed": f"{needed:.2f}"}
    found = [translate(f"why.rule.{why.rule}", **values)]
    if needs.levels:
        found.append(translate("why.would.level"))
    if needs.lacking:
        words = "、".join(f"“{word}”" for word in needs.lacking)
        found.append(translate("why.would.words", words=words))
    return found
