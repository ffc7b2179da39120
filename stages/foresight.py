"""What an import would do, without doing it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from ..catalogue import Arrival, Catalogue
from ..catalogue.comparing import Comparison, Listed, Task
from ..catalogue.discovery import Found, discover
from ..catalogue.values import PAGE_SET
from ..errors import ExtractionError, UnsupportedFormatError
from ..extract import Options, probe
from ..model import Note, Status


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would become of one file.

    Attributes:
        path: As the user named it.
        would: ``read``, ``unpack``, or the status that is certain by now.
        known: An earlier import settled it, and nothing would be done.
        sha256: Of its bytes, where they could be read.
        format: Detected, of a file that would be read.
        whole: Path of the page set that it would be a page of.
        note: The reason.
    """

    path: str
    would: str
    known: bool = False
    sha256: str | None = None
    format: str | None = None
    whole: str | None = None
    note: Note | None = None


def foresee(
    paths: Sequence[str],
    directory: Path,
    catalogue: Catalogue,
    options: Options,
    grouping: Callable[[Sequence[Found]], list[Listed]],
    *,
    retry: bool = False,
) -> Iterator[Foreseen]:
    """Compare files with the catalogue and look at their beginnings; nothing is written.

    Raises:
        UsageError: A path does not exist.
    """
    comparison = Comparison(catalogue, options.limits.max_bytes, retry=retry)
    first: dict[str, str] = {}
    for item in comparison.run(grouping(tuple(discover(paths, directory))), Event()):
        if isinstance(item, Arrival):
            if item.kind != PAGE_SET:
                outcome = item.outcome
                yield Foreseen(
                    outcome.path,
                    outcome.status.value,
                    outcome.known,
                    outcome.sha256,
                    note=outcome.note,
                )
            continue
        whole = item.found.shown if item.pages else None
        for task in item.pages or (item,):
            yield _foreseen(task, whole, options, first)


def _foreseen(task: Task, whole: str | None, options: Options, first: dict[str, str]) -> Foreseen:
    path, sha256 = task.found.shown, task.identity.sha256
    if sha256 in first:
        note = Note("import.duplicate", {"path": first[sha256]})
        return Foreseen(path, Status.DUPLICATE.value, sha256=sha256, whole=whole, note=note)
    first[sha256] = path
    try:
        format, would = probe(Path(task.found.bytes_at), options, name=path)
    except ExtractionError as error:
        unsupported = isinstance(error, UnsupportedFormatError)
        status = Status.UNSUPPORTED if unsupported else Status.FAILED
        note = Note(error.key, error.values)
        kind = error.values.get("type")
        return Foreseen(path, status.value, False, sha256, kind, whole, note)
    return Foreseen(path, would, False, sha256, format, whole)
