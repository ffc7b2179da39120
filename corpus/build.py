"""From the papers as data to files beside ground truth."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.content import (
    community_contraceptives,
    community_migrants,
    community_services,
    community_supply,
    elsewhere_community,
    elsewhere_others,
    elsewhere_street,
    employer_benefits,
    employer_contraceptives,
    employer_planning,
    employer_technology,
    lost_sections,
    odd,
    other_years,
    street_agreements,
    street_conduct,
    street_contraceptives,
    street_personnel,
    street_residents,
    street_screening,
    street_technology,
)
from corpus.expect import expectations
from corpus.paper import UNITS, Filing, Paper
from corpus.render import render
from danghe.schemas import Box, Norms, load

_CONTENT = (
    community_contraceptives,
    community_migrants,
    community_services,
    community_supply,
    elsewhere_community,
    elsewhere_others,
    elsewhere_street,
    employer_benefits,
    employer_contraceptives,
    employer_planning,
    employer_technology,
    lost_sections,
    other_years,
    street_agreements,
    street_conduct,
    street_contraceptives,
    street_personnel,
    street_residents,
    street_screening,
    street_technology,
)

# The archive's document types; the papers' own words for some of them.
_STANDARD_TYPES = {"名单": "花名册", "档卡": "登记表", "公示": "其他"}


def main(here: Path) -> None:
    """The command: writes papers/, truth.jsonl and expected_check.json."""
    parser = argparse.ArgumentParser(description="Writes the sample archive.")
    parser.add_argument("--into", type=Path, default=here, help="where to write")
    write(parser.parse_args().into, _files(), load(), UNITS)


def write(
    into: Path, files: Iterable[tuple[Paper, bytes]], norms: Norms, units: Mapping[str, str]
) -> None:
    """An archive's papers, the truth about them, and what a check of 2023 should find.

    Args:
        into: Folder whose ``papers/`` is made anew.
        units: Level → the unit of that level.
    """
    shutil.rmtree(into / "papers", ignore_errors=True)
    truth = []
    for paper, data in files:
        target = into / "papers" / paper.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        truth.append(_truth(paper, norms, units))
    truth.sort(key=lambda line: str(line["path"]))
    lines = [json.dumps(line, ensure_ascii=False) for line in truth]
    (into / "truth.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    expected = json.dumps(expectations(truth, norms, units, 2023), ensure_ascii=False, indent=1)
    (into / "expected_check.json").write_text(expected + "\n", "utf-8")


def _files() -> Iterator[tuple[Paper, bytes]]:
    rendered = {paper.path: (paper, data) for paper, data in rendered_papers(_CONTENT)}
    yield from rendered.values()
    for paper in odd.papers({path: data for path, (_, data) in rendered.items()}):
        yield paper, render(paper)


def rendered_papers(modules: Iterable[Any]) -> Iterator[tuple[Paper, bytes]]:
    """The papers of some modules of content, each with its bytes."""
    seen: set[str] = set()
    for paper in (paper for module in modules for paper in module.papers()):
        if paper.path in seen:
            raise ValueError(f"two papers at {paper.path}")
        seen.add(paper.path)
        yield paper, render(paper)


def _truth(paper: Paper, norms: Norms, units: Mapping[str, str]) -> dict[str, Any]:
    line: dict[str, Any] = {"path": paper.path, "outcome": paper.outcome}
    if paper.path in odd.DUPLICATES:
        line["duplicate_of"] = odd.DUPLICATES[paper.path]
    if paper.encoding and paper.path.endswith(".txt"):
        line["encoding"] = paper.encoding
    if paper.real_checksums:
        line["valid_ids"] = True
    line["records"] = [_record(paper.path, filing, norms, units) for filing in paper.filings]
    return line


def _record(path: str, filing: Filing, norms: Norms, units: Mapping[str, str]) -> dict[str, Any]:
    section_no, box = _place(path, filing, norms)
    return {
        "unit": units[filing.level] if filing.level else None,
        "level": filing.level,
        "section_no": section_no,
        "section": f"{filing.level}.{filing.section}" if filing.section else None,
        "box_no": box.no if box else None,
        "box_id": box.id if box else None,
        "items": [_item(path, name, box) for name in filing.items] if box else [],
        "also": list(filing.also),
        "doctype": _STANDARD_TYPES.get(filing.doctype, filing.doctype),
        "title": filing.title,
        "doc_no": filing.doc_no,
        "date": filing.date,
        "year": filing.year,
        "period": filing.period,
    }


def _place(path: str, filing: Filing, norms: Norms) -> tuple[int | None, Box | None]:
    if filing.section is None or filing.level is None:
        return None, None
    wanted = f"{filing.level}.{filing.section}"
    for section in norms.level(filing.level).sections:
        if section.id in (wanted, filing.section):
            if filing.box_no < 0:
                return section.no, None
            boxes = [b for b in section.boxes if (b.no or 0) == filing.box_no]
            if len(boxes) == 1 and boxes[0].checkable:
                return section.no, boxes[0]
    raise ValueError(f"{path}: no box {filing.box_no} in {wanted}")


def _item(path: str, name: str, box: Box) -> str:
    exact = [i.id for i in box.items if name in (i.name, i.id.removeprefix(box.id + "."))]
    found = exact or [i.id for i in box.items if name in i.name]
    if len(found) != 1:
        raise ValueError(f"{path}: {name} is {len(found)} items of {box.id}")
    return found[0]
