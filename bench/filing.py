"""Accuracy of the filing against ground truth: python bench/filing.py [--corpus village].

Prints level, section, box and item accuracy, wrong filings, share left open, accuracy of type,
title, number, date, year, period, unit and author (where the truth has one), the types taken for
others with the calibration of their confidence, then per level and per box, and the list of
confusions. Wrong filing rate: records filed into a box that is not theirs, of all records. Every
source is read and classified as an import would. ``--papers DIR --truth FILE --schema FILE``
measure any other papers, ``--totals`` without looking at them. Last, whether confidence means
what it says, and what the threshold trades; with ``--calibrate``, the numbers of
``classify/confidence.py`` fitted anew.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reliability import calibrate, case_of, curve, diagram

from danghe.classify import THRESHOLD, Context, classify, divide, second_look
from danghe.errors import DangheError
from danghe.extract import read
from danghe.model import Document, FiledRecord
from danghe.schemas import Norms, load
from danghe.text.normalise import fold

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
CORPORA = {
    "sample": (CORPUS, None),
    "village": (CORPUS / "village", ROOT / "schemas" / "village_boxes.yaml"),
}


@dataclass(frozen=True)
class Judged:
    path: str
    truth: dict[str, Any]
    filed: FiledRecord

    @property
    def right(self) -> set[str]:
        return {self.truth["box_id"], *self.truth.get("also", [])} - {None}

    @property
    def verdict(self) -> str:
        box = self.filed.filing.box_id
        if box is None:
            return "open" if self.right else "rightly open"
        return "right" if box in self.right else "wrong"


def judged(
    papers: Path, truth: Path, norms: Norms, given: bool
) -> Iterator[tuple[Judged, Document]]:
    for line in truth.read_text("utf-8").splitlines():
        entry = json.loads(line)
        if not entry["records"] or entry.get("outcome", "imported") not in ("imported", "partial"):
            continue
        try:
            document = read(papers / entry["path"])
        except DangheError as error:
            print("unreadable", entry["path"], error)
            continue
        span = divide(document)[0]
        want = entry["records"][0]
        unit = want["unit"] if given else None
        context = Context(entry["path"], unit=unit)
        filed = classify(document, span, "x-1", "x", 1, norms, context)
        yield Judged(entry["path"], want, filed), document


def looked_at_again(first: list[tuple[Judged, Document]], norms: Norms) -> list[Judged]:
    """The second look that ends an import."""
    documents = {id(result.filed): document for result, document in first}
    filed = [result.filed for result, _ in first]
    settled = second_look(filed, (), lambda one: documents[id(one)], norms)
    return [
        replace(result, filed=replace(result.filed, filing=filing))
        for (result, _), filing in zip(first, settled, strict=True)
    ]


def share(part: int, whole: int) -> str:
    return f"{part:4d}/{whole:<4d} {part / whole:6.1%}" if whole else "   0/0        –"


def section_of(box: str) -> str:
    return box.rpartition(".")[0]


def places(results: list[Judged]) -> None:
    """Level, of all papers that are somebody's; section and box, of papers filed."""
    somebody = [r for r in results if r.truth["level"]]
    level = [r for r in somebody if r.filed.filing.level == r.truth["level"]]
    print("level right                    ", share(len(level), len(somebody)))
    filed = [(r, r.filed.filing.box_id) for r in results if r.filed.filing.box_id]
    section = [r for r, box in filed if section_of(box) in map(section_of, r.right)]
    print("section right, of papers filed ", share(len(section), len(filed)))


def totals(results: list[Judged]) -> None:
    verdicts = Counter(r.verdict for r in results)
    boxed = [r for r in results if r.right]
    filed = [r for r in results if r.filed.filing.box_id]
    right = [r for r in filed if r.verdict == "right"]
    boxless = [r for r in results if not r.right]
    places(results)
    print("box right, of papers with a box", share(len(right), len(boxed)))
    print("box right, of papers filed     ", share(len(right), len(filed)))
    print("wrong filings, of all papers   ", share(verdicts["wrong"], len(results)))
    print("left open, of papers with a box", share(verdicts["open"], len(boxed)))
    print("boxless rightly left open      ", share(verdicts["rightly open"], len(boxless)))
    both = [r for r in right if r.truth.get("items")]
    items = [r for r in both if set(r.filed.filing.item_ids) & set(r.truth["items"])]
    print("item right, of boxes right     ", share(len(items), len(both)))
    fields: tuple[tuple[str, Callable[[Judged], Any]], ...] = (
        ("type", lambda r: r.filed.record.doctype),
        ("title", lambda r: fold(r.filed.record.title)),
        ("doc_no", lambda r: r.filed.record.doc_no),
        ("date", lambda r: r.filed.record.date),
        ("year", lambda r: r.filed.filing.year),
        ("period", lambda r: r.filed.filing.period),
        ("author", lambda r: r.filed.record.author),
        ("unit", lambda r: r.filed.filing.unit),
    )
    for name, got in fields:
        known = [r for r in results if name_of(r, name) is not None]
        if name == "author" and not known:
            continue
        good = [r for r in known if got(r) == name_of(r, name)]
        print(f"{name:<31}", share(len(good), len(known)))


