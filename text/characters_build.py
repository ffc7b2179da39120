"""Writes ``characters.txt``: how Chinese characters sound and which look like one another.

Sources: readings, Cangjie and four-corner codes of Unicode's Unihan database (Unicode License);
the shapes of the characters as Noto Serif CJK and Noto Sans CJK draw them (SIL OFL; only degrees
of likeness are kept, no outline); frequencies of jieba's dictionary (MIT) for the order.
Codes alone fall short: characters that OCR confuses (人入, 间问) often differ in most of their
code, and most that share a code look different on paper. Pictures say what a scan can show.

Run with the folder of ``Unihan_*.txt.bz2`` (Debian: unicode-data, /usr/share/unicode) and the
font files (Debian: fonts-noto-cjk): ``python -m danghe.text.characters_build FOLDER FONT…``.
"""

from __future__ import annotations

import bz2
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from .characters import TABLE, TONES
from .dictionary import jieba_dictionary, parse
from .normalise import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import ImageFont

    Floats: TypeAlias = NDArray[np.floating[Any]]

_HEADER = """\
# Derived from data files of Unicode, Inc. (Unihan database: kMandarin, kTGHZ2013, kHanyuPinlu,
# kCangjie, kFourCornerCode), copyright © 1991-2022 Unicode, Inc., Unicode License,
# https://www.unicode.org/license.txt, with likenesses of shape measured on Noto Serif CJK SC and
# Noto Sans CJK SC, in the order of frequency of jieba's dictionary. Written by characters_build.py.
"""
# The two common levels of the Table of General Standard Chinese Characters.
_COMMON = 6500
_SIZE, _CANVAS, _SIDE = 56, 72, 24
Scale: TypeAlias = tuple[tuple[float, float], ...]
# Left, top, right and bottom of what stays of a character that lost a component.
_PARTS = (
    (0, 0.3, 1, 1),
    (0, 0.36, 1, 1),
    (0.34, 0, 1, 1),
    (0.42, 0, 1, 1),
    (0, 0, 0.6, 1),
    (0, 0, 1, 0.66),
)
_CANGJIE, _CORNERS = 0.3, 0.1
# Degree of likeness of shape → likeness; chosen on pairs that OCR is known to confuse.
_SCALE = ((0.65, 0.5), (0.85, 0.8), (1.2, 0.95))
_PART_SCALE = ((0.5, 0.55), (0.9, 0.7))
# Each character lists so many, and besides those that list it.
_MOST_LOOKALIKES = 16
_SIMPLIFIED = "SC"


def main(folder: Path, fonts: Sequence[Path]) -> None:
    """Write the table."""
    order = _by_frequency(_characters(folder))
    readings = _readings(folder, order)
    looks = _lookalikes(folder, fonts, order)
    lines = (
        f"{character}\t{readings.get(character, '')}\t{looks[character]}\n" for character in order
    )
    TABLE.write_text(_HEADER + "".join(lines), "utf-8")


