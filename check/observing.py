"""Minor things that no duty asks for; each by the function of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .case import Case
from .findings import DutyFinding, Observation
from .observe_attachments import observe_attachments
from .observe_continuity import observe_continuity
from .observe_late import observe_late
from .observe_mixed import observe_mixed
from .observe_pairs import observe_pairs

# A new kind is one module and one line.
OBSERVERS: tuple[Callable[[Case, Sequence[DutyFinding]], Iterable[Observation]], ...] = (
    observe_late,
    observe_pairs,
    observe_attachments,
    observe_continuity,
    observe_mixed,
)


def observe(case: Case, duties: Sequence[DutyFinding]) -> tuple[Observation, ...]:
    """Every observation, kind by kind, each kind in the norms' order."""
    return tuple(found for observer in OBSERVERS for found in observer(case, duties))
