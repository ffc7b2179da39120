"""A report as one HTML page that prints on A4 and needs nothing beside it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from ..check.rows import Report
from ..messages import language, translate
from ..model import FindingStatus
from . import words
from .kinds import Kind
from .notice_template import notice_lines
from .placeholders import filled, values


def render_page(report: Report, kind: Kind = Kind.CHECK) -> str:
    """A report as a self-contained page.

    Titles and paths come from the papers and are escaped; the page holds no script and
    loads nothing.

    Args:
        report: What to show.
        kind: The whole of it, or the list of problems alone.
    """
    return _template("page.html").render(
        report=report,
        kind=kind.value,
        title=translate(f"report.title.{kind.value}"),
        lang=_language(),
        facts=words.facts(report),
        signatures=words.signatures(),
        statuses=tuple(FindingStatus),
    )


def render_notice_page(report: Report) -> str:
    """A notice as a self-contained page; otherwise as ``render_page``."""
    known = values(report)
    texts = [(kind, filled(text, known)) for kind, text in notice_lines()]
    return _template("notice.html").render(
        report=report,
        title=translate("report.title.notice"),
        lang=_language(),
        paragraphs=[(kind, line) for kind, text in texts for line in text.split("\n")],
        signatures=words.signatures(),
    )


def _language() -> str:
    return "zh-CN" if language() == "zh" else "en"


@cache
def _template(name: str) -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.tests["aside"] = lambda line: isinstance(line, words.Aside)
    environment.globals.update(
        t=translate,
        column=words.column,
        part=words.part,
        state=words.state,
        weighed=words.weighed,
        asides=words.asides,
        problem_cells=words.problem_cells,
        question_cells=words.question_cells,
        observation_cells=words.observation_cells,
        box_columns=words.BOX_COLUMNS,
        problem_columns=words.PROBLEM_COLUMNS,
        question_columns=words.QUESTION_COLUMNS,
        observation_columns=words.OBSERVATION_COLUMNS,
    )
    return environment.from_string(files(__package__).joinpath(name).read_text("utf-8"))