def name_of(result: Judged, name: str) -> Any:
    """The truth; blanks within a title do not count."""
    found = result.truth.get("doctype" if name == "type" else name)
    return fold(found) if name == "title" and found else found


def types(results: list[Judged]) -> None:
    """Each type's papers, right ones, and what the others were taken for; how sure it was."""
    print(f"\n{'type':<10} papers right taken for")
    wanted: dict[str, Counter[str]] = defaultdict(Counter)
    for r in results:
        wanted[r.truth["doctype"]][r.filed.record.doctype or ""] += 1
    for want, got in sorted(wanted.items(), key=lambda pair: -pair[1].total()):
        others = "、".join(f"{name}{n}" for name, n in got.most_common() if name != want)
        width = 10 - len(want)
        print(f"{want:<{width}} {got.total():6} {got[want]:5} {others}")
    sure = [(confidence_of_type(r), r.filed.record.doctype == r.truth["doctype"]) for r in results]
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for one in sure:
        bins[min(9, int(one[0] * 10))].append(one)
    print("\ntype confidence   papers  mean  right")
    error = 0.0
    for number, ones in sorted(bins.items()):
        mean, right = sum(c for c, _ in ones) / len(ones), sum(r for _, r in ones) / len(ones)
        error += abs(mean - right) * len(ones) / len(sure)
        print(f"{number / 10:.1f}–{number / 10 + 0.1:.1f} {len(ones):13} {mean:6.1%} {right:6.1%}")
    print(f"expected calibration error {error:.1%}")


def confidence_of_type(result: Judged) -> float:
    return sum(r.weight for r in result.filed.filing.reasons if r.about == "doctype")


def reliability(results: list[Judged], fit: bool) -> None:
    """Whether confidence means what it says, of boxes and of types."""
    cases = [case_of(r.filed, r.truth) for r in results]
    diagram("box", [case.said for case in cases], [case.right for case in cases])
    curve(cases, THRESHOLD)
    if fit:
        calibrate(cases)
    typed = [
        (
            sum(reason.weight for reason in r.filed.filing.reasons if reason.about == "doctype"),
            r.filed.record.doctype == r.truth["doctype"],
        )
        for r in results
        if r.truth["doctype"]
    ]
    diagram("type", [said for said, _ in typed], [right for _, right in typed])


def by_group(results: list[Judged], norms: Norms) -> None:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for r in results:
        groups[f"level {r.truth['level']}"].append(r)
        if r.truth["box_id"]:
            groups[r.truth["box_id"]].append(r)
    print(f"\n{'group':<32} papers right wrong open")
    for name in sorted(groups, key=lambda n: (not n.startswith("level"), n)):
        found = Counter(r.verdict for r in groups[name])
        good = found["right"] + found["rightly open"]
        row = f"{len(groups[name]):6} {good:5} {found['wrong']:5} {found['open']:4}"
        print(f"{name:<32} {row}")


def confusions(results: list[Judged], fields: bool) -> None:
    print("\nconfusions")
    for r in results:
        filing = r.filed.filing
        if r.verdict in ("wrong", "open"):
            near = [f"{c.box_id} {c.score}" for c in filing.candidates]
            print(f"{r.verdict:5} {r.path}\n      title {r.filed.record.title!r}")
            print(f"      want {r.truth['box_id']} got {filing.box_id} {filing.confidence} {near}")
        if fields:
            pairs = [
                ("doctype", r.filed.record.doctype),
                ("title", r.filed.record.title),
                ("date", r.filed.record.date),
                ("doc_no", r.filed.record.doc_no),
                ("year", filing.year),
                ("period", filing.period),
                ("unit", filing.unit),
                ("items", list(filing.item_ids)),
            ]
            for name, got in pairs:
                if got != r.truth[name] and (name != "items" or r.verdict == "right"):
                    print(f"{name:7} {r.path}: want {r.truth[name]!r} got {got!r}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", choices=CORPORA, default="sample", help="papers and norms")
    parser.add_argument("--papers", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--schema", type=Path, help="norms, where they are not the corpus's own")
    parser.add_argument("--give-unit", action="store_true", help="pass the unit as --unit would")
    parser.add_argument("--fields", action="store_true", help="list wrong fields too")
    parser.add_argument("--calibrate", action="store_true", help="fit the confidence anew")
    parser.add_argument("--totals", action="store_true", help="no groups, no lists")
    args = parser.parse_args()
    corpus, schema = CORPORA[args.corpus]
    norms = load(args.schema or schema)
    papers = args.papers or corpus / "papers"
    truth = args.truth or corpus / "truth.jsonl"
    start = time.perf_counter()
    results = looked_at_again(list(judged(papers, truth, norms, args.give_unit)), norms)
    seconds = time.perf_counter() - start
    print(f"{len(results)} papers, {len(results) / seconds:.0f} papers/s\n")
    totals(results)
    types(results)
    reliability(results, args.calibrate)
    if args.totals:
        return
    by_group(results, norms)
    confusions(results, args.fields)


if __name__ == "__main__":
    main()
