"""What scanning costs the filing: python bench/filing_scans.py [--papers N] [--trials a].

Word and PDF papers are printed to pages (LibreOffice, pdfium), which are put through what a
cheap scanner does: 150 dpi, a little askew, noise, JPEG. The same papers are then filed twice, from
their own text and from what was recognised, and the figures stand side by side. Also the share
of characters that recognition got right, by the order-free bag of characters.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
from filing import CORPUS, judged, looked_at_again, reliability, totals
from ocr_pages import degraded, skewed

from danghe.schemas import Norms, load

DPI = 150
MOST_PAGES = 4
KINDS = (".docx", ".pdf")


def chosen(papers: Path, truth: Path, count: int) -> list[str]:
    """Lines of the truth, at random, always the same."""
    named: dict[str, str] = {}
    for line in truth.read_text("utf-8").splitlines():
        entry = json.loads(line)
        path = Path(entry["path"])
        whole = entry.get("outcome", "imported") == "imported" and entry["records"]
        if path.suffix in KINDS and whole and (papers / path).exists():
            named.setdefault(str(path.with_suffix("")), line)
    lines = list(named.values())
    return sorted(random.Random(7).sample(lines, min(count, len(lines))))


def printed(papers: list[Path], into: Path) -> list[Path]:
    """A PDF for each paper; numbered, so that no two share a name."""
    words = into / "words"
    words.mkdir()
    for number, paper in enumerate(papers):
        shutil.copy(paper, words / f"{number:04}{paper.suffix}")
    soffice = shutil.which("soffice")
    if soffice is None:
        sys.exit("LibreOffice is missing: apt install libreoffice-writer-nogui")
    docx = sorted(map(str, words.glob("*.docx")))
    command = [soffice, "--headless", "--convert-to", "pdf", "--outdir", str(words), *docx]
    subprocess.run(command, check=True, capture_output=True, timeout=900)
    return [words / f"{number:04}.pdf" for number in range(len(papers))]


def scanned(pdf: Path, target: Path, rng: random.Random) -> None:
    """The pages of a PDF as a scanner delivers them."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [
            document[number].render(scale=DPI / 72).to_pil().convert("RGB")
            for number in range(min(len(document), MOST_PAGES))
        ]
    images = [
        degraded(skewed(page, rng.uniform(-1.0, 1.0)), DPI, rng.randrange(1 << 16))
        for page in pages
    ]
    target.parent.mkdir(parents=True, exist_ok=True)
    first, *rest = [image.convert("L") for image in images]
    first.save(target, "PDF", save_all=True, append_images=rest, resolution=DPI)


def alike(ours: str, theirs: str) -> float:
    """Characters in common, whatever their order, as a share of the printed ones."""
    one, other = (Counter("".join(text.split())) for text in (ours, theirs))
    return (one & other).total() / max(one.total(), 1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=80, help="how many")
    parser.add_argument("--trials", help="a set of corpus/trials instead of the sample")
    args = parser.parse_args()
    root = CORPUS / "trials" / args.trials if args.trials else CORPUS
    papers = root if args.trials else root / "papers"
    lines = chosen(papers, root / "truth.jsonl", args.papers)
    paths = [papers / json.loads(line)["path"] for line in lines]
    norms, rng = load(), random.Random(11)
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        for path, pdf in zip(paths, printed(paths, place), strict=True):
            scanned(pdf, place / "scans" / path.relative_to(papers).with_suffix(".pdf"), rng)
        own = shown("own text", papers, [json.loads(line) for line in lines], place, norms)
        wanted = [json.loads(line) for line in lines]
        for one in wanted:
            one["path"] = str(Path(one["path"]).with_suffix(".pdf"))
        read = shown("scans", place / "scans", wanted, place, norms)
    shares = sorted(alike(*pair) for pair in zip(own, read, strict=True))
    print(f"\ncharacters recognised: {sum(shares) / len(shares):.2%}, worst {shares[0]:.1%}")


def shown(
    name: str, papers: Path, wanted: list[dict[str, Any]], place: Path, norms: Norms
) -> list[str]:
    """Files the papers, prints what came of it; returns their texts."""
    told = place / "truth.jsonl"
    told.write_text("\n".join(json.dumps(one) for one in wanted), "utf-8")
    start = time.perf_counter()
    found = list(judged(papers, told, norms, False))
    seconds = time.perf_counter() - start
    print(f"\n{name}: {len(found)} papers, {seconds / len(found):.2f} s/paper")
    results = looked_at_again(found, norms)
    totals(results)
    reliability(results, False)
    return [document.text for _, document in found]


if __name__ == "__main__":
    main()
