"""Recognition beside the raw engine it stands on: errors and CPU seconds a page, one thread.

    python bench/ocr.py
    python bench/ocr.py --quick
    python bench/ocr.py --pages 3 --only degraded

Each page is read by ``danghe.extract.ocr``, by RapidOCR as it comes, and by RapidOCR with our
settings (lines found on an image of 960 pixels, read one by one, no direction classifier), one
after the other, so that a busy machine bends the ratios little. CER is the edit distance to
what was drawn over its length, in reading order, blanks and widths of characters aside; "bag"
leaves the order out: what was misread, missed or made up.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from ocr_pages import FONTS, TEXTS, degraded, paper, register, skewed, turned
from PIL import Image

from danghe.extract import ocr

Reader = Callable[[Image.Image], str]
Page = tuple[Image.Image, str]
ONE_THREAD = ("OMP_NUM_THREADS", "DANGHE_OCR_THREADS")


@dataclass
class Tally:
    """What one reader made of some pages: edits, strays (order aside), characters, seconds."""

    edits: int = 0
    strays: int = 0
    characters: int = 0
    pages: int = 0
    seconds: float = 0.0

    def add(self, found: str, truth: str, seconds: float) -> None:
        found, truth = plain(found), plain(truth)
        self.edits += distance(found, truth)
        missed, made_up = Counter(truth) - Counter(found), Counter(found) - Counter(truth)
        self.strays += max(missed.total(), made_up.total())
        self.characters += len(truth)
        self.pages += 1
        self.seconds += seconds

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.edits + other.edits,
            self.strays + other.strays,
            self.characters + other.characters,
            self.pages + other.pages,
            self.seconds + other.seconds,
        )

    @property
    def cer(self) -> float:
        return 100 * self.edits / max(1, self.characters)

    @property
    def bag(self) -> float:
        return 100 * self.strays / max(1, self.characters)

    @property
    def each(self) -> float:
        return self.seconds / max(1, self.pages)


@dataclass
class Case:
    """Pages of one kind, made when needed."""

    kind: str
    font: str
    dpi: int
    pages: Callable[[], Iterator[Page]] = field(repr=False)


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def distance(one: str, other: str) -> int:
    """Levenshtein's, a row at a time."""
    codes = np.array([ord(character) for character in other], dtype=np.int64)
    steps = np.arange(len(codes) + 1)
    row = steps.copy()
    for number, character in enumerate(one, 1):
        best = np.empty_like(row)
        best[0] = number
        best[1:] = np.minimum(row[1:] + 1, row[:-1] + (codes != ord(character)))
        # What lies to the left costs one for each step from there.
        row = np.minimum.accumulate(best - steps) + steps
    return int(row[-1])


# --- readers ---


def danghe(image: Image.Image) -> str:
    return "".join(line.text for line in ocr.recognise(image).lines)


def rapidocr(**ours: Any) -> Reader:
    """The engine on one thread, the rest of its settings as they come but for ``ours``."""
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    params = {
        "Global.log_level": "error",
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        **{name.replace("__", "."): value for name, value in ours.items()},
    }
    engine: Any = RapidOCR(params=params)

    def read(image: Image.Image) -> str:
        # The engine takes arrays in the order of OpenCV.
        found = engine(np.asarray(image.convert("RGB"))[:, :, ::-1].copy())
        return "".join(found.txts or ())

    return read


def readers() -> dict[str, Reader]:
    ours = rapidocr(
        Global__use_cls=False,
        Det__limit_type="max",
        Det__limit_side_len=ocr.DETECTION_SIDE,
        Rec__rec_batch_num=1,
    )
    return {"danghe": danghe, "rapidocr": rapidocr(), "rapidocr, our settings": ours}


def timed(reader: Reader, image: Image.Image) -> tuple[str, float]:
    start = time.process_time()
    text = reader(image)
    return text, time.process_time() - start


# --- cases ---


def cases(pages: int, quick: bool) -> Iterator[Case]:
    """Fonts clean and degraded; then the rest, each with the next font and text."""
    fonts = list(FONTS)[: 2 if quick else None]
    sizes = (200,) if quick else (200, 300)
    turn = 0

    def case(kind: str, dpi: int, font: str, make: Callable[[int], Page]) -> Case:
        nonlocal turn
        turn += 1
        numbers = [turn * 7 + n for n in range(pages)]
        return Case(kind, font, dpi, lambda: (make(number) for number in numbers))

    for dpi in sizes:
        for font in fonts:
            yield case("clean", dpi, font, _papers(dpi, font))
            yield case("degraded", dpi, font, _papers(dpi, font, partial(degraded, dpi=dpi)))
        for kind, change in _changes(quick):
            font = fonts[turn % len(fonts)]
            yield case(kind, dpi, font, _papers(dpi, font, change))
        font = fonts[turn % len(fonts)]
        yield case("register", dpi, font, partial(_register, dpi, font))
        font = fonts[turn % len(fonts)]
        yield case("seal", dpi, font, _papers(dpi, font, seal=True))


def _changes(quick: bool) -> Iterator[tuple[str, Callable[[Image.Image], Image.Image]]]:
    for degrees in (90,) if quick else (90, 180, 270):
        yield f"turned {degrees}°", partial(_turned, degrees)
    for angle in (3.0,) if quick else (1.0, -1.0, 3.0, -3.0, 5.0, -5.0):
        yield f"skewed {angle:+.0f}°", partial(_skewed, angle)


