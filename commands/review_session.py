"""One person's way through the review queue."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from ..archive import Archive
from ..catalogue import Decision
from ..errors import UsageError
from ..messages import translate
from ..model import FIRST_LOOK, RULES, FiledRecord
from . import review_screen as screen
from .keys import ENTER, Keys
from .review_boxes import ask_box, ask_items, ask_unit

if TYPE_CHECKING:
    from ..classify import Considered

_SHOWN_ALIKE = 20
_QUIT = "q"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided last, to be applied to papers like it."""

    record: str
    box_id: str | None
    items: tuple[str, ...] = ()
    no_box: bool = False


class Session:
    """Shows record after record and saves each answer at once.

    Args:
        archive: Open.
        queue: What is to be decided, in order.
        keys: Where answers come from.
        limit: Most records to go through.
    """

    def __init__(
        self, archive: Archive, queue: Sequence[FiledRecord], keys: Keys, limit: int | None = None
    ) -> None:
        self._archive = archive
        self._waiting = [one.record.id for one in queue]
        self._ids = self._waiting[:limit]
        self._keys = keys
        self._place = 0
        self._draft: FiledRecord | None = None
        self._found: tuple[Considered, ...] = ()
        self._last: Answer | None = None
        self._decisions: list[Decision] = []
        self._decided: dict[str, str] = {}
        self._skipped: set[str] = set()

    def run(self) -> None:
        """Until the queue ends, the person quits or presses Ctrl-C."""
        try:
            while self._place < len(self._ids):
                if not self._take_up(self._ids[self._place]):
                    self._place += 1
                elif not self._ask():
                    break
        except (KeyboardInterrupt, EOFError, click.Abort):
            click.echo()
        self._sum_up()

    def _take_up(self, record_id: str) -> bool:
        """Show a record, unless it was decided meanwhile."""
        if record_id in self._decided:
            return False
        try:
            one = self._archive.record(record_id)
        except UsageError:
            return False
        if not one.filing.is_open and one.filing.decided_by not in (RULES, FIRST_LOOK):
            return False
        self._show(one)
        return True

    def _show(self, one: FiledRecord) -> None:
        self._draft, self._found = one, self._archive.considered(one)
        width = shutil.get_terminal_size().columns
        head = translate("review.place_in_queue", place=self._place + 1, total=len(self._ids))
        click.echo("\n" + click.style(head, bold=True))
        for line in screen.description(one):
            click.echo(line)
        for line in screen.beginning(self._archive.text(one.record.id), width):
            click.echo(click.style(line, dim=True))
        for line in screen.why_open(one.filing):
            click.echo(line)
        for line in screen.candidates(self._found, self._archive.norms, one.filing.box_id):
            click.echo(line)

    def _ask(self) -> bool:
        """Take answers on the record shown until it is done with; False to quit."""
        place, actions = self._place, self._actions()
        while self._place == place:
            click.echo(translate("review.keys"))
            click.echo("> ", nl=False)
            key = self._keys.key()
            if key == _QUIT:
                return False
            action = actions.get(key)
            if action is None:
                click.echo(translate("review.no_key"))
                continue
            if action():
                break
        return True

    def _actions(self) -> dict[str, Callable[[], bool]]:
        """Key → what it does; true where the record is done with or to be shown anew."""
        numbers = {
            str(number): lambda one=one: self._file(one.box_id, one.item_ids)
            for number, one in enumerate(self._found, 1)
        }
        return {
            **numbers,
            "b": self._choose,
            "n": lambda: self._file(None, (), no_box=True),
            "s": self._skip,
            "u": self._undo,
            "a": self._apply,
            "p": self._page,
            "y": self._correct_year,
            "o": self._correct_unit,
        }

    # --- answers ---

    @property
    def _one(self) -> FiledRecord:
        assert self._draft is not None
        return self._draft

    def _file(self, box_id: str | None, items: Sequence[str], no_box: bool = False) -> bool:
        id, filing = self._one.record.id, self._one.filing
        former = self._archive.record(id).filing
        decision = self._archive.decide(
            [id],
            box_id,
            items=items,
            year=filing.year if filing.year != former.year else None,
            period=filing.period if filing.period != former.period else None,
            unit=filing.unit if filing.unit != former.unit else None,
            no_box=no_box,
            event="review",
        )
        self._last = Answer(id, box_id, tuple(items), no_box)
        self._keep(decision)
        if others := len(self._archive.alike(id)):
            click.echo(translate("review.others_alike", count=others))
        self._place += 1
        return True

    def _keep(self, decision: Decision) -> None:
        self._decisions.append(decision)
        for change in decision.changes:
            self._decided[change.record] = "no_box" if change.filing.boxless else "filed"
        for line in screen.change_lines(decision, self._archive.norms):
            click.echo(click.style(line, fg="green"))

    def _choose(self) -> bool:
        box = ask_box(self._keys, self._archive.norms, self._one.filing.level)
        if box is None:
            return False
        (found,) = self._archive.considered(self._one, among=[box.id])
        return self._file(box.id, ask_items(self._keys, box, found.item_ids))

    def _skip(self) -> bool:
        self._skipped.add(self._one.record.id)
        self._place += 1
        return True

    def _undo(self) -> bool:
        if not self._decisions:
            click.echo(translate("review.nothing_to_undo"))
            return False
        try:
            undone = self._archive.undo(self._decisions[-1].number)
        except UsageError as error:
            click.echo(f"{error} {error.remedy}")
            return False
        self._decisions.pop()
        self._last = None
        for line in screen.change_lines(undone, self._archive.norms):
            click.echo(click.style(line, fg="yellow"))
        back = {change.record for change in undone.changes}
        for id in back:
            self._decided.pop(id, None)
        places = [place for place, id in enumerate(self._ids) if id in back]
        self._place = min((self._place, *places))
        return True

    def _apply(self) -> bool:
        last = self._last
        if last is None:
            click.echo(translate("review.nothing_to_apply"))
            return False
        alike = self._archive.alike(last.record)
        if not alike:
            click.echo(translate("review.none_alike"))
            return False
        norms = self._archive.norms
        answer = screen.answer_name(last.box_id, last.items, last.no_box, norms)
        click.echo(translate("review.alike", count=len(alike), answer=answer))
        for one in alike[:_SHOWN_ALIKE]:
            facts = (one.record.id, one.filing.unit or "—", one.filing.period or "—")
            click.echo(f"  {'  '.join(facts)}  {screen.printable(one.record.title)}")
        if len(alike) > _SHOWN_ALIKE:
            click.echo(translate("review.more", more=len(alike) - _SHOWN_ALIKE))
        if not self._keys.agrees(translate("review.agree")):
            return False
        ids = [one.record.id for one in alike]
        decision = self._archive.decide(
            ids,
            last.box_id,
            items=last.items,
            no_box=last.no_box,
            event="apply",
            like=last.record,
        )
        self._keep(decision)
        return self._one.record.id in ids

    # --- corrections, kept with the next answer ---

    def _correct_year(self) -> bool:
        text = self._keys.line(translate("review.ask_year"))
        if not text:
            return False
        try:
            year = int(text) if text.isdecimal() and len(text) == 4 else None
            period = None if year else text
            self._show(self._archive.corrected(self._one, year=year, period=period))
        except UsageError as error:
            click.echo(f"{error} {error.remedy}")
        return False

    def _correct_unit(self) -> bool:
        name = ask_unit(self._keys, self._archive.units())
        if name is not None:
            self._show(self._archive.corrected(self._one, unit=name))
        return False

    # --- reading on ---

    def _page(self) -> bool:
        size = shutil.get_terminal_size()
        lines = screen.wrapped(self._archive.text(self._one.record.id), size.columns - 1)
        height = max(5, size.lines - 2)
        for start in range(0, len(lines), height):
            click.echo("\n".join(lines[start : start + height]))
            if start + height >= len(lines):
                break
            end = start + height
            click.echo(translate("review.paging", end=end, total=len(lines)), nl=False)
            if self._keys.key() not in (" ", ENTER):
                break
        return False

    def _sum_up(self) -> None:
        decided = list(self._decided.values())
        left = len(set(self._waiting) - set(self._decided))
        click.echo(
            translate(
                "review.done",
                filed=decided.count("filed"),
                no_box=decided.count("no_box"),
                skipped=len(self._skipped - set(self._decided)),
                left=left,
            )
        )