def _unihan(folder: Path, name: str, *keys: str) -> dict[str, dict[str, str]]:
    """Key → character → value, of one file of the database."""
    found: dict[str, dict[str, str]] = {key: {} for key in keys}
    with bz2.open(folder / f"Unihan_{name}.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("U+"):
                code, key, value = line.rstrip("\n").split("\t")
                if key in found:
                    found[key][chr(int(code[2:], 16))] = value
    return found


def _characters(folder: Path) -> set[str]:
    """Those of GB 2312 and the common ones of the standard table, as folding leaves them."""
    listed = _unihan(folder, "OtherMappings", "kGB0", "kTGH")
    common = (key for key, value in listed["kTGH"].items() if int(value.split(":")[1]) <= _COMMON)
    return {character for character in (*listed["kGB0"], *common) if fold(character) == character}


def _by_frequency(characters: Iterable[str]) -> list[str]:
    counts: Counter[str] = Counter()
    for word, frequency in parse(jieba_dictionary().read_text("utf-8").splitlines()).items():
        for character in word:
            counts[character] += frequency
    return sorted(characters, key=lambda character: (-counts[character], character))


def _readings(folder: Path, characters: Iterable[str]) -> dict[str, str]:
    """Present-day readings with their tones as figures: ``yao4``; several parted by spaces."""
    files = _unihan(folder, "Readings", "kMandarin", "kTGHZ2013", "kHanyuPinlu")
    found = {}
    for character in characters:
        written = [files["kMandarin"].get(character, "")]
        written += [
            part.split(":")[-1].replace(",", " ")
            for part in files["kTGHZ2013"].get(character, "").split()
        ]
        written += [part.split("(")[0] for part in files["kHanyuPinlu"].get(character, "").split()]
        numbered = dict.fromkeys(map(_numbered, " ".join(written).split()))
        found[character] = " ".join(numbered)
    return found


def _numbered(reading: str) -> str:
    """yào → yao4; lǜ → lv4."""
    tone, plain = "5", ""
    for mark in unicodedata.normalize("NFD", reading.replace("ü", "v")):
        if mark in TONES:
            tone = TONES[mark]
        elif mark == "\u0308":
            plain = plain[:-1] + "v"
        elif mark.isascii():
            plain += mark
    return plain + tone


def _lookalikes(folder: Path, fonts: Sequence[Path], order: Sequence[str]) -> dict[str, str]:
    """Character → what looks like it, as ``Characters.looks`` has it."""
    import numpy as np

    shape, parts = _drawn(fonts, order)
    shape = shape + _coded(folder, order)
    likeness = _scaled(shape, _SCALE)
    lost = _scaled(parts, _PART_SCALE)
    likeness = np.maximum(likeness, np.maximum(lost, lost.T))
    np.fill_diagonal(likeness, 0)
    # Among equals the frequent ones, which stand first, are likelier meant.
    best = np.argsort(-likeness, axis=1, kind="stable")[:, :_MOST_LOOKALIKES]
    listed = np.zeros(likeness.shape, bool)
    np.put_along_axis(listed, best, True, axis=1)
    listed = (listed | listed.T) & (likeness > 0)
    return {
        character: _graded(order, likeness[place], np.flatnonzero(listed[place]))
        for place, character in enumerate(order)
    }


def _graded(order: Sequence[str], likeness: Floats, places: Iterable[int]) -> str:
    groups: dict[int, str] = defaultdict(str)
    for place in places:
        groups[int((likeness[place] - 0.5) / 0.05 + 1e-6)] += order[place]
    return "".join(f"{degree}{groups[degree]}" for degree in sorted(groups, reverse=True))


def _scaled(degrees: Floats, scale: Scale) -> Floats:
    import numpy as np

    froms, tos = [point[0] for point in scale], [point[1] for point in scale]
    found: Floats = np.where(degrees >= froms[0], np.interp(degrees, froms, tos), 0)
    return found


def _drawn(fonts: Sequence[Path], order: Sequence[str]) -> tuple[Floats, Floats]:
    """How alike the pictures are: as wholes, and each without a part beside another's whole."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFilter

    def blurred(picture: Image.Image, radius: float) -> Floats:
        soft = picture.filter(ImageFilter.GaussianBlur(radius)).resize(
            (_SIDE, _SIDE), Image.Resampling.BOX
        )
        return np.asarray(soft, dtype=np.float32).ravel()

    def part(picture: Image.Image, edges: tuple[float, float, float, float]) -> Floats:
        tight = picture.crop(picture.getbbox() or (0, 0, _CANVAS, _CANVAS))
        sides = (tight.width, tight.height) * 2
        left, top, right, bottom = (int(a * b) for a, b in zip(edges, sides, strict=True))
        cut = tight.crop((left, top, right, bottom))
        inked = cut.crop(cut.getbbox() or (0, 0, 1, 1))
        return blurred(inked.resize((_SIDE * 2, _SIDE * 2), Image.Resampling.BILINEAR), 1.6)

    def compared(ones: Floats, others: Floats) -> Floats:
        """Correlation of pictures where what most characters have in common counts less."""
        mean = others.mean(0)
        ones, others = ones - mean, others - mean
        values, vectors = np.linalg.eigh(others.T @ others / len(others))
        weights = vectors / np.sqrt(np.maximum(values, 0) + 0.1 * values.max())
        ones, others = ones @ weights, others @ weights
        ones /= np.maximum(np.linalg.norm(ones, axis=1, keepdims=True), 1e-6)
        others /= np.maximum(np.linalg.norm(others, axis=1, keepdims=True), 1e-6)
        found: Floats = ones @ others.T
        return found

    shape: Floats = np.zeros((len(order), len(order)), np.float32)
    parts = [np.zeros_like(shape) for _ in _PARTS]
    for path in fonts:
        font = _simplified_face(path)
        pictures = []
        for character in order:
            picture = Image.new("L", (_CANVAS, _CANVAS), 0)
            middle = (_CANVAS / 2, _CANVAS / 2)
            ImageDraw.Draw(picture).text(middle, character, font=font, fill=255, anchor="mm")
            pictures.append(picture)
        whole = np.stack([blurred(picture, 2.4) for picture in pictures])
        shape = shape + compared(whole, whole) / len(fonts)
        tight = np.stack([part(picture, (0, 0, 1, 1)) for picture in pictures])
        for number, edges in enumerate(_PARTS):
            cut = np.stack([part(picture, edges) for picture in pictures])
            parts[number] = parts[number] + compared(cut, tight) / len(fonts)
    return shape, np.maximum.reduce(parts)


def _simplified_face(path: Path) -> ImageFont.FreeTypeFont:
    """The face of a collection that draws characters as the mainland does."""
    from PIL import ImageFont

    for index in range(20):
        font = ImageFont.truetype(str(path), _SIZE, index=index)
        if str(font.getname()[0]).split()[-1] == _SIMPLIFIED:
            return font
    raise ValueError(f"no simplified face in {path}")


def _coded(folder: Path, order: Sequence[str]) -> Floats:
    """What common parts of the codes add to the likeness of pictures."""
    import numpy as np

    codes = _unihan(folder, "DictionaryLikeData", "kCangjie", "kFourCornerCode")
    cangjie = [codes["kCangjie"].get(character, "") for character in order]
    corners = np.array(
        [list(codes["kFourCornerCode"].get(character, "----").ljust(4)[:4]) for character in order]
    )
    added = np.zeros((len(order), len(order)), np.float32)
    for place, code in enumerate(cangjie):
        shared = [
            2 * _common(code, other) / max(1, len(code) + len(other))
            for other in cangjie[: place + 1]
        ]
        same = (corners[: place + 1] == corners[place]).mean(1)
        added[place, : place + 1] = _CANGJIE * np.array(shared) + _CORNERS * same
    return np.maximum(added, added.T)


def _common(one: str, other: str) -> int:
    """Length of the longest common subsequence."""
    lengths = [0] * (len(other) + 1)
    for letter in one:
        before = 0
        for place, match in enumerate(other, 1):
            above = lengths[place]
            lengths[place] = before + 1 if letter == match else max(above, lengths[place - 1])
            before = above
    return lengths[-1]


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
