"""A check as one HTML page that prints on A4 and needs nothing beside it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from ..messages import language, translate
from ..model import FindingStatus
from .findings import UnitCheck
from .problems import problems
from .quoting import asides, quotes, shown
from .view import by_section, lacks, names, place_line, remarks, share, unchecked_by_reason
from .words import GLYPHS, compact_periods, printable, say, section_heading, status_word

_CITED_PAPERS = 3


def render_html(check: UnitCheck) -> str:
    """A check as a self-contained page: summary, boxes, findings, what was not checked.

    Titles and paths come from the papers and are escaped; the page holds no script and
    loads nothing.
    """
    return _template().render(
        check=check,
        lang="zh-CN" if language() == "zh" else "en",
        sections=by_section(check),
        problems=problems(check),
        unchecked=unchecked_by_reason(check),
        names=names(check),
        statuses=tuple(FindingStatus),
        cited_papers=_CITED_PAPERS,
    )


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(
        t=translate, say=say, share=share, lacks=lacks, remarks=remarks, glyphs=GLYPHS
    )
    environment.globals.update(place_line=place_line, asides=asides, quotes=quotes, shown=shown)
    environment.globals.update(heading=section_heading, word=status_word, periods=compact_periods)
    environment.filters["plain"] = printable
    return environment.from_string(files(__package__).joinpath("report.html").read_text("utf-8"))
