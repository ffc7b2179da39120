"""Import outcomes and search results as JSON values; the keys are stable."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..messages import translate
from ..model import FiledRecord, Note, Outcome, PageScan, SearchResult
from ..schemas import Norms
from ..text.mask import mask_personal

if TYPE_CHECKING:
    from ..stages.foresight import Foreseen


def outcome_json(outcome: Outcome, norms: Norms) -> dict[str, Any]:
    """One line of an import report."""
    return {
        "path": outcome.path,
        "sha256": outcome.sha256,
        "status": outcome.status.value,
        "reason": sentence(outcome.note) if outcome.note else None,
        "seconds": outcome.seconds,
        "pages": outcome.pages,
        "records": [record_json(filed, norms) for filed in outcome.filed],
    }


def record_json(filed: FiledRecord, norms: Norms) -> dict[str, Any]:
    """One record with its filing; what is open is null."""
    record, filing = filed.record, filed.filing
    place = norms.box_places.get(filing.box_id or "")
    section, box = (place[1], place[2]) if place else (None, None)
    items = [norms.items[id].name for id in filing.item_ids if id in norms.items]
    return {
        "id": record.id,
        "title": record.title,
        "doctype": record.doctype,
        "doc_no": record.doc_no,
        "archival_no": record.archival_no,
        "author": record.author,
        "date": record.date,
        "unit": filing.unit,
        "level": filing.level,
        "year": filing.year,
        "period": filing.period,
        "section_no": section.no if section else None,
        "section": section.name if section else None,
        "box_id": filing.box_id,
        "box_no": box.no if box else None,
        "box_name": (box.name or box.label) if box else None,
        "retention": box.retention if box else None,
        "item": "、".join(items) or None,
        "items": items,
        "confidence": filing.confidence,
        "reasons": [
            {
                "about": reason.about,
                "text": sentence(reason.note),
                "where": reason.where,
                "weight": reason.weight,
            }
            for reason in filing.reasons
        ],
    }


def foreseen_json(foreseen: Foreseen) -> dict[str, Any]:
    """One line of what an import would do."""
    return {
        "path": foreseen.path,
        "sha256": foreseen.sha256,
        "would": foreseen.would,
        "known": foreseen.known,
        "format": foreseen.format,
        "page_of": foreseen.whole,
        "reason": sentence(foreseen.note) if foreseen.note else None,
    }


def scan_json(scan: PageScan | None, unmasked: bool) -> dict[str, Any] | None:
    """What recognition read on a page; boxes are x0, top, x1, bottom in pixels."""
    if scan is None:
        return None
    return {
        "page": scan.page,
        "width": scan.width,
        "height": scan.height,
        "turned": scan.turned,
        "skew": scan.skew,
        "lines": [
            {
                "text": line.text if unmasked else mask_personal(line.text),
                "box": list(line.box),
                "confidence": round(line.confidence, 3),
            }
            for line in scan.lines
        ],
    }


def search_json(result: SearchResult) -> dict[str, Any]:
    """An answer to a search."""
    names = ("record", "title", "path", "page", "score", "snippet", "unit", "year", "level")
    return {
        "query": result.query,
        "total": result.total,
        "took_ms": round(result.took_ms, 2),
        "hits": [
            {
                **{name: getattr(hit, name) for name in (*names, "section", "box_id", "doctype")},
                "spans": [list(span) for span in hit.spans],
                "clause": hit.clause,
                "clauses": [asdict(clause) for clause in hit.clauses],
                "siblings": [{"record": id, "title": title} for id, title in hit.siblings],
                "siblings_total": hit.siblings_total,
            }
            for hit in result.hits
        ],
        "facets": {field: dict(counts) for field, counts in result.facets.items()},
        "also": {word: list(others) for word, others in result.also.items()},
        "loosely": list(result.loosely),
        "near": result.near,
        "passed_over": list(result.passed_over),
        "did_you_mean": list(result.did_you_mean),
        **({"alone": dict(result.alone)} if result.alone else {}),
    }


def sentence(note: Note) -> str:
    """A note in the language in force."""
    return translate(note.key, **note.values)
