"""What is remembered of each person's way through the review queue, as long as the server runs."""

from __future__ import annotations

import hashlib
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from ..catalogue import Waiting
from ..model import FiledRecord
from .sessions import Visitor
from .state import state_of

_MOST_SESSIONS = 100
_MOST_ANSWERS = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer that was given.

    Attributes:
        decision: Its number.
        record: The paper that was shown.
        box_id: None where no box takes it.
        items: Items of that box.
        applied: To papers like it, all in this decision.
        in_queue: Given in the review queue, so that it may serve papers like it.
    """

    decision: int
    record: str
    box_id: str | None
    items: tuple[str, ...] = ()
    applied: bool = False
    in_queue: bool = True


@dataclass
class _Way:
    order: tuple[Waiting, ...] = ()
    answers: deque[Answer] = field(default_factory=lambda: deque(maxlen=_MOST_ANSWERS))


class Reviews:
    """The queue as each session began it, and the answers given in it."""

    def __init__(self) -> None:
        self._ways: OrderedDict[str, _Way] = OrderedDict()
        self._lock = Lock()

    def order(self, visitor: Visitor) -> tuple[Waiting, ...]:
        """The queue in the order in which it was begun; empty before."""
        with self._lock:
            return self._way(visitor).order

    def begin(self, visitor: Visitor, order: Sequence[Waiting]) -> None:
        """Keep the order of a queue."""
        with self._lock:
            self._way(visitor).order = tuple(order)

    def answered(self, visitor: Visitor, answer: Answer) -> None:
        """Keep an answer, to be applied to papers like it or taken back."""
        with self._lock:
            self._way(visitor).answers.append(answer)

    def last(self, visitor: Visitor) -> Answer | None:
        """The answer given last that was not taken back."""
        with self._lock:
            answers = self._way(visitor).answers
            return answers[-1] if answers else None

    def on(self, visitor: Visitor, record: str) -> Answer | None:
        """The answer given last to one paper alone that was not taken back."""
        with self._lock:
            answers = self._way(visitor).answers
            given = (one for one in reversed(answers) if one.record == record and not one.applied)
            return next(given, None)

    def forget(self, visitor: Visitor, answer: Answer) -> None:
        """An answer was taken back, or cannot be any more."""
        with self._lock:
            answers = self._way(visitor).answers
            if answer in answers:
                answers.remove(answer)

    def _way(self, visitor: Visitor) -> _Way:
        key = hashlib.sha256(visitor.secret.encode()).hexdigest()
        way = self._ways.setdefault(key, _Way())
        self._ways.move_to_end(key)
        if len(self._ways) > _MOST_SESSIONS:
            self._ways.popitem(last=False)
        return way


def state_of_all(many: Sequence[FiledRecord]) -> str:
    """A short word for several records and their filings; see ``state.state_of``."""
    said = [(one.record.id, state_of(one)) for one in many]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]
