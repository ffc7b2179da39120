"""Page images: JPEG, PNG, BMP, GIF, WebP, TIFF of many pages, JPEG 2000."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PIL import Image as Images
from PIL import ImageFile, ImageOps

from ..errors import ExtractionError, LimitExceededError, UnsupportedFormatError
from ..model import Document, Note, PageScan
from .guard import TextBudget
from .lines import clean
from .reading import Reading
from .scan_blocks import blocks_of_scans, is_doubtful

if TYPE_CHECKING:
    from PIL.Image import Image

_ORIENTATION, _DATE_TIME, _ORIGINAL_TIME, _MAKER, _MODEL = 0x0112, 0x0132, 0x9003, 0x010F, 0x0110
_EXIF_DIRECTORY = 0x8769
_NAMES = {"JPEG2000": "jp2", "MPO": "jpeg"}
_SHALLOW = ("1", "L", "RGB")


def read(path: Path, reading: Reading) -> Document:
    """Read the text of page images, a page for each frame.

    Raises:
        UnsupportedFormatError: Recognition is switched off.
        LimitExceededError: Too many pages, or too many pixels on one.
        ExtractionError: The image cannot be decoded.
    """
    with _opened(path, reading) as image:
        format = _NAMES.get(image.format or "", (image.format or "image").lower())
        if not reading.recognises:
            raise UnsupportedFormatError("extract.unsupported.image", type=format)
        meta = _meta(image)
        scans, cut, count = _scans(image, reading)
    TextBudget(reading.limits.max_text_chars).spend(
        sum(len(line.text) for scan in scans for line in scan.lines)
    )
    return Document(blocks_of_scans(scans), format, count, meta, tuple(_losses(scans, cut)))


def render(path: Path | BinaryIO, page: int, reading: Reading) -> Image:
    """The image of one page, from 1, as a viewer shows it.

    Raises:
        ExtractionError: There is no such page, or it cannot be decoded.
        LimitExceededError: It has too many pixels.
    """
    with _opened(path, reading) as image:
        try:
            image.seek(page - 1)
        except EOFError as error:
            raise ExtractionError("extract.damaged", type="image", reason="no page") from error
        return _decoded(image, reading)[0]


def _scans(image: Image, reading: Reading) -> tuple[list[PageScan], list[int], int]:
    """Recognised pages, the numbers of those that are cut short, and how many there are."""
    scans: list[PageScan] = []
    cut: list[int] = []
    count = _frames(image, reading)
    for number in range(1, count + 1):
        reading.deadline.check()
        try:
            if count > 1:
                image.seek(number - 1)
        except (EOFError, OSError, ValueError, SyntaxError):
            cut.append(number)
            continue
        _check_pixels(image, reading)

        def rendered(number: int = number) -> Image:
            shown, whole = _decoded(image, reading)
            if not whole:
                cut.append(number)
            return shown

        scan = reading.scan(number, rendered)
        if scan is not None:
            scans.append(scan)
    return scans, cut, count


def _frames(image: Image, reading: Reading) -> int:
    if image.format not in ("TIFF", "MPO"):
        # Animations are no papers: the first picture stands for them.
        return 1
    count = 0
    limit = reading.limits.max_pages
    try:
        # Walking the directories finds a loop or a cut file where counting them does not.
        while count <= limit:
            reading.deadline.check()
            image.seek(count)
            count += 1
    except (EOFError, OSError, ValueError, SyntaxError):
        pass
    if count > limit:
        raise LimitExceededError("extract.limit.pages", found=f">{limit}", limit=limit)
    return max(1, count if image.format == "TIFF" else 1)


def size_of(file: BinaryIO) -> tuple[int, int] | None:
    """Width and height of a picture, from its head; None where it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Images.DecompressionBombWarning)
            with Images.open(file) as image:
                return image.size
    except Exception:
        # Pictures of vector formats and damaged ones are no pages.
        return None


def decoded(file: BinaryIO, reading: Reading) -> Image:
    """A picture as a viewer shows it.

    Raises:
        LimitExceededError: It has too many pixels.
    """
    with _opened(file, reading) as image:
        return _decoded(image, reading)[0]


@contextmanager
def _opened(path: Path | BinaryIO, reading: Reading) -> Iterator[Image]:
    """An image whose size is known and whose pixels are not yet decoded."""
    # Our own limit stands in the place of Pillow's, which only warns below twice its value.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Images.DecompressionBombWarning)
        former, Images.MAX_IMAGE_PIXELS = Images.MAX_IMAGE_PIXELS, None
        try:
            with Images.open(path) as image:
                _check_pixels(image, reading)
                yield image
        finally:
            Images.MAX_IMAGE_PIXELS = former


def _check_pixels(image: Image, reading: Reading) -> None:
    width, height = image.size
    limit = reading.limits.max_pixels
    if width * height > limit:
        raise LimitExceededError("extract.limit.pixels", found=width * height, limit=limit)
    if width * height == 0:
        raise ExtractionError("extract.damaged", type="image", reason="0 pixels")


def _decoded(image: Image, reading: Reading) -> tuple[Image, bool]:
    """A page as a viewer shows it, and whether all of it was there."""
    _check_pixels(image, reading)
    whole = True
    try:
        image.load()
    except OSError as error:
        if "truncated" not in str(error).lower():
            raise
        whole = False
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = False
    shown = ImageOps.exif_transpose(image)
    return _flat(shown if shown is not None else image), whole


def _flat(image: Image) -> Image:
    """Grey or RGB; what is transparent shows white paper, sixteen bits become eight."""
    if image.mode.startswith("I") or image.mode == "F":
        low, high = image.getextrema()
        span = max(1.0, float(high) - float(low))  # type: ignore[arg-type]
        shifted = image.convert("F").point(lambda value: (value - float(low)) * (255 / span))  # type: ignore[arg-type]
        return shifted.convert("L")
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Images.new("RGBA", seen.size, "white")
        return Images.alpha_composite(paper, seen).convert("RGB")
    return image.copy() if image.mode in _SHALLOW else image.convert("RGB")


def _meta(image: Image) -> dict[str, str]:
    meta = {}
    dpi = image.info.get("dpi")
    if dpi and dpi[0]:
        meta["dpi"] = f"{float(dpi[0]):.0f}"
    try:
        exif = image.getexif()
        values = {**exif, **exif.get_ifd(_EXIF_DIRECTORY)}
    except Exception:
        # Metadata never stands in the way of the picture.
        return meta
    created = clean(str(values.get(_ORIGINAL_TIME) or values.get(_DATE_TIME) or "")).strip()
    if created[4:5] == ":" and len(created) >= 19:
        meta["created"] = created[:10].replace(":", "-") + "T" + created[11:19]
    device = " ".join(str(values[tag]) for tag in (_MAKER, _MODEL) if values.get(tag))
    if device:
        meta["device"] = clean(device).strip("\x00 ")[:100]
    return meta


def _losses(scans: list[PageScan], cut: list[int]) -> Iterator[Note]:
    from .pdf import ranges

    if cut:
        yield Note("extract.loss.failed_pages", {"pages": ranges(set(cut))})
    doubtful = [scan.page for scan in scans if is_doubtful(scan)]
    if doubtful:
        yield Note("extract.loss.doubtful_pages", {"pages": ranges(doubtful)})
