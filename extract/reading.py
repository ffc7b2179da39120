"""The face of extraction: one file in, one document or one understandable error out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from ..errors import DangheError, ExtractionError, LimitExceededError, UnsupportedFormatError
from ..model import Document
from .formats import Format, detect_sample, disagrees
from .guard import Deadline, Limits, TextBudget
from .sniff import Sample, take_sample

Reader = Callable[[Path, Limits, Deadline], Document]
_DEFAULT = Limits()


def read(path: Path, limits: Limits = _DEFAULT) -> Document:
    """Read the text of a file, whatever its name says it is.

    Args:
        path: A regular file.
        limits: What reading may cost.

    Returns:
        Its text in reading order. ``losses`` names what could not be read;
        ``meta["extension_mismatch"]`` holds a file name ending that contradicts the content.

    Raises:
        UnsupportedFormatError: No reader for the detected type (``values["type"]``).
        LimitExceededError: It would cost more than ``limits`` allow.
        ExtractionError: Unreadable, empty, encrypted or damaged.
    """
    sample = _sample(path)
    format = detect_sample(sample)
    if sample.size > limits.max_bytes:
        raise LimitExceededError("extract.limit.bytes", found=sample.size, limit=limits.max_bytes)
    reader = _reader(format)
    document = _guarded(reader, path, format, limits)
    TextBudget(limits.max_text_chars).spend_on(document.blocks)
    if not any(block.text.strip() for block in document.blocks):
        raise ExtractionError("extract.no_text", type=format.name)
    if disagrees(path, format):
        meta = {**document.meta, "extension_mismatch": path.suffix.lower()}
        document = replace(document, meta=meta)
    return document


def _sample(path: Path) -> Sample:
    try:
        sample = take_sample(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExtractionError("extract.unreadable", path=path, reason=reason) from error
    if sample is None:
        raise ExtractionError("extract.not_a_file", path=path)
    return sample


def _reader(format: Format) -> Reader:
    if format.reader is None:
        unsupported = format.refusal.startswith("extract.unsupported")
        kind = UnsupportedFormatError if unsupported else ExtractionError
        raise kind(format.refusal, type=format.name)
    module, function = format.reader.split(":")
    reader: Reader = getattr(import_module("." + module, __package__), function)
    return reader


def _guarded(reader: Reader, path: Path, format: Format, limits: Limits) -> Document:
    """Third-party libraries raise what they like; the import sees our errors only."""
    try:
        return reader(path, limits, Deadline(limits.max_seconds))
    except DangheError:
        raise
    except MemoryError as error:
        raise LimitExceededError("extract.limit.memory", limit=limits.max_memory) from error
    except RecursionError as error:
        raise LimitExceededError("extract.limit.nesting", limit=limits.max_nesting) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExtractionError("extract.unreadable", path=path, reason=reason) from error
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"[:200]
        raise ExtractionError("extract.damaged", type=format.name, reason=reason) from error
