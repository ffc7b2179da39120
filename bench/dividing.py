"""How well sources come apart into papers: python bench/dividing.py [--papers DIR --truth FILE].

Bundles are made by joining papers of the corpus at random, in several ways (headings that
count, contents, page breaks, nothing at all), as clean text and with the mistakes of
recognition. Prints precision and recall of the places cut, per way, for official papers and
for papers of all kinds; then the cuts made in papers that are whole, alone or with their
attachments, which should be none. With --source FILE one file is divided and shown.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from danghe.classify import Context, classify, divide, left_out
from danghe.errors import DangheError
from danghe.extract import read
from danghe.model import Block, BlockKind, Document, PageScan, ScanLine
from danghe.schemas import load

CORPUS = Path(__file__).parent.parent / "corpus"
OFFICIAL = frozenset("通知 通报 报告 请示 批复 函 总结 计划 方案 办法 纪要".split())
NUMERALS = "一二三四五六七八九"
PAGE_CHARS = 600
WIDTH, HEIGHT, MARGIN, PITCH = 1240, 1754, 150, 40
SEEN_AS = dict(zip("日目己已未末人入土士干千", "目日已己末未入人士土千干", strict=True))
Blocks = tuple[Block, ...]


@dataclass(frozen=True)
class Paper:
    """A paper of the corpus: its blocks, without pages, and its title."""

    blocks: Blocks
    title: str
    signed: bool


@dataclass(frozen=True)
class Bundle:
    """A made-up source; ``starts`` are the places where its papers begin.

    A cut counts as right from where a heading or contents line of the paper stands up to
    the paper's own first character.
    """

    document: Document
    starts: tuple[tuple[int, int], ...]


def papers_of(papers: Path, truth: Path) -> Iterator[tuple[Paper, Document]]:
    for line in truth.read_text("utf-8").splitlines():
        entry = json.loads(line)
        if len(entry["records"]) != 1:
            continue
        try:
            document = read(papers / entry["path"])
        except DangheError:
            continue
        want = entry["records"][0]
        blocks = tuple(b for b in document.body if b.text.strip())
        if blocks and want["title"]:
            signed = want["date"] is not None and want["doctype"] in OFFICIAL
            yield (
                Paper(tuple(replace(b, page=None) for b in blocks), want["title"], signed),
                document,
            )


# --- ways to join papers ---


def plain(papers: Sequence[Paper], rng: random.Random) -> Bundle:
    return joined([((), paper) for paper in papers])


def headed(papers: Sequence[Paper], rng: random.Random) -> Bundle:
    word = rng.choice(["第{}篇：{}", "材料{}：{}", "第{}篇 {}", "附件{}：{}"])
    named = [
        ((text(word.format(NUMERALS[n], paper.title)),), paper) for n, paper in enumerate(papers)
    ]
    return joined(named, (text("工作材料汇编"),))


def listed(papers: Sequence[Paper], rng: random.Random) -> Bundle:
    leader = rng.choice(["……{}", "\t{}", "", "  {}"])
    entries = [text(p.title + leader.format(n * 3 + 1)) for n, p in enumerate(papers)]
    front = (text("文件汇编"), text("目　录"), *entries)
    return joined([((), paper) for paper in papers], front)


def paged(papers: Sequence[Paper], rng: random.Random) -> Bundle:
    return with_pages(plain(papers, rng), restart=False)


def renumbered(papers: Sequence[Paper], rng: random.Random) -> Bundle:
    return with_pages(plain(papers, rng), restart=True)


def scanned(papers: Sequence[Paper], rng: random.Random) -> Bundle:
    bundle = with_pages(plain(papers, rng), restart=False)
    titles = {p.title for p in papers}
    return replace(bundle, document=with_scans(bundle.document, titles))


WAYS: dict[str, Callable[[Sequence[Paper], random.Random], Bundle]] = {
    "plain text": plain,
    "counted headings": headed,
    "contents": listed,
    "pages": paged,
    "pages numbered anew": renumbered,
    "scans": scanned,
}


def text(line: str) -> Block:
    return Block(BlockKind.PARAGRAPH, line)


def joined(papers: Sequence[tuple[Blocks, Paper]], front: Blocks = ()) -> Bundle:
    blocks, starts = list(front), []
    position = sum(len(b.text) + 1 for b in blocks)
    for heading, paper in papers:
        lead = sum(len(b.text) + 1 for b in heading)
        starts.append((position, position + lead))
        blocks += [*heading, *paper.blocks]
        position += lead + sum(len(b.text) + 1 for b in paper.blocks)
    return Bundle(Document(tuple(blocks), "txt"), tuple(starts))


def with_pages(bundle: Bundle, restart: bool) -> Bundle:
    """Every paper begins a page; long ones run over several, with printed numbers."""
    fresh = {start for span in bundle.starts for start in span}
    blocks: list[Block] = []
    page, printed, filled, position = 1, 1, 0, 0
    for block in bundle.document.body:
        anew = position in fresh and position > 0
        if anew or filled > PAGE_CHARS:
            blocks.append(Block(BlockKind.PAGE_NUMBER, f"— {printed} —", page=page))
            page, filled = page + 1, 0
            printed = 1 if anew and restart else printed + 1
        blocks.append(replace(block, page=page))
        filled += len(block.text)
        position += len(block.text) + 1
    blocks.append(Block(BlockKind.PAGE_NUMBER, f"— {printed} —", page=page))
    return replace(bundle, document=Document(tuple(blocks), "pdf", page_count=page))


def with_scans(document: Document, titles: set[str]) -> Document:
    """Boxes as recognition gives them: titles taller and centred, the rest from the margin."""
    lines: dict[int, list[ScanLine]] = {}
    for block in document.body:
        page = lines.setdefault(block.page or 1, [])
        for line in block.text.splitlines():
            top = MARGIN + PITCH * len(page)
            high, wide = (40, 40) if line in titles else (28, 30)
            width = min(WIDTH - 2 * MARGIN, wide * len(line))
            left = (WIDTH - width) // 2 if line in titles else MARGIN
            box = (left, top, left + width, top + high)
            page.append(ScanLine(line, box, 0.95))
    scans = tuple(PageScan(n, WIDTH, HEIGHT, lines=tuple(found)) for n, found in lines.items())
    return replace(document, scans=scans)


def misread(bundle: Bundle, share: float, rng: random.Random) -> Bundle:
    """The same with characters taken for others; places stay where they are."""

    def spoilt(line: str) -> str:
        return "".join(
            SEEN_AS.get(c, rng.choice("口囗丨乙亍丁"))
            if not c.isspace() and rng.random() < share
            else c
            for c in line
        )

    document = bundle.document
    blocks = tuple(
        replace(b, text=spoilt(b.text), rows=tuple(tuple(map(spoilt, r)) for r in b.rows))
        for b in document.blocks
    )
    return replace(bundle, document=replace(document, blocks=blocks))


# --- judging ---


def judge(bundle: Bundle) -> tuple[int, int, int]:
    """Right cuts, cuts, papers that begin behind another.

    That a cover comes off the first paper is neither asked for nor wrong.
    """
    first, *others = bundle.starts
    cuts = [span.start for span in divide(bundle.document)[1:]]
    cuts = [cut for cut in cuts if not first[0] <= cut <= first[1]]
    right = sum(any(low <= cut <= high for cut in cuts) for low, high in others)
    return right, len(cuts), len(others)


def compared(papers: Sequence[Paper], bundles: int, share: float, seed: int) -> None:
    for name, way in WAYS.items():
        rng = random.Random(seed)
        right = cuts = starts = exact = 0
        for _ in range(bundles):
            chosen = rng.sample(papers, rng.randint(2, 7))
            bundle = misread(way(chosen, rng), share, rng)
            found = judge(bundle)
            right, cuts, starts = right + found[0], cuts + found[1], starts + found[2]
            exact += found[0] == found[1] == found[2]
        precision = f"{right / cuts:7.1%}" if cuts else "      –"
        print(
            f"  {name:<20} precision {precision}  recall {right / starts:6.1%}"
            f"  bundles all right {exact / bundles:6.1%}"
        )


def whole(papers: Sequence[tuple[Paper, Document]], share: float, seed: int) -> None:
    """False cuts in what is one paper: as read, paged, scanned, and with forms attached."""
    rng = random.Random(seed)
    forms = [paper for paper, _ in papers if not paper.signed]
    official = [paper for paper, _ in papers if paper.signed]
    sets: dict[str, list[Bundle]] = {
        "as read": [Bundle(document, ()) for _, document in papers],
        "pages": [with_pages(plain([p], rng), False) for p, _ in papers],
        "scans": [scanned([p], rng) for p, _ in papers],
        "with attachments": [attached(p, rng.sample(forms, 2), rng) for p in official],
    }
    for name, bundles in sets.items():
        cut = sum(len(divide(misread(one, share, rng).document)) > 1 for one in bundles)
        print(f"  {name:<20} cut apart {cut:3d} of {len(bundles)}")


def attached(paper: Paper, forms: Sequence[Paper], rng: random.Random) -> Bundle:
    """A paper with forms behind it, each under its 附件 line."""
    blocks = list(paper.blocks)
    for n, form in enumerate(forms, start=1):
        blocks += [text(rng.choice([f"附件{n}", f"附件{n}：{form.title}"])), *form.blocks]
    bundle = Bundle(Document(tuple(blocks), "txt"), ())
    return with_pages(bundle, False) if rng.random() < 0.5 else bundle


def show(path: Path) -> None:
    """The papers of one file, with how each is filed, and what is left out."""
    document, norms = read(path), load()
    spans = divide(document)
    for n, span in enumerate(spans, start=1):
        filed = classify(document, span, f"x-{n}", "x", n, norms, Context(str(path)))
        record, filing = filed.record, filed.filing
        print(
            f"{n:3d}  {span.start:7d}–{span.end:<7d} {record.title}  {record.doctype}"
            f"  {filing.year}  {filing.box_id or 'open'}"
        )
    for gap in left_out(document, spans):
        print("left out", repr(document.text[gap.start : gap.end][:70]))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=Path, default=CORPUS / "papers")
    parser.add_argument("--truth", type=Path, default=CORPUS / "truth.jsonl")
    parser.add_argument("--bundles", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--source", type=Path, help="divide this file instead, and show it")
    args = parser.parse_args()
    if args.source:
        show(args.source)
        return
    papers = list(papers_of(args.papers, args.truth))
    every = [paper for paper, _ in papers]
    for share in (0.0, 0.02):
        print(f"\n{share:.0%} of characters misread")
        for kind, chosen in (("official", [p for p in every if p.signed]), ("all kinds", every)):
            print(f" bundles of papers, {kind} ({len(chosen)})")
            compared(chosen, args.bundles, share, args.seed)
        print(" papers that are whole")
        whole(papers, share, args.seed)


if __name__ == "__main__":
    main()
