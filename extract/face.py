"""The face of extraction: one file in, one document or one understandable error out."""

from __future__ import annotations

import errno
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePath
from traceback import clear_frames
from typing import TYPE_CHECKING, Any

from ..errors import DangheError, ExtractionError, LimitExceededError, UnsupportedFormatError
from ..model import Document, PageLines, PageScan
from .formats import IMAGE, Format, detect_sample, disagrees
from .guard import Limits, TextBudget
from .reading import Member, Ocr, Options, Reading
from .sniff import Sample, take_sample

if TYPE_CHECKING:
    from PIL.Image import Image

_DEFAULT = Options()


def read(
    path: Path,
    options: Options = _DEFAULT,
    *,
    name: str | None = None,
    known: Mapping[int, PageScan] | None = None,
    at_most: int | None = None,
) -> Document:
    """Read the text of a file, whatever its name says it is.

    Args:
        path: A regular file.
        options: What reading may cost, and when pages are recognised from their image.
        name: The file's own name, where ``path`` does not tell it.
        known: Pages recognised before, by number.
        at_most: Pages to recognise now; the others are named in ``waiting``.

    Returns:
        Its text in reading order. ``losses`` names what could not be read;
        ``meta["extension_mismatch"]`` holds a file name ending that contradicts the content.

    Raises:
        UnsupportedFormatError: No reader for the detected type (``values["type"]``).
        LimitExceededError: It would cost more than ``limits`` allow.
        ExtractionError: Unreadable, empty, encrypted or damaged.
    """
    format = _format(path, options.limits, name)
    reading = Reading(options, known, at_most, name or path.name)
    reader = _load(format, format.reader)
    with _explained(path, format, options.limits), reading.deadline.enforced():
        document: Document = reader(path, reading)
    TextBudget(options.limits.max_text_chars).spend_on(document.blocks)
    scans = tuple(reading.scans[page] for page in sorted(reading.scans))
    document = replace(document, scans=scans, waiting=tuple(reading.waiting))
    pending = document.waiting or document.scans  # pictures without text are papers too
    if not pending and not any(block.text.strip() for block in document.blocks):
        raise ExtractionError("extract.no_text", type=format.name)
    suffix = PurePath(name or path).suffix.lower()
    if disagrees(suffix, format):
        document = replace(document, meta={**document.meta, "extension_mismatch": suffix})
    return document


def members(
    path: Path, options: Options = _DEFAULT, *, name: str | None = None
) -> Iterator[Member]:
    """Files inside a file: of a container, or attached to a paper; none where it has none.

    Args:
        path: A regular file.
        options: What unpacking may cost, and passwords.
        name: The file's own name, where ``path`` does not tell it.

    Raises:
        LimitExceededError: Unpacking would cost more than ``limits`` allow.
        ExtractionError: Unreadable, encrypted or damaged; what was yielded stands.
    """
    format = _format(path, options.limits)
    if format.unpacker is None:
        return
    unpacker = _load(format, format.unpacker)
    reading = Reading(options, name=name or path.name)
    with _explained(path, format, options.limits):
        unpacked: Iterator[Member] = unpacker(path, reading)
        while True:
            # Not while the caller has the member.
            with reading.deadline.enforced():
                member = next(unpacked, None)
            if member is None:
                return
            yield member


def recognise_pages(
    path: Path, pages: Sequence[int], options: Options = _DEFAULT
) -> Iterator[PageScan]:
    """Recognise some pages of a file from their images.

    Raises:
        ExtractionError: As ``read``, when all the pages that can be recognised are.
    """
    from .ocr import recognise

    refusals: list[ExtractionError] = []
    for page in pages:
        try:
            image = page_image(path, page, options)
        except ExtractionError as error:
            # One broken page does not keep the others out.
            refusals.append(error)
            continue
        yield recognise(image, page)
    if refusals:
        raise refusals[0]


def page_image(path: Path, page: int, options: Options = _DEFAULT) -> Image:
    """The image of a page as stored, not yet turned upright.

    Args:
        path: A regular file.
        page: From 1.
        options: For limits and passwords.

    Raises:
        UnsupportedFormatError: The format has no page images.
        ExtractionError: As ``read``.
    """
    format = _format(path, options.limits)
    if format.reader is not None and format.renderer is None:
        raise ExtractionError("extract.no_page_image", type=format.name)
    renderer = _load(format, format.renderer)
    reading = Reading(options)
    with _explained(path, format, options.limits), reading.deadline.enforced():
        image: Image = renderer(path, page, reading)
        return image


