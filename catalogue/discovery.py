"""Which files a list of paths means, each exactly once and in a fixed order."""

from __future__ import annotations

import fnmatch
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote_to_bytes

from ..errors import UsageError
from ..model import Given, Note, Outcome, Status
from .settings import SENT

SYSTEM_FILES = (".DS_Store", "Thumbs.db", "desktop.ini", "~$*", "._*", ".~lock.*#")
SYSTEM_FOLDERS = ("__MACOSX", "$RECYCLE.BIN", "System Volume Information")
ESCAPED = "file:"
_LINK_OUT = "import.link_out"


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was met.

    Attributes:
        path: As the user named it, as the operating system takes it.
        locator: Unique name of the place.
        size: Bytes, of a regular file.
        mtime_ns: Time of its last change, of a regular file.
        settled: Its outcome where its nature decides without reading.
        stored: Where its bytes lie, if not at ``path``: those of a file inside a container.
        base: So many characters of the path are not told: those of ``Bounds.base``.
    """

    path: str
    locator: str
    size: int | None = None
    mtime_ns: int | None = None
    settled: Outcome | None = None
    stored: str | None = None
    base: int = 0

    @property
    def bytes_at(self) -> str:
        """Path that can be opened."""
        return self.stored or self.path

    @property
    def shown(self) -> str:
        """The path for the screen and the database; see ``display``."""
        return display(self.path[self.base :])


@dataclass(frozen=True, slots=True)
class Bounds:
    """For imports that somebody else than the owner of the machine asks for.

    Attributes:
        base: Folder from which paths are told; what it is called itself says nothing.
        within: Folder that no link may lead out of.
    """

    base: Path
    within: Path

    def cut(self, path: str) -> int:
        """How many characters of a path are not told."""
        head = os.path.join(self.base, "")
        return len(head) if path.startswith(head) else 0

    def lead_out(self, path: str) -> bool:
        """Whether a path ends elsewhere, by a link in it."""
        return not Path(os.path.realpath(path)).is_relative_to(self.within)


@dataclass(frozen=True, slots=True)
class FoundSet:
    """Page images that make up one paper together.

    Attributes:
        found: The set as a whole: its place, such as the folder.
        pages: The images in order.
        missing: Numbers that the images skip.
        given: What a delivery's catalogue says of the paper.
    """

    found: Found
    pages: tuple[Found, ...]
    missing: tuple[int, ...] = ()
    given: Given | None = None


def display(path: str) -> str:
    """A path for the screen and the database: undecodable bytes become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def locator_of(path: str) -> str:
    """The absolute path; percent-encoded behind ``file:`` where its name is not UTF-8."""
    full = os.path.abspath(path)
    try:
        full.encode()
    except UnicodeEncodeError:
        return ESCAPED + "".join(f"%{byte:02X}" for byte in os.fsencode(full))
    return full


def path_of(locator: str) -> Path:
    """The place that a locator names."""
    if locator.startswith(ESCAPED):
        return Path(os.fsdecode(unquote_to_bytes(locator.removeprefix(ESCAPED))))
    return Path(locator)


def discover(paths: Sequence[str], archive: Path, bounds: Bounds | None = None) -> Iterator[Found]:
    """Every file under the paths, in order of name, directories walked to the bottom.

    Links to files are files; links to directories are accounted for and not followed,
    save those that the user names. The archive itself is passed over, but for what was sent to
    it and waits in its ``SENT`` folder.

    Args:
        paths: As the user gave them.
        archive: Directory that is never imported.
        bounds: Keep to these.

    Raises:
        UsageError: A path does not exist or lies in the archive; before the first result.
    """
    home = Path(os.path.realpath(archive))
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError("import.no_path", path=display(path))
        real = Path(os.path.realpath(path))
        if real.is_relative_to(home) and home / SENT not in real.parents:
            raise UsageError("import.own_archive", path=display(path))
    return _once(paths, os.stat(archive) if archive.exists() else None, bounds)


def _once(
    paths: Sequence[str], home: os.stat_result | None, bounds: Bounds | None
) -> Iterator[Found]:
    met: set[str] = set()
    for path in paths:
        for found in _walk(path, home, bounds):
            if bounds is not None:
                found = _bounded(found, bounds)
            if found.locator not in met:
                met.add(found.locator)
                yield found


def _walk(top: str, home: os.stat_result | None, bounds: Bounds | None) -> Iterator[Found]:
    # A stack of its own: a hostile nesting must not exhaust Python's.
    stack = [top]
    while stack:
        path = stack.pop()
        if os.path.isdir(path) and (path == top or not os.path.islink(path)):
            try:
                if home is not None and os.path.samestat(os.stat(path), home):
                    continue
                names = sorted(os.listdir(path), key=os.fsencode, reverse=True)
            except OSError as error:
                yield _stray(path, Status.FAILED, "import.unreadable", reason=_why(error))
                continue
            stack.extend(os.path.join(path, name) for name in names)
        else:
            leads_out = bounds is not None and bounds.lead_out(path)
            yield _stray(path, Status.UNSUPPORTED, _LINK_OUT) if leads_out else _look(path)


def _bounded(found: Found, bounds: Bounds) -> Found:
    """A file whose path is told from the base."""
    found = replace(found, base=bounds.cut(found.path))
    if found.settled is None:
        return found
    return replace(found, settled=replace(found.settled, path=found.shown))


def is_system_file(path: str) -> bool:
    """Whether a file only serves the operating system or an office program."""
    folder, _, name = path.rpartition("/")
    litter = any(part in SYSTEM_FOLDERS for part in folder.split("/"))
    return litter or any(fnmatch.fnmatchcase(name, pattern) for pattern in SYSTEM_FILES)


def _look(path: str) -> Found:
    if is_system_file(path):
        return _stray(path, Status.UNSUPPORTED, "import.system_file")
    try:
        seen = os.stat(path)
    except OSError as error:
        return _stray(path, Status.FAILED, "import.unreadable", reason=_why(error))
    if stat.S_ISDIR(seen.st_mode):
        return _stray(path, Status.UNSUPPORTED, "import.directory_link")
    if not stat.S_ISREG(seen.st_mode):
        return _stray(path, Status.FAILED, "import.not_regular")
    return Found(path, locator_of(path), seen.st_size, seen.st_mtime_ns)


def _stray(path: str, status: Status, key: str, **values: str) -> Found:
    outcome = Outcome(display(path), status, note=Note(key, values))
    return Found(path, locator_of(path), settled=outcome)


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__
