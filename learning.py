"""An archive learns from its confirmed filings, if that files its papers better."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import msgspec

from .catalogue import Catalogue
from .catalogue.settings import write_whole
from .classify.batch import context_again, look_again, span_of
from .classify.learned import FORMAT, Learned
from .errors import UsageError
from .model import FIRST_LOOK, RULES, FiledRecord, Filing, Note
from .schemas import Norms

if TYPE_CHECKING:
    from .classify.training import Example, Figures

FILE = "model/learned.json"
MOST_BYTES = 64_000_000
MOST_OF_A_BOX = 200
"""So many papers of one box are learned from; of more, the last confirmed."""

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Taught:
    """The model of an archive, and why it is not in use if it is not."""

    learned: Learned | None = None
    unused: Note | None = None

    @property
    def in_use(self) -> Learned | None:
        """The model, if filing uses it."""
        return None if self.unused else self.learned


@dataclass(frozen=True, slots=True)
class Lesson:
    """What learning came to.

    Attributes:
        confirmed: Papers confirmed by box id; None for papers without a box.
        rules: Cross-validated figures of the rules alone.
        together: Likewise, of rules and model.
        installed: The model is in use from now on.
        filed: Records that were open and are filed with its help.
    """

    confirmed: dict[str | None, int]
    rules: Figures
    together: Figures
    installed: bool
    filed: int = 0


def taught(directory: Path, norms: Norms) -> Taught:
    """The model in an archive's directory; one that cannot be used is only told of."""
    path = directory / FILE
    try:
        if path.stat().st_size > MOST_BYTES:
            return Taught(unused=Note("learn.damaged"))
        learned = msgspec.json.decode(path.read_bytes(), type=Learned)
    except FileNotFoundError:
        return Taught()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Taught(unused=Note("learn.damaged"))
    if learned.format != FORMAT:
        return Taught(learned, Note("learn.damaged"))
    if not learned.fits(norms):
        made_for = f"{learned.norms_id} {learned.norms_version}"
        return Taught(learned, Note("learn.other_norms", {"norms": made_for}))
    return Taught(learned)


def confirmed(catalogue: Catalogue) -> Iterator[tuple[FiledRecord, str | None]]:
    """Records that a person filed, with the box; None where no box takes them."""
    for one in catalogue.filed():
        filing = one.filing
        decided = filing.box_id is not None or filing.boxless
        if decided and filing.decided_by not in (RULES, FIRST_LOOK):
            yield one, filing.box_id


def told(catalogue: Catalogue, truth: Path) -> Iterator[tuple[FiledRecord, str | None]]:
    """Records whose box a file of JSON lines tells: ``record`` or ``path``, and ``box_id``.

    The form of the sample archive's truth will do: there, the first of ``records`` has the box.

    Raises:
        UsageError: The file cannot be read.
    """
    try:
        entries = [json.loads(line) for line in truth.read_text("utf-8").splitlines() if line]
        boxes = {_named(entry): _box(entry) for entry in entries if entry.get("records", True)}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise UsageError("learn.truth", path=truth, reason=error) from error
    for one in catalogue.filed():
        parts = PurePath(one.path).parts
        ends = ("/".join(parts[start:]) for start in range(len(parts)))
        known = next((name for name in (one.record.id, *ends) if name in boxes), None)
        if known is not None and (known == one.record.id or one.record.ordinal == 1):
            yield one, boxes[known]


def _named(entry: dict[str, object]) -> str:
    return str(entry.get("record") or entry["path"])


def _box(entry: dict[str, object]) -> str | None:
    records = entry.get("records")
    found = (records[0] if isinstance(records, list) else entry)["box_id"]
    return None if found is None else str(found)


def examples_of(
    catalogue: Catalogue, norms: Norms, known: Sequence[tuple[FiledRecord, str | None]]
) -> list[Example]:
    """Papers as rules and model see them; the rules see what they saw at the import."""
    from .classify.training import example_of

    units, counts, examples = catalogue.units(), Counter[str | None](), []
    for one, box_id in reversed(known):
        counts[box_id] += 1
        if counts[box_id] > MOST_OF_A_BOX or (box_id and box_id not in norms.box_places):
            continue
        first = replace(one, filing=catalogue.history(one.record.id)[0][1])
        document = catalogue.content(one.record.id).document()
        context, span = context_again(first, units), span_of(first, document)
        examples.append(example_of(one.record.id, document, span, norms, context, box_id))
    return examples


def lesson(catalogue: Catalogue, norms: Norms, truth: Path | None) -> tuple[Lesson, Learned | None]:
    """Cross-validated figures, and the model if it files better than the rules alone.

    Raises:
        UsageError: Too few papers are confirmed, or scikit-learn is missing.
    """
    from .classify.training import MINIMUM, cross_validated, train

    known = list(told(catalogue, truth) if truth else confirmed(catalogue))
    boxes = Counter(box_id for _, box_id in known)
    boxed = sum(count for box_id, count in boxes.items() if box_id)
    if boxed < MINIMUM or len(set(boxes) - {None}) < 2:
        raise UsageError("learn.few", count=boxed, minimum=MINIMUM)
    examples = examples_of(catalogue, norms, known)
    rules, together = cross_validated(examples, norms)
    better = together.is_better_than(rules)
    found = Lesson(dict(boxes), rules, together, better)
    if not better:
        return found, None
    figures = {"rules": asdict(rules), "together": asdict(together)}
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return found, replace(train(examples, norms), figures=figures, made_at=at)


def install(directory: Path, learned: Learned) -> None:
    """Put a model in the place of the former, at one stroke."""
    write_whole(directory / FILE, msgspec.json.encode(learned).decode())


def remove(directory: Path) -> bool:
    """Take the model away; False if there was none."""
    try:
        os.remove(directory / FILE)
    except FileNotFoundError:
        return False
    return True


def look_at_open(catalogue: Catalogue, norms: Norms, learned: Learned) -> int:
    """File with the model's help what the rules left open; returns how many records."""
    units, count = catalogue.units(), 0
    waiting = [one for one in catalogue.filed(unfiled=True) if one.filing.decided_by == RULES]
    for start in range(0, len(waiting), _BATCH):
        filings: list[Filing] = []
        for one in waiting[start : start + _BATCH]:
            document = catalogue.content(one.record.id).document()
            again = look_again(one, document, units, norms, learned)
            if again.box_id:
                filings.append(again)
        catalogue.file_anew(filings)
        count += len(filings)
    return count
