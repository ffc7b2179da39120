"""The norms that ship, kept as JSON beside their YAML, which takes twenty times as long to read.

After a change of the norms write it anew: ``python -m danghe.schemas.compiled``. Until then
the YAML is read, so that it always holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from .model import Norms

SOURCE = Path(__file__).with_name("archive_boxes.yaml")
COMPILED = Path(__file__).with_name("archive_boxes.json")


@dataclass(frozen=True)
class Compiled:
    """Norms, and the SHA-256 of the YAML that they were read from."""

    source: str
    norms: Norms


def own() -> Norms:
    """The norms that ship with danghe."""
    source = SOURCE.read_bytes()
    try:
        kept = msgspec.json.decode(COMPILED.read_bytes(), type=Compiled)
    except (OSError, msgspec.DecodeError):
        return read(source)
    return kept.norms if kept.source == sha256(source).hexdigest() else read(source)


def read(source: bytes) -> Norms:
    """Norms from the bytes of the YAML that ships."""
    from .reading import parse

    return parse(source.decode("utf-8"), SOURCE.name)


def main() -> None:
    """Write the JSON."""
    source = SOURCE.read_bytes()
    whole = Compiled(sha256(source).hexdigest(), read(source))
    COMPILED.write_bytes(msgspec.json.encode(whole) + b"\n")


if __name__ == "__main__":
    main()
