"""The lists of a check for the terminal: problems, observations, questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from ..messages import translate
from ..model import Note
from .findings import Severity, UnitCheck
from .problems import Problem, problems
from .quoting import quotes, shown
from .words import GLYPHS, say

_PROBLEMS = 12
_OTHERS = 8
_PASSAGES = 3
_STYLES = {Severity.GRAVE: "bold red", Severity.ORDINARY: "red", Severity.MINOR: "yellow"}


def problem_lines(check: UnitCheck) -> Iterator[RenderableType]:
    """The gravest problems, with the worst place of each and what was found near it."""
    found = problems(check)
    for problem in found[:_PROBLEMS]:
        line = Text(GLYPHS[problem.status] + " ", _STYLES[problem.severity])
        line.append(translate(f"check.severity.{problem.severity.value}") + " ")
        line.append(shown(f"{_place(problem)}{say(problem.what)}"), "")
        yield _folded(line)
        yield from _indented([shown(say(note)) for note in _beside(problem)])
    yield from _more(len(found), _PROBLEMS)


def _beside(problem: Problem) -> list[Note]:
    """What tells this problem from others of its sort; the remedy only where it is special."""
    near = [close.what for close in problem.close[:1]]
    special = problem.remedy and problem.remedy.key == "check.remedy.review"
    return [
        *problem.details[:1],
        *near,
        *([problem.remedy] if special and problem.remedy else ()),
    ]


def _place(problem: Problem) -> str:
    return f"{problem.section} · {problem.box}：" if problem.box else f"{problem.section}："


def observation_lines(check: UnitCheck) -> Iterator[RenderableType]:
    """The first observations, one line each."""
    for one in check.observations[:_OTHERS]:
        section = f"{one.section}：" if one.section else ""
        clause = f"（{one.clause}）" if one.clause else ""
        yield _folded(Text(shown(f"· {section}{say(one.what)}{clause}")))
    yield from _more(len(check.observations), _OTHERS)


def question_lines(check: UnitCheck) -> Iterator[RenderableType]:
    """The first questions, each with the passages that do not agree."""
    for question in check.questions[:_OTHERS]:
        yield _folded(Text("? " + shown(say(question.what))))
        yield from _indented(quotes(check, question.passages, _PASSAGES))
    yield from _more(len(check.questions), _OTHERS)


def _indented(lines: Sequence[str]) -> Iterator[RenderableType]:
    for line in lines:
        yield Padding(_folded(Text(line, "dim")), (0, 0, 0, 4))


def _more(count: int, told: int) -> Iterator[RenderableType]:
    if count > told:
        yield Text(translate("check.text.more", count=count - told), "dim")


def _folded(line: Text) -> Text:
    line.overflow = "fold"
    return line
