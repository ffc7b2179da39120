"""What every reader is kept from, whatever the format: entities, endless loops, lack of memory."""

from __future__ import annotations

import io
import pickle
import re
import socket
import time
import weakref
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from samples import SAMPLES

from danghe.errors import ExtractionError, LimitExceededError
from danghe.extract import Limits, Options, detect, guard, members, page_image, plain, read
from danghe.extract.guard import Deadline
from danghe.model import Document

_DECLARATION = re.compile(rb"<\?xml[^>]*\?>")
_TEXT = re.compile(rb">([^<>\s][^<>]*)<")
XML_FORMATS = ("docx", "xlsx", "pptx", "odt", "ods", "odp", "ofd", "xml", "html")


def with_type_declaration(data: bytes, declaration: bytes) -> bytes:
    """XML with a document type declaration, and ``&x;`` in place of its texts."""
    if data.lstrip()[:1] != b"<":
        return data
    data = _TEXT.sub(b">&x;<", data)
    found = _DECLARATION.match(data)
    place = found.end() if found else 0
    return data[:place] + declaration + data[place:]


def sample_with(format: str, declaration: bytes) -> bytes:
    sample = SAMPLES[format]()
    if not zipfile.is_zipfile(io.BytesIO(sample)):
        return with_type_declaration(sample, declaration)
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample)) as source, zipfile.ZipFile(held, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            is_content = name.endswith(".xml") and not name.startswith(("[", "META-INF", "OFD.xml"))
            target.writestr(name, with_type_declaration(data, declaration) if is_content else data)
    return held.getvalue()


def told_of(path: Path) -> str:
    """All that reading a file tells: its text and metadata, or the error."""
    try:
        document = read(path, at_most=0)
    except ExtractionError as error:
        return f"{error.key} {error} {error.values}"
    return f"{document.text} {dict(document.meta)} {document.losses}"


@pytest.mark.parametrize("format", XML_FORMATS)
def it_never_reveals_another_file_through_an_entity(tmp_path: Path, format: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP-SECRET")
    declaration = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    path = tmp_path / f"sample.{format}"
    path.write_bytes(sample_with(format, declaration))
    assert detect(path) == format
    assert "TOP-SECRET" not in told_of(path)


@pytest.mark.parametrize("format", XML_FORMATS)
def it_expands_no_entities_of_entities(tmp_path: Path, format: str) -> None:
    names = "xbcdefghij"
    entities = "".join(f'<!ENTITY {one} "{f"&{other};" * 10}">' for one, other in pairwise(names))
    declaration = f'<!DOCTYPE d [{entities}<!ENTITY j "哈哈哈哈">]>'.encode()
    path = tmp_path / f"sample.{format}"
    path.write_bytes(sample_with(format, declaration))
    assert told_of(path).count("哈") < 200


def it_never_opens_sockets_and_devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s.txt")
        for path in (Path("s.txt"), Path("/dev/zero"), Path("/dev/tty")):
            with pytest.raises(ExtractionError) as caught:
                read(path)
            assert caught.value.key == "extract.not_a_file"
            with pytest.raises(ExtractionError):
                next(members(path))


# --- time ---


def it_interrupts_a_loop_that_never_looks_at_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_GRACE", 0.05)
    errors: list[LimitExceededError] = []

    def loops() -> None:
        while True:
            try:
                while True:
                    time.sleep(0.001)
            except LimitExceededError as error:
                # As libraries do that go on after any error.
                errors.append(error)
                if len(errors) == 3:
                    raise

    with pytest.raises(LimitExceededError) as caught, Deadline(0.01).enforced():
        loops()
    assert caught.value.key == "extract.limit.seconds"
    time.sleep(0.1)
    assert len(errors) == 3, "no alarm is left to go off"


def it_waits_longer_where_more_time_was_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_GRACE", 0.05)
    deadline = Deadline(0.01)
    with deadline.enforced():
        deadline.extend(60)
        time.sleep(0.2)


def it_does_not_interrupt_who_uses_a_member(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_GRACE", 0.05)
    path = tmp_path / "a.zip"
    path.write_bytes(SAMPLES["zip"]())
    unpacked = members(path, Options(Limits(max_seconds=0.05)))
    assert next(unpacked).data is not None
    time.sleep(0.3)
    with pytest.raises(LimitExceededError):
        next(unpacked)


# --- memory, and libraries that fail in their own ways ---


class Big(list[int]):
    """Something that can be watched."""


def it_lets_go_of_what_filled_the_memory_before_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched: list[weakref.ref[Big]] = []

    def greedy(path: Path, reading: object) -> Document:
        big = Big([1, 2, 3])
        watched.append(weakref.ref(big))
        raise MemoryError

    monkeypatch.setattr(plain, "read", greedy)
    path = tmp_path / "a.txt"
    path.write_text("通知")
    with pytest.raises(LimitExceededError) as caught:
        read(path)
    assert watched[0]() is None
    assert caught.value.key == "extract.limit.memory"
    assert pickle.loads(pickle.dumps(caught.value)).key == "extract.limit.memory"


def it_explains_a_panic_of_a_library(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsb"
    held = io.BytesIO()
    lost = "rId1".encode("utf-16-le"), "rId9".encode("utf-16-le")
    source = zipfile.ZipFile(io.BytesIO(SAMPLES["xlsb"]()))
    with zipfile.ZipFile(held, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(*lost))
    path.write_bytes(held.getvalue())
    with pytest.raises(ExtractionError) as caught:
        read(path)
    assert caught.value.key == "extract.damaged"


def it_tells_bytes_that_no_library_can_decode_from_files_that_cannot_be_opened(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(64))
    for call in (lambda: read(path, at_most=0), lambda: page_image(path, 1)):
        with pytest.raises(ExtractionError) as caught:
            call()
        assert caught.value.key == "extract.damaged"


def it_says_so_where_a_format_has_no_page_images(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(SAMPLES["xlsx"]())
    with pytest.raises(ExtractionError) as caught:
        page_image(path, 1)
    assert caught.value.key == "extract.no_page_image"
