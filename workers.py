"""Detect, extract, divide, classify: what worker processes do with a file."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from .catalogue import Arrival, RecordContent
from .catalogue.comparing import Task
from .catalogue.discovery import display
from .catalogue.originals import Originals, unchanged
from .catalogue.tables import clean
from .classify import Context, Span, classify, divide, left_out
from .errors import ArchiveError, ExtractionError, UnsupportedFormatError
from .extract import Options, limit_process, read
from .model import FIRST_LOOK, Document, FiledRecord, Note, Outcome, Status
from .schemas import Norms

Spent: TypeAlias = defaultdict[str, float]


@dataclass(frozen=True, slots=True)
class Steps:
    """What workers do with a file; functions that can be pickled by name."""

    read: Callable[[Path, Options], Document] = read
    divide: Callable[[Document], tuple[Span, ...]] = divide
    classify: Callable[..., FiledRecord] = classify


@dataclass(frozen=True, slots=True)
class Bench:
    """What a worker needs besides its task."""

    norms: Norms
    options: Options
    originals: Originals | None
    context: Context
    steps: Steps


_bench: Bench


def set_up(bench: Bench) -> None:
    """Make this process a worker."""
    global _bench
    _bench = bench
    limit_process(bench.options.limits)


def work(task: Task) -> tuple[Arrival, Spent]:
    """Read one file; whatever happens, one arrival comes of it, and the seconds by stage.

    Raises:
        ArchiveError: The archive cannot take more.
    """
    start, spent = time.perf_counter(), Spent(float)
    path = task.found.path
    failed = Outcome(display(path), Status.FAILED, task.identity.sha256)
    try:
        arrival = _read_one(task, failed, spent)
    except UnsupportedFormatError as error:
        arrival = _refused(task, replace(failed, status=Status.UNSUPPORTED), error)
    except ExtractionError as error:
        arrival = _refused(task, failed, error)
    except ArchiveError:
        raise
    except MemoryError:
        note = Note("extract.limit.memory", {"limit": str(_bench.options.limits.max_memory)})
        arrival = task.arrival(replace(failed, note=note))
    except Exception as error:
        # One paper that trips over a mistake of ours must not end the import.
        reason = clean(f"{type(error).__name__}: {error}"[:300])
        arrival = task.arrival(replace(failed, note=Note("import.internal", {"reason": reason})))
    if not unchanged(path, task.identity):
        arrival = task.arrival(replace(failed, sha256=None, note=Note("import.changed")))
    seconds = round(time.perf_counter() - start, 4)
    return replace(arrival, outcome=replace(arrival.outcome, seconds=seconds)), spent


def _read_one(task: Task, outcome: Outcome, spent: Spent) -> Arrival:
    path = task.found.path
    with lap(spent, "store"):
        if _bench.originals is not None:
            _bench.originals.keep(path, task.identity)
    with lap(spent, "extract"):
        document = _bench.steps.read(Path(path), _bench.options)
    with lap(spent, "classify"):
        filed = _divide_and_classify(document, outcome)
    with lap(spent, "pack"):
        contents = tuple(
            RecordContent.cut(document, one.record.start, one.record.end).pack() for one in filed
        )
    note = document.losses[0] if document.losses else None
    if note is None and not document.text.strip():
        note = Note("import.no_text")
    status = Status.PARTIAL if note else Status.IMPORTED
    note = note or _left_out(document, filed)
    settled = replace(outcome, status=status, note=note, pages=document.page_count, filed=filed)
    return task.arrival(settled, document.format, contents)


def _divide_and_classify(document: Document, outcome: Outcome) -> tuple[FiledRecord, ...]:
    context = replace(_bench.context, path=outcome.path)
    sha256, steps, norms = outcome.sha256 or "", _bench.steps, _bench.norms
    filed = (
        steps.classify(document, span, f"{sha256[:12]}-{n}", sha256, n, norms, context)
        for n, span in enumerate(steps.divide(document), start=1)
    )
    return tuple(replace(one, filing=replace(one.filing, decided_by=FIRST_LOOK)) for one in filed)


def _left_out(document: Document, filed: tuple[FiledRecord, ...]) -> Note | None:
    """What of a document became part of no record, if anything."""
    gaps = left_out(document, [Span(one.record.start, one.record.end) for one in filed])
    if not gaps:
        return None
    text = "".join(document.text[gap.start : gap.end].strip() for gap in gaps)
    return Note("import.left_out", {"count": str(len(text)), "start": clean(text[:20])})


def _refused(task: Task, outcome: Outcome, error: ExtractionError) -> Arrival:
    note = Note(error.key, {name: clean(value) for name, value in error.values.items()})
    return task.arrival(replace(outcome, note=note), error.values.get("type"))


@contextmanager
def lap(spent: Spent, stage: str) -> Iterator[None]:
    """Add the seconds of a block to a stage."""
    start = time.perf_counter()
    try:
        yield
    finally:
        spent[stage] += time.perf_counter() - start
