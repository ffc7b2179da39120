"""How the pages are served."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

PORT = 8421
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``danghe serve`` was told.

    Attributes:
        hosts: Names and addresses by which a browser may call this server, without port.
        secure: Served by https: cookies are for that alone.
        import_roots: Folders on the server that may be imported from.
        setup_token: Lets the first user be made, while there is none.
        threads: Answers that are made at once.
        idle_seconds: A session that is not used for so long ends.
        longest_seconds: A session ends after so long in any case.
        most_form_bytes: Of a form without files.
        most_upload_bytes: Of a form with files, all together.
        most_files: In such a form.
        page_seconds: For the image of a page.
        warm: Start everything at once instead of at its first use.
    """

    hosts: tuple[str, ...] = LOOPBACK
    secure: bool = False
    import_roots: tuple[Path, ...] = ()
    setup_token: str | None = field(default=None, repr=False)
    threads: int = 6
    idle_seconds: int = 2 * 3600
    longest_seconds: int = 12 * 3600
    most_form_bytes: int = MEGABYTE
    most_upload_bytes: int = 2048 * MEGABYTE
    most_files: int = 5000
    page_seconds: float = 30.0
    warm: bool = False