def page_lines(path: Path, page: int, options: Options = _DEFAULT) -> PageLines | None:
    """Where the text layer of a page stands; None for formats that do not tell.

    Args:
        path: A regular file.
        page: From 1.
        options: For limits and passwords.

    Raises:
        ExtractionError: As ``read``.
    """
    format = _format(path, options.limits)
    if format.name != "pdf":
        return None
    from .pdf_positions import lines

    reading = Reading(options)
    with _explained(path, format, options.limits), reading.deadline.enforced():
        return lines(path, page, reading)


def upright(image: Image, scan: PageScan) -> Image:
    """The image of a page turned and straightened, as the boxes of its scan's lines fit."""
    from .ocr import upright as turned

    return turned(image, scan)


def probe(path: Path, options: Options = _DEFAULT, *, name: str | None = None) -> tuple[str, str]:
    """Name of a file's format, and whether it would be ``read`` or ``unpack``ed.

    Raises:
        ExtractionError: Neither; and why.
    """
    format = _format(path, options.limits, name)
    if format.reader is None and format.unpacker is not None:
        return format.name, "unpack"
    if format.reader is None or (format.refusal == IMAGE and options.ocr is Ocr.NEVER):
        _load(format, None)
    return format.name, "read"


def is_multipage(path: Path) -> bool:
    """Whether a file is a TIFF of several pages; only its head and first directory are read.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(8)
        order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(head[:4])
        if order is None or len(head) < 8:
            return False
        file.seek(struct.unpack(order + "I", head[4:])[0])
        count = file.read(2)
        if len(count) < 2:
            return False
        file.seek(12 * struct.unpack(order + "H", count)[0], 1)
        return file.read(4).strip(b"\0") != b""


def is_container(path: Path) -> bool:
    """Whether a file bears nothing but other files.

    Raises:
        ExtractionError: It cannot be read.
    """
    format = detect_sample(_sample(path))
    return format.reader is None and format.unpacker is not None


def _format(path: Path, limits: Limits, name: str | None = None) -> Format:
    sample = _sample(path, name)
    format = detect_sample(sample)
    if sample.size > limits.max_bytes:
        raise LimitExceededError("extract.limit.bytes", found=sample.size, limit=limits.max_bytes)
    return format


def _sample(path: Path, name: str | None = None) -> Sample:
    try:
        sample = take_sample(path, name)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExtractionError("extract.unreadable", path=path, reason=reason) from error
    if sample is None:
        raise ExtractionError("extract.not_a_file", path=path)
    return sample


def _load(format: Format, where: str | None) -> Callable[..., Any]:
    if where is None:
        unsupported = format.refusal.startswith("extract.unsupported")
        kind = UnsupportedFormatError if unsupported else ExtractionError
        raise kind(format.refusal, type=format.name)
    module, function = where.split(":")
    found: Callable[..., Any] = getattr(import_module("." + module, __package__), function)
    return found


@contextmanager
def _explained(path: Path, format: Format, limits: Limits) -> Iterator[None]:
    """Third-party libraries raise what they like; the import sees our errors only."""
    try:
        yield
    except (DangheError, GeneratorExit):
        raise
    except MemoryError as error:
        # What filled the memory hangs on the traceback, and telling of it needs some.
        clear_frames(error.__traceback__)
        raise LimitExceededError("extract.limit.memory", limit=limits.max_memory) from None
    except RecursionError as error:
        raise LimitExceededError("extract.limit.nesting", limit=limits.max_nesting) from error
    except OSError as error:
        # Libraries say so too of bytes that they cannot decode, or seek where those point.
        if error.errno in (None, errno.EINVAL):
            raise _damaged(format, error) from error
        reason = error.strerror or str(error)
        raise ExtractionError("extract.unreadable", path=path, reason=reason) from error
    except Exception as error:
        raise _damaged(format, error) from error
    except BaseException as error:
        # Libraries written in Rust panic past ``Exception``.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(format, error) from error


def _damaged(format: Format, error: BaseException) -> ExtractionError:
    reason = f"{type(error).__name__}: {error}"[:200]
    return ExtractionError("extract.damaged", type=format.name, reason=reason)
