"""Office files with a password to open them, through msoffcrypto-tool."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import msoffcrypto
import olefile
from msoffcrypto.exceptions import InvalidKeyError

from ..errors import ExtractionError, LimitExceededError
from ..model import Document
from .reading import Member, Reading
from .sniff import take_sample

_DEFAULT_PASSWORD = "VelvetSweatshop"  # Excel's own, for workbooks protected but not secret
_LONGEST_PASSWORD = 255
_FILE_PASS = 0x002F
_ENCRYPTED_TOKEN = b"\xdf\xc4\xd1\xf3"


def read(path: Path, reading: Reading) -> Document:
    """Read an encrypted Office Open XML file with the first password that fits.

    Raises:
        ExtractionError: No password fits, or what is inside has no reader.
    """
    with _decrypted(path, reading, "office-encrypted") as plain:
        reader = _inside(plain, "reader")
        if reader is None:
            raise ExtractionError("extract.damaged", type="office-encrypted", reason="no document")
        document: Document = reader(plain, reading)
        return document


def members(path: Path, reading: Reading) -> Iterator[Member]:
    """The files attached to an encrypted Office Open XML file."""
    with _decrypted(path, reading, "office-encrypted") as plain:
        unpacker = _inside(plain, "unpacker")
        if unpacker is not None:
            yield from unpacker(plain, reading)


@contextmanager
def unlocked(path: Path, reading: Reading, type: str) -> Iterator[Path]:
    """The file itself, or where it is encrypted a copy that is not, for as long as needed.

    Raises:
        ExtractionError: No password fits.
    """
    if not _is_locked(path, type):
        yield path
        return
    with _decrypted(path, reading, type) as plain:
        yield plain


def _inside(path: Path, what: str) -> Callable[..., Any] | None:
    from .formats import detect_sample

    sample = take_sample(path)
    where = getattr(detect_sample(sample), what) if sample else None
    if where is None:
        return None
    module, function = where.split(":")
    found: Callable[..., Any] = getattr(import_module("." + module, __package__), function)
    return found


def _is_locked(path: Path, type: str) -> bool:
    with olefile.OleFileIO(path) as container:
        if type == "doc":
            head = container.openstream("WordDocument").read(32)
            return bool(head[11:12] and head[11] & 0x01)
        if type == "ppt":
            if not container.exists("Current User"):
                return False
            return bytes(container.openstream("Current User").read(16)[12:]) == _ENCRYPTED_TOKEN
        name = "Workbook" if container.exists("Workbook") else "Book"
        return _has_file_pass(container.openstream(name).read(4096))


def _has_file_pass(head: bytes) -> bool:
    """FILEPASS stands among the first records of a workbook (MS-XLS 2.1.7.20.3)."""
    at = 0
    while at + 4 <= len(head):
        record = int.from_bytes(head[at : at + 2], "little")
        if record == _FILE_PASS:
            return True
        at += 4 + int.from_bytes(head[at + 2 : at + 4], "little")
    return False


@contextmanager
def _decrypted(path: Path, reading: Reading, type: str) -> Iterator[Path]:
    passwords = [*reading.passwords, _DEFAULT_PASSWORD]
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain"
        for password in passwords:
            reading.deadline.check()
            if _opens(path, password[:_LONGEST_PASSWORD], plain, reading, type):
                yield plain
                return
    raise ExtractionError("extract.encrypted", type=type)


def _opens(path: Path, password: str, plain: Path, reading: Reading, type: str) -> bool:
    """Write the decrypted file; False where the password does not fit."""
    with path.open("rb") as file, plain.open("wb+") as output:
        try:
            locked: Any = msoffcrypto.OfficeFile(file)
            # The formats before 2007 verify in any case; newer ones only when asked to.
            asked = {"verify_password": True} if locked.format == "ooxml" else {}
            locked.load_key(password=password, **asked)
        except InvalidKeyError:
            return False
        except (OSError, MemoryError):
            raise
        except Exception as error:  # an encryption that the library does not know
            raise ExtractionError("extract.encrypted", type=type) from error
        locked.decrypt(output)
        return _bounded(output.tell(), reading)


def _bounded(size: int, reading: Reading) -> bool:
    if size > reading.limits.max_bytes:
        raise LimitExceededError("extract.limit.bytes", found=size, limit=reading.limits.max_bytes)
    return size > 0