def _register(dpi: int, font: str, number: int) -> Page:
    return register(dpi, font, number % 5)


def _turned(degrees: int, image: Image.Image) -> Image.Image:
    return turned(image, degrees)


def _skewed(angle: float, image: Image.Image) -> Image.Image:
    return skewed(image, angle)


def _papers(
    dpi: int,
    font: str,
    change: Callable[[Image.Image], Image.Image] = lambda image: image,
    seal: bool = False,
) -> Callable[[int], Page]:
    def make(number: int) -> Page:
        image, text = paper(TEXTS[number % len(TEXTS)], dpi, font, seal=seal)
        return change(image), text

    return make


# --- tables ---


def compare(chosen: list[Case]) -> None:
    """Each case by each reader: CER, bag, CPU seconds, ratio to danghe."""
    by_name = readers()
    for reader in by_name.values():
        reader(register(100, next(iter(FONTS)))[0])
    print("CER % / bag % / CPU s a page; × = seconds over danghe's")
    head = f"{'case':<13}{'font':<12}{'dpi':>4}"
    print(head + "".join(f" | {name:<29}" for name in by_name))
    totals: dict[str, dict[str, Tally]] = {}
    for case in chosen:
        tallies = {name: Tally() for name in by_name}
        for image, truth in case.pages():
            for name, reader in by_name.items():
                text, seconds = timed(reader, image)
                tallies[name].add(text, truth, seconds)
        print(f"{case.kind:<13}{case.font:<12}{case.dpi:>4}" + row(tallies), flush=True)
        for group in ("all", f"{case.dpi} dpi", case.kind.split()[0], case.font):
            kept = totals.setdefault(group, {name: Tally() for name in by_name})
            for name, tally in tallies.items():
                kept[name] += tally
    for group, tallies in totals.items():
        print(f"{'= ' + group:<29}" + row(tallies))


def row(tallies: dict[str, Tally]) -> str:
    base = tallies["danghe"].each
    return "".join(
        f" | {tally.cer:6.2f} {tally.bag:6.2f} {tally.each:6.2f} s {tally.each / base:5.2f}×"
        for tally in tallies.values()
    )


def trade_off(pages: list[Page]) -> None:
    """The two constants of danghe.extract.ocr, one at a time, each page by each in turn."""
    as_is = (ocr.DETECTION_SIDE, ocr._SQUEEZE)
    settings = [as_is, (640, as_is[1]), (1280, as_is[1]), (as_is[0], 1.0), (as_is[0], 0.7)]
    tallies = {setting: Tally() for setting in settings}
    for image, truth in pages:
        for setting in settings:
            ocr.DETECTION_SIDE, ocr._SQUEEZE = setting
            tallies[setting].add(*_read_for(truth, image))
    ocr.DETECTION_SIDE, ocr._SQUEEZE = as_is
    print(f"\nConstants of danghe.extract.ocr, {len(pages)} pages")
    print(f"{'DETECTION_SIDE':>14}{'_SQUEEZE':>10}{'CER %':>8}{'bag %':>8}{'CPU s':>8}{'×':>7}")
    for (side, squeeze), tally in tallies.items():
        ratio = tally.each / tallies[as_is].each
        print(
            f"{side:>14}{squeeze:>10}{tally.cer:>8.2f}{tally.bag:>8.2f}{tally.each:>8.2f}{ratio:>7.2f}"
        )


def _read_for(truth: str, image: Image.Image) -> tuple[str, str, float]:
    text, seconds = timed(danghe, image)
    return text, truth, seconds


def _warm(number: int) -> int:
    danghe(register(100, next(iter(FONTS)))[0])
    time.sleep(1)
    return number


def _read_one(number: int) -> int:
    image, _ = paper(TEXTS[number % len(TEXTS)], 200, next(iter(FONTS)))
    return len(danghe(image))


def two_workers(each: int) -> None:
    """Pages a second of two processes of one thread over one's; one, two, one, two."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    spawn = multiprocessing.get_context("spawn")
    for _ in range(2):
        for workers, kept in rates.items():
            with ProcessPoolExecutor(workers, spawn) as pool:
                list(pool.map(_warm, range(workers)))
                start = time.perf_counter()
                list(pool.map(_read_one, range(each * workers)))
                kept.append(each * workers / (time.perf_counter() - start))
    one, two = max(rates[1]), max(rates[2])
    print(f"\nClean pages of 200 dpi, wall clock; load of the machine {os.getloadavg()[0]:.1f}")
    print(f"1 worker {one:.2f} pages/s; 2 workers {two:.2f} pages/s; ratio {two / one:.2f}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1, help="of each case")
    parser.add_argument("--quick", action="store_true", help="200 dpi, two fonts, fewer cases")
    parser.add_argument("--only", help="cases whose name starts so")
    parser.add_argument("--part", choices=("cases", "constants", "workers"))
    options = parser.parse_args()
    for name in ONE_THREAD:
        os.environ[name] = "1"
    chosen = [
        case
        for case in cases(options.pages, options.quick)
        if not options.only or case.kind.startswith(options.only)
    ]
    if options.part in (None, "cases"):
        compare(chosen)
    if options.part in (None, "constants"):
        step = 1 if options.quick else 3
        trade_off([page for case in chosen[::step] for page in case.pages()])
    if options.part in (None, "workers"):
        two_workers(3 if options.quick else 8)


if __name__ == "__main__":
    main()
