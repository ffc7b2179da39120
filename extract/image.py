"""Page images: JPEG, PNG, BMP, GIF, WebP, AVIF, JPEG 2000, TIFF of many pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PIL import features

from ..errors import ExtractionError, LimitExceededError, UnsupportedFormatError
from ..model import Document, Note, PageScan
from .guard import TextBudget
from .image_pixels import BROKEN, check_pixels, decoded, is_cut, opened, resolution
from .lines import clean
from .reading import Reading
from .scan_blocks import blocks_of_scans, is_doubtful
from .tiff_pages import TiffPages, tiff_pages

if TYPE_CHECKING:
    from PIL.Image import Image

_DATE_TIME, _ORIGINAL_TIME, _MAKER, _MODEL = 0x0132, 0x9003, 0x010F, 0x0110
_EXIF_DIRECTORY = 0x8769
_NAMES = {"JPEG2000": "jp2", "MPO": "jpeg", "DIB": "bmp"}


def read(path: Path, reading: Reading) -> Document:
    """Read the text of page images, a page for each frame.

    Raises:
        UnsupportedFormatError: Recognition is switched off.
        LimitExceededError: Too many pages, or too many pixels on one.
        ExtractionError: The image cannot be decoded.
    """
    with opened(path, reading) as image:
        format = _NAMES.get(image.format or "", (image.format or "image").lower())
        if not reading.recognises:
            raise UnsupportedFormatError("extract.unsupported.image", type=format)
        meta = _meta(image)
        pages = _Pages(image, path, reading)
        pages.read()
    TextBudget(reading.limits.max_text_chars).spend(
        sum(len(line.text) for scan in pages.scans for line in scan.lines)
    )
    losses = tuple(pages.losses())
    return Document(blocks_of_scans(pages.scans), format, pages.count, meta, losses)


def read_avif(path: Path, reading: Reading) -> Document:
    """Read an AVIF image where this Pillow can.

    Raises:
        UnsupportedFormatError: It cannot; or as ``read``.
    """
    if not features.check("avif"):
        raise UnsupportedFormatError("extract.unsupported.heif", type="avif")
    return read(path, reading)


def render(path: Path | BinaryIO, page: int, reading: Reading) -> Image:
    """The image of one page, from 1, as a viewer shows it.

    Raises:
        ExtractionError: There is no such page, or it cannot be decoded.
        LimitExceededError: It has too many pixels.
    """
    with opened(path, reading) as image:
        frames = _pages_of(image, path, page).frames
        if not 1 <= page <= len(frames):
            raise ExtractionError("extract.damaged", type="image", reason=f"no page {page}")
        if frames[page - 1]:
            image.seek(frames[page - 1])
        return decoded(image, reading)[0]


def _pages_of(image: Image, path: Path | BinaryIO, most: int) -> TiffPages:
    if image.format != "TIFF":
        # Animations are no papers: the first picture stands for them.
        return TiffPages((0,))
    if isinstance(path, Path):
        with path.open("rb") as file:
            pages = tiff_pages(file, most)
    else:
        place = path.tell()
        pages = tiff_pages(path, most)
        path.seek(place)
    # A TIFF of nothing but thumbnails shows its first one.
    return pages if pages.frames else TiffPages((0,), pages.cut)


class _Pages:
    """The pages of one open image, read one after the other."""

    def __init__(self, image: Image, path: Path, reading: Reading) -> None:
        limit = reading.limits.max_pages
        found = _pages_of(image, path, limit)
        if len(found.frames) > limit:
            raise LimitExceededError("extract.limit.pages", found=f">{limit}", limit=limit)
        self._image, self._path, self._reading = image, path, reading
        self._frames, self._is_short = found.frames, found.cut
        self.count = len(found.frames)
        self.scans: list[PageScan] = []
        self._cut: set[int] = set()
        self._failed: list[int] = []

    def read(self) -> None:
        """Recognise all pages; one that is broken does not keep the others out.

        Raises:
            ExtractionError: All pages are broken.
        """
        for number, frame in enumerate(self._frames, start=1):
            self._reading.deadline.check()
            try:
                self._read_page(number, frame)
            except LimitExceededError:
                raise
            except (*BROKEN, ExtractionError) as error:
                damaged = not isinstance(error, ExtractionError) or error.key == "extract.damaged"
                if self.count == 1 or not damaged:
                    raise
                self._failed.append(number)
        if len(self._failed) == self.count:
            raise ExtractionError("extract.damaged", type="tiff", reason="no readable page")

    def _read_page(self, number: int, frame: int) -> None:
        if frame:
            self._image.seek(frame)
        check_pixels(self._image, self._reading)
        if is_cut(self._image, self._path):
            self._cut.add(number)
        scan = self._reading.scan(number, lambda: self._decoded(number))
        if scan is not None:
            self.scans.append(scan)
        elif self.count == 1:
            # Whether it can be decoded at all is better known before it waits.
            self._decoded(number)

    def _decoded(self, number: int) -> Image:
        shown, whole = decoded(self._image, self._reading)
        if not whole:
            self._cut.add(number)
        return shown

    def losses(self) -> Iterator[Note]:
        """What could not be read."""
        from .pdf import ranges

        doubtful = [scan.page for scan in self.scans if is_doubtful(scan)]
        for key, numbers in (
            ("extract.loss.failed_pages", self._failed),
            ("extract.loss.cut_pages", sorted(self._cut)),
            ("extract.loss.doubtful_pages", doubtful),
        ):
            if numbers:
                yield Note(key, {"pages": ranges(numbers)})
        if self._is_short:
            yield Note("extract.loss.truncated")


def _meta(image: Image) -> dict[str, str]:
    meta = {}
    if image.info.get("dpi") and (dots := resolution(image)):
        meta["dpi"] = f"{dots[0]:.0f}"
    try:
        exif = image.getexif()
        values = {**exif, **exif.get_ifd(_EXIF_DIRECTORY)}
    except Exception:
        # Metadata never stands in the way of the picture.
        return meta
    created = clean(str(values.get(_ORIGINAL_TIME) or values.get(_DATE_TIME) or "")).strip()
    if created[4:5] == ":" and len(created) >= 19:
        meta["created"] = created[:10].replace(":", "-") + "T" + created[11:19]
    device = " ".join(
        str(values[tag]).strip("\x00 ") for tag in (_MAKER, _MODEL) if values.get(tag)
    )
    if device:
        meta["device"] = clean(device).strip()[:100]
    return meta
