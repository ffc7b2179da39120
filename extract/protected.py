"""Office files behind a password, and old ones that may be: opened with the passwords given."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from ..errors import ExtractionError, LimitExceededError, UnsupportedFormatError
from ..model import Document
from . import libreoffice
from .reading import Reading

Reader = Callable[[Path, Reading], Document]


def read_ooxml(path: Path, reading: Reading) -> Document:
    """Read an encrypted .docx, .xlsx or .pptx.

    Raises:
        ExtractionError: No password fits.
        LimitExceededError: It would cost more than allowed.
    """
    from .face import read

    with _decrypted(path, "office-encrypted", reading) as opened:
        return read(opened, replace(reading.options, passwords=()))


def read_doc(path: Path, reading: Reading) -> Document:
    """Read an old Word document, encrypted or not."""
    from .doc import read

    return _read(path, "doc", "docx", read, reading)


def read_xls(path: Path, reading: Reading) -> Document:
    """Read an old workbook, encrypted or not."""
    from .xls import read

    return _read(path, "xls", "xlsx", read, reading)


def read_ppt(path: Path, reading: Reading) -> Document:
    """Read an old presentation, encrypted or not."""
    from .ppt import read

    return _read(path, "ppt", "pptx", read, reading)


def _read(path: Path, type: str, target: str, light: Reader, reading: Reading) -> Document:
    """By the light reader; with a password; by LibreOffice: whichever comes first."""
    try:
        document = light(path, reading)
    except (UnsupportedFormatError, LimitExceededError):
        raise
    except ExtractionError as error:
        if error.key != "extract.encrypted" or not reading.passwords:
            raise
        with _decrypted(path, type, reading) as opened:
            return light(opened, reading)
    except (MemoryError, RecursionError):
        raise
    except Exception:
        if libreoffice.program() is None:
            raise
        return libreoffice.read_converted(path, type, target, reading)
    if not document.blocks and libreoffice.program() is not None:
        return libreoffice.read_converted(path, type, target, reading)
    return document


@contextmanager
def _decrypted(path: Path, type: str, reading: Reading) -> Iterator[Path]:
    """A copy without the password.

    Raises:
        ExtractionError: No password fits, or the scheme is not known.
    """
    import msoffcrypto

    with tempfile.TemporaryDirectory() as scratch, path.open("rb") as file:
        for password in reading.passwords:
            reading.deadline.check()
            target = Path(scratch) / "opened"
            with target.open("wb") as opened:
                try:
                    protected = msoffcrypto.OfficeFile(file)
                    if type == "office-encrypted":
                        protected.load_key(password=password, verify_password=True)
                    else:
                        protected.load_key(password=password)
                    protected.decrypt(cast(BinaryIO, opened))
                except Exception:
                    # The library raises what it likes on a wrong password.
                    file.seek(0)
                    continue
            yield target
            return
    raise ExtractionError("extract.encrypted", type=type)
